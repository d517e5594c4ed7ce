from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.connectors.overlap import Mark, Sighting, Sightings, fresh, told_time
from app.connectors.row_values import moment

NOON = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


def row(number: int, *, minutes: int | None = 0, **fields: object) -> dict[str, Any]:
    stamp = None if minutes is None else (NOON + timedelta(minutes=minutes)).isoformat()
    return {"id": number, "stamp": stamp, **fields}


def sight(each: Mapping[str, Any]) -> Sighting:
    return Sighting.of(each, id=str(each["id"]), stamp=moment(each, "stamp"))


def walked(rows: list[dict[str, Any]], since: Mark | None) -> tuple[list[int], Mark]:
    sightings = Sightings(since)
    found = [
        each["id"] for page in fresh([rows], sightings, since=since, sight=sight) for each in page
    ]
    return found, sightings.mark(begun_at=None, ended_at=None)


def test_a_walk_without_a_mark_reads_all() -> None:
    found, mark = walked([row(1), row(2, minutes=-500)], None)
    assert (found, mark.at) == ([1, 2], NOON)


def test_an_overlap_that_is_as_it_was_is_not_read() -> None:
    rows = [row(1), row(2, minutes=-5), row(3, minutes=-500)]
    _, mark = walked(rows, None)
    assert walked(rows, mark) == ([], mark)


def test_what_is_new_is_read_and_the_overlap_with_it_only_if_it_changed() -> None:
    rows = [row(1), row(2, minutes=-5)]
    _, mark = walked(rows, None)
    assert walked([*rows, row(9, minutes=3)], mark)[0] == [9]
    assert sorted(walked([rows[0], row(2, minutes=-4)], mark)[0]) == [1, 2]


def test_a_late_record_with_an_early_stamp_is_read() -> None:
    _, mark = walked([row(1)], None)
    assert 5 in walked([row(1), row(5, minutes=-3)], mark)[0]


def test_rows_without_stamps_are_compared_by_what_they_show() -> None:
    rows = [row(1, minutes=None, name="A")]
    _, mark = walked(rows, None)
    assert (walked(rows, mark)[0], mark.is_timed) == ([], False)
    assert walked([row(1, minutes=None, name="B")], mark)[0] == [1]


def test_a_record_dated_afterwards_counts_by_its_date() -> None:
    sightings = Sightings()
    for number, minutes in ((1, 0), (2, -500)):
        sightings.note(sight(row(number, minutes=None)))
        sightings.date(str(number), NOON + timedelta(minutes=minutes))
    mark = sightings.mark(begun_at=None, ended_at=None)
    # What is asked for since then lists the first alone.
    assert walked([row(1, minutes=None)], mark)[0] == []


def test_a_mark_lies_no_later_than_the_walk_began() -> None:
    sightings = Sightings()
    sightings.note_stamp(NOON)
    begun, ended = NOON - timedelta(minutes=20), NOON + timedelta(minutes=5)
    assert sightings.mark(begun_at=begun, ended_at=ended).at == begun


def test_a_mark_of_another_clock_lies_as_long_before_as_the_walk_took() -> None:
    sightings = Sightings()
    sightings.note_stamp(NOON)
    begun, ended = NOON - timedelta(days=2), NOON - timedelta(days=2, minutes=-5)
    assert sightings.mark(begun_at=begun, ended_at=ended).at == NOON - timedelta(minutes=5)


def test_a_mark_never_goes_back() -> None:
    since = Mark(at=NOON)
    assert Sightings(since).mark(begun_at=NOON - timedelta(days=1), ended_at=None).at == NOON


def test_a_long_walk_holds_no_more_than_its_overlap() -> None:
    sightings = Sightings()
    for number in range(5000):
        sightings.note(sight(row(number, minutes=number)))
    assert len(sightings._kept) < 1100  # noqa: SLF001  what is held is the point
    assert sightings.mark(begun_at=None, ended_at=None).at == NOON + timedelta(minutes=4999)


def test_marks_survive_as_text() -> None:
    mark = Mark(at=NOON, seen="abc")
    assert Mark.read(mark.text) == mark
    assert [Mark.read(each) for each in (None, "", "whole", "[]", '{"at": "x"}')] == [None] * 5


def test_the_time_of_an_answer_is_its_date() -> None:
    assert told_time({"date": "Thu, 01 Oct 2026 12:00:00 GMT"}) == NOON
    assert told_time({}) is None
