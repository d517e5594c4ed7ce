"""Elections: by what the interstate share of VoIP is told, and whether bills and reports agree.

One election holds for all interconnected VoIP of a provider: what the bill lines use the report
must use (``telecom-tax.md`` 2.1). Nothing here holds an invoice; that is the engine's to decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Final

from app.findings import Finding, warning
from app.tax.share import TaxShare
from app.tax.shares import BUILT_IN
from app.tax.usf import quarter_of

VOIP_SAFE_HARBOR: Final = Decimal("0.649")
"""Interstate and international part of interconnected VoIP revenue (FCC 06-94)."""
WIRELESS_SAFE_HARBOR: Final = Decimal("0.371")
"""The same of wireless revenue (FCC 06-94)."""

_VOIP: Final = frozenset({"VOIP_FIXED", "VOIP_NOMADIC"})
"""Interconnected VoIP."""
_SAFE_HARBOR: Final = "safe_harbor"
_WORDS: Final = {
    "safe_harbor": "the safe harbor",
    "study": "a traffic study",
    "actual": "the rated calls",
    "fixed": "a fixed share",
}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row of ``tax_shares`` and where it stands."""

    number: int | None
    share: TaxShare

    @property
    def category(self) -> str:
        return self.share.category.strip().upper()

    @property
    def last(self) -> date:
        return self.share.effective_to or date.max

    def warning(self, column: str, code: str, message: str, way_out: str) -> Finding:
        return warning(
            code,
            f"{message}.",
            way_out=way_out,
            sheet="tax_shares",
            row=self.number,
            column=column,
            record=self.category,
        )


def check_shares(shares: Sequence[tuple[int | None, TaxShare]]) -> list[Finding]:
    """Warnings about the rows of ``tax_shares``; each comes with its row in the sheet.

    None stands for a row that lies in the company file already: of two that contradict each other
    the one from the sheet is named.
    """
    rows = sorted(
        (_Placed(number, share) for number, share in shares),
        key=lambda each: (each.category, each.share.effective_from),
    )
    voip = [each for each in rows if each.category in _VOIP]
    found = [finding for each in rows for finding in (*_unused(each), *_figure(each))]
    found += _overlaps(rows)
    found += _elections(voip)
    found += _changes(voip)
    return sorted(found, key=lambda finding: finding.row or 0)


def _unused(each: _Placed) -> Iterator[Finding]:
    """A row for a category whose shares need no table."""
    name = each.category
    if each.number is not None and (name in BUILT_IN or name.startswith("EQUIP_")):
        yield each.warning(
            "category",
            "share_unused",
            f"The shares of {name} are fixed by what it is, so this row is not used",
            "Take the row out, or give the product another tax_category.",
        )


def _figure(each: _Placed) -> Iterator[Finding]:
    """A safe harbor has the figure the FCC gave it: interstate and international together."""
    share = each.share
    if each.number is None or share.source != _SAFE_HARBOR or share.interstate is None:
        return
    if each.category in BUILT_IN:
        return
    is_voip = each.category in _VOIP
    allowed = (VOIP_SAFE_HARBOR,) if is_voip else (VOIP_SAFE_HARBOR, WIRELESS_SAFE_HARBOR)
    figure = share.interstate + share.international
    if figure not in allowed:
        words = " (VoIP) or ".join(str(value) for value in allowed)
        words += " for VoIP" if is_voip else " (wireless)"
        yield each.warning(
            "interstate",
            "safe_harbor_figure",
            f"interstate and international of {each.category} are {figure} together, but the safe "
            f"harbor is {words}",
            "Write the safe harbor's figure, or say in source where this one comes from: study, "
            "actual or fixed.",
        )


def _overlaps(rows: Sequence[_Placed]) -> Iterator[Finding]:
    for one, other in combinations(rows, 2):
        pair = _blamed(one, other)
        if pair is None or one.category != other.category or one.last < other.share.effective_from:
            continue
        yield pair[0].warning(
            "effective_from",
            "shares_overlap",
            f"{one.category} has two shares from {other.share.effective_from} on; the later row "
            "is used",
            "End the older row on the day before the newer begins.",
        )


def _elections(rows: Sequence[_Placed]) -> Iterator[Finding]:
    """Two ways of telling the VoIP share on one day."""
    for one, other in combinations(rows, 2):
        pair = _blamed(one, other)
        if pair is None or one.category == other.category or not _meet(one, other):
            continue
        if one.share.source != other.share.source:
            day = max(one.share.effective_from, other.share.effective_from)
            yield pair[0].warning(
                "source",
                "several_elections",
                f"From {day} on {one.category} goes by {_WORDS[one.share.source]} and "
                f"{other.category} by {_WORDS[other.share.source]}: bill and report would differ",
                "Choose one source for all VoIP, and report by the same.",
            )


def _changes(rows: Sequence[_Placed]) -> Iterator[Finding]:
    """A source that changes within a quarter, which is reported as one."""
    for older, newer in combinations(rows, 2):
        begins = newer.share.effective_from
        follows = older.category == newer.category and older.last == begins - timedelta(days=1)
        if newer.number is None or not follows or older.share.source == newer.share.source:
            continue
        if quarter_of(begins) == quarter_of(begins - timedelta(days=1)):
            yield newer.warning(
                "effective_from",
                "election_within_quarter",
                f"{newer.category} changes from {_WORDS[older.share.source]} to "
                f"{_WORDS[newer.share.source]} within {quarter_of(begins)}: bill and report of "
                "that quarter would differ",
                "Let the change begin with a quarter.",
            )


def _meet(one: _Placed, other: _Placed) -> bool:
    return one.share.effective_from <= other.last and other.share.effective_from <= one.last


def _blamed(one: _Placed, other: _Placed) -> tuple[_Placed, _Placed] | None:
    """The row to blame and its partner: the later one of the sheet; None where neither is."""
    if other.number is not None and (one.number is None or other.number > one.number):
        return other, one
    return (one, other) if one.number is not None else None
