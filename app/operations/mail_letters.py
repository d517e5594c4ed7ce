"""The mail of one invoice: its words as planned, its page, and call detail where it was chosen."""

from app.billing.mailing import MailSettings, addresses
from app.connectors.mail import Attachment, Letter
from app.customers.account import Account
from app.documents.invoice.batch import safe_name
from app.documents.usage_detail_pdf import UsageDetail, usage_detail_bytes
from app.errors import InputError
from app.operations.call_detail import calls_of_invoices
from app.operations.invoice_papers import (
    PrintChoices,
    billed_as_stored,
    papers_of,
    records_of_account,
    style_of,
)
from app.operations.office import Office
from app.store.invoices import StoredInvoice, load_invoices
from app.store.mailings import Mailing
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.period import Period


def letter_of(office: Office, number: str, mailing: Mailing, settings: MailSettings) -> Letter:
    """The mail exactly as it was planned, with the invoice as it is printed."""
    with office.file.read() as conn:
        found = load_invoices(conn, numbers=[number])
        if not found:
            raise InputError(f"There is no invoice {number}.")
        attached = [_page(conn, found[0])]
        if mailing.with_calls:
            attached += _calls(office, conn, found[0])
    return Letter(
        message_id=mailing.message_id,
        sender=settings.sender.strip(),
        sender_name=settings.sender_name.strip(),
        to=addresses(mailing.address, what="The customer's address", at_least=1),
        reply_to=addresses(settings.reply_to, what="Answers to"),
        bcc=addresses(settings.bcc, what="Hidden copies to"),
        subject=mailing.subject,
        text=mailing.body,
        dated=office.clock.now(),
        attachments=tuple(attached),
    )


def _page(conn: Transaction, stored: StoredInvoice) -> Attachment:
    from app.documents.fonts import register_fonts
    from app.documents.invoice.drawing import invoice_bytes

    choices = PrintChoices(detail=False)
    style = style_of(choices)
    register_fonts(style.fonts)
    records = records_of_account(conn, stored.invoice.account_number)
    document = next(
        iter(papers_of(conn, records, [billed_as_stored(conn, stored)], choices, draft=False))
    )
    name = safe_name(stored.invoice.invoice_number or "")
    return Attachment(name=f"{name}.pdf", content=invoice_bytes(document, style))


def _calls(office: Office, conn: Transaction, stored: StoredInvoice) -> list[Attachment]:
    """The call detail of an invoice that bills calls, telephone numbers masked."""
    invoice, number = stored.invoice, stored.invoice.invoice_number or ""
    calls = calls_of_invoices(office, conn, stored.run_id).get(number, [])
    if not calls:
        return []
    accounts = {each.account_number: each for each in load(conn, Account)}
    detail = UsageDetail(
        seller=records_of_account(conn, invoice.account_number).company.name,
        customer=accounts[invoice.account_number].name,
        account_number=invoice.account_number,
        invoice_number=number,
        dated=invoice.invoice_date,
        period=Period(invoice.period_start, invoice.period_end),
        calls=calls,
        invoiced=sum((line.amount for line in invoice.lines if line.usage), ZERO),
        masked=True,
        draft=False,
    )
    content = usage_detail_bytes(detail, style_of(PrintChoices()))
    return [Attachment(name=f"{safe_name(number)}-calls.pdf", content=content)]
