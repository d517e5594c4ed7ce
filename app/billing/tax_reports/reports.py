"""The table of tax reports: each name, what it is, and the function that makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.billing.tax_reports.audit import audit
from app.billing.tax_reports.canada import canada
from app.billing.tax_reports.emergency import emergency
from app.billing.tax_reports.exemption_register import exemptions
from app.billing.tax_reports.exposure import exposure
from app.billing.tax_reports.facts import ReportFacts
from app.billing.tax_reports.federal_excise import federal_excise
from app.billing.tax_reports.form_499 import form_499_lines, form_499a, form_499q
from app.billing.tax_reports.liability import liability
from app.billing.tax_reports.report import TaxReport
from app.billing.tax_reports.sales import sales
from app.billing.tax_reports.state_usf import state_usf
from app.billing.tax_reports.unverified import unverified
from app.billing.tax_reports.usf_owed import usf_owed


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be asked for."""

    doc: str
    make: Callable[[ReportFacts], TaxReport]


REPORTS: Final[dict[str, Report]] = {
    "liability": Report("All tax codes: billed, credited, voided, and the journal", liability),
    "911": Report("911 and 988 due by place, class of customer and kind of line", emergency),
    "sales": Report("Sales, UUT, CST and receipts tax by jurisdiction and category", sales),
    "canada": Report("GST, HST, QST and PST by province and rate", canada),
    "usf-owed": Report(
        "Federal universal service by quarter: owed, billed, over-collected", usf_owed
    ),
    "form-499a": Report("Revenue by line of FCC Form 499-A", form_499a),
    "form-499q": Report("Revenue by line of FCC Form 499-Q", form_499q),
    "form-499-lines": Report(
        "The form lines in force, in the layout of their sheet", form_499_lines
    ),
    "state-usf": Report("State universal service by state and rate", state_usf),
    "federal-excise": Report("Federal excise tax by half month, for Form 720", federal_excise),
    "exemptions": Report("Certificates, their ends, and what they exempted", exemptions),
    "exposure": Report("What missing registrations left uncollected", exposure),
    "unverified": Report("Places and categories not settled, with their money", unverified),
    "audit": Report("Every tax line, one a row, with all its inputs", audit),
}
"""By name, in the order in which they are listed."""
