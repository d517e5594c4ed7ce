from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.invoice import Invoice
from app.billing.journal import (
    Ledger,
    balance,
    invoice_postings,
    journal,
    ledger_totals,
    reversed_postings,
)
from tests.billing.records import a_line, a_tax_line, an_invoice

INVOICE = an_invoice(
    a_line("30.00", gl_code="4010"),
    a_line("20.00", gl_code="4020"),
    a_line("10.00", gl_code="4010"),
    taxes=(
        a_tax_line("1.74"),
        a_tax_line("0.50", tax_code="RRF", class_="PROVIDER_FEE"),
        a_tax_line("0.26", tax_code="CO-SALES"),
    ),
)


def _told(invoice: Invoice) -> list[tuple[str, str, Decimal, Decimal]]:
    return [
        (posting.ledger.value, posting.code, posting.debit, posting.credit)
        for posting in invoice_postings(invoice)
    ]


def test_an_invoice_is_one_balanced_entry_by_gl_code_and_tax_code() -> None:
    assert _told(INVOICE) == [
        ("receivable", "", Decimal("62.50"), Decimal(0)),
        ("revenue", "4010", Decimal(0), Decimal("40.00")),
        ("revenue", "4020", Decimal(0), Decimal("20.00")),
        ("tax_payable", "CO-SALES", Decimal(0), Decimal("2.00")),
        ("provider_fee", "RRF", Decimal(0), Decimal("0.50")),
    ]


def test_a_credit_stands_on_the_other_side() -> None:
    assert _told(an_invoice(a_line("-5.00"))) == [
        ("receivable", "", Decimal(0), Decimal("5.00")),
        ("revenue", "4010", Decimal("5.00"), Decimal(0)),
    ]


def test_an_invoice_of_zero_posts_nothing() -> None:
    assert _told(an_invoice(a_line("0.00"))) == []


def test_a_void_invoice_is_taken_back_on_the_day_of_the_void() -> None:
    found = journal([INVOICE], voided_on={"CF-1043": date(2026, 11, 20)})
    assert set(ledger_totals(found).values()) == {Decimal(0)}
    assert {posting.posted_on for posting in found if posting.reverses} == {date(2026, 11, 20)}


def test_an_invoice_that_is_not_void_stays() -> None:
    assert ledger_totals(journal([INVOICE], voided_on={}))[Ledger.RECEIVABLE, ""] == Decimal(
        "62.50"
    )


def test_the_reverse_keeps_the_invoices_number() -> None:
    found = reversed_postings(invoice_postings(INVOICE), on=date(2026, 11, 20))
    assert {posting.invoice_number for posting in found} == {"CF-1043"}


@given(
    amounts=st.lists(st.decimals(-999, 999, places=2), max_size=8),
    taxes=st.lists(st.decimals(-99, 99, places=2), max_size=5),
)
def test_it_balances_to_the_cent(amounts: list[Decimal], taxes: list[Decimal]) -> None:
    invoice = an_invoice(
        *(a_line(str(amount), gl_code=str(index % 3)) for index, amount in enumerate(amounts)),
        taxes=tuple(a_tax_line(str(amount)) for amount in taxes),
    )
    found = invoice_postings(invoice)
    assert balance(found) == 0
    assert ledger_totals(found).get((Ledger.RECEIVABLE, ""), 0) == invoice.total
