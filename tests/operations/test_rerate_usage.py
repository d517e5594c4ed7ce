from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.operations.office import Office
from app.operations.repricing import Repriced
from app.operations.rerate_usage import rerate_usage
from app.store import audit
from app.store.setup_changes import RowChanges, apply_setup
from tests.operations.companies import (
    A1,
    BILLABLE,
    HOME,
    OCTOBER,
    approve,
    calls_by_key,
    dump,
    take_in,
)

MIDNIGHT = "n1,2026-10-06T05:59:59Z,,3035550142,3035550188,60,out,"
"""The last second of 5 October in Denver."""


def dearer(office: Office) -> None:
    """The deck costs ten times as much, and no call is looked at."""
    with office.write() as conn:
        changes = {"rates": RowChanges(changed=[replace(HOME, rate=Decimal("0.60"))])}
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")


def test_what_is_priced_by_today_s_rates_stays(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    before = dump(office)
    assert rerate_usage(office) == Repriced(calls=7, changed=0)
    assert dump(office) == before


def test_calls_are_priced_by_today_s_rates(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    dearer(office)
    assert rerate_usage(office) == Repriced(calls=6, changed=3)
    assert calls_by_key(office)["a1"]["charge"] == 60_000_000


def test_pricing_again_twice_is_pricing_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    dearer(office)
    rerate_usage(office)
    before = dump(office)
    assert rerate_usage(office).changed == 0
    assert dump(office) == before


def test_billed_calls_stay_as_they_are(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    dearer(office)
    assert rerate_usage(office) == Repriced(calls=0, changed=0)


@pytest.mark.parametrize(
    ("first", "last", "looked_at"),
    [
        (date(2026, 10, 5), date(2026, 10, 5), 2),
        (date(2026, 10, 6), None, 0),
        (None, date(2026, 10, 4), 0),
        (None, None, 2),
    ],
)
def test_days_are_those_of_the_company(
    office: Office, tmp_path: Path, first: date | None, last: date | None, looked_at: int
) -> None:
    take_in(office, tmp_path, A1, MIDNIGHT)
    assert rerate_usage(office, first=first, last=last).calls == looked_at


def test_pricing_again_is_in_the_audit(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    rerate_usage(office, first=date(2026, 10, 1))
    with office.file.read() as conn:
        (entry,) = audit.entries_of(conn, "calls", record="2026-10-01/")
    assert (entry.operation, entry.after) == ("rerate_usage", '{"looked_at":1,"changed":0}')
