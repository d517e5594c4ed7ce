from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.variance import totals_by_cause
from app.errors import InputError
from app.operations.adjust_invoices import void_invoice
from app.operations.compare_runs import compare_period
from app.operations.office import Office
from tests.operations.companies import (
    BILLABLE,
    DECEMBER,
    GRANITE_SEATS,
    approve,
    change,
    later,
    take_in,
)


def by_cause(office: Office, label: str) -> dict[str, str]:
    found = totals_by_cause(compare_period(office, label))
    return {cause.value: f"{amount:.2f}" for cause, amount in found.items() if amount}


def test_a_first_run_is_all_new(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert by_cause(office, "2026-10") == {
        "new": "60.00",
        "usage": "0.61",
        "tax": "5.04",
    }


def test_a_draft_and_its_approval_compare_alike(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = compare_period(office, "2026-10")
    approve(office)
    assert compare_period(office, "2026-10") == before


def test_a_changed_quantity_and_lacking_calls_are_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    change(office, services=[replace(GRANITE_SEATS, quantity=Decimal(3))])
    with later(office, DECEMBER) as december:
        assert by_cause(december, "2026-11") == {
            "quantity": "20.00",
            "usage": "-0.61",
            "tax": "1.96",
        }


def test_a_void_invoice_is_not_compared(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    void_invoice(office, "CF-1044", why="a wrong address")
    assert [each.account_number for each in compare_period(office, "2026-10")] == ["100"]


def test_a_period_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="is no bill period"):
        compare_period(office, "next month")


def test_a_period_is_compared_with_those_before_it_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = compare_period(office, "2026-10")
    with later(office, DECEMBER) as december:
        approve(december, "2026-11")
        assert compare_period(december, "2026-10") == before
        third = compare_period(december, "2026-12")
    assert [f"{each.before:.2f}" for each in third] == ["44.00", "21.00"]
