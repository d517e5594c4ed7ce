"""Whether a body fits its record: required fields, types, lengths, words, references."""

import re
from decimal import Decimal
from typing import Any, Final

from app.practice.connectwise.errors import Problem
from app.practice.connectwise.kinds import REFERENCES, Kind
from app.practice.connectwise.schema import Shape, records
from app.practice.connectwise.tables import Row, Tables

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "int": (int,),
    "number": (int, Decimal),
    "text": (str,),
    "date": (str,),
    "flag": (bool,),
    "word": (str,),
    "object": (dict,),
}


def fitted(tables: Tables, kind: Kind, body: Row) -> tuple[Row, list[Problem]]:
    """The body with its references written out and empty values left away, and what is wrong.

    Names that the record does not have are passed over, as the vendor does.
    """
    made: Row = {}
    problems: list[Problem] = []
    shapes = records()[kind.record]
    for name, value in body.items():
        shape = shapes.get(name)
        if shape is None or value is None or name == "_info":
            continue
        found = _problem(shape, name, value)
        if found is not None:
            problems.append(found)
            continue
        made[name] = _written_out(tables, shape, name, value, problems)
    problems += [
        Problem("MissingValue", f"{name} is required", name)
        for name, shape in shapes.items()
        if shape.is_required and made.get(name) in (None, "") and not _named(problems, name)
    ]
    return made, problems


def _named(problems: list[Problem], name: str) -> bool:
    return any(each.field == name for each in problems)


def _problem(shape: Shape, name: str, value: Any) -> Problem | None:  # noqa: ANN401  comes from a JSON body
    if shape.is_list:
        return None if isinstance(value, list) else _unfit(name, f"{name} is a list")
    types = _TYPES.get(shape.kind)
    is_stray_flag = isinstance(value, bool) and shape.kind != "flag"
    if types is not None and (is_stray_flag or not isinstance(value, types)):
        return _unfit(name, f"{name} is not of type {shape.kind}")
    if shape.length is not None and len(value) > shape.length:
        message = f"The field {name} must be a string with a maximum length of {shape.length}."
        return Problem("MaxLength", message, name)
    if shape.kind == "word" and value not in shape.words:
        return _unfit(name, f"{value} is not one of {', '.join(shape.words)}")
    if shape.kind == "date" and not _MOMENT.fullmatch(value):
        return _unfit(name, f"{value} is no date-time")
    return None


def _unfit(name: str, message: str) -> Problem:
    return Problem("InvalidValue", message, name)


def _written_out(
    tables: Tables,
    shape: Shape,
    name: str,
    value: Any,  # noqa: ANN401  comes from a JSON body
    problems: list[Problem],
) -> Any:  # noqa: ANN401  the same, written out
    if shape.kind != "record" or shape.record not in REFERENCES:
        return value
    if not shape.is_list:
        return _reference(tables, shape.record, name, value, problems)
    return [_reference(tables, shape.record, name, each, problems) for each in value]


def _reference(
    tables: Tables,
    record: str,
    name: str,
    value: Any,  # noqa: ANN401  comes from a JSON body
    problems: list[Problem],
) -> Row | None:
    own_id = value.get("id") if isinstance(value, dict) else None
    if own_id is None and isinstance(value, dict):
        own_id = _id_by_words(tables, record, value)
    found = tables.reference(record, own_id) if isinstance(own_id, int) else None
    if found is None:
        problems.append(Problem("InvalidReference", f"{name} does not exist", name))
    return found


def _id_by_words(tables: Tables, record: str, value: Row) -> int | None:
    """References may name the record by its identifier or name instead of its id."""
    kind, _ = REFERENCES[record]
    for word in ("identifier", "name"):
        wanted = value.get(word)
        if isinstance(wanted, str):
            for row in tables.of(kind).rows.values():
                if str(row.get(word, "")).casefold() == wanted.casefold():
                    own_id = row["id"]
                    return own_id if isinstance(own_id, int) else None
    return None
