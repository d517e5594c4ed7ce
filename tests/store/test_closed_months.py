from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.billing.closing import ClosedMonth
from app.errors import NotAllowed
from app.operations.office import Office
from app.store.audit import Stamp
from app.store.closed_months import (
    charges_held,
    closed_months,
    closings,
    held_calls,
    month_held_by,
    refuse_closed,
    write_closing,
    write_reopening,
)
from app.store.database import raw
from app.store.transaction import Transaction
from tests.operations.companies import HARBOR, LATE, STRANGER, a_charge, change, take_in

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)
STAMP = Stamp(AT, "dana", "close_month")
OCTOBER = ClosedMonth(label="2026-10", closed_at=AT, closed_by="dana", last_import=1)


def close(office: Office, month: ClosedMonth = OCTOBER) -> None:
    with office.write() as conn:
        write_closing(conn, month, proof={"billed": "5"}, stamp=STAMP)


def held(conn: Transaction) -> list[str]:
    found = held_calls(conn)
    assert found is not None
    where, values = found
    query = f"SELECT call_key FROM calls WHERE {where} ORDER BY call_key"  # noqa: S608
    return [key for (key,) in raw(conn).execute(query, values)]


def test_a_closing_is_read_back_and_ends_with_its_reopening(office: Office) -> None:
    close(office)
    with office.write() as conn:
        assert closed_months(conn) == {"2026-10": OCTOBER}
        write_reopening(conn, "2026-10", why="a look", stamp=Stamp(AT, "lee", "reopen_month"))
        assert closed_months(conn) == {}
        (closing,) = closings(conn)
        assert (closing.proof, closing.reopened_by, closing.reopened_why) == (
            {"billed": "5"},
            "lee",
            "a look",
        )
        with pytest.raises(NotAllowed, match="not closed"):
            write_reopening(conn, "2026-10", why="again", stamp=STAMP)


def test_only_a_closed_month_is_refused(office: Office) -> None:
    close(office)
    with office.file.read() as conn:
        refuse_closed(conn, "2026-11", what="Nothing was done.")
        with pytest.raises(NotAllowed, match="closed since Nov 2, 2026 by dana"):
            refuse_closed(conn, "2026-10", what="Nothing was done.")


def test_while_no_month_is_closed_no_call_is_held(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LATE)
    with office.file.read() as conn:
        assert held_calls(conn) is None
        assert month_held_by(conn, 1) is None


def test_calls_are_held_by_the_period_of_their_account_in_its_zone(
    office: Office, tmp_path: Path
) -> None:
    """New York is two hours ahead of Denver; a bill cycle may begin in the middle of a month."""
    denver = "d1,2026-11-01T05:30:00Z,,3035550142,3035550188,60,out,answered"
    harbor = "h1,2026-11-01T03:30:00Z,,2125550142,2125550155,60,out,answered"
    harbor_late = "h2,2026-11-01T04:30:00Z,,2125550142,2125550155,60,out,answered"
    nobody = STRANGER.replace("s1", "n1").replace("2026-10-09T15", "2026-11-01T05")
    take_in(office, tmp_path, denver, harbor, harbor_late, nobody)
    close(office)
    with office.file.read() as conn:
        assert held(conn) == ["d1", "h1", "n1"]
    change(office, accounts=[replace(HARBOR, bill_cycle_day=15)])
    with office.file.read() as conn:
        assert held(conn) == ["d1", "h1", "h2", "n1"]


def test_files_that_came_after_the_closing_are_not_held(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    close(office)
    take_in(office, tmp_path, LATE, name="late.csv")
    with office.file.read() as conn:
        assert held(conn) == ["s1"]
        assert month_held_by(conn, 1) == OCTOBER
        assert month_held_by(conn, 2) is None


def test_the_month_that_holds_an_import_is_the_one_its_calls_lie_in(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, STRANGER)
    close(office, replace(OCTOBER, label="2026-09"))
    with office.file.read() as conn:
        assert month_held_by(conn, 1) is None
    close(office)
    with office.file.read() as conn:
        assert month_held_by(conn, 1) == OCTOBER


def test_charges_are_held_by_the_cycle_of_their_account(office: Office) -> None:
    rows = [(1, a_charge()), (2, a_charge("T-2", charged_on=date(2026, 11, 1))), (3, None)]
    with office.file.read() as conn:
        assert charges_held(conn, rows) == []
    close(office)
    with office.file.read() as conn:
        assert [each.row for each in charges_held(conn, rows)] == [1]
