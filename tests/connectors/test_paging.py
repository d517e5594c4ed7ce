import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors.paging import by_last_id, by_link, by_offset, by_page
from app.errors import RemoteUnavailable


@given(st.integers(0, 40), st.integers(1, 7))
def test_every_walk_gives_every_row_once(count: int, size: int) -> None:
    rows = list(range(1, count + 1))

    def page(number: int) -> list[int]:
        return rows[(number - 1) * size : number * size]

    def offset(at: int) -> tuple[list[int], int | None]:
        return rows[at : at + size], count

    def link(at: str | None) -> tuple[list[int], str | None]:
        start = int(at or 0)
        following = start + size
        return rows[start:following], str(following) if following < count else None

    def after(last: int | None) -> list[int]:
        return [row for row in rows if row > (last or 0)][:size]

    walks = (
        by_page(page, size=size),
        by_offset(offset),
        by_link(link),
        by_last_id(after, id_of=lambda row: row, size=size),
    )
    for walk in walks:
        assert [row for part in walk for row in part] == rows


def test_a_page_that_comes_again_is_no_end() -> None:
    with pytest.raises(RemoteUnavailable, match="has no end"):
        list(by_page(lambda _: [1, 2], size=2))


def test_a_link_that_leads_back_is_no_end() -> None:
    with pytest.raises(RemoteUnavailable, match="the same page again"):
        list(by_link(lambda at: ([1], "b" if at == "a" else "a")))


def test_an_id_that_does_not_grow_is_no_end() -> None:
    with pytest.raises(RemoteUnavailable, match="id 5"):
        list(by_last_id(lambda _: [5], id_of=lambda row: row, size=1))


def test_without_a_count_an_empty_page_ends_it() -> None:
    parts = {0: [1, 2], 2: [3]}
    walk = by_offset(lambda at: (parts.get(at, []), None))
    assert [list(part) for part in walk] == [[1, 2], [3], []]


def test_a_walk_asks_only_as_far_as_it_is_read() -> None:
    asked = []

    def page(number: int) -> list[int]:
        asked.append(number)
        return [number, number]

    walk = by_page(page, size=2)
    next(walk)
    next(walk)
    assert asked == [1, 2]
