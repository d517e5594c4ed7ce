from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.billing.tax_adjustment import TaxAdjustment
from app.operations.office import Office
from app.store.tax_adjustments import (
    add_adjustments,
    adjusted_numbers,
    free_adjustments,
    is_applied,
    load_adjustments,
    settle_adjustments,
)
from tests.billing.reviews import final
from tests.operations.companies import BILLABLE, approve, take_in

MOMENT = datetime(2026, 11, 2, 16, tzinfo=UTC)
LINES = final().tax_lines
ONE = TaxAdjustment(account_number="100", invoice_number="CF-1043", line=LINES[0])
OTHER = TaxAdjustment(account_number="200", invoice_number="CF-1044", line=LINES[1])


@pytest.fixture
def kept(office: Office, tmp_path: Path) -> Office:
    """Two invoices with a correction each."""
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.write() as conn:
        add_adjustments(conn, "digest", [ONE, OTHER], why="late rate", at=MOMENT)
    return office


def open_of(office: Office) -> list[bool]:
    with office.file.read() as conn:
        return [each.is_open for each in load_adjustments(conn)]


def test_they_come_back_as_they_were_kept(kept: Office) -> None:
    with kept.file.read() as conn:
        assert load_adjustments(conn) == [ONE, OTHER]


def test_nothing_is_kept_of_an_empty_plan(office: Office) -> None:
    with office.write() as conn:
        add_adjustments(conn, "digest", [], why="late rate", at=MOMENT)
        assert (load_adjustments(conn), is_applied(conn, "digest")) == ([], False)


def test_a_plan_is_known_by_its_digest(kept: Office) -> None:
    with kept.file.read() as conn:
        assert (is_applied(conn, "digest"), is_applied(conn, "other")) == (True, False)


def test_those_of_an_invoices_accounts_stand_on_it(kept: Office) -> None:
    with kept.write() as conn:
        settle_adjustments(conn, 1, ["100", "101"])
    assert open_of(kept) == [False, True]


def test_those_that_stand_on_an_invoice_stay_there(kept: Office) -> None:
    with kept.write() as conn:
        settle_adjustments(conn, 1, ["100"])
        settle_adjustments(conn, 2, ["100", "200"])
        free_adjustments(conn, [1])
    assert open_of(kept) == [True, False]


def test_the_corrected_invoices_are_named(kept: Office) -> None:
    with kept.file.read() as conn:
        assert adjusted_numbers(conn, ["CF-1044", "CF-1043", "CF-1"]) == ["CF-1043", "CF-1044"]
        assert load_adjustments(conn)[0] == replace(ONE, is_open=True)
