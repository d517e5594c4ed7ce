"""Exposure: what missing registrations left uncollected, by jurisdiction and family."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.billing.tax_reports.facts import ReportFacts, entries
from app.billing.tax_reports.jurisdictions import JURISDICTION, jurisdiction_cells
from app.billing.tax_reports.report import (
    Row,
    TaxReport,
    amount,
    exact,
    text,
    totals_of,
    whole,
)
from app.findings import Finding, warning
from app.values.money import ZERO

_COLUMNS: Final = (
    *JURISDICTION,
    text("family", "Kind of tax that no registration covers"),
    text("tax_code", "The row that would have taken it"),
    exact("base", "What it would have been taken of; blank for counts"),
    exact("units", "Units it would have counted"),
    amount("uncollected", "What it would have taken; where a share is not known, at most"),
    whole("invoices", "Invoices that lack it"),
    text("invoice_numbers", "Their numbers"),
)
_NAMED: Final = 200
_NOTE: Final = (
    "What was not collected is in no account of the journal, so this report ties to none. Void"
    " invoices are taken back on the day they were made void."
)


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    base: Decimal | None = None
    units: Decimal | None = None
    uncollected: Decimal = ZERO
    entries: dict[tuple[str, int], None] = field(default_factory=dict)
    """Invoice numbers, each with the sign of its entry, in their order."""

    @property
    def numbers(self) -> list[str]:
        """Of an invoice billed and taken back in one window nothing is left."""
        return [number for number, sign in self.entries if (number, -sign) not in self.entries]


def exposure(facts: ReportFacts) -> TaxReport:
    """What each row of the tables would have taken, had there been a registration."""
    sums: dict[tuple[str, str, str], _Sums] = {}
    for entry in entries(facts):
        number = entry.invoice.invoice_number or ""
        for each in entry.booked.exposures:
            own = sums.setdefault((each.jurisdiction, each.family, each.tax_code), _Sums())
            own.uncollected += entry.sign * each.amount
            own.base = _added(own.base, each.base, entry.sign)
            own.units = _added(own.units, each.units, entry.sign)
            own.entries[number, entry.sign] = None
    rows: tuple[Row, ...] = tuple(
        (
            *jurisdiction_cells(jurisdiction),
            family,
            code,
            own.base,
            own.units,
            own.uncollected,
            len(own.numbers),
            _names(own.numbers),
        )
        for (jurisdiction, family, code), own in sorted(sums.items())
    )
    return TaxReport(
        title="Exposure: taxes not collected for want of a registration",
        columns=_COLUMNS,
        rows=rows,
        totals=totals_of(_COLUMNS, rows, "uncollected"),
        notes=(_NOTE,),
        findings=tuple(_findings(sums)),
    )


def _added(known: Decimal | None, more: Decimal | None, sign: int) -> Decimal | None:
    return known if more is None else (known or ZERO) + sign * more


def _names(numbers: list[str]) -> str:
    named = ", ".join(numbers[:_NAMED])
    left = len(numbers) - _NAMED
    return f"{named} and {left} more" if left > 0 else named


def _findings(sums: dict[tuple[str, str, str], _Sums]) -> list[Finding]:
    owed: dict[tuple[str, str], Decimal] = {}
    for (jurisdiction, family, _), own in sorted(sums.items()):
        key = (jurisdiction, family)
        owed[key] = owed.get(key, ZERO) + own.uncollected
    return [
        warning(
            "not_registered",
            f"{left:.2f} of {family} was not collected in {jurisdiction}, for want of registration",
            way_out="Register there and add a row to registrations, or end the tax row.",
            sheet="registrations",
            record=f"{family} {jurisdiction}",
        )
        for (jurisdiction, family), left in owed.items()
        if left
    ]
