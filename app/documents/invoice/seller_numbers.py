"""The seller's registrations that the law wants on Canadian invoices (``telecom-tax.md`` 6.5)."""

from collections.abc import Iterable
from typing import Final

from app.customers.location import ServiceLocation
from app.tax.registration import Registration

_FAMILIES: Final = ("GST", "HST", "QST", "PST")
"""In the order of print; other families have numbers that no invoice shows."""


def seller_numbers(
    registrations: Iterable[Registration], places: Iterable[ServiceLocation]
) -> tuple[tuple[str, str], ...]:
    """Names and numbers for an invoice of these places; one number of several taxes once.

    None where no place is in Canada. A registration for all families stands for the first of them.
    """
    provinces = {place.region.upper() for place in places if place.country == "CA"}
    rows = [row for row in registrations if row.country == "CA"] if provinces else []
    families: dict[str, list[str]] = {}
    for family in _FAMILIES:
        for row in rows:
            number = row.registration_number
            if (
                number
                and row.family.upper() in {family, "*"}
                and (not row.region or row.region in provinces)
                and (row.family != "*" or number not in families)
            ):
                families.setdefault(number, []).append(family)
    return tuple(("/".join(dict.fromkeys(names)), number) for number, names in families.items())
