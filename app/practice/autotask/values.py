"""Values of JSON as the server takes them for a field, and as it gives them back.

A wrong value raises ValueError whose text belongs in the answer.
"""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from app.practice.autotask.fields import WHOLE, Field, Value

_LARGEST: Final = {"integer": 2**31 - 1, "long": 2**63 - 1}


def wire(value: Value) -> Any:  # noqa: ANN401  becomes JSON
    """A value as an answer holds it: times as UTC text, amounts as numbers."""
    if not isinstance(value, datetime):
        return value
    text = f"{value:%Y-%m-%dT%H:%M:%S}"
    return f"{text}.{value.microsecond // 1000:03d}Z" if value.microsecond else f"{text}Z"


def read_value(field: Field, given: Any) -> Value:  # noqa: ANN401  comes from JSON
    """The value of a field as JSON gives it; ValueError when it is none of its type."""
    if given is None:
        if field.type == "boolean":
            raise ValueError(_wrong(field, given))
        return None
    if field.type == "boolean":
        return _boolean(field, given)
    if field.type in WHOLE:
        return _whole(field, given)
    if field.type == "double":
        return _number(field, given)
    if field.type == "datetime":
        return _moment(field, given)
    return _text(field, given)


def _wrong(field: Field, given: Any) -> str:  # noqa: ANN401  comes from JSON
    return f"Error converting value {given!r} to type '{field.type}'. Path '{field.name}'."


def _boolean(field: Field, given: Any) -> bool:  # noqa: ANN401  comes from JSON
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and given.lower() in {"true", "false"}:
        return given.lower() == "true"
    raise ValueError(_wrong(field, given))


def _whole(field: Field, given: Any) -> int:  # noqa: ANN401  comes from JSON
    number = _number(field, given)
    if number != number.to_integral_value() or abs(number) > _LARGEST[field.type]:
        raise ValueError(_wrong(field, given))
    return int(number)


def _number(field: Field, given: Any) -> Decimal:  # noqa: ANN401  comes from JSON
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise ValueError(_wrong(field, given))  # noqa: TRY004  answered like any other wrong value
    try:
        number = Decimal(given)
    except InvalidOperation as error:
        raise ValueError(_wrong(field, given)) from error
    if not number.is_finite():
        raise ValueError(_wrong(field, given))
    return number


def _moment(field: Field, given: Any) -> datetime:  # noqa: ANN401  comes from JSON
    if not isinstance(given, str):
        raise ValueError(_wrong(field, given))  # noqa: TRY004  answered like any other wrong value
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise ValueError(_wrong(field, given)) from error
    # A value without a zone is taken as UTC.
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(field: Field, given: Any) -> str:  # noqa: ANN401  comes from JSON
    if not isinstance(given, str):
        raise ValueError(_wrong(field, given))  # noqa: TRY004  answered like any other wrong value
    if field.length and len(given) > field.length:
        message = f"Column: {field.name} has exceeded maximum length of: {field.length}."
        raise ValueError(message)
    return given
