from datetime import UTC, datetime

from app.connectors.autotask.stamps import last_page, mark_of, marks_of, noted
from app.connectors.overlap import Mark, Sightings

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)


def test_the_mark_is_the_latest_stamp_of_the_server() -> None:
    sightings = Sightings()
    sightings.note_stamp(AT)
    mark = Mark.read(mark_of(sightings, []))
    assert mark is not None
    assert mark.at == AT
    assert last_page(sightings, begun=[], is_whole=True).is_whole


def test_marks_that_cannot_be_read_are_none() -> None:
    assert marks_of(None) == {}
    assert marks_of("whole") == {}
    assert marks_of('{"service": "x"}') == {"service": "x"}


def test_only_the_first_and_the_last_moment_are_kept() -> None:
    moments = iter([AT, AT.replace(hour=17), AT.replace(hour=18)])
    begun: list[datetime | None] = []
    pages: list[list[dict[str, object]]] = [[], [], []]
    assert len(list(noted(iter(pages), lambda: next(moments), begun))) == 3  # type: ignore[arg-type]
    assert begun == [AT, AT.replace(hour=18)]
