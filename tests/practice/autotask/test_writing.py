"""Writing: what is required, checked, locked; a part changed or the whole replaced."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.practice.autotask.asking import item, read, refusal

NEW = {"companyName": "Owl Creek", "companyType": 1, "ownerResourceID": 100, "phone": "3035550142"}


def test_a_new_record_answers_its_id_and_has_the_servers_own_values(api: httpx.Client) -> None:
    made = read(api.post("Companies", json={**NEW, "isTaxExempt": True}))["itemId"]
    found = item(api, f"Companies/{made}")
    assert found["companyName"] == "Owl Creek"
    assert found["isActive"] is True
    assert found["isTaxExempt"] is True
    assert found["createDate"] == found["lastTrackedModifiedDateTime"] == "2026-11-23T09:00:00Z"


def test_names_are_taken_in_any_case_and_unknown_ones_passed_over(api: httpx.Client) -> None:
    body = {"Id": 242, "COMPANYNUMBER": "TB-1", "nonsense": 1}
    assert read(api.patch("Companies", json=body)) == {"itemId": 242}
    assert item(api, "Companies/242")["companyNumber"] == "TB-1"


def test_a_patch_leaves_the_rest(api: httpx.Client) -> None:
    before = item(api, "Companies/242")
    api.patch("Companies", json={"id": 242, "companyNumber": "TB-000123"})
    after = item(api, "Companies/242")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"companyNumber", "lastTrackedModifiedDateTime", "lastActivityDate"}


def test_a_put_empties_what_it_does_not_name(api: httpx.Client) -> None:
    assert read(api.put("Companies", json={**NEW, "id": 242})) == {"itemId": 242}
    after = item(api, "Companies/242")
    assert after["address1"] is None
    assert after["isActive"] is False
    assert after["createDate"] == "2024-01-02T15:00:00Z"


def test_what_was_read_can_be_put_back(api: httpx.Client) -> None:
    before = item(api, "Companies/242")
    assert api.put("Companies", json={**before, "companyNumber": "X"}).is_success
    after = item(api, "Companies/242")
    assert after["address1"] == before["address1"]
    assert after["companyNumber"] == "X"


def test_user_defined_fields_are_written_by_name(api: httpx.Client) -> None:
    pair = {"name": "Billing Ref", "value": "TB-1"}
    api.patch("Companies", json={"id": 242, "userDefinedFields": [pair]})
    assert pair in item(api, "Companies/242")["userDefinedFields"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"companyName": None}, "Missing Required Field: companyName"),
        ({"companyName": ""}, "Missing Required Field: companyName"),
        ({"companyName": "x" * 101}, "companyName has exceeded maximum length of: 100"),
        ({"companyName": 5}, "Error converting value 5"),
        ({"companyType": 99}, "Picklist value on field: companyType is invalid"),
        ({"companyType": "one"}, "Error converting value 'one'"),
        ({"isActive": None}, "Error converting value None"),
        ({"ownerResourceID": 7}, "Reference value on field: ownerResourceID of type: Resource"),
        ({"ownerResourceID": 2**31}, "Error converting"),
        ({"createDate": "2020-01-01T00:00:00Z"}, "createDate is read-only"),
        ({"userDefinedFields": [{"name": "No", "value": "1"}]}, "Unable to find No in"),
        ({"userDefinedFields": [{"name": "Service Tier", "value": "9"}]}, "Picklist value"),
        ({"userDefinedFields": {}}, "is no list"),
        ({"parentCompanyID": 242}, "cannot be the company itself"),
        ({"billToCompanyLocationID": 1010}, "no location of this company"),
    ],
)
def test_what_a_company_must_be(api: httpx.Client, changes: dict[str, Any], text: str) -> None:
    assert text in refusal(api.patch("Companies", json={"id": 242, **changes}))


def test_a_refused_change_changes_nothing(api: httpx.Client) -> None:
    before = item(api, "Companies/242")
    api.patch("Companies", json={"id": 242, "companyNumber": "N", "companyType": 99})
    assert item(api, "Companies/242") == before


@pytest.mark.parametrize("number", [None, 999_999, "x"])
def test_a_change_needs_a_record(api: httpx.Client, number: object) -> None:
    assert refusal(api.patch("Companies", json={"id": number, "companyNumber": "N"}))


def test_children_are_written_through_their_parent(api: httpx.Client) -> None:
    new = {"firstName": "Ada", "lastName": "Moss", "isActive": 1}
    made = read(api.post("Companies/242/Contacts", json=new))["itemId"]
    assert item(api, f"Contacts/{made}")["companyID"] == 242
    change = {"id": made, "externalID": "TB-9"}
    assert api.patch("Companies/242/Contacts", json=change).is_success
    assert item(api, f"Contacts/{made}")["externalID"] == "TB-9"
    assert "does not exist" in refusal(api.patch("Companies/201/Contacts", json=change))
    other = {**new, "companyID": 201}
    assert "not that of the address" in refusal(api.post("Companies/242/Contacts", json=other))
    assert read(api.delete(f"Companies/242/Contacts/{made}")) == {"itemId": made}
    assert read(api.get(f"Contacts/{made}")) == {"item": None}
    assert "does not exist" in refusal(api.delete(f"Companies/242/Contacts/{made}"))


def test_a_child_of_nobody_is_refused(api: httpx.Client) -> None:
    new = {"firstName": "Ada", "lastName": "Moss", "isActive": 1}
    assert "companyID of type: Company" in refusal(api.post("Companies/9/Contacts", json=new))


def test_amounts_are_kept_digit_for_digit(api: httpx.Client) -> None:
    body = """{"name": "Handset", "chargeType": 1, "datePurchased": "2026-11-20",
        "unitQuantity": 3, "billingCodeID": 325, "unitPrice": 10.0050}"""
    headers = {"Content-Type": "application/json"}
    made = read(api.post("Contracts/710/Charges", content=body, headers=headers))["itemId"]
    found = item(api, f"ContractCharges/{made}")
    assert str(found["unitPrice"]) == "10.0050"
    assert found["billableAmount"] == Decimal("30.02")
