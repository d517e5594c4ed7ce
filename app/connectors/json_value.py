"""JSON of other systems, its numbers exact both ways: amounts never pass through a float."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

_NAME: Final = json.JSONEncoder().encode
_TEXT: Final = json.JSONEncoder(ensure_ascii=False).encode


def read_json(text: str) -> object:
    """The value of a JSON text, numbers with a point as Decimal; ValueError for any other text."""
    return json.loads(text, parse_float=Decimal, parse_constant=_no_number)


def write_json(value: object) -> str:
    """The value as JSON text; a Decimal as a number, digit for digit."""
    # What most values are is asked for first, and written by an encoder that stands ready.
    if value is None or isinstance(value, str | int | float):
        return _TEXT(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict | Mapping):
        pairs = (f"{_NAME(str(name))}:{write_json(each)}" for name, each in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | Sequence):
        return "[" + ",".join(map(write_json, value)) + "]"
    return _TEXT(value)


def _no_number(name: str) -> object:
    message = f"{name} is no number"
    raise ValueError(message)
