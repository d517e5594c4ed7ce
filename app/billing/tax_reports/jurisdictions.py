"""Jurisdictions in reports: their columns, and the registration that reaches each."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from app.billing.tax_reports.facts import ReportFacts, of_families, tax_entries
from app.billing.tax_reports.report import ReportColumn, text
from app.tax.jurisdiction import Jurisdiction, jurisdiction_of
from app.tax.nexus import ANY, nexus_of
from app.tax.registration import Registration

JURISDICTION: Final[tuple[ReportColumn, ...]] = (
    text("country", "Country, two letters"),
    text("state", "State or province; blank: federal"),
    text("county_fips", "County, three digits"),
    text("place_fips", "City, five digits"),
    text("district", "District"),
)
"""The columns that tell a jurisdiction."""

_PARTS: Final = 5


def jurisdiction_cells(written: str) -> tuple[str, ...]:
    """The five cells of a jurisdiction written as on tax lines: ``US/CO//20000``."""
    parts = written.split("/", _PARTS - 1)
    return tuple(parts + [""] * (_PARTS - len(parts)))


def registration_of(
    registrations: Sequence[Registration], family: str, written: str, *, on: date
) -> Registration | None:
    """The registration in force for a family in a jurisdiction; of several the closest."""
    own = Jurisdiction(*jurisdiction_cells(written))
    found = []
    for each in registrations:
        nexus = nexus_of(each)
        wide = nexus.jurisdiction
        filled = [
            (wide.country, own.country),
            *(
                pair
                for pair in (
                    (wide.state, own.state),
                    (wide.county, own.county),
                    (wide.place, own.place),
                )
                if pair[0]
            ),
        ]
        if (
            nexus.first <= on <= nexus.last
            and nexus.family in {ANY, family.upper()}
            and all(left == right for left, right in filled)
        ):
            found.append((len(filled), nexus.family != ANY, each))
    return max(found, key=lambda one: one[:2], default=(0, False, None))[2]


def jurisdictions_in_play(
    facts: ReportFacts, families: Collection[str]
) -> Iterator[tuple[str, Jurisdiction, str]]:
    """Family, jurisdiction and code of taxes billed in the window, or in force and registered."""
    seen = set()
    for each in of_families(tax_entries(facts), families):
        seen.add((each.tax.family.upper(), each.tax.jurisdiction, each.tax.tax_code))
    last = facts.period.last_day
    for rule in facts.rules:
        family = rule.family.strip().upper()
        ends = rule.effective_to or last
        if family not in families or rule.effective_from > last or ends < facts.period.start:
            continue
        where = jurisdiction_of(
            rule.country,
            rule.state,
            county_fips=rule.county_fips,
            place_fips=rule.place_fips,
            district=rule.district,
        )
        if registration_of(facts.registrations, family, where.text, on=last):
            seen.add((family, where.text, rule.tax_code))
    for family, written, code in sorted(seen):
        yield family, Jurisdiction(*jurisdiction_cells(written)), code
