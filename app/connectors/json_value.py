"""JSON of other systems, its numbers exact both ways: amounts never pass through a float."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal


def read_json(text: str) -> object:
    """The value of a JSON text, numbers with a point as Decimal; ValueError for any other text."""
    return json.loads(text, parse_float=Decimal, parse_constant=_no_number)


def write_json(value: object) -> str:
    """The value as JSON text; a Decimal as a number, digit for digit."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(str(name))}:{write_json(each)}" for name, each in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(map(write_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _no_number(name: str) -> object:
    message = f"{name} is no number"
    raise ValueError(message)
