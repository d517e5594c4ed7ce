from typing import Any

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.serving import PracticeSystem
from tests.practice.transport import PracticeTransport

Json = Any


def ids(found: httpx.Response) -> list[int]:
    assert found.status_code == 200, found.text
    return [row["id"] for row in found.json()]


def test_the_codebase_needs_no_keys_and_the_company_is_known(system: PracticeSystem) -> None:
    with httpx.Client(
        transport=PracticeTransport(system.app), base_url="http://practice.test"
    ) as bare:
        info = bare.get("/login/companyinfo/CedarFork").json()
        assert (info["Codebase"], info["IsCloud"]) == ("v2025_1/", True)
        unknown = bare.get("/login/companyinfo/nobody")
        assert (unknown.status_code, unknown.headers["Content-Type"]) == (
            404,
            "text/html",
        )


def test_an_old_codebase_answers_404_after_an_upgrade(client: httpx.Client) -> None:
    old = "http://practice.test/v2025_1/apis/3.0/system/info"
    assert client.get(old).json()["version"] == "v2025.1"
    upgraded = client.post("http://practice.test/_practice/faults", json={"act": "upgrade"})
    assert upgraded.json()["codebase"] == "v2025_2"
    gone = client.get(old)
    assert (gone.status_code, gone.text[:14]) == (404, "<!DOCTYPE html")
    info = client.get("http://practice.test/login/companyinfo/cedarfork").json()
    assert info["Codebase"] == "v2025_2/"
    assert client.get("http://practice.test/v2025_2/apis/3.0/system/info").status_code == 200
    assert client.get("/system/info").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Basic Y2VkYXJmb3JrK2E6Yg=="},
        {"Authorization": "Basic not base64"},
        {"Authorization": ""},
        {"clientId": ""},
        {"clientId": "switchbook"},
    ],
)
def test_keys_and_client_id_are_needed(client: httpx.Client, headers: dict[str, str]) -> None:
    refused = client.get("/company/companies", headers=headers)
    assert refused.status_code == 401
    assert refused.json()["message"]


def test_navigable_pages_carry_links_until_the_last(client: httpx.Client) -> None:
    first = client.get("/company/companies")
    assert len(first.json()) == 25
    assert set(first.links) == {"next", "last"}
    found, url = ids(first), first.links["next"]["url"]
    while url:
        page = client.get(url)
        found += ids(page)
        url = page.links.get("next", {}).get("url", "")
    assert "prev" in page.links
    assert len(found) == len(set(found)) == 63
    assert client.get("/company/companies/count").json() == {"count": 63}


def test_a_full_last_page_has_no_next(client: httpx.Client) -> None:
    page = client.get("/company/companies", params={"pageSize": 21, "page": 3})
    assert len(page.json()) == 21
    assert "next" not in page.links
    assert client.get("/company/companies", params={"pageSize": 21, "page": 4}).json() == []


def test_forward_only_pages_go_by_id(client: httpx.Client) -> None:
    client.headers["pagination-type"] = "forward-only"
    url, found = "/time/entries?pageSize=30&orderBy=id desc", list[int]()
    while url:
        page = client.get(url)
        found += ids(page)
        url = page.links.get("next", {}).get("url", "")
    assert found == sorted(found)
    assert len(found) == 70
    assert client.get("/time/entries?pageSize=1000").headers.get("Link") is None


def test_some_lists_know_no_forward_only(client: httpx.Client) -> None:
    page = client.get(
        "/finance/billingTerms?pageSize=2", headers={"pagination-type": "forward-only"}
    )
    assert (len(page.json()), "Link" in page.headers) == (2, False)
    assert len(client.get("/finance/billingTerms?pageSize=2&page=2").json()) == 2


@pytest.mark.parametrize(
    "query", ["pageSize=1001", "pageSize=0", "page=0", "page=x", "pageSize=-1"]
)
def test_page_sizes_have_limits(client: httpx.Client, query: str) -> None:
    refused = client.get(f"/company/companies?{query}")
    assert refused.status_code == 400
    assert refused.json()["code"] == "InvalidObject"


