"""What was said of the drafts of a period in review: approved, or on hold with a reason."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, Text

from app.billing.review import Mark, MarkKind
from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table

TABLE = table(
    "review_marks",
    Column("period", Text, primary_key=True),
    Column("account_number", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of the draft as it was seen
    Column("reason", Text, nullable=False),
    Column("marked_at", Moment, nullable=False),
    Column("marked_by", Text, nullable=False),
)


def load_marks(conn: Connection, period: str) -> dict[str, Mark]:
    """The marks of a period by account number."""
    rows = raw(conn).execute(
        "SELECT account_number, kind, fingerprint, reason, marked_at, marked_by"
        " FROM review_marks WHERE period = ?",
        (period,),
    )
    return {
        number: Mark(
            account_number=number,
            kind=MarkKind(kind),
            fingerprint=fingerprint,
            reason=reason,
            marked_at=moment_of(at),
            marked_by=by,
        )
        for number, kind, fingerprint, reason, at, by in rows
    }


def holds(conn: Connection, period: str) -> dict[str, str]:
    """Why accounts are held back in a period, by account number."""
    rows = raw(conn).execute(
        "SELECT account_number, reason FROM review_marks WHERE period = ? AND kind = ?",
        (period, MarkKind.HELD.value),
    )
    return dict(rows.fetchall())


def save_marks(conn: Connection, period: str, marks: Iterable[Mark]) -> None:
    """Writes marks in the place of those their accounts had."""
    raw(conn).executemany(
        "INSERT OR REPLACE INTO review_marks"
        " (period, account_number, kind, fingerprint, reason, marked_at, marked_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                period,
                mark.account_number,
                mark.kind.value,
                mark.fingerprint,
                mark.reason,
                microseconds(mark.marked_at),
                mark.marked_by,
            )
            for mark in marks
        ],
    )


def remove_marks(conn: Connection, period: str, account_numbers: Iterable[str]) -> None:
    """Takes the marks of accounts away."""
    raw(conn).executemany(
        "DELETE FROM review_marks WHERE period = ? AND account_number = ?",
        [(period, number) for number in account_numbers],
    )
