"""One deposit for several invoices: a payment on each, all with the same `BatchPaymentID`.

Source: accounting-apis.md 2.7 and the published description.
"""

from app.practice.xero.books import Books
from app.practice.xero.money import create_payment, delete_payment
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.values import ZERO, Record


def create_batch(books: Books, sent: Record) -> Record:
    """A batch with its payments; none is made when one is refused."""
    parts = sent.get("Payments") or []
    if not parts:
        raise InvalidElementError("One or more payments must be specified")
    key = books.new_id("BatchPayments")
    made: list[Record] = []
    for part in parts:
        one = {
            **part,
            "Account": sent.get("Account") or {},
            "Date": sent.get("Date"),
            "Reference": sent.get("Reference") or "",
            "BatchPaymentID": key,
        }
        try:
            made.append(create_payment(books, one))
        except InvalidElementError:
            for earlier in made:
                delete_payment(books, earlier)
                del books.tables["Payments"][earlier["PaymentID"]]
            raise
    record = {
        "BatchPaymentID": key,
        "AccountID": made[0]["AccountID"],
        "Date": made[0]["Date"],
        "Reference": made[0]["Reference"],
        "Type": "RECBATCH",
        "Status": "AUTHORISED",
        "TotalAmount": sum((one["Amount"] for one in made), ZERO),
        "IsReconciled": False,
        "UpdatedDateUTC": books.clock.now(),
    }
    books.tables["BatchPayments"][key] = record
    return record


def delete_batch(books: Books, record: Record, sent: Record) -> Record:
    """A batch taken back with all its payments."""
    if sent.get("Status") != "DELETED":
        raise InvalidElementError("Only the status DELETED can be set on a batch payment.")
    if record["Status"] == "DELETED":
        raise InvalidElementError("The batch payment has already been deleted.")
    for payment in _payments(books, record):
        if payment["Status"] == "AUTHORISED":
            delete_payment(books, payment)
    record["Status"] = "DELETED"
    books.touch(record)
    return record


def show_batch(books: Books, record: Record) -> Record:
    """A batch with its account and its payments."""
    found = {k: v for k, v in record.items() if k != "AccountID"}
    found["Account"] = {"AccountID": record["AccountID"]}
    found["Payments"] = [
        {
            "PaymentID": payment["PaymentID"],
            "Invoice": {"InvoiceID": payment["document_id"]},
            "Amount": payment["Amount"],
        }
        for payment in _payments(books, record)
    ]
    return found


def _payments(books: Books, record: Record) -> list[Record]:
    key = record["BatchPaymentID"]
    return [one for one in books.all("Payments") if one.get("BatchPaymentID") == key]
