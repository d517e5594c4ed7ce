"""Reading: each list with its own filters, and one record by its id or number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.wrappers import Request

from app.practice.faults import FaultSwitch
from app.practice.xero.batch_payments import show_batch
from app.practice.xero.books import ID_FIELDS, Books
from app.practice.xero.catalogue import organisation
from app.practice.xero.conditions import where
from app.practice.xero.lists import changed_since, one_of, ordered, paged
from app.practice.xero.refusals import MissingError
from app.practice.xero.reports import aged_receivables
from app.practice.xero.shown import (
    show_bank_transaction,
    show_contact,
    show_credit,
    show_invoice,
    show_payment,
)
from app.practice.xero.values import Record
from app.practice.xero.writing import ALLOCATED, unit_places

_PAGED: Final = (
    "Invoices",
    "CreditNotes",
    "Payments",
    "Overpayments",
    "Prepayments",
    "BankTransactions",
    "Contacts",
)
_ACTIONS: Final = (
    "CreateApprovedInvoice",
    "CreateDraftInvoice",
    "CreateCustomerContact",
    "AttachFileToInvoice",
    "UpdateApprovedInvoice",
)
_NUMBERS: Final = {
    "Invoices": "InvoiceNumber",
    "CreditNotes": "CreditNoteNumber",
    "Contacts": "ContactNumber",
    "Items": "Code",
    "Accounts": "Code",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The reads of one organisation."""

    books: Books
    switch: FaultSwitch

    def listed(self, table: str, request: Request) -> Record:
        """A list, filtered, ordered and paged as asked; MissingError, CallError."""
        args = request.args
        whole = self._whole(table)
        if whole is not None:
            return {table if table != "Organisation" else "Organisations": whole}
        if table not in ID_FIELDS:
            raise MissingError
        rows = self._filtered(table, list(self.books.all(table)), args)
        rows = changed_since(rows, request.headers.get("If-Modified-Since"))
        if args.get("where"):
            rows = where(rows, args["where"], table, self._other_fields())
        order = args.get("order", "")
        rows = ordered(rows, order)
        if table not in _PAGED:
            return {table: [self._shown(table, row, args, is_full=True) for row in rows]}
        page = paged(rows, args, self.switch, is_ordered=bool(order))
        is_full = page.pagination is not None
        shown = [self._shown(table, row, args, is_full=is_full) for row in page.rows]
        if args.get("summaryOnly", "").lower() == "true":
            for one in shown:
                for field in ("Payments", "LineItems", "Balances"):
                    one.pop(field, None)
        head = {"pagination": page.pagination} if page.pagination else {}
        return {**head, table: shown}

    def one(self, table: str, key: str, request: Request) -> Record:
        """One record by its id or its number, in full; MissingError."""
        if table == "TaxRates":
            found = [one for one in self.books.tax_rates if one["TaxType"] == key]
            if not found:
                raise MissingError
            return {table: found}
        if (table, key) == ("Organisation", "Actions"):
            return {"Actions": [{"Name": name, "Status": "ALLOWED"} for name in _ACTIONS]}
        if table == "Reports" and key == "AgedReceivablesByContact":
            return {"Reports": [aged_receivables(self.books, request.args)]}
        if table not in ID_FIELDS:
            raise MissingError
        record = self.books.tables[table].get(key.lower())
        if record is None and table in _NUMBERS:
            field = _NUMBERS[table]
            record = next((r for r in self.books.all(table) if r.get(field) == key), None)
        if record is None:
            raise MissingError
        return {table: [self._shown(table, record, request.args, is_full=True)]}

    def _whole(self, table: str) -> list[Record] | None:
        currency = self.books.settings.base_currency
        match table:
            case "TaxRates":
                return self.books.tax_rates
            case "Organisation":
                return [organisation(self.books)]
            case "Currencies":
                return [{"Code": currency, "Description": "United States Dollar"}]
            case "TrackingCategories":
                return []
        return None

    def _filtered(self, table: str, rows: list[Record], args: Mapping[str, str]) -> list[Record]:
        number = _NUMBERS.get(table, "")
        filters = {
            "IDs": ID_FIELDS[table],
            "InvoiceNumbers": number,
            "ContactIDs": "ContactID",
            "Statuses": "Status",
        }
        for name, field in filters.items():
            wanted = one_of(args, name)
            if wanted is not None and field:
                rows = [row for row in rows if str(row.get(field, "")).casefold() in wanted]
        asks_all = args.get("includeArchived", "").lower() == "true"
        if table == "Contacts" and not asks_all:
            rows = [row for row in rows if row["ContactStatus"] == "ACTIVE"]
        if args.get("createdByMyApp", "").lower() == "true":
            rows = [row for row in rows if row.get("is_ours", True)]
        term = args.get("searchTerm", "").casefold()
        if term:
            fields = (number, "Name", "Reference", "EmailAddress", "AccountNumber")
            rows = [
                row
                for row in rows
                if any(term in str(row.get(field) or "").casefold() for field in fields)
            ]
        return rows

    def _other_fields(self) -> dict[str, Callable[[Record], Any]]:
        def contact(row: Record) -> Record:
            return self.books.get("Contacts", row["ContactID"]) if "ContactID" in row else {}

        return {
            "Contact.ContactID": lambda row: row.get("ContactID"),
            "Contact.Name": lambda row: contact(row).get("Name"),
            "Contact.ContactNumber": lambda row: contact(row).get("ContactNumber"),
            "Invoice.InvoiceID": lambda row: (
                row["document_id"] if row.get("document") == "Invoice" else None
            ),
        }

    def _shown(self, table: str, row: Record, args: Mapping[str, str], *, is_full: bool) -> Record:
        places = unit_places(args)
        if table == "Invoices":
            return show_invoice(self.books, row, is_full=is_full, unit_places=places)
        if table in ALLOCATED:
            name = ALLOCATED[table]
            return show_credit(self.books, name, row, is_full=is_full, unit_places=places)
        if table in {"Payments", "BatchPayments"}:
            show = show_payment if table == "Payments" else show_batch
            return show(self.books, row)
        if table == "BankTransactions":
            return show_bank_transaction(self.books, row, is_full=is_full)
        if table == "Contacts":
            return show_contact(self.books, row, is_full=is_full)
        return dict(row)
