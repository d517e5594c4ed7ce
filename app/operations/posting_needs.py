"""Which invoices and customers the books are to be told of, by what was last pulled.

It asks nobody: where it finds nothing there is nothing to post, and no call is spent on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.billing.book_matching import outgoing_customer
from app.billing.drift import digest_of_invoice
from app.billing.incoming import BookCreditNote, BookFamily, BookInvoice, BookTerms
from app.billing.invoice import InvoiceState
from app.billing.issuer import Company
from app.billing.posting import stands
from app.customers.account import Account
from app.operations.posting_holds import held_back
from app.operations.posting_plan import digest_of
from app.store.drifts import settled_drifts
from app.store.facts import facts
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import Link, LinkKind, PairKind, links, pairs
from app.store.outbox import open_errands
from app.store.remote_records import record_of, records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.plain_form import plain_of

_DOCUMENTS = frozenset({"invoice", "credit_note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingNeeds:
    """What is to be looked at."""

    numbers: frozenset[str]
    """Of invoices and credit notes."""
    accounts: frozenset[str]
    """Customers that have changed here since they were sent."""
    is_all: bool = False
    """Whether codes go elsewhere since the last look at all of them, so that each is looked at."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be told."""
        return not (self.is_all or self.numbers or self.accounts)


def posting_needs(conn: Transaction, key: str) -> PostingNeeds:
    """What of ours the books do not have, have otherwise, or perhaps have."""
    known = links(conn, key, LinkKind.INVOICE)
    notes = links(conn, key, LinkKind.CREDIT_NOTE)
    there = {
        each.source_id: each
        for each in records_of(conn, key, BookFamily.INVOICES.value, BookInvoice, gone=True)
    }
    unused = {
        each.source_id
        for each in records_of(conn, key, BookFamily.CREDIT_NOTES.value, BookCreditNote)
        if each.remaining
    }
    settled = settled_numbers(conn, key)
    numbers = {
        each.errand.our_id for each in open_errands(conn, key) if each.errand.kind in _DOCUMENTS
    }
    for head in invoice_heads(conn):
        number = head.invoice_number
        link = known.get(number) or notes.get(number)
        if link is None:
            needs = head.state is not InvoiceState.VOID and bool(head.total)
        elif link.kind is LinkKind.CREDIT_NOTE:
            needs = link.their_id in unused or _is_to_be_void(head, link, None)
        else:
            found = there.get(link.their_id)
            is_drift = found is not None and stands(found) and found.total != head.total
            needs = _is_to_be_void(head, link, found) or (is_drift and number not in settled)
        if needs:
            numbers.add(number)
    return PostingNeeds(
        numbers=frozenset(numbers - held_back(conn, key).keys()),
        accounts=frozenset(_changed_customers(conn, key)),
        is_all=facts(conn).get(pairs_fact(key), pairs_mark(conn, key)) != pairs_mark(conn, key),
    )


def settled_numbers(conn: Transaction, key: str) -> frozenset[str]:
    """Invoices that stand there as they did when their change was settled here."""
    decided = settled_drifts(conn, key)
    known = links(conn, key, LinkKind.INVOICE)
    found = set()
    for number, each in decided.items():
        link = known.get(number)
        there = None
        if link is not None:
            there = record_of(
                conn, key, BookFamily.INVOICES.value, BookInvoice, source_id=link.their_id
            )
        if there is not None and digest_of_invoice(there) == each.digest:
            found.add(number)
    return frozenset(found)


def _is_to_be_void(head: InvoiceHead, link: Link, found: BookInvoice | None) -> bool:
    """Whether it is void here, and stands there as far as we know."""
    if head.state is not InvoiceState.VOID or "void" in link.sent or not link.sent:
        return False
    return found is None or stands(found)


def _changed_customers(conn: Transaction, key: str) -> list[str]:
    company = next(iter(load(conn, Company)), None)
    if company is None:
        return []
    known: Mapping[str, Link] = links(conn, key, LinkKind.CUSTOMER)
    terms = list(records_of(conn, key, BookFamily.TERMS.value, BookTerms))
    paired = {code: to for (kind, code), to in pairs(conn, key).items() if kind is PairKind.TERMS}
    found = []
    for account in load(conn, Account):
        link = known.get(account.account_number)
        if link is None or not link.sent:
            continue
        ours = plain_of(
            outgoing_customer(
                account,
                terms_words=company.terms,
                currency=company.currency,
                choices=terms,
                paired=paired,
            )
        )
        if any(link.sent.get(name) != value for name, value in ours.items()):
            found.append(account.account_number)
    return found


def pairs_fact(key: str) -> str:
    """The name of the fact that tells by which pairs all documents were last looked at."""
    return f"pairs/{key}"


def pairs_mark(conn: Transaction, key: str) -> str:
    """A hash of where our codes go in the books."""
    return digest_of({f"{kind.value}.{code}": to for (kind, code), to in pairs(conn, key).items()})
