"""Walks through lists of Autotask that do not tell when a record changed.

Such a list is looked through and compared with what was seen of it; only where it differs, or where
a record changed to which it refers, its records are read anew, with all that belongs to them.
Source: ``psa-apis.md`` section 0, rule 3, and 3.4.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final, Self

from app.connectors.autotask.asking import EVERY, Autotask, at_least
from app.connectors.autotask.stamps import mark_of, noted
from app.connectors.autotask.walking import sight
from app.connectors.dealings import Page
from app.connectors.json_value import write_json
from app.connectors.overlap import Mark, Sightings, fresh
from app.connectors.row_values import Row
from app.values.foreign_record import ForeignRecord

_LETTERS: Final = 32
_BITS: Final = 4 * _LETTERS


class Digest:
    """What was seen of rows, in whatever order they came; one that came twice counts twice."""

    def __init__(self) -> None:
        self._sum = 0

    def note(self, kind: str, seen: object) -> None:
        """Counts a row, or a part of it, of a kind."""
        found = hashlib.sha256(f"{kind}:{write_json(seen)}".encode()).digest()
        self._sum = (self._sum + int.from_bytes(found)) % (1 << _BITS)

    @property
    def text(self) -> str:
        """The digest as it is kept."""
        return f"{self._sum:0{_LETTERS}x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a walk saw of lists without a stamp, and how far it has read what they refer to."""

    digest: str
    marks: Mapping[str, str] = field(default_factory=dict)
    """Marks by entity."""

    @property
    def text(self) -> str:
        """As it is kept."""
        return json.dumps({"looked": self.digest, "marks": dict(self.marks)})

    @classmethod
    def read(cls, kept: str | None) -> Self | None:
        """What was kept; None where it cannot be read, so that all is read anew."""
        try:
            found = json.loads(kept or "")
            marks = {str(name): str(mark) for name, mark in found["marks"].items()}
            return cls(digest=str(found["looked"]), marks=marks)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An entity with a stamp to which records without one refer."""

    entity: str
    stamp: str
    fields: Sequence[str] = ()
    """What of it matters; blank: all."""
    is_optional: bool = False
    """Whether there are systems without it."""


Look = Callable[[Digest], None]
"""Goes through the lists, and counts what it sees."""
Whole = Callable[[Digest], Iterator[Sequence[ForeignRecord]]]
"""Reads the lists with all that belongs to them, and counts the same."""


def unstamped_pages(
    autotask: Autotask,
    since: str | None,
    *,
    words: str,
    beside: Sequence[Beside],
    look: Look,
    whole: Whole,
) -> Iterator[Page]:
    """Nothing where all is as it was seen, else the whole family.

    What changes meanwhile has a stamp after the marks kept, or is missing in the digest: the next
    walk meets it.
    """
    known = Seen.read(since)
    marks: dict[str, str] | None = None
    if known is not None and all(each.entity in known.marks for each in beside):
        marks = {}
        has_news = False
        for each in beside:
            found, marks[each.entity] = news_of(autotask, each, known.marks[each.entity], words)
            has_news = has_news or bool(found)
        if not has_news and _looked(look) == known.digest:
            yield Page(records=(), mark=Seen(digest=known.digest, marks=marks).text)
            return
    digest = Digest()
    begun: datetime | None = None
    for records in whole(digest):
        begun = begun or autotask.told_at
        yield Page(records=records, is_whole=True)
    if marks is None:
        marks = {each.entity: mark_from(begun or autotask.told_at) for each in beside}
    yield Page(records=(), mark=Seen(digest=digest.text, marks=marks).text, is_whole=True)


def _looked(look: Look) -> str:
    digest = Digest()
    look(digest)
    return digest.text


def mark_from(begun: datetime | None) -> str:
    """The first mark of an entity that records refer to: from the begin of their own walk."""
    return mark_of(Sightings(), [begun])


def news_of(autotask: Autotask, beside: Beside, mark: str, words: str) -> tuple[list[Row], str]:
    """The records of an entity that changed since a mark, and where the next walk goes on."""
    known = Mark.read(mark)
    sightings = Sightings(known)
    begun: list[datetime | None] = []
    wanted = EVERY if known is None else (at_least(beside.stamp, known.since),)
    fields = (*beside.fields, beside.stamp) if beside.fields else ()
    asked = autotask.pages(
        beside.entity, words, wanted, fields=fields, is_optional=beside.is_optional
    )
    pages = noted(asked, lambda: autotask.told_at, begun)
    # To the end, also once there is news: the mark must hold all of it.
    found: list[Row] = []
    for rows in fresh(pages, sightings, since=known, sight=partial(sight, stamp=beside.stamp)):
        found += rows
    return found, mark_of(sightings, begun)
