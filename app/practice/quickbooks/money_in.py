"""Payments: part, over, on account, by credit memos; their changes, voids and deletes.

Source: accounting-apis.md 1.7. A payment inside a bank deposit is locked.
"""

from app.practice.quickbooks.applications import (
    CREDITS,
    SETTLED,
    applied,
    linked,
    refresh_documents,
    settle_unapplied,
)
from app.practice.quickbooks.books import Books, reference
from app.practice.quickbooks.faults import bad_reference, business, missing
from app.practice.quickbooks.values import ZERO, Record, cents

_KEPT_BY_BOOKS = (
    "Id",
    "SyncToken",
    "MetaData",
    "domain",
    "status",
    "sparse",
    "UnappliedAmt",
    "LinkedTxn",
)


def create_payment(books: Books, body: Record) -> Record:
    """A new payment, applied as its lines say; the rest is on account."""
    record = {k: v for k, v in body.items() if k not in _KEPT_BY_BOOKS}
    record.setdefault("TxnDate", books.today().isoformat())
    books.refuse_new_in_closed(record["TxnDate"])
    _settle(books, record, own_id=None)
    books.add("Payment", record)
    refresh_documents(books, {linked(line) for line in record["Line"]})
    return record


def update_payment(books: Books, body: Record) -> Record:
    """A changed payment; lines that are not sent again come off their documents."""
    found = books.locked("Payment", body)
    books.refuse_edit_in_closed(found["TxnDate"])
    sent = {k: v for k, v in body.items() if k not in _KEPT_BY_BOOKS}
    kept = found if body.get("sparse") else {"TxnDate": found["TxnDate"]}
    record = {**{k: v for k, v in kept.items() if k not in _KEPT_BY_BOOKS}, **sent}
    if record.get("TotalAmt") != found["TotalAmt"]:
        _refuse_deposited(books, found)
    _settle(books, record, own_id=found["Id"])
    touched = {linked(line) for line in (*found["Line"], *record["Line"])}
    for field in [f for f in found if f not in record and f not in _KEPT_BY_BOOKS]:
        del found[field]
    found.update(record)
    books.touch("Payment", found)
    refresh_documents(books, touched)
    return found


def void_payment(books: Books, body: Record) -> Record:
    """A voided payment: amounts zero, nothing applied, the note says so."""
    found = books.locked("Payment", body)
    books.refuse_edit_in_closed(found["TxnDate"])
    _refuse_deposited(books, found)
    touched = {linked(line) for line in found["Line"]}
    note = found.get("PrivateNote", "")
    if not note.startswith("Voided"):
        found["PrivateNote"] = f"Voided - {note}" if note else "Voided"
    found |= {"TotalAmt": ZERO, "UnappliedAmt": ZERO, "Line": []}
    books.touch("Payment", found)
    refresh_documents(books, touched)
    return found


def delete_payment(books: Books, record: Record) -> None:
    """Remove a payment; its documents are open again."""
    _refuse_deposited(books, record)
    books.remove("Payment", record)
    refresh_documents(books, {linked(line) for line in record["Line"]})


def apply_open_credits(books: Books, invoice: Record) -> None:
    """What a company that applies credits by itself does with a new invoice."""
    left = invoice["Balance"]
    for memo in list(books.all("CreditMemo")):
        if memo["CustomerRef"]["value"] != invoice["CustomerRef"]["value"]:
            continue
        amount = min(left, memo["RemainingCredit"])
        if amount <= 0:
            continue
        left -= amount
        pair = ((invoice["Id"], "Invoice"), (memo["Id"], "CreditMemo"))
        lines = [
            {"Amount": amount, "LinkedTxn": [{"TxnId": key, "TxnType": kind}]} for key, kind in pair
        ]
        body = {"CustomerRef": invoice["CustomerRef"], "TotalAmt": ZERO, "Line": lines}
        create_payment(books, body | {"PrivateNote": "Created by QB Online to link credits."})


def _refuse_deposited(books: Books, payment: Record) -> None:
    for deposit in books.all("Deposit"):
        for line in deposit["Line"]:
            if line.get("LinkedTxn") and linked(line) == ("Payment", payment["Id"]):
                raise business("The payment is part of a bank deposit; remove it there first.")


def _settle(books: Books, record: Record, *, own_id: str | None) -> None:
    if "CustomerRef" not in record:
        raise missing("CustomerRef")
    if "TotalAmt" not in record:
        raise missing("TotalAmt")
    customer = books.referred("Customer", record["CustomerRef"], element="CustomerRef")
    record["CustomerRef"] = reference(customer)
    record["TotalAmt"] = cents(record["TotalAmt"])
    record.setdefault("CurrencyRef", customer["CurrencyRef"])
    if record["TotalAmt"] < 0:
        raise business("The total of a payment must not be negative.", element="TotalAmt")
    _settle_account(books, record)
    record["Line"] = [
        _line(books, line, customer=customer, own_id=own_id) for line in record.get("Line", [])
    ]
    if record["TotalAmt"] == 0 and not record["Line"]:
        raise business("A payment of zero must be applied to something.", element="TotalAmt")
    if len({linked(line) for line in record["Line"]}) < len(record["Line"]):
        raise business("A transaction is linked twice.", element="Line")
    settle_unapplied(record)
    if record["UnappliedAmt"] < 0:
        raise business("The amount applied is greater than the payment.", element="Line")


def _settle_account(books: Books, record: Record) -> None:
    if "DepositToAccountRef" in record:
        element = "DepositToAccountRef"
        account = books.referred("Account", record[element], element=element)
        if account["AccountType"] not in {"Bank", "Other Current Asset"}:
            raise bad_reference(element, account["Id"])
        return
    for account in books.all("Account"):
        if account.get("AccountSubType") == "UndepositedFunds":
            record["DepositToAccountRef"] = reference(account)
    if "PaymentMethodRef" in record:
        books.referred("PaymentMethod", record["PaymentMethodRef"], element="PaymentMethodRef")


def _line(books: Books, line: Record, *, customer: Record, own_id: str | None) -> Record:
    links = line.get("LinkedTxn") or []
    if "Amount" not in line:
        raise missing("Line.Amount")
    if not links or "TxnId" not in links[0] or "TxnType" not in links[0]:
        raise missing("Line.LinkedTxn")
    kind, key = links[0]["TxnType"], links[0]["TxnId"]
    document = books.find(kind, key) if kind in SETTLED else None
    if document is None:
        raise bad_reference("Line.LinkedTxn", key, what=f"{kind} with id {key} not found")
    if document["CustomerRef"]["value"] != customer["Id"]:
        raise business("The transaction to link belongs to another customer.", element="Line")
    amount = cents(line["Amount"])
    own = sum((a for p, a in applied(books, kind, key) if p["Id"] == own_id), ZERO)
    if amount <= 0 or amount > document["Balance"] + own:
        said = "credit left" if kind in CREDITS else "open balance"
        raise business(f"The amount applied is zero or more than the {said}.", element="Line")
    return {"Amount": amount, "LinkedTxn": [{"TxnId": key, "TxnType": kind}]}
