"""Walks through lists of another system: by page, by offset, by link or cursor, by last id.

Each is a generator of the pages' rows, so that no list is ever whole in memory, and each stops with
an error where the other system leads it in a circle: a walk that ends too early would look like
records that are gone.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from app.errors import RemoteUnavailable

T = TypeVar("T")


def by_page(
    fetch: Callable[[int], Sequence[T]], *, size: int, first: int = 1
) -> Iterator[Sequence[T]]:
    """Pages by number until one is short; ``fetch`` gives the rows of a page."""
    number = first
    before: Sequence[T] | None = None
    while True:
        rows = fetch(number)
        if rows and before is not None and list(rows) == list(before):
            raise _circle(f"page {number}")
        yield rows
        if len(rows) < size:
            return
        before = rows
        number += 1


def by_offset(
    fetch: Callable[[int], tuple[Sequence[T], int | None]], *, first: int = 0
) -> Iterator[Sequence[T]]:
    """Pages by offset; ``fetch`` gives rows and how many there are in all, None: until none."""
    offset = first
    while True:
        rows, count = fetch(offset)
        yield rows
        offset += len(rows)
        if not rows or (count is not None and offset - first >= count):
            return


def by_link(
    fetch: Callable[[str | None], tuple[Sequence[T], str | None]], *, first: str | None = None
) -> Iterator[Sequence[T]]:
    """Pages each of which names the next, by address or cursor; None ends it."""
    link = first
    seen: set[str] = set()
    while True:
        rows, following = fetch(link)
        yield rows
        if not following:
            return
        if following in seen or following == link:
            raise _circle("the same page again")
        seen.add(following)
        link = following


def by_last_id(
    fetch: Callable[[Any], Sequence[T]], *, id_of: Callable[[T], Any], size: int
) -> Iterator[Sequence[T]]:
    """Pages of what has a greater id than the last row: whatever shifts, nothing is passed over."""
    last: Any = None  # before the first
    while True:
        rows = fetch(last)
        yield rows
        if len(rows) < size:
            return
        following = id_of(rows[-1])
        if following == last:
            raise _circle(f"id {last}")
        last = following


def _circle(where: str) -> RemoteUnavailable:
    return RemoteUnavailable(
        "A list of the other system has no end.",
        f"It came to {where} and would go on for ever.",
        "Pull again; what was read stays.",
    )
