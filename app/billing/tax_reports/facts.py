"""What tax reports are made of: invoices of the window with their voidings, and the tables.

Billed basis: an invoice counts on its date; one made void is taken back on the day on which it was.
Both may lie in different windows. Drafts are never here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.invoice import Invoice, Line
from app.billing.issuer import Company
from app.billing.journal import Ledger, Posting, journal
from app.billing.tax_reports.report import Tie
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.form_499 import Form499Line
from app.tax.place_history import History, location_on
from app.tax.registration import Registration
from app.tax.request import ChargeKind
from app.tax.result import Exposure, TaxLine
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.tax.usf import UsfFactor
from app.tax.usf_filing import UsfFiling
from app.values.money import ZERO
from app.values.period import Period

BILLED_BASIS: Final = (
    "Billed basis: invoices count by their date, voided ones are taken back on the day they were"
    " made void, drafts not at all. Payments are not known here: nothing is shown as collected."
)
"""The note that stands under every report of billed tax."""

PAYABLE: Final = (Ledger.TAX_PAYABLE, Ledger.PROVIDER_FEE)
"""The ledgers that hold tax codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedInvoice:
    """An approved invoice, standing or void, with what missing registrations left out of it."""

    invoice: Invoice
    voided_on: date | None = None
    exposures: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An invoice in a window: as it was billed, or as it was taken back."""

    booked: BookedInvoice
    day: date
    sign: int
    """1 as billed, -1 as taken back."""
    originals: Mapping[str, Invoice] = field(default_factory=dict)
    """By number the invoices whose taxes may be corrected here."""

    @property
    def invoice(self) -> Invoice:
        """The invoice itself."""
        return self.booked.invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxEntry:
    """A tax line in a window; amounts carry the sign of its entry."""

    entry: Entry
    number: int
    """Its place among the invoice's tax lines, from 1."""
    tax: TaxLine
    billed: Decimal
    """What charges raised; price reductions at the invoice's own rules are in it."""
    credited: Decimal
    """What credit lines gave back, and corrections of the taxes of earlier invoices."""

    @property
    def amount(self) -> Decimal:
        """The whole line."""
        return self.billed + self.credited

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that its parts name: of a correction those of the invoice it corrects."""
        own = self.entry.invoice
        return self.entry.originals.get(self.tax.adjusts, own).lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """All that reports may look at."""

    period: Period
    """The window, half-open, by invoice date."""
    today: date
    company: Company
    invoices: Sequence[BookedInvoice] = ()
    """All approved invoices dated or made void in the calendar years of the window, or more."""
    accounts: Mapping[str, Account] = field(default_factory=dict)
    locations: Mapping[str, ServiceLocation] = field(default_factory=dict)
    """As their sheet has them: the newest facts of each place."""
    places: Mapping[str, History] = field(default_factory=dict)
    """By location code the dated facts of its place, where it has any."""
    products: Mapping[str, Product] = field(default_factory=dict)
    rules: Sequence[TaxRule] = ()
    shares: Sequence[TaxShare] = ()
    registrations: Sequence[Registration] = ()
    exemptions: Sequence[Exemption] = ()
    filed_certificates: Collection[tuple[str, str]] = ()
    """Account and certificate number of those whose paper is kept in the file."""
    usf_factors: tuple[UsfFactor, ...] = ()
    bundles: Sequence[BundleComponent] = ()
    form_499: Sequence[Form499Line] = ()
    """The company's own lines of the forms; none: the built-in ones apply."""
    usf_filings: Sequence[UsfFiling] = ()

    @property
    def last_day(self) -> date:
        """The last day of the window."""
        return self.period.last_day

    def location_on(self, code: str, day: date) -> ServiceLocation | None:
        """A location as it was on a day; None where the company has none of this code."""
        location = self.locations.get(code)
        return location and location_on(location, self.places.get(code, ()), day)


