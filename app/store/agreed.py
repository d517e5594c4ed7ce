"""What both sides had when a field was last settled: the third of three ways to compare.

Kept by system, kind and our id; who settles fields stands in ``app/customers/ownership.py``.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.customers.ownership import Agreed
from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table

TABLE: Final = table(
    "last_agreed",
    Column("system", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("our_id", Text, primary_key=True),
    Column("fields", Text, nullable=False),  # JSON: by field what both had
    Column("at", Moment, nullable=False),
)

_BOTH: Final = "both"
_OURS: Final = "ours"
_THEIRS: Final = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRecord:
    """The settled fields of one record."""

    kind: str
    our_id: str
    fields: Mapping[str, Agreed]


def agreed_fields(conn: Connection, system: str) -> dict[tuple[str, str], dict[str, Agreed]]:
    """The settled fields by kind and our id."""
    rows = raw(conn).execute(
        "SELECT kind, our_id, fields FROM last_agreed WHERE system = ?", (system,)
    )
    return {(kind, our_id): _read(text) for kind, our_id, text in rows.fetchall()}


def keep_agreed(
    conn: Connection, system: str, records: Iterable[AgreedRecord], *, at: datetime
) -> None:
    """Notes fields as settled; others of the same records stay as they were."""
    database = raw(conn)
    for each in records:
        found = database.execute(
            "SELECT fields FROM last_agreed WHERE system = ? AND kind = ? AND our_id = ?",
            (system, each.kind, each.our_id),
        ).fetchone()
        fields = {**(_read(found[0]) if found else {}), **each.fields}
        database.execute(
            "INSERT OR REPLACE INTO last_agreed (system, kind, our_id, fields, at)"
            " VALUES (?, ?, ?, ?, ?)",
            (system, each.kind, each.our_id, _written(fields), microseconds(at)),
        )


def forget_agreed(conn: Connection, system: str, kind: str, our_id: str) -> None:
    """Takes what was settled of a record away: both sides meet anew."""
    raw(conn).execute(
        "DELETE FROM last_agreed WHERE system = ? AND kind = ? AND our_id = ?",
        (system, kind, our_id),
    )


def last_changes(
    conn: Connection, areas: Collection[str], *, without: str
) -> dict[tuple[str, str], datetime]:
    """When records of the setup were last changed, by area and record.

    ``without``: the operation that does not count, since it only brings what others have.
    """
    marks = ", ".join("?" * len(areas))
    rows = raw(conn).execute(
        "SELECT area, record, max(at) FROM audit"  # noqa: S608  marks
        f" WHERE area IN ({marks}) AND operation <> ? GROUP BY area, record",
        (*areas, without),
    )
    return {(area, record): moment_of(at) for area, record, at in rows.fetchall()}


def _read(text: str) -> dict[str, Agreed]:
    return {
        name: Agreed(ours=each[_BOTH], theirs=each[_BOTH])
        if _BOTH in each
        else Agreed(ours=each[_OURS], theirs=each[_THEIRS])
        for name, each in json.loads(text).items()
    }


def _written(fields: Mapping[str, Agreed]) -> str:
    plain = {
        name: {_BOTH: each.ours}
        if each.ours == each.theirs
        else {_OURS: each.ours, _THEIRS: each.theirs}
        for name, each in sorted(fields.items())
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)
