"""Things of a PSA, and our side of them, for tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.consolidation import Desk
from app.billing.contract_lines import ContractLine, LineDesk, Terms
from app.billing.psa_work import Work
from app.customers.account import Account
from app.customers.incoming import PsaFamily
from app.customers.product import Product
from app.customers.service import Service

GRANITE = Account(
    account_number="100",
    name="Granite Peak Credit Union",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
)
HARBOR = replace(GRANITE, account_number="200", name="Harbor Light Dental", consolidated=False)
SEAT = Product(
    product_code="SEAT",
    name="Hosted voice seat",
    tax_category="VOIP_FIXED",
    gl_code="4010",
    price=Decimal(20),
)
FIREWALL = replace(SEAT, product_code="FW", name="Firewall", tax_category="EQUIP_RENT")
DID = replace(
    SEAT,
    product_code="DID",
    name="Number",
    tax_category="DID",
    price=Decimal("2.5"),
    line_kind="did",
)
BLOCK = replace(
    DID, product_code="DID-20", name="Block", price=Decimal(8), lines_per_unit=Decimal(20)
)
LABOR = replace(SEAT, product_code="LABOR", name="Technician", billed="once", price=Decimal(125))
PRODUCTS = {each.product_code: each for each in (SEAT, FIREWALL, DID, BLOCK, LABOR)}

DESK = Desk(
    system="desk",
    account_of={"c1": GRANITE, "c2": HARBOR},
    location_of={"s1": "100-MAIN", "s2": "100-GLD", "s9": "200-MAIN"},
    first_location={"100": "100-MAIN", "200": "200-MAIN"},
    places={"100-MAIN": "100", "100-GLD": "100", "200-MAIN": "200"},
    product_of={"fw": "FW", "p-7": "SEAT"},
    time_product="LABOR",
)
HOURS = Work(
    family=PsaFamily.TIME,
    source_id="7",
    customer_id="c1",
    agreement_id=None,
    site_id="s2",
    product_id=None,
    product_code="Remote",
    day=date(2026, 10, 7),
    quantity=Decimal("1.5"),
    hours=Decimal("1.5"),
    unit_price=Decimal(125),
    amount=Decimal("187.50"),
    text="Moved 4 phones (ticket 21877)",
    is_billable=True,
    is_approved=True,
    is_billed=False,
    billed_reference="",
    is_gone=False,
)
SALE = replace(
    HOURS,
    family=PsaFamily.CHARGES,
    source_id="8",
    product_id="p-7",
    hours=Decimal(0),
    quantity=Decimal(2),
    unit_price=Decimal(20),
    amount=Decimal(40),
    text="Two seats",
)

TODAY = date(2026, 11, 2)
SEATS = Service(
    service_code="100-SEATS",
    account_number="100",
    location_code="100-MAIN",
    product_code="SEAT",
    quantity=Decimal(10),
    starts_on=date(2026, 1, 1),
)
LINE = ContractLine(
    source_id="l1",
    agreement="V-7",
    customer_id="c1",
    site_id="s1",
    product_id=None,
    product_code="p-7",
    description="Seats",
    terms=Terms(quantity=Decimal(10), unit_price=Decimal(20), starts_on=date(2026, 1, 1)),
    is_live=True,
    cycle="Monthly",
)


def line_desk(*services: Service, **changed: object) -> LineDesk:
    """Our side, with these services."""
    base = LineDesk(
        account_of=DESK.account_of,
        location_of=DESK.location_of,
        first_location=DESK.first_location,
        places=DESK.places,
        product_of=DESK.product_of,
        products=PRODUCTS,
        services={each.service_code: each for each in services},
        linked={},
        last={},
        open_from={},
        today=TODAY,
    )
    return replace(base, **changed)  # type: ignore[arg-type]
