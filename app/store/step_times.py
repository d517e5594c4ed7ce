"""How long a person spent on each step of a month end, in seconds, by period."""

from typing import Final

from sqlalchemy import Column, Connection, Integer, Text

from app.store.database import raw
from app.store.tables import table

TABLE: Final = table(
    "step_times",
    Column("period", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("seconds", Integer, nullable=False),
)


def add_seconds(conn: Connection, period: str, *, step: str, seconds: int) -> None:
    """Adds time spent on a step."""
    raw(conn).execute(
        "INSERT INTO step_times (period, step, seconds) VALUES (?, ?, ?)"
        " ON CONFLICT (period, step) DO UPDATE SET seconds = seconds + excluded.seconds",
        (period, step, seconds),
    )


def seconds_by_step(conn: Connection, period: str) -> dict[str, int]:
    """The seconds spent on each step of a period; steps nobody spent time on are not in it."""
    rows = raw(conn).execute("SELECT step, seconds FROM step_times WHERE period = ?", (period,))
    return dict(rows.fetchall())
