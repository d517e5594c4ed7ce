"""Versions of rate plans: the terms as they were when calls were priced by them.

A version is a plan's row with its periods and tiers, written once and never changed. A plan that
returns to former terms returns to their version.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, Text, UniqueConstraint

from app.rating.plan import RATE_PERIODS, RATE_PLANS, RATE_TIERS, RatePeriod, RatePlan, RateTier
from app.store.database import raw
from app.store.setup import load
from app.store.tables import keep_as_written, table
from app.values.sheet import Kind, Sheet, SheetRow

TABLE: Final = table(
    "plan_versions",
    Column("id", Integer, primary_key=True),
    Column("plan_code", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("terms", Text, nullable=False),  # JSON, amounts as decimal strings
    UniqueConstraint("plan_code", "content_hash"),
)
keep_as_written(TABLE)

IN_FORCE: Final = table(
    "plan_versions_in_force",
    Column("plan_code", Text, primary_key=True),
    Column("plan_version_id", Integer, ForeignKey("plan_versions.id"), nullable=False),
)
"""Which version each plan has now."""


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A plan with its periods (by name) and tiers (by minutes)."""

    plan: RatePlan
    periods: tuple[RatePeriod, ...]
    tiers: tuple[RateTier, ...]


def current_terms(connection: Connection) -> dict[str, PlanTerms]:
    """The terms of each plan as the setup has them now, by plan code."""
    periods = sorted(load(connection, RatePeriod), key=lambda each: each.name)
    tiers = sorted(load(connection, RateTier), key=lambda each: each.from_minutes)
    return {
        plan.plan_code: PlanTerms(
            plan,
            tuple(each for each in periods if each.plan_code == plan.plan_code),
            tuple(each for each in tiers if each.plan_code == plan.plan_code),
        )
        for plan in load(connection, RatePlan)
    }


def settle(connection: Connection) -> dict[str, int]:
    """Keeps the terms of every plan as they are now; returns the version of each, by plan code."""
    database = raw(connection)
    in_force: dict[str, int] = {}
    for plan_code, terms in current_terms(connection).items():
        text = _text(terms)
        content_hash = hashlib.sha256(text.encode("utf-8")).hexdigest()
        database.execute(
            "INSERT INTO plan_versions (plan_code, content_hash, terms) VALUES (?, ?, ?)"
            " ON CONFLICT (plan_code, content_hash) DO NOTHING",
            (plan_code, content_hash, text),
        )
        (in_force[plan_code],) = database.execute(
            "SELECT id FROM plan_versions WHERE plan_code = ? AND content_hash = ?",
            (plan_code, content_hash),
        ).fetchone()
    database.executemany(
        "INSERT INTO plan_versions_in_force (plan_code, plan_version_id) VALUES (?, ?)"
        " ON CONFLICT (plan_code) DO UPDATE SET plan_version_id = excluded.plan_version_id",
        in_force.items(),
    )
    return in_force


def plan_version_ids(connection: Connection) -> dict[str, int]:
    """The version each plan has now, by plan code."""
    return dict(
        raw(connection)
        .execute("SELECT plan_code, plan_version_id FROM plan_versions_in_force")
        .fetchall()
    )


def plan_terms(connection: Connection, version_ids: Iterable[int]) -> dict[int, PlanTerms]:
    """The terms of these versions, by id; KeyError if one is not there."""
    wanted = set(version_ids)
    rows = raw(connection).execute("SELECT id, terms FROM plan_versions").fetchall()
    found = {row_id: _terms(text) for row_id, text in rows if row_id in wanted}
    lacking = wanted - found.keys()
    if lacking:
        raise KeyError(min(lacking))
    return found


def _text(terms: PlanTerms) -> str:
    parts = {
        "plan": _cells(RATE_PLANS, terms.plan),
        "periods": [_cells(RATE_PERIODS, each) for each in terms.periods],
        "tiers": [_cells(RATE_TIERS, each) for each in terms.tiers],
    }
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _terms(text: str) -> PlanTerms:
    parts = json.loads(text)
    return PlanTerms(
        RatePlan(**_fields(RATE_PLANS, parts["plan"])),
        tuple(RatePeriod(**_fields(RATE_PERIODS, each)) for each in parts["periods"]),
        tuple(RateTier(**_fields(RATE_TIERS, each)) for each in parts["tiers"]),
    )


def _cells(sheet: Sheet, row: SheetRow) -> dict[str, object]:
    cells = {column.name: getattr(row, field) for field, column in sheet.columns.items()}
    return {
        name: f"{value:f}" if isinstance(value, Decimal) else value
        for name, value in cells.items()
        if value is not None
    }


def _fields(sheet: Sheet, cells: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {Kind.MONEY, Kind.QUANTITY}
    return {
        field: Decimal(cells[column.name]) if column.kind in amounts else cells[column.name]
        for field, column in sheet.columns.items()
        if column.name in cells
    }
