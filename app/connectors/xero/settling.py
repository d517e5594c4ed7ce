"""Payments of Xero in our words: money, over- and prepayments, credits put on invoices, refunds.

A payment is one amount on one document; those of one cheque share a batch. What came beyond an
invoice is an overpayment of its own, with allocations; so is a credit note. What is voided or
deleted stays in the lists and says so. Source: ``accounting-apis.md`` 2.7.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.incoming import Allocation, BookPayment, PaymentKind
from app.connectors.xero.fields import Row, at, day, money, rows, text
from app.connectors.xero.reading import RECEIVABLE_CREDIT, head, stamp

_CUSTOMER_PAYS: Final = "ACCRECPAYMENT"
_REFUNDS: Final = {
    "ARCREDITPAYMENT": "CreditNote",
    "AROVERPAYMENTPAYMENT": "Overpayment",
    "ARPREPAYMENTPAYMENT": "Prepayment",
}
"""Types by which money is given back, and of what."""
_OURS: Final = ("RECEIVE-", "AR")
"""How types of over- and prepayments begin that customers made."""
_ENDED: Final = frozenset({"DELETED", "VOIDED"})


def payment(row: Row) -> BookPayment | None:
    """A payment or refund; None for one of a supplier."""
    kind = text(row, "PaymentType")
    refunded = _REFUNDS.get(kind)
    if kind != _CUSTOMER_PAYS and refunded is None:
        return None
    is_void = text(row, "Status") in _ENDED
    paid = Decimal(0) if is_void else money(row, "Amount")
    document = at(row, refunded or "Invoice")
    on = day(row, "DateString", "Date")
    return BookPayment(
        **head(row, "PaymentID"),
        kind=PaymentKind.PAYMENT if refunded is None else PaymentKind.REFUND,
        is_void=is_void,
        customer_id=text(document, "Contact", "ContactID") or None,
        paid_on=on,
        total=paid,
        currency=text(document, "CurrencyCode") or None,
        reference=text(row, "Reference"),
        method=text(row, "Account", "Name"),
        deposit_account_id=text(row, "Account", "AccountID") or None,
        group_id=text(row, "BatchPaymentID") or text(row, "BatchPayment", "BatchPaymentID") or None,
        allocations=() if is_void else _paid(document, refunded, paid, on),
        version=stamp(row),
    )


def overpayment(row: Row) -> BookPayment | None:
    """Money beyond what was owed, and the invoices on which it was put; None of a supplier's."""
    return _kept_apart(row, "OverpaymentID", kind=PaymentKind.OVERPAYMENT)


def prepayment(row: Row) -> BookPayment | None:
    """Money ahead of an invoice, as of ``overpayment``."""
    return _kept_apart(row, "PrepaymentID", kind=PaymentKind.PREPAYMENT)


def credit(row: Row) -> BookPayment | None:
    """The application of a credit note, under its id; gone where it is on no invoice.

    None for a supplier's.
    """
    if text(row, "Type") != RECEIVABLE_CREDIT:
        return None
    is_void = text(row, "Status") in _ENDED
    allocations = () if is_void else _allocations(row)
    return BookPayment(
        **head(row, "CreditNoteID", is_gone=not allocations),
        kind=PaymentKind.CREDIT,
        is_void=is_void,
        customer_id=text(row, "Contact", "ContactID") or None,
        paid_on=day(row, "DateString", "Date"),
        total=sum((each.amount for each in allocations), Decimal(0)),
        currency=text(row, "CurrencyCode") or None,
        reference=text(row, "Reference"),
        credit_note_id=text(row, "CreditNoteID"),
        allocations=allocations,
        version=stamp(row),
    )


def applied_to(row: Row, invoice_id: str) -> Decimal:
    """How much of a credit note is on an invoice."""
    found = (each.amount for each in _allocations(row) if each.document_id == invoice_id)
    return sum(found, Decimal(0))


def _kept_apart(row: Row, id_name: str, *, kind: PaymentKind) -> BookPayment | None:
    if not text(row, "Type").startswith(_OURS):
        return None
    is_void = text(row, "Status") in _ENDED
    allocations = () if is_void else _allocations(row)
    rest = Decimal(0) if is_void else money(row, "RemainingCredit")
    return BookPayment(
        **head(row, id_name),
        kind=kind,
        is_void=is_void,
        customer_id=text(row, "Contact", "ContactID") or None,
        paid_on=day(row, "DateString", "Date"),
        # What was given back of it is a refund of its own, and counts no more.
        total=sum((each.amount for each in allocations), rest),
        unapplied=rest,
        currency=text(row, "CurrencyCode") or None,
        reference=text(row, "Reference"),
        allocations=allocations,
        version=stamp(row),
    )


def _paid(
    document: object, refunded: str | None, paid: Decimal, on: date | None
) -> tuple[Allocation, ...]:
    """On an invoice; or of a credit note that is given back. An overpayment is no document."""
    if refunded is None:
        name, number = "InvoiceID", "InvoiceNumber"
    elif refunded == "CreditNote":
        name, number = "CreditNoteID", "CreditNoteNumber"
    else:
        return ()
    document_id = text(document, name)
    if not document_id:
        message = f"it names no {name}"
        raise ValueError(message)
    made = Allocation(
        document_id=document_id,
        document_number=text(document, number),
        amount=paid,
        applied_on=on,
        is_credit_note=refunded is not None,
    )
    return (made,)


def _allocations(row: Row) -> tuple[Allocation, ...]:
    """Where it was put; those taken back may still be listed, without their invoice."""
    return tuple(
        Allocation(
            document_id=text(each, "Invoice", "InvoiceID"),
            document_number=text(each, "Invoice", "InvoiceNumber"),
            amount=money(each, "Amount"),
            applied_on=day(each, "DateString", "Date"),
        )
        for each in rows(row, "Allocations")
        if at(each, "IsDeleted") is not True and text(each, "Invoice", "InvoiceID")
    )
