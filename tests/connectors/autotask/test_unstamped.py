from collections.abc import Iterator
from datetime import UTC, datetime

from app.connectors.autotask.unstamped import Beside, Digest, Seen, unstamped_pages
from app.connectors.autotask.walking import Records
from app.connectors.overlap import Mark
from tests.connectors.autotask.desk import Desk, autotask_of, page

COMPANIES = Beside(entity="Companies", stamp="lastTrackedModifiedDateTime")


def test_a_digest_pays_no_heed_to_the_order_but_to_twice() -> None:
    one, other, twice = Digest(), Digest(), Digest()
    for digest, numbers in ((one, (1, 2)), (other, (2, 1)), (twice, (1, 2, 2))):
        for number in numbers:
            digest.note("Sites", {"id": number})
    assert one.text == other.text != twice.text
    kind = Digest()
    kind.note("Contracts", {"id": 1})
    kind.note("Sites", {"id": 2})
    assert kind.text != one.text


def test_what_was_seen_is_kept_and_anything_else_is_read_anew() -> None:
    seen = Seen(digest="ab", marks={"Companies": "mark"})
    assert Seen.read(seen.text) == seen
    for kept in (None, "", "whole", "[]", '{"looked": "ab"}', '{"looked": "ab", "marks": 5}'):
        assert Seen.read(kept) is None


def walk(desk: Desk, since: str | None, rows: list[int]) -> tuple[list[str], str]:
    """What was done, and the mark."""
    done: list[str] = []
    autotask = autotask_of(desk)
    autotask.zone  # noqa: B018  found before the walk

    def look(digest: Digest) -> None:
        done.append("looked")
        for row in rows:
            digest.note("Sites", row)

    def whole(digest: Digest) -> Iterator[Records]:
        done.append("read")
        for row in rows:
            digest.note("Sites", row)
        yield ()

    pages = list(
        unstamped_pages(
            autotask, since, words="Reading", beside=(COMPANIES,), look=look, whole=whole
        )
    )
    assert len({each.is_whole for each in pages}) == 1
    return done, pages[-1].mark or ""


def test_a_list_is_read_only_where_it_differs_or_what_it_refers_to_changed() -> None:
    desk = Desk({"companies/query": []})
    done, mark = walk(desk, None, [1, 2])
    assert done == ["read"]
    done, mark = walk(desk, mark, [2, 1])
    assert done == ["looked"]
    done, mark = walk(desk, mark, [1, 3])
    assert done == ["looked", "read"]
    desk.answers["companies/query"] = [
        {"id": 7, "lastTrackedModifiedDateTime": "2026-11-02T17:00:00Z"}
    ]
    done, mark = walk(desk, mark, [1, 3])
    assert done == ["read"]
    done, mark = walk(desk, mark, [1, 3])
    assert done == ["looked"]
    known = Seen.read(mark)
    assert known is not None
    found = Mark.read(known.marks["Companies"])
    assert found is not None
    assert found.at == datetime(2026, 11, 2, 17, tzinfo=UTC)


def test_a_mark_without_what_is_beside_is_read_anew() -> None:
    done, _ = walk(Desk({"companies/query": page([])}), Seen(digest="ab").text, [1])
    assert done == ["read"]
