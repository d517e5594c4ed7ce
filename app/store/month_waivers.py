"""What a person waived on the way through a month, by whom, when and why.

Waivers of gates lie with the bill run, which is approved by them; here lie those of the other
checks of a month. Both leave audit entries, and from them comes who waived when.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.billing.month_steps import Waiver
from app.store.audit import Action, entries_of
from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table

TABLE: Final = table(
    "month_waivers",
    Column("period", Text, primary_key=True),
    Column("item", Text, primary_key=True),  # such as source:pbx
    Column("why", Text, nullable=False),
    Column("waived_by", Text, nullable=False),
    Column("waived_at", Moment, nullable=False),
)


def load_waivers(conn: Connection, period: str) -> dict[str, Waiver]:
    """What is waived of a period, by item."""
    rows = raw(conn).execute(
        "SELECT item, why, waived_by, waived_at FROM month_waivers WHERE period = ?", (period,)
    )
    return {item: Waiver(why=why, by=by, at=moment_of(at)) for item, why, by, at in rows.fetchall()}


def save_waiver(conn: Connection, period: str, *, item: str, waived: Waiver) -> None:
    """Keeps a waiver in the place of an earlier one."""
    raw(conn).execute(
        "INSERT OR REPLACE INTO month_waivers VALUES (?, ?, ?, ?, ?)",
        (period, item, waived.why, waived.by, microseconds(waived.at) if waived.at else 0),
    )


def remove_waiver(conn: Connection, period: str, *, item: str) -> None:
    """Takes a waiver back."""
    raw(conn).execute("DELETE FROM month_waivers WHERE period = ? AND item = ?", (period, item))


def waived_gates(conn: Connection, run_id: int, waivers: Mapping[str, str]) -> dict[str, Waiver]:
    """The waivers of a run, with who gave them when as the audit tells it."""
    found: dict[str, Waiver] = {}
    for gate, why in waivers.items():
        given = Waiver(why=why)
        for entry in entries_of(conn, "bill_runs", record=f"{run_id}/{gate}"):
            if entry.action == Action.WAIVED.value and entry.reason == why and not given.by:
                given = Waiver(why=why, by=entry.actor, at=entry.at)
            elif entry.action == Action.UNDONE.value:
                given = Waiver(why=why)
        found[gate] = given
    return found
