"""Nothing is billed twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookFamily, BookInvoice
from app.billing.invoice import Line
from app.customers.incoming import PsaFamily, PsaInvoice
from app.operations.adjust_invoices import credit_line
from app.operations.billed_twice import billed_twice
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.store.connections import begin_walk, end_walk
from app.store.invoices import load_invoices
from app.store.remote_records import keep_records
from tests.operations.companies import BILLABLE, GRANITE, NOW, a_charge, approve, take_in
from tests.operations.psa_billing import (
    HOURS,
    KEY,
    later_hours,
    plan,
    practice,
    say,
    sync,
    with_psa,
)
from tests.operations.psa_staged import connected, tell


@pytest.mark.parametrize("key", ["connectwise", "halopsa", "autotask", "revio"])
def test_no_practice_psa_bills_what_we_bill(office: Office, key: str) -> None:
    practice(office, key)
    sync(office, key)
    assert billed_twice(office) == []


def test_what_was_credited_since_is_over(office: Office, tmp_path: Path) -> None:
    with_psa(office, HOURS)
    sync(office)
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    say(office, later_hours(is_billed=True, billed_reference="PSA-9"))
    (twice,) = billed_twice(office)
    assert twice.finding().way_out.endswith("or credit it.")
    (record,) = plan(office)
    assert record.amount == Decimal("187.50")
    line = 1 + next(
        place
        for place, each in enumerate(_lines(office, twice.our_number))
        if each.reference == twice.reference
    )
    credit_line(office, twice.our_number, line=line, amount=Decimal("100.00"), why="once")
    (left,) = billed_twice(office)
    assert left.amount == Decimal("87.50")
    assert [each.amount for each in plan(office)] == [Decimal("87.50")]
    credit_line(office, twice.our_number, line=line, amount=None, why="once")
    assert billed_twice(office) == []
    assert plan(office) == []


def _lines(office: Office, number: str) -> tuple[Line, ...]:
    with office.file.read() as conn:
        (stored,) = load_invoices(conn, numbers=[number])
    return tuple(stored.invoice.lines)


def test_time_that_the_psa_billed_after_us_is_billed_twice(office: Office, tmp_path: Path) -> None:
    with_psa(office, HOURS)
    sync(office)
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    assert billed_twice(office) == []
    tell(office, KEY, PsaFamily.INVOICES, PsaInvoice(source_id="9", number="PSA-9"))
    say(office, later_hours(is_billed=True, billed_reference="invoice 9"))
    (twice,) = billed_twice(office)
    assert (twice.our_number, twice.their_number, twice.amount) == (
        "CF-1043",
        "PSA-9",
        Decimal("187.50"),
    )
    assert twice.finding().code == "billed_twice"


def test_a_typed_row_counts_too(office: Office, tmp_path: Path) -> None:
    edit_records(office, [a_charge("T-1", quantity=Decimal("1.5"))], title="typed")
    with_psa(office, later_hours(is_billed=True, billed_reference="PSA-9"))
    assert billed_twice(office) == []
    take_in(office, tmp_path, *BILLABLE)
    approve(office, billed_in_both="it is other work")
    (twice,) = billed_twice(office)
    assert (twice.our_number, twice.their_number) == ("CF-1043", "PSA-9")
    (record,) = plan(office)
    assert "is billed by CF-1043" in record.reason
    edit_records(office, [replace(GRANITE, consolidated=False)], title="telecom only")
    assert billed_twice(office) == [twice]


def test_a_psa_invoice_in_the_books_of_a_customer_of_ours(office: Office, tmp_path: Path) -> None:
    with_psa(office, HOURS)
    there = PsaInvoice(
        source_id="9", customer_id="1", number="PSA-9", dated_on=date(2026, 10, 9), total=Decimal(5)
    )
    tell(office, KEY, PsaFamily.INVOICES, there)
    connected(office, "xero", role="accounting")
    book = BookInvoice(source_id="X", number="PSA-9", total=Decimal(5))
    with office.write() as conn:
        family = BookFamily.INVOICES.value
        walk = begin_walk(conn, "xero", family)
        keep_records(conn, "xero", family, [book], walk=walk, at=NOW)
        end_walk(conn, "xero", family, mark=None, whole=True, at=NOW)
    assert billed_twice(office) == []
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    (twice,) = billed_twice(office)
    assert (twice.kind, twice.amount, twice.account_number) == ("psa_invoice", Decimal(5), "100")
    edit_records(office, [replace(GRANITE, consolidated=False)], title="telecom only")
    assert billed_twice(office) == []
