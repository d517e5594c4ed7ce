"""Marks of walks that go by a stamp, and the overlap of two such walks.

A walk asks for what changed since its mark less ten minutes, since stamps of one moment come late
and out of order. So records come again; where each costs a further call, the mark also tells by a
digest what was seen of the overlap, and nothing of it is asked again as long as it is the same.
Source: ``psa-apis.md`` section 0, rule 3.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Self

from app.connectors.json_value import write_json
from app.connectors.row_values import Row

OVERLAP: Final = timedelta(minutes=10)

_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a family has been read, by the stamps of its system."""

    at: datetime
    seen: str = ""
    """A digest of what was seen within the overlap before ``at``; blank: not kept."""

    @property
    def is_timed(self) -> bool:
        """Whether anything told a time, and not what was seen alone."""
        return self.at > _NO_TIME

    @property
    def since(self) -> datetime:
        """From where the next walk asks."""
        return self.at - OVERLAP

    @property
    def text(self) -> str:
        """The mark as it is kept."""
        return json.dumps({"at": self.at.isoformat(), "seen": self.seen})

    @classmethod
    def read(cls, kept: str | None) -> Self | None:
        """A kept mark; None where there is none that can be read, so that all is read anew."""
        try:
            found = json.loads(kept or "")
            return cls(at=datetime.fromisoformat(found["at"]), seen=str(found["seen"]))
        except (ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A record as a list showed it: enough to know it again."""

    id: str
    stamp: datetime | None
    """When it changed; None where the list does not tell."""
    digest: str

    @classmethod
    def of(cls, row: Row, *, id: str, stamp: datetime | None) -> Self:  # noqa: A002
        """What was seen of a row."""
        digest = hashlib.sha256(write_json(row).encode()).hexdigest()[:16]
        return cls(id=id, stamp=stamp, digest=digest)


class Sightings:
    """What a walk has seen that the next may see again; holds no more than an overlap of it."""

    def __init__(self, since: Mark | None = None) -> None:
        """``since``: the mark from which the walk goes on."""
        self._latest = since.at if since is not None else None
        self._kept: dict[str, Sighting] = {}
        self._since = since
        self._last_pruned = 0

    def note(self, seen: Sighting) -> None:
        """Counts a record that was seen, to know it again."""
        self.note_stamp(seen.stamp)
        self._kept[seen.id] = seen
        if len(self._kept) > 2 * self._last_pruned + 1000:
            self._kept = self._within()
            self._last_pruned = len(self._kept)

    def date(self, id: str, stamp: datetime | None) -> None:  # noqa: A002
        """Tells when a record changed that was seen without its stamp."""
        self.note_stamp(stamp)
        seen = self._kept.get(id)
        if seen is not None and seen.stamp is None:
            self._kept[id] = replace(seen, stamp=stamp)

    def note_stamp(self, stamp: datetime | None) -> None:
        """Counts a record that costs nothing to read again."""
        if stamp is not None and (self._latest is None or stamp > self._latest):
            self._latest = stamp

    def mark(self, *, begun_at: datetime | None, ended_at: datetime | None) -> Mark:
        """Where the next walk goes on; where nothing tells a time, by what was seen alone.

        The times are the system's own of the walk's first and last answer. What changed behind the
        walk's back has a stamp no older than the walk, so the mark lies no later than its begin;
        where the stamps come from another clock, it lies as long before the last as the walk took.
        """
        at = self._latest or begun_at or _NO_TIME
        if begun_at is not None and ended_at is not None:
            at = min(at, max(begun_at, at - (ended_at - begun_at)))
        if self._since is not None:
            at = max(at, self._since.at)
        kept = self._kept.values()
        seen = (each for each in kept if each.stamp is None or _is_within(each.stamp, at))
        return Mark(at=at, seen=digest_of(seen))

    def _within(self) -> dict[str, Sighting]:
        latest = self._latest
        if latest is None:
            return self._kept
        begins = latest - OVERLAP
        return {
            each.id: each
            for each in self._kept.values()
            if each.stamp is None or each.stamp > begins
        }


def digest_of(seen: Iterable[Sighting]) -> str:
    """One digest of records seen, in whatever order; records seen twice count once."""
    known = sorted({f"{each.id}:{each.digest}" for each in seen})
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]


def fresh(
    pages: Iterable[Sequence[Row]],
    sightings: Sightings,
    *,
    since: Mark | None,
    sight: Callable[[Row], Sighting],
) -> Iterator[list[Row]]:
    """The rows of a walk that must be read: all but an overlap that is as it was.

    Every row is counted in ``sightings``. Without a mark it is all of them.
    """
    held: list[tuple[Sighting, Row]] = []
    for rows in pages:
        new = []
        for row in rows:
            seen = sight(row)
            sightings.note(seen)
            if since is not None and seen.stamp is not None and seen.stamp <= since.since:
                continue
            if since is not None and (seen.stamp is None or seen.stamp <= since.at):
                held.append((seen, row))
            else:
                new.append(row)
        if new:
            yield new
    if since is None or not held:
        return
    if digest_of(seen for seen, _ in held) != since.seen:
        yield [row for _, row in held]


def told_time(headers: Mapping[str, str]) -> datetime | None:
    """The moment of an answer by its own *Date*; None where it has none."""
    try:
        found = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _is_within(stamp: datetime, at: datetime) -> bool:
    return at - OVERLAP < stamp <= at
