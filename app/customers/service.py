"""What customers have: circuits, numbers and recurring services."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A trunk, line or fiber at a location."""

    circuit_code: str = column(Kind.TEXT, "The circuit's code", required=True, example="10042-SIP1")
    account_number: str = column(
        Kind.TEXT, "Whose circuit", required=True, refers="accounts.account_number", example="10042"
    )
    location_code: str = column(
        Kind.TEXT,
        "Where it ends",
        required=True,
        refers="locations.location_code",
        example="10042-MAIN",
    )
    kind: str = column(
        Kind.TEXT,
        "Kind of circuit",
        default="sip_trunk",
        choices=("sip_trunk", "pri", "analog", "hosted", "fiber", "other"),
        example="sip_trunk",
    )
    carrier: str | None = column(Kind.TEXT, "Who carries it", example="Mesa Carrier")
    carrier_circuit_id: str | None = column(Kind.TEXT, "The carrier's own id")
    call_paths: int | None = column(Kind.INTEGER, "Calls at one moment", example="6")
    starts_on: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    ends_on: date | None = column(Kind.DATE, "First day it is gone")


CIRCUITS = Sheet(name="circuits", row=Circuit, key=("circuit_code",), doc="Trunks and lines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A telephone number, whose it is from when to when, and by which plan its calls are priced."""

    number: str = column(
        Kind.PHONE, "The number, or a range first-last", required=True, example="(303) 555-0142"
    )
    account_number: str = column(
        Kind.TEXT, "Who pays", required=True, refers="accounts.account_number", example="10042"
    )
    location_code: str = column(
        Kind.TEXT,
        "Where it rings",
        required=True,
        refers="locations.location_code",
        example="10042-MAIN",
    )
    circuit_code: str | None = column(
        Kind.TEXT, "On which circuit", refers="circuits.circuit_code", example="10042-SIP1"
    )
    kind: str = column(
        Kind.TEXT,
        "Kind of number",
        default="did",
        choices=("did", "main", "toll_free"),
        example="did",
    )
    rate_plan: str = column(
        Kind.TEXT,
        "How its calls are priced",
        required=True,
        refers="rate_plans.plan_code",
        example="BUSINESS",
    )
    starts_on: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    ends_on: date | None = column(Kind.DATE, "First day it is gone")


NUMBERS = Sheet(name="numbers", row=Number, key=("number", "starts_on"), doc="Telephone numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A recurring charge of an account at a location."""

    service_code: str = column(
        Kind.TEXT, "The service's code", required=True, example="10042-SEATS"
    )
    account_number: str = column(
        Kind.TEXT, "Who pays", required=True, refers="accounts.account_number", example="10042"
    )
    location_code: str = column(
        Kind.TEXT,
        "Where it is used",
        required=True,
        refers="locations.location_code",
        example="10042-MAIN",
    )
    product_code: str = column(
        Kind.TEXT, "What it is", required=True, refers="products.product_code", example="SEAT-STD"
    )
    quantity: Decimal = column(Kind.QUANTITY, "How many", default=Decimal(1), example="18")
    unit_price: Decimal | None = column(
        Kind.MONEY, "Price of one; blank: the product's", example="21.95"
    )
    description: str | None = column(Kind.TEXT, "Words on the invoice; blank: the product's name")
    starts_on: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    ends_on: date | None = column(Kind.DATE, "First day it is gone")
    contract_line: str | None = column(Kind.TEXT, "Line of the contract")


SERVICES = Sheet(name="services", row=Service, key=("service_code",), doc="What recurs each period")
