"""Revenue of a window for federal and state filings: every cent of it, by category and share.

Three kinds of money: invoice lines, the provider's own fees that ride on them, and lines that
recover universal service. Everything else on an invoice is money of an authority, no revenue.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from app.billing.invoice import Invoice, Line
from app.billing.journal import Ledger
from app.billing.tax_reports.billed_shares import UNKNOWN, BilledItem, billed_items
from app.billing.tax_reports.facts import Entry, ReportFacts, entries, postings
from app.billing.tax_reports.report import Tie
from app.customers.location import ServiceLocation
from app.findings import Finding, error, warning
from app.tax.book import TaxBook, make_book
from app.tax.category import INTERNET_ACCESS, pattern_reaches, patterns_of
from app.tax.certificate import RESELLER, Certificate, certificate_of
from app.tax.result import TaxLine
from app.tax.rule_row import FUSF
from app.tax.shares import Split
from app.values.money import CENT_PLACES, ZERO, share_out
from app.values.period import Period

STATE_USF: Final = "SUSF"
"""The family of state universal service."""

UNIVERSAL_SERVICE: Final = frozenset({FUSF, STATE_USF})

TERRITORIES: Final = frozenset({"PR", "VI", "GU", "AS", "MP"})
"""Codes by which a territory of the United States may stand as a country."""

FIRST_ROW: Final = 2
"""The sheet's row of the first record."""

_INTRASTATE: Final[Split] = (Fraction(0), Fraction(0), Fraction(1))
_CENT: Final = Decimal(1).scaleb(-CENT_PLACES)


class Origin(Enum):
    """What kind of money it is."""

    LINE = "line"
    OWN_FEE = "own fee"
    RECOVERY = "recovery"
    """A line that recovers federal or state universal service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenuePart:
    """Money of one category on one invoice, or its taking back."""

    entry: Entry
    origin: Origin
    ledger: Ledger
    code: str
    """GL code of a line, tax code of a fee or recovery."""
    family: str
    """Of a fee or recovery; blank for a line."""
    account_number: str
    location: ServiceLocation
    category: str
    """Blank where a fee stands on no line."""
    amount: Decimal
    """In whole cents, with the entry's sign."""
    split: Split
    with_broadband: bool
    is_reseller: bool
    is_credit: bool
    """Whether it gives back universal service of an earlier line."""

    @property
    def interstate(self) -> Fraction:
        """The interstate part of the amount."""
        return Fraction(self.amount) * self.split[0]

    @property
    def international(self) -> Fraction:
        """The international part of the amount."""
        return Fraction(self.amount) * self.split[1]

    @property
    def is_domestic(self) -> bool:
        """Whether the service is used in the United States or a territory."""
        country = self.location.country.strip().upper()
        return country == "US" or country in TERRITORIES

    @property
    def state(self) -> str:
        """The state, territory or province of use."""
        country = self.location.country.strip().upper()
        return country if country in TERRITORIES else self.location.region.strip().upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """All revenue of a window."""

    parts: tuple[RevenuePart, ...]
    findings: tuple[Finding, ...]

    def of(self, *origins: Origin) -> list[RevenuePart]:
        """The parts of these kinds of money."""
        return [part for part in self.parts if part.origin in origins]


@dataclass(kw_only=True, eq=False)
class _Reading:
    """The tables made ready, and what was worked out of an invoice."""

    facts: ReportFacts
    book: TaxBook
    resellers: Mapping[str, list[Certificate]]
    broadband: Mapping[str, list[Period]]
    """By location the days that our Internet access was billed for."""
    items: dict[int, tuple[BilledItem, ...]] = field(default_factory=dict)

    def items_of(self, invoice: Invoice) -> tuple[BilledItem, ...]:
        """The invoice's lines with their shares."""
        known = self.items.get(id(invoice))
        if known is None:
            known = billed_items(invoice, self.book, self.facts.locations)
            self.items[id(invoice)] = known
        return known

    def resale(self, line: Line, day: date) -> Fraction:
        """How much of a line is sold to a certified reseller."""
        return max(
            (
                each.part
                for each in self.resellers.get(line.account_number, ())
                if each.first <= day <= each.last and each.location in {"", line.location_code}
            ),
            default=Fraction(0),
        )

    def has_broadband(self, line: Line) -> bool:
        """Whether our Internet access was billed at its location for a day of its days."""
        days = Period(line.start, line.end)
        return any(days.overlap(each).days for each in self.broadband.get(line.location_code, ()))


