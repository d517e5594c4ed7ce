"""The books of one Xero organisation: its records, settings and lock dates."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.practice.clock import PracticeClock
from app.practice.xero.refusals import InvalidElementError, MissingError
from app.practice.xero.values import ZERO, Record, made_id

ID_FIELDS = {
    "Invoices": "InvoiceID",
    "CreditNotes": "CreditNoteID",
    "Payments": "PaymentID",
    "BatchPayments": "BatchPaymentID",
    "Overpayments": "OverpaymentID",
    "Prepayments": "PrepaymentID",
    "BankTransactions": "BankTransactionID",
    "Contacts": "ContactID",
    "Accounts": "AccountID",
    "Items": "ItemID",
}
_BARRED_FROM_LINES = ("BANK",)


@dataclass(slots=True)
class Settings:
    """What the organisation is and has set."""

    name: str
    base_currency: str = "USD"
    is_demo: bool = False
    period_lock_date: date | None = None
    end_of_year_lock_date: date | None = None


@dataclass(slots=True)
class Books:
    """All records of the organisation by table and id."""

    clock: PracticeClock
    tenant: str
    settings: Settings
    tables: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    tax_rates: list[Record] = field(default_factory=list)
    _serials: Counter[str] = field(default_factory=Counter)

    def today(self) -> date:
        """The organisation's day."""
        return self.clock.now().date()

    def all(self, table: str) -> Iterator[Record]:
        """The records of a table, oldest first."""
        yield from self.tables[table].values()

    def get(self, table: str, key: str) -> Record:
        """The record of a table by its id; MissingError."""
        found = self.tables[table].get(key.lower())
        if found is None:
            raise MissingError
        return found

    def new_id(self, kind: str) -> str:
        """The next id of a kind."""
        self._serials[kind] += 1
        return made_id(f"{self.tenant} {kind}", self._serials[kind])

    def add(self, table: str, record: Record) -> Record:
        """Keep a new record: it gets its id and its time."""
        record[ID_FIELDS[table]] = self.new_id(table)
        record["UpdatedDateUTC"] = self.clock.now()
        self.tables[table][record[ID_FIELDS[table]]] = record
        return record

    def touch(self, record: Record) -> None:
        """A change of a record."""
        record["UpdatedDateUTC"] = self.clock.now()

    def account(self, sent: Record) -> Record | None:
        """The active account that a line or payment names by AccountID or by code."""
        code = sent.get("AccountCode") or sent.get("Code")
        key = str(sent.get("AccountID") or "").lower()
        for account in self.all("Accounts"):
            is_named = account["AccountID"] == key if key else account.get("Code") == code
            if is_named and account["Status"] == "ACTIVE":
                return account
        return None

    def line_account(self, line: Record) -> Record:
        """The account of a document's line; refused when it cannot stand on one."""
        account = self.account(line)
        named = line.get("AccountCode") or line.get("AccountID") or ""
        if account is None or account["Type"] in _BARRED_FROM_LINES or account.get("SystemAccount"):
            message = f"Account code '{named}' is not a valid code for this document."
            raise InvalidElementError(message)
        return account

    def tax_rate(self, tax_type: str) -> Record | None:
        """The active tax rate of a tax type."""
        for rate in self.tax_rates:
            if rate["TaxType"] == tax_type and rate["Status"] == "ACTIVE":
                return rate
        return None

    def refuse_locked(self, day: date | None) -> None:
        """Refuse a document dated in a locked period."""
        settings = self.settings
        if day is None:
            return
        if settings.end_of_year_lock_date and day <= settings.end_of_year_lock_date:
            raise InvalidElementError(
                "The document date cannot be before the end of year lock date"
            )
        if settings.period_lock_date and day <= settings.period_lock_date:
            raise InvalidElementError("The document date cannot be before the period lock date")


def credit_tables() -> tuple[tuple[str, str], ...]:
    """The tables of what can be allocated to invoices, each with the name of one."""
    return (
        ("CreditNotes", "CreditNote"),
        ("Overpayments", "Overpayment"),
        ("Prepayments", "Prepayment"),
    )


def live_payments(books: Books, document: str, key: str) -> list[Record]:
    """The payments that stand on a document: `document` is Invoice, CreditNote and so on."""
    return [
        payment
        for payment in books.all("Payments")
        if payment["Status"] == "AUTHORISED"
        and payment["document"] == document
        and payment["document_id"] == key
    ]


def allocations_to(books: Books, invoice_id: str) -> Iterator[tuple[str, Record, Record]]:
    """What is allocated to an invoice: the name of the credit, the credit, the allocation."""
    for table, name in credit_tables():
        for credit in books.all(table):
            for allocation in credit["allocations"]:
                if allocation["InvoiceID"] == invoice_id:
                    yield name, credit, allocation


def settle_invoice(books: Books, invoice: Record) -> None:
    """Work out again what is paid, credited and due, and whether the invoice is paid."""
    key = invoice["InvoiceID"]
    paid = sum((p["Amount"] for p in live_payments(books, "Invoice", key)), ZERO)
    credited = ZERO
    days = [p["Date"] for p in live_payments(books, "Invoice", key)]
    for name, _, allocation in allocations_to(books, key):
        days.append(allocation["Date"])
        if name == "CreditNote":
            credited += allocation["Amount"]
        else:
            paid += allocation["Amount"]
    invoice |= {"AmountPaid": paid, "AmountCredited": credited}
    if invoice["Status"] in {"VOIDED", "DELETED"}:
        invoice["AmountDue"] = ZERO
        return
    invoice["AmountDue"] = invoice["Total"] - paid - credited
    invoice.pop("FullyPaidOnDate", None)
    if invoice["Status"] in {"AUTHORISED", "PAID"}:
        is_paid = invoice["AmountDue"] <= 0
        invoice["Status"] = "PAID" if is_paid else "AUTHORISED"
        if is_paid:
            invoice["FullyPaidOnDate"] = max(days, default=invoice["Date"])


def settle_credit(books: Books, name: str, credit: Record) -> None:
    """Work out again what is left of a credit note, overpayment or prepayment."""
    key = credit[f"{name}ID"]
    used = sum((a["Amount"] for a in credit["allocations"]), ZERO)
    refunded: Decimal = sum((p["Amount"] for p in live_payments(books, name, key)), ZERO)
    if credit["Status"] in {"VOIDED", "DELETED"}:
        credit["RemainingCredit"] = ZERO
        return
    credit["RemainingCredit"] = credit["Total"] - used - refunded
    if credit["Status"] in {"AUTHORISED", "PAID"}:
        credit["Status"] = "PAID" if credit["RemainingCredit"] <= 0 else "AUTHORISED"
