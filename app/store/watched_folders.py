"""The folders that are watched for call files, and what was seen in them."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from app.store.facts import facts, note_fact
from app.store.transaction import Transaction

_FACT: Final = "watched_folders"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFolder:
    """A folder in which a source's call files appear."""

    folder: str
    source: str
    """Blank: told by each file."""
    by_itself: bool = False
    """Whether complete files are imported without asking."""


def load_watched(conn: Transaction) -> list[WatchedFolder]:
    """The watched folders, in the order in which they were added."""
    text = facts(conn).get(_FACT, "[]")
    return [WatchedFolder(**each) for each in json.loads(text)]


def keep_watched(conn: Transaction, folders: list[WatchedFolder]) -> None:
    """Keeps the watched folders in the place of those before."""
    note_fact(conn, _FACT, json.dumps([asdict(each) for each in folders]))
