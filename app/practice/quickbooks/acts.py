"""What somebody else does in the company, and the whole state for a look from outside."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from app.practice.quickbooks.applications import (
    customer_balances,
    linked,
    refresh_documents,
    refresh_open,
    trim_applications,
)
from app.practice.quickbooks.books import Books
from app.practice.quickbooks.faults import FaultError
from app.practice.quickbooks.money_in import create_payment
from app.practice.quickbooks.sales import delete_sale, is_voided, update_sale, zero
from app.practice.quickbooks.values import Record
from app.practice.serving import Act


def acts(books: Books) -> Mapping[str, Act]:
    """What somebody else can do to an invoice or payment named by its number, or to the books."""
    return {
        "pay": lambda number, amount: _pay(books, number, amount),
        "edit": lambda number, amount: _edit(books, number, amount),
        "void": lambda number, _: _void(books, number),
        "delete": lambda number, _: _delete(books, number),
        "close_books": lambda day, _: _close(books, day),
        "end_subscription": lambda _, __: _subscribe(books, is_subscribed=False),
        "renew_subscription": lambda _, __: _subscribe(books, is_subscribed=True),
    }


def state(books: Books) -> Record:
    """Customers, invoices, payments and credits with their numbers, totals and balances."""
    owed = customer_balances(books)
    return {
        "customers": [
            {
                "id": record["Id"],
                "name": record["DisplayName"],
                "is_active": record["Active"],
                "balance": owed[record["Id"]],
                "notes": record.get("Notes", ""),
            }
            for record in books.all("Customer")
        ],
        "invoices": [_told(record) for record in books.all("Invoice")],
        "credits": [_told(record) for record in books.all("CreditMemo")],
        "refunds": [_told(record) for record in books.all("RefundReceipt")],
        "payments": [_told_payment(record) for record in books.all("Payment")],
        "deleted": [
            {"kind": stone.kind, "id": stone.id, "at": stone.at.isoformat()}
            for stone in books.deleted
        ],
        "items": [
            {
                "id": r["Id"],
                "name": r["Name"],
                "account": r.get("IncomeAccountRef", {}).get("value"),
            }
            for r in books.all("Item")
        ],
    }


def _told(record: Record) -> Record:
    return {
        "id": record["Id"],
        "number": record.get("DocNumber", ""),
        "customer_id": record["CustomerRef"]["value"],
        "date": record["TxnDate"],
        "due_date": record.get("DueDate", ""),
        "total": record["TotalAmt"],
        "tax": record["TxnTaxDetail"].get("TotalTax"),
        "balance": record.get("Balance"),
        "status": _status(record),
        "version": record["SyncToken"],
    }


def _status(record: Record) -> str:
    if is_voided(record):
        return "voided"
    if record.get("Balance") == 0:
        return "paid"
    return "open" if record.get("Balance") == record["TotalAmt"] else "part paid"


def _told_payment(record: Record) -> Record:
    return {
        "id": record["Id"],
        "number": record.get("PaymentRefNum", ""),
        "customer_id": record["CustomerRef"]["value"],
        "date": record["TxnDate"],
        "amount": record["TotalAmt"],
        "unapplied": record["UnappliedAmt"],
        "allocations": [
            {"kind": linked(line)[0], "id": linked(line)[1], "amount": line["Amount"]}
            for line in record["Line"]
        ],
        "version": record["SyncToken"],
    }


def _found(books: Books, number: str) -> tuple[str, Record]:
    """The newest invoice or credit memo of a number, or the payment of a reference or id."""
    fields = {"Invoice": "DocNumber", "CreditMemo": "DocNumber", "Payment": "PaymentRefNum"}
    for kind, field in fields.items():
        for record in reversed(list(books.all(kind))):
            if number and number in {record.get(field), f"{kind} {record['Id']}"}:
                return kind, record
    message = f"no invoice, credit memo or payment {number}"
    raise LookupError(message)


def _invoice(books: Books, number: str) -> Record:
    kind, record = _found(books, number)
    if kind != "Invoice":
        message = f"{number} is no invoice"
        raise ValueError(message)
    return record


def _pay(books: Books, number: str, amount: Decimal | None) -> Record:
    invoice = _invoice(books, number)
    wanted = invoice["Balance"] if amount is None else amount
    if wanted <= 0:
        message = f"{number} is paid already"
        raise ValueError(message)
    part = min(wanted, invoice["Balance"])
    line = {"Amount": part, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}
    body = {
        "CustomerRef": invoice["CustomerRef"],
        "TotalAmt": wanted,
        "PaymentRefNum": f"chk {sum(1 for _ in books.all('Payment')) + 4001}",
        "Line": [line] if part else [],
    }
    payment = _as_value_error(lambda: create_payment(books, body))
    return _told(invoice) | {"payment": _told_payment(payment)}


def _edit(books: Books, number: str, amount: Decimal | None) -> Record:
    kind, record = _found(books, number)
    if kind == "Payment":
        record["PrivateNote"] = "Edited by somebody else"
        books.touch(kind, record)
        return _told_payment(record)
    lines = [line for line in record["Line"] if "SalesItemLineDetail" in line]
    body: Record = {
        "Id": record["Id"],
        "SyncToken": record["SyncToken"],
        "sparse": True,
        "CustomerMemo": {"value": "Edited by somebody else"},
    }
    if amount is not None:
        detail = {k: v for k, v in lines[0]["SalesItemLineDetail"].items() if k != "Qty"}
        changed = {**lines[0], "Amount": amount}
        changed["SalesItemLineDetail"] = detail | {"UnitPrice": amount}
        body["Line"] = [changed, *lines[1:]]
    _as_value_error(lambda: update_sale(books, kind, body, may_repeat_number=True))
    return _told(record)


def _void(books: Books, number: str) -> Record:
    kind, record = _found(books, number)
    if kind == "Payment":
        touched = {linked(line) for line in record["Line"]}
        record |= {"TotalAmt": record["TotalAmt"] * 0, "UnappliedAmt": record["TotalAmt"] * 0}
        record |= {"Line": [], "PrivateNote": "Voided"}
        books.touch("Payment", record)
        refresh_documents(books, touched)
        return _told_payment(record)
    zero(books, kind, record)
    # A person is asked and may go on although money is applied: the money stays on account.
    trim_applications(books, kind, record)
    refresh_open(books, kind, record)
    return _told(record)


def _delete(books: Books, number: str) -> Record:
    kind, record = _found(books, number)
    if kind == "Payment":
        books.remove(kind, record)
        refresh_documents(books, {linked(line) for line in record["Line"]})
    else:
        delete_sale(books, kind, record)
    return {"id": record["Id"], "number": number, "deleted": True, "kind": kind}


def _close(books: Books, day: str) -> Record:
    """Close the books up to a day, or open all again with ''; ValueError for no day."""
    books.settings.books_closed_on = date.fromisoformat(day) if day else None
    return {"closed_on": day}


def _subscribe(books: Books, *, is_subscribed: bool) -> Record:
    books.settings.is_subscribed = is_subscribed
    return {"is_subscribed": is_subscribed}


def _as_value_error(action: Callable[[], Record]) -> Record:
    try:
        return action()
    except FaultError as fault:
        raise ValueError(str(fault)) from fault
