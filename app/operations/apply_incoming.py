"""Writes what a plan has of a PSA's records: exactly that, each record whole or not at all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.operations import incoming_billing, incoming_customers
from app.operations.incoming_view import SYNC
from app.operations.office import Office
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import Plan, PlanRecord
from app.operations.row_editing import Edited


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of records, in their order, and what ``undo_edit`` takes back."""

    outcomes: tuple[Outcome, ...]
    edited: tuple[Edited, ...]
    """The last written first, as they are to be taken back."""


def apply_incoming(office: Office, plan: Plan) -> list[Outcome]:
    """What became of each record, in the plan's order; applying it twice changes nothing more."""
    return list(take_incoming(office, plan.system, plan.records).outcomes)


def take_incoming(office: Office, system: str, records: Sequence[PlanRecord]) -> TakenIn:
    """The same, with the edits that can be undone.

    Customers and sites come first, since what is billed refers to them.
    """
    outcomes: dict[int, Outcome] = {}
    edited: list[Edited] = []
    customers = _of(records, incoming_customers.KINDS)
    if customers:
        taken = incoming_customers.write_all(office, system, [records[at] for at in customers])
        outcomes |= dict(zip(customers, taken.outcomes, strict=True))
        edited.append(taken.edited)
    billing = _of(records, incoming_billing.KINDS)
    if billing:
        with office.write() as conn:
            written = incoming_billing.write_all(
                office, conn, system, [records[at] for at in billing]
            )
        outcomes |= dict(zip(billing, written.outcomes, strict=True))
        edited.append(Edited(title=SYNC, edits=written.edits))
    for at, record in enumerate(records):
        if at not in outcomes:
            why = "It is nothing that comes in."
            outcomes[at] = Outcome(record=record, result=Result.REFUSED, why=why)
    return TakenIn(
        outcomes=tuple(outcomes[at] for at in range(len(records))),
        edited=tuple(each for each in reversed(edited) if each.edits),
    )


def _of(records: Sequence[PlanRecord], kinds: Collection[str]) -> list[int]:
    """The places of the records of some kinds."""
    return [at for at, each in enumerate(records) if each.kind in kinds]
