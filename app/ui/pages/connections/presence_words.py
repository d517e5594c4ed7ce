"""Words of the presence matrix: cells as marks, states as badges, what lacks in a sentence."""

from dataclasses import replace
from typing import Final

from app.operations.presence import Cell, CellState, Fix, PresenceRow, PresenceState
from app.ui import words
from app.ui.parts.badge import Badge, Mark

STATES: Final = {
    PresenceState.HOLE: Badge("Hole", "circle-x", "bad"),
    PresenceState.AMBIGUOUS: Badge("Ambiguous", "split", "warn"),
    PresenceState.CHANGED: Badge("Changed there", "git-compare", "away"),
    PresenceState.LOOK: Badge("Look", "circle-alert", "warn"),
    PresenceState.BY_CHOICE: Badge("By choice", "minus", "idle"),
    PresenceState.ALL: Badge("In all", "check", "ok"),
    PresenceState.ELSEWHERE: Badge("Only there", "minus", "idle", "It has no telecom contract"),
}
_CHIPS: Final = {
    PresenceState.HOLE: ("hole", "holes"),
    PresenceState.AMBIGUOUS: ("ambiguous", "ambiguous"),
    PresenceState.CHANGED: ("changed", "changed"),
    PresenceState.LOOK: ("look", "look"),
    PresenceState.BY_CHOICE: ("by choice", "by choice"),
    PresenceState.ALL: ("in all", "in all"),
    PresenceState.ELSEWHERE: ("only there", "only there"),
}
PRESSING: Final = frozenset(
    {PresenceState.HOLE, PresenceState.AMBIGUOUS, PresenceState.CHANGED, PresenceState.LOOK}
)


def chip_badge(state: PresenceState, number: int) -> Badge:
    """A state with how many are so."""
    badge = STATES[state]
    one, many = _CHIPS[state]
    return Badge(words.plural(number, one, many), badge.icon, badge.role, badge.tip)


_MARKS: Final = {
    CellState.MISSING: Mark("Missing", "circle-x", "bad", is_strong=True),
    CellState.RENAMED: Mark("Renamed", "git-compare", "away"),
    CellState.INACTIVE: Mark("Inactive", "circle-alert", "warn"),
    CellState.NOT_NEEDED: Mark("Not needed", "minus", "idle"),
}


def mark_of(cell: Cell) -> Mark:
    """A cell of the matrix; never empty."""
    if cell.state is CellState.LINKED:
        return Mark(cell.id, "link", "ok", cell.name)
    if cell.state is CellState.CANDIDATES:
        count = words.plural(cell.candidates, "candidate")
        return Mark(count, "circle-alert", "warn", cell.words)
    return replace(_MARKS[cell.state], tip=cell.words)


_TITLES: Final = {
    Fix.ACCEPT: "{name} is surely in {system}, and not linked yet",
    Fix.LINK: "Who is {name} in {system}?",
    Fix.CREATE: "{name} is missing in {system}",
    Fix.CREATE_THERE: "{name} is missing in {system}",
    Fix.CREATE_HERE: "{name} has a telecom contract and no account here",
    Fix.CONFIRM_NAME: "{name} has another name in {system}",
    Fix.MAKE_ACTIVE: "{name} is not in use in {system}",
}


def title_of(row: PresenceRow, fix: Fix | None, system: str) -> str:
    """What is the matter, in a line."""
    return _calm(row) if fix is None else _TITLES[fix].format(name=row.name, system=system)


def _calm(row: PresenceRow) -> str:
    if row.state is PresenceState.LOOK:
        return f"None of the agreements of {row.name} runs"
    if row.state is PresenceState.ELSEWHERE:
        return f"{row.name} is in the PSA alone"
    if row.state is PresenceState.BY_CHOICE:
        return f"{row.name} is where it is needed"
    return f"{row.name} is in all systems"


def why_of(row: PresenceRow, cell: Cell | None, fix: Fix | None, system: str) -> str:
    """What follows, and what to do."""
    told = f"{cell.words.rstrip('.')}. " if cell is not None and cell.words else ""
    if fix is None:
        ended = row.state is PresenceState.LOOK
        return "Look whether it is still to be billed." if ended else "There is nothing to do."
    return _WHYS[fix].format(told=told, system=system)


_WHYS: Final = {
    Fix.ACCEPT: "{told}Link it, and it is never asked again.",
    Fix.LINK: "{told}Say which of them it is; nothing of it is posted until then.",
    Fix.CREATE: "{told}Its invoices cannot be posted to {system} before it is there.",
    Fix.CREATE_THERE: "{told}Make it in {system}; once that was read, it is linked here.",
    Fix.CREATE_HERE: "The next sync makes the account, its sites and what has to be asked.",
    Fix.CONFIRM_NAME: "{told}If it is the same customer, say so; else link another.",
    Fix.MAKE_ACTIVE: "{told}Put it in use there again, or link another.",
}
