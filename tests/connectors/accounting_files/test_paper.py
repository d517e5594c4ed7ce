"""Documents on their way into a file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.connectors.accounting_files.paper import csv_text, due_on, is_credit, money, plain, remark
from tests.connectors.accounting_files.cabinet import CREDIT, FRAME, INVOICE


def test_amounts_have_two_places_and_no_minus_at_zero() -> None:
    assert [money(Decimal(each)) for each in ("30", "-2.31", "-0", "1200.5")] == [
        "30.00",
        "-2.31",
        "0.00",
        "1200.50",
    ]


def test_rows_end_with_carriage_return_and_line_feed() -> None:
    assert csv_text([("a", 'b "c"'), ("d,e", "")]) == 'a,"b ""c"""\r\n"d,e",\r\n'


def test_what_a_document_says() -> None:
    assert remark(replace(INVOICE, memo="two\nlines")) == "T-1042 / 2026-10 / two lines"
    assert (due_on(INVOICE), due_on(CREDIT)) == (date(2026, 10, 31), date(2026, 10, 5))
    assert (is_credit(INVOICE), is_credit(CREDIT)) == (False, True)
    assert plain(" a \t b ") == "a b"
    assert FRAME.day(date(2026, 3, 4)) == "03/04/2026"
