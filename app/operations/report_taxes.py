"""Tax reports of a window of invoice dates: read at one moment, made by rules, tied, written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.billing.tax_reports.facts import BookedInvoice, ReportFacts
from app.billing.tax_reports.report import TaxReport
from app.billing.tax_reports.reports import REPORTS
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.documents.spreadsheets import TableFormat
from app.documents.tax_reports import Heading, write_tax_report
from app.errors import InputError
from app.operations.office import Office
from app.store.certificate_files import attached
from app.store.exposures import load_exposures
from app.store.invoices import load_invoices, void_days
from app.store.places import place_histories
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.form_499 import Form499Line
from app.tax.registration import Registration
from app.tax.result import Exposure
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.tax.usf import shipped_usf_factors
from app.tax.usf_filing import UsfFiling
from app.values.period import Period

FORMATS: Final[Mapping[str, TableFormat]] = {each.value: each for each in TableFormat}
"""By the ending of a file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report that was made, and the file it was written to."""

    name: str
    period: Period
    currency: str
    report: TaxReport
    path: Path | None = None


def report_taxes(office: Office, name: str, *, period: Period, out: Path | None = None) -> Reported:
    """Makes one of ``REPORTS`` and, with ``out``, writes it as XLSX or CSV by the file's ending.

    InputError for an unknown report and a file name that ends in neither.
    """
    if name not in REPORTS:
        raise InputError(
            f"There is no tax report {name}.", "", f"Reports are: {', '.join(REPORTS)}."
        )
    fmt = None if out is None else _format(out)
    with office.file.read() as conn:
        facts = _facts(office, conn, period)
    report = REPORTS[name].make(facts)
    if out is not None and fmt is not None:
        heading = Heading(
            company=facts.company.legal_name or facts.company.name,
            period=period,
            currency=facts.company.currency,
        )
        write_tax_report(out, report, heading=heading, fmt=fmt)
    return Reported(
        name=name, period=period, currency=facts.company.currency, report=report, path=out
    )


def _format(out: Path) -> TableFormat:
    ending = out.suffix.lstrip(".").lower()
    if ending not in FORMATS:
        raise InputError(
            f"{out} ends in no format of reports.", "", "Let its name end in .xlsx or .csv."
        )
    return FORMATS[ending]


def _facts(office: Office, conn: Transaction, period: Period) -> ReportFacts:
    company = load(conn, Company)[0]
    return ReportFacts(
        period=period,
        today=office.clock.today(ZoneInfo(company.timezone)),
        company=company,
        invoices=_invoices(conn, period),
        accounts={each.account_number: each for each in load(conn, Account)},
        locations={each.location_code: each for each in load(conn, ServiceLocation)},
        places=place_histories(conn),
        products={each.product_code: each for each in load(conn, Product)},
        rules=load(conn, TaxRule),
        shares=load(conn, TaxShare),
        registrations=load(conn, Registration),
        exemptions=load(conn, Exemption),
        filed_certificates=frozenset(
            (each.account_number, each.certificate_number) for each in attached(conn)
        ),
        usf_factors=shipped_usf_factors(),
        bundles=load(conn, BundleComponent),
        form_499=load(conn, Form499Line),
        usf_filings=load(conn, UsfFiling),
    )


def _invoices(conn: Transaction, period: Period) -> list[BookedInvoice]:
    """Those of the calendar years of the window, and others whose taxes are corrected in them."""
    years = Period(date(period.start.year, 1, 1), date(period.last_day.year + 1, 1, 1))
    found = load_invoices(conn, within=years)
    known = {stored.invoice.invoice_number for stored in found}
    corrected = {tax.adjusts for stored in found for tax in stored.invoice.tax_lines}
    found += load_invoices(conn, numbers=corrected - known - {""})
    voided_on = void_days(conn)
    exposures: dict[int, list[Exposure]] = {}
    for each in load_exposures(conn):
        exposures.setdefault(each.invoice_id, []).append(each.exposure)
    return [
        BookedInvoice(
            invoice=stored.invoice,
            voided_on=voided_on.get(stored.invoice.invoice_number or ""),
            exposures=tuple(exposures.get(stored.id, ())),
        )
        for stored in found
    ]
