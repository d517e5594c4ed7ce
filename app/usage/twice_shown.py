"""Local stamps in the hour that clocks show twice when daylight saving ends.

Rule (``rating-and-cdr.md``, example 13): the first reading counts and is flagged, unless the
record or the order of the file disproves it.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from app.usage.stamps import SECOND_US, Instants

_NEAR_US: Final = 2 * SECOND_US
_EPOCH_NEAR_SECONDS: Final = 300
"""A call's id is made when its channel is, at most a few minutes before its record starts."""

_FEWEST_IN_ORDER: Final = 3
"""Records that must have come in order before order proves anything."""


class Settled(NamedTuple):
    """Which of two readings counts."""

    instant: int
    doubt: str
    """What is to be looked at; blank: nothing."""


class TwiceShown:
    """Settles the stamps of one file in their order."""

    def __init__(self) -> None:
        self._latest = 0
        self._seen = 0
        self._in_order = True

    def settle(
        self, start: Instants, end: Instants | None, *, elapsed: int | None, epoch: str
    ) -> Settled:
        """The reading of a start that counts.

        ``elapsed`` is the time from start to end in seconds, if the record tells; ``epoch``
        seconds since 1970 about the start, such as its id may hold.
        """
        settled = self._settle(start, end, elapsed=elapsed, epoch=epoch)
        self.pass_by(settled.instant)
        return settled

    def pass_by(self, instant: int) -> None:
        """Takes note of a start that needs no settling."""
        if instant >= self._latest:
            self._latest = instant
        else:
            self._in_order = False
        self._seen += 1

    def _settle(
        self, start: Instants, end: Instants | None, *, elapsed: int | None, epoch: str
    ) -> Settled:
        proofs = (_by_epoch(start, epoch), _by_length(start, end, elapsed))
        proven = next((instant for instant in proofs if instant is not None), None)
        if proven is not None:
            return Settled(proven, "")
        in_order = self._in_order and self._seen >= _FEWEST_IN_ORDER
        if in_order and start.first < self._latest <= start.second:
            return Settled(
                start.second,
                "Clocks showed this time twice. By the order of the file it is the second, in "
                "standard time.",
            )
        return Settled(
            start.first,
            "Clocks showed this time twice. It is read as the first, in daylight saving time.",
        )


def _by_epoch(start: Instants, epoch: str) -> int | None:
    if not epoch.isdecimal():
        return None
    near = [
        instant
        for instant in (start.first, start.second)
        if abs(instant // SECOND_US - int(epoch)) <= _EPOCH_NEAR_SECONDS
    ]
    return _only(near)


def _by_length(start: Instants, end: Instants | None, elapsed: int | None) -> int | None:
    if end is None or elapsed is None:
        return None
    near = {
        since
        for since in (start.first, start.second)
        for until in (end.first, end.second)
        if abs(until - since - elapsed * SECOND_US) <= _NEAR_US
    }
    return _only(near)


def _only(instants: Iterable[int]) -> int | None:
    found = list(instants)
    return found[0] if len(found) == 1 else None
