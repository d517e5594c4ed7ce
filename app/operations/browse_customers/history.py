"""What happened to a record or a customer, field by field, from the audit."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.billing.charge import OneTimeCharge
from app.customers.location import ServiceLocation
from app.customers.service import Circuit, Number, Service
from app.operations.office import Office
from app.store.audit import Recorded
from app.store.customer_lists import audit_of, audit_of_removed
from app.store.setup import load_of_account, sheet_of
from app.values.sheet import SheetRow

_AT_MOST: Final = 5000
_OF_ACCOUNT: Final = (ServiceLocation, Circuit, Number, Service, OneTimeCharge)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What happened to one field, or to a whole record."""

    at: datetime
    actor: str
    sheet: str
    record: str
    action: str
    """added, changed, removed or what else became of the record."""
    column: str
    """Blank: the whole record."""
    before: str
    after: str
    why: str
    """The reason given, else the file it came from, else what was done."""


def record_name(row: SheetRow) -> tuple[str, str]:
    """A record as the audit names it: its area and its own name."""
    sheet = sheet_of(type(row))
    parts = ["" if value is None else str(value) for value in sheet.key_of(row)]
    return sheet.name, "/".join(parts)


def record_history(office: Office, row: SheetRow, column: str = "") -> list[FieldChange]:
    """What happened to a record, the newest first; with a column only to that field."""
    with office.file.read() as conn:
        entries = audit_of(conn, [record_name(row)], at_most=_AT_MOST)
    changes = [change for entry in entries for change in _changes(entry)]
    return [each for each in changes if not column or each.column in {column, ""}]


def customer_history(office: Office, account_number: str) -> list[FieldChange]:
    """What happened to a customer and to all that is or was below it, the newest first."""
    with office.file.read() as conn:
        names = [("accounts", account_number)]
        for kind in _OF_ACCOUNT:
            rows: Sequence[SheetRow] = load_of_account(conn, kind, account_number)
            names += [record_name(row) for row in rows]
        names += audit_of_removed(conn, account_number, at_most=_AT_MOST)
        entries = audit_of(conn, list(dict.fromkeys(names)), at_most=_AT_MOST)
    return [change for entry in entries for change in _changes(entry)]


def _changes(entry: Recorded) -> Iterator[FieldChange]:
    before = json.loads(entry.before) if entry.before else {}
    after = json.loads(entry.after) if entry.after else {}
    if entry.action != "changed":
        yield _change(entry, "", "", "")
        return
    for column in dict.fromkeys((*before, *after)):
        yield _change(entry, column, _text(before.get(column)), _text(after.get(column)))


def _change(entry: Recorded, column: str, before: str, after: str) -> FieldChange:
    typed = entry.origin in {None, "typed"}
    return FieldChange(
        at=entry.at,
        actor=entry.actor,
        sheet=entry.area,
        record=entry.record,
        action=entry.action,
        column=column,
        before=before,
        after=after,
        why=entry.reason or (entry.operation if typed else str(entry.origin)),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
