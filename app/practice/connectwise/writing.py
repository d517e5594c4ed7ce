"""Records made, replaced, patched and deleted."""

import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from app.practice.connectwise import kinds
from app.practice.connectwise.access import Role
from app.practice.connectwise.checks import fitted
from app.practice.connectwise.errors import Problem, invalid
from app.practice.connectwise.first_site import add_first_site, first_site
from app.practice.connectwise.following import follow
from app.practice.connectwise.kinds import Kind
from app.practice.connectwise.reading import Reading
from app.practice.connectwise.rules import (
    check_unlocked,
    is_computed,
    keep_computed,
    settle,
    total_up,
)
from app.practice.connectwise.schema import records
from app.practice.connectwise.tables import API_MEMBER, Row, Tables, stamp
from app.practice.http_app import Json, UnreadableBody, answer, json_body, text_answer

_PARENTS: Final = {
    kinds.ADDITIONS: "agreementId",
    kinds.ADJUSTMENTS: "agreementId",
    kinds.AGREEMENT_SITES: "agreementId",
    kinds.COMMUNICATIONS: "contactId",
    **dict.fromkeys(kinds.RATE_OVERRIDES, "agreementId"),
}
"""Children that hold their parent's bare id."""
_PARENT_REFERENCES: Final = {
    kinds.SITES: ("company", "CompanyReference"),
    kinds.TYPE_ASSOCIATIONS: ("company", "CompanyReference"),
    kinds.PAYMENTS: ("invoice", "InvoiceReference"),
}
"""Children that hold a reference to their parent."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Carries out what changes the tables."""

    tables: Tables
    reading: Reading

    def create(self, request: Request, role: Role, kind: Kind, parent: int | None) -> Response:
        """A new record; 201 with all of it."""
        self.reading.rows(role, kind, parent)
        body = self._belonging(kind, _object(request, kind), parent)
        body.pop("id", None)
        site = first_site(body) if kind is kinds.COMPANIES else None
        row, problems = fitted(self.tables, kind, body)
        if problems:
            raise invalid(kind.resource, problems)
        parent_field = next(iter(kind.parent_steps), "")
        for name in [each for each in row if is_computed(kind, each) and each != parent_field]:
            del row[name]
        row["customFields"] = self._custom(kind, row.get("customFields", []), before=[])
        if not row["customFields"]:
            del row["customFields"]
        settle(self.tables, kind, row)
        made = self.tables.of(kind).put(self.tables.touch(row))
        if site is not None:
            settle(self.tables, kinds.SITES, site)
            made["site"] = add_first_site(self.tables, made, site)
        follow(self.tables, kind, made)
        return answer(made, 201)

    def replace(
        self, request: Request, role: Role, kind: Kind, own_id: int, parent: int | None
    ) -> Response:
        """All of a record anew."""
        before = self.reading.one(role, kind, own_id, parent)
        body = self._belonging(kind, _object(request, kind), parent)
        return self._write(kind, before, body)

    def patch(
        self, request: Request, role: Role, kind: Kind, own_id: int, parent: int | None
    ) -> Response:
        """Single fields by a list of operations; all of them or none."""
        before = self.reading.one(role, kind, own_id, parent)
        return self._write(kind, before, _patched(request, kind, before))

    def delete(self, role: Role, kind: Kind, own_id: int, parent: int | None) -> Response:
        """A record goes; a company is only marked as deleted."""
        row = self.reading.one(role, kind, own_id, parent)
        check_unlocked(kind, row, {"id"})
        if kind is kinds.COMPANIES:
            now = stamp(self.tables.clock.now())
            row |= {"deletedFlag": True, "dateDeleted": now, "deletedBy": API_MEMBER}
            self.tables.touch(row)
            return text_answer("", 204)
        if kind is kinds.TIME:
            self._note_deleted(row)
        self.tables.of(kind).remove(row)
        if kind in {kinds.TYPE_ASSOCIATIONS, kinds.COMMUNICATIONS}:
            follow(self.tables, kind, row)
        if kind is kinds.PAYMENTS:
            invoice = self.tables.of(kinds.INVOICES).rows[row["invoice"]["id"]]
            invoice["payments"] -= row["amount"]
            total_up(invoice)
        return text_answer("", 204)

    def close_invoice(self, request: Request, role: Role, own_id: int) -> Response:
        """The status or notes of an invoice that is closed already."""
        row = self.reading.one(role, kinds.INVOICES, own_id, None)
        if request.method == "PUT":
            made = {**row, **_object(request, kinds.INVOICES)}
        else:
            made = _patched(request, kinds.INVOICES, row)
        fields: Row = {name: made[name] for name in ("status", "internalNotes") if name in made}
        fresh, problems = fitted(self.tables, kinds.INVOICES, {**row, **fields})
        if problems:
            raise invalid("invoice", problems)
        row |= {name: fresh[name] for name in fields}
        self.tables.touch(row)
        return answer({name: row[name] for name in ("id", *fields, "_info")})

    def _write(self, kind: Kind, before: Row, body: Row) -> Response:
        row, problems = fitted(self.tables, kind, body)
        if problems:
            raise invalid(kind.resource, problems)
        keep_computed(kind, row, before)
        changed = {name for name in {*row, *before} if row.get(name) != before.get(name)}
        if changed:
            check_unlocked(kind, before, changed)
        row["customFields"] = self._custom(
            kind, row.get("customFields", []), before=before.get("customFields", [])
        )
        if not row["customFields"]:
            del row["customFields"]
        settle(self.tables, kind, row)
        before.clear()
        before.update(row)
        self.tables.touch(before)
        follow(self.tables, kind, before)
        return answer(before)

    def _belonging(self, kind: Kind, body: Row, parent: int | None) -> Row:
        if parent is None:
            return body
        if kind in _PARENTS:
            return {**body, _PARENTS[kind]: parent}
        name, record = _PARENT_REFERENCES[kind]
        return {**body, name: self.tables.reference(record, parent)}

    def _custom(self, kind: Kind, given: list[Any], *, before: list[Row]) -> list[Row]:
        """The custom fields with the listed values put in; those not listed keep theirs."""
        if "customFields" not in records()[kind.record]:
            return []
        known = {
            row["id"]: {
                "id": row["id"],
                "caption": row["caption"],
                "type": row["fieldTypeIdentifier"],
                "entryMethod": row.get("entryTypeIdentifier", "EntryField"),
                "numberOfDecimals": row.get("numberDecimals", 0),
            }
            for row in self.tables.of(kinds.CUSTOM_FIELDS).rows.values()
        }
        values = {each["id"]: each["value"] for each in before if "value" in each}
        for each in given:
            own_id = each.get("id") if isinstance(each, dict) else None
            if not isinstance(own_id, int) or own_id not in known:
                message = f"Custom field {own_id} does not exist on this screen"
                raise invalid(kind.resource, [Problem("InvalidReference", message, "customFields")])
            if "value" in each:
                values[own_id] = each["value"]
        return [
            {**row, "value": values[own_id]} if values.get(own_id) is not None else row
            for own_id, row in known.items()
        ]

    def _note_deleted(self, row: Row) -> None:
        self.tables.of(kinds.TIME_CHANGES).put(
            {
                "action": "Deleted",
                "timeRecId": row["id"],
                "companyName": row.get("company", {}).get("name", ""),
                "timeStartUtc": row["timeStart"],
                "hoursActual": row.get("actualHours", Decimal(0)),
                "notes": row.get("notes", ""),
            }
        )


