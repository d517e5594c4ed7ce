"""Commands about tax reports: tax report, tax reports."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import decimal_text, finding_facts, finding_line, money, table_lines
from app.cli.parameters import DAY, OUT
from app.cli.session import answer, company_argument, company_office, json_option
from app.values.period import Period

if TYPE_CHECKING:
    from app.billing.tax_reports.report import ReportColumn, TaxReport, Value
    from app.operations.report_taxes import Reported

BLOCKED: Final = 1


@click.command()
@json_option
def reports(as_json: bool) -> None:
    """List the tax reports."""
    from app.billing.tax_reports.reports import REPORTS

    told = {name: each.doc for name, each in REPORTS.items()}
    answer({"reports": told}, table_lines(("report", "tells"), told.items()), as_json=as_json)


@click.command()
@click.argument("name")
@company_argument
@click.option("--period", metavar="2026-10", help="The invoices dated in this month.")
@click.option("--quarter", metavar="2026Q4", help="In this quarter.")
@click.option("--year", metavar="2026", help="In this year.")
@click.option("--from", "first", type=DAY, help="From this day on.")
@click.option("--to", "last", type=DAY, help="Up to this day, it included.")
@click.option("--out", type=OUT, help="A file to write, .xlsx or .csv.")
@json_option
def report(
    name: str,
    company: Path,
    period: str | None,
    quarter: str | None,
    year: str | None,
    first: datetime | None,
    last: datetime | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Report taxes by invoice date, tied to the journal; `tax reports` lists the NAMEs."""
    from app.billing.tax_reports.reports import REPORTS
    from app.operations.report_taxes import report_taxes

    if name not in REPORTS:
        message = f"There is no tax report {name!r}. Reports are: {', '.join(REPORTS)}."
        raise click.UsageError(message)
    window = _window(period, quarter, year=year, first=first, last=last)
    with company_office(company, write=False) as office:
        made = report_taxes(office, name, period=window, out=out)
    answer(_facts(made), _lines(made), as_json=as_json)
    has_errors = any(each.severity.value == "error" for each in made.report.findings)
    return BLOCKED if has_errors or not made.report.does_tie else 0


def _window(
    period: str | None,
    quarter: str | None,
    *,
    year: str | None,
    first: datetime | None,
    last: datetime | None,
) -> Period:
    """The one window that the options name."""
    from app.billing.tax_reports.window import (
        day_window,
        month_window,
        quarter_window,
        year_window,
    )
    from app.errors import InputError

    days = first is not None or last is not None
    if sum((period is not None, quarter is not None, year is not None, days)) != 1 or (
        days and (first is None or last is None)
    ):
        message = "Name one window: --period, --quarter, --year, or --from with --to."
        raise click.UsageError(message)
    try:
        if period is not None:
            return month_window(period)
        if quarter is not None:
            return quarter_window(quarter)
        if year is not None:
            return year_window(year)
        return day_window(_day(first), _day(last))
    except InputError as problem:
        raise click.UsageError(str(problem)) from problem


def _day(moment: datetime | None) -> date:
    return date.min if moment is None else moment.date()


def _facts(made: "Reported") -> dict[str, object]:
    found = made.report
    return {
        "report": made.name,
        "title": found.title,
        "from": made.period.start,
        "to": made.period.last_day,
        "currency": made.currency,
        "columns": [column.name for column in found.columns],
        "rows": [_row_facts(found, row) for row in found.rows],
        "totals": _totals(found),
        "does_tie": found.does_tie,
        "ties": [
            {
                "ledger": tie.ledger.value,
                "code": tie.code,
                "reported": money(tie.reported),
                "journal": money(tie.journal),
                "difference": money(tie.difference),
            }
            for tie in found.ties
        ],
        "notes": found.notes,
        "findings": [finding_facts(each) for each in found.findings],
        "out": str(made.path) if made.path else None,
    }


def _row_facts(report: "TaxReport", row: "tuple[Value, ...]") -> dict[str, object]:
    return {
        column.name: _plain(column, cell) for column, cell in zip(report.columns, row, strict=True)
    }


def _totals(report: "TaxReport") -> dict[str, object]:
    """The sums alone: the first column says Total."""
    if not report.totals:
        return {}
    facts = list(_row_facts(report, report.totals).items())
    return {name: cell for name, cell in facts[1:] if cell is not None}


def _plain(column: "ReportColumn", cell: "Value") -> object:
    """Money with two decimals, other numbers as they are; both as texts."""
    if cell is None or isinstance(cell, str | date):
        return cell
    if column.kind.value == "whole number":
        return int(cell)
    if column.kind.value == "money":
        return f"{cell:.2f}"
    return f"{cell}" if isinstance(cell, int) else decimal_text(cell)


def _lines(made: "Reported") -> list[str]:
    found = made.report
    window = f"{made.period.start} to {made.period.last_day}"
    lines = [f"{found.title}, {window}, {made.currency}"]
    header = [column.name for column in found.columns]
    rows = [_words(found, row) for row in found.rows]
    if made.path is None:
        totals = [_words(found, found.totals)] if found.totals and rows else []
        lines += ["", *table_lines(header, [*rows, *totals])] if rows else ["Nothing to report."]
    else:
        lines.append(f"{len(rows)} rows in {made.path}.")
    lines += [f"{each}" for each in found.notes]
    lines += [finding_line(each) for each in found.findings]
    return [*lines, *_tie_lines(found)]


def _words(report: "TaxReport", row: "tuple[Value, ...]") -> list[object]:
    return ["" if each is None else each for each in _row_facts(report, row).values()]


def _tie_lines(report: "TaxReport") -> list[str]:
    if not report.ties:
        return []
    apart = [tie for tie in report.ties if tie.difference]
    if not apart:
        return [f"Ties to the journal in every code: {len(report.ties)}."]
    return [
        "It does not tie to the journal:",
        *table_lines(
            ("code", "reported", "journal", "difference"),
            [
                (tie.code, money(tie.reported), money(tie.journal), money(tie.difference))
                for tie in apart
            ],
        ),
    ]


TAX_REPORT_COMMANDS: Final = (report, reports)
