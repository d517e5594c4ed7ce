"""Bodies checked against the published fields: the wrapper, required fields, kinds, lengths."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from app.practice.http_app import Json
from app.practice.sage.entity_fields import FIELDS, LENGTHS, REQUIRED
from app.practice.sage.refusals import RefusedError, blank, unknown
from app.practice.sage.values import Record, read_day


def checked_body(name: str, body: Json, *, is_new: bool) -> Record:
    """The fields inside a body's wrapper, each in its kind; nulls stay as they are."""
    if not isinstance(body, dict) or not isinstance(body.get(name), dict):
        raise RefusedError(f"The parameter {name} is required.", source=name, status=422)
    return _checked(name, body[name], is_new=is_new)


def _checked(path: str, sent: Record, *, is_new: bool) -> Record:
    table = FIELDS[path]
    for field in REQUIRED.get(path, ()) if is_new else ():
        if sent.get(field) in (None, "", []):
            raise blank(f"{path}.{field}")
    found = {}
    for field, value in sent.items():
        if field not in table:
            raise RefusedError(
                f"Unexpected parameter {field}",
                source=f"{path}.{field}",
                code="UnexpectedParameter",
            )
        found[field] = None if value is None else _value(path, field, value, is_new=is_new)
    return found


def _value(path: str, field: str, value: Json, *, is_new: bool) -> Json:
    source = f"{path}.{field}"
    kind = FIELDS[path][field]
    if kind == "@object":
        if not isinstance(value, dict):
            raise unknown(source, value)
        return _checked(source, value, is_new=is_new)
    if kind == "@list":
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise unknown(source, value)
        # Lines are whole each time, also in a change.
        return [_checked(source, one, is_new=True) for one in value]
    return _READERS[kind](source, value)


def _list(source: str, value: Json) -> Json:
    if not isinstance(value, list):
        raise unknown(source, value)
    return value


def _flag(source: str, value: Json) -> bool:
    if not isinstance(value, bool):
        raise unknown(source, value)
    return value


def _day(source: str, value: Json) -> str:
    if not isinstance(value, str) or read_day(value) is None:
        raise RefusedError("is not a valid date", source=source)
    return value


def _whole(source: str, value: Json) -> int:
    number = _number(source, value)
    if number != int(number):
        raise RefusedError("is not a whole number", source=source)
    return int(number)


def _number(source: str, value: Json) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise RefusedError("is not a number", source=source)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise RefusedError("is not a number", source=source) from None
    if not number.is_finite():
        raise RefusedError("is not a number", source=source)
    return number


def _text(source: str, value: Json) -> str:
    if not isinstance(value, str):
        raise unknown(source, value)
    most = LENGTHS.get(source)
    if most is not None and len(value) > most:
        raise RefusedError(f"is too long (maximum is {most} characters)", source=source)
    return value


_READERS: Final[dict[str, Callable[[str, Json], Json]]] = {
    "list": _list,
    "object": lambda _, value: value,
    "flag": _flag,
    "number": _number,
    "whole": _whole,
    "day": _day,
    "text": _text,
}
