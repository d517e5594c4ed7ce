"""Bodies checked against the fields of their entity: unknown fields, kinds, lengths, choices."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from app.practice.quickbooks.entity_fields import CHOICES, FIELDS
from app.practice.quickbooks.faults import (
    bad_number,
    bad_value,
    missing,
    unsupported_property,
    wrong_length,
)
from app.practice.quickbooks.values import Record, read_day

_UNIT_PRICE_PLACES = 7


def checked(entity: str, body: Record) -> Record:
    """A body with every value in its kind; refuses unknown fields, bad values and lengths.

    Nulls are left out, and so is an empty text where no text belongs, as the vendor reads them.
    """
    table = FIELDS[entity]
    found = {}
    for field, value in body.items():
        known = table.get(field)
        if known is None:
            raise unsupported_property(field)
        kind, most = known
        if value is None or (value == "" and kind != "text"):
            continue
        found[field] = _value(kind, value, field=field, most=most)
    return found


def _value(kind: str, value: object, *, field: str, most: int | None) -> object:
    if kind.endswith("[]"):
        if not isinstance(value, list):
            raise bad_value(field, value)
        return [_part(kind[:-2], part, field=field) for part in value]
    if kind in FIELDS:
        return _part(kind, value, field=field)
    if kind == "text":
        return _text(value, field=field, most=most)
    reader = _READERS.get(kind)
    return value if reader is None else reader(value, field=field)


def _part(name: str, value: object, *, field: str) -> Record:
    if not isinstance(value, dict):
        raise bad_value(field, value)
    return checked(name, value)


def _text(value: object, *, field: str, most: int | None) -> str:
    if isinstance(value, dict | list | bool):
        raise bad_value(field, value)
    text = str(value)
    if most is not None and len(text) > most:
        raise wrong_length(field, most=most, length=len(text))
    choices = CHOICES.get(field)
    if choices and text not in choices:
        raise bad_value(field, text)
    return text


def _number(value: object, *, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise bad_number(field, value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise bad_number(field, value) from None
    if not number.is_finite():
        raise bad_number(field, value)
    if field == "UnitPrice" and _places(number) > _UNIT_PRICE_PLACES:
        raise bad_number(field, value)
    return number


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _flag(value: object, *, field: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise bad_value(field, value)


def _day(value: object, *, field: str) -> str:
    day = read_day(value) if isinstance(value, str) else None
    if day is None:
        raise bad_value(field, value)
    return day.isoformat()


def _reference(value: object, *, field: str) -> Record:
    if not isinstance(value, dict):
        raise bad_value(field, value)
    target = value.get("value")
    if target is None or target == "":
        raise missing(f"{field}.value")
    return {**{k: v for k, v in value.items() if v is not None}, "value": str(target)}


_READERS: dict[str, Callable[..., object]] = {
    "number": _number,
    "whole": _number,
    "flag": _flag,
    "day": _day,
    "ref": _reference,
}
