"""Which customer there is which account here: linked, surely, likely, not clear, or nobody.

Rules come first (``exact_rules.py``): a pair is exact only where a rule names one on both sides and
no other rule names somebody else. What no rule settles is compared by likeness (``likeness.py``).
Nothing is guessed about money: of two that may be meant, none is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from app.customers.exact_rules import Rule, by_facts, by_ids
from app.customers.likeness import (
    FULL,
    Candidate,
    Reason,
    Side,
    alike,
    likeness,
    same_names,
)

__all__ = [
    "Candidate",
    "MatchState",
    "Pairing",
    "Reason",
    "Rule",
    "Side",
    "Strategy",
    "match_customers",
]

_LIKELY: Final = 33
"""So many points make a candidate."""
_MARGIN: Final = 15
"""By so many points one candidate must be ahead of the next."""
_BY_RULE: Final = 90
"""The score of what a rule names, where somebody is to be asked all the same."""
_DOUBLE: Final = 60
"""So like one with a partner, it is perhaps the same one twice."""
_SHOWN: Final = 5
_TOLD_BY: Final = {
    Rule.NAME_AND_ADDRESS: frozenset({"Same name", "Same postcode and street number"}),
    Rule.NAME: frozenset({"Same name"}),
}
"""What need not be said beside a rule."""


class MatchState(Enum):
    """How a pair stands."""

    LINKED = "linked"
    EXACT = "exact"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NEW = "new"
    """Nobody there is it; without ours: nobody here."""
    IGNORED = "ignored"
    """Left alone by somebody's word; without theirs: not needed there."""


