"""Writes planned rows of charges and services, with their ledger and links, all or none of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.billing.charge import OneTimeCharge
from app.customers.service import Service
from app.operations.office import Office
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.row_editing import RowEdit, write_edits
from app.store.links import Link, LinkKind, drop_link, keep_link
from app.store.psa_billing import drop_from_ledger, keep_in_ledger
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.plain_form import value_of
from app.values.sheet import SheetRow

SYNC_BILLING = "sync billing"
"""How the audit calls what a PSA's time, charges and agreements change here."""
_STALE = "It has changed on one of the sides since the plan was made."


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRecords:
    """What became of each record, in their order, and the edit that they came to."""

    outcomes: tuple[Outcome, ...]
    edits: tuple[RowEdit, ...] = ()


def write_records(
    office: Office,
    conn: Transaction,
    system: str,
    planned: Sequence[PlanRecord],
    *,
    now: Mapping[tuple[str, str], PlanRecord],
) -> WrittenRecords:
    """Writes those that a plan made now has too, equally; ``now`` by kind and id there."""
    charges = {each.reference: each for each in load(conn, OneTimeCharge)}
    services = {each.service_code: each for each in load(conn, Service)}
    outcomes: list[Outcome] = []
    edits: list[RowEdit] = []
    good: list[PlanRecord] = []
    for record in planned:
        outcome = _outcome(record, now.get((record.kind, record.their_id or "")))
        outcomes.append(outcome)
        if outcome.result not in {Result.DONE, Result.LINKED}:
            continue
        good.append(record)
        edits += _edits(record, charges, services)
    if edits:
        write_edits(office, conn, edits, operation=SYNC_BILLING, why=f"from {system}")
    for record in good:
        _note(office, conn, system, record)
    return WrittenRecords(outcomes=tuple(outcomes), edits=tuple(edits))


def _outcome(record: PlanRecord, now: PlanRecord | None) -> Outcome:
    """What becomes of a record; one that is planned no more was done, or is not needed."""
    if record.action is PlanAction.CONFLICT:
        return _told(record, Result.CONFLICT, record.reason)
    if record.verb is Verb.NONE:
        return _told(record, Result.SKIPPED, record.reason)
    if now is None:
        return _told(record, Result.ALREADY, "Nothing of it is left to do.")
    if (now.version, now.action, now.verb) != (record.version, record.action, record.verb):
        return _told(record, Result.STALE, _STALE)
    result = Result.LINKED if record.verb is Verb.LINK else Result.DONE
    return _told(record, result, record.reason)


def _told(record: PlanRecord, result: Result, why: str) -> Outcome:
    return Outcome(record=record, result=result, their_id=record.their_id, why=why)


def _edits(
    record: PlanRecord,
    charges: Mapping[str, OneTimeCharge],
    services: Mapping[str, Service],
) -> list[RowEdit]:
    document = record.document
    if record.kind == "service":
        rows = [value_of(Service, each) for each in document["rows"]]
        return [
            _edit("services", services.get(each.service_code), each)
            for each in rows
            if services.get(each.service_code) != each
        ]
    here = charges.get(str(document["reference"]))
    if record.verb is Verb.VOID:
        return [] if here is None else [_edit("charges", here, None)]
    if record.verb is Verb.LINK:
        return []
    return [_edit("charges", here, value_of(OneTimeCharge, document["row"]))]


def _edit(sheet: str, before: SheetRow | None, after: SheetRow | None) -> RowEdit:
    return RowEdit(sheet=sheet, before=before, after=after)


def _note(office: Office, conn: Transaction, system: str, record: PlanRecord) -> None:
    """The ledger of a charge, the link of a service."""
    document = record.document
    if record.kind != "service":
        key = (str(document["family"]), str(document["source_id"]))
        if record.verb is Verb.VOID:
            drop_from_ledger(conn, system, key)
        else:
            keep_in_ledger(conn, system, key, str(document["reference"]))
        return
    if document["was"] is not None:
        drop_link(conn, system, LinkKind.AGREEMENT_LINE, str(document["was"]))
    link = Link(
        kind=LinkKind.AGREEMENT_LINE,
        our_id=str(document["linked_to"]),
        their_id=str(document["source_id"]),
        sent=dict(document["terms"]),
    )
    keep_link(conn, system, link, at=office.clock.now())
