"""How far a record is in step with other systems, as lists show it."""

from datetime import tzinfo
from typing import Final

from app.operations.sync_states import SyncStanding, SyncState
from app.ui import words
from app.ui.parts.badge import Badge

_BADGES: Final = {
    SyncStanding.NOT_SYNCED: ("Not synced", "circle-dashed", "idle"),
    SyncStanding.QUEUED: ("Queued", "clock", "run"),
    SyncStanding.SYNCED: ("Synced", "link", "ok"),
    SyncStanding.WARNING: ("Warning", "triangle-alert", "warn"),
    SyncStanding.CHANGED_THERE: ("Changed there", "git-compare", "away"),
    SyncStanding.ERROR: ("Not taken", "circle-x", "bad"),
    SyncStanding.VOIDED: ("Voided", "ban", "idle"),
}


def sync_badge(state: SyncState, zone: tzinfo) -> Badge:
    """The badge of a record; its tooltip tells number, time and why, for each system."""
    word, icon, role = _BADGES[state.standing]
    told = [sync_line(each, zone) for each in (state, *state.others)]
    return Badge(word, icon, role, "\n".join(told))


def sync_line(state: SyncState, zone: tzinfo) -> str:
    """One system in a line: "QuickBooks Online: synced, 231, Nov 2, 8:03:11 am"."""
    word, _, _ = _BADGES[state.standing]
    at = words.moment(state.at, zone)
    facts = ", ".join(each for each in (word.lower(), state.number, at) if each)
    return f"{state.title}: {facts}. {state.why}".strip()
