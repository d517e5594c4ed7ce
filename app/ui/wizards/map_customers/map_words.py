"""Words of the map of customers: states as badges, both sides field by field."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from app.customers.matching import MatchState, Pairing, Side
from app.ui import words
from app.ui.parts.badge import Badge

_BADGES: Final = {
    MatchState.LINKED: Badge("Linked", "link", "ok"),
    MatchState.EXACT: Badge("Exact", "link", "ok", "A rule names it on both sides"),
    MatchState.AMBIGUOUS: Badge("Ambiguous", "split", "warn", "Two or more may be it"),
    MatchState.NEW: Badge("New", "plus", "idle", "Nobody there is it"),
    MatchState.IGNORED: Badge("Ignored", "minus", "idle"),
}
_TO_BE_MADE: Final = Badge("To be made", "plus", "run", "The next posting makes it there")
_ORDER: Final = (
    MatchState.EXACT,
    MatchState.LIKELY,
    MatchState.AMBIGUOUS,
    MatchState.NEW,
    MatchState.LINKED,
    MatchState.IGNORED,
)
_NATIONAL: Final = 10
OTHER_SIDE: Final = "Nobody here"


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field as both sides have it."""

    title: str
    ours: str
    theirs: str
    is_equal: bool | None
    """None: one side says nothing of it."""


def state_badge(pairing: Pairing) -> Badge:
    """How a pair stands."""
    if pairing.state is MatchState.LIKELY:
        return Badge(f"Likely {pairing.score}", "circle-question-mark", "warn")
    if pairing.state is MatchState.LINKED and is_changed(pairing):
        return Badge("Inactive", "circle-alert", "warn", "It is not active there any more")
    if pairing.state is MatchState.NEW and pairing.ours is None:
        return Badge("Only there", "plus", "idle", "Nobody here is it")
    return _TO_BE_MADE if pairing.is_said else _BADGES[pairing.state]


def is_changed(pairing: Pairing) -> bool:
    """Whether what is linked is not as it was."""
    return pairing.theirs is not None and not pairing.theirs.is_active


def is_pressing(pairing: Pairing) -> bool:
    """Whether it is new or changed: neither linked nor settled by somebody's word."""
    if pairing.state is MatchState.LINKED:
        return is_changed(pairing)
    return pairing.state is not MatchState.IGNORED and not pairing.is_said


def ours_words(pairing: Pairing) -> str:
    """Who it is here."""
    return pairing.ours.name if pairing.ours is not None else OTHER_SIDE


def theirs_words(pairing: Pairing, title: str) -> str:
    """Who it is there, or how many may be it."""
    if pairing.theirs is not None:
        return pairing.theirs.name or f"Id {pairing.theirs.id}"
    if pairing.candidates:
        return words.plural(len(pairing.candidates), "candidate")
    if pairing.state is MatchState.IGNORED:
        return "Not needed"
    return f"Not in {title}"


def order_of(pairing: Pairing) -> tuple[int, int, str]:
    """What is most quickly settled first, then by name."""
    only_there = pairing.ours is None
    return int(only_there), _ORDER.index(pairing.state), ours_words(pairing).casefold()


def identity(pairing: Pairing) -> tuple[str, str]:
    """What a row is known by while its state changes."""
    if pairing.ours is not None:
        return "ours", pairing.ours.id
    return "theirs", pairing.theirs.id if pairing.theirs is not None else ""


def fields_of(ours: Side | None, theirs: Side | None) -> list[FieldPair]:
    """Both sides field by field."""
    found = []
    for title, shown, folded in _FIELDS:
        here = shown(ours) if ours is not None else ""
        there = shown(theirs) if theirs is not None else ""
        equal = None
        if here and there and folded is not None and ours is not None and theirs is not None:
            equal = bool(set(folded(ours)) & set(folded(theirs)))
        found.append(FieldPair(title, here or words.NOT_APPLICABLE, there or "", equal))
    return [
        FieldPair(each.title, each.ours, each.theirs or words.NOT_APPLICABLE, each.is_equal)
        for each in found
    ]


def _phone(side: Side) -> str:
    return ", ".join(_pretty(each) for each in sorted(side.phones)[:1])


def _pretty(digits: str) -> str:
    return words.telephone(f"+1{digits}") if len(digits) == _NATIONAL else digits


def _mail(side: Side) -> str:
    return next(iter(sorted(side.emails)), "")


def _name(side: Side) -> str:
    return side.name


def _street(side: Side) -> str:
    return side.address.line1


def _code(side: Side) -> str:
    return side.address.postal_code


def _city(side: Side) -> str:
    return side.address.city


def _tax_id(side: Side) -> str:
    return side.tax_id


def _number(side: Side) -> str:
    return side.number


def _own_id(side: Side) -> str:
    return side.id


def _folded(shown: Callable[[Side], str]) -> Callable[[Side], Collection[str]]:
    return lambda side: (shown(side).strip().casefold(),)


def _street_places(side: Side) -> Collection[str]:
    return {house for _, house in side.places} or {side.address.line1.casefold()}


def _code_places(side: Side) -> Collection[str]:
    return {code for code, _ in side.places} or {side.address.postal_code}


_FIELDS: Final[
    Sequence[tuple[str, Callable[[Side], str], Callable[[Side], Collection[str]] | None]]
] = (
    ("Name", _name, lambda side: side.names),
    ("Phone", _phone, lambda side: side.phones),
    ("Street", _street, _street_places),
    ("City", _city, _folded(_city)),
    ("Postcode", _code, _code_places),
    ("E-mail", _mail, lambda side: side.emails),
    ("Tax id", _tax_id, _folded(_tax_id)),
    ("Our number", _number, _folded(_number)),
    ("Id", _own_id, None),
)
