"""What rows of ConnectWise PSA have in common: stamps, references, addresses, custom fields."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypedDict

from app.connectors.json_value import write_json
from app.connectors.row_values import (
    Row,
    identity,
    listed,
    moment,
    needed_identity,
    nested,
    text,
)
from app.values.foreign_record import PostalAddress

_CURRENCY_LETTERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How this company uses its system, by the connection's settings."""

    approved: Collection[str]
    """States of time and expenses that mean: approved."""
    inactive: Collection[str]
    """States of companies that mean: not served any more; in lower case."""
    external_field: str = "accountNumber"
    """Where a company keeps our number; blank: in the custom field."""
    external_custom_field: str = ""
    """The number or caption of that custom field."""
    agreement_field: str = ""
    """Where an agreement keeps our reference; blank: nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around companies and is read beside them, by id."""

    sites: Mapping[str, Row] = field(default_factory=dict)
    """Billing sites that are not the company's main one."""
    contacts: Mapping[str, Row] = field(default_factory=dict)
    """Billing contacts of companies without an address for invoices."""


class Base(TypedDict):
    """The parts that every record has."""

    source_id: str
    modified_at: datetime | None
    raw: str


def modified(row: Row) -> datetime | None:
    """When a row last changed: the stamp is not a field of its own."""
    return moment(nested(row, "_info"), "lastUpdated")


def reference(row: Row, name: str) -> str | None:
    """The id of a record that is referred to."""
    return identity(nested(row, name))


def custom_field(row: Row, wanted: str) -> str | None:
    """What a custom field holds, by number or caption; blank where nothing, None where it is not.

    Its value may be of any kind, whatever the vendor's description says.
    """
    for each in listed(row, "customFields"):
        if wanted in {identity(each) or "", text(each, "caption")}:
            return text(each, "value")
    return None


def base(row: Row, *, kind: str = "") -> Base:
    """The parts that every record has; ``kind`` goes before ids that are not unique alone."""
    number = needed_identity(row)
    return Base(
        source_id=f"{kind}:{number}" if kind else number,
        modified_at=modified(row),
        raw=write_json(row),
    )


def address(row: Row) -> PostalAddress:
    """Companies write the state as text, sites refer to it."""
    state = nested(row, "stateReference")
    return PostalAddress(
        line1=text(row, "addressLine1"),
        line2=text(row, "addressLine2"),
        city=text(row, "city"),
        region=text(row, "state") or text(state, "identifier", "name"),
        postal_code=text(row, "zip"),
        country=_country(nested(row, "country")),
    )


def _country(found: Row) -> str:
    code = text(found, "identifier")
    return code if len(code) == len("US") else text(found, "name", "identifier")


def currency(row: Row) -> str | None:
    """The code of the currency that is referred to, where it can be told."""
    found = nested(row, "currency")
    for name in ("currencyCode", "currencyIdentifier", "name"):
        code = text(found, name).upper()
        if len(code) == _CURRENCY_LETTERS and code.isalpha():
            return code
    return None
