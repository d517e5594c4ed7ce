"""Whose a number probably is that nobody has: what speaks for a customer, with points.

A guess is shown and never acted on by itself; it is not assignment (``assignment.py``).
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from app.values.phone_number import pretty

STRONG_POINTS: Final = 80
LIKELY_POINTS: Final = 50
_MOST_POINTS: Final = 99
_BLOCK: Final = 10_000
"""Numbers are handed out in blocks of ten thousand: neighbours beyond one say nothing."""
_NEXT: Final = 2
_NEAR: Final = 10
_LONG_RUN: Final = 3
_FEW_CALLS: Final = 2
_LAST_DIGITS: Final = 4


class Strength(Enum):
    """How much a guess is worth."""

    STRONG = "Strong"
    LIKELY = "Likely"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A customer's number, from its first day to the first day it is gone."""

    number: int
    """Digits of E.164."""
    account_number: str
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Whether it is the customer's on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for an owner, or against."""

    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A likely owner and why."""

    account_number: str
    signs: tuple[Sign, ...]

    @property
    def points(self) -> int:
        """The sum of the signs, from 0 to 99."""
        return max(0, min(_MOST_POINTS, sum(sign.points for sign in self.signs)))

    @property
    def strength(self) -> Strength:
        """How much it is worth."""
        if self.points >= STRONG_POINTS:
            return Strength.STRONG
        return Strength.LIKELY if self.points >= LIKELY_POINTS else Strength.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unowned:
    """A number that nobody has, as its calls tell of it."""

    number: int
    first_seen: date
    source: str
    calls: int
    calls_with: Mapping[str, int]
    """How many of the calls had a number of that account at the other end."""
    sources_of: Mapping[str, frozenset[str]]
    """Over which sources calls of an account come; those that were not looked up are left out."""


def candidates(number: int, held: Sequence[Holding]) -> list[str]:
    """Accounts that may own a number: who had or will have it, and its neighbours.

    ``held`` is in the order of numbers.
    """
    found = [each.account_number for each in _of_number(number, held)]
    beside = (_neighbour(number, held, -1), _neighbour(number, held, 1))
    found += [held[each].account_number for each in beside if each is not None]
    return list(dict.fromkeys(found))


def guess_owner(asked: Unowned, held: Sequence[Holding]) -> Guess | None:
    """The likeliest owner; None where nothing speaks for anybody.

    ``held`` is in the order of numbers.
    """
    wanted = dict.fromkeys((*candidates(asked.number, held), *asked.calls_with))
    guesses = [Guess(account, tuple(_signs(account, asked, held))) for account in wanted]
    best = max(guesses, key=lambda guess: guess.points, default=None)
    return best if best is not None and best.points > 0 else None


def _signs(account: str, asked: Unowned, held: Sequence[Holding]) -> list[Sign]:
    signs = [
        *_past(account, asked, held),
        *_beside(account, asked, held),
        *_traffic(account, asked),
    ]
    return signs + _over(account, asked) if signs else []


def _past(account: str, asked: Unowned, held: Sequence[Holding]) -> list[Sign]:
    own = [e for e in _of_number(asked.number, held) if e.account_number == account]
    signs = []
    for each in own:
        if each.starts_on > asked.first_seen:
            signs.append(Sign(f"They have this number from {each.starts_on} on", 60))
        elif each.ends_on is not None and each.ends_on <= asked.first_seen:
            signs.append(Sign(f"They had this number until {each.ends_on}", 50))
    return signs[:1]


def _beside(account: str, asked: Unowned, held: Sequence[Holding]) -> list[Sign]:
    below = _neighbour(asked.number, held, -1)
    above = _neighbour(asked.number, held, 1)
    low = held[below] if below is not None else None
    high = held[above] if above is not None else None
    own = [e for e in (low, high) if e is not None and e.account_number == account]
    if len(own) == 2:  # noqa: PLR2004  one at each side
        words = f"Between {_pretty(own[0].number)} and {_last(own[1].number)}, both theirs"
        return [Sign(words, 80)]
    if not own:
        return []
    near = abs(own[0].number - asked.number)
    first, last = _run(held, below if own[0] is low and below is not None else above or 0)
    words = _pretty(first) if first == last else f"{_pretty(first)} to {_last(last)}"
    verb = "is" if first == last else "are"
    if near > _NEXT:
        return [Sign(f"Near {words}, which {verb} theirs", 30)]
    points = 60 if last - first + 1 >= _LONG_RUN else 45
    return [Sign(f"Next to {words}, which {verb} theirs", points)]


def _traffic(account: str, asked: Unowned) -> list[Sign]:
    calls = asked.calls_with.get(account, 0)
    if calls < _FEW_CALLS or calls * 10 < asked.calls:
        return []
    return [Sign(f"{calls} of {asked.calls} calls are with numbers of theirs", 20)]


def _over(account: str, asked: Unowned) -> list[Sign]:
    sources = asked.sources_of.get(account)
    if not sources:
        return []
    if asked.source in sources:
        return [Sign(f"Their calls come over {asked.source} too", 20)]
    return [Sign(f"Their calls come over {', '.join(sorted(sources))} so far", -30)]


def _of_number(number: int, held: Sequence[Holding]) -> list[Holding]:
    place = bisect_left(held, number, key=lambda each: each.number)
    found = []
    while place < len(held) and held[place].number == number:
        found.append(held[place])
        place += 1
    return found


def _neighbour(number: int, held: Sequence[Holding], step: int) -> int | None:
    """The place of the nearest number above or below, within ten and in the same block."""
    place = bisect_left(held, number, key=lambda each: each.number)
    if step < 0:
        place -= 1
    else:
        while place < len(held) and held[place].number == number:
            place += 1
    if not 0 <= place < len(held):
        return None
    found = held[place].number
    same = found // _BLOCK == number // _BLOCK
    return place if same and abs(found - number) <= _NEAR else None


def _run(held: Sequence[Holding], place: int) -> tuple[int, int]:
    """The first and the last number of the customer's run around a place."""
    first = last = held[place].number
    account = held[place].account_number
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(held) and held[at].account_number == account:
            edge = first if step < 0 else last
            if abs(held[at].number - edge) > 1:
                break
            first, last = min(first, held[at].number), max(last, held[at].number)
            at += step
    return first, last


def _pretty(number: int) -> str:
    return pretty(f"+{number}")


def _last(number: int) -> str:
    return f"{number}"[-_LAST_DIGITS:]
