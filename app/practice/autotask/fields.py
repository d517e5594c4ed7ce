"""What a field and an entity are: the notation of the tables and what it says.

A table is text of tokens, one a field: ``name:type(length)marks``. Marks: ``!`` required at
creation, ``-`` the server's own (read only), ``~`` cannot be used in a filter, ``>Companies``
refers to a record of that entity, ``=name`` takes a value of that picklist.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, TypeAlias

Value: TypeAlias = str | int | bool | Decimal | datetime | None
Record: TypeAlias = dict[str, Value]

_TOKEN: Final = re.compile(
    r"(?P<name>\w+):(?P<type>[a-z]+)(\((?P<length>\d+)\))?(?P<marks>[!~-]*)"
    r"(>(?P<reference>\w+))?(=(?P<picklist>\w+))?"
)
WHOLE: Final = frozenset({"integer", "long"})
UDF_PREFIX: Final = "udf:"  # how a record's own user-defined values are keyed


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its wire name, type, and what the server allows with it."""

    name: str
    type: str
    length: int = 0
    required: bool = False
    read_only: bool = False
    queryable: bool = True
    reference: str = ""
    picklist: str = ""


@dataclass(frozen=True, slots=True)
class UserField:
    """A user-defined field: its name as people see it; its picklist, if it has one."""

    name: str
    type: str = "string"
    length: int = 255
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Parent:
    """Under which entity a child is written: its path, the child's part, the child's field."""

    path: str
    part: str
    field: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its path, its own name, its fields by lower-case name, what may be done."""

    path: str
    name: str
    fields: Mapping[str, Field]
    parent: Parent | None = None
    can_create: bool = False
    can_update: bool = False
    can_delete: bool = False
    can_query: bool = True
    at_root: bool = True
    webhooks: bool = False
    user_fields: tuple[UserField, ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of that name in any case."""
        return self.fields.get(name.lower())

    def user_field(self, name: str) -> UserField | None:
        """The user-defined field of that name in any case."""
        wanted = name.lower()
        return next((each for each in self.user_fields if each.name.lower() == wanted), None)


def read_fields(table: str) -> Mapping[str, Field]:
    """The fields of a table by lower-case name, in the table's order; ValueError when unclear."""
    found = {}
    for token in table.split():
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            message = f"no field: {token}"
            raise ValueError(message)
        marks = parts["marks"]
        found[parts["name"].lower()] = Field(
            name=parts["name"],
            type=parts["type"],
            length=int(parts["length"] or 0),
            required="!" in marks,
            read_only="-" in marks,
            queryable="~" not in marks,
            reference=parts["reference"] or "",
            picklist=parts["picklist"] or "",
        )
    return found
