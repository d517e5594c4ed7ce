"""Decks made ready for look-ups by the million: the longest prefix in force, for whole columns.

Prefixes, whatever their dates, become disjoint stretches of numbers in ascending order, so that one
binary search gives the longest prefix of a number; each prefix has disjoint stretches of days, so
that one more look gives its row. Where none of its rows is in force the next shorter prefix is
asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int32]
"""Of rows, prefixes or stretches of days; ``NONE`` where there is none."""

NONE: Final = -1
BLANK: Final = np.iinfo(np.int64).min
"""Stands for a blank rate, fee or increment; no amount is so low."""

_NEVER: Final = np.iinfo(np.int64).max
_MOST_DIGITS: Final = 18
"""A longer prefix matches no number: party codes have at most so many digits."""
_SHORT_PREFIX: Final = 4
"""A prefix of fewer digits that begins with 1 prices only US, Canadian and territory numbers."""
_DAY_BITS: Final = 32

_POWERS: Final = 10 ** np.arange(_MOST_DIGITS + 1, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class DeckRows:
    """The rows of a deck, ordered by prefix and first day; ``BLANK`` where a cell is blank.

    Rates are counts of 1e-8 with their stand-ins in place: ``rate`` stands in for the other three,
    ``interstate_rate`` for ``rate``.
    """

    rate_id: Ints
    rate: Ints
    interstate_rate: Ints
    intrastate_rate: Ints
    indeterminate_rate: Ints
    connect_fee: Ints
    initial_seconds: Ints
    increment_seconds: Ints
    in_allowance: Bools


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """For the leading digits of numbers the longest prefix, if of no more than so many digits."""

    starts: Ints
    prefixes: Indexes

    def find(self, leading: Ints) -> Indexes:
        found: Indexes = self.prefixes[np.searchsorted(self.starts, leading, side="right") - 1]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    """For each prefix its disjoint stretches of days, ascending, and the row of each."""

    keys: Ints
    """Prefix and first day in one number."""
    begins: Ints
    ends: Ints
    rows: Indexes
    first: Indexes
    """By prefix: its first stretch."""
    many: Bools
    """By prefix: whether it has more than one."""

    def find(self, prefixes: Indexes, days: Ints) -> Indexes:
        at = self.first[prefixes]
        many = np.flatnonzero(self.many[prefixes])
        if len(many):
            keys = (prefixes[many].astype(np.int64) << _DAY_BITS) + days[many]
            place = np.searchsorted(self.keys, keys, side="right") - 1
            at[many] = np.maximum(at[many], place)
        in_force = (self.begins[at] <= days) & (days < self.ends[at])
        return np.where(in_force, self.rows[at], np.int32(NONE))


@dataclass(frozen=True, slots=True, eq=False)
class CompiledDeck:
    """One deck, ready to be asked. Days count from 1970-01-01."""

    rows: DeckRows
    _prefix: Ints
    """Prefixes as numbers, with their counts of digits beside them."""
    _digits: Ints
    _parent: Indexes
    """The next shorter prefix of each."""
    _short: Bools
    _days: _Days
    _longest: int
    _numbers: dict[int, _Numbers] = field(default_factory=dict)
    """By count of digits looked at; made when first needed."""

    def find(self, called: Ints, days: Ints, *, domestic: Bools) -> Indexes:
        """The row that prices each called number on its local day, else ``NONE``.

        ``called``: full numbers without plus. ``domestic``: whether a short prefix that begins with
        1 may price the number (``AreaCodes.is_domestic``).
        """
        found = np.full(len(called), NONE, np.int32)
        prefixes = self._longest_prefixes(called)
        prefixes[self._short[prefixes] & ~domestic] = NONE
        asked = np.flatnonzero(prefixes != NONE)
        prefixes = prefixes[asked]
        while len(asked):
            rows = self._days.find(prefixes, days[asked])
            found[asked] = rows
            parents = self._parent[prefixes]
            left = (rows == NONE) & (parents != NONE)
            left &= ~self._short[parents] | domestic[asked]
            asked, prefixes = asked[left], parents[left]
        return found

    def _longest_prefixes(self, called: Ints) -> Indexes:
        if not len(self._prefix):
            return np.full(len(called), NONE, np.int32)
        found = np.empty(len(called), np.int32)
        lengths = np.searchsorted(_POWERS, called, side="right")
        for length in np.flatnonzero(np.bincount(lengths)).tolist():
            chosen = np.flatnonzero(lengths == length)
            digits = min(length, self._longest)
            leading = called[chosen] // _POWERS[length - digits]
            found[chosen] = self._table(digits).find(leading)
        return found

    def _table(self, digits: int) -> _Numbers:
        if digits not in self._numbers:
            fitting = np.flatnonzero(self._digits <= digits).astype(np.int32)
            prefix, length = self._prefix[fitting], self._digits[fitting]
            self._numbers[digits] = _laid_over(prefix, length, fitting, digits)[0]
        return self._numbers[digits]


def compile_deck(frame: pl.DataFrame) -> CompiledDeck:
    """The deck whose rows are those of the frame.

    Columns: ``rate_id`` Int64, ``prefix`` String (digits), ``rate``, ``interstate_rate``,
    ``intrastate_rate``, ``indeterminate_rate``, ``connect_fee`` (Int64 counts of 1e-8, or null),
    ``initial_seconds``, ``increment_seconds`` (Int64 or null), ``in_allowance`` Boolean,
    ``valid_from``, ``valid_to`` (Date; null: no end). ValueError of a prefix that is not digits.
    """
    wrong = frame.filter(~pl.col("prefix").str.contains(r"^[0-9]+$"))
    if wrong.height:
        raise ValueError(wrong["prefix"][0])
    rows = _ordered(frame)
    prefixes = rows.group_by("value", "digits", maintain_order=True).len()
    prefix, digits = prefixes["value"].to_numpy(), prefixes["digits"].to_numpy()
    longest = int(digits.max(initial=1))
    everything = np.arange(len(prefix), dtype=np.int32)
    table, parent = _laid_over(prefix, digits, everything, longest)
    first_digit = prefix // _POWERS[digits - 1]
    short = (digits < _SHORT_PREFIX) & (first_digit == 1)
    return CompiledDeck(
        rows=_rows_of(rows),
        _prefix=prefix,
        _digits=digits,
        _parent=parent,
        # One more for "no prefix", which stands last: NONE is the last index.
        _short=np.append(short, False),
        _days=_days_of(rows, prefixes["len"].to_numpy().astype(np.int64)),
        _longest=longest,
        _numbers={longest: table},
    )


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that can price a number on a day, by prefix and first day, stand-ins in place."""
    day = {name: pl.col(name).to_physical().cast(pl.Int64) for name in ("valid_from", "valid_to")}
    return (
        frame.with_columns(
            pl.col("prefix").str.len_chars().cast(pl.Int64).alias("digits"),
            day["valid_from"].alias("begins"),
            day["valid_to"].fill_null(_NEVER).alias("ends"),
            pl.coalesce("rate", "interstate_rate"),
            *(
                pl.coalesce(f"{name}_rate", "rate").alias(f"{name}_rate")
                for name in ("interstate", "intrastate", "indeterminate")
            ),
        )
        .filter(pl.col("digits") <= _MOST_DIGITS, pl.col("begins") < pl.col("ends"))
        .with_columns(value=pl.col("prefix").cast(pl.Int64))
        .sort("value", "digits", "begins", "rate_id")
    )


