"""GST, HST, QST and PST: taxable sales and tax by province and rate."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

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
from app.values.money import ZERO, cents

FAMILIES: Final = frozenset({"GST", "HST", "QST", "PST", "RST"})

_COLUMNS: Final = (
    text("family", "GST, HST, QST or PST; Manitoba's RST"),
    text("province", "Where the charge was used"),
    text("tax_code", "The tax's code"),
    exact("rate", "The rate"),
    text("registration_number", "Ours, in force on the window's last day"),
    amount("taxable_sales", "What the tax of charges was taken of"),
    amount("exempt_sales", "What certificates took out"),
    amount("tax", "Tax that charges raised"),
    amount("adjustment_base", "What the tax of credits and corrections was taken of"),
    amount("adjustments", "Tax that credits gave back, and corrections of earlier invoices"),
    amount("net", "Tax and adjustments"),
)
_NOTE: Final = (
    "Input tax credits and rebates are not known here. GST and HST go on one return by rate, QST"
    " and PST to each province on its own."
)

_Key = tuple[str, str, str, Decimal, str]
"""Family, province, code, rate, jurisdiction."""


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    taxable: Decimal = ZERO
    exempt: Decimal = ZERO
    tax: Decimal = ZERO
    adjustment_base: Decimal = ZERO
    adjustments: Decimal = ZERO

    def add(self, share: ChargeShare) -> None:
        if share.is_credit:
            self.adjustment_base += share.base
            self.adjustments += share.amount
            return
        self.taxable += share.base
        self.exempt += share.exempt
        self.tax += share.amount


def canada(facts: ReportFacts) -> TaxReport:
    """The lines of the GST/HST, QST and PST returns."""
    sums: dict[_Key, _Sums] = {}
    for taxed in of_families(tax_entries(facts), FAMILIES):
        tax = taxed.tax
        for share in charge_shares(taxed):
            key = (
                tax.family.upper(),
                _province(facts, share),
                tax.tax_code,
                tax.rate,
                tax.jurisdiction,
            )
            sums.setdefault(key, _Sums()).add(share)
    rows = tuple(_row(facts, key, own) for key, own in sorted(sums.items(), key=lambda one: one[0]))
    reported: dict[str, Decimal] = {}
    for (_, _, code, *_), own in sums.items():
        reported[code] = reported.get(code, ZERO) + own.tax + own.adjustments
    summed = ("taxable_sales", "exempt_sales", "tax", "adjustment_base", "adjustments", "net")
    return TaxReport(
        title="GST, HST, QST and PST",
        columns=_COLUMNS,
        rows=rows,
        totals=totals_of(_COLUMNS, rows, *summed),
        notes=(BILLED_BASIS, _NOTE),
        ties=ties(facts, reported, codes=codes_of(facts, FAMILIES)),
    )


def _province(facts: ReportFacts, share: ChargeShare) -> str:
    """Of the tax's own jurisdiction; of a federal one, where the charge was used that day."""
    _, own, *_ = jurisdiction_cells(share.tax.jurisdiction)
    day = share.taxed.entry.invoice.invoice_date
    location = facts.location_on(share.location_code, day)
    return own or (location.region.strip().upper() if location else "")


def _row(facts: ReportFacts, key: _Key, own: _Sums) -> Row:
    family, province, code, rate, jurisdiction = key
    registration = registration_of(
        facts.registrations, family, jurisdiction, on=facts.period.last_day
    )
    return (
        family,
        province,
        code,
        rate,
        (registration.registration_number or "") if registration else "",
        cents(own.taxable),
        cents(own.exempt),
        own.tax,
        cents(own.adjustment_base),
        own.adjustments,
        own.tax + own.adjustments,
    )
