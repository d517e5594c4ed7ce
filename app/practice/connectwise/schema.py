"""The shapes of records: what a field may hold, and what a path such as ``company/id`` leads to."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.practice.connectwise.fields import FIELDS

ALIASES: Final = {
    "lastUpdated": ("_info", "lastUpdated"),
    "updatedBy": ("_info", "updatedBy"),
    "dateEntered": ("_info", "dateEntered"),
}
"""Names a filter may use for what answers hold in ``_info``, where the record has no such field."""

_TYPE = re.compile(
    r"(?P<list>\[)?(?:@(?P<record>\w+)|\{(?P<words>[^}]*)\}|(?P<kind>[a-z]+)(?P<length>\d*))\]?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one field may hold."""

    kind: str
    """int, number, text, date, flag, object, any, word or record."""
    is_list: bool = False
    is_required: bool = False
    length: int | None = None
    words: tuple[str, ...] = ()
    record: str = ""


_INFO_SHAPE: Final = Shape(kind="text")
_STAMP_SHAPE: Final = Shape(kind="date")


@cache
def records() -> dict[str, dict[str, Shape]]:
    """Every record's fields by name."""
    found: dict[str, dict[str, Shape]] = {}
    fields: dict[str, Shape] = {}
    for word in FIELDS.split():
        name, colon, type_ = word.partition(":")
        if not colon:
            fields = found.setdefault(word, {})
            continue
        fields[name.rstrip("!")] = _shape(type_, is_required=name.endswith("!"))
    return found


def _shape(text: str, *, is_required: bool) -> Shape:
    parts = _TYPE.fullmatch(text)
    if parts is None:
        message = f"{text} is no type"
        raise ValueError(message)
    kind = "record" if parts["record"] else "word" if parts["words"] is not None else parts["kind"]
    return Shape(
        kind=kind,
        is_list=parts["list"] is not None,
        is_required=is_required,
        length=int(parts["length"]) if parts["length"] else None,
        words=tuple((parts["words"] or "").split(",")) if kind == "word" else (),
        record=parts["record"] or "",
    )


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A path into a record, by the names that answers use, and what lies at its end."""

    steps: tuple[str, ...]
    shape: Shape


def field_path(record: str, text: str) -> FieldPath | None:
    """Where ``company/id`` or ``lastUpdated`` leads in a record; None if nowhere. Any case."""
    steps: list[str] = []
    fields = records()[record]
    shape: Shape | None = None
    for word in text.split("/"):
        if shape is not None and shape.kind == "object" and steps[-1] == "_info":
            return FieldPath((*steps, word), _stamp(word))
        if shape is not None:
            if shape.kind != "record":
                return None
            fields = records().get(shape.record, {})
        name = next((each for each in fields if each.lower() == word.lower()), None)
        if name is None and not steps and (alias := _alias(word)) is not None:
            return FieldPath(alias, _stamp(alias[-1]))
        if name is None:
            return None
        steps.append(name)
        shape = fields[name]
    return FieldPath(tuple(steps), shape) if shape is not None else None


def _alias(word: str) -> tuple[str, ...] | None:
    return next((path for name, path in ALIASES.items() if name.lower() == word.lower()), None)


def _stamp(word: str) -> Shape:
    return _STAMP_SHAPE if word in {"lastUpdated", "dateEntered"} else _INFO_SHAPE


def value_at(row: object, steps: tuple[str, ...]) -> object:
    """What a row holds at the end of a path; None where it ends before."""
    for step in steps:
        if not isinstance(row, dict):
            return None
        row = row.get(step)
    return row
