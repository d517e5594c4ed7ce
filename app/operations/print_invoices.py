"""Documents of a bill run: invoices, call detail, register and journal, into a folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.billing.bill_run import BillRun, Move, RunState
from app.billing.invoice import Invoice, InvoiceState
from app.billing.journal import journal
from app.billing.variance import run_variance, what_changed
from app.documents.invoice.batch import make_folder, safe_name, write_invoices
from app.documents.invoice.document import Balance, Change, InvoiceDocument, PastInvoice
from app.documents.invoice.own_words import OwnWords, read_words
from app.documents.invoice.seller_numbers import seller_numbers
from app.documents.numerals import MONTHS
from app.documents.page_style import PageStyle, Paper, channels
from app.documents.places import county_authorities
from app.documents.registers import write_call_detail, write_journal, write_register
from app.documents.usage_detail_pdf import DetailCall, UsageDetail, write_usage_detail
from app.errors import InputError
from app.findings import Finding, warning
from app.host.paths import cache_folder
from app.operations.call_detail import calls_of_invoices
from app.operations.office import Office
from app.operations.run_making import make_run
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import StoredRun, load_runs, save_run
from app.store.bundle_splits import load_splits
from app.store.invoices import load_invoices, set_state, void_days
from app.store.run_records import RunRecords, load_run_records
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.rule import TaxRule
from app.tax.unbundling import BundleSplit
from app.values.money import ZERO
from app.values.period import Period

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What was written."""

    folder: Path
    invoices: Sequence[Path]
    annexes: Sequence[Path]
    register: Path
    journal: Path
    issued: bool
    findings: Sequence[Finding] = ()
    """Accounts of the balances that nobody has, and letters that could not be printed."""


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
    unknown run, paper or colour, and where the folder cannot be written.
    """
    style = _style(choices)
    make_folder(folder)
    with office.file.read() as conn:
        run = _found(conn, run_id)
        numbered = run.state != RunState.DRAFT.value
        draft = choices.preview or not numbered
        billed = _billed(office, conn, run, progress or Silent())
        invoices = [each.invoice for each in billed]
        records = load_run_records(conn)
        documents = list(_documents(conn, records, billed, choices, draft=draft))
        details = calls_of_invoices(office, conn, run_id) if choices.detail and numbered else {}
        voided = void_days(conn)
    names = {number: account.name for number, account in records.accounts.items()}
    register, journal_file = folder / "register.xlsx", folder / "journal.xlsx"
    annexes: list[Path] = []
    with _problems_in_words(folder):
        written = write_invoices(
            documents, folder / "invoices", style=style, progress=progress, total=len(documents)
        )
        lacking = {each.account_number: each.lacking for each in written}
        for detail in _details(records, invoices, details, choices, draft=draft):
            paths, letters = _write_annex(folder / "call-detail", detail, style)
            annexes += paths
            lacking[detail.account_number] += letters
        write_register(register, invoices, names=names)
        write_journal(journal_file, journal(invoices, voided_on=voided), names=names)
    if not draft:
        _issue(office, run)
    return Printed(
        folder=folder,
        invoices=[each.path for each in written],
        annexes=annexes,
        register=register,
        journal=journal_file,
        issued=not draft,
        findings=[*_unknown_accounts(records, choices), *_missing_letters(lacking)],
    )


@contextmanager
def _problems_in_words(folder: Path) -> Iterator[None]:
    """Turns what the system says of files into an InputError."""
    try:
        yield
    except OSError as problem:
        raise InputError(
            f"The documents could not be written to {folder}.",
            f"{problem.strerror or problem}.",
            "Mend that, or name another folder.",
        ) from problem


def _unknown_accounts(records: RunRecords, choices: PrintChoices) -> Iterator[Finding]:
    for number in sorted((choices.balances or {}).keys() - records.accounts.keys()):
        yield warning(
            "unknown_account",
            f"There is no account {number}: its earlier balance stands on no invoice.",
            way_out="Mend the account number in the file of balances.",
            record=number,
        )


def _missing_letters(lacking: Mapping[str, str]) -> Iterator[Finding]:
    for number, letters in lacking.items():
        if letters:
            shown = " ".join(sorted(set(letters)))
            yield warning(
                "missing_letters",
                f"The documents of account {number} hold letters that the font lacks: {shown}.",
                way_out="A question mark stands for each; write these words in other letters.",
                record=number,
                raw=shown,
            )


def _found(conn: Transaction, run_id: int) -> StoredRun:
    runs = load_runs(conn)
    for run in runs:
        if run.id == run_id:
            return run
    known = ", ".join(f"{run.id} ({run.period}, {run.state})" for run in runs) or "none"
    raise InputError(f"There is no bill run {run_id}.", f"Runs are: {known}.")


@dataclass(frozen=True, slots=True)
class _Billed:
    """An invoice of the run, and how its bundled lines were split for taxes."""

    invoice: Invoice
    splits: Sequence[BundleSplit]


def _billed(office: Office, conn: Transaction, run: StoredRun, progress: Progress) -> list[_Billed]:
    if run.state != RunState.DRAFT.value:
        return [
            _Billed(stored.invoice, load_splits(conn, stored.id))
            for stored in load_invoices(conn, run_id=run.id)
        ]
    made = make_run(
        office, conn, run.period, invoice_date=run.invoice_date, waivers={}, progress=progress
    )
    return [
        _Billed(draft.billed, made.splits(draft))
        for draft in made.drafts
        if draft.billed is not None
    ]


def _style(choices: PrintChoices) -> PageStyle:
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


def _documents(
    conn: Transaction,
    records: RunRecords,
    billed: Sequence[_Billed],
    choices: PrintChoices,
    *,
    draft: bool,
) -> Iterator[InvoiceDocument]:
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


def _details(
    records: RunRecords,
    invoices: Sequence[Invoice],
    details: Mapping[str, Sequence[DetailCall]],
    choices: PrintChoices,
    *,
    draft: bool,
) -> Iterator[UsageDetail]:
    """What each annex holds, of the invoices that bill calls."""
    for invoice in invoices:
        number = invoice.invoice_number or ""
        calls = details.get(number, ())
        if not calls:
            continue
        usage = [line for line in invoice.lines if line.usage]
        yield UsageDetail(
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


def _write_annex(folder: Path, detail: UsageDetail, style: PageStyle) -> tuple[list[Path], str]:
    """Call detail as PDF and as spreadsheet; and the letters that the fonts lack."""
    name = safe_name(detail.invoice_number)
    pdf, sheet = folder / f"{name}-calls.pdf", folder / f"{name}-calls.xlsx"
    lacking = write_usage_detail(pdf, detail, style)
    write_call_detail(sheet, detail.calls, masked=detail.masked)
    return [pdf, sheet], lacking


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


_BALANCE_COLUMNS: Final = ("account_number", "previous_balance", "payments", "adjustments")
