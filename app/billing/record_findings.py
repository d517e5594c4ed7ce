"""Findings about records that taxes lean on: locations, certificates, registrations."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from app.customers.location import ServiceLocation
from app.findings import Finding, error, warning
from app.tax.book import TaxBook
from app.tax.certificate_term import Standing, certificate_terms, term_finding
from app.tax.exemption import Exemption
from app.tax.location_check import (
    counties_in_words,
    missing_column,
    place_problem,
    place_way_out,
)
from app.tax.place import TaxPlace
from app.tax.place_check import place_errors
from app.tax.registration import Registration
from app.tax.table_gaps import DAYS_BEFORE


def location_findings(
    locations: Iterable[ServiceLocation], places: Mapping[str, TaxPlace], book: TaxBook
) -> Iterator[Finding]:
    """Locations in use that are not known well enough, or that no place of service can be.

    What a tax row asks for is an error: the account is left out of the run. A county or city
    answer that no row asks for yet is a warning.
    """
    for location in locations:
        place = places[location.location_code]
        name = place.location_code
        for fault in place_errors(location):
            yield error(
                fault.code,
                f"Location {name}: {fault.message}.",
                way_out=fault.way_out,
                sheet="locations",
                column=fault.column,
                record=name,
            )
        why = place_problem(place, book)
        if why is not None:
            yield error(
                "jurisdiction_unknown",
                f"{why[0].upper()}{why[1:]}.",
                way_out=place_way_out(place, book),
                sheet="locations",
                column=missing_column(place, book),
                record=name,
            )
        elif place.country == "US":
            yield from _unverified(place)


def _unverified(place: TaxPlace) -> Iterator[Finding]:
    name = place.location_code
    if not place.county_fips:
        named = counties_in_words(place)
        yield warning(
            "county_not_verified",
            f"Nobody has said in which county location {name} lies{named and f': {named}'}.",
            way_out="Fill in county_fips before a tax of a county there comes in.",
            sheet="locations",
            column="county_fips",
            record=name,
        )
    if place.inside_city is None:
        yield warning(
            "city_not_verified",
            f"Nobody has said whether location {name} lies inside the limits of a city.",
            way_out="Fill in inside_city before a tax of a city there comes in.",
            sheet="locations",
            column="inside_city",
            record=name,
        )


def certificate_findings(
    exemptions: Iterable[Exemption], with_file: Collection[tuple[str, str]], day: date
) -> Iterator[Finding]:
    """Certificates that ended or soon end, and those in force of which no document is kept.

    ``with_file``: account and certificate number of those of which one is.
    """
    for term in certificate_terms(exemptions, day):
        found = term_finding(term)
        if found is not None:
            yield found
        name = (term.account_number, term.certificate_number)
        if term.standing in {Standing.IN_FORCE, Standing.EXPIRING} and name not in with_file:
            yield warning(
                "certificate_without_file",
                f"No document is kept of certificate {term.certificate_number} of account "
                f"{term.account_number}.",
                way_out="Attach its scan with tax attach.",
                sheet="exemptions",
                column="certificate_number",
                record=term.certificate_number,
            )


def registration_findings(registrations: Iterable[Registration], today: date) -> Iterator[Finding]:
    """Registrations that ended, or end within 60 days."""
    for each in registrations:
        last = each.effective_to
        if last is None or (last - today).days > DAYS_BEFORE:
            continue
        where = "/".join(
            part or "" for part in (each.country, each.region, each.county_fips, each.place_fips)
        ).rstrip("/")
        name = f"The registration in {where} for {each.family}"
        ended = last < today
        message = (
            f"{name} ended on {last}: nothing is collected there since."
            if ended
            else f"{name} ends on {last}, in {(last - today).days} days."
        )
        yield warning(
            "registration_expired" if ended else "registration_expiring",
            message,
            way_out="Renew it, or see with tax report exposure what is not collected.",
            sheet="registrations",
            column="effective_to",
            record=where,
        )
