"""Money: payments and refunds, overpayments and prepayments by bank, allocations of credits.

One payment is one amount on one document. Source: accounting-apis.md 2.6 and 2.7.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from app.practice.xero.books import (
    ID_FIELDS,
    Books,
    credit_tables,
    settle_credit,
    settle_invoice,
)
from app.practice.xero.contacts import contact_of_document
from app.practice.xero.lines import NO_TAX, Manner, Sums, sums_of
from app.practice.xero.refusals import InvalidElementError, MissingError
from app.practice.xero.values import Record, places_of, read_day, read_number

_TARGETS: Final = {
    "Invoice": (
        "Invoices",
        "InvoiceNumber",
        {"ACCREC": "ACCRECPAYMENT", "ACCPAY": "ACCPAYPAYMENT"},
    ),
    "CreditNote": (
        "CreditNotes",
        "CreditNoteNumber",
        {"ACCRECCREDIT": "ARCREDITPAYMENT", "ACCPAYCREDIT": "APCREDITPAYMENT"},
    ),
    "Overpayment": ("Overpayments", "", {"RECEIVE-OVERPAYMENT": "AROVERPAYMENTPAYMENT"}),
    "Prepayment": ("Prepayments", "", {"RECEIVE-PREPAYMENT": "ARPREPAYMENTPAYMENT"}),
}
_BY_BANK: Final = {"RECEIVE-OVERPAYMENT": "Overpayment", "RECEIVE-PREPAYMENT": "Prepayment"}
_MOST_PLACES: Final = 2


def create_payment(books: Books, sent: Record) -> Record:
    """A payment on an approved invoice, or a refund of a credit note, over- or prepayment."""
    name, target = _target(books, sent)
    account = books.account(sent.get("Account") or sent)
    if account is None:
        raise InvalidElementError("Account could not be found")
    if account["Type"] != "BANK" and not account.get("EnablePaymentsToAccount"):
        raise InvalidElementError("Account type not valid for a payment")
    if target["Status"] != "AUTHORISED":
        raise InvalidElementError("Payments can only be made against Authorised documents")
    amount = _amount(sent)
    left = target["AmountDue"] if name == "Invoice" else target["RemainingCredit"]
    if amount > left:
        raise InvalidElementError("Payment amount exceeds the amount outstanding on this document")
    day = _day(books, sent)
    books.refuse_locked(day)
    table, _, types = _TARGETS[name]
    payment = books.add(
        "Payments",
        {
            "Date": day,
            "Amount": amount,
            "BankAmount": amount,
            "CurrencyRate": Decimal(1),
            "Reference": str(sent.get("Reference") or ""),
            "PaymentType": types[target["Type"]],
            "Status": "AUTHORISED",
            "IsReconciled": bool(sent.get("IsReconciled", False)),
            "HasAccount": True,
            "AccountID": account["AccountID"],
            "document": name,
            "document_id": target[ID_FIELDS[table]],
            **({"BatchPaymentID": sent["BatchPaymentID"]} if sent.get("BatchPaymentID") else {}),
        },
    )
    _settle(books, name, target)
    return payment


def delete_payment(books: Books, payment: Record) -> Record:
    """A payment taken back; it stays, with its new status."""
    if payment["Status"] == "DELETED":
        raise InvalidElementError("The payment has already been deleted.")
    books.refuse_locked(payment["Date"])
    payment["Status"] = "DELETED"
    books.touch(payment)
    table = _TARGETS[payment["document"]][0]
    _settle(books, payment["document"], books.get(table, payment["document_id"]))
    return payment


def create_bank_transaction(books: Books, sent: Record) -> Record:
    """Money received: as it is, as an overpayment or as a prepayment."""
    kind = sent.get("Type")
    if kind not in {"RECEIVE", *_BY_BANK}:
        raise InvalidElementError(f"The Type '{kind}' is not supported here.")
    bank = books.account(sent.get("BankAccount") or {})
    if bank is None or bank["Type"] != "BANK":
        raise InvalidElementError("BankAccount must be specified and be a bank account.")
    contact = contact_of_document(books, sent.get("Contact"))
    lines = sent.get("LineItems") or []
    if not lines:
        raise InvalidElementError("One or more line items must be specified")
    sums = _received(books, sent, lines, kind=str(kind))
    if sums.total <= 0:
        raise InvalidElementError("The transaction total must be more than zero.")
    day = _day(books, sent)
    books.refuse_locked(day)
    record = {
        "Type": kind,
        "ContactID": contact["ContactID"],
        "Date": day,
        "Status": "AUTHORISED",
        "LineAmountTypes": sums.amounts,
        "LineItems": sums.lines,
        "SubTotal": sums.sub_total,
        "TotalTax": sums.total_tax,
        "Total": sums.total,
        "CurrencyCode": books.settings.base_currency,
        "CurrencyRate": Decimal(1),
        "Reference": str(sent.get("Reference") or ""),
    }
    held = books.add(
        "BankTransactions", {**record, "BankAccountID": bank["AccountID"], "IsReconciled": False}
    )
    name = _BY_BANK.get(str(kind))
    if name is not None:
        credit = books.add(f"{name}s", {**record, "allocations": []})
        settle_credit(books, name, credit)
        held[f"{name}ID"] = credit[f"{name}ID"]
    return held


def _received(books: Books, sent: Record, lines: list[Record], *, kind: str) -> Sums:
    """The lines of money received: of an overpayment one, on the receivable, without tax."""
    if kind != "RECEIVE-OVERPAYMENT":
        amounts = str(sent.get("LineAmountTypes") or "Exclusive")
        manner = Manner(amounts=amounts, unit_places=2, is_approved=True)
        return sums_of(books, lines, manner, kept=[])
    if len(lines) != 1:
        raise InvalidElementError("An overpayment has one line item.")
    first: Record = {**lines[0], "AccountID": None, "AccountCode": None, "TaxType": "NONE"}
    manner = Manner(amounts=NO_TAX, unit_places=2, is_approved=False)
    sums = sums_of(books, [first], manner, kept=[])
    sums.lines[0]["AccountID"] = next(
        one["AccountID"] for one in books.all("Accounts") if one.get("SystemAccount") == "DEBTORS"
    )
    return sums


def allocate(books: Books, name: str, credit: Record, sent: Mapping[str, object]) -> Record:
    """Part of a credit put on an invoice of the same contact."""
    if credit["Status"] != "AUTHORISED":
        raise InvalidElementError(f"The {name} is not of valid status for allocation")
    named = sent.get("Invoice")
    key = str(named.get("InvoiceID") or "") if isinstance(named, dict) else ""
    try:
        invoice = books.get("Invoices", key)
    except MissingError:
        raise InvalidElementError("The invoice to allocate to could not be found.") from None
    if invoice["Status"] != "AUTHORISED" or invoice["Type"] != "ACCREC":
        raise InvalidElementError("Credits can only be allocated to approved, unpaid invoices.")
    if invoice["ContactID"] != credit["ContactID"]:
        raise InvalidElementError("The invoice belongs to another contact.")
    amount = _amount(sent)
    if amount > credit["RemainingCredit"]:
        raise InvalidElementError("The amount is greater than the remaining credit.")
    if amount > invoice["AmountDue"]:
        raise InvalidElementError("The amount is greater than the amount due on the invoice.")
    day = _day(books, sent)
    books.refuse_locked(day)
    allocation: Record = {
        "AllocationID": books.new_id("Allocation"),
        "InvoiceID": invoice["InvoiceID"],
        "Amount": amount,
        "Date": day,
    }
    credit["allocations"].append(allocation)
    _settle(books, name, credit)
    settle_invoice(books, invoice)
    books.touch(invoice)
    return allocation


def release(books: Books, name: str, credit: Record, allocation_id: str) -> Record:
    """An allocation taken back."""
    for allocation in credit["allocations"]:
        if allocation["AllocationID"] == allocation_id.lower():
            released: Record = allocation
            credit["allocations"].remove(released)
            _settle(books, name, credit)
            invoice = books.get("Invoices", allocation["InvoiceID"])
            settle_invoice(books, invoice)
            books.touch(invoice)
            return released
    raise MissingError


def table_of_credits(name: str) -> str:
    """The table of a kind of credit by the name of one."""
    return next(table for table, one in credit_tables() if one == name)


def _settle(books: Books, name: str, target: Record) -> None:
    if name == "Invoice":
        settle_invoice(books, target)
    else:
        settle_credit(books, name, target)
    # A payment that comes or goes counts as a change of its document.
    books.touch(target)


def _target(books: Books, sent: Record) -> tuple[str, Record]:
    for name, (table, number_field, _) in _TARGETS.items():
        named = sent.get(name)
        number = sent.get(number_field) if number_field else None
        if isinstance(named, dict):
            number = number or (named.get(number_field) if number_field else None)
        elif not number:
            continue
        key = str(named.get(ID_FIELDS[table]) or "").lower() if isinstance(named, dict) else ""
        for record in books.all(table):
            if record[ID_FIELDS[table]] == key or (number and record.get(number_field) == number):
                return name, record
        raise InvalidElementError(f"{name} could not be found")
    raise InvalidElementError("Invoice could not be found")


def _amount(sent: Mapping[str, object]) -> Decimal:
    amount = read_number(sent.get("Amount"))
    if amount is None or amount <= 0:
        raise InvalidElementError("The amount must be greater than zero.")
    if places_of(amount) > _MOST_PLACES:
        raise InvalidElementError("The amount must not have more than two decimal places.")
    return amount


def _day(books: Books, sent: Mapping[str, object]) -> date:
    value = sent.get("Date")
    if value is None or value == "":
        return books.today()
    day = read_day(value)
    if day is None:
        raise InvalidElementError(f"The Date '{value}' is not a valid date.")
    return day
