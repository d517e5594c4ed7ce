from pathlib import Path

import pytest

from app.operations.office import Office
from app.store.call_pages import CallFilter, call_totals, count_of_calls, page_of_calls
from app.usage.table import Status
from tests.operations.companies import BILLABLE, OCTOBER, STRANGER, take_in

TRUNK = "t1,2026-10-12T15:00:00Z,front desk,,3035550188,60,out,answered"


def keys(office: Office, chosen: CallFilter | None = None, **how: object) -> list[str]:
    with office.file.read() as conn:
        rows = page_of_calls(conn, chosen or CallFilter(), **how)  # type: ignore[arg-type]
    return [row.call_key for row in rows]


def test_what_came_last_stands_first_and_pages_follow_each_other(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    everything = keys(office)
    assert len(everything) == 6
    assert keys(office, first=0, count=4) + keys(office, first=4, count=4) == everything


@pytest.mark.parametrize("order", ["started", "charge", "length", "caller", "number", "state"])
def test_every_order_shows_each_call_once_and_falls_as_it_rises(
    office: Office, tmp_path: Path, order: str
) -> None:
    take_in(office, tmp_path, *BILLABLE, STRANGER)
    rising = keys(office, order=order, falls=False)
    paged = [key for at in range(0, 8, 2) for key in keys(office, order=order, first=at, count=2)]
    assert sorted(rising) == ["a1", "a2", "a3", "a4", "a5", "b1", "s1"]
    assert sorted(paged) == sorted(rising)


def test_by_number_the_calls_of_nobody_stand_last(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, STRANGER)
    assert keys(office, order="number", falls=False)[0] == "b1"
    assert keys(office, order="number", falls=False)[-1] == "s1"
    assert keys(office, order="number", falls=True)[-1] == "s1"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(212) 555-0142", ["b1"]),
        ("+12125550142", ["b1"]),
        ("555-0143", ["a3", "a4"]),
        ("harbor", ["b1"]),
        ("a3", ["a3"]),
        ("front", ["t1"]),
        ("100%", []),
    ],
)
def test_a_number_is_found_in_any_writing_a_customer_by_name(
    office: Office, tmp_path: Path, text: str, found: list[str]
) -> None:
    take_in(office, tmp_path, *BILLABLE, TRUNK)
    assert sorted(keys(office, CallFilter(text=text))) == found


def test_filters_narrow_together_and_the_totals_with_them(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    take_in(office, tmp_path, TRUNK, name="more.csv", source="sip")
    suspended = CallFilter(status=int(Status.SUSPENDED))
    assert sorted(keys(office, suspended)) == ["s1", "t1"]
    assert keys(office, CallFilter(status=int(Status.SUSPENDED), source="sip")) == ["t1"]
    assert keys(office, CallFilter(import_id=2)) == ["t1"]
    day = CallFilter(start=1_791_212_400, end=1_791_212_401)
    assert keys(office, day) == ["a1", "a1"]
    assert sorted(keys(office, CallFilter(account_number="200"))) == ["b1"]
    with office.file.read() as conn:
        totals = call_totals(conn, CallFilter(account_number="200"))
        for chosen in (CallFilter(), suspended, day):
            assert count_of_calls(conn, chosen) == call_totals(conn, chosen).calls
    assert (totals.calls, totals.charge, totals.raw_seconds) == (1, 48_000_000, 480)


def test_a_row_tells_whose_and_from_where(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, TRUNK, BILLABLE[0])
    with office.file.read() as conn:
        first, second = page_of_calls(conn, CallFilter(), order="started", falls=False)
    assert (first.account_name, first.number) == ("Granite Peak Credit Union", "+13035550142")
    assert (first.file, first.row, first.source) == ("october.csv", 3, "pbx")
    assert (second.caller, second.number, second.account_name) == ("", "", "")
