"""Assembly: what is known of an account, and a period, to a draft invoice. Pure.

A child whose lines stand on its parent's invoice keeps its own bill cycle: the run of 2026-10 bills
the child's own period 2026-10, on the parent's invoice of 2026-10.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.billing.billed import BilledService
from app.billing.charge import OneTimeCharge
from app.billing.credits import CreditBook, CreditedTaxes, DueCredit, credited_taxes
from app.billing.cycle import bill_period
from app.billing.draft import DraftInvoice
from app.billing.invoice import Invoice, Line
from app.billing.issuer import Company
from app.billing.one_time import ChargeBook, due_charges
from app.billing.plant import counted_plant
from app.billing.recurring import ServiceBook, once_lines, recurring_lines
from app.billing.tax_adjustment import TaxAdjustment
from app.billing.taxable import taxable_charge
from app.billing.terms import read_terms
from app.billing.unbilled import unbilled_services, waiting_charges
from app.billing.unused import unused_credits
from app.billing.usage_charges import UsageSum, usage_lines
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.findings import Finding, Severity
from app.tax.book import TaxBook
from app.tax.engine import tax_invoice
from app.tax.place import place_of
from app.tax.request import ChargeKind, CountedPlant, TaxableCharge, TaxRequest, TrafficShare
from app.tax.result import TaxLine, TaxResult

_PRINT_ORDER = (
    ChargeKind.RECURRING,
    ChargeKind.ONE_TIME,
    ChargeKind.CREDIT,
    ChargeKind.ADJUSTMENT,
    ChargeKind.USAGE,
)
"""In which order the kinds of lines stand within a location."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecords:
    """All that one account brings to a run."""

    account: Account
    locations: Sequence[ServiceLocation] = ()
    """Its own, for the bill-ready check."""
    services: Sequence[Service] = ()
    charges: Sequence[OneTimeCharge] = ()
    """All its rows, billed ones too: a credit may name them."""
    usage: Sequence[UsageSum] = ()
    """Rated calls of the period, and late ones of periods whose run is final."""
    circuits: Sequence[Circuit] = ()
    numbers: Sequence[Number] = ()
    billed: Mapping[str, Sequence[BilledService]] = field(default_factory=dict)
    """By service code its lines on approved invoices that are not void."""
    billed_references: Collection[str] = ()
    """References of charges on those invoices."""
    final_labels: frozenset[str] = field(default_factory=frozenset)
    """The bill periods for which a final run of this account exists."""
    adjustments: Sequence[TaxAdjustment] = ()
    """Corrections of taxes on invoices it paid that stand on no invoice yet."""
    corrections: Sequence[TaxAdjustment] = ()
    """All that were made of the taxes in its history."""
    history: Sequence[Invoice] = ()
    """Those invoices themselves; asked for only where a charge has ``credits``."""
    findings: Sequence[Finding] = ()
    """Of the bill-ready check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBook:
    """What is the same for all invoices of a run."""

    label: str
    company: Company
    products: Mapping[str, Product]
    locations: Mapping[str, ServiceLocation]
    taxes: TaxBook
    invoice_date: date | None = None
    """None: for each account the day after its period."""
    actual_shares: Mapping[str, TrafficShare] = field(default_factory=dict)
    """By category, measured on the period's rated calls of the whole company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A line, and the row of ``charges`` it comes from, if it does."""

    line: Line
    member: AccountRecords
    charge: OneTimeCharge | None = None

    @property
    def counts(self) -> bool:
        """Whether it is a service that counts units; rows of ``charges`` never do."""
        kind = self.line.kind
        is_service = kind is ChargeKind.RECURRING or kind is ChargeKind.ONE_TIME
        return is_service and self.charge is None


def draft_invoice(
    payer: AccountRecords, book: RunBook, *, children: Sequence[AccountRecords] = ()
) -> DraftInvoice:
    """The draft of one payer: its own lines, then each child's, with their taxes.

    Where the bill-ready check has errors the lines are there, to show the money at stake, and the
    taxes are not.
    """
    members = [payer, *sorted(children, key=lambda child: child.account.account_number)]
    items = [item for member in members for item in _items(member, book)]
    findings = [finding for member in members for finding in _findings(member, book)]
    given_back = [_credited(member, items) for member in members]
    findings += [finding for each in given_back for finding in each.findings]
    is_ready = not any(finding.severity is Severity.ERROR for finding in findings)
    taxed = TaxResult(lines=(), problems=(), exposure=())
    tax_lines: list[TaxLine] = []
    request = None
    if items and is_ready:
        apart = frozenset[int]().union(*(each.line_indexes for each in given_back))
        request = _request(members, items, book=book, apart=apart)
        if book.taxes.has_rules:
            taxed = tax_invoice(request, book.taxes)
        tax_lines += taxed.lines
        tax_lines += [tax for each in given_back for tax in each.tax_lines]
        # Their parts tell of the lines of another invoice.
        tax_lines += [replace(each.line, parts=()) for m in members for each in m.adjustments]
    return DraftInvoice(
        account_number=payer.account.account_number,
        accounts=tuple(member.account.account_number for member in members),
        invoice=_invoice(payer.account, book, items=items, tax_lines=tax_lines),
        findings=tuple(findings),
        tax_problems=taxed.problems,
        exposure=taxed.exposure,
        request=request,
    )


