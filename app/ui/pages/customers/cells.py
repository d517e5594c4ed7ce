"""Columns of grids that are edited: rows of the setup, and new rows while they are typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.ui.grid.columns import Editing, GridColumn, Kind
from app.values.sheet import Column, Sheet, SheetRow
from app.values.sheet import Kind as CellKind
from app.workbook.cells import cell_text

_KINDS: Final = {
    CellKind.MONEY: Kind.MONEY,
    CellKind.QUANTITY: Kind.COUNT,
    CellKind.INTEGER: Kind.COUNT,
    CellKind.DATE: Kind.DAY,
    CellKind.PHONE: Kind.NUMBER,
}
_YES_NO: Final = {"yes": "yes", "no": "no"}


@dataclass(eq=False, slots=True)
class Entry:
    """A row of the grid: one that is in the file, or a new one while it is typed."""

    row: SheetRow | None
    typed: dict[str, str] = field(default_factory=dict)
    facts: Any = None
    """What the page knows beside the row."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Who owns which of its fields, where that is not us."""

    def get(self, name: str) -> object:
        """The value of a field; of a new row what was typed."""
        if name in self.typed:
            return self.typed[name]
        return getattr(self.row, name) if self.row is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A column of such a grid."""

    field: str
    title: str
    width: int = 120
    choices: Callable[[], Mapping[str, str]] | None = None
    """What to choose from; None: as the sheet has it."""
    is_editable: bool = True
    only_new: bool = False
    """Whether it is typed in new rows alone: part of the row's name."""
    stretches: bool = False
    is_hidden: bool = False
    tip: str = ""
    second: Callable[[Any], str] | None = None
    """A muted second text behind the value."""


def column_of(sheet: Sheet, cell: Cell) -> GridColumn:
    """The grid's column of a sheet's column."""
    about = sheet.columns[cell.field]
    kind = _KINDS.get(about.kind, Kind.TEXT)
    choices = cell.choices
    if choices is None and about.choices:
        choices = _choices(about.choices)
    elif choices is None and about.kind is CellKind.YES_NO:
        choices = _yes_no
    editing = None
    if cell.is_editable:
        editing = Editing(
            choices=choices,
            is_editable=_is_new if cell.only_new else _is_entry,
            owner=_owner_of(cell.field),
        )
    return GridColumn(
        key=cell.field,
        title=cell.title,
        value=_value(cell.field, about),
        kind=kind,
        width=cell.width,
        tip=cell.tip or about.doc,
        stretches=cell.stretches,
        is_hidden=cell.is_hidden,
        second=cell.second,
        is_own=about.kind is CellKind.PHONE,
        edit=editing,
    )


def _choices(values: Sequence[str]) -> Callable[[], Mapping[str, str]]:
    found = {choice_word(value): choice_word(value) for value in values}
    return lambda: found


def choice_word(value: str) -> str:
    """A choice as people read it."""
    return value.replace("_", " ")


def _owner_of(name: str) -> Callable[[Any], str]:
    def owner(entry: Entry) -> str:
        return entry.owners.get(name, "")

    return owner


def _yes_no() -> Mapping[str, str]:
    return _YES_NO


def _is_new(entry: object) -> bool:
    return isinstance(entry, Entry) and entry.row is None


def _is_entry(entry: object) -> bool:
    return isinstance(entry, Entry)


def _value(name: str, about: Column) -> Callable[[Any], object]:
    kind = about.kind

    def value(entry: Entry) -> object:
        found = entry.get(name)
        if about.choices:
            return choice_word(str(found)) if found else found
        if isinstance(found, Decimal) and kind is CellKind.QUANTITY:
            return int(found) if found == int(found) else found
        if isinstance(found, bool):
            return cell_text(found)
        if isinstance(found, str) and name in entry.typed:
            return _typed_value(found, kind)
        return found

    return value


def _typed_value(text: str, kind: CellKind) -> object:
    """What was typed as the kind of the column has it, as far as it can be read."""
    try:
        if kind is CellKind.MONEY:
            return Decimal(text) if text else None
        if kind is CellKind.DATE:
            return date.fromisoformat(text) if text else None
    except (ValueError, ArithmeticError):
        return text
    return text
