"""The import files of Xero and QuickBooks Online, to the letter."""

import csv
import json
from dataclasses import replace

import pytest

from app.connectors.accounting_files.online import (
    QUICKBOOKS_COLUMNS,
    QUICKBOOKS_TAX_COLUMNS,
    XERO_COLUMNS,
    quickbooks_written,
    xero_written,
)
from app.connectors.accounting_files.paper import DayOrder
from tests.connectors.accounting_files.cabinet import COLUMNS, DIAL_TONE, FRAME, INVOICE

ABROAD = replace(FRAME, days=DayOrder.DAY_FIRST, tax_code="No VAT", has_tax_columns=True)
XERO_GOLDEN = (
    "*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,"
    "PORegion,POPostalCode,POCountry,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,"
    "InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,"
    "TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,BrandingTheme\r\n"
    "Harbor Dental,ap@harbor.example,1 Main St,,,,Austin,TX,78701,US,TB-42,T-1042 / 2026-10,"
    '01/10/2026,31/10/2026,,"Dial tone, ""gold""",1,30.00,,4010,No VAT,,,,,USD,\r\n'
)
QUICKBOOKS_GOLDEN = (
    "*InvoiceNo,*Customer,*InvoiceDate,*DueDate,Terms,Location,Memo,Item(Product/Service),"
    "ItemDescription,ItemQuantity,ItemRate,*ItemAmount,Service Date\r\n"
    "TB-42,Harbor Dental,10/01/2026,10/31/2026,Net 30,,T-1042 / 2026-10,VOIP-400,Dial tone,1,"
    "30.00,30.00,\r\n"
    "TB-42,Harbor Dental,10/01/2026,10/31/2026,Net 30,,T-1042 / 2026-10,TAX-FUSF,Federal USF,1,"
    "2.31,2.31,\r\n"
)


def told(name: str) -> dict[str, list[str]]:
    if not COLUMNS.exists():
        pytest.skip("the documented columns are not here")
    found: dict[str, list[str]] = json.loads(COLUMNS.read_text("utf-8"))[name]
    return found


def test_the_tax_type_is_its_shown_name() -> None:
    line = replace(DIAL_TONE, description='Dial tone, "gold"', account_id="4010", item_id=None)
    assert xero_written([replace(INVOICE, lines=(line,))], [], ABROAD) == XERO_GOLDEN


def test_a_customer_that_no_list_has_is_named_alone() -> None:
    text = xero_written([replace(INVOICE, customer_id="Else")], [], ABROAD)
    row = next(csv.DictReader(text.splitlines()))
    assert (row["*ContactName"], row["EmailAddress"], row["POCity"]) == ("Else", "", "")


def test_xero_columns_are_fixed() -> None:
    assert list(XERO_COLUMNS) == told("xero_sales_invoice_csv")["template_2017_on"]


def test_quickbooks_online_has_a_row_for_each_line() -> None:
    assert quickbooks_written([INVOICE], [], FRAME) == QUICKBOOKS_GOLDEN


def test_tax_columns_are_added_outside_the_us() -> None:
    assert quickbooks_written([INVOICE], [], ABROAD) == (
        "*InvoiceNo,*Customer,*InvoiceDate,*DueDate,Terms,Location,Memo,Item(Product/Service),"
        "ItemDescription,ItemQuantity,ItemRate,*ItemAmount,Service Date,*ItemTaxCode,"
        "ItemTaxAmount,Currency\r\n"
        "TB-42,Harbor Dental,01/10/2026,31/10/2026,Net 30,,T-1042 / 2026-10,VOIP-400,Dial tone,1,"
        "30.00,30.00,,No VAT,0.00,USD\r\n"
        "TB-42,Harbor Dental,01/10/2026,31/10/2026,Net 30,,T-1042 / 2026-10,TAX-FUSF,Federal USF,1,"
        "2.31,2.31,,No VAT,0.00,USD\r\n"
    )


def test_quickbooks_columns_are_the_documented_ones() -> None:
    columns = told("qbo_invoice_csv")
    assert list(QUICKBOOKS_COLUMNS) == columns["us"]
    assert list(QUICKBOOKS_TAX_COLUMNS) == columns["non_us_adds"]