def _findings(member: AccountRecords, book: RunBook) -> list[Finding]:
    return [
        *member.findings,
        *unbilled_services(_services(member, book)),
        *waiting_charges(_charges(member, book)),
    ]


def _charges(member: AccountRecords, book: RunBook) -> ChargeBook:
    return ChargeBook(
        label=book.label,
        cycle_day=member.account.bill_cycle_day,
        charges=member.charges,
        products=book.products,
        billed_references=member.billed_references,
        final_labels=member.final_labels,
    )


def _services(member: AccountRecords, book: RunBook) -> ServiceBook:
    return ServiceBook(
        label=book.label,
        cycle_day=member.account.bill_cycle_day,
        services=[each for each in member.services if each.product_code in book.products],
        products=book.products,
        billed=member.billed,
        final_labels=member.final_labels,
    )


def _items(member: AccountRecords, book: RunBook) -> list[_Item]:
    """The lines of one account in print order: by location, kind of line, and what it bills."""
    services = _services(member, book)
    lines = [*recurring_lines(services), *once_lines(services), *unused_credits(services)]
    lines += usage_lines(
        member.usage, products=book.products, cycle_day=member.account.bill_cycle_day
    )
    items = [_Item(line=line, member=member) for line in lines]
    items += [
        _Item(line=line, member=member, charge=charge)
        for charge, line in due_charges(_charges(member, book))
    ]
    return sorted(
        items,
        key=lambda item: (item.line.location_code, _PRINT_ORDER.index(item.line.kind)),
    )


def _credited(member: AccountRecords, items: Sequence[_Item]) -> CreditedTaxes:
    due = [
        DueCredit(charge=item.charge, line=item.line, line_index=index)
        for index, item in enumerate(items)
        if item.member is member and item.charge is not None and item.charge.credits
    ]
    if not due:
        return CreditedTaxes()
    book = CreditBook(
        charges=member.charges,
        history=member.history,
        cycle_day=member.account.bill_cycle_day,
        same_invoice=[item.line for item in items],
        corrections=member.corrections,
    )
    return credited_taxes(due, book)


def _request(
    members: Sequence[AccountRecords],
    items: Sequence[_Item],
    *,
    book: RunBook,
    apart: Collection[int],
) -> TaxRequest:
    payer = members[0].account
    charges = tuple(
        _taxable(item, index, book=book) for index, item in enumerate(items) if index not in apart
    )
    plant = _plant(members, book)
    used = {item.line.location_code for item in items}
    used |= {code for code, counted in plant.items() if counted.service_categories}
    return TaxRequest(
        account_number=payer.account_number,
        customer_class=payer.customer_class,
        invoice_date=_invoice_date(payer, book),
        charges=charges,
        locations={code: place_of(book.locations[code]) for code in sorted(used)},
        plant={code: counted for code, counted in plant.items() if code in used},
        actual_shares=book.actual_shares,
    )


def _taxable(item: _Item, index: int, *, book: RunBook) -> TaxableCharge:
    return taxable_charge(
        item.line,
        index,
        counts=item.counts,
        product=book.products[item.line.product_code],
        customer_class=item.member.account.customer_class,
    )


def _plant(members: Sequence[AccountRecords], book: RunBook) -> Mapping[str, CountedPlant]:
    """Circuits and numbers of all members, in the days of the payer's bill period."""
    return counted_plant(
        [circuit for member in members for circuit in member.circuits],
        [number for member in members for number in member.numbers],
        services=[
            service
            for member in members
            for service in member.services
            if service.product_code in book.products
        ],
        products=book.products,
        period=bill_period(book.label, members[0].account.bill_cycle_day),
    )


def _invoice(
    payer: Account, book: RunBook, *, items: Sequence[_Item], tax_lines: Sequence[TaxLine]
) -> Invoice | None:
    if not items:
        return None
    period = bill_period(book.label, payer.bill_cycle_day)
    invoice_date = _invoice_date(payer, book)
    terms = read_terms(payer.terms or book.company.terms)
    return Invoice(
        account_number=payer.account_number,
        invoice_number=None,
        period_start=period.start,
        period_end=period.end,
        invoice_date=invoice_date,
        due_date=terms.due(invoice_date) if terms else invoice_date,
        currency=book.company.currency,
        lines=tuple(item.line for item in items),
        tax_lines=tuple(tax_lines),
    )


def _invoice_date(payer: Account, book: RunBook) -> date:
    return book.invoice_date or bill_period(book.label, payer.bill_cycle_day).end
