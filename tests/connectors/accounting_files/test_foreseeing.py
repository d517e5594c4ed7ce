"""What a program would refuse of a document, told before the file is written."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.billing.incoming import BookAccount, BookItem
from app.billing.outgoing import TO_BE_MADE
from app.connectors.accounting_files.foreseeing import foreseen
from app.connectors.accounting_files.iif import IIF
from app.connectors.accounting_files.online import QUICKBOOKS_CSV, XERO_CSV
from app.connectors.accounting_files.paper import Document, Layout
from app.connectors.accounting_files.sage50 import SAGE50_UK
from app.connectors.dealings import Choices
from tests.connectors.accounting_files.cabinet import CREDIT, DIAL_TONE, INVOICE, USF

CHOICES = Choices(
    needs_tax_code=False,
    accounts=(BookAccount(source_id="Voice Revenue"), BookAccount(source_id="USF Payable")),
    items=(BookItem(source_id="VOIP-400"), BookItem(source_id="TAX-FUSF")),
)


def words(document: Document, layout: Layout = IIF, choices: Choices = CHOICES) -> str:
    return " ".join(foreseen(document, choices, layout, currency="USD").problems)


def test_a_good_document_is_foreseen_to_the_cent() -> None:
    found = foreseen(INVOICE, CHOICES, IIF, currency="USD")
    assert (found.total, found.problems) == (Decimal("32.31"), ())


def test_unknown_accounts_and_items_are_foreseen() -> None:
    lines = (replace(DIAL_TONE, account_id="Else", item_id="Else"),)
    found = words(replace(INVOICE, lines=lines))
    assert "not in the list of accounts" in found
    assert "no item of the list" in found
    new = (replace(DIAL_TONE, item_id=f"{TO_BE_MADE}Voice Revenue"),)
    assert words(replace(INVOICE, lines=new)) == ""


def test_lines_below_zero_are_foreseen_in_the_uk() -> None:
    lines = (DIAL_TONE, replace(USF, amount=Decimal("-1.00")))
    uk = replace(INVOICE, lines=lines, customer_id="HARBOR")
    assert "credit it by a note" in words(uk, SAGE50_UK)
    assert words(replace(uk, customer_id="Harbor Dental"), IIF) == ""


@pytest.mark.parametrize("layout", [XERO_CSV, QUICKBOOKS_CSV])
def test_credit_notes_are_refused_where_none_are_taken(layout: Layout) -> None:
    assert "takes no credit notes by file" in words(CREDIT, layout)
    assert words(CREDIT, IIF) == ""


def test_lengths_currency_and_letters_are_foreseen() -> None:
    assert "more than 11 characters" in words(replace(INVOICE, number="TB-2026-0042"))
    assert "more than 41 characters" in words(replace(INVOICE, customer_id="H" * 42))
    assert "in GBP" in words(replace(INVOICE, currency="GBP"))
    line = replace(DIAL_TONE, description="Dial tone ☎")
    assert "the letter ☎" in words(replace(INVOICE, lines=(line,)))
    assert words(replace(INVOICE, lines=(line,)), XERO_CSV) == ""


def test_what_is_missing_is_foreseen() -> None:
    line = replace(DIAL_TONE, description="", amount=Decimal("1.005"))
    found = words(replace(INVOICE, number="", lines=(line,)))
    for part in ("no number", "no description", "whole cents"):
        assert part in found
    assert "no lines" in words(replace(INVOICE, lines=()))
    below = replace(INVOICE, lines=(replace(DIAL_TONE, amount=Decimal("-5.00")),))
    assert "below zero is not imported" in words(below)
    hidden = replace(CHOICES.accounts[0], name="Hidden", is_for_lines=False)
    choices = replace(CHOICES, accounts=(hidden, CHOICES.accounts[1]), needs_tax_code=True)
    found = words(INVOICE, IIF, choices)
    assert "lines may not use" in found
    assert "needs a tax code" in found
    rows = replace(INVOICE, lines=(DIAL_TONE,) * 1001)
    assert "1000 rows" in words(rows, QUICKBOOKS_CSV)
