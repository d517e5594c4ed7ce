"""Locks: the owner's name on each field that is changed elsewhere."""

from app.operations.decide import decide
from app.operations.incoming_customers import write_all
from app.operations.locks import location_locks, locks
from app.operations.office import Office
from tests.operations.psa_staged import planned, tiny

KEY = "connectwise"
ADDRESS = {"address_line1", "address_line2", "city", "region", "postal_code", "country"}


def test_nothing_is_locked_that_no_system_knows(office: Office) -> None:
    assert locks(office, "100") == {}
    tiny(office, KEY)
    assert locks(office, "100") == {}
    assert location_locks(office, "100") == {"100-MAIN": {}}


def test_a_linked_account_is_locked_where_the_psa_owns_it(office: Office) -> None:
    tiny(office, KEY)
    write_all(office, KEY, planned(office, KEY))
    found = locks(office, "201")
    assert set(found) == ADDRESS | {
        "name",
        "parent_account_number",
        "bill_to_parent",
        "contract_reference",
        "contact_name",
        "billing_email",
        "phone",
        "terms",
    }
    assert set(found.values()) == {"ConnectWise PSA"}
    assert set(location_locks(office, "201")["201-MAIN"]) == ADDRESS | {"name"}


def test_what_was_given_to_another_owner_is_open(office: Office) -> None:
    tiny(office, KEY)
    write_all(office, KEY, planned(office, KEY))
    decide(office, "owner.contact.phone", "here")
    decide(office, "owner.terms", "accounting")
    found = locks(office, "201")
    assert "phone" not in found
    assert "terms" not in found
    assert "billing_email" in found
