from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookInvoice,
    BookItem,
    BookLine,
    BookTaxCode,
    DocumentStanding,
)
from app.billing.invoice import Invoice, Line, UsageCounts
from app.billing.posting import (
    Books,
    Destination,
    account_for,
    differences,
    line_words,
    outgoing_credit_note,
    outgoing_invoice,
    placed,
    stands,
)
from app.tax.request import ChargeKind
from app.tax.result import TaxLine

VOICE = BookAccount(source_id="A1", code="4010", name="Voice", kind=BookAccountKind.INCOME)
TAXES = BookAccount(source_id="A9", code="2200", name="Taxes", kind=BookAccountKind.LIABILITY)
FEES = BookAccount(source_id="A4", code="4110", name="Other fees", kind=BookAccountKind.INCOME)
NON = BookTaxCode(source_id="NON", is_untaxed=True)
BOOKS = Books(accounts=(VOICE, TAXES, FEES), tax_codes=(NON,), revenue_pairs={}, tax_pairs={})
DAY = date(2026, 11, 1)
LINE = Line(
    kind=ChargeKind.RECURRING,
    account_number="100",
    product_code="SEAT",
    gl_code="4010",
    tax_category="VOIP_FIXED",
    location_code="100-MAIN",
    description="Seats",
    quantity=Decimal(2),
    unit_price=Decimal("15.00"),
    amount=Decimal("30.00"),
    start=DAY,
    end=date(2026, 12, 1),
    reference="S-1",
    covered_days=30,
    period_days=30,
)


def tax(code: str, amount: str, class_: str = "TAX") -> TaxLine:
    return TaxLine(
        tax_code=code,
        bill_label=f"{code} label",
        class_=class_,
        family="",
        jurisdiction="US",
        location_code=None,
        base=Decimal(30),
        units=None,
        units_counted=None,
        exempt_amount=Decimal(0),
        certificate_number=None,
        rate=Decimal("0.05"),
        amount=Decimal(amount),
    )


INVOICE = Invoice(
    account_number="100",
    invoice_number="CF-1",
    period_start=date(2026, 10, 1),
    period_end=DAY,
    invoice_date=DAY,
    due_date=date(2026, 12, 1),
    currency="USD",
    lines=(LINE, replace(LINE, amount=Decimal(0))),
    tax_lines=(tax("FUSF", "2.00"), tax("FUSF", "0.31"), tax("CRF", "1.00", "PROVIDER_FEE")),
)


def test_taxes_are_one_line_a_code_and_lines_of_nothing_are_left_out() -> None:
    places = placed(INVOICE, BOOKS)
    assert [(each.account_id, each.amount, each.tax_code_id) for each in places.lines] == [
        ("A1", Decimal("30.00"), "NON"),
        ("A9", Decimal("2.31"), "NON"),
        ("A4", Decimal("1.00"), "NON"),
    ]
    assert places.problems == ()
    invoice = outgoing_invoice(INVOICE, "2026-10", customer_id="C", lines=places.lines)
    assert invoice.total == INVOICE.total
    assert invoice.reference == "100 / 2026-10"


def test_a_line_tells_its_quantity_in_words() -> None:
    assert line_words(LINE) == "Seats, 2 at 15"
    assert line_words(replace(LINE, quantity=Decimal(1))) == "Seats"
    counts = UsageCounts(
        call_class="local", calls=1, billed_seconds=1, allowance_seconds=0, exact=Decimal(1)
    )
    assert line_words(replace(LINE, usage=counts)) == "Seats"


def test_a_pair_wins_and_may_name_an_account_by_its_number() -> None:
    for paired in ("A4", "4110"):
        books = replace(BOOKS, revenue_pairs={"4010": paired})
        assert account_for(Destination.REVENUE, "4010", books) == FEES
    books = replace(BOOKS, tax_pairs={"": "A9"})
    assert account_for(Destination.OWN_FEE, "CRF", books) == TAXES


def test_a_pair_with_a_closed_account_is_none() -> None:
    closed = replace(FEES, is_active=False)
    books = replace(BOOKS, accounts=(VOICE, closed), revenue_pairs={"4010": "A4"})
    assert account_for(Destination.REVENUE, "4010", books) is None


