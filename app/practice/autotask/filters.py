"""The query language: a filter read, checked against its entity, and made a test of records.

The vendor drops a condition whose operator it does not know and answers everything; here such a
filter is refused, so that it cannot pass unseen. Texts compare without regard to case. A record
without a value meets no comparison, not even ``noteq``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from app.practice.autotask.fields import UDF_PREFIX, Entity, Field, Record, Value
from app.practice.autotask.values import read_value

Test: TypeAlias = Callable[[Record], bool]

OR_LIMIT: Final = 500

_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda own, wanted: own == wanted,
    "noteq": lambda own, wanted: own != wanted,
    "gt": lambda own, wanted: own > wanted,
    "gte": lambda own, wanted: own >= wanted,
    "lt": lambda own, wanted: own < wanted,
    "lte": lambda own, wanted: own <= wanted,
}
_TEXT: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "beginswith": lambda own, wanted: own.startswith(wanted),
    "endswith": lambda own, wanted: own.endswith(wanted),
    "contains": lambda own, wanted: wanted in own,
}
_LISTS: Final = {"in": True, "notin": False}
_PRESENCE: Final = {"exist": True, "notexist": False}
_GROUPS: Final = {"and", "or"}


@dataclass(slots=True)
class _Reading:
    """What is counted while one filter is read."""

    entity: Entity
    alternatives: int = 0
    user_fields: int = 0


def read_filter(entity: Entity, given: Any) -> Test:  # noqa: ANN401  comes from JSON
    """The test that a filter is; ValueError tells what the server says against it."""
    if not isinstance(given, list) or not given:
        message = "The query filter is empty: at least one filter expression is needed."
        raise ValueError(message)
    reading = _Reading(entity)
    tests = [_read(reading, item) for item in given]
    if reading.user_fields > 1:
        message = "Only one user-defined field can be used in a query."
        raise ValueError(message)
    if reading.alternatives > OR_LIMIT:
        message = f"The query holds more than {OR_LIMIT} OR conditions."
        raise ValueError(message)
    return _all(tests)


def lowered(given: Any, what: str) -> dict[str, Any]:  # noqa: ANN401  comes from JSON
    """An object with its names in lower case: the server reads names in any case."""
    if not isinstance(given, dict):
        message = f"{what} is not a JSON object."
        raise ValueError(message)  # noqa: TRY004  answered like any other wrong value
    return {str(name).lower(): value for name, value in given.items()}


def _all(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda record: all(test(record) for test in tests)


def _read(reading: _Reading, given: Any) -> Test:  # noqa: ANN401  comes from JSON
    parts = lowered(given, "A filter expression")
    name = str(parts.get("op") or "").lower()
    if name in _GROUPS:
        return _group(reading, name, parts.get("items"))
    if name not in {*_ORDER, *_TEXT, *_LISTS, *_PRESENCE}:
        message = f"Invalid filter operator: {parts.get('op')!r}."
        raise ValueError(message)
    key, field = _field(reading, parts)
    if name in _PRESENCE:
        return _presence(key, wanted=_PRESENCE[name])
    if name in _LISTS:
        return _membership(reading, key, field, given=parts.get("value"), wanted=_LISTS[name])
    if parts.get("value") is None:
        message = f"A value is needed to compare {field.name} by {parts['op']}."
        raise ValueError(message)
    return _comparison(key, field, name, given=parts["value"])


def _group(reading: _Reading, name: str, items: Any) -> Test:  # noqa: ANN401  comes from JSON
    if not isinstance(items, list) or not items:
        message = f"The group {name!r} holds no items."
        raise ValueError(message)
    if name == "or":
        reading.alternatives += len(items)
    tests = [_read(reading, item) for item in items]
    if name == "and":
        return _all(tests)
    return lambda record: any(test(record) for test in tests)


def _field(reading: _Reading, parts: Mapping[str, Any]) -> tuple[str, Field]:
    """Under which key a record holds the field that a condition names, and the field."""
    entity, name = reading.entity, str(parts.get("field") or "")
    if parts.get("udf") is True:
        reading.user_fields += 1
        own = entity.user_field(name)
        if own is not None:
            return UDF_PREFIX + own.name, Field(own.name, "string")
    else:
        field = entity.field(name)
        if field is not None and field.queryable:
            return field.name, field
        if field is not None:
            message = f"The field {field.name} of the {entity.name} Entity cannot be queried."
            raise ValueError(message)
    message = f"Unable to find {name} in the {entity.name} Entity."
    raise ValueError(message)


def _presence(key: str, *, wanted: bool) -> Test:
    return lambda record: (record.get(key) is not None) is wanted


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def _membership(
    reading: _Reading,
    key: str,
    field: Field,
    *,
    given: Any,  # noqa: ANN401  comes from JSON
    wanted: bool,
) -> Test:
    if not isinstance(given, list) or not given:
        message = f"A list of values is needed for {field.name}."
        raise ValueError(message)
    reading.alternatives += len(given)
    values = {_folded(_asked(field, each)) for each in given}

    def is_met(record: Record) -> bool:
        own = record.get(key)
        return own is not None and (_folded(own) in values) is wanted

    return is_met


def _asked(field: Field, given: Any) -> Value:  # noqa: ANN401  comes from JSON
    """A value to compare with: of the field's type, of any length, never missing."""
    if given is None:
        message = f"A value is needed to compare {field.name}."
        raise ValueError(message)
    if field.type == "string" and isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    return read_value(Field(field.name, field.type), given)


def _comparison(key: str, field: Field, name: str, *, given: Any) -> Test:  # noqa: ANN401  comes from JSON
    wanted = _folded(_asked(field, given))
    if name in _ORDER:
        compare: Callable[[Any, Any], bool] = _ORDER[name]
    elif field.type == "string":
        compare = _TEXT[name]
    else:
        message = f"{field.name} is no text: {name} does not apply."
        raise ValueError(message)

    def is_met(record: Record) -> bool:
        own = record.get(key)
        return own is not None and compare(_folded(own), wanted)

    return is_met
