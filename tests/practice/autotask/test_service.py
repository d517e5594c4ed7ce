"""The calls: zone, headers, addresses, single records, limits."""

import httpx
import pytest

from app.practice.autotask import practice_system
from app.practice.autotask.users import USER
from app.practice.clock import VirtualClock
from app.practice.world import world
from tests.practice.autotask.asking import EVERYTHING, query, read, refusal
from tests.practice.transport import PracticeTransport

ROOT = "http://practice.test/atservicesrest"


def test_the_zone_is_told_without_headers(api: httpx.Client) -> None:
    api.headers.clear()
    assert read(api.get("zoneInformation", params={"user": USER.name})) == {
        "zoneName": "Practice",
        "url": "http://practice.test/ATServicesRest/",
        "webUrl": "http://practice.test/",
        "ci": 0,
    }


def test_the_zone_of_an_unknown_user_is_status_500(api: httpx.Client) -> None:
    told = refusal(api.get("zoneInformation", params={"user": "nobody@cedarfork.example"}))
    assert "Zone information" in told


def test_the_versions_are_told_without_headers(api: httpx.Client) -> None:
    api.headers.clear()
    assert read(api.get(f"{ROOT}/versioninformation")) == {"apiVersions": ["v1.0"]}


@pytest.mark.parametrize("header", ["UserName", "Secret", "ApiIntegrationCode"])
def test_each_of_the_three_headers_is_checked(api: httpx.Client, header: str) -> None:
    api.headers[header] = "wrong"
    assert api.get("Companies/242").status_code == 401
    del api.headers[header]
    answer = api.get("Companies/242")
    assert answer.status_code == 401
    assert read(answer)["errors"]


def test_addresses_are_taken_in_any_case(api: httpx.Client) -> None:
    assert read(api.get("http://practice.test/ATServicesRest/V1.0/companies/242"))["item"]["id"]


def test_a_record_is_an_item_and_a_missing_one_is_null(api: httpx.Client) -> None:
    found = read(api.get("Companies/242"))["item"]
    assert found["companyName"] == "Granite Peak Credit Union"
    assert found["userDefinedFields"][0] == {"name": "Billing Ref", "value": None}
    assert read(api.get("Companies/999999")) == {"item": None}


def test_wire_names_are_in_camel_case(api: httpx.Client) -> None:
    found = read(api.get("Companies/242"))["item"]
    assert {"companyName", "sicCode", "taxID", "isTaxExempt"} <= found.keys()


def test_company_0_is_the_provider(api: httpx.Client) -> None:
    assert read(api.get("Companies/0"))["item"]["companyName"] == "Cedar Fork Voice LLC"


def test_children_are_listed_below_their_parent(api: httpx.Client) -> None:
    listed = read(api.get("Companies/242/Locations"))
    assert {row["companyID"] for row in listed["items"]} == {242}
    assert listed["pageDetails"]["nextPageUrl"] is None
    number = listed["items"][0]["id"]
    assert read(api.get(f"Companies/242/Locations/{number}"))["item"]["id"] == number
    assert read(api.get(f"Companies/201/Locations/{number}")) == {"item": None}


@pytest.mark.parametrize(
    "path", ["Nothing/query", "Companies/242/Nothing", "Companies/entityInformation/nothing"]
)
def test_an_unknown_address_is_404(api: httpx.Client, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert "No HTTP resource was found" in read(answer)["Message"]


@pytest.mark.parametrize("entity", ["Contacts", "CompanyLocations", "ContractCharges"])
def test_children_cannot_be_written_at_the_root(api: httpx.Client, entity: str) -> None:
    for method in ("POST", "PUT", "PATCH"):
        assert api.request(method, entity, json={"id": 1}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "Companies"),
        ("PATCH", "Companies/242"),
        ("DELETE", "Companies/242"),
        ("POST", "Invoices"),
        ("POST", "Contracts/1/ServiceUnits"),
        ("DELETE", "Contracts/1/Services/1"),
        ("PUT", "Companies/242/Contacts/1"),
        ("GET", "Contracts/1/ServiceAdjustments"),
        ("POST", "Companies/entityInformation"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_405(
    api: httpx.Client, method: str, path: str
) -> None:
    answer = api.request(method, path, json={} if method != "GET" else None)
    assert answer.status_code == 405
    assert f"http method '{method}'" in read(answer)["Message"]


def test_adjustments_cannot_be_queried(api: httpx.Client) -> None:
    answer = api.post("ContractServiceAdjustments/query", json={"Filter": EVERYTHING})
    assert answer.status_code == 404


def test_a_body_of_another_type_or_no_json_is_refused(api: httpx.Client) -> None:
    assert api.post("Companies/query", content="{}").status_code == 415
    json_type = {"Content-Type": "application/json"}
    assert "no valid JSON" in refusal(api.post("Companies/query", content="{", headers=json_type))
    assert "not a JSON object" in refusal(api.post("Companies/query", json=[]))
    assert "no valid JSON" in refusal(api.get("Companies/query", params={"search": "{"}))


def limited(clock: VirtualClock, calls: int) -> httpx.Client:
    system = practice_system(clock, world(), hourly_calls=calls)
    return httpx.Client(
        transport=PracticeTransport(system.app),
        base_url=f"{ROOT}/v1.0/",
        headers=dict(system.credentials),
    )


def test_the_threshold_is_told(api: httpx.Client) -> None:
    api.get("Companies/242")
    assert read(api.get("ThresholdInformation")) == {
        "externalRequestThreshold": 10_000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": 2,
    }


def test_calls_beyond_the_hour_are_refused_until_it_has_passed(clock: VirtualClock) -> None:
    with limited(clock, 4) as api:
        for _ in range(4):
            assert api.get("Companies/242").is_success
        answer = api.get("Companies/242")
        assert answer.status_code == 429
        assert read(answer)["errors"]
        clock.sleep(int(answer.headers["Retry-After"]))
        assert api.get("Companies/242").is_success


def test_the_zone_is_told_even_then(clock: VirtualClock) -> None:
    with limited(clock, 1) as api:
        api.get("Companies/242")
        for _ in range(3):
            assert api.get("zoneInformation", params={"user": USER.name}).is_success


def test_a_busy_hour_makes_calls_slower(clock: VirtualClock) -> None:
    with limited(clock, 8) as api:
        waits = []
        for _ in range(8):
            before = clock.now()
            api.get("Companies/242")
            waits.append((clock.now() - before).total_seconds())
    assert waits == [0, 0, 0, 0, 0.5, 0.5, 1.0, 1.0]


def test_a_write_as_another_resource_bears_its_name(api: httpx.Client) -> None:
    new = {"firstName": "Ada", "lastName": "Moss", "isActive": 1}
    headers = {"ImpersonationResourceId": "101"}
    made = read(api.post("Companies/242/Contacts", json=new, headers=headers))["itemId"]
    assert read(api.get(f"Contacts/{made}"))["item"]["impersonatorCreatorResourceID"] == 99
    bad = {"ImpersonationResourceId": "5"}
    assert "no active resource" in refusal(
        api.post("Companies/242/Contacts", json=new, headers=bad)
    )


def test_every_entity_answers_its_pages(api: httpx.Client) -> None:
    for entity in ("TaxRegions", "Roles", "Services", "BillingCodes", "Projects", "Tickets"):
        assert query(api, entity)
