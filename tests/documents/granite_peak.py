"""An invoice to draw: Granite Peak Credit Union, October 2026, and variations of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice, Line, UsageCounts
from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.documents.invoice.document import (
    Balance,
    CallKind,
    Change,
    Copy,
    InvoiceDocument,
    PastInvoice,
    Payment,
)
from app.tax.request import ChargeKind
from app.tax.result import TaxLine

COMPANY = Company(
    name="Cedar Fork Voice",
    legal_name="Cedar Fork Voice LLC",
    address_line1="1200 Foundry Way",
    address_line2="Suite 210",
    city="Denver",
    region="CO",
    postal_code="80216",
    support_phone="(800) 555-0150",
    email="billing@cedarfork.example",
    timezone="America/Denver",
)
ACCOUNT = Account(
    account_number="10042",
    name="Granite Peak Credit Union",
    btn="+13035550142",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
    contact_name="Accounts Payable",
)
MAIN = ServiceLocation(
    location_code="10042-MAIN",
    account_number="10042",
    name="Lakewood Main Branch",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
    place_fips="43000",
)
GOLDEN = ServiceLocation(
    location_code="10042-GOLDEN",
    account_number="10042",
    name="Golden Branch",
    address_line1="417 Mill Creek Road",
    city="Golden",
    region="CO",
    postal_code="80401",
    place_fips="30835",
)
NOVEMBER = (date(2026, 11, 1), date(2026, 12, 1))
OCTOBER = (date(2026, 10, 1), date(2026, 11, 1))


def a_line(description: str, quantity: str, price: str, amount: str, **facts: object) -> Line:
    known: dict[str, object] = {
        "kind": ChargeKind.RECURRING,
        "account_number": "10042",
        "product_code": description.upper().replace(" ", "-"),
        "gl_code": "4010",
        "tax_category": "VOIP_FIXED",
        "location_code": "10042-MAIN",
        "start": NOVEMBER[0],
        "end": NOVEMBER[1],
        "reference": "",
        "covered_days": 30,
        "period_days": 30,
    }
    return Line(
        description=description,
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        amount=Decimal(amount),
        **(known | facts),  # type: ignore[arg-type]
    )


def a_usage_line(
    call_class: str, amount: str, *, counts: tuple[int, int, int], **facts: object
) -> Line:
    calls, billed, included = counts
    usage = UsageCounts(
        call_class=call_class,
        calls=calls,
        billed_seconds=billed,
        allowance_seconds=included,
        exact=Decimal(amount),
    )
    days = {"start": OCTOBER[0], "end": OCTOBER[1], "covered_days": 31, "period_days": 31}
    return a_line(
        f"Calls, {call_class}",
        "1",
        amount,
        amount,
        kind=ChargeKind.USAGE,
        usage=usage,
        **(days | facts),
    )


def a_tax(label: str, base: str | None, rate: str, amount: str, **facts: object) -> TaxLine:
    known: dict[str, object] = {
        "tax_code": label.upper(),
        "class_": "TAX",
        "family": "SALES",
        "jurisdiction": "US/CO",
        "location_code": None,
        "units": None,
        "units_counted": None,
        "exempt_amount": Decimal(0),
        "certificate_number": None,
    }
    return TaxLine(
        bill_label=label,
        base=Decimal(base) if base else None,
        rate=Decimal(rate),
        amount=Decimal(amount),
        **(known | facts),  # type: ignore[arg-type]
    )


def a_fee(label: str, units: str, rate: str, amount: str, **facts: object) -> TaxLine:
    about = {"family": "E911", "units": Decimal(units), "units_counted": Decimal(units)} | facts
    return a_tax(label, None, rate, amount, **about)


INTERNET = {"tax_category": "INTERNET_ACCESS"}
AT_GOLDEN = {"location_code": "10042-GOLDEN"}
PART = {
    "start": date(2026, 10, 19),
    "end": date(2026, 11, 1),
    "covered_days": 13,
    "period_days": 31,
}


def _labour(day: int, words: str, quantity: str, price: str, amount: str) -> Line:
    on = date(2026, 10, day)
    return a_line(
        words,
        quantity,
        price,
        amount,
        kind=ChargeKind.ONE_TIME,
        tax_category="PROF_SERVICE",
        start=on,
        end=on.replace(day=day + 1),
        covered_days=1,
        period_days=1,
    )


LINES = (
    a_line("Hosted voice seat, Standard", "18", "21.95", "395.10"),
    a_line("SIP call path", "6", "18.00", "108.00"),
    a_line("Direct numbers, block of 20", "2", "8.00", "16.00", tax_category="DID"),
    a_line("Managed internet 500/50", "1", "189.00", "189.00", **INTERNET),
    a_line("Managed firewall", "2", "45.00", "90.00", tax_category="PROF_SERVICE"),
    a_line("Hosted voice seat, Standard", "8", "21.95", "175.60", **AT_GOLDEN),
    a_line("Hosted voice seat, added Oct 19", "1", "21.95", "9.20", **AT_GOLDEN, **PART),
    a_line("Managed internet 200/20", "1", "129.00", "129.00", **AT_GOLDEN, **INTERNET),
    _labour(7, "Moved 4 phones to the loan office (ticket 21877)", "1.5", "125", "187.50"),
    _labour(21, "Changed holiday greeting and routing (ticket 21954)", "0.75", "125", "93.75"),
    _labour(26, "Quarterly review call, covered by agreement", "0.5", "0", "0.00"),
    a_usage_line("intrastate", "18.05", counts=(318, 67344, 30000)),
    a_usage_line("interstate", "37.73", counts=(406, 94314, 0)),
    a_usage_line("toll_free_inbound", "27.42", counts=(221, 53076, 0)),
    a_usage_line("international", "9.84", counts=(12, 3672, 0)),
    a_usage_line("directory_assistance", "3.75", counts=(3, 0, 0)),
    a_line(
        "Credit for the internet outage on October 12",
        "1",
        "-12.00",
        "-12.00",
        kind=ChargeKind.CREDIT,
        **AT_GOLDEN,
        **INTERNET,
        start=date(2026, 10, 12),
        end=date(2026, 10, 13),
        covered_days=1,
        period_days=1,
    ),
)
TAX_LINES = (
    a_tax("Colorado sales tax", "612.40", "0.029", "17.76"),
    a_tax("County sales tax", "612.40", "0.005", "3.06", jurisdiction="US/CO/059"),
    a_tax("City sales tax", "430.20", "0.03", "12.91", jurisdiction="US/CO//43000"),
    a_tax("City sales tax", "182.20", "0.03", "5.47", jurisdiction="US/CO//30835"),
    a_tax("District sales tax", "612.40", "0.011", "6.74", jurisdiction="US/CO///RTD"),
    a_fee("911 emergency charge", "32", "1.70", "54.40"),
    a_fee("988 crisis line surcharge", "32", "0.07", "2.24", family="988"),
    a_fee("Relay service surcharge", "32", "0.05", "1.60", family="OTHER"),
    a_tax("State universal service", "236.10", "0.026", "6.14", family="SUSF"),
    a_tax(
        "Federal Universal Service recovery",
        "139.22",
        "0.36",
        "50.12",
        family="FUSF",
        class_="PASS_THROUGH",
        jurisdiction="US",
    ),
    a_fee("Regulatory recovery fee", "32", "0.65", "20.80", family="REG", class_="PROVIDER_FEE"),
    a_fee(
        "Number portability recovery",
        "40",
        "0.09",
        "3.60",
        tax_code="LNP",
        family="REG",
        class_="PROVIDER_FEE",
    ),
)
INVOICE = Invoice(
    account_number="10042",
    invoice_number="CF-1043",
    period_start=OCTOBER[0],
    period_end=OCTOBER[1],
    invoice_date=date(2026, 11, 2),
    due_date=date(2026, 12, 2),
    currency="USD",
    lines=LINES,
    tax_lines=TAX_LINES,
)
CALLS = (
    CallKind(
        account_number="10042",
        label="Local and on-net",
        calls=1842,
        billed_seconds=294978,
        included_seconds=294978,
        rate="",
        amount=Decimal("0.00"),
    ),
    CallKind(
        account_number="10042",
        label="Long distance, in state",
        calls=318,
        billed_seconds=67344,
        included_seconds=30000,
        rate="0.0290",
        amount=Decimal("18.05"),
    ),
    CallKind(
        account_number="10042",
        label="Long distance, state to state",
        calls=406,
        billed_seconds=94314,
        included_seconds=0,
        rate="0.0240",
        amount=Decimal("37.73"),
    ),
    CallKind(
        account_number="10042",
        label="Toll-free, incoming",
        calls=221,
        billed_seconds=53076,
        included_seconds=0,
        rate="0.0310",
        amount=Decimal("27.42"),
    ),
    CallKind(
        account_number="10042",
        label="International",
        calls=12,
        billed_seconds=3672,
        included_seconds=0,
        rate="",
        amount=Decimal("9.84"),
    ),
    CallKind(
        account_number="10042",
        label="Directory assistance",
        calls=3,
        billed_seconds=0,
        included_seconds=0,
        rate="",
        amount=Decimal("3.75"),
    ),
)
CHANGES = (
    Change(label="1 voice seat added in Golden on Oct 19", amount=Decimal("31.15")),
    Change(label="More technician time (2.25 h, was 1.50 h)", amount=Decimal("93.75")),
    Change(label="Fewer toll calls", amount=Decimal("-12.44")),
    Change(label="Credit for the outage on Oct 12", amount=Decimal("-12.00")),
    Change(label="Taxes, government fees and surcharges", amount=Decimal("4.12")),
)
HISTORY = tuple(
    PastInvoice(label=label, total=Decimal(total))
    for label, total in (
        ("May", "1512.10"),
        ("Jun", "1499.00"),
        ("Jul", "1604.20"),
        ("Aug", "1548.31"),
        ("Sep", "1558.20"),
        ("Oct", "1662.78"),
    )
)
COPY = Copy(
    dispute=(
        "Call (800) 555-0150 or write to billing@cedarfork.example within 60 days of the invoice "
        "date. You need not pay a disputed amount while we look at it, and no late fee runs on it."
    ),
    late_payment=(
        "After the due date a fee of 1.5 % a month may be added to the unpaid, undisputed amount. "
        "Service may be interrupted after written notice."
    ),
    regulator="Your state public utilities commission can help.",
)
UNIT_KINDS = {line.tax_code: "LINE" for line in TAX_LINES} | {"LNP": "DID"}


def granite_peak() -> InvoiceDocument:
    """Return the invoice of the month."""
    return InvoiceDocument(
        invoice=INVOICE,
        company=COMPANY,
        account=ACCOUNT,
        locations={"10042-MAIN": MAIN, "10042-GOLDEN": GOLDEN},
        calls=CALLS,
        balance=Balance(previous=Decimal("1558.20"), payments=Decimal("-1558.20")),
        last_payment=Payment(amount=Decimal("1558.20"), received_on=date(2026, 10, 14)),
        before=PastInvoice(label="September", total=Decimal("1558.20")),
        changes=CHANGES,
        history=HISTORY,
        note=(
            "We will be open on Thanksgiving Friday, November 27, from 9 am to 2 pm. For anything "
            "urgent call (800) 555-0150, option 1."
        ),
        unit_kinds=UNIT_KINDS,
        authorities={
            "US/CO": "State of Colorado",
            "US/CO/059": "Jefferson County",
            "US/CO///RTD": "Regional districts",
        },
        copy=COPY,
        annex=True,
    )


def with_lines(
    document: InvoiceDocument, lines: tuple[Line, ...], **facts: object
) -> InvoiceDocument:
    """Return the document with other lines, and without what told of the old ones."""
    bare = replace(document, changes=(), before=None, calls=None, history=())
    changed = replace(bare, invoice=replace(document.invoice, lines=lines))
    return replace(changed, **facts)  # type: ignore[arg-type]