def revenue(facts: ReportFacts, period: Period | None = None) -> Revenue:
    """All revenue of the window, or of another period, voidings taken back."""
    book = make_book((), shares=enumerate(facts.shares, FIRST_ROW), bundles=facts.bundles)
    reading = _Reading(
        facts=facts, book=book, resellers=_resellers(facts), broadband=_broadband(facts)
    )
    parts: list[RevenuePart] = []
    for entry in entries(facts, period):
        parts += _line_parts(entry, reading)
        for tax in entry.invoice.tax_lines:
            if tax.class_ == "PROVIDER_FEE":
                parts += _tax_parts(entry, tax, reading, origin=Origin.OWN_FEE)
            elif tax.class_ == "PASS_THROUGH" and tax.family.upper() in UNIVERSAL_SERVICE:
                parts += _tax_parts(entry, tax, reading, origin=Origin.RECOVERY)
    return Revenue(parts=tuple(parts), findings=tuple(_share_findings(reading)))


def _resellers(facts: ReportFacts) -> dict[str, list[Certificate]]:
    found: dict[str, list[Certificate]] = {}
    for exemption in facts.exemptions:
        if exemption.kind.strip().upper() == RESELLER:
            found.setdefault(exemption.account_number, []).append(certificate_of(exemption))
    return found


def _broadband(facts: ReportFacts) -> dict[str, list[Period]]:
    bundled = {
        each.product_code
        for each in facts.bundles
        if each.category.strip().upper() == INTERNET_ACCESS
    }
    found: dict[str, set[Period]] = {}
    for booked in facts.invoices:
        if booked.voided_on is not None:
            continue
        for line in booked.invoice.lines:
            if line.tax_category.strip().upper() == INTERNET_ACCESS or line.product_code in bundled:
                found.setdefault(line.location_code, set()).add(Period(line.start, line.end))
    return {code: sorted(days) for code, days in found.items()}


def _line_parts(entry: Entry, reading: _Reading) -> Iterator[RevenuePart]:
    credited = _credited_lines(entry.invoice)
    for item in reading.items_of(entry.invoice):
        line = entry.invoice.lines[item.line_index]
        yield from _parts(
            entry,
            line,
            reading,
            _Money(
                origin=Origin.LINE,
                code=line.gl_code,
                family="",
                category=item.category,
                cents=item.cents,
                split=item.split,
                is_credit=item.line_index in credited,
            ),
        )


def _credited_lines(invoice: Invoice) -> set[int]:
    """The lines whose universal service was given back at the rate of then."""
    return {
        part.line_index
        for tax in invoice.tax_lines
        if tax.family.upper() == FUSF and tax.amount < 0
        for part in tax.parts
    }


def _tax_parts(
    entry: Entry, tax: TaxLine, reading: _Reading, *, origin: Origin
) -> Iterator[RevenuePart]:
    """A tax line's money, by the items that raised it."""
    items = reading.items_of(entry.invoice)
    pattern = tax.trace.row.category if tax.trace is not None else None
    left = tax.amount
    for part in tax.parts:
        left -= part.amount
        own = [item for item in items if item.line_index == part.line_index]
        hosts = [item for item in own if _reaches(pattern, item.category)] or own
        weights = [Fraction(abs(item.cents)) for item in hosts]
        for item, cents in zip(hosts, share_out(_cents(part.amount), weights), strict=True):
            yield from _parts(
                entry,
                entry.invoice.lines[item.line_index],
                reading,
                _Money(
                    origin=origin,
                    code=tax.tax_code,
                    family=tax.family.upper(),
                    category=item.category,
                    cents=cents,
                    split=_tax_split(tax, item, origin),
                    is_credit=tax.amount < 0,
                ),
            )
    if left and entry.invoice.lines:
        yield from _parts(
            entry,
            entry.invoice.lines[0],
            reading,
            _Money(
                origin=origin,
                code=tax.tax_code,
                family=tax.family.upper(),
                category="",
                cents=_cents(left),
                split=UNKNOWN if tax.family.upper() != STATE_USF else _INTRASTATE,
                is_credit=tax.amount < 0,
            ),
        )


