"""Receipts, refunds and allocations of Sage Accounting in our words.

A receipt settles invoices, and what is left of it is a payment on account. What is put on invoices
later, credit notes and payments on account, are contact allocations of their own. Source:
``accounting-apis.md`` 3.2 and 6.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.incoming import Allocation, BookPayment, PaymentKind
from app.connectors.row_values import Row, amount, day, listed, nested, text, text_or_none
from app.connectors.sage.reading import head, id_in

RECEIPT: Final = "CUSTOMER_RECEIPT"
REFUND: Final = "CUSTOMER_REFUND"
ALLOCATION: Final = "CUSTOMER_ALLOCATION"
OWN_ID: Final = "allocation:"
"""How the id of an allocation begins, so that it is none of a payment."""

_NOTHING: Final = Decimal(0)


class Artefact(Enum):
    """What a part of a settlement lies on."""

    INVOICE = "sales_invoices"
    CREDIT_NOTE = "sales_credit_notes"
    ON_ACCOUNT = "on_account"
    """A payment on account, of a receipt that came before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So much, on one document."""

    kind: Artefact
    id: str
    amount: Decimal


KindOf = Callable[[Row], Artefact]
"""Tells what an artefact is, by asking where it does not say."""


def told_kind(artefact: Row) -> Artefact | None:
    """What an artefact is by its path or links; None where it has none."""
    links = (text(each, "href") for each in listed(artefact, "links"))
    for path in (text(artefact, "$path"), *links):
        if Artefact.INVOICE.value in path or "sales_quick_entries" in path:
            return Artefact.INVOICE
        if Artefact.CREDIT_NOTE.value in path:
            return Artefact.CREDIT_NOTE
        if "payment" in path:
            return Artefact.ON_ACCOUNT
    return None


def parts(row: Row, kind_of: KindOf) -> list[Part]:
    """What a payment or allocation lies on; amounts above zero however they are signed."""
    found = []
    for each in listed(row, "allocated_artefacts"):
        artefact = nested(each, "artefact")
        money = abs((amount(each, "amount") or _NOTHING) + (amount(each, "discount") or _NOTHING))
        if money:
            found.append(
                Part(
                    kind=kind_of(artefact),
                    id=text(artefact, "id"),
                    amount=money,
                )
            )
    return found


def payment(row: Row, kind_of: KindOf) -> BookPayment:
    """A receipt or refund with all that it settles; a deleted one settles nothing."""
    is_gone = bool(text(row, "deleted_at"))
    if is_gone:
        return BookPayment(**head(row), is_void=True)
    found = parts(row, kind_of)
    is_refund = text(nested(row, "transaction_type"), "id") == REFUND
    left = abs(amount(nested(row, "payment_on_account"), "outstanding_amount") or _NOTHING)
    settled = _sum(found, Artefact.INVOICE)
    total = abs(amount(row, "total_amount") or _NOTHING)
    return BookPayment(
        **head(row),
        kind=PaymentKind.REFUND if is_refund else PaymentKind.PAYMENT,
        customer_id=id_in(row, "contact"),
        paid_on=day(row, "date"),
        total=total if is_refund else settled + left,
        unapplied=_NOTHING if is_refund else left,
        currency=id_in(row, "currency"),
        reference=text(row, "reference"),
        method=text(nested(row, "payment_method"), "displayed_as", "id"),
        deposit_account_id=id_in(row, "bank_account"),
        group_id=id_in(row, "payment_on_account"),
        allocations=_allocations(row, found),
        version=text(row, "updated_at"),
    )


def allocation(row: Row, kind_of: KindOf) -> BookPayment:
    """Credit or money on account that was put on invoices later; no money moves by it."""
    base = {**head(row), "source_id": f"{OWN_ID}{text(row, 'id')}"}
    if text(row, "deleted_at"):
        return BookPayment(**base, kind=PaymentKind.CREDIT, is_void=True)
    found = parts(row, kind_of)
    notes = {each.id for each in found if each.kind is Artefact.CREDIT_NOTE}
    on_account = [each.id for each in found if each.kind is Artefact.ON_ACCOUNT]
    return BookPayment(
        **base,
        kind=PaymentKind.CREDIT if notes else PaymentKind.OVERPAYMENT,
        customer_id=id_in(row, "contact"),
        paid_on=day(row, "date"),
        total=_sum(found, Artefact.INVOICE),
        group_id=on_account[0] if on_account else None,
        credit_note_id=next(iter(notes)) if len(notes) == 1 else None,
        allocations=_allocations(row, found),
        version=text(row, "updated_at"),
    )


def put_on(rows: Iterable[Row], *, credit_note_id: str, invoice_id: str) -> Decimal:
    """How much of a credit note the allocations put on an invoice.

    Where one joins several documents, no part tells where it went: then as much as both have of it.
    """
    total = _NOTHING
    for row in rows:
        if not text(row, "deleted_at"):
            total += min(_on(row, credit_note_id), _on(row, invoice_id))
    return total


def is_on(row: Row, document_id: str) -> bool:
    """Whether a payment or allocation lies on a document."""
    return not text(row, "deleted_at") and bool(_on(row, document_id))


def on_account_of(row: Row, kind_of: KindOf) -> bool:
    """Whether an allocation draws on money of an earlier receipt."""
    return any(each.kind is Artefact.ON_ACCOUNT for each in parts(row, kind_of))


def contact_of(row: Row) -> str | None:
    """Whose it is."""
    return text_or_none(nested(row, "contact"), "id")


def _on(row: Row, document_id: str) -> Decimal:
    return sum(
        (
            abs(amount(each, "amount") or _NOTHING)
            for each in listed(row, "allocated_artefacts")
            if text(nested(each, "artefact"), "id") == document_id
        ),
        _NOTHING,
    )


def _sum(found: Iterable[Part], kind: Artefact) -> Decimal:
    return sum((each.amount for each in found if each.kind is kind), _NOTHING)


def _allocations(row: Row, found: Iterable[Part]) -> tuple[Allocation, ...]:
    on = day(row, "date")
    return tuple(
        Allocation(
            document_id=each.id,
            amount=each.amount,
            applied_on=on,
            is_credit_note=each.kind is Artefact.CREDIT_NOTE,
        )
        for each in found
        if each.kind is not Artefact.ON_ACCOUNT
    )
