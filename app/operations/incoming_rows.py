"""The rows that proposals come to: checked as a workbook is, written with links and agreements."""

from collections.abc import Sequence
from typing import Final

from app.customers.account import ACCOUNTS, Account
from app.customers.location import LOCATIONS, ServiceLocation
from app.operations.incoming_proposal import Proposal, Row, merged_rows
from app.operations.incoming_view import SYNC, View
from app.operations.office import Office
from app.operations.row_editing import (
    Edited,
    RowEdit,
    current_rows,
    needed_sheets,
    plan_rows,
    write_edits,
)
from app.store import audit
from app.store.agreed import keep_agreed
from app.store.audit import Action, Entry
from app.store.links import Link, drop_link, keep_link, our_ids
from app.store.onboarding import open_cards
from app.store.transaction import Transaction

_SHEETS: Final[dict[type[Row], str]] = {Account: ACCOUNTS.name, ServiceLocation: LOCATIONS.name}

Places = dict[tuple[type[Row] | None, str], str]


def planned_edits(
    office: Office, conn: Transaction, view: View, proposals: Sequence[Proposal]
) -> tuple[list[RowEdit], Places]:
    """The edits that proposals come to, and why other rows are wrong, by class and key."""
    here = _rows_here(view)
    rows = merged_rows(proposals, here)
    if not rows:
        return [], {}
    listed = list(rows.values())
    current = current_rows(conn, needed_sheets(listed))
    plan = plan_rows(office, conn, listed, current)
    places = list(rows)
    wrong: Places = {places[each.number - 1]: each.reason for each in plan.wrong}
    edits = [
        RowEdit(sheet=_SHEETS[place[0]], before=here.get(place), after=row)
        for place, row in rows.items()
        if place not in wrong and here.get(place) != row
    ]
    return edits, wrong


def _rows_here(view: View) -> dict[tuple[type[Row], str], Row]:
    found: dict[tuple[type[Row], str], Row] = {
        (Account, number): each for number, each in view.accounts.items()
    }
    for places in view.locations.values():
        found |= {(ServiceLocation, each.location_code): each for each in places}
    return found


def write_proposals(
    office: Office,
    conn: Transaction,
    view: View,
    proposals: Sequence[Proposal],
    *,
    title: str = SYNC,
) -> tuple[Edited, Places]:
    """Writes what can be written; the edit, and why other rows are wrong, by class and key."""
    edits, wrong = planned_edits(office, conn, view, proposals)
    good = [each for each in proposals if each.place not in wrong]
    repriced = write_edits(office, conn, edits, operation=title, why=view.title)
    _link(office, conn, view.system, [each.link for each in good if each.link is not None])
    agreed = [each.agreed for each in good if each.agreed is not None]
    keep_agreed(conn, view.system, agreed, at=office.clock.now())
    open_cards(conn, [item for each in good for item in each.card])
    return Edited(title=title, edits=tuple(edits), repriced=repriced), wrong


def _link(office: Office, conn: Transaction, system: str, wanted: Sequence[Link]) -> None:
    """Links both sides, in place of links to what is not here any more; told in the audit."""
    for kind in {each.kind for each in wanted}:
        known = our_ids(conn, system, kind)
        for each in wanted:
            if each.kind is kind and each.their_id in known:
                drop_link(conn, system, kind, known[each.their_id])
    for each in wanted:
        keep_link(conn, system, each, at=office.clock.now())
    entries = [
        Entry(
            area="links",
            record=each.our_id,
            action=Action.ADDED,
            after={"system": system, "kind": each.kind, "their_id": each.their_id},
        )
        for each in wanted
    ]
    audit.record(conn, entries, stamp=office.stamp(SYNC))
