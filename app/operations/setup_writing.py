"""Changes of the setup written, with their audit; the calls they touch are priced again."""

from collections.abc import Mapping, Sequence

from app.customers.location import ServiceLocation
from app.customers.service import Number
from app.errors import NotAllowed
from app.operations.office import Office
from app.operations.repricing import Repriced, reprice
from app.store.audit import Stamp
from app.store.closed_months import charges_held
from app.store.database import raw
from app.store.imports import billed_numbers, count_calls
from app.store.places import correct_newest
from app.store.setup import load_rows
from app.store.setup_changes import RowChanges, apply_setup
from app.store.touched import touched_calls
from app.store.transaction import Transaction
from app.workbook.sheets import SHEETS


def write_setup(
    office: Office,
    conn: Transaction,
    changes: Mapping[str, RowChanges],
    *,
    moved: Sequence[Number],
    stamp: Stamp,
    origin: str,
) -> Repriced:
    """Writes changes by sheet; the calls they touch, and how many of them came out otherwise.

    ``moved``: numbers that would change their account. NotAllowed where one of them has billed
    calls.
    """
    _refuse_moved_numbers(conn, moved)
    _refuse_closed_charges(conn, changes)
    apply_setup(conn, changes, stamp=stamp, origin=origin)
    changed = changes.get("locations", RowChanges()).changed
    places = [row for row in changed if isinstance(row, ServiceLocation)]
    correct_newest(conn, places, stamp=stamp, origin=origin)
    if not count_calls(conn):
        return Repriced(0, 0)
    touched = touched_calls(raw(conn), changes)
    if touched is None:
        return Repriced(0, 0)
    where, parameters = touched
    return reprice(office, conn, where, parameters)


def _refuse_closed_charges(conn: Transaction, changes: Mapping[str, RowChanges]) -> None:
    """The last door of closed months: whoever writes charges comes through here."""
    change = changes.get("charges", RowChanges())
    rows = [*change.added, *change.changed, *change.removed]
    sheet = SHEETS["charges"]
    before = load_rows(conn, sheet) if change.changed else {}
    rows += [before[key] for row in change.changed if (key := sheet.key_of(row)) in before]
    found = charges_held(conn, [(None, row) for row in rows])
    if found:
        raise NotAllowed("Nothing was changed.", found[0].message, found[0].way_out)


def _refuse_moved_numbers(conn: Transaction, moved: Sequence[Number]) -> None:
    """A number with billed calls keeps its account: it ends, and another row begins."""
    billed = billed_numbers(conn, {row.number for row in moved})
    if billed:
        raise NotAllowed(
            f"Nothing was changed: {', '.join(billed)} would change its account.",
            "Calls of that number were billed to the account it has.",
            "Fill in ends_on in that row, and add a row for the other account.",
        )
