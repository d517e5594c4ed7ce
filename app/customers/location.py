"""Service locations: where service is used; they decide the taxes."""

from dataclasses import dataclass

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLocation:
    """Where service is used."""

    location_code: str = column(
        Kind.TEXT, "The location's code", required=True, example="10042-MAIN"
    )
    account_number: str = column(
        Kind.TEXT,
        "Whose location",
        required=True,
        refers="accounts.account_number",
        example="10042",
    )
    name: str | None = column(Kind.TEXT, "Name on the invoice", example="Lakewood Main Branch")
    address_line1: str = column(
        Kind.TEXT, "Street, no PO box", required=True, example="88 Quarry Street"
    )
    address_line2: str | None = column(Kind.TEXT, "Suite, floor")
    city: str = column(Kind.TEXT, "City", required=True, example="Lakewood")
    region: str = column(Kind.TEXT, "State or province, two letters", required=True, example="CO")
    postal_code: str = column(Kind.TEXT, "ZIP or postal code", required=True, example="80226")
    country: str = column(Kind.TEXT, "Country, two letters", default="US", example="US")
    county_fips: str | None = column(Kind.TEXT, "County, three digits", example="059")
    place_fips: str | None = column(Kind.TEXT, "City, five digits", example="43000")
    inside_city: bool | None = column(
        Kind.YES_NO, "Inside the city's limits? blank: not known", example="yes"
    )
    district: str | None = column(Kind.TEXT, "Tax districts, separated by |")
    timezone: str | None = column(Kind.TEXT, "Time zone of the place")


LOCATIONS = Sheet(
    name="locations", row=ServiceLocation, key=("location_code",), doc="Where service is used"
)
