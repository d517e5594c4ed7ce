"""What a PSA's records change in rows of ours, field by field."""

from dataclasses import replace

import pytest

from app.customers.account import Account
from app.customers.incoming import PsaContact, PsaCustomer
from app.customers.incoming_changes import (
    ACCOUNT,
    CONTACT,
    FIELDS,
    LOCATION,
    TERMS,
    FieldChange,
    Sides,
    Told,
    Value,
    alike,
    billing_contact,
    columns_of,
    field_changes,
    lacking,
    now_agreed,
    taken,
    taken_place,
    told_address,
    told_contact,
    value_of,
)
from app.customers.location import ServiceLocation
from app.customers.ownership import Agreed, Owner, Settlement
from app.values.foreign_record import PostalAddress
from tests.operations.companies import GRANITE, GRANITE_MAIN

QUARRY = PostalAddress(
    line1="90 Quarry St", city="Lakewood", region="Colorado", postal_code="80226-1104"
)
NAME, ADDRESS, BILL_TO, REFERENCE = FIELDS[ACCOUNT]
SIDES = Sides(side=Owner.PSA, title="HaloPSA", answers={"psa": "halopsa"})


def changes(
    kind: str, told: Told, row: Account | ServiceLocation = GRANITE, **agreed: Agreed
) -> dict[str, FieldChange]:
    found = field_changes(kind, row, told, agreed=agreed, sides=SIDES)
    return {each.field.name: each for each in found}


def both(value: Value) -> Agreed:
    return Agreed(ours=value, theirs=value)


def test_every_column_is_one_of_its_sheet_and_of_one_field() -> None:
    for kind, row in ((ACCOUNT, Account), (CONTACT, Account), (TERMS, Account)):
        assert set(columns_of(kind)) <= set(row.__dataclass_fields__)
    assert set(columns_of(LOCATION)) <= set(ServiceLocation.__dataclass_fields__)
    assert not set(columns_of(ACCOUNT)) & set(columns_of(CONTACT))


def test_an_address_comes_in_our_columns() -> None:
    assert told_address(QUARRY, country="US") == {
        "address_line1": "90 Quarry St",
        "address_line2": None,
        "city": "Lakewood",
        "region": "CO",
        "postal_code": "80226-1104",
        "country": "US",
    }
    split = replace(QUARRY, line2="Suite 4", line3="Rear", country="Canada", region="Québec")
    found = told_address(split, country="US")
    assert found is not None
    assert (found["address_line2"], found["country"], found["region"]) == (
        "Suite 4 Rear",
        "CA",
        "QC",
    )
    below = told_address(replace(QUARRY, line1="", line2="90 Quarry St"), country="US")
    assert below is not None
    assert (below["address_line1"], below["address_line2"]) == ("90 Quarry St", None)


@pytest.mark.parametrize("address", [None, PostalAddress(country="US")])
def test_a_blank_address_is_none(address: PostalAddress | None) -> None:
    assert told_address(address, country="US") is None
    assert lacking(told_address(address, country="US")) == ("address",)


def test_what_an_address_lacks_is_named() -> None:
    found = told_address(PostalAddress(line1="90 Quarry St", region="CO"), country="US")
    assert lacking(found) == ("city", "postal code")


def test_the_same_address_in_other_words_is_no_change() -> None:
    written = {**value_of(GRANITE, ADDRESS), "address_line1": "88 QUARRY ST.", "region": "co"}
    longer = {**written, "postal_code": "80226-1104"}
    assert changes(ACCOUNT, {"address": longer})["address"].settlement is Settlement.SAME


@pytest.mark.parametrize(
    ("kind", "name", "one", "other"),
    [
        (CONTACT, "phone", "(303) 555-0106", "+1 303 555 0106"),
        (CONTACT, "email", "AP@granite.example", "ap@Granite.example"),
        (CONTACT, "name", "Accounts  Payable", "Accounts Payable"),
    ],
)
def test_what_means_the_same_is_alike(kind: str, name: str, one: str, other: str) -> None:
    field = next(each for each in FIELDS[kind] if each.name == name)
    (column,) = field.columns
    assert alike(field, {column: one}) == alike(field, {column: other})
    assert alike(field, {column: one}) != alike(field, {column: None})


def test_who_is_billed_is_alike_where_nobody_else_is() -> None:
    ours = {"parent_account_number": "100", "bill_to_parent": False}
    assert alike(BILL_TO, ours) == alike(BILL_TO, {**ours, "parent_account_number": None})


def test_at_the_first_meeting_the_owner_is_taken_over() -> None:
    found = changes(ACCOUNT, {"name": {"name": "Granite Peak CU"}})
    assert found["name"].settlement is Settlement.TAKE
    assert found["address"].settlement is Settlement.SAME
    after = taken(GRANITE, tuple(found.values()))
    assert after == replace(GRANITE, name="Granite Peak CU")
    assert now_agreed(tuple(found.values())) == {"name": both({"name": "Granite Peak CU"})}


def test_a_change_here_of_what_is_owned_there_is_asked_and_stays() -> None:
    told: Told = {"name": {"name": "Granite"}}
    found = changes(ACCOUNT, told, name=both({"name": "Granite"}))["name"]
    assert found.settlement is Settlement.ASK
    assert found.why == "The name was changed here, but HaloPSA owns it."
    assert taken(GRANITE, (found,)) == GRANITE
    assert now_agreed((found,)) == {}


