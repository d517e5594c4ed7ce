from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.usage_charges import UsageSum
from app.operations.office import Office
from app.operations.settling import SettledUsage, label_of, settle_usage, shared_plans
from app.store.period_usage import windows_to_bill
from tests.operations.companies import (
    A1,
    A2,
    BILLABLE,
    BUNDLED,
    DECEMBER,
    approve,
    change,
    later,
    take_in,
)


def settled(office: Office, label: str = "2026-10") -> SettledUsage:
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
        return settle_usage(conn, setup, windows_to_bill(conn, setup, label, {}))


def told(usage: SettledUsage) -> list[tuple[str, str, str, int, int, str]]:
    def of(each: UsageSum) -> tuple[str, str, str, int, int, str]:
        return (
            each.account_number,
            each.location_code,
            each.call_class,
            each.calls,
            each.allowance_seconds,
            f"{each.exact:.4f}",
        )

    return sorted(of(each) for sums in usage.sums.values() for each in sums)


def test_calls_are_added_up_by_account_place_and_class(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert told(settled(office)) == [
        ("100", "100-MAIN", "inbound", 1, 0, "0.0100"),
        ("100", "100-MAIN", "international", 1, 0, "0.1500"),
        ("100", "100-MAIN", "interstate", 1, 540, "0.0600"),
        ("100", "100-MAIN", "intrastate", 1, 60, "0.0000"),
        ("200", "200-MAIN", "intrastate", 1, 0, "0.3900"),
    ]


def test_no_windows_come_to_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        usage = settle_usage(conn, office.rating_setup(conn), [])
    assert (dict(usage.sums), list(usage.window_accounts())) == ({}, [])


def test_each_number_has_its_window(office: Office) -> None:
    found = settled(office).window_accounts()
    assert sorted((window.number_id, account) for window, account in found) == [
        (1, "100"),
        (2, "100"),
        (3, "200"),
    ]


def test_plans_that_share_are_those_with_an_allowance_or_tiers(office: Office) -> None:
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
    assert [setup.book.plans[place].plan_code for place in sorted(shared_plans(setup))] == [
        "BUNDLED",
        "STEPPED",
    ]


def test_an_allowance_of_each_number_is_not_shared(office: Office, tmp_path: Path) -> None:
    change(office, rate_plans=[replace(BUNDLED, allowance_scope="number")])
    take_in(office, tmp_path, A1, A2)
    assert told(settled(office))[0][4:] == (540, "0.0600")


def test_billed_calls_have_taken_their_part_of_the_allowance(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, A1)
    approve(office)
    change(office, rate_plans=[replace(BUNDLED, allowance_minutes=Decimal(2))])
    take_in(office, tmp_path, A2, name="late.csv")
    with later(office, DECEMBER) as december, december.file.read() as conn:
        setup = december.rating_setup(conn)
        closed = {"100": frozenset({"2026-10"})}
        windows = windows_to_bill(conn, setup, "2026-11", closed)
        usage = settle_usage(conn, setup, windows)
    (late,) = usage.sums["100"]
    assert (late.late, late.label, late.allowance_seconds, late.exact) == (
        True,
        "2026-10",
        60,
        Decimal("0.54"),
    )


@pytest.mark.parametrize(("months", "label"), [(2026 * 12, "2026-01"), (2026 * 12 + 11, "2026-12")])
def test_a_bill_period_has_its_label(months: int, label: str) -> None:
    assert label_of(months) == label
