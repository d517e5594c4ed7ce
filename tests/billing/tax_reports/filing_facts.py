"""Invoices and tables from which the tests of federal and state filings start."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice, Line
from app.billing.tax_reports.facts import BookedInvoice, ReportFacts
from app.billing.tax_reports.report import Row, TaxReport
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.tax.exemption import Exemption
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart
from app.tax.share import TaxShare
from app.tax.trace import RowTrace, TaxTrace
from app.tax.usf import UsfFactor
from app.values.period import Period
from tests.billing.records import COMPANY, a_location, an_account

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
HOME = "10042-MAIN"
SAFE_HARBOR = TaxShare(
    category="VOIP_FIXED",
    effective_from=date(2020, 1, 1),
    interstate=Decimal("0.649"),
)
ACTUAL = TaxShare(category="VOIP_FIXED", effective_from=date(2020, 1, 1), source="actual")
FACTORS = (
    UsfFactor(
        quarter="2026Q1",
        first=date(2026, 1, 1),
        last=date(2026, 3, 31),
        factor=Decimal("0.376"),
    ),
    UsfFactor(
        quarter="2026Q2",
        first=date(2026, 4, 1),
        last=date(2026, 6, 30),
        factor=Decimal("0.37"),
    ),
)
RESELLER = Exemption(
    account_number="10042",
    certificate_number="FCC-1",
    kind="FCC_RESELLER",
    family="FUSF",
    effective_from=date(2026, 1, 1),
)


def a_line(
    amount: str,
    category: str = "VOIP_FIXED",
    *,
    location_code: str = HOME,
    account_number: str = "10042",
    kind: ChargeKind = ChargeKind.RECURRING,
    product_code: str = "SEAT",
    gl_code: str = "4010",
    days: Period = FEBRUARY,
) -> Line:
    return Line(
        kind=kind,
        account_number=account_number,
        product_code=product_code,
        gl_code=gl_code,
        tax_category=category,
        location_code=location_code,
        description="",
        quantity=Decimal(1),
        unit_price=Decimal(amount),
        amount=Decimal(amount),
        start=days.start,
        end=days.end,
        reference="",
        covered_days=days.days,
        period_days=days.days,
    )


def parts_of(*amounts: str) -> tuple[TaxPart, ...]:
    """Parts that lines 0, 1 and so on raised."""
    return tuple(
        TaxPart(line_index=index, amount=Decimal(amount)) for index, amount in enumerate(amounts)
    )


def a_tax(
    amount: str,
    *,
    code: str = "FUSF",
    family: str = "FUSF",
    class_: str = "PASS_THROUGH",
    jurisdiction: str = "US",
    rate: str = "0.376",
    parts: tuple[TaxPart, ...] | None = None,
    trace: TaxTrace | None = None,
    **more: object,
) -> TaxLine:
    """A tax line, raised by the first line alone where nothing else is said."""
    values: dict[str, object] = {
        "base": None,
        "units": None,
        "units_counted": None,
        "exempt_amount": Decimal(0),
        "certificate_number": None,
        "location_code": None,
    }
    return TaxLine(
        tax_code=code,
        bill_label=code,
        class_=class_,
        family=family,
        jurisdiction=jurisdiction,
        rate=Decimal(rate),
        amount=Decimal(amount),
        parts=parts_of(amount) if parts is None else parts,
        trace=trace,
        **(values | more),  # type: ignore[arg-type]
    )


def a_fee(
    amount: str, *, parts: tuple[TaxPart, ...] | None = None, trace: TaxTrace | None = None
) -> TaxLine:
    """A fee of the provider's own."""
    return a_tax(amount, code="RRF", family="REG", class_="PROVIDER_FEE", parts=parts, trace=trace)


def a_state_charge(
    amount: str, *, class_: str = "PASS_THROUGH", parts: tuple[TaxPart, ...] | None = None
) -> TaxLine:
    """Universal service of Colorado."""
    return a_tax(
        amount, code="CO-USF", family="SUSF", class_=class_, jurisdiction="US/CO", parts=parts
    )


def a_trace(
    charged: int,
    interstate: int,
    international: int = 0,
    *,
    category: str = "*",
    reverses: str = "",
) -> TaxTrace:
    """A trace of cents charged, and what of them was interstate and international."""
    return TaxTrace(
        row=RowTrace(category=category, base_kind="INTERSTATE_INTL"),
        first_day=date(2026, 2, 1),
        last_day=date(2026, 2, 1),
        charged=charged,
        split=(interstate, international, charged - interstate - international),
        reverses=reverses,
    )


def an_invoice(
    *lines: Line,
    taxes: Sequence[TaxLine] = (),
    number: str = "1",
    day: date = date(2026, 2, 1),
    account_number: str = "10042",
) -> Invoice:
    return Invoice(
        account_number=account_number,
        invoice_number=number,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 2, 1),
        invoice_date=day,
        due_date=day,
        currency="USD",
        lines=lines,
        tax_lines=tuple(taxes),
    )


def facts_of(
    *invoices: Invoice | BookedInvoice,
    period: Period = QUARTER,
    accounts: Sequence[Account] = (),
    locations: Sequence[ServiceLocation] = (),
    shares: Sequence[TaxShare] = (SAFE_HARBOR,),
    **more: object,
) -> ReportFacts:
    """Facts of one account at one location in Colorado, and of what else is named."""
    booked = [
        each if isinstance(each, BookedInvoice) else BookedInvoice(invoice=each)
        for each in invoices
    ]
    own = ReportFacts(
        period=period,
        today=date(2027, 1, 10),
        company=COMPANY,
        invoices=booked,
        accounts={each.account_number: each for each in (an_account(), *accounts)},
        locations={each.location_code: each for each in (a_location(), *locations)},
        shares=shares,
        usf_factors=FACTORS,
    )
    return replace(own, **more)  # type: ignore[arg-type]


def cells(report: TaxReport, row: Row) -> dict[str, object]:
    """A row by its columns' names."""
    return dict(zip((column.name for column in report.columns), row, strict=True))


def rows_of(report: TaxReport) -> list[dict[str, object]]:
    """All rows by their columns' names."""
    return [cells(report, row) for row in report.rows]


def row_where(report: TaxReport, **wanted: object) -> dict[str, object]:
    """The one row with these cells."""
    (found,) = [
        row for row in rows_of(report) if all(row[name] == value for name, value in wanted.items())
    ]
    return found
