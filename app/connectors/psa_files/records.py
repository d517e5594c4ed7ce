"""Rows of a PSA's sheets as records in our words."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from app.connectors.json_value import write_json
from app.connectors.psa_files.folder import TypedRow
from app.customers.incoming import PSA_RECORDS, PsaFamily
from app.values.foreign_record import ForeignRecord, PostalAddress

_ADDRESS: Final = {
    "address_line1": "line1",
    "address_line2": "line2",
    "address_line3": "line3",
    "city": "city",
    "region": "region",
    "postal_code": "postal_code",
    "country": "country",
}
_RENAMED: Final = {
    "active": "is_active",
    "billing": "is_billing",
    "primary": "is_primary",
    "billable": "is_billable",
    "approved": "is_approved",
    "billed": "is_billed",
    "taxable": "is_taxable",
    "tax_exempt": "is_tax_exempt",
    "closed": "is_closed",
}
"""Columns whose fields are called otherwise."""
_NOTHING: Final = Decimal(0)

Values = dict[str, Any]


def record(family: PsaFamily, typed: TypedRow) -> ForeignRecord:
    """The record of a row; what the sheet leaves blank is as when a system does not tell it."""
    values: Values = asdict(typed.row)
    source_id = values.pop("id")
    found: Values = {
        _RENAMED.get(name, name): value for name, value in values.items() if value is not None
    }
    _SHAPERS.get(family, _as_it_is)(found)
    raw = write_json(dict(typed.cells))
    return PSA_RECORDS[family](source_id=source_id, raw=raw, **found)


def _as_it_is(_values: Values) -> None:
    """Nothing is to be done."""


def _address(values: Values) -> PostalAddress:
    parts = {part: values.pop(name, "") for name, part in _ADDRESS.items()}
    parts["postal_code"] = _zip(parts["postal_code"], parts["country"])
    return PostalAddress(**parts)


def _zip(code: str, country: str) -> str:
    """The code with the zeros in front that a spreadsheet drops of a US ZIP code."""
    head, dash, tail = code.partition("-")
    is_short = country == "US" and head.isascii() and head.isdigit() and len(head) in {3, 4}
    return f"{head.zfill(5)}{dash}{tail}" if is_short else code


def _customer(values: Values) -> None:
    values["code"] = values.pop("number", "")
    values.setdefault("external_id", "")
    address = _address(values)
    values["billing_address"] = None if address.is_blank else address


def _site(values: Values) -> None:
    values["address"] = _address(values)


def _product(values: Values) -> None:
    values.setdefault("code", "")


def _agreement(values: Values) -> None:
    values["ends_on"] = _day_after(values.pop("last_day", None))
    values.setdefault("external_id", "")


def _line(values: Values) -> None:
    total, included = values["quantity"], values.get("quantity_included")
    values["quantity_total"] = total
    values["quantity"] = max(total - (included or _NOTHING), _NOTHING)
    values["valid_to"] = _day_after(values.pop("last_day", None))
    values.setdefault("external_id", "")


def _time(values: Values) -> None:
    values["is_billed"] = values["is_billed"] or bool(values.get("billed_reference"))


def _charge(values: Values) -> None:
    values["is_billed"] = values["is_billed"] or bool(values.get("billed_reference"))
    if values.get("amount") is None and values.get("unit_price") is not None:
        values["amount"] = values["quantity"] * values["unit_price"]
    values.setdefault("external_id", "")


def _day_after(last: date | None) -> date | None:
    return None if last is None else last + timedelta(days=1)


_SHAPERS: Final[Mapping[PsaFamily, Callable[[Values], None]]] = {
    PsaFamily.PRODUCTS: _product,
    PsaFamily.CUSTOMERS: _customer,
    PsaFamily.SITES: _site,
    PsaFamily.AGREEMENTS: _agreement,
    PsaFamily.AGREEMENT_LINES: _line,
    PsaFamily.TIME: _time,
    PsaFamily.CHARGES: _charge,
}
