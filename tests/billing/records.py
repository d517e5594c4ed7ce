"""Records that the tests of billing start from: one account, one location, a few products."""

from datetime import date
from decimal import Decimal

from app.billing.charge import OneTimeCharge
from app.billing.invoice import Invoice, Line
from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart

SEAT = Product(
    product_code="SEAT",
    name="Voice seat",
    tax_category="VOIP_FIXED",
    gl_code="4010",
    price=Decimal("30.00"),
    line_kind="line",
)
ARREARS = Product(
    product_code="METER",
    name="Metered port",
    tax_category="FEATURE",
    gl_code="4020",
    price=Decimal("31.00"),
    in_advance=False,
)
QUARTER = Product(
    product_code="QUARTER",
    name="Quarterly care",
    tax_category="PROF_SERVICE",
    gl_code="4030",
    price=Decimal("90.00"),
    billed="quarterly",
)
QUARTER_ARREARS = Product(
    product_code="QARREARS",
    name="Quarterly report",
    tax_category="PROF_SERVICE",
    gl_code="4030",
    price=Decimal("92.00"),
    billed="quarterly",
    in_advance=False,
)
YEAR = Product(
    product_code="YEAR",
    name="Domain",
    tax_category="PROF_SERVICE",
    gl_code="4030",
    price=Decimal("365.00"),
    billed="yearly",
)
WHOLE = Product(
    product_code="WHOLE",
    name="Fax box",
    tax_category="FEATURE",
    gl_code="4020",
    price=Decimal("12.00"),
    prorate=False,
)
SETUP = Product(
    product_code="SETUP",
    name="Set-up",
    tax_category="INSTALL",
    gl_code="4040",
    price=Decimal("150.00"),
    billed="once",
)
LABOR = Product(
    product_code="LABOR",
    name="Labour",
    tax_category="PROF_SERVICE",
    gl_code="4050",
    price=Decimal("125.00"),
    billed="once",
)
CALLS = Product(
    product_code="CALLS",
    name="Calls",
    tax_category="TOLL_FREE",
    gl_code="4060",
    billed="usage",
)

PRODUCTS = {
    product.product_code: product
    for product in (
        SEAT,
        ARREARS,
        QUARTER,
        QUARTER_ARREARS,
        YEAR,
        WHOLE,
        SETUP,
        LABOR,
        CALLS,
    )
}

COMPANY = Company(
    name="Cedar Fork Voice",
    address_line1="1200 Foundry Way",
    city="Denver",
    region="CO",
    postal_code="80216",
    timezone="America/Denver",
)


def an_account(
    account_number: str = "10042",
    *,
    bill_cycle_day: int = 1,
    parent: str | None = None,
    terms: str | None = None,
    billing_email: str | None = "ap@granitepeak.example",
    closed_on: date | None = None,
) -> Account:
    return Account(
        account_number=account_number,
        name="Granite Peak Credit Union",
        address_line1="88 Quarry Street",
        city="Lakewood",
        region="CO",
        postal_code="80226",
        bill_cycle_day=bill_cycle_day,
        parent_account_number=parent,
        bill_to_parent=parent is not None,
        terms=terms,
        billing_email=billing_email,
        closed_on=closed_on,
    )


def a_location(
    location_code: str = "10042-MAIN",
    *,
    account_number: str = "10042",
    address_line1: str = "88 Quarry Street",
    region: str = "CO",
) -> ServiceLocation:
    return ServiceLocation(
        location_code=location_code,
        account_number=account_number,
        address_line1=address_line1,
        city="Lakewood",
        region=region,
        postal_code="80226",
        inside_city=False,
    )