def test_between_two_none_is_guessed() -> None:
    other = replace(TAXES, source_id="A8", code="2210", name="Payroll")
    books = replace(BOOKS, accounts=(*BOOKS.accounts, other))
    assert account_for(Destination.TAX, "FUSF", books) is None
    assert account_for(Destination.TAX, "2210", books) == other
    assert account_for(Destination.REVENUE, "", books) is None
    assert account_for(Destination.REVENUE, "9999", books) is None


def test_an_account_for_telecom_taxes_is_where_they_go() -> None:
    telecom = replace(TAXES, source_id="A8", code="2210", name="Telecom taxes payable")
    books = replace(BOOKS, accounts=(*BOOKS.accounts, telecom))
    assert account_for(Destination.TAX, "FUSF", books) == telecom


def test_problems_are_told_together() -> None:
    places = placed(INVOICE, replace(BOOKS, accounts=(), tax_codes=()))
    assert places.problems == (
        (
            "No account of the books is for GL code 4010: set revenue.CODE to the id or number of"
            " one, or revenue. for any."
        ),
        (
            "No account of the books is for tax code FUSF: set tax.CODE to the id or number of one,"
            " or tax. for any."
        ),
        (
            "No account of the books is for tax code CRF: set tax.CODE to the id or number of one,"
            " or tax. for any."
        ),
        "The books have no active tax code for: not taxed.",
    )
    free = placed(INVOICE, replace(BOOKS, tax_codes=(), needs_tax_code=False))
    assert (free.problems, free.lines[0].tax_code_id) == ((), None)


def test_lines_name_items_where_accounts_are_reached_by_them_alone() -> None:
    items = (
        BookItem(source_id="I2", account_id="A1"),
        BookItem(source_id="I1", account_id="A1", is_taxable=True),
    )
    places = placed(INVOICE, replace(BOOKS, items=items, needs_items=True))
    assert [each.item_id for each in places.lines] == ["I2", None, None]
    assert places.missing_items == ("A9", "A4")


def test_a_credit_note_is_the_invoice_the_other_way_round() -> None:
    places = placed(INVOICE, BOOKS)
    note = outgoing_credit_note(INVOICE, "2026-10", customer_id="C", lines=places.lines)
    assert note.total == -INVOICE.total
    assert (note.original_number, note.original_dated_on) == ("", None)


def test_a_credit_note_names_the_one_invoice_that_it_corrects() -> None:
    day = date(2026, 10, 1)
    lines = placed(INVOICE, BOOKS).lines
    note = outgoing_credit_note(
        INVOICE, "2026-10", customer_id="C", lines=lines, original=("CF-1", day)
    )
    assert (note.original_number, note.original_dated_on) == ("CF-1", day)


def test_what_differs_in_the_books_is_named() -> None:
    sent = outgoing_invoice(INVOICE, "2026-10", customer_id="C", lines=placed(INVOICE, BOOKS).lines)
    same = BookInvoice(
        source_id="B1",
        customer_id="C",
        dated_on=sent.dated_on,
        due_on=sent.due_on,
        currency="USD",
        total=Decimal("33.31"),
        lines=tuple(BookLine(amount=line.amount) for line in sent.lines),
    )
    assert differences(sent, same) == {}
    assert differences(sent, replace(same, currency=None, lines=())) == {}
    changed = replace(
        same,
        total=Decimal("33.32"),
        tax_total=Decimal("0.01"),
        currency="CAD",
        lines=same.lines[:1],
    )
    assert set(differences(sent, changed)) == {"total", "tax_total", "currency", "line_amounts"}


@pytest.mark.parametrize(
    ("found", "is_standing"),
    [
        (BookInvoice(source_id="1"), True),
        (BookInvoice(source_id="1", is_gone=True), False),
        (BookInvoice(source_id="1", standing=DocumentStanding.VOID), False),
        (BookInvoice(source_id="1", standing=DocumentStanding.DELETED), False),
        (BookInvoice(source_id="1", standing=DocumentStanding.PAID), True),
    ],
)
def test_void_and_deleted_documents_do_not_stand(found: BookInvoice, *, is_standing: bool) -> None:
    assert stands(found) is is_standing
