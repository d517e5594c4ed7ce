"""Records of Sage Accounting in our words."""

from decimal import Decimal

import pytest

from app.billing.incoming import BookAccountKind, DocumentStanding
from app.connectors.sage.reading import (
    account,
    balance,
    credit_note,
    customer,
    invoice,
    product,
    service,
    tax_code,
)
from tests.connectors.sage.counter import a_contact, a_credit, a_rate, an_account, an_invoice


def test_money_may_come_as_text() -> None:
    found = invoice(an_invoice())
    assert (found.total, found.balance) == (Decimal("32.31"), Decimal("32.31"))
    assert invoice(an_invoice(total_amount=Decimal("32.31"))).total == Decimal("32.31")
    assert found.lines[0].amount == Decimal("30.00")


def test_an_invoice_has_our_number_and_its_own() -> None:
    found = invoice(an_invoice())
    assert (found.number, found.reference, found.customer_name) == (
        "TB-42",
        "SI-7",
        "Harbor Dental",
    )
    elsewhere = invoice(an_invoice(reference=None, invoice_number="9", invoice_number_prefix="SI-"))
    assert elsewhere.number == "SI-9"


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("DRAFT", DocumentStanding.DRAFT),
        ("UNPAID", DocumentStanding.OPEN),
        ("PART_PAID", DocumentStanding.PART_PAID),
        ("PAID", DocumentStanding.PAID),
        ("VOID", DocumentStanding.VOID),
    ],
)
def test_every_status_has_a_standing(status: str, standing: DocumentStanding) -> None:
    assert invoice(an_invoice(status={"id": status})).standing is standing


def test_an_unknown_status_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="FROZEN"):
        invoice(an_invoice(status={"id": "FROZEN"}))


def test_a_void_document_owes_nothing_and_is_not_gone() -> None:
    found = invoice(an_invoice(status={"id": "VOID"}, deleted_at="2026-10-09T10:00:00Z"))
    assert (found.balance, found.is_gone, found.has_settlements) == (Decimal(0), False, False)


def test_settlements_are_seen() -> None:
    assert not invoice(an_invoice()).has_settlements
    assert invoice(an_invoice(total_paid="1.00")).has_settlements
    assert invoice(an_invoice(outstanding_amount="25.00")).has_settlements


def test_a_credit_note_is_above_zero_however_it_is_signed() -> None:
    found = credit_note(a_credit(total_amount="-7.31", outstanding_amount="-7.31"))
    assert (found.total, found.remaining, found.number) == (
        Decimal("7.31"),
        Decimal("7.31"),
        "TC-7",
    )


def test_accounts_are_for_lines_where_they_are_visible_in_sales() -> None:
    liability = account(an_account(2210, "Current liabilities"))
    assert (liability.kind, liability.is_for_lines, liability.code) == (
        BookAccountKind.LIABILITY,
        True,
        "2210",
    )
    control = account(an_account(2200, "Current liabilities", is_control_account=True))
    hidden = account(an_account(2300, "Current liabilities", visible_in_sales=False))
    debtors = account(
        an_account(1100, "Current assets", is_control_account=True, control_name="Trade debtors")
    )
    assert not control.is_for_lines
    assert not hidden.is_for_lines
    assert debtors.kind is BookAccountKind.RECEIVABLE


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Sales", BookAccountKind.INCOME),
        ("Cost of sales", BookAccountKind.EXPENSE),
        ("Overheads", BookAccountKind.EXPENSE),
        ("Future liabilities", BookAccountKind.OTHER),
        ("Bank", BookAccountKind.BANK),
        ("Fixed assets", BookAccountKind.ASSET),
        ("Equity", BookAccountKind.EQUITY),
        ("Wizardry", BookAccountKind.OTHER),
    ],
)
def test_types_are_told_by_their_words(words: str, kind: BookAccountKind) -> None:
    assert account(an_account(1, words)).kind is kind


@pytest.mark.parametrize("source_id", ["US_NO_TAX", "GB_NO_TAX", "IE_EXEMPT", "CA_EXEMPT"])
def test_what_is_no_tax_is_told_by_the_end_of_its_id(source_id: str) -> None:
    assert tax_code(a_rate(source_id)).is_untaxed


def test_zero_is_a_tax() -> None:
    assert not tax_code(a_rate("GB_ZERO")).is_untaxed
    dated = {"id": "GB_STANDARD", "percentages": [{"percentage": "20.0", "to_date": None}]}
    assert tax_code(dated).rate_percent == Decimal("20.0")


def test_a_contact_has_our_number_by_reference_or_source_mark() -> None:
    found = customer(a_contact())
    assert (found.number, found.terms_days, found.balance) == ("T-1042", 30, Decimal("32.31"))
    assert found.address is not None
    assert (found.address.line1, found.address.country) == ("1 Main St", "US")
    long = customer(a_contact(reference=None, source_guid="T-1042-0000000"))
    assert long.number == "T-1042-0000000"
    assert customer(a_contact(main_address=None)).address is None


def test_a_deleted_contact_is_gone() -> None:
    found = customer(a_contact(deleted_at="2026-10-09T10:00:00Z"))
    assert (found.is_gone, found.is_active) == (True, False)


def test_products_and_services_do_not_share_ids() -> None:
    row = {"id": "s1", "item_code": "4010", "sales_ledger_account": {"id": "a4010"}}
    assert (service(row).source_id, product(row).source_id) == ("s1", "product:s1")
    assert service(row).account_id == "a4010"


def test_a_balance_is_what_is_owed() -> None:
    assert balance(a_contact()).open == Decimal("32.31")
