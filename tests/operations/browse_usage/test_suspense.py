from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.operations.browse_usage.suspense import suspense_work
from app.operations.clear_suspense import Selection, hold_suspense
from app.operations.office import Office
from app.usage.likely_owner import Strength
from app.usage.table import Reason
from tests.operations.companies import (
    BASIC_NUMBER,
    BILLABLE,
    STEPPED_NUMBER,
    STRANGER,
    add,
    take_in,
)

NEXT = "n1,2026-10-09T15:00:00Z,,3035550144,3035550188,600,out,answered"
AGAIN = "n2,2026-10-11T15:00:00Z,,3035550144,3035550142,120,out,answered"
LONG = "l1,2026-10-11T15:00:00Z,,3035550143,3035550188,43260,out,answered"
TEXT = "t1,2026-10-12T15:00:00Z,trunk-7,,3035550188,60,out,answered"
FRANCE = "f1,2026-10-12T15:00:00Z,,3035550143,+33142685300,60,out,answered"
NOWHERE = "x1,2026-10-12T15:00:00Z,,,3035550188,60,out,answered"


def test_nothing_waits(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    work = suspense_work(office)
    assert not work.rows
    assert (work.calls, work.estimate) == (0, Decimal(0))


def test_rows_stand_by_cause_and_within_it_by_money(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, STRANGER, NEXT, AGAIN, LONG, TEXT, FRANCE)
    work = suspense_work(office)
    found = [(row.reason, row.party) for row in work.rows]
    assert found == [
        (Reason.TOO_LONG, "+13035550143"),
        (Reason.NO_CUSTOMER, "+13035550144"),
        (Reason.NO_CUSTOMER, "+19705550100"),
        (Reason.NO_CUSTOMER, "trunk-7"),
        (Reason.NO_RATE, "+13035550143"),
    ]
    assert work.calls == 6
    assert work.estimate == sum(row.estimate for row in work.rows)


def test_a_row_shows_one_of_its_calls_and_when_they_were(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, NEXT, AGAIN)
    (row,) = suspense_work(office).rows
    assert (row.calls, row.seconds, row.one.call_id) == (2, 720, "n1")
    assert (row.one.called, row.one.file, row.one.row) == ("+13035550188", "october.csv", 8)
    assert (row.first_at.day, row.last_at.day) == (9, 11)
    assert row.is_number
    assert row.key == (int(Reason.NO_CUSTOMER), "pbx", "+13035550144")


def test_the_likely_owner_is_named_with_what_speaks_for_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, NEXT, AGAIN)
    (row,) = suspense_work(office).rows
    assert row.guess is not None
    assert row.owner == "Granite Peak Credit Union"
    assert row.guess.strength is Strength.LIKELY
    assert [sign.words for sign in row.guess.signs] == [
        "Next to (303) 555-0142 to 0143, which are theirs",
        "Their calls come over pbx too",
    ]


def test_whose_number_it_is_stands_beside_other_causes(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, LONG, TEXT)
    long, text = suspense_work(office).rows
    assert (long.owner, long.guess) == ("Granite Peak Credit Union", None)
    assert (text.owner, text.is_number) == ("", False)


def test_two_owners_are_both_named(office: Office, tmp_path: Path) -> None:
    other = replace(STEPPED_NUMBER, number=BASIC_NUMBER.number, starts_on=date(2026, 10, 1))
    add(office, numbers=[other])
    take_in(office, tmp_path, "d1,2026-10-09T15:00:00Z,,3035550143,3035550188,60,out,answered")
    (row,) = suspense_work(office).rows
    assert row.reason is Reason.AMBIGUOUS_CUSTOMER
    assert row.owner == "Granite Peak Credit Union or Harbor Light Dental"


def test_held_calls_and_their_worth_are_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE, STRANGER)
    hold_suspense(office, Selection(party="+19705550100"), why="")
    (row,) = suspense_work(office).rows
    assert (row.held, row.estimate) == (1, Decimal("0.06"))


def test_calls_that_name_nobody_have_a_row_too(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, NOWHERE)
    rows = suspense_work(office).rows
    assert [row.party for row in rows] == [""]
