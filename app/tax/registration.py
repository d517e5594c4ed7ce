"""Registrations: where we may collect which taxes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration covers its place and all below; ``effective_to`` is the last day covered."""

    country: str = column(Kind.TEXT, "Country, two letters", default="US", example="US")
    region: str | None = column(Kind.TEXT, "State or province; blank: any", example="CO")
    county_fips: str | None = column(Kind.TEXT, "County; blank: any")
    place_fips: str | None = column(Kind.TEXT, "City; blank: any")
    family: str = column(Kind.TEXT, "Kind of tax, or *", required=True, example="SALES")
    registration_number: str | None = column(
        Kind.TEXT, "The authority's number for us", example="94-100200"
    )
    effective_from: date = column(Kind.DATE, "First day", required=True, example="2024-01-01")
    effective_to: date | None = column(Kind.DATE, "Last day")
    allowance: Decimal | None = column(
        Kind.MONEY, "Part of the tax that you may keep for your work, as a fraction"
    )


REGISTRATIONS = Sheet(
    name="registrations",
    row=Registration,
    key=("country", "region", "county_fips", "place_fips", "family"),
    doc="Where you are registered",
)
