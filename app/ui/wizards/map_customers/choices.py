"""Whom a customer may be linked with by hand: everybody who is linked with nobody yet."""

from app.customers.matching import MatchState, Pairing
from app.operations.map_customers import CustomerMap


def free_there(found: CustomerMap, ours: str = "") -> dict[str, str]:
    """Customers there in words and their ids; those that may be the account stand first."""
    linked = {
        each.theirs.id
        for each in found.pairings
        if each.state is MatchState.LINKED and each.theirs is not None
    }
    sides = [each.theirs for each in found.pairings if each.theirs is not None]
    sides += [one.theirs for each in found.pairings for one in each.candidates]
    likely = [
        one.theirs.id
        for each in found.pairings
        if each.ours is not None and each.ours.id == ours
        for one in each.candidates
    ]
    order = sorted(sides, key=lambda side: (side.id not in likely, side.name.casefold(), side.id))
    return {f"{side.name}  {side.id}": side.id for side in order if side.id not in linked}


def free_here(found: CustomerMap) -> dict[str, str]:
    """Accounts in words and their numbers."""
    return {
        f"{each.ours.name}  {each.ours.id}": each.ours.id
        for each in found.pairings
        if _is_free(each) and each.ours is not None
    }


def _is_free(pairing: Pairing) -> bool:
    return pairing.ours is not None and pairing.state is not MatchState.LINKED
