"""QuickBooks Desktop's interchange file, to the letter."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from app.connectors.accounting_files.iif import CUST, IIF, SPL, TRNS, written
from app.connectors.accounting_files.paper import name_in_file
from tests.connectors.accounting_files.cabinet import (
    COLUMNS,
    CREDIT,
    CUSTOMER,
    DIAL_TONE,
    FRAME,
    INVOICE,
)

GOLDEN = (
    "!TRNS\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\tNAMEISTAXABLE\tDUEDATE\tTERMS\r\n"
    "!SPL\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tMEMO\tQNTY\tPRICE\tINVITEM\tTAXABLE\r\n"
    "!ENDTRNS\r\n"
    "TRNS\tINVOICE\t10/01/2026\tAccounts Receivable\tHarbor Dental\t32.31\tTB-42"
    "\tT-1042 / 2026-10\tN\t10/31/2026\tNet 30\r\n"
    "SPL\tINVOICE\t10/01/2026\tVoice Revenue\tHarbor Dental\t-30.00\tDial tone\t-1\t30.00"
    "\tVOIP-400\tN\r\n"
    "SPL\tINVOICE\t10/01/2026\tUSF Payable\tHarbor Dental\t-2.31\tFederal USF\t-1\t2.31"
    "\tTAX-FUSF\tN\r\n"
    "ENDTRNS\r\n"
)


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\r\n")[:-1]]


def test_rows_have_tabs_and_crlf() -> None:
    assert written([INVOICE], [], FRAME) == GOLDEN
    assert "\n" not in GOLDEN.replace("\r\n", "")


def test_a_transaction_comes_to_zero() -> None:
    lines = (*INVOICE.lines, replace(DIAL_TONE, amount=Decimal("-5.55")))
    text = written([replace(INVOICE, lines=lines), CREDIT], [], FRAME)
    amounts = [Decimal(row[5]) for row in rows(text) if row[0] in {"TRNS", "SPL"}]
    assert len(amounts) == 6
    assert sum(amounts) == 0
    assert amounts[:4] == [
        Decimal("26.76"),
        Decimal("-30.00"),
        Decimal("-2.31"),
        Decimal("5.55"),
    ]


def test_how_many_is_below_zero() -> None:
    split = [row for row in rows(written([INVOICE], [], FRAME)) if row[0] == "SPL"]
    assert {row[7] for row in split} == {"-1"}
    assert all(Decimal(row[7]) * Decimal(row[8]) == Decimal(row[5]) for row in split)


def test_a_credit_memo_has_the_other_signs() -> None:
    found = [row for row in rows(written([CREDIT], [], FRAME)) if row[0] in {"TRNS", "SPL"}]
    assert ["|".join(row) for row in found] == [
        "TRNS|CREDIT MEMO|10/05/2026|Accounts Receivable|Harbor Dental|-5.00|TC-7||N|10/05/2026|",
        "SPL|CREDIT MEMO|10/05/2026|Voice Revenue|Harbor Dental|5.00|Dial tone|1|5.00|VOIP-400|N",
    ]


def test_no_word_asks_quickbooks_for_tax() -> None:
    text = written([INVOICE, CREDIT], [CUSTOMER], FRAME)
    assert "AUTOSTAX" not in text
    assert "EXTRA" not in text
    assert {row[-1] for row in rows(text) if row[0] == "SPL"} == {"N"}


def test_new_customers_stand_first() -> None:
    found = rows(written([INVOICE], [CUSTOMER], FRAME))
    assert [row[0] for row in found[:3]] == ["!CUST", "CUST", "!TRNS"]
    assert found[1][1:] == [
        "Harbor Dental",
        "Harbor Dental",
        "1 Main St",
        "",
        "Austin, TX 78701",
        "US",
        "512 555 0100",
        "ap@harbor.example",
        "Ann Lee",
        "Net 30",
        "N",
        "Harbor Dental",
    ]


def test_a_new_customer_is_called_what_its_invoices_call_it() -> None:
    customer = replace(CUSTOMER, name="Harbor:  Dental", number="T-9")
    invoice = replace(INVOICE, customer_id=name_in_file(customer))
    found = rows(written([invoice], [customer], FRAME))
    assert [row[1] for row in found if row[0] == "CUST"] == ["Harbor Dental"]
    assert {row[4] for row in found if row[0] in {"TRNS", "SPL"}} == {"Harbor Dental"}
    assert next(row[-1] for row in found if row[0] == "CUST") == "Harbor: Dental"


def test_no_line_of_an_address_is_lost() -> None:
    address = replace(CUSTOMER.address, line2="Suite 2", line3="Floor 3")
    found = rows(written([INVOICE], [replace(CUSTOMER, address=address)], FRAME))
    assert found[1][2:7] == [
        "Harbor Dental",
        "1 Main St",
        "Suite 2, Floor 3",
        "Austin, TX 78701",
        "US",
    ]


def test_what_would_break_a_row_is_taken_out() -> None:
    line = replace(DIAL_TONE, description='24" mount,\tblack\r\nwide')
    (found,) = [
        row
        for row in rows(written([replace(INVOICE, lines=(line,))], [], FRAME))
        if row[0] == "SPL"
    ]
    assert found[6] == "24' mount, black wide"


def test_columns_are_the_documented_ones() -> None:
    if not COLUMNS.exists():
        pytest.skip("the documented columns are not here")
    told = json.loads(COLUMNS.read_text("utf-8"))["qbd_iif"]
    assert list(TRNS) == told["invoice_minimum"]["!TRNS"]
    assert list(SPL) == told["invoice_minimum"]["!SPL"]
    assert [name for name in told["cust"] if name in CUST] == list(CUST)
    assert {"INVOICE", "CREDIT MEMO"} <= set(told["trnstype_values"])
    assert set(told["trns_required"]) <= set(TRNS)


def test_the_layout_needs_items_and_makes_customers() -> None:
    assert (IIF.needs_items, IIF.makes_customers, IIF.encoding) == (True, True, "cp1252")
