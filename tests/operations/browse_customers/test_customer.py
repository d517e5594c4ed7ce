from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.browse_customers.customer import Ready, Thing, show_customer
from app.operations.office import Office
from tests.operations.companies import (
    BILLABLE,
    COLORADO,
    GRANITE_SEATS,
    HARBOR,
    HARBOR_SEAT,
    add,
    approve,
    change,
    take_in,
)


def test_what_a_customer_has_and_what_it_is_billed_next(office: Office) -> None:
    view = show_customer(office, "100", "2026-10")
    assert (view.account.name, view.terms, view.period) == (
        "Granite Peak Credit Union",
        "Net 30",
        "2026-10",
    )
    assert (len(view.numbers), len(view.services), len(view.locations)) == (2, 1, 1)
    assert view.is_ready
    assert (view.a_month, view.due) == (Decimal(40), Decimal(40))
    assert [each.name for each in view.recurring] == ["Hosted voice seat"]


def test_part_of_a_month_is_billed_by_days(office: Office) -> None:
    change(office, services=[replace(GRANITE_SEATS, starts_on=date(2026, 10, 12))])
    view = show_customer(office, "100", "2026-10")
    assert (view.covered.days, view.days.days) == (20, 31)
    assert view.due == Decimal("65.81")


def test_a_closed_period_leads_to_the_next(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    view = show_customer(office, "100", "2026-10")
    assert view.period == "2026-11"
    assert [head.invoice_number for head in view.invoices] == ["CF-1043"]


def test_what_is_missing_names_the_very_field(office: Office) -> None:
    add(
        office, taxes=[replace(COLORADO, tax_code="CO-CITY", place_fips="43000", county_fips="059")]
    )
    view = show_customer(office, "100", "2026-10")
    item = next(each for each in view.items if each.thing is Thing.PLACE)
    assert item.ready is Ready.LACKS
    assert item.finding is not None
    assert (item.finding.sheet, item.finding.record) == ("locations", "100-MAIN")
    assert item.finding.column in {"county_fips", "inside_city"}
    assert not view.is_ready
    assert view.in_order == len(Thing) - 1


def test_what_there_is_none_of_is_no_fault(office: Office) -> None:
    ended = replace(HARBOR_SEAT, ends_on=date(2026, 9, 1))
    change(office, services=[ended])
    view = show_customer(office, "200", "2026-10")
    states = {each.thing: each.ready for each in view.items}
    assert (states[Thing.CIRCUIT], states[Thing.PRODUCTS]) == (Ready.EMPTY, Ready.EMPTY)
    assert (view.is_ready, view.due, view.covered.days) == (True, Decimal(0), 0)


def test_a_child_shows_whose_invoice_it_stands_on(office: Office) -> None:
    change(office, accounts=[replace(HARBOR, parent_account_number="100", bill_to_parent=True)])
    view = show_customer(office, "200", "2026-10")
    assert (view.payer, view.parent_name) == ("100", "Granite Peak Credit Union")


def test_a_customer_that_is_gone_is_told(office: Office) -> None:
    with pytest.raises(InputError, match="no customer 999"):
        show_customer(office, "999", "2026-10")
