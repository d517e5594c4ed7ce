"""Where the provider is registered, and so may collect (nexus)."""

from dataclasses import dataclass
from datetime import date

from app.tax.jurisdiction import Jurisdiction, Level, jurisdiction_of
from app.tax.registration import Registration
from app.tax.rule_row import RuleRow, TaxClass, fixed

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nexus:
    """A registration made ready."""

    jurisdiction: Jurisdiction
    family: str
    first: date
    last: date


def nexus_of(registration: Registration) -> Nexus:
    """A row of ``registrations`` made ready."""
    return Nexus(
        jurisdiction=jurisdiction_of(
            registration.country,
            registration.region,
            county_fips=registration.county_fips,
            place_fips=registration.place_fips,
        ),
        family=fixed(registration.family, ANY),
        first=registration.effective_from,
        last=registration.effective_to or date.max,
    )


def is_registered(
    registrations: tuple[Nexus, ...], row: RuleRow, *, day: date, county: str
) -> bool:
    """Whether a row may be collected on a day; the provider's own fees always may.

    A registration covers its jurisdiction and everything below. A city row that names no county
    lies in the county of the charge's location.
    """
    if row.class_ is TaxClass.PROVIDER_FEE:
        return True
    return any(
        each.first <= day <= each.last
        and each.family in {ANY, row.family}
        and _covers(each.jurisdiction, row.jurisdiction, county)
        for each in registrations
    )


def _covers(wide: Jurisdiction, narrow: Jurisdiction, county: str) -> bool:
    own_county = narrow.county
    if narrow.level is Level.CITY and not own_county:
        own_county = county
    return (
        wide.country == narrow.country
        and wide.state in {"", narrow.state}
        and wide.county in {"", own_county}
        and wide.place in {"", narrow.place}
    )
