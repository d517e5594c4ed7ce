"""The report ``state-usf``: state universal service by state, code and rate."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.tax_reports.certificate_kinds import CertificateKinds
from app.billing.tax_reports.charge_shares import ChargeShare, charge_shares
from app.billing.tax_reports.facts import (
    BILLED_BASIS,
    ReportFacts,
    codes_of,
    of_families,
    tax_entries,
    ties,
)
from app.billing.tax_reports.jurisdictions import jurisdiction_cells, registration_of
from app.billing.tax_reports.report import Row, TaxReport, amount, exact, text, totals_of
from app.billing.tax_reports.revenue import STATE_USF
from app.values.money import ZERO

LIFELINE: Final = "LIFELINE"
"""The kind of certificate of a Lifeline customer."""

COLUMNS: Final = (
    text("state", "State"),
    text("tax_code", "The charge's code"),
    text("label", "Words on the invoices"),
    text("class", "TAX, PASS_THROUGH or PROVIDER_FEE"),
    text("registration_number", "The state's number for us"),
    exact("rate", "Fraction of the base, or amount of one unit"),
    exact("gross_base", "Base before limits and certificates: the intrastate share, where asked"),
    exact("lifeline", "Of that exempt for Lifeline"),
    exact("exempt", "Of that exempt by other certificates"),
    exact("base", "What the rate is taken of"),
    exact("units", "Lines or other units billed, each invoice's added up"),
    exact("lifeline_units", "Units exempt for Lifeline"),
    exact("exempt_units", "Units exempt by other certificates"),
    amount("billed", "What charges raised"),
    amount("credited", "What credits gave back"),
    amount("due", "Billed and credited"),
)
_SUMMED: Final = tuple(column.name for column in COLUMNS[6:])


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    gross: Decimal = ZERO
    lifeline: Decimal = ZERO
    exempt: Decimal = ZERO
    base: Decimal = ZERO
    units: Decimal = ZERO
    lifeline_units: Decimal = ZERO
    exempt_units: Decimal = ZERO
    billed: Decimal = ZERO
    credited: Decimal = ZERO

    def add(self, share: ChargeShare, *, is_lifeline: bool) -> None:
        """Adds what one charge gave."""
        self.billed += share.billed
        self.credited += share.credited
        if share.is_credit:
            return
        if share.is_count:
            self.units += share.units
            if is_lifeline:
                self.lifeline_units += share.exempt_units
            else:
                self.exempt_units += share.exempt_units
            return
        self.gross += share.counted
        self.base += share.base
        if is_lifeline:
            self.lifeline += share.exempt
        else:
            self.exempt += share.exempt


_Key = tuple[str, str, str, str, Decimal]
"""Jurisdiction, code, label, class, rate."""


def state_usf(facts: ReportFacts) -> TaxReport:
    """State universal service of the window."""
    kinds = CertificateKinds.of(facts.exemptions)
    sums: dict[_Key, _Sums] = {}
    for taxed in of_families(tax_entries(facts), {STATE_USF}):
        tax = taxed.tax
        key = (tax.jurisdiction, tax.tax_code, tax.bill_label, tax.class_, tax.rate)
        for share in charge_shares(taxed):
            is_lifeline = bool(share.exempt) and kinds.reason(share) == LIFELINE
            sums.setdefault(key, _Sums()).add(share, is_lifeline=is_lifeline)
    rows = tuple(_row(facts, key, sums[key]) for key in sorted(sums))
    reported: dict[str, Decimal] = {}
    for (_, code, *_), own in sums.items():
        reported[code] = reported.get(code, ZERO) + own.billed + own.credited
    return TaxReport(
        title="State universal service",
        columns=COLUMNS,
        rows=rows,
        totals=totals_of(COLUMNS, rows, *_SUMMED),
        notes=(
            BILLED_BASIS,
            "Bases and units are of charges; credits take back money alone.",
        ),
        ties=ties(facts, reported, codes=codes_of(facts, {STATE_USF})),
    )


def _row(facts: ReportFacts, key: _Key, own: _Sums) -> Row:
    jurisdiction, code, label, class_, rate = key
    registration = registration_of(facts.registrations, STATE_USF, jurisdiction, on=facts.last_day)
    number = registration.registration_number if registration else None
    return (
        jurisdiction_cells(jurisdiction)[1],
        code,
        label,
        class_,
        number or "",
        rate,
        own.gross,
        own.lifeline,
        own.exempt,
        own.base,
        own.units,
        own.lifeline_units,
        own.exempt_units,
        own.billed,
        own.credited,
        own.billed + own.credited,
    )