def entries(facts: ReportFacts, period: Period | None = None) -> list[Entry]:
    """What the window, or another period, holds of invoices and of their voidings, by day."""
    window = period or facts.period
    originals = {booked.invoice.invoice_number or "": booked.invoice for booked in facts.invoices}
    found = []
    for booked in facts.invoices:
        invoice = booked.invoice
        if window.holds(invoice.invoice_date):
            day = invoice.invoice_date
            found.append(Entry(booked=booked, day=day, sign=1, originals=originals))
        if booked.voided_on is not None and window.holds(booked.voided_on):
            day = booked.voided_on
            found.append(Entry(booked=booked, day=day, sign=-1, originals=originals))
    return sorted(found, key=lambda each: (each.day, each.invoice.invoice_number or "", -each.sign))


def tax_entries(facts: ReportFacts, period: Period | None = None) -> Iterator[TaxEntry]:
    """Every tax line of the window, or of another period."""
    for entry in entries(facts, period):
        yield from taxes_of(entry)


def taxes_of(entry: Entry) -> Iterator[TaxEntry]:
    """The tax lines of one entry."""
    lines = entry.invoice.lines
    for number, tax in enumerate(entry.invoice.tax_lines, 1):
        credited = tax.amount if tax.adjusts else _given_back(tax, lines)
        yield TaxEntry(
            entry=entry,
            number=number,
            tax=tax,
            billed=entry.sign * (tax.amount - credited),
            credited=entry.sign * credited,
        )


def _given_back(tax: TaxLine, lines: Sequence[Line]) -> Decimal:
    """What of a tax line comes from credit lines."""
    return sum(
        (part.amount for part in tax.parts if lines[part.line_index].kind is ChargeKind.CREDIT),
        ZERO,
    )


def of_families(found: Iterable[TaxEntry], families: Collection[str]) -> list[TaxEntry]:
    """The tax lines of these families; names in capitals."""
    return [each for each in found if each.tax.family.upper() in families]


def codes_of(facts: ReportFacts, families: Collection[str]) -> set[str]:
    """The tax codes of these families, by the tables and by every invoice."""
    codes = {rule.tax_code for rule in facts.rules if rule.family.upper() in families}
    codes |= {
        tax.tax_code
        for booked in facts.invoices
        for tax in booked.invoice.tax_lines
        if tax.family.upper() in families
    }
    return codes


def postings(facts: ReportFacts) -> list[Posting]:
    """The journal of the window."""
    voided_on = {
        booked.invoice.invoice_number or "": booked.voided_on
        for booked in facts.invoices
        if booked.voided_on is not None
    }
    whole = journal((booked.invoice for booked in facts.invoices), voided_on=voided_on)
    return [posting for posting in whole if facts.period.holds(posting.posted_on)]


def ties(
    facts: ReportFacts,
    reported: Mapping[str, Decimal],
    *,
    codes: Collection[str] | None = None,
) -> tuple[Tie, ...]:
    """What was reported by tax code, beside the journal's postings of the window.

    ``codes``: what the report speaks of, None for every code; a code of the journal among them that
    the report does not name is reported as 0.
    """
    payable: dict[str, dict[Ledger, Decimal]] = {}
    for posting in postings(facts):
        if posting.ledger in PAYABLE and (codes is None or posting.code in codes):
            of_code = payable.setdefault(posting.code, {})
            of_code[posting.ledger] = of_code.get(posting.ledger, ZERO) - posting.signed
    found = []
    for code in sorted({*payable, *reported}):
        of_code = payable.get(code, {})
        ledger = next(iter(of_code), _ledger_of(facts, code))
        found.append(
            Tie(
                ledger=ledger,
                code=code,
                reported=reported.get(code, ZERO),
                journal=sum(of_code.values(), ZERO),
            )
        )
    return tuple(found)


def _ledger_of(facts: ReportFacts, code: str) -> Ledger:
    classes = {rule.class_ for rule in facts.rules if rule.tax_code == code}
    return Ledger.PROVIDER_FEE if classes == {"PROVIDER_FEE"} else Ledger.TAX_PAYABLE
