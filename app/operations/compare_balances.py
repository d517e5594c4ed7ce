"""What our customers owe by the books, against what their documents there come to.

Our invoices count as we posted them, less what is settled of them; documents made elsewhere and
credit count as the books tell them. What is left over between the two is nobody's: an opening
balance, a journal entry, a document that was changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.billing.incoming import (
    BookBalance,
    BookCreditNote,
    BookFamily,
    BookInvoice,
    DocumentStanding,
)
from app.billing.invoice import InvoiceState
from app.billing.posting import stands
from app.findings import Finding, warning
from app.operations.posting_credits import stands_as_credit
from app.store.invoice_heads import invoice_heads
from app.store.links import LinkKind, our_ids
from app.store.payments import paid_by_invoice, payments_in
from app.store.remote_records import records_of
from app.store.transaction import Transaction
from app.values.money import ZERO


@dataclass(slots=True, kw_only=True)
class _Owed:
    """What the documents of one customer come to."""

    amount: Decimal = ZERO
    currencies: set[str] = field(default_factory=set)

    def add(self, amount: Decimal, currency: str | None) -> None:
        """Counts a document; of nothing its currency does not matter."""
        self.amount += amount
        if amount and currency:
            self.currencies.add(currency)


def balance_findings(
    conn: Transaction, key: str, balances: Mapping[str, BookBalance]
) -> tuple[Finding, ...]:
    """A finding for each linked customer whose balance is not what its documents come to.

    ``balances`` are by customer there; who is not among them has none that is told.
    """
    owed = _owed(conn, key)
    accounts = our_ids(conn, key, LinkKind.CUSTOMER)
    found = []
    for customer_id, account in sorted(accounts.items(), key=lambda each: each[1]):
        documents = owed.get(customer_id, _Owed())
        message = _difference(account, documents, balances.get(customer_id))
        if message:
            found.append(
                warning(
                    "balance_differs",
                    message,
                    way_out="Look there for journal entries, an opening balance, or a document"
                    " that was changed.",
                    record=account,
                    sheet="payments",
                )
            )
    return tuple(found)


def _difference(account: str, documents: _Owed, told: BookBalance | None) -> str:
    """How a balance and the documents differ; blank: they do not."""
    if told is None:
        if not documents.amount:
            return ""
        return (
            f"The documents of {account} come to {documents.amount}, and the books tell no balance."
        )
    currencies = documents.currencies | ({told.currency} if told.currency else set())
    if len(currencies) > 1:
        names = ", ".join(sorted(currencies))
        return f"The balance of {account} is not compared: it has documents in {names}."
    if told.open == documents.amount:
        return ""
    off = told.open - documents.amount
    return (
        f"{account} owes {told.open} by the books, and its documents come to {documents.amount}:"
        f" {abs(off)} {'more' if off > 0 else 'less'} there."
    )


def _owed(conn: Transaction, key: str) -> dict[str, _Owed]:
    """By customer there what its documents come to."""
    owed: dict[str, _Owed] = {}
    for customer_id, amount, currency in _documents(conn, key):
        if customer_id is not None:
            owed.setdefault(customer_id, _Owed()).add(amount, currency)
    return owed


def _documents(conn: Transaction, key: str) -> Iterator[tuple[str | None, Decimal, str | None]]:
    yield from _invoices(conn, key)
    for note in records_of(conn, key, BookFamily.CREDIT_NOTES.value, BookCreditNote):
        if stands_as_credit(note) and note.standing is not DocumentStanding.DRAFT:
            yield note.customer_id, -note.remaining, note.currency
    for payment in payments_in(conn, key):
        if payment.state == "standing":
            yield payment.customer_id, -payment.unapplied, payment.currency


def _invoices(conn: Transaction, key: str) -> Iterator[tuple[str | None, Decimal, str | None]]:
    """Ours as we posted them, less what is settled; of others what is open there."""
    heads = {each.invoice_number: each for each in invoice_heads(conn)}
    paid = paid_by_invoice(conn)
    linked = our_ids(conn, key, LinkKind.INVOICE)
    customers = {our: their for their, our in our_ids(conn, key, LinkKind.CUSTOMER).items()}
    for number in linked.values():
        head = heads.get(number)
        if head is not None and head.state is not InvoiceState.VOID:
            customer = customers.get(head.account_number)
            yield customer, head.total - paid.get(number, ZERO), head.currency
    for there in records_of(conn, key, BookFamily.INVOICES.value, BookInvoice):
        is_ours = heads.get(linked.get(there.source_id, "")) is not None
        if not is_ours and stands(there) and there.standing is not DocumentStanding.DRAFT:
            yield there.customer_id, there.balance, there.currency
