"""Marks of Autotask's walks: by stamp where an entity has one, a plain word where it has none."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from app.connectors.dealings import Page
from app.connectors.overlap import Sightings
from app.connectors.row_values import Row

WHOLE: Final = "whole"
"""The mark of what is always read whole."""


def mark_of(sightings: Sightings, begun: Sequence[datetime | None]) -> str:
    """Where the next walk goes on; ``begun``: the server's moments of first and last answer."""
    return sightings.mark(
        begun_at=begun[0] if begun else None, ended_at=begun[-1] if begun else None
    ).text


def last_page(sightings: Sightings, *, begun: Sequence[datetime | None], is_whole: bool) -> Page:
    """The page that ends a walk: only here it is known where the next goes on."""
    return Page(records=(), mark=mark_of(sightings, begun), is_whole=is_whole)


def marks_of(since: str | None) -> dict[str, str | None]:
    """The marks of several lists in one; none where they cannot be read."""
    try:
        found = json.loads(since or "{}")
        return {str(name): found[name] for name in found}
    except (ValueError, TypeError, KeyError):
        return {}


def noted(
    pages: Iterable[list[Row]], told_at: Callable[[], datetime | None], begun: list[datetime | None]
) -> Iterator[list[Row]]:
    """The pages; ``begun`` gets the moments at which the first and the last were answered."""
    for rows in pages:
        begun.append(told_at())
        del begun[1:-1]
        yield rows
