"""Records as answers show them: full ones, and the thin ones that lists without paging hold.

Source: accounting-apis.md 2.4, 2.6 and 2.7.
"""

from decimal import Decimal
from typing import Final

from app.practice.xero.books import Books, allocations_to, live_payments
from app.practice.xero.money import table_of_credits
from app.practice.xero.values import ZERO, Record, rounded

_HIDDEN: Final = ("is_ours", "allocations", "document", "document_id", "BankAccountID")


def show_invoice(books: Books, record: Record, *, is_full: bool, unit_places: int) -> Record:
    """An invoice; without its lines and with a thin contact unless it is to be full."""
    key = record["InvoiceID"]
    found = _document(books, record, is_full=is_full, unit_places=unit_places)
    found["Payments"] = [
        _short_payment(payment) for payment in live_payments(books, "Invoice", key)
    ]
    shown: dict[str, list[Record]] = {"CreditNote": [], "Overpayment": [], "Prepayment": []}
    for name, credit, allocation in allocations_to(books, key):
        shown[name].append(
            {
                f"{name}ID": credit[f"{name}ID"],
                **(
                    {"CreditNoteNumber": credit["CreditNoteNumber"], "ID": credit["CreditNoteID"]}
                    if name == "CreditNote"
                    else {}
                ),
                "AppliedAmount": allocation["Amount"],
                "Date": allocation["Date"],
                "Total": credit["Total"],
            }
        )
    found |= {f"{name}s": parts for name, parts in shown.items()}
    return found


def show_credit(
    books: Books, name: str, record: Record, *, is_full: bool, unit_places: int
) -> Record:
    """A credit note, overpayment or prepayment with its allocations."""
    found = _document(books, record, is_full=is_full, unit_places=unit_places)
    found["Allocations"] = [show_allocation(books, one) for one in record["allocations"]]
    found["Payments"] = [
        _short_payment(payment) for payment in live_payments(books, name, record[f"{name}ID"])
    ]
    return found


def show_allocation(books: Books, allocation: Record) -> Record:
    """An allocation with the invoice it stands on."""
    invoice = books.get("Invoices", allocation["InvoiceID"])
    return {
        "AllocationID": allocation["AllocationID"],
        "Amount": allocation["Amount"],
        "Date": allocation["Date"],
        "Invoice": {
            "InvoiceID": invoice["InvoiceID"],
            "InvoiceNumber": invoice["InvoiceNumber"],
        },
        "IsDeleted": False,
    }


def show_payment(books: Books, record: Record) -> Record:
    """A payment with its document and its account."""
    name = record["document"]
    table = "Invoices" if name == "Invoice" else table_of_credits(name)
    target = books.get(table, record["document_id"])
    contact = books.get("Contacts", target["ContactID"])
    named: Record = {
        f"{name}ID": record["document_id"],
        "Type": target["Type"],
        "Contact": {"ContactID": contact["ContactID"], "Name": contact["Name"]},
        "CurrencyCode": target["CurrencyCode"],
        "LineItems": [],
    }
    for field in ("InvoiceNumber", "CreditNoteNumber"):
        if field in target:
            named[field] = target[field]
    account = books.get("Accounts", record["AccountID"])
    found = {k: v for k, v in record.items() if k not in {*_HIDDEN, "AccountID"}}
    found["Account"] = {"AccountID": account["AccountID"], "Code": account.get("Code")}
    return found | {name: named, "HasValidationErrors": False}


def show_bank_transaction(books: Books, record: Record, *, is_full: bool) -> Record:
    """Money by bank with its account."""
    account = books.get("Accounts", record["BankAccountID"])
    found = _document(books, record, is_full=is_full, unit_places=4)
    found["BankAccount"] = {"AccountID": account["AccountID"], "Name": account["Name"]}
    return found


def show_contact(books: Books, record: Record, *, is_full: bool) -> Record:
    """A contact; with its balances when it is to be full."""
    found = dict(record)
    if is_full:
        outstanding, overdue = balances(books).get(record["ContactID"], (ZERO, ZERO))
        found["Balances"] = {
            "AccountsReceivable": {"Outstanding": outstanding, "Overdue": overdue},
            "AccountsPayable": {"Outstanding": ZERO, "Overdue": ZERO},
        }
    return found


def balances(books: Books) -> dict[str, tuple[Decimal, Decimal]]:
    """What each contact owes, and what of it is overdue."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for invoice in books.all("Invoices"):
        if invoice["Status"] != "AUTHORISED" or invoice["Type"] != "ACCREC":
            continue
        due = invoice["AmountDue"]
        outstanding, overdue = found.get(invoice["ContactID"], (ZERO, ZERO))
        is_late = invoice["DueDate"] < books.today()
        found[invoice["ContactID"]] = (outstanding + due, overdue + (due if is_late else ZERO))
    for table in ("CreditNotes", "Overpayments", "Prepayments"):
        for credit in books.all(table):
            if credit["Status"] == "AUTHORISED" and credit["Type"] != "ACCPAYCREDIT":
                outstanding, overdue = found.get(credit["ContactID"], (ZERO, ZERO))
                found[credit["ContactID"]] = (outstanding - credit["RemainingCredit"], overdue)
    return found


def _document(books: Books, record: Record, *, is_full: bool, unit_places: int) -> Record:
    contact = books.get("Contacts", record["ContactID"])
    thin = {"ContactID": contact["ContactID"], "Name": contact["Name"]}
    found = {k: v for k, v in record.items() if k not in {*_HIDDEN, "ContactID"}}
    found["Contact"] = contact if is_full else thin
    found["LineItems"] = (
        [_line(line, unit_places) for line in record["LineItems"]] if is_full else []
    )
    return found | {"HasAttachments": False, "HasErrors": False}


def _line(line: Record, unit_places: int) -> Record:
    return line | {"UnitAmount": rounded(line["UnitAmount"], unit_places)}


def _short_payment(payment: Record) -> Record:
    fields = ("PaymentID", "Date", "Amount", "Reference", "CurrencyRate")
    return {field: payment[field] for field in fields} | {"HasAccount": False}
