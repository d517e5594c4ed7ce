from decimal import Decimal

from app.billing.journal import Ledger
from app.billing.tax_reports.report import (
    Row,
    TaxReport,
    Tie,
    amount,
    day,
    exact,
    text,
    totals_of,
    whole,
)

COLUMNS = (
    text("tax_code", "The code"),
    amount("billed", "Money"),
    exact("units", "Units"),
    whole("invoices", "Invoices"),
    day("posted_on", "Day"),
)
ROWS: tuple[Row, ...] = (
    ("A", Decimal("1.10"), None, 2, None),
    ("B", Decimal("2.20"), None, 3, None),
)


def _tie(reported: str, journal: str) -> Tie:
    return Tie(
        ledger=Ledger.TAX_PAYABLE,
        code="A",
        reported=Decimal(reported),
        journal=Decimal(journal),
    )


def test_a_column_is_titled_by_its_name() -> None:
    assert [column.title for column in COLUMNS[:2]] == ["Tax code", "Billed"]


def test_totals_add_up_the_columns_named() -> None:
    assert totals_of(COLUMNS, ROWS, "billed", "units", "invoices") == (
        "Total",
        Decimal("3.30"),
        None,
        5,
        None,
    )


def test_money_without_rows_is_zero() -> None:
    assert totals_of(COLUMNS, (), "billed", "units") == ("Total", Decimal(0), None, None, None)


def test_a_report_ties_where_every_code_does() -> None:
    made = TaxReport(title="", columns=COLUMNS, rows=ROWS, ties=(_tie("3.30", "3.30"),))
    assert made.does_tie


def test_a_cent_apart_does_not_tie() -> None:
    tie = _tie("3.30", "3.31")
    assert tie.difference == Decimal("-0.01")
    made = TaxReport(title="", columns=COLUMNS, rows=ROWS, ties=(_tie("1", "1"), tie))
    assert not made.does_tie
