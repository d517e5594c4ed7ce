"""Account shells: numbers, codes, addresses, and customers who are left alone."""

from dataclasses import replace

import pytest

from app.customers.incoming import PsaFamily
from app.operations.decide import decide
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.operations.posting_plan import PlanAction, PlanRecord
from app.values.foreign_record import NO_ADDRESS
from tests.operations.companies import GRANITE
from tests.operations.psa_staged import (
    ADDRESS,
    CUSTOMERS,
    SIGNED,
    SITES,
    change_there,
    planned,
    tell,
    tiny,
)

KEY = "connectwise"


def made(office: Office) -> dict[str, PlanRecord]:
    return {each.kind: each for each in planned(office, KEY)}


def test_the_number_that_is_kept_there_is_taken(office: Office) -> None:
    tiny(office, KEY, external_id="T-7")
    assert made(office)["account"].our_id == "T-7"
    assert made(office)["location"].our_id == "T-7-MAIN"


def test_else_the_next_number_that_is_free(office: Office) -> None:
    tiny(office, KEY)
    edit_records(office, [replace(GRANITE, account_number="0350")], title="another")
    assert made(office)["account"].our_id == "351"


def test_several_sites_are_several_locations(office: Office) -> None:
    tiny(office, KEY)
    change_there(office, KEY, SITES, "90", is_primary=False)
    for place, name in enumerate(("Ski barn", "Ski barn", ""), 91):
        change_there(office, KEY, SITES, "90", source_id=str(place), name=name)
    codes = [each.our_id for each in planned(office, KEY) if each.kind == "location"]
    assert codes == ["201-LODGE", "201-SKIBARN", "201-SKIBARN2", "201-MAIN"]


def test_a_site_without_address_is_told_and_stops_no_account(office: Office) -> None:
    tiny(office, KEY)
    change_there(office, KEY, SITES, "90", source_id="91", name="Barn", address=NO_ADDRESS)
    asked = [each for each in planned(office, KEY) if each.action is PlanAction.CONFLICT]
    assert [each.reason for each in asked] == [
        "Site Barn has no address in ConnectWise PSA. Fill it in there."
    ]
    assert made(office)["account"].action is PlanAction.CREATE


def test_without_an_address_there_is_no_account(office: Office) -> None:
    tiny(office, KEY)
    change_there(office, KEY, SITES, "90", address=replace(ADDRESS, city="", postal_code=""))
    (record,) = planned(office, KEY)
    assert (record.action, record.our_id) == (PlanAction.CONFLICT, "ConnectWise PSA 9")
    assert record.reason == (
        "Tall Pines Lodge has no city and no postal code in ConnectWise PSA. Fill it in there."
    )


@pytest.mark.parametrize(
    "changed",
    [{"is_active": False}, {"ends_on": SIGNED.starts_on, "starts_on": None, "kind": "Managed"}],
)
def test_what_is_not_signed_or_not_telecom_makes_nothing(
    office: Office, changed: dict[str, object]
) -> None:
    tiny(office, KEY)
    change_there(office, KEY, PsaFamily.AGREEMENTS, "900", name="Network", **changed)
    assert planned(office, KEY) == []


def test_chosen_kinds_make_an_account(office: Office) -> None:
    tiny(office, KEY)
    change_there(office, KEY, PsaFamily.AGREEMENTS, "900", name="Network", kind="Managed")
    assert planned(office, KEY) == []
    decide(office, "telecom_agreements", "Managed|Carrier")
    assert made(office)["account"].action is PlanAction.CREATE


def test_gone_customers_make_nothing(office: Office) -> None:
    tiny(office, KEY)
    change_there(office, KEY, CUSTOMERS, "9", is_active=False)
    assert planned(office, KEY) == []
    tell(office, KEY, CUSTOMERS)
    assert planned(office, KEY) == []


def test_invoices_apart_and_no_e_mail_are_kept_in_mind(office: Office) -> None:
    tiny(office, KEY, billing_email=None)
    decide(office, "invoices", "apart")
    after = made(office)["account"].after
    assert (after["consolidated"], after["delivery"]) == (False, "print")
