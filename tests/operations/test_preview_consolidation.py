"""What would move from a PSA's invoices onto ours: all of it or nothing, and why not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.errors import InputError
from app.operations.decide import decide
from app.operations.office import Office
from app.operations.preview_consolidation import ConsolidatedCustomer, preview_consolidation
from tests.operations.companies import GRANITE, change
from tests.operations.psa_billing import HOURS, SALE, SEATS_LINE, VOICE, later_hours, with_psa

PERIOD = "2026-10"


def granite(office: Office) -> ConsolidatedCustomer:
    found = preview_consolidation(office, PERIOD).customers
    return next(each for each in found if each.account.account_number == GRANITE.account_number)


def test_what_the_psa_billed_itself_and_whoever_is_apart_serve_as_the_example(
    office: Office,
) -> None:
    theirs = later_hours(source_id="theirs", is_billed=True, billed_reference="PSA-1")
    old = later_hours(source_id="old", worked_on=date(2026, 9, 30))
    with_psa(office, HOURS, SALE, VOICE, SEATS_LINE, theirs, old)
    one = granite(office)
    kinds = [each.kind for each in one.things]
    assert sorted(kinds) == ["agreement_line", "charge", "time", "time"]
    assert all(each.moves for each in one.things if each.kind in {"time", "charge"})
    change(office, accounts=[replace(GRANITE, consolidated=False)])
    apart = granite(office)
    assert (apart.moved, apart.stays) == (one.moved, one.stays)
    assert not apart.account.consolidated


def test_time_waits_until_its_product_is_chosen(office: Office) -> None:
    with_psa(office, HOURS, SALE)
    decide(office, "time_product", "")
    found = preview_consolidation(office, PERIOD)
    assert (found.time_product, found.has_time) == ("", True)
    (time,) = [each for each in granite(office).things if each.kind == "time"]
    assert not time.moves
    assert "as which product time is billed" in time.words
    assert granite(office).stays == time.amount


def test_a_period_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError):
        preview_consolidation(office, "October")


def test_without_a_psa_nothing_moves(office: Office) -> None:
    found = preview_consolidation(office, PERIOD)
    assert (found.customers, found.has_time) == ((), False)
    assert sum((each.moved for each in found.customers), Decimal(0)) == 0
