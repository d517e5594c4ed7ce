"""The import files of Xero and QuickBooks Online, for those who do not connect them.

Source: ``accounting-apis.md`` 4. Neither takes credit notes by these files.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from app.billing.outgoing import OutgoingCustomer, OutgoingInvoice
from app.connectors.accounting_files.paper import (
    DayOrder,
    Document,
    Frame,
    Layout,
    csv_text,
    due_on,
    money,
    plain,
    remark,
)
from app.values.foreign_record import NO_ADDRESS

XERO_COLUMNS: Final = (
    "*ContactName",
    "EmailAddress",
    "POAddressLine1",
    "POAddressLine2",
    "POAddressLine3",
    "POAddressLine4",
    "POCity",
    "PORegion",
    "POPostalCode",
    "POCountry",
    "*InvoiceNumber",
    "Reference",
    "*InvoiceDate",
    "*DueDate",
    "InventoryItemCode",
    "*Description",
    "*Quantity",
    "*UnitAmount",
    "Discount",
    "*AccountCode",
    "*TaxType",
    "TrackingName1",
    "TrackingOption1",
    "TrackingName2",
    "TrackingOption2",
    "Currency",
    "BrandingTheme",
)
QUICKBOOKS_COLUMNS: Final = (
    "*InvoiceNo",
    "*Customer",
    "*InvoiceDate",
    "*DueDate",
    "Terms",
    "Location",
    "Memo",
    "Item(Product/Service)",
    "ItemDescription",
    "ItemQuantity",
    "ItemRate",
    "*ItemAmount",
    "Service Date",
)
QUICKBOOKS_TAX_COLUMNS: Final = ("*ItemTaxCode", "ItemTaxAmount", "Currency")


def xero_written(
    documents: Sequence[Document], _customers: Sequence[OutgoingCustomer], frame: Frame
) -> str:
    """A row for each line; those of one number are one invoice, a draft once it is imported."""
    rows = (row for document in documents for row in _xero_rows(document, frame))
    return csv_text((XERO_COLUMNS, *rows))


def _xero_rows(document: Document, frame: Frame) -> Iterator[Sequence[str]]:
    customer = frame.customers.get(document.customer_id)
    address = NO_ADDRESS if customer is None else customer.address
    for line in document.lines:
        yield (
            document.customer_id,
            (customer.email if customer is not None else "") or "",
            address.line1,
            address.line2,
            address.line3,
            "",
            address.city,
            address.region,
            address.postal_code,
            address.country,
            document.number,
            remark(document),
            frame.day(document.dated_on),
            frame.day(due_on(document)),
            line.item_id or "",
            plain(line.description),
            "1",
            money(line.amount),
            "",
            line.account_id,
            # In files the name that is shown, where the API has a code.
            line.tax_code_id or frame.tax_code,
            "",
            "",
            "",
            "",
            document.currency,
            "",
        )


def quickbooks_written(
    documents: Sequence[Document], _customers: Sequence[OutgoingCustomer], frame: Frame
) -> str:
    """A row for each line, what is of the invoice on each; outside the US with tax columns."""
    more = QUICKBOOKS_TAX_COLUMNS if frame.has_tax_columns else ()
    rows = (row for document in documents for row in _quickbooks_rows(document, frame))
    return csv_text(((*QUICKBOOKS_COLUMNS, *more), *rows))


def _quickbooks_rows(document: Document, frame: Frame) -> Iterator[Sequence[str]]:
    terms = document.terms_id if isinstance(document, OutgoingInvoice) else None
    for line in document.lines:
        taxes = (line.tax_code_id or frame.tax_code, "0.00", document.currency)
        yield (
            document.number,
            document.customer_id,
            frame.day(document.dated_on),
            frame.day(due_on(document)),
            frame.terms.get(terms or "", ""),
            "",
            remark(document),
            line.item_id or "",
            plain(line.description),
            "1",
            money(line.amount),
            money(line.amount),
            "",
            *(taxes if frame.has_tax_columns else ()),
        )


XERO_CSV: Final = Layout(
    key="xero-csv",
    title="Xero, by file",
    suffix="csv",
    encoding="utf-8",
    tax_code="Tax Exempt",
    days=DayOrder.MONTH_FIRST,
    most_documents=500,
    most_rows=1_000_000,
    longest_number=255,
    longest_customer=255,
    needs_tax_code=True,
    takes_credit_notes=False,
    advice="Choose that amounts are tax exclusive; invoices come in as drafts to be approved.",
    makes_customers=True,
    written=xero_written,
)
QUICKBOOKS_CSV: Final = Layout(
    key="quickbooks-csv",
    title="QuickBooks Online, by file",
    suffix="csv",
    encoding="utf-8",
    tax_code="",
    days=DayOrder.MONTH_FIRST,
    most_documents=100,
    most_rows=1000,
    longest_number=21,
    longest_customer=500,
    needs_items=True,
    takes_credit_notes=False,
    advice="Custom transaction numbers must be on, or the numbers of the file are not kept.",
    makes_customers=True,
    written=quickbooks_written,
)
