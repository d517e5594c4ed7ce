"""The records of one stand-in: rows as answers show them, by id and by parent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from app.practice.clock import PracticeClock
from app.practice.connectwise.kinds import KINDS, REFERENCES, Kind
from app.practice.connectwise.schema import value_at

Row: TypeAlias = dict[str, Any]

API_MEMBER = "SwitchAPI"


@dataclass(slots=True)
class Table:
    """The rows of one list."""

    kind: Kind
    rows: dict[int, Row] = field(default_factory=dict)
    by_parent: defaultdict[int, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))
    last_id: int = 0

    def put(self, row: Row) -> Row:
        """Keep a row under its id, a new one if it has none."""
        if "id" not in row:
            row["id"] = self.last_id + 1
        self.last_id = max(self.last_id, row["id"])
        self.rows[row["id"]] = row
        if self.kind.parent_steps:
            parent = value_at(row, self.kind.parent_steps)
            if isinstance(parent, int):
                self.by_parent[parent][row["id"]] = row
        return row

    def remove(self, row: Row) -> None:
        """Forget a row."""
        del self.rows[row["id"]]
        for rows in self.by_parent.values():
            rows.pop(row["id"], None)

    def below(self, parent: int | None) -> Iterable[Row]:
        """All rows, or those of one parent."""
        return (self.rows if parent is None else self.by_parent.get(parent, {})).values()


@dataclass(slots=True)
class Tables:
    """Every list of one stand-in."""

    clock: PracticeClock
    _tables: dict[str, Table] = field(
        default_factory=lambda: {kind.path: Table(kind) for kind in KINDS}
    )

    def of(self, kind: Kind) -> Table:
        """The table of a list."""
        return self._tables[kind.path]

    def at(self, path: str) -> Table:
        """The table of the list at a path."""
        return self._tables[path]

    def touch(self, row: Row) -> Row:
        """Stamp a row as changed now by the API's own member."""
        now = stamp(self.clock.now())
        info = row.setdefault("_info", {"dateEntered": now, "enteredBy": API_MEMBER})
        info.update(lastUpdated=now, updatedBy=API_MEMBER)
        return row

    def reference(self, record: str, own_id: int) -> Row | None:
        """A reference to a row, with what it carries along; None if there is no such row."""
        kind, carried = REFERENCES[record]
        row = self.of(kind).rows.get(own_id)
        if row is None:
            return None
        found: Row = {"id": own_id}
        for name in carried:
            value = _carried(row, name)
            if value is not None:
                found[name] = value
        return found


def _carried(row: Row, name: str) -> object:
    if name == "name" and "firstName" in row:
        return f"{row['firstName']} {row.get('lastName', '')}".strip()
    if name == "identifier" and "invoiceNumber" in row:
        return row["invoiceNumber"]
    value = row.get(name)
    if value is None and name == "name":
        value = row.get("description") or row.get("identifier")
    return value.get("name") if isinstance(value, dict) else value


def stamp(moment: datetime) -> str:
    """A moment as answers write it: ``2026-01-31T00:00:00Z``."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
