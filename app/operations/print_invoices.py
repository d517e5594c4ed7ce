"""Documents of a bill run: invoices, call detail, register and journal, into a folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.billing.bill_run import RunState
from app.billing.invoice import Invoice
from app.billing.journal import journal
from app.documents.invoice.batch import make_folder, safe_name, write_invoices
from app.documents.page_style import PageStyle
from app.documents.registers import write_call_detail, write_journal, write_register
from app.documents.usage_detail_pdf import DetailCall, UsageDetail, write_usage_detail
from app.errors import InputError
from app.findings import Finding, warning
from app.operations.call_detail import calls_of_invoices
from app.operations.invoice_papers import (
    Billed,
    PrintChoices,
    billed_as_stored,
    billed_of_run,
    papers_of,
    records_of_run,
    style_of,
)
from app.operations.issuing import issue
from app.operations.office import Office
from app.operations.run_making import make_run
from app.progress import Progress, Silent
from app.store.bill_runs import StoredRun, load_runs
from app.store.invoices import load_invoices, void_days
from app.store.run_records import RunRecords, load_run_records
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.period import Period


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
    style = style_of(choices)
    make_folder(folder)
    with office.file.read() as conn:
        run = _found(conn, run_id)
        numbered = run.state != RunState.DRAFT.value
        draft = choices.preview or not numbered
        billed = _billed(office, conn, run, progress or Silent())
        invoices = [each.invoice for each in billed]
        records = load_run_records(conn)
        documents = list(papers_of(conn, records_of_run(records), billed, choices, draft=draft))
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


def _billed(office: Office, conn: Transaction, run: StoredRun, progress: Progress) -> list[Billed]:
    if run.state != RunState.DRAFT.value:
        return [billed_as_stored(conn, stored) for stored in load_invoices(conn, run_id=run.id)]
    made = make_run(
        office, conn, run.period, invoice_date=run.invoice_date, waivers=None, progress=progress
    )
    return billed_of_run(made)


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
        ids = [each.id for each in load_invoices(conn, run_id=run.id)]
        issue(office, conn, ids, how="documents", operation="print_invoices")
