"""The interstate, international and intrastate parts of billed lines: those the bill itself used.

One election at a time: where a universal service line of the invoice kept its inputs, its shares
hold; else the company's table on the invoice date, read as the tax engine reads it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.billing.invoice import Invoice
from app.billing.taxable import taxable_charge
from app.customers.location import ServiceLocation
from app.tax.book import TaxBook
from app.tax.category import pattern_reaches, patterns_of, specificity
from app.tax.place import place_of
from app.tax.request import TaxRequest
from app.tax.result import TaxLine
from app.tax.rounding import Exact
from app.tax.rule_row import FUSF
from app.tax.shares import BUILT_IN, Split, split_of
from app.tax.unbundling import items_of

UNKNOWN: Split = (Fraction(1), Fraction(0), Fraction(0))
"""The shares taken where neither bill nor table tells any: the most that can be owed."""

_ASKED = TaxRequest(
    account_number="", customer_class="", invoice_date=date.min, charges=(), locations={}
)
"""A request that measured no traffic: for reading the table alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledItem:
    """A line of an invoice, or one component of a bundled one, with its shares."""

    line_index: int
    category: str
    cents: int
    split: Split
    in_table: Split | None
    """What the table says; None where it says nothing, or that calls are measured."""
    is_fixed: bool
    """Whether the contract and not the table decides the shares."""
    is_known: bool
    """Whether bill or table told the shares."""

    @property
    def differs(self) -> bool:
        """Whether the bill used other shares than the table has now."""
        return self.in_table is not None and self.in_table != self.split


def billed_items(
    invoice: Invoice, book: TaxBook, locations: Mapping[str, ServiceLocation]
) -> tuple[BilledItem, ...]:
    """All lines of an invoice, bundles split as for taxes, by line."""
    items = [
        _from_table(index, category, cents, book=book, day=invoice.invoice_date)
        for index, category, cents in _components(invoice, book, locations)
    ]
    raised = [each for tax in invoice.tax_lines for each in _raised(tax)]
    given_back = {index for each in raised if each.is_credit for index in each.line_indexes}
    for each in raised:
        _follow_bill(each, items, given_back=given_back, others=raised)
    return tuple(items)


def _components(
    invoice: Invoice, book: TaxBook, locations: Mapping[str, ServiceLocation]
) -> list[tuple[int, str, int]]:
    """Line, category and cents of every component."""
    request = TaxRequest(
        account_number=invoice.account_number,
        customer_class="",
        invoice_date=invoice.invoice_date,
        charges=tuple(taxable_charge(line, index) for index, line in enumerate(invoice.lines)),
        locations={
            line.location_code: place_of(locations[line.location_code]) for line in invoice.lines
        },
    )
    found = [(item.charge.index, item.category, item.cents) for item in items_of(request, book)]
    return sorted(found, key=lambda each: each[0])


def _from_table(index: int, category: str, cents: int, *, book: TaxBook, day: date) -> BilledItem:
    told = split_of(book, _ASKED, category, day)
    return BilledItem(
        line_index=index,
        category=category,
        cents=cents,
        split=told or UNKNOWN,
        in_table=told,
        is_fixed=category in BUILT_IN or category.startswith("EQUIP_"),
        is_known=told is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raised:
    """What a universal service line kept of the charges it was raised on."""

    line_indexes: frozenset[int]
    """Those that raised cents of it."""
    patterns: tuple[str, ...]
    cents: Exact
    by_share: tuple[Exact, Exact, Exact]
    """The same, interstate, international and intrastate."""
    is_credit: bool
    """Whether it gives back what an earlier invoice took."""

    @property
    def split(self) -> Split:
        """The shares of all its charges together."""
        interstate, international, intrastate = (
            Fraction(each) / Fraction(self.cents) for each in self.by_share
        )
        return interstate, international, intrastate


def _raised(tax: TaxLine) -> Iterator[_Raised]:
    """The inputs of a universal service line; nothing where it kept none."""
    trace = tax.trace
    if tax.family.upper() != FUSF or trace is None or trace.split is None or not trace.charged:
        return
    yield _Raised(
        line_indexes=frozenset(part.line_index for part in tax.parts),
        patterns=patterns_of(trace.row.category),
        cents=trace.charged,
        by_share=trace.split,
        is_credit=bool(trace.reverses),
    )


def _follow_bill(
    raised: _Raised,
    items: list[BilledItem],
    *,
    given_back: set[int],
    others: Sequence[_Raised],
) -> None:
    """Gives the items that a universal service line was raised on the shares it used."""
    places = [
        place
        for place, item in enumerate(items)
        if _is_of(item, raised, given_back=given_back) and _closest(item, others) == raised.patterns
    ]
    if sum(items[place].cents for place in places) == raised.cents:
        _settle(items, places, raised)
        return
    for place in places:
        if not items[place].is_known:
            items[place] = replace(items[place], split=raised.split, is_known=True)


def _is_of(item: BilledItem, raised: _Raised, *, given_back: set[int]) -> bool:
    if raised.is_credit:
        return item.line_index in raised.line_indexes
    return item.line_index not in given_back


def _closest(item: BilledItem, taxes: Iterable[_Raised]) -> tuple[str, ...] | None:
    """The patterns of the row that speaks most exactly of a category; None where none does."""
    reaching = [
        (specificity(pattern), each.patterns)
        for each in taxes
        for pattern in each.patterns
        if pattern_reaches(pattern, item.category)
    ]
    return max(reaching)[1] if reaching else None


def _settle(items: list[BilledItem], places: Sequence[int], raised: _Raised) -> None:
    """Lays what the line's shares differ from the table on the items the table decides.

    Where some are measured on calls, they alone can differ, and have one share together.
    """
    unknown = [place for place in places if not items[place].is_known]
    open_places = unknown or [place for place in places if not items[place].is_fixed]
    cents = sum(items[place].cents for place in open_places)
    settled = _left(items, [place for place in places if place not in open_places], raised)
    if not cents:
        for place in open_places:
            items[place] = replace(items[place], is_known=True)
        return
    if not unknown and settled == _sums(items, open_places):
        return
    interstate, international, intrastate = (each / cents for each in settled)
    for place in open_places:
        items[place] = replace(
            items[place], split=(interstate, international, intrastate), is_known=True
        )


def _left(items: list[BilledItem], settled: Sequence[int], raised: _Raised) -> Split:
    """The line's money by share, less that of items whose shares are settled."""
    known = _sums(items, settled)
    interstate, international, intrastate = (
        Fraction(whole) - own for whole, own in zip(raised.by_share, known, strict=True)
    )
    return interstate, international, intrastate


def _sums(items: list[BilledItem], places: Sequence[int]) -> Split:
    """The money of items by share."""
    interstate, international, intrastate = (
        sum((items[place].cents * items[place].split[which] for place in places), Fraction(0))
        for which in range(3)
    )
    return interstate, international, intrastate
