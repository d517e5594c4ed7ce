from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.operations.clear_suspense import Selection, hold_suspense
from app.operations.office import Office
from app.store.month_facts import (
    Stretch,
    calls_by_day,
    cycle_days,
    exceptions_before,
    held_before,
    invoices_by_state,
    newest_change,
    newest_import,
    sources_of,
    unread_rows,
)
from app.usage.table import Reason
from tests.operations.companies import BILLABLE, OCTOBER, STRANGER, approve, take_in

DAY = timedelta(days=1)
FIRST = datetime(2026, 10, 1, 3, 30, tzinfo=UTC)  # as in Newfoundland, half an hour off
STRETCH = Stretch(
    start=int(FIRST.timestamp()),
    end=int((FIRST + 31 * DAY).timestamp()),
    days={
        date(2026, 10, 1) + number * DAY: int((FIRST + number * DAY).timestamp())
        for number in range(31)
    },
)
END = STRETCH.end


def test_calls_fall_on_the_days_of_the_zone(office: Office, tmp_path: Path) -> None:
    before = STRANGER.replace("s1", "n1").replace("09T15:00", "09T03:29")
    after = STRANGER.replace("s1", "n2").replace("09T15:00", "09T03:30")
    take_in(office, tmp_path, before, after)
    take_in(office, tmp_path, STRANGER, name="other.csv", source="carrier")
    with office.file.read() as conn:
        assert calls_by_day(conn, STRETCH) == {
            "pbx": {date(2026, 10, 8): 1, date(2026, 10, 9): 1},
            "carrier": {date(2026, 10, 9): 1},
        }


def test_sources_are_told_with_the_days_they_lack(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        (source,) = sources_of(conn, STRETCH, until=date(2026, 10, 8))
    assert (source.source, source.calls) == ("pbx", 6)
    assert source.missing == tuple(date(2026, 10, day) for day in (1, 2, 3, 4))


def test_rows_that_could_not_be_read_belong_to_files_of_the_stretch(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    elsewhere = Stretch(start=END, end=END + 86_400, days={})
    with office.file.read() as conn:
        assert unread_rows(conn, STRETCH) == 1
        assert unread_rows(conn, elsewhere) == 0


def test_exceptions_are_told_by_reason_with_their_parties(office: Office, tmp_path: Path) -> None:
    again = STRANGER.replace("s1", "n1").replace("09T15", "09T16")
    take_in(office, tmp_path, *BILLABLE, STRANGER, again)
    with office.file.read() as conn:
        (found,) = exceptions_before(conn, END)
        assert (found.reason, found.calls, found.parties) == (Reason.NO_CUSTOMER, 2, 1)
        assert exceptions_before(conn, STRETCH.start) == []
    hold_suspense(office, Selection(call_ids=["n1"]), why="we asked")
    with office.file.read() as conn:
        assert [each.calls for each in exceptions_before(conn, END)] == [1]
        assert held_before(conn, END) == 1


def test_invoices_are_counted_by_state(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        found = invoices_by_state(conn, "2026-10")
        assert {state: (each.count, f"{each.total:.2f}") for state, each in found.items()} == {
            "approved": (2, "65.65")
        }
        assert cycle_days(conn) == (1,)


def test_the_newest_change_is_what_a_run_may_depend_on(office: Office, tmp_path: Path) -> None:
    with office.file.read() as conn:
        before = newest_change(conn)
        assert newest_import(conn) == 0
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        assert newest_change(conn) > before
        assert newest_import(conn) == 1
