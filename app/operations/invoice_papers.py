"""Invoices as they are printed: put together from the file, for documents and previews alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.billing.invoice import Invoice
from app.billing.issuer import Company
from app.billing.variance import run_variance, what_changed
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.documents.invoice.document import Balance, Change, InvoiceDocument, PastInvoice
from app.documents.invoice.own_words import OwnWords, read_words
from app.documents.invoice.seller_numbers import seller_numbers
from app.documents.numerals import MONTHS
from app.documents.page_style import PageStyle, Paper, channels
from app.documents.places import county_authorities
from app.errors import InputError
from app.host.paths import cache_folder
from app.operations.run_making import MadeRun
from app.store.bundle_splits import load_splits
from app.store.invoices import StoredInvoice, load_invoices, standing_numbers
from app.store.run_records import RunRecords
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.unbundling import BundleSplit

PAPERS: Final = {"letter": Paper.LETTER, "a4": Paper.A4}

_HISTORY: Final = 6
_SHORT_MONTH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintChoices:
    """How documents are to look."""

    paper: str = "letter"
    accent: str | None = None
    logo: Path | None = None
    masked: bool = True
    """Telephone numbers lose their last two digits."""
    note: str | None = None
    preview: bool = False
    """Marked as drafts and not issued: the run can still be undone."""
    detail: bool = True
    """Call detail annexes, as PDF and as spreadsheets."""
    balances: Mapping[str, Balance] | None = None
    """By account number what accounting says was owed and paid before; None: nothing is said."""
    words: Path | None = None
    """TOML: what the company says by law or by its terms."""


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice, and how its bundled lines were split for taxes."""

    invoice: Invoice
    splits: Sequence[BundleSplit] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecords:
    """What pages tell besides the invoice itself, of one state of the file."""

    company: Company
    accounts: Mapping[str, Account]
    locations: Mapping[str, ServiceLocation]
    registrations: Sequence[Registration]
    invoices_of: Mapping[str, Sequence[Invoice]]
    """By account number those that hold its lines and are not void, the oldest first."""


def billed_of_run(made: MadeRun) -> list[Billed]:
    """The invoices that a worked-out run would bill."""
    return [
        Billed(draft.billed, made.splits(draft))
        for draft in made.drafts
        if draft.billed is not None
    ]


def billed_as_stored(conn: Transaction, stored: StoredInvoice) -> Billed:
    """An invoice of the file."""
    return Billed(stored.invoice, load_splits(conn, stored.id))


def records_of_run(records: RunRecords) -> PaperRecords:
    """What a run looked at, as far as pages tell it."""
    return PaperRecords(
        company=records.company,
        accounts=records.accounts,
        locations=records.locations,
        registrations=records.registrations,
        invoices_of=records.invoices_of,
    )


def records_of_account(conn: Transaction, account_number: str) -> PaperRecords:
    """What the pages of one account's invoices tell, read without those of all others."""
    earlier = load_invoices(conn, numbers=standing_numbers(conn, account_number))
    return PaperRecords(
        company=load(conn, Company)[0],
        accounts={account.account_number: account for account in load(conn, Account)},
        locations={place.location_code: place for place in load(conn, ServiceLocation)},
        registrations=load(conn, Registration),
        invoices_of={account_number: [stored.invoice for stored in earlier]},
    )


def style_of(choices: PrintChoices) -> PageStyle:
    """How the pages look; InputError for an unknown paper or colour."""
    if choices.paper not in PAPERS:
        raise InputError(f"There is no paper {choices.paper}.", "", "Papers are: letter, a4.")
    style = PageStyle(
        fonts=cache_folder() / "fonts", paper=PAPERS[choices.paper], logo=choices.logo
    )
    if not choices.accent:
        return style
    try:
        channels(choices.accent)
    except ValueError as problem:
        raise InputError(
            f"“{choices.accent}” is no colour.",
            "A colour is # and six digits: two each for red, green and blue.",
            "Write it as in #0E5A70.",
        ) from problem
    return replace(style, accent=choices.accent)


def papers_of(
    conn: Transaction,
    records: PaperRecords,
    billed: Sequence[Billed],
    choices: PrintChoices,
    *,
    draft: bool,
) -> Iterator[InvoiceDocument]:
    """The invoices with all that their pages tell besides, in their order."""
    unit_kinds = {
        rule.tax_code: "MINUTE" if rule.base_kind == "MINUTES" else rule.unit_kind or ""
        for rule in load(conn, TaxRule)
    }
    words = read_words(choices.words) if choices.words else OwnWords()
    for each in billed:
        invoice = each.invoice
        earlier = [
            other
            for other in records.invoices_of.get(invoice.account_number, ())
            if other.account_number == invoice.account_number
            and other.period_start < invoice.period_start
        ]
        before = earlier[-1] if earlier else None
        account = records.accounts[invoice.account_number]
        places = {
            line.location_code: records.locations[line.location_code] for line in invoice.lines
        }
        members = {line.account_number for line in invoice.lines} - {invoice.account_number}
        yield InvoiceDocument(
            invoice=invoice,
            company=records.company,
            account=account,
            locations=places,
            splits=each.splits,
            children={number: records.accounts[number] for number in sorted(members)},
            balance=_balance_of(choices, invoice),
            before=_past(before) if before else None,
            changes=_changes(invoice, earlier) if before else (),
            history=tuple(_past(other) for other in [*earlier, invoice][-_HISTORY:]),
            note=choices.note,
            unit_kinds=unit_kinds,
            authorities=county_authorities(invoice.tax_lines),
            seller_numbers=seller_numbers(records.registrations, places.values()),
            copy=words.copy_for(account.region),
            annex=choices.detail and any(line.usage for line in invoice.lines),
            masked=choices.masked,
            draft=draft,
        )


def _balance_of(choices: PrintChoices, invoice: Invoice) -> Balance | None:
    """None without balances; an account that they leave out owed nothing before."""
    if choices.balances is None:
        return None
    return choices.balances.get(invoice.account_number, Balance())


def _past(invoice: Invoice) -> PastInvoice:
    return PastInvoice(
        label=MONTHS[invoice.period_start.month - 1][:_SHORT_MONTH], total=invoice.total
    )


def _changes(invoice: Invoice, earlier: Sequence[Invoice]) -> tuple[Change, ...]:
    older = {line.reference for each in earlier[:-1] for line in each.lines}
    found = run_variance([invoice], earlier[-1:], billed_earlier={invoice.account_number: older})
    return tuple(
        Change(label=change.label, amount=change.amount) for change in what_changed(found[0])
    )
