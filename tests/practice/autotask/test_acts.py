"""Acts by somebody else, the state page, and the faults that the vendor words itself."""

from decimal import Decimal

import httpx
import pytest

from app.practice.serving import FAULTS_PATH, STATE_PATH
from tests.practice.autotask.asking import eq, item, query, read

HOST = "http://practice.test"


def act(api: httpx.Client, name: str, number: object, **more: object) -> httpx.Response:
    return api.post(HOST + FAULTS_PATH, json={"act": name, "number": number, **more})


def test_an_invoice_is_paid_as_a_whole(api: httpx.Client) -> None:
    assert act(api, "pay", "PSA-5002", amount="1.00").status_code == 400
    assert read(act(api, "pay", "PSA-5002"))["balance"] == 0
    assert item(api, "Invoices/5002")["paidDate"] == "2026-11-23T00:00:00Z"
    assert act(api, "pay", "PSA-5002").status_code == 400
    assert act(api, "pay", "PSA-1").status_code == 404


def test_a_voided_invoice_frees_its_items(api: httpx.Client) -> None:
    act(api, "void", "PSA-5002")
    assert item(api, "Invoices/5002")["isVoided"] is True
    assert query(api, "BillingItems", eq("invoiceID", 5002)) == []
    assert act(api, "void", "PSA-5002").status_code == 400
    answer = api.patch("Invoices", json={"id": 5002, "comments": "x"})
    assert answer.status_code == 500


def test_a_company_is_renamed_ended_and_deleted(api: httpx.Client) -> None:
    before = item(api, "Companies/242")["lastTrackedModifiedDateTime"]
    act(api, "edit", "242")
    after = item(api, "Companies/242")
    assert after["companyName"] == "Granite Peak Credit Union (edited)"
    assert after["lastTrackedModifiedDateTime"] > before
    act(api, "void", "242")
    assert item(api, "Companies/242")["isActive"] is False
    act(api, "delete", "242")
    assert read(api.get("Companies/242")) == {"item": None}
    assert query(api, "Contracts", eq("companyID", 242)) == []
    assert act(api, "edit", "0").status_code == 404


def test_a_contract_gets_another_price_ends_and_goes(api: httpx.Client) -> None:
    number = item(api, "Contracts/710")["contractNumber"]
    act(api, "edit", number, amount="31.50")
    lines = query(api, "ContractServices", eq("contractID", 710))
    assert lines[0]["unitPrice"] == Decimal("31.50")
    act(api, "edit", number)
    act(api, "void", number)
    assert item(api, "Contracts/710")["status"] == 0
    act(api, "delete", number)
    assert query(api, "ContractServiceUnits", eq("contractID", 710)) == []


def test_an_approval_posts_the_entry(api: httpx.Client) -> None:
    waiting = query(api, "TimeEntries", {"op": "notExist", "field": "billingApprovalDateTime"})
    number = waiting[0]["id"]
    assert read(act(api, "approve", str(number)))["total"] == Decimal("31.25")
    assert query(api, "BillingItems", eq("timeEntryID", number))
    assert act(api, "approve", str(number)).status_code == 400
    assert act(api, "approve", "1").status_code == 404


def test_the_state_tells_all(api: httpx.Client) -> None:
    told = read(api.get(HOST + STATE_PATH))
    assert len(told["customers"]) == 62
    assert len(told["invoices"]) == 3
    assert {
        name: bool(told[name])
        for name in ("sites", "contacts", "agreements", "lines", "time", "charges")
    } == dict.fromkeys(("sites", "contacts", "agreements", "lines", "time", "charges"), True)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("too_many_requests:1", 429),
        ("server_error:1", 500),
        ("expired_token:1", 401),
        ("revoked_token:1", 401),
    ],
)
def test_faults_in_the_vendors_words(api: httpx.Client, fault: str, status: int) -> None:
    api.post(HOST + FAULTS_PATH, json={"faults": [fault]})
    answer = api.get("Companies/242")
    assert answer.status_code == status
    assert read(answer)["errors"]
    assert ("Retry-After" in answer.headers) == (status == 429)
    assert api.get("Companies/242").is_success


def test_a_query_by_post_is_no_write(api: httpx.Client) -> None:
    api.post(HOST + FAULTS_PATH, json={"faults": ["timeout_after_commit"]})
    body = {"MaxRecords": 20, "Filter": [{"op": "exist", "field": "id"}]}
    first = read(api.post("Companies/query", json=body))
    assert api.post(first["pageDetails"]["nextPageUrl"], json=body).is_success
    with pytest.raises(httpx.ReadTimeout):
        api.patch("Companies", json={"id": 242, "companyNumber": "TB-7"})
    assert item(api, "Companies/242")["companyNumber"] == "TB-7"
