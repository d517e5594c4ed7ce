"""Acts by somebody else, features that a tenant lacks, the state page."""

import httpx
import pytest

from app.practice.serving import FAULTS_PATH, STATE_PATH

BILLING = "/billing/api/v1"


def act(api: httpx.Client, name: str, number: str, **more: str) -> httpx.Response:
    return api.post(FAULTS_PATH, json={"act": name, "number": number, **more})


def invoice(api: httpx.Client) -> dict[str, object]:
    rows = api.get(f"{BILLING}/customers/231/invoices").json()["data"]
    found: dict[str, object] = rows[0]
    return found


def test_an_invoice_is_paid_in_part_and_in_full(api: httpx.Client) -> None:
    act(api, "pay", "PSA-5002", amount="56.25")
    assert (invoice(api)["balance"], invoice(api)["status"]) == (100, "Open")
    assert act(api, "pay", "PSA-5002", amount="100.01").status_code == 400
    act(api, "pay", "PSA-5002")
    assert (invoice(api)["balance"], invoice(api)["status"]) == (0, "Paid")


def test_an_invoice_is_changed_voided_and_deleted(api: httpx.Client) -> None:
    act(api, "edit", "PSA-5002", amount="200.00")
    assert (invoice(api)["total"], invoice(api)["balance"]) == (200, 200)
    act(api, "edit", "PSA-5002")
    act(api, "void", "PSA-5002")
    assert (invoice(api)["balance"], invoice(api)["status"]) == (0, "Void")
    assert act(api, "void", "PSA-5002").status_code == 400
    act(api, "delete", "PSA-5002")
    assert api.get(f"{BILLING}/customers/231/invoices").json() == {"data": []}
    assert act(api, "pay", "PSA-5002").status_code == 404


def test_a_customer_is_renamed_and_deleted(api: httpx.Client) -> None:
    act(api, "edit", "242")
    path = f"{BILLING}/customers/242"
    assert api.get(path).json()["data"]["name"] == "Granite Peak Credit Union (edited)"
    act(api, "delete", "242")
    assert api.get(path).status_code == 404
    assert api.get(f"{BILLING}/contacts", params={"customerId": 242}).json() == {"data": []}


@pytest.mark.parametrize(
    ("feature", "path"),
    [
        ("customers", f"{BILLING}/customers"),
        ("contacts", f"{BILLING}/contacts"),
        ("invoices", f"{BILLING}/customers/242/invoices"),
        ("opportunities", f"{BILLING}/opportunities"),
        ("tickets", "/psac/api/v1/ticket-list"),
        ("projects", "/project-management/api/v1/projects"),
    ],
)
def test_a_tenant_may_lack_a_feature(api: httpx.Client, feature: str, path: str) -> None:
    assert api.get(path).is_success
    act(api, "hide", feature)
    assert api.get(path).status_code == 404
    act(api, "show", feature)
    assert api.get(path).is_success
    assert act(api, "hide", "agreements").status_code == 400


def test_the_state_tells_what_is_there(api: httpx.Client) -> None:
    told = api.get(STATE_PATH).json()
    assert len(told["customers"]) == 62
    assert [row["number"] for row in told["invoices"]] == ["PSA-5001", "PSA-5002", "PSA-5003"]
    assert told["agreements"] == []


@pytest.mark.parametrize(("fault", "status"), [("too_many_requests", 429), ("server_error", 500)])
def test_faults_in_the_vendors_words(api: httpx.Client, fault: str, status: int) -> None:
    api.post(FAULTS_PATH, json={"faults": [f"{fault}:1"]})
    answer = api.get(f"{BILLING}/customers")
    assert answer.status_code == status
    assert answer.json()["message"]
