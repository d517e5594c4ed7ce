"""The tables of one practice database: records by entity, in the order of their ids."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.practice.autotask.billing_tables import BILLING_ENTITIES
from app.practice.autotask.contract_tables import CONTRACT_ENTITIES
from app.practice.autotask.customer_tables import CUSTOMER_ENTITIES
from app.practice.autotask.fields import UDF_PREFIX, Entity, Record, Value
from app.practice.autotask.installed_tables import INSTALLED_ENTITIES
from app.practice.autotask.values import wire
from app.practice.clock import PracticeClock

ENTITIES: Final[Mapping[str, Entity]] = {
    entity.path.lower(): entity
    for entity in (
        *CUSTOMER_ENTITIES,
        *CONTRACT_ENTITIES,
        *INSTALLED_ENTITIES,
        *BILLING_ENTITIES,
    )
}
CHILDREN: Final[Mapping[tuple[str, str], Entity]] = {
    (entity.parent.path.lower(), entity.parent.part.lower()): entity
    for entity in ENTITIES.values()
    if entity.parent is not None
}
"""Entities by the path of their parent and their part of the path, in lower case."""


@dataclass(slots=True)
class Table:
    """The records of one entity by id; ids only grow."""

    entity: Entity
    rows: dict[int, Record] = field(default_factory=dict)
    _ids: list[int] = field(default_factory=list)
    _blank: Record = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.entity.fields.values():
            self._blank[each.name] = False if each.type == "boolean" else None
        for own in self.entity.user_fields:
            self._blank[UDF_PREFIX + own.name] = None

    def blank(self) -> Record:
        """A record without values: nothing is set, nothing is true."""
        return dict(self._blank)

    def add(self, values: Mapping[str, Value], number: int | None = None) -> Record:
        """A new record under the next id or a given one, every field there; its own values set."""
        if number is None:
            number = self._ids[-1] + 1 if self._ids else 1
        record = {**self._blank, **values, "id": number}
        self.rows[number] = record
        if self._ids and number < self._ids[-1]:
            self._ids.insert(bisect_right(self._ids, number), number)
        else:
            self._ids.append(number)
        return record

    def remove(self, number: int) -> None:
        """Take a record out; KeyError if there is none."""
        del self.rows[number]
        self._ids.remove(number)

    def after(self, number: int) -> Iterator[Record]:
        """The records behind an id, in order."""
        for place in range(bisect_right(self._ids, number), len(self._ids)):
            yield self.rows[self._ids[place]]

    def up_to(self, number: int) -> Iterator[Record]:
        """The records up to and with an id, the last first."""
        for place in range(bisect_right(self._ids, number) - 1, -1, -1):
            yield self.rows[self._ids[place]]


@dataclass(slots=True)
class Database:
    """All tables, and the clock by which records are stamped."""

    clock: PracticeClock
    tables: Mapping[str, Table] = field(
        default_factory=lambda: {path: Table(entity) for path, entity in ENTITIES.items()}
    )

    def table(self, path: str) -> Table:
        """The table of an entity by its path in any case; KeyError if there is none."""
        return self.tables[path.lower()]

    def rows(self, path: str) -> dict[int, Record]:
        """The records of an entity by id."""
        return self.table(path).rows

    def where(self, path: str, **wanted: Value) -> list[Record]:
        """The records of an entity whose fields have these values."""
        return [
            record
            for record in self.rows(path).values()
            if all(record[name] == value for name, value in wanted.items())
        ]


def rendered(entity: Entity, record: Record, names: Sequence[str] = ()) -> dict[str, Any]:
    """A record as an answer holds it: all its fields, or those named (user-defined ones too)."""
    wanted = {name.lower() for name in names}
    body = {
        each.name: wire(record[each.name])
        for key, each in entity.fields.items()
        if not wanted or key in wanted
    }
    user_fields = [
        {"name": each.name, "value": wire(record[UDF_PREFIX + each.name])}
        for each in entity.user_fields
        if not wanted or each.name.lower() in wanted
    ]
    if not wanted or user_fields:
        body["userDefinedFields"] = user_fields
    return body
