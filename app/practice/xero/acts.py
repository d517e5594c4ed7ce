"""What somebody else does in the organisation, and the whole state for a look from outside."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from app.practice.serving import Act
from app.practice.xero.books import ID_FIELDS, Books, credit_tables, settle_credit, settle_invoice
from app.practice.xero.documents import CREDIT_NOTE, INVOICE, Kind, post_document, void
from app.practice.xero.money import (
    create_bank_transaction,
    create_payment,
    delete_payment,
)
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.shown import balances
from app.practice.xero.values import ZERO, Record


def acts(books: Books) -> Mapping[str, Act]:
    """What somebody else can do to an invoice, credit note or payment named by its number."""
    return {
        "pay": lambda number, amount: _pay(books, number, amount),
        "edit": lambda number, amount: _edit(books, number, amount),
        "void": lambda number, _: _void(books, number),
        "delete": lambda number, _: _delete(books, number),
        "close_books": lambda day, _: _close(books, day),
    }


def state(books: Books) -> Record:
    """Contacts, invoices, payments and credits with their numbers, totals and balances."""
    owed = balances(books)
    return {
        "customers": [
            {
                "id": record["ContactID"],
                "name": record["Name"],
                "number": record.get("ContactNumber", ""),
                "status": record["ContactStatus"],
                "balance": owed.get(record["ContactID"], (ZERO, ZERO))[0],
            }
            for record in books.all("Contacts")
        ],
        "invoices": [_told(INVOICE, record) for record in books.all("Invoices")],
        "credits": [
            *(_told(CREDIT_NOTE, record) for record in books.all("CreditNotes")),
            *(_told_credit("Overpayment", one) for one in books.all("Overpayments")),
            *(_told_credit("Prepayment", one) for one in books.all("Prepayments")),
        ],
        "payments": [_told_payment(books, record) for record in books.all("Payments")],
    }


def _told(kind: Kind, record: Record) -> Record:
    return {
        "id": record[kind.id_field],
        "number": record[kind.number_field],
        "customer_id": record["ContactID"],
        "date": record["Date"].isoformat(),
        "total": record["Total"],
        "tax": record["TotalTax"],
        "balance": record["AmountDue" if kind is INVOICE else "RemainingCredit"],
        "status": record["Status"],
        "allocations": _told_allocations(record),
    }


def _told_credit(name: str, record: Record) -> Record:
    return {
        "id": record[f"{name}ID"],
        "kind": name,
        "customer_id": record["ContactID"],
        "total": record["Total"],
        "balance": record["RemainingCredit"],
        "status": record["Status"],
        "allocations": _told_allocations(record),
    }


def _told_allocations(record: Record) -> list[Record]:
    return [
        {"id": one["InvoiceID"], "amount": one["Amount"]} for one in record.get("allocations", [])
    ]


def _told_payment(books: Books, record: Record) -> Record:
    account = books.get("Accounts", record["AccountID"])
    return {
        "id": record["PaymentID"],
        "number": record["Reference"],
        "date": record["Date"].isoformat(),
        "amount": record["Amount"],
        "status": record["Status"],
        "kind": record["PaymentType"],
        "account": account["Code"],
        "allocations": [
            {
                "kind": record["document"],
                "id": record["document_id"],
                "amount": record["Amount"],
            }
        ],
    }


def _found(books: Books, number: str) -> tuple[str, Record]:
    tables = {
        "Invoices": "InvoiceNumber",
        "CreditNotes": "CreditNoteNumber",
        "Payments": "Reference",
    }
    for table, field in tables.items():
        for record in reversed(list(books.all(table))):
            if number and number in {record.get(field), record[ID_FIELDS[table]]}:
                return table, record
    message = f"no invoice, credit note or payment {number}"
    raise LookupError(message)


def _pay(books: Books, number: str, amount: Decimal | None) -> Record:
    table, invoice = _found(books, number)
    if table != "Invoices":
        message = f"{number} is no invoice"
        raise ValueError(message)
    due = invoice["AmountDue"]
    wanted = due if amount is None else amount
    if wanted <= 0 or invoice["Status"] != "AUTHORISED":
        message = f"{number} is {invoice['Status']}"
        raise ValueError(message)
    bank = next(a["AccountID"] for a in books.all("Accounts") if a["Type"] == "BANK")
    sent: Record = {
        "Invoice": {"InvoiceID": invoice["InvoiceID"]},
        "Account": {"AccountID": bank},
        "Amount": min(wanted, due),
        "Reference": f"Paid {len(books.tables['Payments']) + 1}",
    }
    if wanted > due:
        # Money beyond the amount due becomes an overpayment by bank.
        line = {"Description": f"Overpayment of {number}", "LineAmount": wanted - due}
        over = {
            "Type": "RECEIVE-OVERPAYMENT",
            "Contact": {"ContactID": invoice["ContactID"]},
            "BankAccount": {"AccountID": bank},
            "LineItems": [line],
        }
        _as_value_error(lambda: create_bank_transaction(books, over))
    payment = _as_value_error(lambda: create_payment(books, sent))
    return _told(INVOICE, invoice) | {"payment": _told_payment(books, payment)}


def _edit(books: Books, number: str, amount: Decimal | None) -> Record:
    table, record = _found(books, number)
    if table == "Payments":
        record["IsReconciled"] = not record["IsReconciled"]
        books.touch(record)
        return _told_payment(books, record)
    kind = INVOICE if table == "Invoices" else CREDIT_NOTE
    sent: Record = {kind.id_field: record[kind.id_field], "Reference": "Edited by somebody else"}
    if amount is not None:
        first = {
            k: v for k, v in record["LineItems"][0].items() if k not in {"LineAmount", "TaxAmount"}
        }
        changed = {**first, "Quantity": Decimal(1), "UnitAmount": amount}
        rest = [
            {k: v for k, v in line.items() if k != "TaxAmount"} for line in record["LineItems"][1:]
        ]
        sent["LineItems"] = [changed, *rest]
    _as_value_error(lambda: post_document(books, kind, sent, unit_places=4))
    return _told(kind, record)


def _void(books: Books, number: str) -> Record:
    table, record = _found(books, number)
    if table == "Payments":
        return _told_payment(books, _as_value_error(lambda: delete_payment(books, record)))
    kind = INVOICE if table == "Invoices" else CREDIT_NOTE
    _free(books, kind, record)
    void(books, kind, record)
    return _told(kind, record)


def _delete(books: Books, number: str) -> Record:
    table, record = _found(books, number)
    if table == "Payments":
        return _told_payment(books, _as_value_error(lambda: delete_payment(books, record)))
    kind = INVOICE if table == "Invoices" else CREDIT_NOTE
    if record["Status"] not in {"DRAFT", "SUBMITTED"}:
        # What was approved cannot be deleted there: it is voided.
        return _void(books, number)
    record["Status"] = "DELETED"
    books.touch(record)
    return _told(kind, record)


def _free(books: Books, kind: Kind, record: Record) -> None:
    """Take the money off a document first, as a person has to."""
    key = record[kind.id_field]
    for payment in list(books.all("Payments")):
        if payment["document_id"] == key and payment["Status"] == "AUTHORISED":
            delete_payment(books, payment)
    for table, name in credit_tables():
        for credit in books.all(table):
            kept = [a for a in credit["allocations"] if a["InvoiceID"] != key]
            if len(kept) < len(credit["allocations"]):
                credit["allocations"] = kept
                settle_credit(books, name, credit)
                books.touch(credit)
    freed = record.get("allocations", [])
    if kind is CREDIT_NOTE:
        record["allocations"] = []
    for allocation in freed:
        invoice = books.get("Invoices", allocation["InvoiceID"])
        settle_invoice(books, invoice)
        books.touch(invoice)


def _close(books: Books, day: str) -> Record:
    """Close the books up to a day, or open all again with ''; ValueError for no day."""
    books.settings.period_lock_date = date.fromisoformat(day) if day else None
    return {"closed_on": day}


def _as_value_error(action: Callable[[], Record]) -> Record:
    try:
        return action()
    except InvalidElementError as error:
        raise ValueError(str(error)) from error
