from dataclasses import replace
from pathlib import Path

from app.operations.office import Office
from app.store.period_usage import Window, window_calls, window_sums, windows_to_bill
from app.usage.table import CallClass
from tests.operations.companies import (
    A1,
    A2,
    B1,
    BILLABLE,
    DECEMBER,
    HARBOR,
    approve,
    change,
    later,
    take_in,
)

OCTOBER_IN_DENVER = (1790834400, 1793512800)
"""From 1 October 06:00 to 1 November 06:00, UTC."""
OCTOBER_IN_NEW_YORK = (1790827200, 1793505600)
CLOSED = frozenset({"2026-10"})


def windows(
    office: Office, label: str = "2026-10", closed: dict[str, frozenset[str]] | None = None
) -> list[Window]:
    with office.file.read() as conn:
        return windows_to_bill(conn, office.rating_setup(conn), label, closed or {})


def test_a_window_is_the_account_s_period_in_its_zone(office: Office) -> None:
    assert [(w.number_id, w.start, w.end, w.late) for w in windows(office)] == [
        (1, *OCTOBER_IN_DENVER, False),
        (2, *OCTOBER_IN_DENVER, False),
        (3, *OCTOBER_IN_NEW_YORK, False),
    ]


def test_a_window_begins_on_the_cycle_day(office: Office) -> None:
    change(office, accounts=[replace(HARBOR, bill_cycle_day=15)])
    day = 86400
    (window,) = [w for w in windows(office) if w.number_id == 3]
    start, end = OCTOBER_IN_NEW_YORK
    # Daylight time ends on 1 November.
    assert (window.start, window.end) == (start + 14 * day, end + 14 * day + 3600)


def test_a_closed_account_has_no_window(office: Office) -> None:
    assert [w.number_id for w in windows(office, closed={"100": CLOSED})] == [3]


def test_late_calls_ask_for_the_whole_earlier_period_of_their_account(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, A1)
    found = windows(office, "2026-11", {"100": CLOSED, "200": CLOSED})
    assert [(w.number_id, w.label, w.start) for w in found if w.late] == [
        (1, "2026-10", OCTOBER_IN_DENVER[0]),
        (2, "2026-10", OCTOBER_IN_DENVER[0]),
    ]


def test_calls_of_a_period_that_is_not_closed_wait(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    assert [w for w in windows(office, "2026-11") if w.late] == []


def test_calls_before_every_closed_period_wait(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1.replace("2026-10-05", "2026-08-05"))
    found = windows(office, "2026-11", {"100": frozenset({"2026-07"})})
    assert [w for w in found if w.late] == []


def test_billed_calls_are_not_late(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with later(office, DECEMBER) as december:
        found = windows(december, "2026-11", {"100": CLOSED, "200": CLOSED})
    assert [w for w in found if w.late] == []


def test_sums_are_of_unbilled_rated_calls_by_class(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        sums = window_sums(conn, windows(office))
    assert [
        (s.window.number_id, s.call_class, s.calls, s.billed_seconds, s.charge) for s in sums
    ] == [
        (1, CallClass.INTRASTATE, 1, 60, 6_000_000),
        (1, CallClass.INTERSTATE, 1, 600, 60_000_000),
        (2, CallClass.INTERNATIONAL, 1, 30, 15_000_000),
        (2, CallClass.INBOUND, 1, 60, 1_000_000),
        (3, CallClass.INTRASTATE, 1, 480, 48_000_000),
    ]


def test_billed_calls_are_not_summed_but_listed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A2, B1)
    own = windows(office)
    approve(office)
    with office.file.read() as conn:
        assert window_sums(conn, own) == []
        calls = window_calls(conn, own)
    assert calls.select("window", "call_key", "source", "invoice_id").rows() == [
        (0, "a1", "pbx", 1),
        (0, "a2", "pbx", 1),
        (2, "b1", "pbx", 2),
    ]


def test_no_windows_have_no_calls(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    with office.file.read() as conn:
        assert window_sums(conn, []) == []
        assert window_calls(conn, []).height == 0


def test_a_call_in_the_window_of_an_earlier_zone_is_not_late(
    office: Office, tmp_path: Path
) -> None:
    """One in the morning of 1 October in New York is still September in Denver."""
    take_in(office, tmp_path, B1.replace("2026-10-08T15", "2026-10-01T05"))
    closed = frozenset({"2026-09"})
    found = windows(office, "2026-10", {"100": closed, "200": closed})
    assert [w for w in found if w.late] == []
