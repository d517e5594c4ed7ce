"""Values as plain JSON and back: frozen dataclasses, amounts as text, days and moments as ISO."""

import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from app.values.money import plain

T = TypeVar("T")

Plain = dict[str, Any]
"""What JSON can hold: texts, whole numbers, flags, None, lists, and objects by name."""


def plain_of(value: object, *, without: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401  JSON
    """The value as JSON has it; fields named in ``without`` are left out, at every depth.

    Equal amounts are equal texts: ``1.50`` and ``1.5`` both are ``1.5``.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        found: object = {name: getattr(value, name) for name in _names(type(value))}
        return plain_of(found, without=without)
    if isinstance(value, Mapping):
        return {
            str(name): plain_of(each, without=without)
            for name, each in value.items()
            if name not in without
        }
    if isinstance(value, list | tuple):
        return [plain_of(each, without=without) for each in value]
    return _plain_single(value)


def _plain_single(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{plain(value):f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    message = f"{type(value).__name__} has no plain form"
    raise TypeError(message)


def value_of(kind: type[T], found: Mapping[str, Any]) -> T:
    """The dataclass of a plain object; fields that are not there keep their defaults.

    ValueError or TypeError where the object is none of that kind.
    """
    readers = _readers(typing.cast("Hashable", kind))
    strange = found.keys() - readers.keys()
    if strange:
        message = f"{kind.__name__} has no {', '.join(sorted(strange))}"
        raise ValueError(message)
    values = {}
    for name, each in found.items():
        read = readers[name]
        values[name] = each if read is None or each is None else read(each)
    return kind(**values)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@cache
def _readers(kind: Hashable) -> Mapping[str, Callable[[Any], Any] | None]:
    """By field what makes its value of what JSON holds; None where they are the same."""
    hints = typing.get_type_hints(typing.cast("type[Any]", kind))
    return {name: _reader(hint) for name, hint in hints.items()}


def _reader(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401  any field of any value
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        (inner,) = (each for each in typing.get_args(hint) if each is not type(None))
        return _reader(inner)
    if origin is tuple:
        read = _reader(typing.get_args(hint)[0])
        return lambda found: tuple(
            each if read is None or each is None else read(each) for each in found
        )
    if hint is datetime or hint is date:
        return typing.cast("Callable[[Any], Any]", hint.fromisoformat)
    if hint is Decimal or (isinstance(hint, type) and issubclass(hint, Enum)):
        return typing.cast("Callable[[Any], Any]", hint)
    if is_dataclass(hint):
        return lambda found: value_of(typing.cast("type[Any]", hint), found)
    return None
