from decimal import Decimal
from pathlib import Path

from app.billing.tax_reports.window import month_window
from app.operations.adjust_invoices import void_invoice
from app.operations.invoice_reports import books, by_cause, register, revenue, trend
from app.operations.office import Office
from tests.operations.companies import BILLABLE, approve, take_in

MONTH = month_window("2026-11")
"""October's invoices are dated on the first of November."""


def billed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)


def test_revenue_is_the_journals_and_the_registers(office: Office, tmp_path: Path) -> None:
    billed(office, tmp_path)
    made = revenue(office, MONTH)
    assert made.report.does_tie
    assert made.report.ties
    charges = register(office, MONTH).report.totals[5]
    assert made.report.totals[-1] == charges
    assert made.drawing is not None
    assert sum((Decimal(value) for _, value in made.drawing.bars), Decimal(0)) == charges


def test_a_void_invoice_leaves_nothing_in_revenue_and_register(
    office: Office, tmp_path: Path
) -> None:
    billed(office, tmp_path)
    before = register(office, MONTH).report
    void_invoice(office, str(before.rows[0][0]), why="billed twice")
    made = revenue(office, MONTH)
    after = register(office, MONTH).report
    assert made.report.does_tie
    assert made.report.totals[-1] == after.totals[5]
    assert len(after.rows) == len(before.rows)


def test_debits_are_credits(office: Office, tmp_path: Path) -> None:
    billed(office, tmp_path)
    totals = books(office, MONTH).report.totals
    assert totals[3] == totals[4]


def test_months_without_invoices_are_told(office: Office, tmp_path: Path) -> None:
    billed(office, tmp_path)
    rows = trend(office, MONTH).report.rows
    assert len(rows) == 12
    assert rows[-1][0] == "2026-11"
    assert [row[1] for row in rows[:-1]] == [0] * 11


def test_variance_waits_for_an_approved_run(office: Office, tmp_path: Path) -> None:
    assert by_cause(office, MONTH).report.notes
    billed(office, tmp_path)
    made = by_cause(office, MONTH)
    assert [each.name for each in made.report.columns] == ["cause", "2026-10"]
    assert ("New", Decimal("60.00")) in made.report.rows
