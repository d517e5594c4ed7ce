"""Payments of QuickBooks Online in our words: cash, credits put on invoices, refunds.

A payment's lines link it to documents. Lines on credit memos are above zero too and use credit up:
what came in is the lines on invoices, less those on credits, and what is not applied. A credit put
on an invoice is a payment of zero. Source: ``accounting-apis.md`` 1.6 and 1.7.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.incoming import Allocation, BookPayment, PaymentKind
from app.connectors.quickbooks.fields import Row, day, money, reference, rows, text
from app.connectors.quickbooks.reading import head, is_deleted

REFUND: Final = "refund:"
"""How the id of a refund begins, so that it is none of a payment."""

_INVOICE: Final = "Invoice"
_CREDIT: Final = "CreditMemo"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A line of a payment: how much, on which document."""

    kind: str
    id: str
    amount: Decimal


def payment(row: Row) -> BookPayment:
    """A payment with all that it settles; void: nothing; deleted: its id alone."""
    if is_deleted(row):
        return BookPayment(**head(row), is_void=True)
    parts = _parts(row)
    cash, unapplied = money(row, "TotalAmt"), money(row, "UnappliedAmt")
    allocations = _allocations(row, parts, cash=cash, unapplied=unapplied)
    settled = sum((each.amount for each in allocations if not each.is_credit_note), Decimal(0))
    used = [each.document_id for each in allocations if each.is_credit_note]
    is_credit = not cash and bool(used)
    return BookPayment(
        **head(row),
        kind=PaymentKind.CREDIT if is_credit else PaymentKind.PAYMENT,
        is_void=_is_void(row, parts),
        customer_id=reference(row, "CustomerRef"),
        paid_on=day(row, "TxnDate"),
        total=settled + unapplied,
        unapplied=unapplied,
        currency=reference(row, "CurrencyRef"),
        reference=text(row, "PaymentRefNum"),
        method=text(row, "PaymentMethodRef", "name") or text(row, "PaymentMethodRef", "value"),
        deposit_account_id=reference(row, "DepositToAccountRef"),
        credit_note_id=used[0] if is_credit and len(set(used)) == 1 else None,
        allocations=allocations,
        version=text(row, "SyncToken"),
    )


def refund(row: Row) -> BookPayment:
    """A refund receipt: money given back, on no document."""
    begin = head(row)
    begin["source_id"] = REFUND + begin["source_id"]
    if is_deleted(row):
        return BookPayment(**begin, kind=PaymentKind.REFUND, is_void=True)
    return BookPayment(
        **begin,
        kind=PaymentKind.REFUND,
        is_void=_is_void(row, []),
        customer_id=reference(row, "CustomerRef"),
        paid_on=day(row, "TxnDate"),
        total=money(row, "TotalAmt"),
        currency=reference(row, "CurrencyRef"),
        reference=text(row, "PaymentRefNum") or text(row, "DocNumber"),
        method=text(row, "PaymentMethodRef", "name") or text(row, "PaymentMethodRef", "value"),
        deposit_account_id=reference(row, "DepositToAccountRef"),
        version=text(row, "SyncToken"),
    )


def linked_payments(row: Row) -> list[str]:
    """The ids of the payments to which an invoice or credit memo is linked."""
    found = [text(each, "TxnId") for each in rows(row, "LinkedTxn") if _links_payment(each)]
    return list(dict.fromkeys(found))


def put_on(payments: list[BookPayment], *, credit_note_id: str, invoice_id: str) -> Decimal:
    """How much of a credit memo the payments put on an invoice.

    Where one payment joins several, no line tells which credit went where: then as much as both
    the invoice and the credit memo have of it.
    """
    return sum(
        (
            min(
                _sum(each, invoice_id, is_credit_note=False),
                _sum(each, credit_note_id, is_credit_note=True),
            )
            for each in payments
        ),
        Decimal(0),
    )


def _sum(found: BookPayment, document_id: str, *, is_credit_note: bool) -> Decimal:
    return sum(
        (
            each.amount
            for each in found.allocations
            if (each.document_id, each.is_credit_note) == (document_id, is_credit_note)
        ),
        Decimal(0),
    )


def _links_payment(row: Row) -> bool:
    return text(row, "TxnType") in {"Payment", "ReceivePayment"}


def _parts(row: Row) -> list[_Part]:
    parts = []
    for line in rows(row, "Line"):
        linked = rows(line, "LinkedTxn")
        if linked:
            kind, document = text(linked[0], "TxnType"), text(linked[0], "TxnId")
            parts.append(_Part(kind=kind, id=document, amount=money(line, "Amount")))
    return parts


def _allocations(
    row: Row, parts: list[_Part], *, cash: Decimal, unapplied: Decimal
) -> tuple[Allocation, ...]:
    settled = sum((part.amount for part in parts if part.kind == _INVOICE), Decimal(0))
    used = sum((part.amount for part in parts if part.kind == _CREDIT), Decimal(0))
    # A journal entry or deposit is owed or gives credit; which of them, only the sum tells.
    owes = cash > settled - used + unapplied
    on = day(row, "TxnDate")
    return tuple(
        Allocation(
            document_id=part.id if part.kind in {_INVOICE, _CREDIT} else f"{part.kind}:{part.id}",
            amount=part.amount,
            applied_on=on,
            is_credit_note=part.kind == _CREDIT or (part.kind != _INVOICE and not owes),
        )
        for part in parts
        if part.amount
    )


def _is_void(row: Row, parts: list[_Part]) -> bool:
    """Void: no amount and no line is left, and the note says so."""
    is_empty = not money(row, "TotalAmt") and not any(part.amount for part in parts)
    return is_empty and text(row, "PrivateNote").startswith("Voided")