def _rows_of(rows: pl.DataFrame) -> DeckRows:
    def ints(name: str) -> Ints:
        return rows[name].cast(pl.Int64).fill_null(BLANK).to_numpy()

    return DeckRows(
        rate_id=ints("rate_id"),
        rate=ints("rate"),
        interstate_rate=ints("interstate_rate"),
        intrastate_rate=ints("intrastate_rate"),
        indeterminate_rate=ints("indeterminate_rate"),
        connect_fee=ints("connect_fee"),
        initial_seconds=ints("initial_seconds"),
        increment_seconds=ints("increment_seconds"),
        in_allowance=rows["in_allowance"].to_numpy(),
    )


def _laid_over(prefix: Ints, length: Ints, names: Indexes, digits: int) -> tuple[_Numbers, Indexes]:
    """Prefixes laid over each other, the shorter below the longer, and what lies below each."""
    width = _POWERS[digits - length]
    begin, end = prefix * width, (prefix + 1) * width
    starts = np.unique(np.concatenate([np.zeros(1, np.int64), begin, end]))
    owner = np.full(len(starts), NONE, np.int32)
    below = np.full(len(prefix), NONE, np.int32)
    first, last = np.searchsorted(starts, begin), np.searchsorted(starts, end)
    for size in np.unique(length).tolist():
        chosen = np.flatnonzero(length == size)
        below[chosen] = owner[first[chosen]]
        counts = last[chosen] - first[chosen]
        begins = np.repeat(first[chosen], counts)
        within = np.arange(len(begins)) - np.repeat(np.cumsum(counts) - counts, counts)
        owner[begins + within] = np.repeat(names[chosen], counts)
    return _Numbers(starts, owner), below


def _days_of(rows: pl.DataFrame, counts: Ints) -> _Days:
    """Of each prefix which row is in force when: of several the one that began last."""
    begins, ends = rows["begins"].to_numpy(), rows["ends"].to_numpy()
    prefixes = np.repeat(np.arange(len(counts)), counts)
    same = prefixes[1:] == prefixes[:-1]
    if not np.any(same & (ends[:-1] > begins[1:])):
        numbers = np.arange(len(begins), dtype=np.int32)
        return _stretches(prefixes, begins, ends, numbers)
    found: list[tuple[int, int, int, int]] = []
    at = 0
    for name, count in enumerate(counts.tolist()):
        own = range(at, at + count)
        found.extend(
            (name, *stretch)
            for stretch in _in_turn([(int(begins[row]), int(ends[row]), row) for row in own])
        )
        at += count
    columns = np.array(found, np.int64).T
    return _stretches(columns[0], columns[1], columns[2], columns[3].astype(np.int32))


def _in_turn(rows: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Disjoint stretches of rows that begin in ascending order: the latest begun in front."""
    waiting: list[tuple[int, int, int]] = []
    for row in rows:
        yield from _until(waiting, row[0])
        waiting.append(row)
    yield from _until(waiting, _NEVER)


def _until(waiting: list[tuple[int, int, int]], day: int) -> Iterator[tuple[int, int, int]]:
    """What the waiting rows price before ``day``; leaves those that go on from it."""
    while waiting:
        begin, end, row = waiting.pop()
        if begin < min(end, day):
            yield begin, min(end, day), row
        if end > day:
            waiting.append((day, end, row))
            return
        # The one below comes to light again when this one ends.
        if waiting:
            under_begin, under_end, under = waiting.pop()
            waiting.append((max(under_begin, begin, end), under_end, under))


def _stretches(prefixes: Ints, begins: Ints, ends: Ints, rows: Indexes) -> _Days:
    """Stretches in order of prefix and first day, with where each prefix's begin."""
    names, first, counts = np.unique(prefixes, return_index=True, return_counts=True)
    size = int(names.max(initial=-1)) + 1
    places, many = np.zeros(size, np.int32), np.zeros(size, np.bool_)
    places[names], many[names] = first, counts > 1
    return _Days((prefixes << _DAY_BITS) + begins, begins, ends, rows, places, many)