def _reaches(pattern: str | None, category: str) -> bool:
    return any(pattern_reaches(each, category) for each in patterns_of(pattern))


def _tax_split(tax: TaxLine, item: BilledItem, origin: Origin) -> Split:
    """The shares of a fee are its service's; recovery is of what it recovers."""
    if origin is Origin.OWN_FEE:
        return item.split
    if tax.family.upper() == STATE_USF:
        return _INTRASTATE
    interstate, international, _ = item.split
    both = interstate + international
    if not both:
        return UNKNOWN
    return interstate / both, international / both, Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Money:
    """Cents of one line, fee or recovery, before it is known who bought."""

    origin: Origin
    code: str
    family: str = ""
    category: str
    cents: int
    split: Split
    is_credit: bool


def _parts(
    entry: Entry,
    line: Line,
    reading: _Reading,
    money: _Money,
) -> Iterator[RevenuePart]:
    """The money, cut where only a part of it is sold to a reseller."""
    resale = reading.resale(line, entry.invoice.invoice_date)
    for is_reseller, own in zip(
        (False, True), share_out(money.cents, [1 - resale, resale]), strict=True
    ):
        if own:
            yield RevenuePart(
                entry=entry,
                origin=money.origin,
                ledger=_LEDGERS[money.origin],
                code=money.code,
                family=money.family,
                account_number=line.account_number,
                location=reading.facts.locations[line.location_code],
                category=money.category,
                amount=entry.sign * own * _CENT,
                split=money.split,
                with_broadband=reading.has_broadband(line),
                is_reseller=is_reseller,
                is_credit=money.is_credit,
            )


_LEDGERS: Final = {
    Origin.LINE: Ledger.REVENUE,
    Origin.OWN_FEE: Ledger.PROVIDER_FEE,
    Origin.RECOVERY: Ledger.TAX_PAYABLE,
}


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(CENT_PLACES))


def _share_findings(reading: _Reading) -> Iterator[Finding]:
    """What no table and no bill tells the shares of; and what the bill took otherwise."""
    unknown: dict[str, int] = {}
    other: dict[str, set[str]] = {}
    for booked in reading.facts.invoices:
        for item in reading.items.get(id(booked.invoice), ()):
            if not item.is_known and item.cents:
                unknown[item.category] = unknown.get(item.category, 0) + item.cents
            elif item.differs:
                number = booked.invoice.invoice_number or ""
                other.setdefault(item.category, set()).add(number)
    for category, cents in sorted(unknown.items()):
        yield error(
            "share_missing",
            f"{cents * _CENT} of {category} has no shares on the day of its invoice: it is taken"
            " as interstate in whole.",
            way_out=f"Give {category} a row of tax_shares for those days.",
            sheet="tax_shares",
            record=category,
        )
    for category, numbers in sorted(other.items()):
        several = f"{len(numbers)} invoices" if len(numbers) > 1 else f"invoice {min(numbers)}"
        yield warning(
            "share_changed",
            f"{several} took other shares of {category} than tax_shares has for the day now.",
            way_out="The report follows the bill. Leave rows of the past as they were billed.",
            sheet="tax_shares",
            record=category,
        )


def revenue_ties(facts: ReportFacts, parts: Iterable[RevenuePart]) -> tuple[Tie, ...]:
    """The revenue by its code in the books, beside the journal's postings of the window.

    All postings of revenue and of own fees; of tax payable those of the codes that recover.
    """
    reported: dict[tuple[Ledger, str], Decimal] = {}
    for part in parts:
        key = (part.ledger, part.code)
        reported[key] = reported.get(key, ZERO) + part.amount
    posted: dict[tuple[Ledger, str], Decimal] = {}
    for posting in postings(facts):
        key = (posting.ledger, posting.code)
        if key in reported or posting.ledger in {Ledger.REVENUE, Ledger.PROVIDER_FEE}:
            posted[key] = posted.get(key, ZERO) - posting.signed
    order = list(Ledger)
    return tuple(
        Tie(
            ledger=ledger,
            code=code,
            reported=reported.get((ledger, code), ZERO),
            journal=posted.get((ledger, code), ZERO),
        )
        for ledger, code in sorted(
            {*reported, *posted}, key=lambda key: (order.index(key[0]), key[1])
        )
    )
