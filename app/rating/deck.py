"""Rate decks: prices by prefix, with dates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The price of a prefix from a day on. Rates are company currency for a minute."""

    deck_code: str = column(Kind.TEXT, "The deck's code", required=True, example="STANDARD")
    prefix: str = column(
        Kind.TEXT, "Digits without plus, the country's code first", required=True, example="1303"
    )
    destination: str | None = column(Kind.TEXT, "Where that is", example="Colorado")
    rate: Decimal | None = column(Kind.MONEY, "A minute", example="0.02")
    interstate_rate: Decimal | None = column(
        Kind.MONEY, "A minute to another state; blank: the rate"
    )
    intrastate_rate: Decimal | None = column(
        Kind.MONEY, "A minute inside the state; blank: the rate"
    )
    indeterminate_rate: Decimal | None = column(
        Kind.MONEY, "A minute when the caller's state is unknown; blank: the rate"
    )
    connect_fee: Decimal | None = column(Kind.MONEY, "Once for a call; blank: the plan's")
    initial_seconds: int | None = column(Kind.INTEGER, "First increment; blank: the plan's")
    increment_seconds: int | None = column(Kind.INTEGER, "Further increments; blank: the plan's")
    in_allowance: bool = column(
        Kind.YES_NO, "Included minutes pay for it", default=False, example="no"
    )
    valid_from: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    valid_to: date | None = column(Kind.DATE, "First day no longer")


RATES = Sheet(
    name="rates", row=Rate, key=("deck_code", "prefix", "valid_from"), doc="Prices by prefix"
)