def _object(request: Request, kind: Kind) -> Row:
    try:
        body = json_body(request)
    except UnreadableBody as error:
        raise invalid(kind.resource, [Problem("InvalidJson", str(error), "")]) from error
    if not isinstance(body, dict):
        raise invalid(kind.resource, [Problem("InvalidJson", "A JSON object is needed", "")])
    return body


def _patched(request: Request, kind: Kind, before: Row) -> Row:
    """A copy of the row with every operation carried out."""
    try:
        operations = json_body(request)
    except UnreadableBody as error:
        raise invalid(kind.resource, [Problem("InvalidJson", str(error), "")]) from error
    if not isinstance(operations, list) or not operations:
        message = "A list of operations is needed"
        raise invalid(kind.resource, [Problem("InvalidJson", message, "")])
    row = copy.deepcopy(before)
    for operation in operations:
        _apply(kind, row, operation)
    return row


def _apply(kind: Kind, row: Row, operation: Json) -> None:
    """One operation; the path is a field's name or leads into a reference, by slashes."""
    if not isinstance(operation, dict):
        raise invalid(kind.resource, [Problem("InvalidJson", "An operation is an object", "")])
    path = str(operation.get("path", ""))
    steps = [step for step in path.split("/") if step]
    fields = records()[kind.record]
    name = next((each for each in fields if steps and each.lower() == steps[0].lower()), None)
    if name is None or name in {"id", "_info"}:
        message = f"{path} is no field of {kind.resource} that can be patched"
        raise invalid(kind.resource, [Problem("InvalidPath", message, path)])
    action = str(operation.get("op", "")).lower()
    if action not in {"add", "replace", "remove"}:
        message = f"{operation.get('op')} is no operation: add, replace, remove"
        raise invalid(kind.resource, [Problem("InvalidOperation", message, path)])
    if action == "remove":
        row.pop(name, None)
        return
    value = operation.get("value")
    for step in reversed(steps[1:]):
        value = {step: value}
    if name == "customFields" and not isinstance(value, list):
        message = "customFields is a list"
        raise invalid(kind.resource, [Problem("InvalidValue", message, path)])
    row[name] = value
