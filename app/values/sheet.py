"""How a sheet of the setup workbook is declared: one dataclass a sheet, one field a column.

The one declaration serves the reader, the checks, the template, the export and the table in the
company file.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar, Final, Protocol


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    """Any text, trimmed; ``str``."""
    INTEGER = "whole number"
    """``int``."""
    MONEY = "amount or rate, at most 8 decimals"
    """``Decimal``."""
    QUANTITY = "quantity or multiplier, at most 4 decimals"
    """``Decimal``."""
    DATE = "date YYYY-MM-DD"
    """``datetime.date``."""
    YES_NO = "yes or no"
    """``bool``; a column without default may also be None: not known."""
    PHONE = "telephone number"
    """E.164 with plus; ``str``."""
    TIME = "time HH:MM"
    """``str`` of five characters, 00:00 to 24:00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    name: str
    kind: Kind
    required: bool
    default: object
    """What a blank cell means; None: nothing, or what the documentation says."""
    doc: str
    example: str
    choices: tuple[str, ...]
    """The only texts allowed, in their own case; empty: any."""
    refers: str
    """``sheet.column`` whose values it must be one of; blank: none."""


_KEY: Final = "sheet column"


def column(
    kind: Kind,
    doc: str,
    *,
    example: str = "",
    required: bool = False,
    default: object = None,
    choices: tuple[str, ...] = (),
    refers: str = "",
) -> Any:  # noqa: ANN401  dataclass fields are typed where they are declared
    """Declares a field of a row class as a column; its name becomes the column's.

    A trailing underscore of the field (``class_``, ``from_``) is not part of the column's name.
    """
    about = {
        "kind": kind,
        "doc": doc,
        "example": example,
        "required": required,
        "default": default,
        "choices": choices,
        "refers": refers,
    }
    if required:
        return field(metadata={_KEY: about})
    return field(default=default, metadata={_KEY: about})


def column_name(field_name: str) -> str:
    """The column's name of a field."""
    return field_name.removesuffix("_")


class SheetRow(Protocol):
    """A row class: a frozen dataclass whose fields are columns."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its name, the class of its rows, and by what a row is known."""

    name: str
    row: type[SheetRow]
    key: tuple[str, ...]
    """Field names; empty for the one-row sheet ``company``."""
    doc: str

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Columns by field name, in their order."""
        return {
            f.name: Column(name=column_name(f.name), **f.metadata[_KEY]) for f in fields(self.row)
        }

    def key_of(self, row: SheetRow) -> tuple[object, ...]:
        """The values by which the row is known."""
        return tuple(getattr(row, name) for name in self.key)
