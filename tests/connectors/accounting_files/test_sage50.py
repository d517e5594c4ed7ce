"""Sage 50's sales journal (US) and audit trail (UK), to the letter."""

import csv
import json
from dataclasses import replace

import pytest

from app.connectors.accounting_files.paper import DayOrder
from app.connectors.accounting_files.sage50 import (
    SAGE50_UK,
    UK_COLUMNS,
    US_COLUMNS,
    uk_written,
    us_written,
)
from tests.connectors.accounting_files.cabinet import (
    COLUMNS,
    CREDIT,
    DIAL_TONE,
    FRAME,
    INVOICE,
)

US = replace(FRAME, receivable="11000", tax_code="2", days=DayOrder.MONTH_FIRST_SHORT)
UK = replace(FRAME, receivable="", tax_code="T9", days=DayOrder.DAY_FIRST)
US_INVOICE = replace(INVOICE, customer_id="T-1042")

US_GOLDEN = (
    "Customer ID,Invoice/CM #,Credit Memo,Date,Date Due,Accounts Receivable Account,"
    "Number of Distributions,Description,G/L Account,Tax Type,Amount\r\n"
    "T-1042,TB-42,FALSE,10/01/26,10/31/26,11000,2,Dial tone,Voice Revenue,2,-30.00\r\n"
    "T-1042,TB-42,FALSE,10/01/26,10/31/26,11000,2,Federal USF,USF Payable,2,-2.31\r\n"
)
UK_GOLDEN = (
    "Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net Amount,"
    "Tax Code,Tax Amount,Exchange Rate,Extra Reference,User Name,Project Refn,Cost Code Refn\r\n"
    "SI,T-1042,Voice Revenue,0,01/10/2026,TB-42,Dial tone,30.00,T9,0.00,1,T-1042 / 2026-10,,,\r\n"
    "SI,T-1042,USF Payable,0,01/10/2026,TB-42,Federal USF,2.31,T9,0.00,1,T-1042 / 2026-10,,,\r\n"
)


def test_sales_are_below_zero_in_the_us() -> None:
    assert us_written([US_INVOICE], [], US) == US_GOLDEN
    (row,) = csv.DictReader(us_written([CREDIT], [], US).splitlines())
    assert (row["Credit Memo"], row["Amount"]) == ("TRUE", "5.00")


def test_credits_are_written_to_the_letter() -> None:
    assert us_written([CREDIT], [], US) == US_GOLDEN.split("\r\n", 1)[0] + (
        "\r\nHarbor Dental,TC-7,TRUE,10/05/26,10/05/26,11000,1,Dial tone,Voice Revenue,2,5.00\r\n"
    )
    assert uk_written([CREDIT], [], UK) == UK_GOLDEN.split("\r\n", 1)[0] + (
        "\r\nSC,Harbor Dental,Voice Revenue,0,05/10/2026,TC-7,Dial tone,5.00,T9,0.00,1,,,,\r\n"
    )


def test_each_row_tells_the_number_of_distributions() -> None:
    found = csv.DictReader(us_written([US_INVOICE, CREDIT], [], US).splitlines())
    assert [row["Number of Distributions"] for row in found] == ["2", "2", "1"]


def test_us_columns_keep_the_order_of_the_vendor() -> None:
    if not COLUMNS.exists():
        pytest.skip("the documented columns are not here")
    told = json.loads(COLUMNS.read_text("utf-8"))["sage50_us_sales_journal_csv"]
    assert [name for name in told["all"] if name in US_COLUMNS] == list(US_COLUMNS)
    assert set(told["required"]) <= set(US_COLUMNS)
    assert set(told["minimum_used_in_practice"]) <= set(US_COLUMNS)


def test_invoices_are_si_and_credits_sc() -> None:
    assert uk_written([US_INVOICE], [], UK) == UK_GOLDEN
    (row,) = csv.DictReader(uk_written([CREDIT], [], UK).splitlines())
    assert (row["Type"], row["Net Amount"], row["Tax Code"], row["Tax Amount"]) == (
        "SC",
        "5.00",
        "T9",
        "0.00",
    )


def test_words_are_cut_to_what_the_uk_program_takes() -> None:
    line = replace(DIAL_TONE, description="D" * 61)
    long = replace(INVOICE, lines=(line,), reference="R" * 31)
    (row,) = csv.DictReader(uk_written([long], [], UK).splitlines())
    assert (row["Details"], row["Extra Reference"]) == ("D" * 60, "R" * 30)


def test_days_begin_with_the_day_in_the_uk() -> None:
    assert "01/10/2026" in UK_GOLDEN
    assert SAGE50_UK.days is DayOrder.DAY_FIRST


def test_uk_columns_are_the_documented_ones() -> None:
    if not COLUMNS.exists():
        pytest.skip("the documented columns are not here")
    told = json.loads(COLUMNS.read_text("utf-8"))["sage50_uk_audit_trail_csv"]
    assert list(UK_COLUMNS) == told["columns"]
    assert {"SI", "SC", "SA"} <= told["types"].keys()