def test_what_becomes_blank_there_is_asked() -> None:
    found = changes(ACCOUNT, {}, name=both({"name": GRANITE.name}))["name"]
    assert found.settlement is Settlement.ASK
    assert found.why == "The name is blank in HaloPSA now."


def test_half_an_address_is_not_taken() -> None:
    half = {**value_of(GRANITE, ADDRESS), "address_line1": "1 New Road", "city": ""}
    found = changes(ACCOUNT, {"address": half})["address"]
    assert found.settlement is Settlement.ASK
    assert found.why == "The billing address in HaloPSA lacks its city."


def test_both_changed_is_told_where_it_is_asked() -> None:
    sides = replace(SIDES, answers={**SIDES.answers, "conflict": "ask"})
    agreed = {"reference": both({"contract_reference": "A-1"})}
    row = replace(GRANITE, contract_reference="A-2")
    told: Told = {"reference": {"contract_reference": "A-3"}}
    found = field_changes(ACCOUNT, row, told, agreed=agreed, sides=sides)[-1]
    assert found.why == "The contract reference was changed here and in HaloPSA."


def test_what_is_owned_here_stays_and_says_so() -> None:
    sides = replace(SIDES, answers={**SIDES.answers, "owner.customer.name": "here"})
    told: Told = {"name": {"name": "Granite"}}
    found = field_changes(ACCOUNT, GRANITE, told, agreed={}, sides=sides)
    assert found[0].settlement is Settlement.KEEP
    assert found[0].why == "The name stays as it is here; HaloPSA shows another."
    kept = now_agreed(found)["name"]
    assert (kept.ours, kept.theirs) == ({"name": GRANITE.name}, {"name": "Granite"})


PLACED = replace(
    GRANITE_MAIN, county_fips="059", place_fips="43000", inside_city=True, district="RTD"
)


def moved(**columns: str) -> ServiceLocation:
    told: Told = {"address": {**value_of(PLACED, FIELDS[LOCATION][1]), **columns}}
    found = changes(LOCATION, told, PLACED)
    return taken_place(PLACED, tuple(found.values()))


def test_next_door_lies_in_the_same_places() -> None:
    assert moved(address_line1="90 Quarry Street") == replace(
        PLACED, address_line1="90 Quarry Street"
    )


def test_elsewhere_nothing_is_known_of_the_place() -> None:
    after = moved(address_line1="417 Mill Creek Road", city="Golden", postal_code="80401")
    assert (after.city, after.postal_code) == ("Golden", "80401")
    places = (after.county_fips, after.place_fips, after.inside_city, after.district)
    assert places == (None, None, None, None)


def test_the_contact_is_the_one_for_bills() -> None:
    people = {
        "1": PsaContact(source_id="1", first_name="Robin", last_name="Hale", phone="3035550101"),
        "2": PsaContact(source_id="2", first_name="Bookkeeping", last_name="-", is_billing=True),
    }
    customer = PsaCustomer(source_id="9", billing_email="ap@x.example", phone="3035550100")
    chosen = billing_contact(customer, people)
    assert chosen is people["2"]
    assert told_contact(customer, chosen) == {
        "name": {"contact_name": "Bookkeeping"},
        "email": {"billing_email": "ap@x.example"},
        "phone": {"phone": "3035550100"},
    }
    named = replace(customer, billing_contact_id="1", billing_email=None)
    assert told_contact(named, billing_contact(named, people)) == {
        "name": {"contact_name": "Robin Hale"},
        "email": None,
        "phone": {"phone": "3035550101"},
    }


def test_of_several_people_none_is_chosen() -> None:
    people = {str(n): PsaContact(source_id=str(n), is_primary=n > 0) for n in range(3)}
    customer = PsaCustomer(source_id="9")
    assert billing_contact(customer, people) is None
    assert billing_contact(customer, {"1": people["1"], "0": people["0"]}) is people["1"]
    assert told_contact(customer, None) == {"name": None, "email": None, "phone": None}


def test_what_both_sides_have_is_settled_at_once() -> None:
    told: Told = {"name": {"name": GRANITE.name}}
    found = changes(ACCOUNT, told, name=both({"name": GRANITE.name}))["name"]
    assert (found.settlement, found.why) == (Settlement.SAME, "")


def test_what_is_told_again_by_who_does_not_own_it_is_asked() -> None:
    sides = replace(SIDES, answers={**SIDES.answers, "owner.terms": "here"})
    row = replace(GRANITE, terms="Net 30")
    agreed = {"terms": Agreed(ours={"terms": "Net 30"}, theirs=None)}
    (found,) = field_changes(TERMS, row, {"terms": {"terms": "Net 15"}}, agreed=agreed, sides=sides)
    assert found.settlement is Settlement.ASK
    assert found.why == "The term of payment was changed in HaloPSA, but Switchbook owns it."


def test_a_first_meeting_may_be_asked() -> None:
    sides = replace(SIDES, answers={**SIDES.answers, "conflict.customer": "ask"})
    told: Told = {"name": {"name": "Granite"}}
    found = field_changes(ACCOUNT, GRANITE, told, agreed={}, sides=sides)[0]
    assert found.why == "The name differs from HaloPSA, and was never agreed."


def test_who_is_billed_is_taken_with_its_flag() -> None:
    told: Told = {"bill_to": {"parent_account_number": "200", "bill_to_parent": True}}
    after = taken(GRANITE, tuple(changes(ACCOUNT, told).values()))
    assert (after.parent_account_number, after.bill_to_parent) == ("200", True)