class Strategy(Enum):
    """What makes a pair exact, as the company decided."""

    IDS_AND_NAMES = "ids_and_names"
    IDS = "ids"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """An account and what is known of it there; or a customer there that is nobody here."""

    ours: Side | None
    theirs: Side | None
    """Linked, exact or likely: who it is; ignored or new without ours: who it is there."""
    candidates: tuple[Candidate, ...] = ()
    """Of likely and ambiguous ones: who may be it, the likeliest first."""
    state: MatchState
    score: int = 0
    reasons: tuple[Reason, ...] = ()
    is_said: bool = False
    """Of new ones: whether somebody has said that it is to be made there."""

    @property
    def why(self) -> str:
        """The reasons in a line."""
        return ". ".join(each.words for each in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What somebody, or an earlier run, has settled."""

    links: Mapping[str, str]
    """Their ids by ours."""
    ignored: Mapping[str, str]
    """Why, by their ids."""
    not_needed: Mapping[str, str]
    """Why, by our ids."""
    to_be_made: Collection[str] = ()
    """Ours that are said not to be there yet."""


def match_customers(
    ours: Sequence[Side],
    theirs: Sequence[Side],
    *,
    links: Mapping[str, str],
    ignored: Mapping[str, str],
    not_needed: Mapping[str, str] | None = None,
    to_be_made: Collection[str] = (),
    strategy: Strategy = Strategy.IDS_AND_NAMES,
) -> list[Pairing]:
    """One pairing for each of ours in order, then one for each of theirs that is nobody here."""
    settled = Settled(
        links=links, ignored=ignored, not_needed=not_needed or {}, to_be_made=to_be_made
    )
    there = {each.id: each for each in theirs}
    found = _settled(ours, there, settled)
    taken = set(links.values())
    table = _Table(
        ours={each.id: each for each in ours if each.id not in found},
        theirs={key: e for key, e in there.items() if key not in taken and key not in ignored},
        strategy=strategy,
        numbers=frozenset(each.number for each in ours) - {""},
        namesakes={
            name: our_id
            for our_id, their_id in links.items()
            if their_id in there
            for name in there[their_id].names
        },
    )
    found |= table.paired()
    paired = [found[each.id] for each in ours]
    return [*paired, *_nobody_here(paired, there.values(), taken, ignored)]


def _settled(
    ours: Iterable[Side], there: Mapping[str, Side], settled: Settled
) -> dict[str, Pairing]:
    found = {}
    for side in ours:
        their_id = settled.links.get(side.id)
        if their_id is not None:
            theirs = there.get(their_id) or Side(id=their_id, name="", is_active=False)
            reasons = (Reason("Linked", FULL),)
            found[side.id] = Pairing(
                ours=side, theirs=theirs, state=MatchState.LINKED, score=FULL, reasons=reasons
            )
        elif side.id in settled.not_needed:
            words = f"Not needed there: {settled.not_needed[side.id]}"
            found[side.id] = _without(side, MatchState.IGNORED, words)
        elif side.id in settled.to_be_made:
            new = _without(side, MatchState.NEW, "To be made there, as was said")
            found[side.id] = replace(new, is_said=True)
    return found


def _without(ours: Side, state: MatchState, words: str) -> Pairing:
    return Pairing(ours=ours, theirs=None, state=state, reasons=(Reason(words, 0),))


def _nobody_here(
    paired: Iterable[Pairing],
    theirs: Iterable[Side],
    taken: Collection[str],
    ignored: Mapping[str, str],
) -> list[Pairing]:
    met = {each.theirs.id for each in paired if each.theirs is not None} | set(taken)
    met |= {one.theirs.id for each in paired for one in each.candidates}
    sides = list(theirs)
    partners = [each for each in paired if each.ours is not None and each.theirs is not None]
    left = [each for each in sides if each.id not in met]
    doubles = _doubles(left, partners)
    found = []
    for each in left:
        if not (each.is_active or each.id in ignored):
            continue
        is_ignored = each.id in ignored
        words = doubles.get(each.id, "Nobody here is it")
        words = f"Left alone: {ignored[each.id]}" if is_ignored else words
        state = MatchState.IGNORED if is_ignored else MatchState.NEW
        found.append(Pairing(ours=None, theirs=each, state=state, reasons=(Reason(words, 0),)))
    return found


def _doubles(left: Sequence[Side], partners: Iterable[Pairing]) -> dict[str, str]:
    """Of theirs that are nobody here: whose double it perhaps is."""
    owners = {each.theirs.id: each.ours for each in partners if each.theirs and each.ours}
    known = [each.theirs for each in partners if each.theirs is not None]
    found = {}
    for their_id, candidates in alike(left, known).items():
        best = next(iter(candidates), None)
        if best is not None and best.score >= _DOUBLE:
            owner = owners[best.theirs.id]
            words = f"Perhaps a double of {best.theirs.id}, which is account {owner.id}"
            found[their_id] = words
    return found


@dataclass(slots=True, kw_only=True)
class _Table:
    """Who is still without a partner."""

    ours: dict[str, Side]
    theirs: dict[str, Side]
    strategy: Strategy
    numbers: frozenset[str]
    """Every account number here."""
    namesakes: dict[str, str]
    """By folded name an account that has found its partner of that name."""

    def paired(self) -> dict[str, Pairing]:
        """Everybody's pairing: what rules name until they name nobody more, then by likeness."""
        found: dict[str, Pairing] = {}
        while True:
            by_id = by_ids(self.ours, self.theirs)
            named = {key: (one, rule) for key, (one, rule) in self._clear(by_id).items()}
            is_sure = self.strategy is not Strategy.BY_HAND
            if not named:
                free = {key: each for key, each in self.ours.items() if key not in by_id}
                claimed = {each for those, _ in by_id.values() for each in those}
                active = {
                    key: e for key, e in self.theirs.items() if e.is_active and key not in claimed
                }
                named = by_facts(free, active)
                is_sure = self.strategy is Strategy.IDS_AND_NAMES
            if not named:
                break
            for our_id, (their_id, rule) in named.items():
                ours, theirs = self.ours.pop(our_id), self.theirs.pop(their_id)
                found[our_id] = _named(ours, theirs, rule, is_sure=is_sure)
                self.namesakes |= dict.fromkeys(theirs.names, our_id)
        claims = Counter(each for those, _ in by_id.values() for each in those)
        for our_id, (those, rule) in by_id.items():
            is_shared = any(claims[each] > 1 for each in those)
            found[our_id] = self._unclear_id(self.ours.pop(our_id), those, rule, is_shared)
        for our_id, (those, _) in by_id.items():
            for each in those & self.theirs.keys():
                self.namesakes |= dict.fromkeys(self.theirs.pop(each).names, our_id)
        return found | self._by_likeness()

    def _clear(self, by_id: Mapping[str, tuple[set[str], Rule]]) -> dict[str, tuple[str, Rule]]:
        """Whom an id names, one on both sides and active."""
        claims: dict[str, list[str]] = defaultdict(list)
        for our_id, (those, _) in by_id.items():
            for each in those:
                claims[each].append(our_id)
        return {
            our_id: (one, rule)
            for our_id, (those, rule) in by_id.items()
            if len(those) == 1
            for one in those
            if len(claims[one]) == 1 and self.theirs[one].is_active
        }

    def _unclear_id(
        self,
        ours: Side,
        those: Collection[str],
        rule: Rule,
        is_shared: bool,  # noqa: FBT001  with another account
    ) -> Pairing:
        """Ours with an id that names nobody, several, somebody else too, or one not in use."""
        candidates = tuple(
            Candidate(theirs=self.theirs[each], score=_BY_RULE, reasons=(Reason(rule.value, 90),))
            for each in sorted(those)
        )
        if not those:
            words = f"Its id {ours.named_id} is none of theirs that is free: mend or clear it"
        elif len(those) > 1:
            words = f"It is not clear which customer it is ({', '.join(sorted(those))})"
        elif not is_shared:
            words = f"{rule.value}. But it is not active there: make it active, or rename it"
        else:
            words = "Another account of ours names the same customer"
        is_likely = len(those) == 1 and not is_shared
        return Pairing(
            ours=ours,
            theirs=candidates[0].theirs if is_likely else None,
            candidates=candidates,
            state=MatchState.LIKELY if is_likely else MatchState.AMBIGUOUS,
            score=_BY_RULE if is_likely else 0,
            reasons=(Reason(words, _BY_RULE if is_likely else 0),),
        )

    def _by_likeness(self) -> dict[str, Pairing]:
        """Ours that no rule settles: likely, where each is the other's best by far."""
        offers = {
            key: self._worth(self.ours[key], candidates)
            for key, candidates in alike(self.ours.values(), self.theirs.values()).items()
        }
        claims: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for our_id, candidates in offers.items():
            for each in candidates:
                claims[each.theirs.id].append((each.score, our_id))
        names = same_names({key: e for key, e in self.theirs.items() if e.is_active})
        return {
            our_id: self._judged(side, offers[our_id], claims, names)
            for our_id, side in self.ours.items()
        }

    def _worth(self, ours: Side, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Candidates that are worth a look; ones that are not in use only where nobody else is."""
        found = [
            each
            for each in candidates
            if each.score >= _LIKELY
            and (each.theirs.number not in self.numbers - {ours.number} or _same_name(ours, each))
        ]
        return [each for each in found if each.theirs.is_active] or [
            each for each in found if _same_name(ours, each)
        ]

    def _judged(
        self,
        ours: Side,
        candidates: Sequence[Candidate],
        claims: Mapping[str, Sequence[tuple[int, str]]],
        names: Mapping[str, Collection[str]],
    ) -> Pairing:
        if not candidates:
            owners = [self.namesakes[name] for name in ours.names if name in self.namesakes]
            if owners:
                words = f"Another customer of ours has this name there, {owners[0]}"
                return _without(ours, MatchState.AMBIGUOUS, words)
            return _without(ours, MatchState.NEW, "No customer there is like it")
        best = candidates[0]
        doubt = self._doubt(ours, candidates, claims, names)
        state = MatchState.AMBIGUOUS if doubt else MatchState.LIKELY
        reasons = (*((Reason(doubt, 0),) if doubt else ()), *best.reasons)
        if not best.theirs.is_active:
            reasons = (Reason("It is not active there: make it active, or rename it", 0), *reasons)
        return Pairing(
            ours=ours,
            theirs=None if doubt else best.theirs,
            candidates=tuple(candidates[:_SHOWN]),
            state=state,
            score=best.score,
            reasons=reasons,
        )

    def _doubt(
        self,
        ours: Side,
        candidates: Sequence[Candidate],
        claims: Mapping[str, Sequence[tuple[int, str]]],
        names: Mapping[str, Collection[str]],
    ) -> str:
        """Why the best candidate is perhaps not it; blank where nothing speaks against it."""
        best = candidates[0]
        number = best.theirs.number
        if number in self.numbers - {ours.number}:
            return f"Another customer of ours has this name there, {number}"
        if number and number != ours.number:
            return f"It bears another number: {number}"
        if any(len(names.get(name, ())) > 1 for name in ours.names):
            return "Several there have this name"
        if len(candidates) > 1 and candidates[1].score > best.score - _MARGIN:
            return f"{len(candidates)} there are about as like it"
        others = [score for score, our_id in claims[best.theirs.id] if our_id != ours.id]
        if any(score > best.score - _MARGIN for score in others):
            return "Another account of ours is about as like it"
        return ""


def _same_name(ours: Side, candidate: Candidate) -> bool:
    return bool(set(ours.names) & set(candidate.theirs.names))


def _named(ours: Side, theirs: Side, rule: Rule, *, is_sure: bool) -> Pairing:
    told = _TOLD_BY.get(rule, frozenset({rule.value}))
    more = [each.words for each in likeness(ours, theirs) if each.words not in told]
    score = FULL if is_sure else _BY_RULE
    reasons = (Reason(rule.value, score), *(Reason(words, 0) for words in more))
    candidate = Candidate(theirs=theirs, score=score, reasons=reasons)
    return Pairing(
        ours=ours,
        theirs=theirs,
        candidates=() if is_sure else (candidate,),
        state=MatchState.EXACT if is_sure else MatchState.LIKELY,
        score=score,
        reasons=reasons,
    )
