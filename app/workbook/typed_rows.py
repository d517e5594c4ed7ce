"""Rows of the setup as they are typed cell by cell: read by the same readers as a workbook's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.values.sheet import Sheet, SheetRow
from app.workbook.cells import CellError, cell_reader


@dataclass(frozen=True, slots=True)
class TypedRows:
    """What was typed, read; or why some of it cannot be."""

    rows: Sequence[SheetRow] = ()
    """One row, or one for each number of a range; none while something is refused."""
    refusals: Mapping[str, str] = field(default_factory=dict)
    """Why, by field."""


def typed_rows(
    sheet: Sheet, cells: Mapping[str, str], *, before: SheetRow | None = None
) -> TypedRows:
    """The rows that typed cells make, by field; blank cells take the column's default.

    With ``before`` the other fields stay as they are there. A range of telephone numbers in the
    key makes one row for each.
    """
    values: dict[str, Any] = {}
    refusals: dict[str, str] = {}
    for name in sheet.columns if before is None else cells:
        try:
            values[name] = cell_reader(sheet, name)(cells.get(name, ""))
        except CellError as fault:
            refusals[name] = f"The cell {fault.message}. {fault.way_out}".strip()
    if refusals:
        return TypedRows(refusals=refusals)
    if before is None and len(sheet.key) > 0 and isinstance(values[sheet.key[0]], tuple):
        numbers = values.pop(sheet.key[0])
        return TypedRows([sheet.row(**{**values, sheet.key[0]: each}) for each in numbers])
    for name, value in values.items():
        if isinstance(value, tuple):
            if len(value) != 1:
                return TypedRows(
                    refusals={name: "A range takes a new row: this one is one number."}
                )
            values[name] = value[0]
    row: SheetRow = sheet.row(**values) if before is None else replace(before, **values)
    return TypedRows([row])
