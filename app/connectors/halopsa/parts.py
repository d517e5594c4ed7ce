"""What rows of HaloPSA have in common: stamps, dates, addresses, custom fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypedDict

from app.connectors.json_value import write_json
from app.connectors.row_values import (
    Row,
    day,
    identity,
    listed,
    moment,
    needed_identity,
    nested,
    text,
)
from app.values.foreign_record import PostalAddress

ADDRESS_PARTS: Final = ("line1", "line2", "line3", "city", "region", "postal_code", "country")

_FIRST_YEAR: Final = 1901
"""Earlier dates stand for none."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How this company uses its system, by the connection's settings."""

    address_parts: Sequence[str] = ("line1", "line2", "city", "region")
    """What the lines 1 to 4 of an address hold there: it has no fields for city and state."""
    terms_are_days: bool = True
    """Whether terms of payment are days; else the number of a list."""
    approval: str = "ready"
    """By what time is approved: ready, timesheet, or none."""
    approved_timesheets: frozenset[str] = frozenset()
    """States of time sheets that mean approved."""
    external_custom_field: str = ""
    """The name of the custom field for our number; blank: the id in accounting."""


class Base(TypedDict):
    """The parts that every record has."""

    source_id: str
    modified_at: datetime | None
    raw: str


def base(row: Row, stamp: str, *, source_id: str = "") -> Base:
    """The parts that every record has; ``stamp``: the field that tells when it changed."""
    return Base(
        source_id=source_id or needed_identity(row),
        modified_at=moment(row, stamp) if stamp else None,
        raw=write_json(row),
    )


def real_day(row: Row, name: str) -> date | None:
    """A day; None for dates that stand for none."""
    found = day(row, name)
    return None if found is None or found.year < _FIRST_YEAR else found


def after_last(row: Row, name: str) -> date | None:
    """The first day after a last day."""
    found = real_day(row, name)
    return None if found is None or found == date.max else found + _DAY


def address(row: Row, which: str, ways: Ways) -> PostalAddress | None:
    """A ``delivery`` or ``invoice`` address of a site, as an object or in flat fields.

    None where the row tells nothing of it.
    """
    found = stored_address(nested(row, f"{which}_address"), ways, land=country(row))
    if found is not None:
        return found
    flat = {f"line{number}": row.get(f"{which}_address_line{number}") for number in range(1, 5)}
    flat["postcode"] = row.get(f"{which}_address_line5")
    return stored_address(flat, ways, land=country(row))


def stored_address(stored: Row, ways: Ways, *, land: str = "") -> PostalAddress | None:
    """An address by its lines and post code; None where it is blank."""
    lines = [text(stored, f"line{number}") for number in range(1, 5)]
    post_code = text(stored, "postcode")
    if not any(lines) and not post_code:
        return None
    parts = dict.fromkeys(ADDRESS_PARTS, "")
    for part, line in zip(ways.address_parts, lines, strict=False):
        parts[part] = " ".join(filter(None, (parts[part], line)))
    return PostalAddress(
        line1=parts["line1"],
        line2=parts["line2"],
        line3=parts["line3"],
        city=parts["city"],
        region=parts["region"],
        postal_code=parts["postal_code"] or post_code,
        country=parts["country"] or land,
    )


def country(row: Row) -> str:
    """Two letters where they can be told, else the name."""
    code = text(row, "country_code")
    return code.upper() if len(code) == len("US") else text(row, "country_code_name")


def custom_field(row: Row, wanted: str) -> str | None:
    """What a custom field holds, by name or number; blank where nothing, None where it is not."""
    for each in listed(row, "customfields"):
        if wanted in {text(each, "name"), identity(each) or ""}:
            return text(each, "value")
    return None


def number_text(row: Row, name: str) -> str | None:
    """A number of an invoice; blank, null and "0" all mean that there is none."""
    found = text(row, name)
    return None if found in {"", "0", "-1"} else found
