"""The rules by which a customer there is surely an account here, each by its name and in order.

A rule names somebody only where one of ours and one of theirs has what it goes by.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import Enum
from typing import Final

from app.customers.likeness import Side, same_names


class Rule(Enum):
    """What may name one customer there; its words."""

    ID_FIELD = "Its id here names it"
    NUMBER = "It bears our account number"
    CODE = "Its code is our account number"
    TAX_ID = "Same tax id"
    EMAIL = "Same e-mail"
    NAME_AND_ADDRESS = "Same name and address"
    NAME = "Same name, and no address to tell them apart"


Sides = Mapping[str, Side]
Keys = Callable[[Side], Iterable[Hashable]]

ID_RULES: Final[tuple[tuple[Rule, Keys, Keys], ...]] = (
    (Rule.ID_FIELD, lambda ours: _some(ours.named_id), lambda theirs: _some(theirs.id)),
    (Rule.NUMBER, lambda ours: _some(ours.number), lambda theirs: _some(theirs.number)),
    (Rule.CODE, lambda ours: _some(ours.number), lambda theirs: _some(theirs.code)),
)
"""Each with what it goes by on our side and on theirs."""


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _name_and_place(side: Side) -> list[Hashable]:
    return [(name, *place) for name in side.names for place in side.places]


def _said_names(side: Side) -> list[Hashable]:
    """Its names as written, but for case and spaces."""
    return [" ".join(each.casefold().split()) for each in (side.name, *side.also) if each.strip()]


_FACT_RULES: Final[tuple[tuple[Rule, Keys], ...]] = (
    (Rule.TAX_ID, lambda side: _some("".join(filter(str.isalnum, side.tax_id.casefold())))),
    (Rule.EMAIL, lambda side: side.emails),
    (Rule.NAME_AND_ADDRESS, _name_and_place),
    (Rule.NAME, _said_names),
)


def by_ids(ours: Sides, theirs: Sides) -> dict[str, tuple[set[str], Rule]]:
    """By our ids whom the first rule of ids that names anybody names; several: it is not clear.

    An id field that names nobody is an empty set: nothing else may decide then.
    """
    found: dict[str, tuple[set[str], Rule]] = {}
    for rule, of_ours, of_theirs in ID_RULES:
        index = _index(theirs, of_theirs)
        for key, side in ours.items():
            if key in found:
                continue
            named = {each for own in of_ours(side) for each in index.get(own, ())}
            if named or (rule is Rule.ID_FIELD and side.named_id):
                found[key] = (_in_use(named, theirs), rule)
    return found


def _in_use(named: set[str], theirs: Sides) -> set[str]:
    """Those of several that are active; all where none is."""
    return {each for each in named if theirs[each].is_active} or named


def by_facts(ours: Sides, theirs: Sides) -> dict[str, tuple[str, Rule]]:
    """By our ids the one whom rules name; nobody where two rules differ, or another is so called.

    ``theirs``: those that are active.
    """
    named: dict[str, dict[str, Rule]] = defaultdict(dict)
    namers: dict[str, set[str]] = defaultdict(set)
    for rule, keys in _FACT_RULES:
        here, there = _index(ours, keys), _index(theirs, keys)
        for key, our_ids in here.items():
            their_ids = there.get(key, ())
            if len(our_ids) != 1 or len(their_ids) != 1:
                continue
            (our_id,), (their_id,) = our_ids, their_ids
            if rule is Rule.NAME and ours[our_id].places and theirs[their_id].places:
                continue
            named[our_id].setdefault(their_id, rule)
            namers[their_id].add(our_id)
    names_here, names_there = same_names(ours), same_names(theirs)
    found = {}
    for our_id, those in named.items():
        if len(those) != 1:
            continue
        ((their_id, rule),) = those.items()
        side, other = ours[our_id], theirs[their_id]
        is_only = (
            namers[their_id] == {our_id}
            and all(names_there.get(name, set()) <= {their_id} for name in side.names)
            and all(names_here.get(name, set()) <= {our_id} for name in other.names)
        )
        if is_only and other.number in {"", side.number}:
            found[our_id] = (their_id, rule)
    return found


def _index(sides: Sides, keys: Keys) -> dict[Hashable, set[str]]:
    found: dict[Hashable, set[str]] = defaultdict(set)
    for own_id, side in sides.items():
        for key in keys(side):
            found[key].add(own_id)
    return found
