"""Reports with what there is to draw of them: revenue, calls, margin, ageing, journal, taxes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.billing.tax_reports.report import TaxReport
from app.billing.tax_reports.reports import REPORTS as TAX_REPORTS
from app.errors import InputError
from app.operations.call_reports import (
    by_destination,
    by_hour,
    by_source_and_day,
    margin,
    unbilled,
)
from app.operations.invoice_reports import age_of_debts, books, by_cause, register, revenue, trend
from app.operations.office import Office
from app.operations.report_drawing import Drawing, Made
from app.operations.report_taxes import report_taxes
from app.progress import Progress, Silent
from app.values.period import Period


class Group(Enum):
    """What a report is about."""

    MONEY = "Money"
    CALLS = "Calls"
    TAXES = "Taxes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """A report that can be asked for."""

    name: str
    title: str
    line: str
    """What it tells, in one line."""
    group: Group


_Maker = Callable[[Office, Period], Made]

_OWN: Final[Mapping[str, tuple[Group, str, str, _Maker]]] = {
    "revenue": (
        Group.MONEY,
        "Revenue by class",
        "What was charged, by kind of charge and GL code",
        revenue,
    ),
    "trend": (
        Group.MONEY,
        "Invoiced by month",
        "Charges and taxes of the last twelve months",
        trend,
    ),
    "margin": (
        Group.MONEY,
        "Margin by customer",
        "Charges of calls less what the carrier took",
        margin,
    ),
    "ageing": (Group.MONEY, "Ageing", "What customers owe, by how late it is", age_of_debts),
    "variance": (
        Group.MONEY,
        "Variance by cause",
        "What changed against the invoices before, and why",
        by_cause,
    ),
    "journal": (Group.MONEY, "Journal", "Debits and credits by account in the books", books),
    "register": (Group.MONEY, "Register", "Every invoice with charges and taxes", register),
    "calls": (
        Group.CALLS,
        "Calls by day and source",
        "What each source brought, and days without any",
        by_source_and_day,
    ),
    "hours": (Group.CALLS, "Calls by hour", "When calls begin, by hour of the day", by_hour),
    "destinations": (
        Group.CALLS,
        "Top destinations",
        "Where the dearest calls go to",
        by_destination,
    ),
    "unbilled": (
        Group.CALLS,
        "Unbilled and suspended",
        "Calls that no invoice has yet",
        unbilled,
    ),
}

_TAX_TITLES: Final = {
    "liability": "Tax liability",
    "911": "911 and 988",
    "sales": "Sales and receipts tax",
    "canada": "Canada",
    "usf-owed": "Universal service owed",
    "form-499a": "Form 499-A",
    "form-499q": "Form 499-Q",
    "form-499-lines": "Form 499 lines",
    "state-usf": "State universal service",
    "federal-excise": "Federal excise",
    "exemptions": "Exemptions",
    "exposure": "Exposure",
    "unverified": "Not verified",
    "audit": "Tax audit",
}


def list_reports() -> list[ReportKind]:
    """All reports in the order of their groups."""
    own = [
        ReportKind(name=name, title=title, line=line, group=group)
        for name, (group, title, line, _) in _OWN.items()
    ]
    taxes = [
        ReportKind(name=name, title=_TAX_TITLES.get(name, name), line=each.doc, group=Group.TAXES)
        for name, each in TAX_REPORTS.items()
    ]
    return [*own, *taxes]


def run_report(
    office: Office, name: str, period: Period, *, progress: Progress | None = None
) -> Made:
    """Makes a report of the days of a period; InputError for a name nobody knows."""
    told = progress or Silent()
    told.step(0, 1, "Adding up")
    if name in _OWN:
        made = _OWN[name][3](office, period)
    elif name in TAX_REPORTS:
        found: TaxReport = report_taxes(office, name, period=period).report
        made = Made(report=found, drawing=_drawn(found))
    else:
        raise InputError(f"There is no report {name}.", "", "Choose one of the list.")
    told.step(1, 1, "Adding up")
    return made


def _drawn(report: TaxReport) -> Drawing | None:
    """What the journal has of each tax code: bars people would rather look at."""
    bars = tuple((tie.code, tie.reported) for tie in report.ties if tie.reported)
    if not bars:
        return None
    largest = sorted(bars, key=lambda each: -abs(each[1]))
    return Drawing(title=f"{report.title}: by tax code", bars=tuple(largest))
