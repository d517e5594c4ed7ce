from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.operations.preview_change import WantedChange, preview_change
from tests.operations.companies import (
    BASIC_NUMBER,
    BILLABLE,
    GRANITE_SEATS,
    STEPPED_NUMBER,
    approve,
    dump,
    take_in,
)


def seats(quantity: int, day: date) -> WantedChange:
    after = replace(GRANITE_SEATS, quantity=Decimal(quantity))
    return WantedChange(before=GRANITE_SEATS, after=after, day=day, period="2026-10")


def test_the_next_bill_is_shown_to_the_cent(office: Office) -> None:
    preview = preview_change(office, seats(3, date(2026, 11, 16)))
    assert [each.ends_on for each in preview.rows] == [date(2026, 11, 16), None]
    # 2 seats for 15 of 30 days, 3 seats for the other 15.
    assert [(each.before, each.after) for each in preview.lines] == [
        (None, Decimal(20)),
        (Decimal(40), None),
        (None, Decimal(30)),
    ]
    assert (preview.label, preview.before, preview.after) == ("2026-10", Decimal(40), Decimal(50))
    assert preview.difference == 10


def test_what_was_billed_is_credited_by_the_next_run(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    preview = preview_change(office, seats(3, date(2026, 11, 16)))
    assert preview.label == "2026-11"
    # The run of November credits 15 days of 2 seats, and bills 15 of 3 and all of December.
    assert (preview.before, preview.after) == (Decimal(40), Decimal(-20 + 30 + 60))


def test_what_is_shown_is_what_is_billed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    preview = preview_change(office, seats(3, date(2026, 11, 16)))
    edit_records(office, preview.rows, title="change")
    invoice = next(each for each in approve(office).invoices if each.account_number == "100")
    lines = [line.amount for line in invoice.lines if line.reference.startswith("100-SEATS")]
    assert sum(lines) == preview.after


def test_another_plan_prices_the_calls_of_the_period_anew(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = dump(office)
    wanted = WantedChange(
        before=STEPPED_NUMBER,
        after=replace(STEPPED_NUMBER, rate_plan="BASIC"),
        day=date(2026, 10, 1),
        period="2026-10",
    )
    preview = preview_change(office, wanted)
    assert (preview.before, preview.after) == (Decimal("0.39"), Decimal("0.48"))
    assert dump(office) == before


def test_a_number_that_moves_shows_both_customers(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    after = replace(BASIC_NUMBER, account_number="200", location_code="200-MAIN")
    wanted = WantedChange(before=BASIC_NUMBER, after=after, day=date(2026, 10, 1), period="2026-10")
    words = [each.words for each in preview_change(office, wanted).lines]
    assert words == ["Calls of account 100", "Calls of account 200"]


def test_nothing_changes_after_the_end(office: Office) -> None:
    ended = replace(GRANITE_SEATS, ends_on=date(2026, 6, 1))
    wanted = WantedChange(
        before=ended,
        after=replace(ended, quantity=Decimal(3)),
        day=date(2026, 7, 1),
        period="2026-10",
    )
    with pytest.raises(InputError, match="ended on 2026-06-01"):
        preview_change(office, wanted)