def test_without_an_order_shifting_pages_lose_a_row(client: httpx.Client) -> None:
    faults = {"faults": ["shifting_pages"]}
    client.post("http://practice.test/_practice/faults", json=faults)

    def walked(order: str) -> list[int]:
        url, found = f"/company/companies?pageSize=20{order}", list[int]()
        while url:
            page = client.get(url)
            found += ids(page)
            url = page.links.get("next", {}).get("url", "")
        return found

    assert len(set(walked(""))) < 63
    assert len(set(walked("&orderBy=id asc"))) == 63
    client.headers["pagination-type"] = "forward-only"
    assert len(walked("")) == 63


def test_conditions_orders_and_fields(client: httpx.Client) -> None:
    found = client.get(
        "/company/companies",
        params={
            "conditions": 'name like "Bluebird*" and deletedFlag=false',
            "childConditions": 'types/name="Customer"',
            "orderBy": "name desc",
            "fields": "id,name,billToCompany/id,colour",
        },
    )
    assert found.json() == [
        {"id": 219, "name": "Bluebird Bakery, Fort Collins", "billToCompany": {"id": 217}},
        {"id": 218, "name": "Bluebird Bakery, Boulder", "billToCompany": {"id": 217}},
        {"id": 217, "name": "Bluebird Bakery Group"},
    ]


def test_an_unknown_field_is_refused_in_the_vendors_words(client: httpx.Client) -> None:
    refused = client.get("/company/companies", params={"conditions": "colour = 5"})
    assert refused.status_code == 400
    assert refused.json() == {
        "code": "InvalidObject",
        "message": "company object is invalid",
        "errors": [
            {
                "code": "InvalidCondition",
                "message": "colour is no field of Company",
                "resource": "company",
                "field": "conditions",
            }
        ],
    }
    assert client.get("/company/companies", params={"orderBy": "colour"}).status_code == 400


def test_changed_since_goes_by_the_stamp_in_info(client: httpx.Client, clock: VirtualClock) -> None:
    condition = {"conditions": "lastUpdated > [2026-11-02T00:00:00Z]"}
    assert client.get("/company/companies", params=condition).json() == []
    clock.sleep(60)
    client.patch(
        "/company/companies/201", json=[{"op": "replace", "path": "website", "value": "x"}]
    )
    (row,) = client.get("/company/companies", params=condition).json()
    assert (row["id"], row["_info"]["lastUpdated"]) == (201, "2026-11-02T09:01:00Z")
    assert "lastUpdated" not in row


def test_a_search_takes_conditions_too_long_for_an_address(client: httpx.Client) -> None:
    conditions = f"id in ({','.join(str(200 + n) for n in range(1, 600))})"
    too_long = client.get("/company/companies", params={"conditions": conditions})
    assert (too_long.status_code, too_long.text[:6]) == (414, "<html>")
    found = client.post(
        "/company/companies/search?pageSize=10",
        json={"conditions": conditions, "orderBy": "id asc"},
    )
    assert ids(found) == list(range(201, 211))
    assert "next" in found.links


def test_unbilled_products_by_a_null_test(client: httpx.Client) -> None:
    condition = 'billableOption="Billable" and cancelledFlag=false and invoice/id = null'
    found = client.get("/procurement/products", params={"conditions": condition})
    assert ids(found) == [4415, 4402, 4418, 4401, 4416, 4417] or len(ids(found)) == 6
    assert client.get("/procurement/products/count").json() == {"count": 8}


def test_sites_stand_below_their_company_and_additions_below_their_agreement(
    client: httpx.Client,
) -> None:
    (site,) = client.get("/company/companies/201/sites").json()
    assert (site["name"], site["stateReference"]["identifier"]) == ("Arvada", "CO")
    assert client.get("/company/companies/252/sites").json() == []
    assert client.get("/company/companies/9/sites").status_code == 404
    assert client.get("/finance/agreements/9/additions").status_code == 404
    agreements = client.get("/finance/agreements", params={"conditions": "company/id=251"}).json()
    lines = client.get(f"/finance/agreements/{agreements[0]['id']}/additions").json()
    assert [line["quantity"] for line in lines if line["product"]["identifier"] == "DID"] == [10]
    devices = client.get(f"/finance/agreements/{agreements[0]['id']}/configurations").json()
    assert len(devices) == 9


