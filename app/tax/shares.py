"""Shares: which part of a charge is interstate, international and intrastate."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.tax.book import ShareRow, TaxBook
from app.tax.request import TaxRequest, TrafficShare
from app.tax.rule_row import BaseKind

NONE = Fraction(0)
ALL = Fraction(1)

_INTRASTATE = (NONE, NONE, ALL)
_NOTHING = (NONE, NONE, NONE)

ACTUAL = "actual"
"""The source of shares that are measured on the calls of the period."""

WHAT_IT_IS = "built_in"
"""The source of shares that no table needs to say."""

Split = tuple[Fraction, Fraction, Fraction]
"""Interstate, international, intrastate."""

BUILT_IN: dict[str, Split] = {
    "TOLL_INTERSTATE": (ALL, NONE, NONE),
    "TOLL_INTL": (NONE, ALL, NONE),
    "TOLL_INTRASTATE": _INTRASTATE,
    "LOCAL": _INTRASTATE,
    "INTERNET_ACCESS": _NOTHING,
    "PROF_SERVICE": _NOTHING,
    "INSTALL": _NOTHING,
    "SMS": _NOTHING,
    "NON_TAXABLE": _NOTHING,
    "VOIP_NON_INTERCONNECTED": _NOTHING,
}
"""What no table needs to say (``setup-workbook.md``, how an invoice is taxed, 5); and EQUIP_*."""


def share_row(book: TaxBook, category: str, day: date) -> ShareRow | None:
    """The row of ``tax_shares`` in force for a category; of several the latest."""
    rows = [
        row
        for row in book.shares.get(category, ())
        if row.share.effective_from <= day <= (row.share.effective_to or date.max)
    ]
    return max(rows, key=lambda row: row.share.effective_from, default=None)


@dataclass(frozen=True, slots=True)
class Elected:
    """The shares of a category, and what they come from."""

    split: Split
    source: str
    """The source of a row of ``tax_shares``, or ``built_in``."""


def split_of(book: TaxBook, request: TaxRequest, category: str, day: date) -> Split | None:
    """The three shares of a category on a day; None where no table tells them."""
    found = elected(book, request, category, day)
    return None if found is None else found.split


def elected(book: TaxBook, request: TaxRequest, category: str, day: date) -> Elected | None:
    """The shares of a category on a day with their source; None where no table tells them."""
    built_in = _NOTHING if category.startswith("EQUIP_") else BUILT_IN.get(category)
    if built_in is not None:
        return Elected(built_in, WHAT_IT_IS)
    row = share_row(book, category, day)
    if row is None:
        return None
    interstate, international = row.interstate, row.international
    if row.share.source == ACTUAL:
        measured: TrafficShare | None = request.actual_shares.get(category)
        if measured is None:
            return None
        interstate, international = measured.interstate, measured.international
    if interstate is None:
        return None
    split = (interstate, international, ALL - interstate - international)
    return Elected(split, row.share.source)


def part_of(split: Split, base: BaseKind) -> Fraction:
    """The part of a charge that a base takes."""
    interstate, international, intrastate = split
    if base is BaseKind.INTERSTATE:
        return interstate
    if base is BaseKind.INTERNATIONAL:
        return international
    if base is BaseKind.INTERSTATE_INTL:
        return interstate + international if international else interstate
    return intrastate
