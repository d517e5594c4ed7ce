"""Who pays for a call: aliases, the numbers in force at its start, and which way it went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from app.usage.parties import LOCAL_BASE, TEXT_BASE, complete_local
from app.usage.table import Direction, Reason

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NOWHERE: Final = -1
_SEVERAL: Final = -2
"""Known numbers that end in the same bits: those are looked for one by one."""
_SPARSE_BITS: Final = 6
_MOST_BITS: Final = 22
_NOBODY: Final = -1
"""The account of a call without payer."""


class PayerRule(IntEnum):
    """Which field named the payer, and whether by an alias."""

    NONE = 0
    BILLING_NUMBER = 1
    CALLER = 2
    CALLED = 3
    BILLING_ALIAS = 4
    CALLER_ALIAS = 5
    CALLED_ALIAS = 6
    BY_HAND = 7
    """The user assigned the call."""


_ALIAS_STEP: Final = PayerRule.BILLING_ALIAS - PayerRule.BILLING_NUMBER


@dataclass(frozen=True, slots=True)
class NumberInForce:
    """A row of ``numbers`` as assignment needs it; moments are UTC microseconds, half-open."""

    number_id: int
    number: int
    """E.164 without plus."""
    account: int
    starts_us: int
    ends_us: int


@dataclass(frozen=True, slots=True)
class AliasCode:
    """An alias of the source at hand as a party code, and the number it stands for."""

    code: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class _Parties:
    """The parties of calls as what they stand for, and whether an alias said so."""

    caller: Ints
    called: Ints
    billing: Ints
    caller_alias: Bools
    called_alias: Bools
    billing_alias: Bools


@dataclass(frozen=True, slots=True, eq=False)
class _Payers:
    """Who pays for calls; number and account are read only where ``rows`` is 1 or by hand."""

    rows: Ints
    """How many rows of ``numbers`` are in force."""
    number_id: Ints
    number: Ints
    account: Ints
    by_hand: Bools


class Directory:
    """Numbers and aliases of one company and source, ready to be asked by whole columns.

    Columns are arrays here: most steps are short, and a frame's own cost would outweigh them in
    files of a few thousand calls.
    """

    def __init__(self, numbers: Sequence[NumberInForce], aliases: Sequence[AliasCode]) -> None:
        """Of two aliases with one code the first counts: the source's own stand before general."""
        rows = sorted(numbers, key=lambda n: n.number)
        self._number_id = np.array([n.number_id for n in rows], np.int64)
        self._number = np.array([n.number for n in rows], np.int64)
        self._account = np.array([n.account for n in rows], np.int64)
        self._starts_us = np.array([n.starts_us for n in rows], np.int64)
        self._ends_us = np.array([n.ends_us for n in rows], np.int64)
        self._known, self._first, self._rows = np.unique(
            self._number, return_index=True, return_counts=True
        )
        bits = min(len(self._known).bit_length() + _SPARSE_BITS, _MOST_BITS)
        self._mask = (1 << bits) - 1
        self._slots = np.full(1 << bits, _NOWHERE, np.int32)
        slots = self._known & self._mask
        self._slots[slots] = np.arange(len(slots))
        taken, shared = np.unique(slots, return_counts=True)
        self._slots[taken[shared > 1]] = _SEVERAL
        first: dict[int, int] = {}
        for alias in aliases:
            first.setdefault(alias.code, alias.number)
        self._alias_codes = np.array(sorted(first), np.int64)
        self._alias_numbers = np.array([first[code] for code in sorted(first)], np.int64)

    def assign(self, calls: pl.DataFrame) -> pl.DataFrame:
        """The calls with their payer.

        Takes ``started_us``, ``caller``, ``called``, ``billing_number`` (codes), ``direction`` and
        ``forced_number_id`` (a number the user assigned, else null). Replaces ``caller`` and
        ``called`` by what they stand for, settles an unknown ``direction`` and adds ``payer_rule``,
        ``number_id``, ``account``, ``payer_number``, ``own_both`` and ``payer_reason`` (0,
        ``NO_CUSTOMER`` or ``AMBIGUOUS_CUSTOMER``).
        """
        started = calls["started_us"].to_numpy()
        told = calls["direction"].to_numpy()
        parties = self._resolve_aliases(
            calls["caller"].to_numpy(),
            calls["called"].to_numpy(),
            calls["billing_number"].to_numpy(),
            inward=told == Direction.IN,
        )
        caller_at, called_at = self._places(parties.caller), self._places(parties.called)
        billed = parties.billing != 0
        direction = told
        if (told == Direction.UNKNOWN).any():
            # Seven digits take the area code of who would pay for the call, were it outward.
            payer = np.where(billed, parties.billing, parties.caller)
            _, dialled_at = self._completed(parties.called, called_at.copy(), payer)
            direction = self._settle_direction(told, started, caller_at, dialled_at)
        inbound = direction == Direction.IN
        rule = np.where(inbound, PayerRule.CALLED, PayerRule.CALLER)
        by_alias = np.where(inbound, parties.called_alias, parties.caller_alias)
        wanted_at = np.where(inbound, called_at, caller_at)
        if billed.any():
            rule[billed] = PayerRule.BILLING_NUMBER
            by_alias[billed] = parties.billing_alias[billed]
            wanted_at[billed] = self._places(parties.billing[billed])
        rule[by_alias] += _ALIAS_STEP
        payers = self._find_payers(wanted_at, started, calls["forced_number_id"])
        rule[payers.by_hand] = PayerRule.BY_HAND
        found = payers.by_hand | (payers.rows == 1)
        payer_number = np.where(found, payers.number, 0)
        caller, caller_at = self._completed(parties.caller, caller_at, payer_number)
        called, called_at = self._completed(parties.called, called_at, payer_number)
        account = np.where(found, payers.account, _NOBODY)
        own = self._own_both(caller_at, called_at, started, account)
        reason = np.where(payers.rows > 1, Reason.AMBIGUOUS_CUSTOMER, Reason.NO_CUSTOMER)
        reason[found] = Reason.NONE
        with_payer = pl.Series(found)
        return calls.with_columns(
            pl.Series("caller", caller),
            pl.Series("called", called),
            pl.Series("direction", direction),
            pl.Series("payer_rule", rule.astype(np.int8)),
            pl.when(with_payer).then(pl.Series("number_id", payers.number_id)),
            pl.when(with_payer).then(pl.Series("account", account)),
            pl.when(with_payer).then(pl.Series("payer_number", payer_number)),
            pl.Series("payer_reason", reason.astype(np.int16)),
            pl.Series("own_both", own),
        )

    def stand_ins(self, calls: pl.DataFrame) -> pl.DataFrame:
        """The calls with ``caller`` and ``called`` replaced by the numbers they stand for.

        Seven digits take the area code of ``payer_number``, where that is not null.
        """
        inward = np.zeros(calls.height, np.bool_)
        if "direction" in calls.columns:
            inward = calls["direction"].to_numpy() == Direction.IN
        parties = self._resolve_aliases(
            calls["caller"].to_numpy(),
            calls["called"].to_numpy(),
            calls["billing_number"].to_numpy(),
            inward=inward,
        )
        payer = calls["payer_number"].cast(pl.Int64).fill_null(0).to_numpy()
        return calls.with_columns(
            pl.Series("caller", complete_local(parties.caller, payer)),
            pl.Series("called", complete_local(parties.called, payer)),
        )

    def _resolve_aliases(
        self, caller: Ints, called: Ints, billing: Ints, *, inward: Bools
    ) -> _Parties:
        """Replaces codes that stand for a number; a readable number of ours stands for itself.

        An extension may be written as 211 is; dialled outward 211 and ``*72`` keep their meaning.
        """
        caller, caller_alias = self._stand_in(caller)
        called, called_alias = self._stand_in(called, short=inward)
        billing, billing_alias = self._stand_in(billing)
        return _Parties(caller, called, billing, caller_alias, called_alias, billing_alias)

    def _stand_in(self, codes: Ints, *, short: Bools | None = None) -> tuple[Ints, Bools]:
        """The codes, aliases replaced by their numbers, and which were.

        ``short``: where three digits or a feature code may be an extension; None: everywhere.
        """
        replaced = np.zeros(len(codes), np.bool_)
        if not len(self._alias_codes):
            return codes, replaced
        at = np.minimum(np.searchsorted(self._alias_codes, codes), len(self._alias_codes) - 1)
        likely = np.flatnonzero(self._alias_codes[at] == codes)
        code = codes[likely]
        may = (code <= -TEXT_BASE) | (code > 0)
        may |= (code < 0) if short is None else (code < 0) & short[likely]
        may &= self._places(code) == _NOWHERE
        named = likely[may]
        if len(named):
            replaced[named] = True
            codes = codes.copy()
            codes[named] = self._alias_numbers[at[named]]
        return codes, replaced

    def _places(self, parties: Ints) -> Ints:
        """Where each party stands among the numbers known, ``_NOWHERE`` where it is none."""
        places: Ints = self._slots[parties & self._mask].astype(np.int64)
        several = np.flatnonzero(places == _SEVERAL)
        if len(several):
            at = np.searchsorted(self._known, parties[several])
            places[several] = np.minimum(at, len(self._known) - 1)
        likely = np.flatnonzero(places != _NOWHERE)
        wrong = self._known[places[likely]] != parties[likely]
        places[likely[wrong]] = _NOWHERE
        return places

    def _in_force(self, places: Ints, started: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Pairs of calls and rows of ``numbers`` in force at their start.

        A call comes at most once in each pair of arrays: the first pairs go with the first row of
        each number, the next with the second, and so on.
        """
        asked = np.flatnonzero(places != _NOWHERE)
        nth = 0
        while len(asked):
            at = places[asked]
            rows = self._first[at] + nth
            start = started[asked]
            fits = (start >= self._starts_us[rows]) & (start < self._ends_us[rows])
            yield asked[fits], rows[fits]
            nth += 1
            asked = asked[self._rows[at] > nth]

    def _is_in_force(self, places: Ints, started: Ints) -> Bools:
        """Whether the party is a number in force of anybody at the call's start."""
        found = np.zeros(len(places), np.bool_)
        for calls, _ in self._in_force(places, started):
            found[calls] = True
        return found

    def _settle_direction(
        self, told: npt.NDArray[np.int8], started: Ints, caller_at: Ints, called_at: Ints
    ) -> npt.NDArray[np.int8]:
        """A file that does not tell: called is ours and caller is not = in, both = internal."""
        unknown = told == Direction.UNKNOWN
        inward = np.where(self._is_in_force(caller_at, started), Direction.INTERNAL, Direction.IN)
        settled = np.where(self._is_in_force(called_at, started), inward, Direction.OUT)
        return np.where(unknown, settled, told).astype(np.int8)

    def _find_payers(self, wanted_at: Ints, started: Ints, forced: pl.Series) -> _Payers:
        """The row of ``numbers`` in force, or the user's own choice."""
        count = np.zeros(len(started), np.int64)
        row = np.zeros(len(started), np.int64)
        for calls, rows in self._in_force(wanted_at, started):
            count[calls] += 1
            row[calls] = rows
        by_hand = np.zeros(len(started), np.bool_)
        if forced.null_count() < len(forced):
            by_hand = forced.is_not_null().to_numpy()
            row[by_hand] = self._rows_of(forced.drop_nulls())
        if not len(self._number):
            return _Payers(count, row, row, row, by_hand)
        return _Payers(count, self._number_id[row], self._number[row], self._account[row], by_hand)

    def _rows_of(self, number_ids: pl.Series) -> Ints:
        row_by_id = {each: row for row, each in enumerate(self._number_id.tolist())}
        return np.array([row_by_id[each] for each in number_ids], np.int64)

    def _completed(self, codes: Ints, places: Ints, payer_number: Ints) -> tuple[Ints, Ints]:
        """The codes with seven digits completed, and their places among the numbers known."""
        whole = complete_local(codes, payer_number)
        changed = np.flatnonzero(whole != codes)
        if len(changed):
            places[changed] = self._places(whole[changed])
        return whole, places

    def _own_both(self, caller_at: Ints, called_at: Ints, started: Ints, account: Ints) -> Bools:
        """Whether caller and called are both numbers in force of the payer's account."""
        own: Bools = (caller_at != _NOWHERE) & (called_at != _NOWHERE) & (account != _NOBODY)
        for places in (caller_at, called_at):
            # Few calls have two numbers of ours as their ends; only those are looked at closely.
            asked = np.flatnonzero(own)
            own = np.zeros(len(account), np.bool_)
            for calls, rows in self._in_force(places[asked], started[asked]):
                same = self._account[rows] == account[asked[calls]]
                own[asked[calls[same]]] = True
        return own


def bad_called(codes: Ints) -> Bools:
    """Whether an outbound ``called`` is neither number, seven digits, N11, 988 nor feature code."""
    bad: Bools = (codes == 0) | ((codes <= -TEXT_BASE) & (codes > -LOCAL_BASE))
    return bad
