"""Queries run over the books, and change data: what changed or was deleted since a time.

Source: accounting-apis.md 1.4.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from app.practice.faults import FaultSwitch
from app.practice.quickbooks.books import LISTS, TRANSACTIONS, Books
from app.practice.quickbooks.entity_fields import FIELDS, kind_of
from app.practice.quickbooks.faults import FaultError, bad_value, invalid_query, missing
from app.practice.quickbooks.grammar import Condition, Literal, Query, QueryError, parse_query
from app.practice.quickbooks.shown import shown_all, shown_company, shown_preferences
from app.practice.quickbooks.values import Record, moment_text, read_moment

LOOK_BACK = timedelta(days=30)
MOST_CHANGES = 1000
_UNTRACKED = ("TaxCode", "TaxRate", "TaxAgency", "Employee")
_OF_EACH = ("Id", "Name", "Active", "FullyQualifiedName")
_UNASKABLE = ("list", "object", "any")

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}


def run_query(books: Books, text: str, switch: FaultSwitch) -> Record:
    """The `QueryResponse` of a query; refused when it does not parse or is not valid."""
    try:
        query = parse_query(text)
    except QueryError as error:
        raise invalid_query(error.detail, code=error.code) from error
    entity = _entity(query.entity)
    rows = _rows(books, entity)
    fields = {c.field for c in query.conditions} | {field for field, _ in query.order}
    for field in sorted(fields):
        _check_field(entity, field, rows)
    asks_for_inactive = any(c.field == "Active" for c in query.conditions)
    if not asks_for_inactive:
        rows = [row for row in rows if row.get("Active") is not False]
    for condition in query.conditions:
        rows = [row for row in rows if _holds(entity, row, condition)]
    if query.counts:
        return {"totalCount": len(rows)}
    for field, descends in reversed(query.order):
        rows.sort(key=lambda row: _sort_key(row, field), reverse=descends)
    page = switch.page(rows, query.start - 1, query.most, is_ordered=bool(query.order))
    if not page:
        return {}
    return {
        entity: [_projected(row, query) for row in page],
        "startPosition": query.start,
        "maxResults": len(page),
    }


def _entity(name: str) -> str:
    for known in (*LISTS, *TRANSACTIONS, "CompanyInfo", "Preferences"):
        if known.casefold() == name.casefold():
            return known
    raise invalid_query(f"QueryValidationError: Invalid context declaration: {name}")


def _rows(books: Books, entity: str) -> list[Record]:
    if entity == "CompanyInfo":
        return [shown_company(books)]
    if entity == "Preferences":
        return [shown_preferences(books)]
    return shown_all(books, entity)


def _check_field(entity: str, field: str, rows: list[Record]) -> None:
    head = field.split(".", maxsplit=1)[0]
    if head == "MetaData":
        known = field in {"MetaData.CreateTime", "MetaData.LastUpdatedTime"}
    elif entity in FIELDS:
        kind = kind_of(entity, head)
        known = kind is not None and kind not in _UNASKABLE and not kind.endswith("[]")
    else:
        known = head in _OF_EACH or any(head in row for row in rows)
    if not known:
        raise invalid_query(f"QueryValidationError: Property {field} not found for Entity {entity}")


def _value(row: Record, field: str) -> Any:  # noqa: ANN401 - what a record holds
    value: Any = row
    for part in field.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    if isinstance(value, dict):
        value = value.get("value", value.get("Address"))
    return value


def _holds(entity: str, row: Record, condition: Condition) -> bool:
    value = _value(row, condition.field)
    if value is None and condition.field == "Active":
        value = True
    if condition.operator == "LIKE":
        return value is not None and _is_like(str(value), condition.values[0].text)
    wanted = [_read(entity, condition.field, literal) for literal in condition.values]
    if value is None:
        return False
    held = _comparable(condition.field, value)
    if condition.operator == "IN":
        return held in wanted
    try:
        return _COMPARE[condition.operator](held, wanted[0])
    except TypeError:
        raise invalid_query(
            f"QueryValidationError: value for {condition.field} is not valid"
        ) from None


def _is_like(value: str, pattern: str) -> bool:
    expression = ".*".join(re.escape(part) for part in pattern.split("%"))
    return re.fullmatch(expression, value, re.IGNORECASE | re.DOTALL) is not None


def _read(entity: str, field: str, literal: Literal) -> Any:  # noqa: ANN401 - by the field's kind
    text = literal.text
    if field.startswith("MetaData."):
        moment = read_moment(text)
        if moment is None:
            raise invalid_query(f"QueryValidationError: value {text} is not a valid date")
        return moment
    kind = kind_of(entity, field) if entity in FIELDS else None
    if kind in {"number", "whole"}:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise invalid_query(
                f"QueryValidationError: value {text} is not a valid number"
            ) from None
    if kind == "flag" or (not literal.is_quoted and text in {"true", "false"}):
        return text.lower() == "true"
    return text.casefold()


def _comparable(field: str, value: Any) -> Any:  # noqa: ANN401 - by the field's kind
    if field.startswith("MetaData."):
        return read_moment(str(value))
    if isinstance(value, str):
        return value.casefold()
    return value


def _sort_key(row: Record, field: str) -> tuple[int, Any]:
    """Ids in order of number, and after them those that are words, as of the tax codes."""
    value = _value(row, field)
    if value is None:
        return 2, ""
    if field == "Id":
        return (0, int(value)) if str(value).isdecimal() else (1, str(value))
    return 0, _comparable(field, value)


def _projected(row: Record, query: Query) -> Record:
    if not query.fields:
        return row
    wanted = {field.split(".", maxsplit=1)[0] for field in query.fields} | {"domain", "sparse"}
    return {k: v for k, v in row.items() if k in wanted}


def changes_since(books: Books, entities: str, since: str) -> list[Record]:
    """The parts of a change data answer, an entity each; at most 1000 records in all."""
    if not entities:
        raise missing("entities")
    moment = read_moment(since)
    if moment is None:
        raise bad_value("changedSince", since)
    now = books.clock.now()
    if moment < now - LOOK_BACK:
        raise FaultError(
            "4001",
            "Invalid query",
            detail="changedSince can not be more than 30 days before the current time",
            element="changedSince",
        )
    parts = []
    left = MOST_CHANGES
    for name in entities.split(","):
        entity = _entity(name.strip())
        if entity in _UNTRACKED or entity in {"CompanyInfo", "Preferences"}:
            raise invalid_query(f"The entity {entity} is not supported by change data capture")
        found = _changed(books, entity, moment)[:left]
        left -= len(found)
        slice_ = {"startPosition": 1, "maxResults": len(found), "totalCount": len(found)}
        parts.append({entity: found, **slice_} if found else {})
    return parts


def _changed(books: Books, entity: str, since: datetime) -> list[Record]:
    changed = [
        (books.changed_at[entity, row["Id"]], row)
        for row in shown_all(books, entity)
        if books.changed_at[entity, row["Id"]] >= since
    ]
    deleted = [
        (
            stone.at,
            {
                "domain": "QBO",
                "status": "Deleted",
                "Id": stone.id,
                "MetaData": {"LastUpdatedTime": moment_text(stone.at)},
            },
        )
        for stone in books.deleted
        if stone.kind == entity and stone.at >= since
    ]
    return [row for _, row in sorted([*changed, *deleted], key=lambda pair: pair[0])]
