"""A small company whose bills are worked out by hand: two accounts, three numbers, three plans.

Everything on the deck costs 0.06 a minute (0.30 to Britain), so a second costs 0.001 (0.005).
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from app.billing.bill_run import RunState
from app.billing.charge import OneTimeCharge
from app.billing.gates import GateName
from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Number, Service
from app.host.clock import Clock, fixed
from app.operations.import_usage import Choices, FileResult, import_usage
from app.operations.make_company import new_company, open_company
from app.operations.office import Office
from app.operations.repricing import reprice
from app.operations.run_bills import BillResult, bill
from app.rating.deck import Rate
from app.rating.plan import RatePlan, RateTier
from app.store.database import raw
from app.store.setup_changes import RowChanges, apply_setup
from app.store.touched import touched_calls
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.usage.source import Source
from app.values.sheet import SheetRow

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
CLOCK: Clock = fixed(NOW)
DECEMBER: Clock = fixed(datetime(2026, 12, 2, 16, 0, tzinfo=UTC))
SINCE = date(2026, 1, 1)

COMPANY = Company(
    name="Cedar Fork Voice",
    address_line1="1200 Foundry Way",
    city="Denver",
    region="CO",
    postal_code="80216",
    timezone="America/Denver",
    invoice_prefix="CF-",
    next_invoice_number=1043,
)
GRANITE = Account(
    account_number="100",
    name="Granite Peak Credit Union",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
    delivery="print",
)
HARBOR = Account(
    account_number="200",
    name="Harbor Light Dental",
    address_line1="5 Pier Road",
    city="New York",
    region="NY",
    postal_code="10004",
    timezone="America/New_York",
    delivery="print",
)
GRANITE_MAIN = ServiceLocation(
    location_code="100-MAIN",
    account_number="100",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
)
HARBOR_MAIN = ServiceLocation(
    location_code="200-MAIN",
    account_number="200",
    address_line1="5 Pier Road",
    city="New York",
    region="NY",
    postal_code="10004",
)
SEAT = Product(
    product_code="SEAT",
    name="Hosted voice seat",
    tax_category="VOIP_FIXED",
    gl_code="4010",
    price=Decimal(20),
    line_kind="line",
)
CALLS = Product(
    product_code="CALLS", name="Calls", tax_category="VOIP_FIXED", gl_code="4060", billed="usage"
)
LABOR = Product(
    product_code="LABOR",
    name="Technician",
    tax_category="PROF_SERVICE",
    gl_code="4050",
    price=Decimal(125),
    billed="once",
)
BASIC = RatePlan(
    plan_code="BASIC",
    name="Basic 6/6",
    deck_code="STANDARD",
    initial_seconds=6,
    increment_seconds=6,
    inbound_rate=Decimal("0.01"),
    directory_assistance_fee=Decimal("1.25"),
    usage_product="CALLS",
)
BUNDLED = replace(BASIC, plan_code="BUNDLED", name="Ten included", allowance_minutes=Decimal(10))
STEPPED = replace(BASIC, plan_code="STEPPED", name="Cheaper past five")
HALF_PAST_FIVE = RateTier(
    plan_code="STEPPED", kind="graduated", from_minutes=Decimal(5), multiplier=Decimal("0.5")
)
HOME = Rate(
    deck_code="STANDARD",
    prefix="1",
    destination="US and Canada",
    rate=Decimal("0.06"),
    in_allowance=True,
    valid_from=SINCE,
)
BRITAIN = Rate(
    deck_code="STANDARD",
    prefix="44",
    destination="United Kingdom",
    rate=Decimal("0.30"),
    valid_from=SINCE,
)
BUNDLED_NUMBER = Number(
    number="+13035550142",
    account_number="100",
    location_code="100-MAIN",
    rate_plan="BUNDLED",
    starts_on=SINCE,
)
BASIC_NUMBER = replace(BUNDLED_NUMBER, number="+13035550143", rate_plan="BASIC")
STEPPED_NUMBER = Number(
    number="+12125550142",
    account_number="200",
    location_code="200-MAIN",
    rate_plan="STEPPED",
    starts_on=SINCE,
)
GRANITE_SEATS = Service(
    service_code="100-SEATS",
    account_number="100",
    location_code="100-MAIN",
    product_code="SEAT",
    quantity=Decimal(2),
    starts_on=SINCE,
)
HARBOR_SEAT = Service(
    service_code="200-SEAT",
    account_number="200",
    location_code="200-MAIN",
    product_code="SEAT",
    starts_on=SINCE,
)
COLORADO = TaxRule(
    tax_code="CO-SALES",
    bill_label="Colorado sales tax",
    class_="TAX",
    family="SALES",
    state="CO",
    effective_from=SINCE,
    calc_method="PCT",
    rate=Decimal("0.1"),
    base_kind="CHARGE",
)
NEW_YORK = replace(
    COLORADO,
    tax_code="NY-SALES",
    bill_label="New York sales tax",
    state="NY",
    rate=Decimal("0.05"),
)

SETUP: Mapping[str, list[SheetRow]] = {
    "company": [COMPANY],
    "accounts": [GRANITE, HARBOR],
    "locations": [GRANITE_MAIN, HARBOR_MAIN],
    "sources": [Source(source="pbx")],
    "products": [SEAT, CALLS, LABOR],
    "rate_plans": [BASIC, BUNDLED, STEPPED],
    "rate_tiers": [HALF_PAST_FIVE],
    "rates": [HOME, BRITAIN],
    "numbers": [BUNDLED_NUMBER, BASIC_NUMBER, STEPPED_NUMBER],
    "services": [GRANITE_SEATS, HARBOR_SEAT],
    "taxes": [COLORADO, NEW_YORK],
    "registrations": [Registration(family="SALES", effective_from=SINCE)],
}

HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"

A1 = "a1,2026-10-05T15:00:00Z,,3035550142,3035550188,60,out,answered"
"""Inside Colorado on the bundle: 0.06 in full, all of it included."""
A2 = "a2,2026-10-06T15:00:00Z,,3035550142,2125550177,600,out,answered"
"""To New York on the bundle: 0.60 in full; nine minutes are left of the bundle, so 0.06."""
A3 = "a3,2026-10-07T15:00:00Z,,3035550143,011442079460000,30,out,answered"
"""To Britain: 0.15."""
A4 = "a4,2026-10-07T16:00:00Z,,3035550188,3035550143,60,in,answered"
"""Incoming: 0.01."""
A5 = "a5,2026-10-07T17:00:00Z,,3035550142,3035550188,0,out,no answer"
"""Nobody answered."""
B1 = "b1,2026-10-08T15:00:00Z,,2125550142,2125550155,480,out,answered"
"""Five minutes at 0.06 and three at half of it: 0.39, not 0.48."""
STRANGER = "s1,2026-10-09T15:00:00Z,,9705550100,3035550188,60,out,answered"
"""Nobody's number."""
UNREADABLE = "m1,yesterday,,3035550142,3035550188,60,out,answered"
LATE = "z1,2026-10-31T15:00:00Z,,3035550142,3035550188,120,out,answered"
"""Two minutes at the end of October on the bundle."""

