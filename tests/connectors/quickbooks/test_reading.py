"""Its records in our words."""

from decimal import Decimal
from typing import Any

import pytest

from app.billing.incoming import BookAccountKind, DocumentStanding
from app.connectors.quickbooks.reading import (
    account,
    credit_note,
    customer,
    invoice,
    item,
    tax_code,
    terms,
)
from app.errors import RemoteRefused
from tests.connectors.quickbooks.desk import a_credit, a_customer, an_invoice

Row = dict[str, Any]


def test_an_invoice_is_read_with_its_lines_and_without_its_subtotal() -> None:
    found = invoice(an_invoice(TotalAmt=Decimal("32.31"), Balance=Decimal("32.31"), Line=[]))
    assert (found.number, found.total, found.balance) == ("TB-42", Decimal("32.31"), found.total)
    assert (found.standing, found.has_settlements) == (DocumentStanding.OPEN, False)
    lines = [
        {
            "Amount": Decimal("30.00"),
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": "21"}, "TaxCodeRef": {"value": "NON"}},
        },
        {"Amount": Decimal("30.00"), "DetailType": "SubTotalLineDetail"},
        {"Amount": Decimal("5.00"), "DetailType": "DiscountLineDetail"},
    ]
    kept = invoice(an_invoice(TotalAmt=25, Balance=25, Line=lines)).lines
    assert [(each.amount, each.item_id) for each in kept] == [
        (Decimal("30.00"), "21"),
        (Decimal("-5.00"), None),
    ]


def test_a_void_is_told_by_amounts_and_note() -> None:
    void = invoice(an_invoice(TotalAmt=0, Balance=0, Line=[], PrivateNote="Voided - T-1042"))
    free = invoice(an_invoice(TotalAmt=0, Balance=0, Line=[], PrivateNote="Nothing used"))
    assert (void.standing, free.standing) == (DocumentStanding.VOID, DocumentStanding.PAID)


def test_a_deleted_invoice_holds_its_id_alone() -> None:
    row = {"Id": "130", "domain": "QBO", "status": "Deleted", "MetaData": {}}
    gone = invoice(row)
    assert (gone.source_id, gone.is_gone, gone.standing) == ("130", True, DocumentStanding.DELETED)


@pytest.mark.parametrize(
    ("changed", "standing", "is_settled"),
    [
        ({"Balance": 12}, DocumentStanding.PART_PAID, True),
        ({"Balance": 0}, DocumentStanding.PAID, True),
        (
            {"Balance": 30, "LinkedTxn": [{"TxnId": "9", "TxnType": "Estimate"}]},
            DocumentStanding.OPEN,
            False,
        ),
        (
            {"Balance": 30, "LinkedTxn": [{"TxnId": "9", "TxnType": "Payment"}]},
            DocumentStanding.OPEN,
            True,
        ),
    ],
)
def test_standing_is_derived_from_amounts(
    changed: Row, standing: DocumentStanding, *, is_settled: bool
) -> None:
    found = invoice(an_invoice(TotalAmt=30, Line=[], **changed))
    assert (found.standing, found.has_settlements) == (standing, is_settled)


def test_taxes_that_the_books_added_are_told() -> None:
    row = an_invoice(TotalAmt=35, Balance=35, Line=[], TxnTaxDetail={"TotalTax": 5})
    assert invoice(row).tax_total == 5


def test_a_credit_memo_tells_what_is_left() -> None:
    found = credit_note(a_credit(TotalAmt=Decimal("7.31"), RemainingCredit=Decimal("3.00")))
    assert (found.remaining, found.standing) == (Decimal("3.00"), DocumentStanding.PART_PAID)


def test_the_tax_engines_account_is_not_for_lines() -> None:
    kinds = [
        ("Income", "ServiceFeeIncome"),
        ("Other Current Liability", "OtherCurrentLiabilities"),
        ("Other Current Liability", "GlobalTaxPayable"),
        ("Bank", "Checking"),
        ("Accounts Receivable", "AccountsReceivable"),
    ]
    found = [
        account({"Id": "1", "Name": "A", "AccountType": kind, "AccountSubType": sub})
        for kind, sub in kinds
    ]
    assert [each.is_for_lines for each in found] == [True, True, False, False, False]
    assert found[1].kind is BookAccountKind.LIABILITY
    idle = account({"Id": "1", "Name": "A", "AccountType": "Income", "Active": False})
    assert (idle.is_active, idle.is_for_lines) == (False, False)


def test_an_item_leads_to_an_account() -> None:
    found = item({"Id": "21", "Name": "4010", "IncomeAccountRef": {"value": "79"}})
    assert (found.account_id, found.is_active, found.is_taxable) == ("79", True, None)


def test_terms_are_days_or_a_day_of_the_month() -> None:
    assert terms({"Id": "3", "Name": "Net 30", "DueDays": 30}).days == 30
    assert terms({"Id": "4", "Name": "15th", "DayOfMonthDue": 15}).day_of_month == 15


def test_a_tax_code_has_the_rates_of_its_parts() -> None:
    parts = [{"TaxRateRef": {"value": "1"}}, {"TaxRateRef": {"value": "2"}}]
    row = {"Id": "5", "Name": "HST", "SalesTaxRateList": {"TaxRateDetail": parts}}
    rates = {"1": Decimal(5), "2": Decimal(8)}
    assert tax_code(row, rates=rates).rate_percent == 13
    assert tax_code(row, rates={"1": Decimal(0), "2": Decimal(0)}).is_untaxed
    assert not tax_code(row, rates={"1": Decimal(0)}).is_untaxed


def test_a_customer_tells_our_number_by_its_notes() -> None:
    found = customer(a_customer(Balance=0))
    assert (found.number, found.version, found.is_active) == ("T-1042", "3", True)
    assert customer(a_customer(Notes=None, Active=False, Balance=0)).number is None


def test_a_record_without_an_id_is_refused() -> None:
    with pytest.raises((ValueError, RemoteRefused)):
        invoice({"DocNumber": "X"})
