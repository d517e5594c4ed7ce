"""What the entity information pages tell."""

import httpx

from tests.practice.autotask.asking import item, read


def test_the_rights_on_an_entity(api: httpx.Client) -> None:
    told = read(api.get("BillingItems/entityInformation"))["info"]
    assert (told["name"], told["canCreate"], told["canUpdate"]) == ("BillingItem", False, True)
    assert told["hasUserDefinedFields"] is False


def test_fields_with_types_lengths_and_locks(api: httpx.Client) -> None:
    fields = {
        each["name"]: each for each in read(api.get("Companies/entityInformation/fields"))["fields"]
    }
    name = fields["companyName"]
    assert (name["dataType"], name["length"], name["isRequired"]) == ("string", 100, True)
    assert fields["createDate"]["isReadOnly"]
    assert fields["parentCompanyID"]["referenceEntityType"] == "Companies"
    assert not fields["assetValue"]["isQueryable"]


def test_the_values_of_a_picklist_are_texts_there_and_numbers_in_records(
    api: httpx.Client,
) -> None:
    fields = read(api.get("Contracts/entityInformation/fields"))["fields"]
    kinds = next(each for each in fields if each["name"] == "contractType")
    labels = {each["value"]: each["label"] for each in kinds["picklistValues"]}
    assert labels["7"] == "Recurring Service"
    assert item(api, "Contracts/710")["contractType"] == 7


def test_user_defined_fields_have_their_own_page(api: httpx.Client) -> None:
    told = read(api.get("Companies/entityInformation/userDefinedFields"))["fields"]
    assert [each["name"] for each in told] == ["Billing Ref", "Billing Email", "Service Tier"]
    assert [each["value"] for each in told[2]["picklistValues"]] == ["1", "2"]


def test_a_child_tells_it_below_its_parent_too(api: httpx.Client) -> None:
    below = api.get("Companies/242/Contacts/entityInformation/fields")
    assert read(below) == read(api.get("Contacts/entityInformation/fields"))
