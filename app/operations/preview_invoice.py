"""One invoice to look at: drawn by the code that makes documents, kept nowhere."""

from dataclasses import dataclass

from app.billing.invoice import InvoiceState
from app.errors import InputError
from app.operations.invoice_papers import (
    Billed,
    PaperRecords,
    PrintChoices,
    billed_as_stored,
    papers_of,
    records_of_account,
    records_of_run,
    style_of,
)
from app.operations.office import Office
from app.operations.run_making import MadeRun
from app.store.invoices import load_invoices
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An invoice as a PDF."""

    name: str
    """What it is: "Draft of 10042", "Invoice CF-1043"."""
    account_number: str
    content: bytes


def preview_draft(
    office: Office, made: MadeRun, account_number: str, *, choices: PrintChoices | None = None
) -> Preview:
    """An account's invoice of a run that was worked out, marked as a draft.

    Its records are those of the run, so that page and numbers are of one moment. InputError where
    the run has no invoice for the account.
    """
    draft = next((each for each in made.drafts if each.account_number == account_number), None)
    if draft is None or draft.invoice is None:
        raise InputError(f"The draft has no invoice for account {account_number}.")
    with office.file.read() as conn:
        return _drawn(
            conn,
            records_of_run(made.records),
            Billed(draft.invoice, made.splits(draft)),
            choices=choices or PrintChoices(),
            draft=True,
        )


def preview_invoice(office: Office, number: str, *, choices: PrintChoices | None = None) -> Preview:
    """An invoice of an approved run as its document is, marked as a draft until it is issued.

    InputError for an unknown number.
    """
    with office.file.read() as conn:
        found = load_invoices(conn, numbers=[number])
        if not found:
            raise InputError(f"There is no invoice {number}.")
        invoice = found[0].invoice
        draft = invoice.state is InvoiceState.APPROVED
        return _drawn(
            conn,
            records_of_account(conn, invoice.account_number),
            billed_as_stored(conn, found[0]),
            choices=choices or PrintChoices(),
            draft=draft,
        )


def _drawn(
    conn: Transaction,
    records: PaperRecords,
    billed: Billed,
    *,
    choices: PrintChoices,
    draft: bool,
) -> Preview:
    from app.documents.fonts import register_fonts
    from app.documents.invoice.drawing import invoice_bytes

    style = style_of(choices)
    register_fonts(style.fonts)
    document = next(iter(papers_of(conn, records, [billed], choices, draft=draft)))
    invoice = billed.invoice
    number = invoice.invoice_number
    return Preview(
        name=f"Invoice {number}" if number else f"Draft of {invoice.account_number}",
        account_number=invoice.account_number,
        content=invoice_bytes(document, style),
    )
