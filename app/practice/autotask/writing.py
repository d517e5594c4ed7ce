"""Writes: a body made values, checked field by field, then by the rules of its entity, then kept.

Names are taken in any case; names that no field has are passed over, as the vendor does it. A
field of the server's own may come along with the value it has, so that what was read can be
written back; any other value is refused.
"""

from collections.abc import Mapping
from typing import Any

from app.practice.autotask.database import Database, Table
from app.practice.autotask.fields import UDF_PREFIX, Entity, Field, Record, Value
from app.practice.autotask.filters import lowered
from app.practice.autotask.picklists import PICKLISTS
from app.practice.autotask.rules import before_delete, settle
from app.practice.autotask.values import read_value


def create(
    database: Database,
    entity: Entity,
    given: Any,  # noqa: ANN401  comes from JSON
    *,
    parent: int | None,
    actor: int,
) -> int:
    """Add a record, under a parent where the path named one; its id. ValueError: why not."""
    table = database.table(entity.path)
    record = table.blank()
    record.update(_values(entity, _given(entity, given, parent), before=record))
    for field in entity.fields.values():
        if field.required and record[field.name] in {None, ""}:
            message = f"Missing Required Field: {field.name}."
            raise ValueError(message)
    _check_references(database, entity, record, before=None)
    settle(database, entity, record, before=None, actor=actor)
    made = table.add(record)
    return _number(made)


def update(
    database: Database,
    entity: Entity,
    given: Any,  # noqa: ANN401  comes from JSON
    *,
    parent: int | None,
    actor: int,
    is_whole: bool,
) -> int:
    """Change a record; as a whole, what is not named becomes empty. Its id. ValueError: why not."""
    table = database.table(entity.path)
    body = _given(entity, given, parent)
    before = _found(table, entity, body.get("id"), parent)
    record = _emptied(entity, before) if is_whole else dict(before)
    record.update(_values(entity, body, before=before))
    for field in entity.fields.values():
        if field.required and record[field.name] in {None, ""}:
            message = f"Missing Required Field: {field.name}."
            raise ValueError(message)
    _check_references(database, entity, record, before=before)
    settle(database, entity, record, before=before, actor=actor)
    before.update(record)
    return _number(before)


def delete(database: Database, entity: Entity, number: int, *, parent: int | None) -> None:
    """Take a record out; ValueError if there is none, or it must stay."""
    table = database.table(entity.path)
    record = _found(table, entity, number, parent)
    before_delete(database, entity, record)
    table.remove(number)


def _number(record: Record) -> int:
    number = record["id"]
    return number if isinstance(number, int) else 0


def _given(entity: Entity, given: Any, parent: int | None) -> dict[str, Any]:  # noqa: ANN401  comes from JSON
    """The body with lower-case names; the parent of the path fills in, or contradicts, its own."""
    body = lowered(given, f"The {entity.name}")
    if parent is not None and entity.parent is not None:
        name = entity.parent.field.lower()
        if body.get(name) is None:
            body[name] = parent
        if str(body[name]) != str(parent):
            message = f"{entity.parent.field} is not that of the address."
            raise ValueError(message)
    return body


def _found(table: Table, entity: Entity, given: Any, parent: int | None) -> Record:  # noqa: ANN401  comes from JSON
    number = read_value(Field("id", "long"), given)
    record = table.rows.get(number) if isinstance(number, int) else None
    if record is not None and parent is not None and entity.parent is not None:
        record = record if record[entity.parent.field] == parent else None
    if record is None:
        message = f"The {entity.name} with id {given} does not exist or is not accessible."
        raise ValueError(message)
    return record


def _emptied(entity: Entity, before: Record) -> Record:
    kept = {
        field.name: before[field.name]
        if field.read_only
        else (False if field.type == "boolean" else None)
        for field in entity.fields.values()
    }
    return {**kept, **{UDF_PREFIX + own.name: None for own in entity.user_fields}}


def _values(entity: Entity, body: Mapping[str, Any], *, before: Record) -> Record:
    """What a body sets; ValueError for a wrong type, length, picklist value or locked field."""
    values: Record = {}
    for key, given in body.items():
        field = entity.field(key)
        if field is None or key == "id":
            continue
        value = read_value(field, given)
        if field.read_only:
            if value is not None and value != before[field.name]:
                message = f"The field {field.name} is read-only."
                raise ValueError(message)
            continue
        _check_picklist(field, value)
        values[field.name] = value
    values.update(_user_values(entity, body.get("userdefinedfields")))
    return values


def _check_picklist(field: Field, value: Value) -> None:
    if not field.picklist or value is None:
        return
    if str(value) not in {each for each, _ in PICKLISTS[field.picklist]}:
        message = f"Picklist value on field: {field.name} is invalid: {value}."
        raise ValueError(message)


def _user_values(entity: Entity, given: Any) -> Record:  # noqa: ANN401  comes from JSON
    if given is None:
        return {}
    if not isinstance(given, list):
        message = "userDefinedFields is no list."
        raise ValueError(message)  # noqa: TRY004  answered like any other wrong value
    values: Record = {}
    for each in given:
        pair = lowered(each, "A user-defined field")
        own = entity.user_field(str(pair.get("name") or ""))
        if own is None:
            message = f"Unable to find {pair.get('name')} in the {entity.name} Entity."
            raise ValueError(message)
        value = read_value(Field(own.name, "string", own.length), pair.get("value"))
        if own.choices and value is not None and value not in {each for each, _ in own.choices}:
            message = f"Picklist value on field: {own.name} is invalid: {value}."
            raise ValueError(message)
        values[UDF_PREFIX + own.name] = value
    return values


def _check_references(
    database: Database, entity: Entity, record: Record, *, before: Record | None
) -> None:
    for field in entity.fields.values():
        value = record[field.name]
        if not field.reference or not isinstance(value, int):
            continue
        if before is not None and before[field.name] == value:
            continue
        if value not in database.rows(field.reference):
            name = database.table(field.reference).entity.name
            message = (
                f"Reference value on field: {field.name} of type: {name}"
                " does not exist or is invalid."
            )
            raise ValueError(message)
