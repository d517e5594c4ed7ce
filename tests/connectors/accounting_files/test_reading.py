"""Exported lists in our words."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookAccountKind
from app.connectors.accounting_files.iif import IIF
from app.connectors.accounting_files.online import QUICKBOOKS_CSV, XERO_CSV
from app.connectors.accounting_files.reading import (
    accounts,
    as_book_customer,
    customers,
    items,
    tax_codes,
    terms,
)
from app.connectors.accounting_files.sage50 import SAGE50_UK, SAGE50_US
from app.errors import RemoteRefused
from tests.connectors.accounting_files.cabinet import ACCOUNTS_IIF, CUSTOMER, ITEMS_IIF, lay


def test_accounts_of_quickbooks_desktop_go_by_name(tmp_path: Path) -> None:
    lay(tmp_path, "accounts.iif", ACCOUNTS_IIF)
    found = {each.source_id: each for each in accounts(tmp_path, IIF)}
    assert found["Voice Revenue"].code == "4010"
    assert found["USF Payable"].kind is BookAccountKind.LIABILITY
    assert not found["Accounts Receivable"].is_for_lines


def test_accounts_of_xero_go_by_code(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "accounts.csv",
        "*Code,*Name,*Type,*Tax Code\n200,Sales,Revenue,No VAT\n820,USF,Current Liability,No VAT\n",
    )
    found = accounts(tmp_path, XERO_CSV)
    assert [(each.source_id, each.name, each.kind) for each in found] == [
        ("200", "Sales", BookAccountKind.INCOME),
        ("820", "USF", BookAccountKind.LIABILITY),
    ]


def test_accounts_of_the_other_programs(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "accounts.csv",
        "Account ID,Account Description,Account Type\n40000,Sales,Income\n",
    )
    assert [each.source_id for each in accounts(tmp_path, SAGE50_US)] == ["40000"]
    lay(tmp_path, "accounts.csv", "N/C,Name,Type\n4000,Sales,Sales\n4000,Sales later,Sales\n")
    (found,) = accounts(tmp_path, SAGE50_UK)
    assert (found.source_id, found.name) == ("4000", "Sales later")
    lay(
        tmp_path, "accounts.csv", 'Account #,Full name,Type,Balance\n4010,Voice,Income,"1,200.00"\n'
    )
    (online,) = accounts(tmp_path, QUICKBOOKS_CSV)
    assert (online.source_id, online.code, online.balance) == ("Voice", "4010", Decimal("1200.00"))


def test_a_row_without_a_name_is_named_by_its_line(tmp_path: Path) -> None:
    lay(tmp_path, "accounts.csv", "Code,Name,Type\n,,Revenue\n")
    with pytest.raises(RemoteRefused, match=r"accounts.csv, line 2"):
        accounts(tmp_path, XERO_CSV)


def test_items_name_the_account_of_their_sales(tmp_path: Path) -> None:
    lay(tmp_path, "items.iif", ITEMS_IIF)
    found = items(tmp_path)
    assert [(each.source_id, each.account_id, each.is_taxable) for each in found] == [
        ("VOIP-400", "Voice Revenue", False),
        ("TAX-FUSF", "USF Payable", False),
    ]


def test_the_code_for_not_taxed_stands_first(tmp_path: Path) -> None:
    assert [each.source_id for each in tax_codes(tmp_path, "T9")] == ["T9"]
    lay(tmp_path, "taxes.csv", "Name,Rate\n20% VAT,20%\n")
    lay(tmp_path, "taxes-2.csv", "Name,Rate\nNo VAT,0\nTax Exempt,0\n")
    found = tax_codes(tmp_path, "Tax Exempt")
    assert [(each.source_id, each.is_untaxed) for each in found] == [
        ("Tax Exempt", True),
        ("20% VAT", False),
        ("No VAT", True),
    ]


def test_terms_have_days(tmp_path: Path) -> None:
    lay(tmp_path, "terms.iif", "!TERMS\tNAME\tDUEDAYS\r\nTERMS\tNet 30\t30\r\n")
    (found,) = terms(tmp_path)
    assert (found.source_id, found.days) == ("Net 30", 30)


def test_customers_go_by_name_or_by_id(tmp_path: Path) -> None:
    lay(
        tmp_path, "customers.csv", "Customer ID,Customer Name,Balance\nT-1042,Harbor Dental,32.31\n"
    )
    (by_id,) = customers(tmp_path, SAGE50_US)
    assert (by_id.source_id, by_id.number, by_id.name) == ("T-1042", "T-1042", "Harbor Dental")
    assert by_id.balance == Decimal("32.31")
    lay(
        tmp_path,
        "customers.csv",
        "*ContactName,AccountNumber,EmailAddress,POCity\nHarbor Dental,T-1042,a@b.example,Austin\n",
    )
    (by_name,) = customers(tmp_path, XERO_CSV)
    assert (by_name.source_id, by_name.number, by_name.email) == (
        "Harbor Dental",
        "T-1042",
        "a@b.example",
    )
    assert by_name.address is not None


def test_a_customer_that_we_made_is_one_of_the_books() -> None:
    found = as_book_customer("Harbor Dental", CUSTOMER)
    assert (found.number, found.terms_id, found.email) == ("T-1042", "Net 30", "ap@harbor.example")
