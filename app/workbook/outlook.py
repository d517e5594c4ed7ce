"""The company's tables as they would be after an import: what is there, and what comes over it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from app.values.sheet import SheetRow
from app.workbook.reading import Key, ReadRow
from app.workbook.sheets import SHEETS

Current = Mapping[str, Mapping[Key, SheetRow]]
"""What the company file holds: rows by key, by sheet."""

_Row = TypeVar("_Row", bound=SheetRow)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row as it would be, and where it comes from."""

    key: Key
    row: SheetRow
    number: int | None
    """Its row in the workbook; None: it is in the company file and not in the workbook."""


class Outlook:
    """The tables after an import of the rows that are good so far."""

    def __init__(self, current: Current, incoming: Mapping[str, Iterable[ReadRow]]) -> None:
        """``incoming`` are the good rows by sheet."""
        self._current = current
        self._incoming = incoming
        self._tables: dict[str, dict[Key, PlacedRow]] = {}

    def table(self, name: str) -> Mapping[Key, PlacedRow]:
        """All rows of a sheet by key: those of the file first, then new ones as they come."""
        known = self._tables.get(name)
        if known is None:
            known = {
                key: PlacedRow(key, row, None) for key, row in self._current.get(name, {}).items()
            }
            for each in self._incoming.get(name, ()):
                key = SHEETS[name].key_of(each.row)
                known[key] = PlacedRow(key, each.row, each.number)
            self._tables[name] = known
        return known

    def rows(self, name: str, _: type[_Row]) -> Iterator[tuple[_Row, int | None]]:
        """All rows of a sheet, each with its row in the workbook if it comes from there."""
        for placed in self.table(name).values():
            yield cast("_Row", placed.row), placed.number

    def incoming(self, name: str, _: type[_Row]) -> Iterator[tuple[_Row, int]]:
        """The good rows of the workbook alone."""
        for each in self._incoming.get(name, ()):
            yield cast("_Row", each.row), each.number

    def row(self, name: str, _: type[_Row], key: Key) -> _Row | None:
        """The row of a key, None where there will be none."""
        placed = self.table(name).get(key)
        return cast("_Row", placed.row) if placed is not None else None
