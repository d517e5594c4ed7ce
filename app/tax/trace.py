"""Traces: the inputs behind one tax line, kept with it for ever. Not a second way to work it out.

A trace is read from the row to the amount: charges, their share, included taxes, what limits,
the taxable part and certificates took away, the base, and the exact tax that was rounded.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from app.tax.rounding import Exact
from app.values.money import SCALE_PLACES, Rounding, plain, round_exact

CENTS = 100

RAW_PLACES = 12
"""Decimals to which an exact tax is written out; beyond, it is written as a fraction."""

LOCAL = "LOCAL"
"""The source of lines that this program worked out."""


@dataclass(frozen=True, kw_only=True)
class RowTrace:
    """The row behind a line, as it stood: what of it decides whom it reaches and how it is taken.

    Code, label, class, family, jurisdiction and rate stand on the line itself.
    """

    category: str = "*"
    customer_class: str = "*"
    effective_from: date | None = None
    effective_to: date | None = None
    date_basis: str = "INVOICE_DATE"
    calc_method: str = "PCT"
    base_kind: str = "CHARGE"
    base_includes: str = ""
    unit_kind: str = ""
    taxable_pct: Decimal = Decimal(1)
    cap_units: Decimal | None = None
    cap_scope: str = ""
    min_base: Decimal | None = None
    max_base: Decimal | None = None
    prorate: bool = False
    round_level: str = "INVOICE_TAX"
    round_mode: str = "HALF_UP"
    source_note: str = ""

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """The fields that are not blank, as JSON has them."""
        found: dict[str, object] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value != each.default:
                found[each.name] = value if isinstance(value, bool | str) else str(value)
        return found

    @property
    def is_count(self) -> bool:
        """Whether it counts units."""
        return self.base_kind == "COUNT"

    @property
    def in_money(self) -> bool:
        """Whether its base is money, and not units or minutes."""
        return self.base_kind not in {"COUNT", "MINUTES"}


@dataclass(frozen=True, slots=True)
class UnitTally:
    """How many units of one kind a line counted of one kind of customer."""

    kind: str
    customer_class: str
    counted: Exact
    """Before cap and exemption."""
    billed: Exact
    exempt: Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTrace:
    """The share of one category as applied; the rest is intrastate, or of no kind at all."""

    category: str
    source: str
    """``safe_harbor``, ``study``, ``actual`` or ``fixed``; ``built_in``: by what it is."""
    interstate: Exact
    international: Exact


@dataclass(frozen=True, kw_only=True)
class TaxTrace:
    """What one line was worked out of. Bases are exact: in cents, in minutes or in units.

    ``own`` plus ``joined``, less ``cut``, ``untaxed`` and ``exempt``, is the base or the units of
    the line. Properties give the same in units of currency, minutes or units, as decimals.
    """

    row: RowTrace
    first_day: date
    """The first tax date; all of a line are one but where a row goes by days of service."""
    last_day: date
    customer_class: str = ""
    """The kinds of customer whose charges are in it, joined by ``|``."""
    charged: Exact = 0
    """Cents of the charges that the row matches, before any share; of counts 0."""
    split: tuple[Exact, Exact, Exact] | None = None
    """The same by interstate, international and intrastate share, where the row asks for one."""
    shares: tuple[ShareTrace, ...] = ()
    """The shares by category that made it so."""
    own: Exact = 0
    """What of them is taken: their share, their minutes, or the units counted."""
    joined: Exact = 0
    """What included taxes add."""
    cut: Exact = 0
    """What ``min_base``, ``max_base`` or the cap leave out."""
    untaxed: Exact = 0
    """What ``taxable_pct`` leaves out."""
    exempt: Exact = 0
    """What certificates take out."""
    tax: Exact = 0
    """The exact tax in cents, before it is rounded."""
    rows_together: int = 1
    """How many rows of the code and jurisdiction were rounded as one sum."""
    sum_together: Exact | None = None
    """Their exact tax in cents, where they are several."""
    ceiling: Exact | None = None
    """What the universal service line may not pass, in cents, where it lowered it."""
    reverses: str = ""
    """Of a credit: the invoice whose tax it gives back."""
    part: Exact | None = None
    """Of a credit: the part of the original charge that it gives back."""
    adjusts: bool = False
    """Whether it corrects the tax of the invoice it reverses, on request and after the fact."""
    tallies: tuple[UnitTally, ...] = ()
    """Of counts: the units by their kind and the kind of customer."""

    @cached_property
    def text(self) -> str:
        """What is kept of it: ``trace_text``."""
        return _written(self)

    @property
    def steps(self) -> int:
        """How many steps of a base make one: cents are kept for money."""
        return CENTS if self.row.in_money else 1

    @property
    def gross(self) -> Decimal:
        """Money of the matched charges, before any share."""
        return _money(self.charged)

    @property
    def interstate(self) -> Decimal | None:
        """Money of the interstate share; None where the row asks for no share."""
        return None if self.split is None else _money(self.split[0])

    @property
    def international(self) -> Decimal | None:
        """Money of the international share."""
        return None if self.split is None else _money(self.split[1])

    @property
    def intrastate(self) -> Decimal | None:
        """Money of the intrastate share."""
        return None if self.split is None else _money(self.split[2])

    @property
    def taken(self) -> Decimal:
        """Money, minutes or units of the charges that the row takes, before included taxes."""
        return self._printed(self.own)

    @property
    def included(self) -> Decimal:
        """Money of the taxes that join the base."""
        return self._printed(self.joined)

    @property
    def cut_off(self) -> Decimal:
        """Money, minutes or units beyond the limits or the cap."""
        return self._printed(self.cut)

    @property
    def not_taxable(self) -> Decimal:
        """Money, minutes or units that ``taxable_pct`` leaves out."""
        return self._printed(self.untaxed)

    @property
    def exempt_base(self) -> Decimal:
        """Money, minutes or units that certificates take out."""
        return self._printed(self.exempt)

    @property
    def raw(self) -> str:
        """The exact tax in money: decimals, or a fraction where they do not end.

        ``Fraction`` reads both.
        """
        return exact_text(Fraction(self.tax) / CENTS)

    def _printed(self, value: Exact) -> Decimal:
        return _printed(Fraction(value) / self.steps)

    def scaled(self, factor: Fraction, *, reverses: str, part: Fraction) -> "TaxTrace":
        """The trace of a credit that gives back a part of the line."""
        return replace(
            self,
            charged=self.charged * factor,
            split=None
            if self.split is None
            else (self.split[0] * factor, self.split[1] * factor, self.split[2] * factor),
            own=self.own * factor,
            joined=self.joined * factor,
            cut=self.cut * factor,
            untaxed=self.untaxed * factor,
            exempt=self.exempt * factor,
            tax=self.tax * factor,
            rows_together=1,
            sum_together=None,
            ceiling=None,
            reverses=reverses,
            part=part,
            adjusts=False,
            tallies=(),
        )


def _money(value: Exact) -> Decimal:
    return _printed(Fraction(value) / CENTS)


def _printed(value: Fraction) -> Decimal:
    """An exact value with at most eight decimals."""
    return plain(round_exact(value, SCALE_PLACES, Rounding.HALF_UP))


def exact_text(value: Fraction) -> str:
    """Plain decimals where the value ends within twelve of them, else a fraction: ``100/19``."""
    scaled = value * 10**RAW_PLACES
    if scaled.denominator != 1:
        return str(value)
    return f"{plain(Decimal(scaled.numerator).scaleb(-RAW_PLACES)):f}"


_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)
_EXACT_FIELDS = ("charged", "own", "joined", "cut", "untaxed", "exempt", "tax")
_MAYBE_FIELDS = ("sum_together", "ceiling", "part")


def trace_text(trace: TaxTrace) -> str:
    """The trace as JSON of one line, to be kept; blank and zero facts are left out."""
    return trace.text


def _written(trace: TaxTrace) -> str:
    found: dict[str, object] = {
        "row": trace.row.facts,
        "first_day": trace.first_day.isoformat(),
        "last_day": trace.last_day.isoformat(),
        "customer_class": trace.customer_class,
    }
    for name in _EXACT_FIELDS:
        value = getattr(trace, name)
        if value:
            found[name] = str(value)
    for name in _MAYBE_FIELDS:
        value = getattr(trace, name)
        if value is not None:
            found[name] = str(value)
    if trace.split is not None:
        found["split"] = [str(each) for each in trace.split]
        found["shares"] = [
            [each.category, each.source, str(each.interstate), str(each.international)]
            for each in trace.shares
        ]
    if trace.rows_together != 1:
        found["rows_together"] = trace.rows_together
    if trace.reverses:
        found["reverses"] = trace.reverses
    if trace.adjusts:
        found["adjusts"] = True
    if trace.tallies:
        found["tallies"] = [
            [each.kind, each.customer_class, str(each.counted), str(each.billed), str(each.exempt)]
            for each in trace.tallies
        ]
    return _JSON.encode(found)


def read_trace(text: str) -> TaxTrace:
    """A kept trace."""
    facts: dict[str, Any] = json.loads(text)
    for name in (*_EXACT_FIELDS, *_MAYBE_FIELDS):
        if name in facts:
            facts[name] = _read_exact(facts[name])
    if "split" in facts:
        facts["split"] = tuple(_read_exact(each) for each in facts["split"])
        facts["shares"] = tuple(_read_share(each) for each in facts["shares"])
    facts["tallies"] = tuple(
        UnitTally(kind, customer_class, *map(_read_exact, units))
        for kind, customer_class, *units in facts.get("tallies", ())
    )
    facts["row"] = _read_row(json.dumps(facts["row"]))
    facts["first_day"] = date.fromisoformat(facts["first_day"])
    facts["last_day"] = date.fromisoformat(facts["last_day"])
    return TaxTrace(**facts)


@lru_cache(maxsize=4096)
def _read_row(text: str) -> RowTrace:
    facts: dict[str, Any] = json.loads(text)
    for name in ("effective_from", "effective_to"):
        if name in facts:
            facts[name] = date.fromisoformat(facts[name])
    for name in ("taxable_pct", "cap_units", "min_base", "max_base"):
        if name in facts:
            facts[name] = Decimal(facts[name])
    return RowTrace(**facts)


def _read_share(facts: list[str]) -> ShareTrace:
    category, source, interstate, international = facts
    return ShareTrace(
        category=category,
        source=source,
        interstate=_read_exact(interstate),
        international=_read_exact(international),
    )


def _read_exact(text: str) -> Exact:
    return Fraction(text) if "/" in text else int(text)
