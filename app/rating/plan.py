"""Rate plans: how a customer's calls are priced by a deck."""

from dataclasses import dataclass
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePlan:
    """How calls are priced. Fees are company currency, rates are for a minute."""

    plan_code: str = column(Kind.TEXT, "The plan's code", required=True, example="BUSINESS")
    name: str = column(Kind.TEXT, "Its name", required=True, example="Business 6/6")
    deck_code: str = column(
        Kind.TEXT, "The deck that holds its rates", required=True, example="STANDARD"
    )
    initial_seconds: int = column(Kind.INTEGER, "First increment", required=True, example="6")
    increment_seconds: int = column(Kind.INTEGER, "Further increments", required=True, example="6")
    minimum_seconds: int = column(
        Kind.INTEGER, "A call counts at least so long", default=0, example="0"
    )
    free_below_seconds: int = column(Kind.INTEGER, "Shorter calls are free", default=0, example="0")
    connect_fee: Decimal = column(Kind.MONEY, "Once for a call", default=Decimal(0), example="0")
    deck_multiplier: Decimal = column(
        Kind.QUANTITY, "The deck's rates times this", default=Decimal(1), example="1"
    )
    call_decimals: int = column(
        Kind.INTEGER, "Decimals of a call's charge, 2 to 6", default=4, example="4"
    )
    call_rounding: str = column(
        Kind.TEXT,
        "How a call's charge is rounded",
        default="half_up",
        choices=("half_up", "half_even", "up", "down"),
        example="half_up",
    )
    minimum_charge: Decimal | None = column(Kind.MONEY, "A call costs at least this")
    maximum_charge: Decimal | None = column(Kind.MONEY, "A call costs at most this")
    inbound_rate: Decimal = column(
        Kind.MONEY, "A minute of a call in", default=Decimal(0), example="0"
    )
    toll_free_rate: Decimal = column(
        Kind.MONEY,
        "A minute of a call in on a toll-free number",
        default=Decimal(0),
        example="0.019",
    )
    on_net: str = column(
        Kind.TEXT,
        "Calls between an account's own numbers",
        default="free",
        choices=("free", "rated"),
        example="free",
    )
    directory_assistance_fee: Decimal | None = column(Kind.MONEY, "A call to 411", example="1.25")
    allowance_minutes: Decimal = column(
        Kind.QUANTITY, "Included minutes of a period", default=Decimal(0), example="500"
    )
    allowance_scope: str = column(
        Kind.TEXT,
        "Who shares them",
        default="account",
        choices=("account", "number"),
        example="account",
    )
    allowance_connect_fee: bool = column(
        Kind.YES_NO, "The connect fee also for calls wholly included", default=False, example="no"
    )
    usage_product: str = column(
        Kind.TEXT,
        "The product its calls are billed as",
        required=True,
        refers="products.product_code",
        example="CALLS",
    )


RATE_PLANS = Sheet(name="rate_plans", row=RatePlan, key=("plan_code",), doc="How calls are priced")


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePeriod:
    """A part of the week with a multiplier of its own."""

    plan_code: str = column(
        Kind.TEXT, "Of which plan", required=True, refers="rate_plans.plan_code", example="BUSINESS"
    )
    name: str = column(Kind.TEXT, "Its name", required=True, example="Evening")
    days: str = column(Kind.TEXT, "mon-fri, or sat,sun, or all", required=True, example="mon-fri")
    from_: str = column(Kind.TIME, "Begins at", required=True, example="19:00")
    to_: str = column(
        Kind.TIME,
        "Ends before; at or before its begin: past midnight",
        required=True,
        example="08:00",
    )
    multiplier: Decimal = column(Kind.QUANTITY, "Rates times this", required=True, example="0.5")


RATE_PERIODS = Sheet(
    name="rate_periods", row=RatePeriod, key=("plan_code", "name"), doc="Times of day and week"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTier:
    """From how many minutes of a period on which multiplier holds."""

    plan_code: str = column(
        Kind.TEXT, "Of which plan", required=True, refers="rate_plans.plan_code", example="BUSINESS"
    )
    kind: str = column(
        Kind.TEXT,
        "graduated: each minute by its own tier; volume: all by the tier reached",
        required=True,
        choices=("graduated", "volume"),
        example="graduated",
    )
    from_minutes: Decimal = column(
        Kind.QUANTITY, "From so many minutes", required=True, example="1000"
    )
    multiplier: Decimal = column(Kind.QUANTITY, "Rates times this", required=True, example="0.75")


RATE_TIERS = Sheet(
    name="rate_tiers",
    row=RateTier,
    key=("plan_code", "from_minutes"),
    doc="Cheaper from so many minutes",
)
