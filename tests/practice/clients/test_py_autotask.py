"""py-autotask, a client that others wrote, against the practice Autotask over a socket."""

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.practice.autotask import practice_system
from app.practice.autotask.users import USER
from app.practice.clock import VirtualClock
from app.practice.serving import serve
from app.practice.world import world

with warnings.catch_warnings():
    # It declares its models in a way that their library calls outdated.
    warnings.simplefilter("ignore")
    from py_autotask import AutotaskClient  # type: ignore[import-untyped]
    from py_autotask.auth import AutotaskAuth  # type: ignore[import-untyped]
    from py_autotask.exceptions import AutotaskAPIError, AutotaskAuthError  # type: ignore[import-untyped]
    from py_autotask.types import RequestConfig  # type: ignore[import-untyped]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    clock = VirtualClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    with serve({"autotask": practice_system(clock, world())}) as serving:
        yield serving.address("autotask")


def signed_in(address: str | None, secret: str = USER.secret) -> AutotaskClient:
    return AutotaskClient.create(
        username=USER.name,
        secret=secret,
        integration_code=USER.code,
        api_url=f"{address}/atservicesrest" if address else None,
        config=RequestConfig(timeout=10, max_retries=0),
    )


@pytest.fixture
def client(address: str) -> Iterator[AutotaskClient]:
    with signed_in(address) as made:
        yield made


def test_it_finds_the_zone(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = f"{address}/atservicesrest/v1.0/zoneInformation"
    monkeypatch.setattr(AutotaskAuth, "ZONE_INFO_URL", zone)
    monkeypatch.setattr(AutotaskAuth, "_zone_cache", {})
    with signed_in(None) as client:
        assert client.auth.api_url == f"{address}/ATServicesRest/"
        assert client.get("Companies", 242)["companyName"] == "Granite Peak Credit Union"


def test_a_wrong_secret_is_told(address: str) -> None:
    with signed_in(address, "wrong") as client, pytest.raises(AutotaskAuthError):
        client.get("Companies", 242)


def test_it_reads_a_record_and_a_missing_one(client: AutotaskClient) -> None:
    assert client.companies.get(242)["companyName"] == "Granite Peak Credit Union"
    assert client.companies.get(999_999) is None


def test_it_queries_with_a_filter(client: AutotaskClient) -> None:
    found = client.query(
        "Contracts",
        {
            "filter": [{"op": "eq", "field": "companyID", "value": 242}],
            "includeFields": ["id", "contractName"],
        },
    )
    assert {row["contractName"] for row in found.items} == {"Voice services", "Managed network"}
    assert found.page_details.next_page_url is None


def test_it_gets_a_page_and_the_address_of_the_next(client: AutotaskClient) -> None:
    found = client.companies.query(
        {"filter": [{"op": "gte", "field": "id", "value": 0}], "maxRecords": 25}
    )
    assert found.page_details.count == len(found.items) == 25
    assert found.page_details.next_page_url


def test_it_counts(client: AutotaskClient) -> None:
    asked = {"filter": [{"op": "eq", "field": "isActive", "value": False}]}
    assert client.count("Companies", asked) == 2


def test_it_creates_and_reads_back(client: AutotaskClient) -> None:
    made = client.companies.create(
        {
            "companyName": "Owl Creek",
            "companyType": 1,
            "ownerResourceID": 100,
            "phone": "3035550142",
        }
    )
    assert client.companies.get(made.item_id)["companyName"] == "Owl Creek"


def test_it_creates_and_deletes_a_child_through_its_parent(client: AutotaskClient) -> None:
    charge = {
        "name": "Desk phone",
        "chargeType": 1,
        "datePurchased": "2026-11-20",
        "unitQuantity": 2,
        "unitPrice": 129.0,
        "billingCodeID": 325,
    }
    made = client.create_child_entity("Contracts", 710, "Charges", charge)
    assert client.get("ContractCharges", made.item_id)["billableAmount"] == 258
    assert client.delete_child_entity("Contracts", 710, "Charges", made.item_id)
    assert client.get("ContractCharges", made.item_id) is None


def test_it_reads_metadata(client: AutotaskClient) -> None:
    assert client.get_entity_info("Companies")["info"]["canCreate"] is True
    names = {field["name"] for field in client.get_field_info("Companies")["fields"]}
    assert "companyNumber" in names


def test_its_update_at_the_records_address_is_refused(client: AutotaskClient) -> None:
    # The published description has PATCH at the entity, with the id in the body, only.
    with pytest.raises(AutotaskAPIError):
        client.update("Companies", {"id": 242, "companyNumber": "TB-1"})


def test_an_operator_of_its_own_is_refused(client: AutotaskClient) -> None:
    with pytest.raises(AutotaskAPIError):
        client.companies.query({"field": "id", "op": "ne", "value": 1})
