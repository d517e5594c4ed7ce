"""What each kind of element does when it is put or posted, and how it is shown afterwards."""

from collections.abc import Callable, Mapping
from typing import Final

from app.practice.xero.batch_payments import create_batch, delete_batch, show_batch
from app.practice.xero.books import Books
from app.practice.xero.catalogue import create_account, post_item, put_item
from app.practice.xero.contacts import post_contact, put_contact
from app.practice.xero.documents import CREDIT_NOTE, INVOICE, post_document, put_document
from app.practice.xero.money import (
    allocate,
    create_bank_transaction,
    create_payment,
    delete_payment,
    release,
)
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.shown import (
    show_allocation,
    show_bank_transaction,
    show_contact,
    show_credit,
    show_invoice,
    show_payment,
)
from app.practice.xero.values import Record

Written = Callable[[], Record]
"""Shows what was written, once all is."""
Writer = Callable[[Books, Record, Mapping[str, str]], Written]
ALLOCATED: Final = {
    "CreditNotes": "CreditNote",
    "Overpayments": "Overpayment",
    "Prepayments": "Prepayment",
}
_FINE_PLACES: Final = 4


def unit_places(args: Mapping[str, str]) -> int:
    """The places that unit amounts have in a call: two, or four when it says so."""
    return _FINE_PLACES if args.get("unitdp") == str(_FINE_PLACES) else 2


def _put_invoice(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    record = put_document(books, INVOICE, sent, unit_places=unit_places(args))
    return _invoice(books, record, args)


def _post_invoice(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    record = post_document(books, INVOICE, sent, unit_places=unit_places(args))
    return _invoice(books, record, args)


def _invoice(books: Books, record: Record, args: Mapping[str, str]) -> Written:
    return lambda: show_invoice(books, record, is_full=True, unit_places=unit_places(args))


def _put_note(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    record = put_document(books, CREDIT_NOTE, sent, unit_places=unit_places(args))
    return _note(books, record, args)


def _post_note(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    record = post_document(books, CREDIT_NOTE, sent, unit_places=unit_places(args))
    return _note(books, record, args)


def _note(books: Books, record: Record, args: Mapping[str, str]) -> Written:
    return lambda: show_credit(
        books, "CreditNote", record, is_full=True, unit_places=unit_places(args)
    )


def _put_contact(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = put_contact(books, sent)
    return lambda: show_contact(books, record, is_full=True)


def _post_contact(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = post_contact(books, sent)
    return lambda: show_contact(books, record, is_full=True)


def _payment(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = create_payment(books, sent)
    return lambda: show_payment(books, record)


def _batch(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = create_batch(books, sent)
    return lambda: show_batch(books, record)


def _post_batch(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    if not sent.get("BatchPaymentID"):
        return _batch(books, sent, args)
    record = delete_batch(books, books.get("BatchPayments", sent["BatchPaymentID"]), sent)
    return lambda: show_batch(books, record)


def _bank_transaction(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = create_bank_transaction(books, sent)
    return lambda: show_bank_transaction(books, record, is_full=True)


def _account(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = create_account(books, sent)
    return lambda: record


def _put_item(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = put_item(books, sent)
    return lambda: record


def _post_item(books: Books, sent: Record, args: Mapping[str, str]) -> Written:
    del args
    record = post_item(books, sent)
    return lambda: record


WRITERS: Final[Mapping[tuple[str, str], Writer]] = {
    ("PUT", "Invoices"): _put_invoice,
    ("POST", "Invoices"): _post_invoice,
    ("PUT", "CreditNotes"): _put_note,
    ("POST", "CreditNotes"): _post_note,
    ("PUT", "Contacts"): _put_contact,
    ("POST", "Contacts"): _post_contact,
    ("PUT", "Payments"): _payment,
    ("POST", "Payments"): _payment,
    ("PUT", "BatchPayments"): _batch,
    ("POST", "BatchPayments"): _post_batch,
    ("PUT", "BankTransactions"): _bank_transaction,
    ("POST", "BankTransactions"): _bank_transaction,
    ("PUT", "Accounts"): _account,
    ("PUT", "Items"): _put_item,
    ("POST", "Items"): _post_item,
}


def deleted_payment(books: Books, key: str, sent: Record) -> Written:
    """A payment taken back: nothing but its new status may be sent."""
    payment = books.get("Payments", key)
    if sent.get("Status") != "DELETED" or set(sent) - {"Status", "PaymentID"}:
        raise InvalidElementError("Only the status DELETED can be set on a payment, and alone.")
    delete_payment(books, payment)
    return lambda: show_payment(books, payment)


def allocated(books: Books, table: str, key: str, sent: list[Record]) -> list[Record]:
    """Allocations made of one credit."""
    credit = books.get(table, key)
    made = [allocate(books, ALLOCATED[table], credit, one) for one in sent]
    return [show_allocation(books, one) for one in made]


def released(books: Books, table: str, key: str, allocation_id: str) -> Record:
    """An allocation taken back; the answer does not name the invoice."""
    credit = books.get(table, key)
    allocation = release(books, ALLOCATED[table], credit, allocation_id)
    return {
        "AllocationID": allocation["AllocationID"],
        "Date": allocation["Date"],
        "Amount": allocation["Amount"],
        "IsDeleted": True,
    }
