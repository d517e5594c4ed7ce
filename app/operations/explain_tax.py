"""Why an invoice's taxes are what they are, and how the units of its fees were counted.

A final invoice is explained by what was kept with it, never by the tables as they are today; a
draft by the run that would make it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.billing.assembly import AccountRecords
from app.billing.cycle import bill_period
from app.billing.draft import DraftInvoice
from app.billing.invoice import Invoice
from app.billing.unit_counts import CountBook, CountedUnit, counted_units
from app.errors import InputError
from app.operations.office import Office
from app.operations.run_making import MadeRun, make_run
from app.progress import Progress, Silent
from app.store.bundle_splits import load_splits
from app.store.exposures import load_exposures
from app.store.invoices import StoredInvoice, load_invoices
from app.store.untaxed import load_untaxed
from app.tax.explain import explain_exposure, explain_splits, explain_tax, explain_untaxed
from app.tax.result import Exposure, TaxLine
from app.tax.unbundling import BundleSplit
from app.tax.untaxed import UntaxedCharge


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedTax:
    """One tax line, explained."""

    number: int
    """Its place on the invoice, from 1."""
    line: TaxLine
    sentences: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedInvoice:
    """The taxes of one invoice, explained."""

    invoice: Invoice
    taxes: list[ExplainedTax]
    splits: list[str]
    """How bundles were split."""
    untaxed: list[str]
    """What was not taxed, and why."""
    uncollected: list[str]
    """What was left uncollected for want of a registration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided about an invoice beside its tax lines."""

    splits: Sequence[BundleSplit]
    untaxed: Sequence[UntaxedCharge]
    exposures: Sequence[Exposure]


def explain_invoice(office: Office, number: str, *, line: int | None = None) -> ExplainedInvoice:
    """The taxes of a final invoice, or one tax line of it, counted from 1.

    InputError where there is no such invoice or line.
    """
    with office.file.read() as conn:
        stored = _find(load_invoices(conn, numbers={number}), number)
        exposures = [
            each.exposure
            for each in load_exposures(conn, run_id=stored.run_id)
            if each.invoice_id == stored.id
        ]
        decided = Decided(
            splits=load_splits(conn, stored.id),
            untaxed=load_untaxed(conn, stored.id),
            exposures=exposures,
        )
    return _explained(stored.invoice, decided, line=line)


def _find(stored: Sequence[StoredInvoice], number: str) -> StoredInvoice:
    found = next((each for each in stored if each.invoice.invoice_number == number), None)
    if found is None:
        raise InputError(
            f"There is no invoice {number}.",
            "",
            "export invoices lists them; a draft is explained as draft:ACCOUNT with --period.",
        )
    return found


def explain_draft(
    office: Office,
    account: str,
    period: str,
    *,
    invoice_date: date | None = None,
    line: int | None = None,
    progress: Progress | None = None,
) -> ExplainedInvoice:
    """The taxes that a run of the period would bill an account now; nothing is written.

    InputError where it would bill the account nothing, or leaves it out.
    """
    made = _run(office, period, invoice_date=invoice_date, progress=progress)
    draft = next((each for each in made.drafts if account in each.accounts), None)
    if draft is None or draft.invoice is None:
        raise InputError(f"A run of {period} bills account {account} nothing.")
    if draft.is_left_out:
        why = " ".join(finding.message for finding in draft.errors)
        raise InputError(f"A run of {period} leaves account {account} out.", why)
    decided = Decided(
        splits=made.splits(draft), untaxed=made.untaxed(draft), exposures=draft.exposure
    )
    return _explained(draft.invoice, decided, line=line)


def _run(
    office: Office, period: str, *, invoice_date: date | None, progress: Progress | None
) -> MadeRun:
    with office.file.read() as conn:
        return make_run(
            office,
            conn,
            period,
            invoice_date=invoice_date,
            waivers=None,
            progress=progress or Silent(),
        )


def _explained(invoice: Invoice, decided: Decided, *, line: int | None) -> ExplainedInvoice:
    if line is not None and not 0 < line <= len(invoice.tax_lines):
        raise InputError(
            f"There is no tax line {line}.", f"The invoice has {len(invoice.tax_lines)}."
        )
    charges = {index: each.description for index, each in enumerate(invoice.lines)}
    wanted = [
        (number, tax)
        for number, tax in enumerate(invoice.tax_lines, 1)
        if line is None or number == line
    ]
    return ExplainedInvoice(
        invoice=invoice,
        taxes=[
            # The parts of a correction tell of the lines of the invoice it corrects.
            ExplainedTax(
                number=number,
                line=tax,
                sentences=explain_tax(tax, {} if tax.adjusts else charges),
            )
            for number, tax in wanted
        ],
        splits=explain_splits(decided.splits, charges) if line is None else [],
        untaxed=explain_untaxed(decided.untaxed, charges) if line is None else [],
        uncollected=[explain_exposure(each) for each in decided.exposures] if line is None else [],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCount:
    """What one fee per unit came to on one invoice."""

    account_number: str
    """The payer."""
    line: TaxLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CountListing:
    """How the units of a period's fees are counted."""

    units: list[CountedUnit]
    fees: list[FeeCount]
    left_out: list[str]
    """Accounts that the run leaves out."""


def list_counts(
    office: Office,
    period: str,
    *,
    account: str | None = None,
    invoice_date: date | None = None,
    progress: Progress | None = None,
) -> CountListing:
    """Every unit of the accounts that a run of the period would bill, with why it counts or not.

    Of one account and those it pays for, where ``account`` names it; InputError if it is none.
    Accounts whose period is billed already have nothing left to count.
    """
    made = _run(office, period, invoice_date=invoice_date, progress=progress)
    if account is not None and account not in made.records.accounts:
        raise InputError(f"There is no account {account}.")
    drafts = [each for each in made.drafts if account in {None, *each.accounts}]
    units: list[CountedUnit] = []
    for draft in drafts:
        units += _units(draft, made, period)
    return CountListing(
        units=units,
        fees=[
            FeeCount(account_number=draft.account_number, line=line)
            for draft in drafts
            if draft.billed is not None
            for line in draft.billed.tax_lines
            if line.units is not None
        ],
        left_out=[draft.account_number for draft in drafts if draft.is_left_out],
    )


def _units(draft: DraftInvoice, made: MadeRun, period: str) -> list[CountedUnit]:
    if draft.request is None or made.taxes is None:
        return []
    records = made.records
    members: list[AccountRecords] = [records.of_account(each, usage=()) for each in draft.accounts]
    payer = records.accounts[draft.account_number]
    return counted_units(
        CountBook(
            members=members,
            request=draft.request,
            products=records.products,
            taxes=made.taxes,
            period=bill_period(period, payer.bill_cycle_day),
        )
    )
