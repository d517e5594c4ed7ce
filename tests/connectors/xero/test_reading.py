"""Xero's records in our words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.billing.incoming import BookAccountKind, DocumentStanding
from app.connectors.json_value import read_json
from app.connectors.xero.reading import (
    account,
    balance,
    credit_note,
    customer,
    invoice,
    item,
    tax_code,
)
from tests.connectors.xero.desk import STAMP, a_contact, a_credit, an_invoice

Row = dict[str, Any]
PLAIN: Row = {"Total": 30, "AmountDue": 30, "LineItems": []}
CONTACT: Row = {"Balances": {"AccountsReceivable": {"Outstanding": 30, "Overdue": 2}}}


def test_an_invoice_is_read_with_its_lines() -> None:
    line = {"LineItemID": "l-1", "LineAmount": Decimal("30.00"), "AccountID": "a-400"}
    found = invoice(an_invoice(**{**PLAIN, "LineItems": [line]}))
    assert (found.dated_on, found.due_on) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (found.total, found.balance, found.version) == (Decimal(30), Decimal(30), STAMP)
    assert [(each.account_id, each.amount) for each in found.lines] == [("a-400", Decimal(30))]
    assert isinstance(read_json(found.raw), dict)


def test_amounts_that_include_tax_are_told_without_it() -> None:
    line = {"LineAmount": Decimal("11.00"), "TaxAmount": Decimal("1.00")}
    found = invoice(an_invoice(**{**PLAIN, "LineItems": [line], "LineAmountTypes": "Inclusive"}))
    assert found.lines[0].amount == Decimal("10.00")


@pytest.mark.parametrize(
    ("status", "due", "standing"),
    [
        ("DRAFT", 30, DocumentStanding.DRAFT),
        ("SUBMITTED", 30, DocumentStanding.DRAFT),
        ("AUTHORISED", 30, DocumentStanding.OPEN),
        ("AUTHORISED", 12, DocumentStanding.PART_PAID),
        ("PAID", 0, DocumentStanding.PAID),
        ("VOIDED", 0, DocumentStanding.VOID),
        ("DELETED", 0, DocumentStanding.DELETED),
    ],
)
def test_void_and_deleted_stay_in_the_lists(
    status: str, due: int, standing: DocumentStanding
) -> None:
    found = invoice(an_invoice(**{**PLAIN, "Status": status, "AmountDue": due}))
    assert found.standing is standing
    assert found.is_gone is (standing is DocumentStanding.DELETED)
    if status in {"VOIDED", "DELETED"}:
        assert (found.total, found.balance) == (Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("more", "is_settled"),
    [
        ({"AmountPaid": 5}, True),
        ({"AmountCredited": 5}, True),
        ({"Payments": [{"PaymentID": "p-1"}]}, True),
        ({"Payments": [{"PaymentID": "p-1", "Status": "DELETED"}]}, False),
        ({"Payments": [], "CreditNotes": None}, False),
    ],
)
def test_what_is_paid_or_credited_is_settled(more: Row, *, is_settled: bool) -> None:
    assert invoice(an_invoice(**{**PLAIN, **more})).has_settlements is is_settled


def test_a_credit_note_tells_what_is_left() -> None:
    found = credit_note(a_credit(Total=7, RemainingCredit=3))
    assert (found.remaining, found.standing) == (Decimal(3), DocumentStanding.PART_PAID)
    void = credit_note(a_credit(Total=7, RemainingCredit=7, Status="VOIDED"))
    assert (void.remaining, void.standing) == (Decimal(0), DocumentStanding.VOID)


def test_system_and_bank_accounts_are_not_for_lines() -> None:
    rows = [
        {"Type": "REVENUE", "Class": "REVENUE"},
        {"Type": "CURRLIAB", "Class": "LIABILITY"},
        {"Type": "CURRLIAB", "Class": "LIABILITY", "SystemAccount": "GST"},
        {"Type": "CURRENT", "Class": "ASSET", "SystemAccount": "DEBTORS"},
        {"Type": "BANK", "Class": "ASSET"},
        {"Type": "REVENUE", "Class": "REVENUE", "Status": "ARCHIVED"},
    ]
    found = [account({"AccountID": "a", "Status": "ACTIVE", **row}) for row in rows]
    assert [each.is_for_lines for each in found] == [True, True, False, False, False, False]
    assert [each.kind for each in found[1:5]] == [
        BookAccountKind.LIABILITY,
        BookAccountKind.LIABILITY,
        BookAccountKind.RECEIVABLE,
        BookAccountKind.BANK,
    ]


def test_archived_and_merged_contacts_are_told() -> None:
    archived = customer(a_contact(**CONTACT, ContactStatus="ARCHIVED", MergedToContactID="c-2"))
    assert (archived.is_active, archived.merged_into_id) == (False, "c-2")


def test_a_contact_tells_number_terms_address_and_phone() -> None:
    found = customer(a_contact(**CONTACT))
    assert (found.number, found.terms_days, found.email) == ("T-1042", 30, None)
    assert (found.address is not None and found.address.city, found.phone) == (
        "Austin",
        "512 555 0100",
    )
    bare = customer({"ContactID": "c-2", "Name": "X", "AccountNumber": "T-2"})
    assert (bare.number, bare.address, bare.phone, bare.terms_days) == ("T-2", None, None, None)
    monthly = {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}}
    assert customer(a_contact(**CONTACT, PaymentTerms=monthly)).terms_days is None


def test_a_balance_is_what_is_outstanding() -> None:
    found = balance(a_contact(**CONTACT))
    assert (found.customer_id, found.open, found.overdue) == ("c-1", Decimal(30), Decimal(2))


def test_only_none_is_surely_untaxed() -> None:
    rates = [{"TaxType": "NONE", "EffectiveRate": 0}, {"TaxType": "OUTPUT", "EffectiveRate": 0}]
    assert [tax_code(each).is_untaxed for each in rates] == [True, False]


def test_an_item_names_its_account_by_code() -> None:
    row = {"ItemID": "t-1", "Code": "VOICE", "SalesDetails": {"AccountCode": "400"}}
    assert item(row, accounts={"400": "a-400"}).account_id == "a-400"
    assert item({"ItemID": "t-2", "Code": "X"}, accounts={}).account_id is None
