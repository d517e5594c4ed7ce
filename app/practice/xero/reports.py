"""The report a biller reads: what one contact owes, invoice by invoice."""

from collections.abc import Mapping

from app.practice.xero.books import Books
from app.practice.xero.refusals import CallError
from app.practice.xero.values import ZERO, Record


def aged_receivables(books: Books, args: Mapping[str, str]) -> Record:
    """The open invoices of a contact, with their sum; CallError without a contact."""
    contact = args.get("contactID") or args.get("contactId") or ""
    if not contact:
        raise CallError("The contactID parameter is required")
    held = books.get("Contacts", contact)
    found = [
        invoice
        for invoice in books.all("Invoices")
        if invoice["ContactID"] == held["ContactID"] and invoice["Status"] == "AUTHORISED"
    ]
    titles = ("Date", "Number", "Due Date", "Total", "Paid", "Credited", "Due")
    rows = [
        (
            invoice["Date"].isoformat(),
            invoice["InvoiceNumber"],
            invoice["DueDate"].isoformat(),
            *(f"{invoice[f]:f}" for f in ("Total", "AmountPaid", "AmountCredited", "AmountDue")),
        )
        for invoice in found
    ]
    due = sum((invoice["AmountDue"] for invoice in found), ZERO)
    return {
        "ReportID": "AgedReceivablesByContact",
        "ReportName": "Aged Receivables By Contact",
        "ReportType": "AgedReceivablesByContact",
        "ReportTitles": ["Aged Receivables By Contact", held["Name"], books.settings.name],
        "ReportDate": books.today().isoformat(),
        "UpdatedDateUTC": books.clock.now(),
        "Rows": [
            _row("Header", titles),
            {
                "RowType": "Section",
                "Rows": [
                    *(_row("Row", row) for row in rows),
                    _row("SummaryRow", ("Total", "", "", "", "", "", f"{due:f}")),
                ],
            },
        ],
    }


def _row(kind: str, values: tuple[str, ...]) -> Record:
    return {"RowType": kind, "Cells": [{"Value": value} for value in values]}