def test_a_role_hides_without_a_word(client: httpx.Client, limited: httpx.Client) -> None:
    everyone = client.get("/company/companies/count").json()["count"]
    some = limited.get("/company/companies/count").json()["count"]
    assert 0 < some < everyone
    assert limited.get("/company/companies/234").status_code == 404
    assert limited.get("/company/companies/234/sites").status_code == 404
    hidden = client.get("/finance/agreements", params={"conditions": "company/id=234"}).json()
    assert limited.get(f"/finance/agreements/{hidden[0]['id']}/additions").status_code == 404
    assert "hourlyCost" in client.get("/time/entries").json()[0]
    assert all("hourlyCost" not in row for row in limited.get("/time/entries").json())
    denied = limited.get("/system/members")
    assert (denied.status_code, denied.json()["code"]) == (403, "SecurityDenied")


def test_deleted_companies_stay_readable(client: httpx.Client) -> None:
    (row,) = client.get("/company/companies", params={"conditions": "deletedFlag=true"}).json()
    assert row["name"] == "Try-out company, do not use"


def test_empty_references_are_left_out(client: httpx.Client) -> None:
    row = client.get("/company/companies/201").json()
    assert "billToCompany" not in row
    assert None not in row.values()


def test_the_gateway_throttles_without_json(client: httpx.Client, clock: VirtualClock) -> None:
    answers = [client.get("/system/info").status_code for _ in range(1_201)]
    assert answers.count(200) == 1_200
    refused = client.get("/system/info")
    assert (refused.status_code, refused.text) == (429, "error code: 1015")
    clock.sleep(int(refused.headers["Retry-After"]))
    assert client.get("/system/info").status_code == 200


def test_paths_in_any_case_and_the_version_in_a_header(client: httpx.Client) -> None:
    accept = {"Accept": "application/vnd.connectwise.com+json; version=2025.1"}
    found = client.get("/Finance/BillingTerms", headers=accept)
    assert found.headers["api-current-version"] == "2025.1"
    assert found.headers["Content-Type"].startswith("application/vnd.connectwise.com+json")
    assert client.get("/finance/nothing").status_code == 404
    assert client.delete("/finance/billingTerms/1").status_code in {404, 405}
    assert client.get("/finance/agreementrecap/").status_code == 200


def test_an_addition_is_billed_through_its_cancelled_date(client: httpx.Client) -> None:
    agreements = client.get("/finance/agreements?pageSize=1000").json()
    lines = [
        line
        for each in agreements
        for line in client.get(f"/finance/agreements/{each['id']}/additions").json()
    ]
    # A firewall that is not billed from the first of November on was billed in October, whole.
    assert "2026-10-31T00:00:00Z" in {line.get("cancelledDate") for line in lines}
    own = next(
        line
        for line in lines
        if line["billCustomer"] == "Billable"
        and line["extPrice"]
        and "cancelledDate" not in line
        and line["agreementStatus"] == "Active"
    )

    def next_amount() -> Any:  # noqa: ANN401  JSON
        rows = client.get("/finance/agreementrecap/?pageSize=1000").json()
        return next(row for row in rows if row["id"] == own["agreementId"])["nextInvoiceAmount"]

    path = f"/finance/agreements/{own['agreementId']}/additions/{own['id']}"
    before = next_amount()
    for day, billed in (("2026-12-01", before), ("2026-11-30", before - own["extPrice"])):
        change = [{"op": "add", "path": "cancelledDate", "value": f"{day}T00:00:00Z"}]
        assert client.patch(path, json=change).status_code == 200
        assert next_amount() == pytest.approx(billed)