BILLABLE = (A1, A2, A3, A4, A5, B1)
"""A clean October. 100: 40.00 seats + 0.22 calls + 4.02 tax; 200: 20.00 + 0.39 + 1.02."""
OCTOBER = (*BILLABLE, STRANGER, UNREADABLE, A1)
"""October with a stranger's call, an unreadable row and a repeat."""


def lay_company(path: Path) -> None:
    """Makes the company file, closed."""
    with new_company(path, CLOCK) as office, office.write() as conn:
        changes = {name: RowChanges(added=rows) for name, rows in SETUP.items()}
        apply_setup(conn, changes, stamp=office.stamp("import_workbook"), origin="tests")


@contextmanager
def copied(template: Path, path: Path, *, clock: Clock = CLOCK) -> Iterator[Office]:
    """A copy of a company file, open for work."""
    shutil.copyfile(template, path)
    with open_company(path, clock, write=True) as office:
        yield office


@contextmanager
def later(office: Office, clock: Clock) -> Iterator[Office]:
    """The same company file at another time."""
    yield Office(office.file, clock)


def call_file(folder: Path, *lines: str, name: str = "october.csv") -> Path:
    """A canonical call file."""
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


def take_in(
    office: Office, folder: Path, *lines: str, name: str = "october.csv", source: str = "pbx"
) -> FileResult:
    """Imports a canonical call file of these lines."""
    path = call_file(folder, *lines, name=name)
    (result,) = import_usage(office, [path], choices=Choices(source=source))
    return result


def change(office: Office, **rows: list[SheetRow]) -> None:
    """Changes rows of sheets and prices again what that touches, as the workbook import does."""
    _apply(office, {name: RowChanges(changed=each) for name, each in rows.items()})


def add(office: Office, **rows: list[SheetRow]) -> None:
    """Adds rows of sheets and prices again what that touches."""
    _apply(office, {name: RowChanges(added=each) for name, each in rows.items()})


def _apply(office: Office, changes: Mapping[str, RowChanges]) -> None:
    with office.write() as conn:
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")
        touched = touched_calls(raw(conn), changes)
        if touched is not None:
            reprice(office, conn, *touched)


def approve(office: Office, label: str = "2026-10", **waived: str) -> BillResult:
    """An approved run; gates named are waived."""
    waivers = {GateName(name): why for name, why in waived.items()}
    result = bill(office, label, waivers=waivers, approve=True)
    assert result.state is RunState.APPROVED, [g for g in result.gates if not g.cleared]
    return result


def calls_by_key(office: Office) -> dict[str, dict[str, object]]:
    """The stored calls that are no repeats, by their key."""
    with office.file.read() as conn:
        cursor = raw(conn).execute("SELECT * FROM calls WHERE status <> 4 ORDER BY id")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return {str(row["call_key"]): row for row in rows}


def dump(office: Office, *but: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but the audit's and those named."""
    with office.file.read() as conn:
        db = raw(conn)
        names = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return {
            name: sorted(db.execute(f'SELECT * FROM "{name}"'), key=repr)  # noqa: S608
            for (name,) in names.fetchall()
            if name not in {"audit", *but}
        }


def a_charge(reference: str = "T-1", **changed: object) -> OneTimeCharge:
    """Two hours of a technician at Granite Peak on 7 October."""
    values: dict[str, object] = {
        "reference": reference,
        "account_number": "100",
        "location_code": "100-MAIN",
        "product_code": "LABOR",
        "charged_on": date(2026, 10, 7),
        "quantity": Decimal(2),
    }
    return OneTimeCharge(**(values | changed))  # type: ignore[arg-type]
