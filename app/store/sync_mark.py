"""What a sync goes by, as one text: while it stays the same, planning again finds the same."""

import hashlib
from datetime import date
from typing import Final

from sqlalchemy import Connection

from app.store.database import raw
from app.store.facts import PROGRAM_VERSION

_MOVED: Final = {
    "audit": "max(id)",
    "remote_records": "group_concat(hash || gone, '')",
    "links": "group_concat(system || kind || our_id || their_id || version || sent)",
    "outbox": "group_concat(id || state || digest)",
    "payments": "group_concat(source_id || state || total || unapplied)",
    "book_pairs": "group_concat(system || kind || code || their_id)",
    "connections": "group_concat(system || fingerprint || settings)",
}
"""Whatever changes ours, theirs, or what is known of both leaves its trace in one of these."""


def sync_mark(conn: Connection, *, on: date) -> str:
    """The mark of everything a sync of that day goes by; another one after any change of it."""
    digest = hashlib.sha256(f"{PROGRAM_VERSION} {on.isoformat()}".encode())
    for name, what in _MOVED.items():
        # Unordered: what was written anew as it was may count as changed, never the other way.
        query = f"SELECT {what} FROM {name}"  # noqa: S608  words of ours, from above
        found = raw(conn).execute(query).fetchone()[0]
        digest.update(f"|{found}".encode())
    return digest.hexdigest()
