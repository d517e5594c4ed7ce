"""Documents of a bill run: invoices, call detail, register and journal, into a folder."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from app.billing.bill_run import BillRun, Move, RunState
from app.billing.invoice import Invoice, InvoiceState
from app.billing.journal import journal
from app.billing.variance import run_variance, what_changed
from app.documents.invoice.batch import safe_name, write_invoices
from app.documents.invoice.document import Balance, Change, InvoiceDocument, PastInvoice
from app.documents.page_style import PageStyle, Paper
from app.documents.registers import write_call_detail, write_journal, write_register
from app.documents.usage_detail_pdf import DetailCall, UsageDetail, write_usage_detail
from app.errors import InputError
from app.host.paths import cache_folder
from app.operations.call_detail import calls_of_invoices
from app.operations.office import Office
from app.operations.run_making import make_run
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import StoredRun, load_runs, save_run
from app.store.invoices import load_invoices, set_state, void_days
from app.store.run_records import RunRecords, load_run_records
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.rule import TaxRule
from app.values.money import ZERO
from app.values.period import Period

PAPERS: Final = {"letter": Paper.LETTER, "a4": Paper.A4}

_HISTORY: Final = 6
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


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
    """By account number what accounting says was owed and paid before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What was written."""

    folder: Path
    invoices: Sequence[Path]
    annexes: Sequence[Path]
    register: Path
    journal: Path
    issued: bool


def print_invoices(
    office: Office,
    run_id: int,
    folder: Path,
    *,
    choices: PrintChoices,
    progress: Progress | None = None,
) -> Printed:
    """Writes the documents of a run. Those of an approved run are issued by it, unless previewed.

    A draft run's are worked out again as the file now is, and marked as drafts. InputError for an
    unknown run or paper.
    """
    with office.file.read() as conn:
        run = _found(conn, run_id)
        numbered = run.state != RunState.DRAFT.value
        draft = choices.preview or not numbered
        invoices = _invoices(office, conn, run, progress or Silent())
        records = load_run_records(conn)
        documents = list(_documents(conn, records, invoices, choices, draft=draft))
        details = calls_of_invoices(office, conn, run_id) if choices.detail and numbered else {}
        voided = void_days(conn)
    written = write_invoices(
        documents,
        folder / "invoices",
        style=_style(choices),
        progress=progress,
        total=len(documents),
    )
    annexes = list(_annexes(folder / "call-detail", records, invoices, details, choices, draft))
    names = {number: account.name for number, account in records.accounts.items()}
    register, journal_file = folder / "register.xlsx", folder / "journal.xlsx"
    write_register(register, invoices, names=names)
    write_journal(journal_file, journal(invoices, voided_on=voided), names=names)
    if not draft:
        _issue(office, run)
    return Printed(
        folder=folder,
        invoices=written,
        annexes=annexes,
        register=register,
        journal=journal_file,
        issued=not draft,
    )


def _found(conn: Transaction, run_id: int) -> StoredRun:
    runs = load_runs(conn)
    for run in runs:
        if run.id == run_id:
            return run
    known = ", ".join(f"{run.id} ({run.period}, {run.state})" for run in runs) or "none"
    raise InputError(f"There is no bill run {run_id}.", f"Runs are: {known}.")


def _invoices(
    office: Office, conn: Transaction, run: StoredRun, progress: Progress
) -> list[Invoice]:
    if run.state != RunState.DRAFT.value:
        return [stored.invoice for stored in load_invoices(conn, run_id=run.id)]
    made = make_run(
        office, conn, run.period, invoice_date=run.invoice_date, waivers={}, progress=progress
    )
    return [draft.billed for draft in made.drafts if draft.billed is not None]


def _style(choices: PrintChoices) -> PageStyle:
    if choices.paper not in PAPERS:
        raise InputError(f"There is no paper {choices.paper}.", "", "Papers are: letter, a4.")
    style = PageStyle(
        fonts=cache_folder() / "fonts", paper=PAPERS[choices.paper], logo=choices.logo
    )
    return replace(style, accent=choices.accent) if choices.accent else style


def _documents(
    conn: Transaction,
    records: RunRecords,
    invoices: Sequence[Invoice],
    choices: PrintChoices,
    *,
    draft: bool,
) -> Iterator[InvoiceDocument]:
    unit_kinds = {
        rule.tax_code: "MINUTE" if rule.base_kind == "MINUTES" else rule.unit_kind or ""
        for rule in load(conn, TaxRule)
    }
    seller_numbers = tuple(
        dict.fromkeys(
            (row.family, row.registration_number)
            for row in records.registrations
            if row.country == "CA" and row.registration_number
        )
    )
    for invoice in invoices:
        earlier = [
            other
            for other in records.invoices_of.get(invoice.account_number, ())
            if other.account_number == invoice.account_number
            and other.period_start < invoice.period_start
        ]
        before = earlier[-1] if earlier else None
        codes = {line.location_code for line in invoice.lines}
        members = {line.account_number for line in invoice.lines} - {invoice.account_number}
        yield InvoiceDocument(
            invoice=invoice,
            company=records.company,
            account=records.accounts[invoice.account_number],
            locations={code: records.locations[code] for code in codes},
            children={number: records.accounts[number] for number in sorted(members)},
            balance=(choices.balances or {}).get(invoice.account_number, Balance()),
            before=_past(before) if before else None,
            changes=_changes(invoice, earlier) if before else (),
            history=tuple(_past(each) for each in [*earlier, invoice][-_HISTORY:]),
            note=choices.note,
            unit_kinds=unit_kinds,
            seller_numbers=seller_numbers if records.is_canadian(invoice) else (),
            annex=choices.detail and any(line.usage for line in invoice.lines),
            masked=choices.masked,
            draft=draft,
        )


def _past(invoice: Invoice) -> PastInvoice:
    return PastInvoice(label=_MONTHS[invoice.period_start.month - 1], total=invoice.total)


def _changes(invoice: Invoice, earlier: Sequence[Invoice]) -> tuple[Change, ...]:
    older = {line.reference for each in earlier[:-1] for line in each.lines}
    found = run_variance([invoice], earlier[-1:], billed_earlier={invoice.account_number: older})
    return tuple(
        Change(label=change.label, amount=change.amount) for change in what_changed(found[0])
    )


def _annexes(
    folder: Path,
    records: RunRecords,
    invoices: Sequence[Invoice],
    details: Mapping[str, Sequence[DetailCall]],
    choices: PrintChoices,
    draft: bool,  # noqa: FBT001
) -> Iterator[Path]:
    for invoice in invoices:
        number = invoice.invoice_number or ""
        calls = details.get(number, ())
        if not calls:
            continue
        name = safe_name(number)
        usage = [line for line in invoice.lines if line.usage]
        detail = UsageDetail(
            seller=records.company.name,
            customer=records.accounts[invoice.account_number].name,
            account_number=invoice.account_number,
            invoice_number=number,
            dated=invoice.invoice_date,
            period=Period(invoice.period_start, invoice.period_end),
            calls=calls,
            invoiced=sum((line.amount for line in usage), ZERO),
            masked=choices.masked,
            draft=draft,
        )
        pdf, sheet = folder / f"{name}-calls.pdf", folder / f"{name}-calls.xlsx"
        write_usage_detail(pdf, detail, _style(choices))
        write_call_detail(sheet, calls, masked=choices.masked)
        yield pdf
        yield sheet


def _issue(office: Office, run: StoredRun) -> None:
    """Marks the run's invoices as having left the house."""
    with office.write() as conn:
        stored = load_invoices(conn, run_id=run.id)
        fresh = [each for each in stored if each.invoice.state is InvoiceState.APPROVED]
        if not fresh:
            return
        set_state(conn, [each.id for each in fresh], InvoiceState.ISSUED)
        moved = BillRun(number=run.id, label=run.period, state=RunState(run.state)).moved(
            Move.ISSUE
        )
        save_run(conn, replace(run, state=moved.state.value))
        entries = [
            Entry(
                area="invoices",
                record=each.invoice.invoice_number or "",
                action=Action.ISSUED,
                after={"how": "documents"},
            )
            for each in fresh
        ]
        audit.record(conn, entries, stamp=office.stamp("print_invoices"))


def read_balances(path: Path) -> dict[str, Balance]:
    """Earlier balances by account number, from a CSV that accounting exports.

    Columns: account_number, previous_balance, payments, adjustments; payments and adjustments as
    they change what is owed, so a payment is negative. InputError names the row that is wrong.
    """
    found = {}
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            f"{path.name} cannot be read.", f"{problem}.", "Save it as CSV in UTF-8."
        ) from problem
    for number, row in enumerate(csv.DictReader(content.splitlines(keepends=True)), 2):
        try:
            found[row["account_number"].strip()] = Balance(
                previous=_balance(row["previous_balance"]),
                payments=_balance(row.get("payments")),
                adjustments=_balance(row.get("adjustments")),
            )
        except (KeyError, InvalidOperation, AttributeError) as problem:
            raise InputError(
                f"{path.name} row {number} is no balance.",
                "It needs account_number, previous_balance, payments, adjustments.",
                "Mend the row.",
            ) from problem
    return found


def _balance(text: str | None) -> Decimal:
    """A blank is nothing; InvalidOperation for what is no amount."""
    amount = Decimal(text or 0)
    if not amount.is_finite():
        raise InvalidOperation
    return amount
