"""Several invoices as one PDF, to print or to keep; those that were to be printed are noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.billing.invoice import Invoice, InvoiceState
from app.billing.issuer import Company
from app.billing.mailing import MailState, Way
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.documents.invoice.document import InvoiceDocument
from app.documents.page_style import PageStyle
from app.documents.whole_file import put_in_place
from app.errors import InputError
from app.operations.invoice_papers import (
    PaperRecords,
    PrintChoices,
    billed_as_stored,
    papers_of,
    style_of,
)
from app.operations.issuing import issue
from app.operations.office import Office
from app.progress import Progress
from app.store.invoice_heads import invoice_heads
from app.store.invoices import load_invoices
from app.store.mailings import Mailing, load_mailings, plan_mailings
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.registration import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Invoices as one PDF."""

    name: str
    """What it is: "58 invoices"."""
    numbers: tuple[str, ...]
    content: bytes


def pack_invoices(
    office: Office,
    numbers: Sequence[str],
    *,
    issues: bool = False,
    choices: PrintChoices | None = None,
    progress: Progress,
) -> Pack:
    """The invoices in the order of their numbers' giving; void ones say so.

    With ``issues`` those that are only approved are issued first; else they are marked as drafts.
    InputError where none is named, or one is unknown.
    """
    if not numbers:
        raise InputError("No invoice is chosen.", "", "Choose those to be printed.")
    chosen = choices or PrintChoices(detail=False)
    with office.file.read() as conn:
        ids = {
            each.invoice_number: each.id
            for each in invoice_heads(conn)
            if each.invoice_number in set(numbers)
        }
    missing = next((number for number in numbers if number not in ids), None)
    if missing is not None:
        raise InputError(f"There is no invoice {missing}.")
    if issues:
        with office.write() as conn:
            issue(office, conn, list(ids.values()), how="print", operation="pack_invoices")
    style = style_of(chosen)
    with office.file.read() as conn:
        documents = documents_of(conn, numbers, chosen)
    return Pack(
        name=f"{len(documents)} invoices" if len(documents) > 1 else f"Invoice {numbers[0]}",
        numbers=tuple(numbers),
        content=_drawn(documents, style, progress),
    )


def documents_of(
    conn: Transaction, numbers: Sequence[str], choices: PrintChoices
) -> list[InvoiceDocument]:
    """The invoices as they are printed, in the order of their numbers' giving."""
    wanted = [billed_as_stored(conn, each) for each in load_invoices(conn, numbers=numbers)]
    records = _records(conn, [each.invoice for each in wanted])
    made: dict[str, InvoiceDocument] = {}
    for draft in (False, True):
        part = [each for each in wanted if (each.invoice.state is InvoiceState.APPROVED) is draft]
        for document in papers_of(conn, records, part, choices, draft=draft):
            made[document.number] = document
    return [made[each.invoice.invoice_number or ""] for each in wanted]


def _records(conn: Transaction, wanted: Sequence[Invoice]) -> PaperRecords:
    """What the pages of these invoices tell; of their accounts all that stands."""
    accounts = {each.account_number for each in wanted}
    numbers = [
        head.invoice_number
        for head in invoice_heads(conn)
        if head.account_number in accounts and head.state is not InvoiceState.VOID
    ]
    earlier: dict[str, list[Invoice]] = {}
    for stored in load_invoices(conn, numbers=numbers):
        earlier.setdefault(stored.invoice.account_number, []).append(stored.invoice)
    return PaperRecords(
        company=load(conn, Company)[0],
        accounts={account.account_number: account for account in load(conn, Account)},
        locations={place.location_code: place for place in load(conn, ServiceLocation)},
        registrations=load(conn, Registration),
        invoices_of=earlier,
    )


def _drawn(documents: Sequence[InvoiceDocument], style: PageStyle, progress: Progress) -> bytes:
    from app.documents.fonts import register_fonts
    from app.documents.invoice.drawing import invoice_bytes, pack_bytes

    register_fonts(style.fonts)
    if len(documents) == 1:
        return invoice_bytes(documents[0], style)
    return pack_bytes(documents, style, progress=progress, total=len(documents))


def save_file(path: Path, content: bytes) -> Path:
    """Writes a PDF to a file, there whole or not at all; InputError where it cannot be."""
    with put_in_place(path) as own:
        own.write_bytes(content)
    return path


def note_printed(office: Office, numbers: Sequence[str]) -> int:
    """Notes that invoices went out on paper; how many.

    The one way that is closed by paper is the paper's: what the mail server said stays.
    """
    with office.write() as conn:
        wanted = [each for each in invoice_heads(conn) if each.invoice_number in set(numbers)]
        ids = [each.id for each in wanted if each.state is InvoiceState.ISSUED]
        known = {
            each.invoice_id: each
            for each in load_mailings(conn, invoice_ids=ids)
            if each.way is Way.PRINT
        }
        now = office.clock.now()
        fresh = Mailing(invoice_id=0, way=Way.PRINT, state=MailState.PRINTED, planned_at=now)
        plan_mailings(
            conn,
            [
                replace(
                    known.get(each, fresh),
                    invoice_id=each,
                    state=MailState.PRINTED,
                    tried_at=now,
                )
                for each in ids
            ],
        )
    return len(ids)