def a_service(
    product_code: str = "SEAT",
    *,
    service_code: str = "S1",
    starts_on: date = date(2024, 1, 1),
    ends_on: date | None = None,
    quantity: str = "1",
    unit_price: str | None = None,
    location_code: str = "10042-MAIN",
    account_number: str = "10042",
) -> Service:
    return Service(
        service_code=service_code,
        account_number=account_number,
        location_code=location_code,
        product_code=product_code,
        quantity=Decimal(quantity),
        unit_price=None if unit_price is None else Decimal(unit_price),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def a_charge(
    reference: str = "T-1",
    *,
    charged_on: date = date(2026, 10, 7),
    quantity: str = "1",
    unit_price: str | None = None,
    product_code: str = "LABOR",
    credits_: str | None = None,
) -> OneTimeCharge:
    return OneTimeCharge(
        reference=reference,
        account_number="10042",
        location_code="10042-MAIN",
        product_code=product_code,
        charged_on=charged_on,
        quantity=Decimal(quantity),
        unit_price=None if unit_price is None else Decimal(unit_price),
        credits=credits_,
    )


def a_number(
    number: str = "+13035550142",
    *,
    starts_on: date = date(2024, 1, 1),
    ends_on: date | None = None,
    circuit_code: str | None = None,
    kind: str = "did",
    rate_plan: str = "BUSINESS",
) -> Number:
    return Number(
        number=number,
        account_number="10042",
        location_code="10042-MAIN",
        circuit_code=circuit_code,
        kind=kind,
        rate_plan=rate_plan,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def a_circuit(
    circuit_code: str = "C1",
    *,
    kind: str = "sip_trunk",
    call_paths: int | None = 6,
    starts_on: date = date(2024, 1, 1),
    ends_on: date | None = None,
) -> Circuit:
    return Circuit(
        circuit_code=circuit_code,
        account_number="10042",
        location_code="10042-MAIN",
        kind=kind,
        call_paths=call_paths,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def a_line(  # noqa: PLR0913  a line has that many properties
    amount: str = "30.00",
    *,
    kind: ChargeKind = ChargeKind.RECURRING,
    reference: str = "S1",
    quantity: str = "1",
    unit_price: str | None = None,
    gl_code: str = "4010",
    start: date = date(2026, 11, 1),
    end: date = date(2026, 12, 1),
    period_days: int = 30,
) -> Line:
    return Line(
        kind=kind,
        account_number="10042",
        product_code="SEAT",
        gl_code=gl_code,
        tax_category="VOIP_FIXED",
        location_code="10042-MAIN",
        description="Voice seat",
        quantity=Decimal(quantity),
        unit_price=Decimal(unit_price or amount),
        amount=Decimal(amount),
        start=start,
        end=end,
        reference=reference,
        covered_days=(end - start).days,
        period_days=period_days,
    )


def a_tax_line(
    amount: str = "1.00",
    *,
    tax_code: str = "CO-SALES",
    class_: str = "TAX",
    base: str | None = "30.00",
    units: str | None = None,
    parts: tuple[tuple[int, str], ...] = (),
) -> TaxLine:
    return TaxLine(
        tax_code=tax_code,
        bill_label="Colorado sales tax",
        class_=class_,
        family="SALES",
        jurisdiction="US/CO",
        location_code=None,
        base=None if base is None else Decimal(base),
        units=None if units is None else Decimal(units),
        units_counted=None if units is None else Decimal(units),
        exempt_amount=Decimal(0),
        certificate_number=None,
        rate=Decimal("0.029"),
        amount=Decimal(amount),
        parts=tuple(TaxPart(line_index=index, amount=Decimal(part)) for index, part in parts),
    )


def an_invoice(
    *lines: Line,
    taxes: tuple[TaxLine, ...] = (),
    account_number: str = "10042",
    invoice_number: str | None = "CF-1043",
) -> Invoice:
    return Invoice(
        account_number=account_number,
        invoice_number=invoice_number,
        period_start=date(2026, 10, 1),
        period_end=date(2026, 11, 1),
        invoice_date=date(2026, 11, 1),
        due_date=date(2026, 12, 1),
        currency="USD",
        lines=lines,
        tax_lines=taxes,
    )
