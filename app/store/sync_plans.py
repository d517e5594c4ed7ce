"""Plans of syncs as they were shown, and what became of each record when they were applied."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import Column, Connection, Index, Integer, Text, delete, insert, select, update

from app.store.columns import Moment
from app.store.tables import table

TABLE: Final = table(
    "sync_plans",
    Column("id", Integer, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("plan", Text, nullable=False),  # JSON, as it was sealed
    Column("state", Text, nullable=False),
    Column("applied_at", Moment),
    Column("outcomes", Text, nullable=False),  # JSON: one for each record that was tried
    Index("ix_sync_plans_seal", "seal"),
)


class PlanState(Enum):
    """How far a saved plan is."""

    OPEN = "open"
    APPLIED = "applied"
    PARTLY = "partly"
    """Something of it waits, or was refused: it may be applied again."""
    STALE = "stale"
    """Nothing of it could be applied: everything has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """A saved plan without its records."""

    id: int
    made_at: datetime
    made_by: str
    seal: str
    title: str
    state: PlanState
    applied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """A saved plan with its records, and what became of them."""

    head: PlanHead
    plan: Mapping[str, Any]
    outcomes: Sequence[Mapping[str, Any]]


_HEAD: Final = tuple(TABLE.c[name] for name in PlanHead.__dataclass_fields__)


def add_plan(
    conn: Connection, plan: Mapping[str, Any], *, seal: str, title: str, at: datetime, by: str
) -> int:
    """Saves a plan; its number. One of the same seal that is there already is not saved again."""
    known = conn.execute(select(TABLE.c.id).where(TABLE.c.seal == seal)).scalar()
    if known is not None:
        return int(known)
    made = conn.execute(
        insert(TABLE).values(
            made_at=at,
            made_by=by,
            seal=seal,
            title=title,
            plan=json.dumps(dict(plan), ensure_ascii=False),
            state=PlanState.OPEN.value,
            outcomes="[]",
        )
    )
    return int((made.inserted_primary_key or (0,))[0])


def note_outcomes(
    conn: Connection,
    plan_id: int,
    outcomes: Sequence[Mapping[str, Any]],
    *,
    state: PlanState,
    at: datetime,
) -> None:
    """Keeps what became of the records of a plan."""
    conn.execute(
        update(TABLE)
        .where(TABLE.c.id == plan_id)
        .values(
            outcomes=json.dumps(list(outcomes), ensure_ascii=False),
            state=state.value,
            applied_at=at,
        )
    )


def plan_heads(conn: Connection, *, most: int = 200) -> list[PlanHead]:
    """The saved plans, the newest first."""
    rows = conn.execute(select(*_HEAD).order_by(TABLE.c.id.desc()).limit(most)).mappings()
    return [_head(dict(row)) for row in rows]


def saved_plan(conn: Connection, plan_id: int) -> SavedPlan | None:
    """A saved plan; None where there is none of that number."""
    row = conn.execute(select(TABLE).where(TABLE.c.id == plan_id)).mappings().first()
    if row is None:
        return None
    names = PlanHead.__dataclass_fields__
    return SavedPlan(
        head=_head({name: row[name] for name in names}),
        plan=json.loads(row["plan"]),
        outcomes=json.loads(row["outcomes"]),
    )


def plan_of_seal(conn: Connection, seal: str) -> SavedPlan | None:
    """The saved plan of a seal; None where it was made for another file."""
    found = conn.execute(select(TABLE.c.id).where(TABLE.c.seal == seal)).scalar()
    return None if found is None else saved_plan(conn, int(found))


def drop_plans(conn: Connection, *, made_before: datetime) -> int:
    """Takes plans out that were never applied and are older than that; how many they were."""
    done = conn.execute(
        delete(TABLE).where(TABLE.c.made_at < made_before, TABLE.c.state == PlanState.OPEN.value)
    )
    return done.rowcount


def _head(row: dict[str, Any]) -> PlanHead:
    return PlanHead(**{**row, "state": PlanState(row["state"])})
