"""How much a customer there is like one here, in points with their reasons; the sum is the score.

The library rapidfuzz tells how alike two names are; what the points are worth is decided here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from app.customers.name_folding import (
    digits_of,
    folded_name,
    folded_phone,
    folded_postal_code,
    folded_street,
    name_words,
    own_domain,
    street_number,
)
from app.values.foreign_record import NO_ADDRESS, PostalAddress

FULL: Final = 100
MOST: Final = 99
"""The highest score of what no rule decides."""
_SAME_NAME: Final = 45
_VERY_SIMILAR: Final = 40
_WITHOUT_WORDS: Final = 25
_EMAIL: Final = 30
_PHONE: Final = 35
_PLACE: Final = 25
_POSTCODE: Final = 10
_CITY: Final = 8
_DOMAIN: Final = 6
_SIMILAR: Final = 80
"""So alike, of 100, two names have to be to count at all."""
_CLOSE: Final = 90
_TELLING: Final = 2
"""So many words in common tell a name from others."""
_COMMON: Final = 60
"""A word in more names than these leads to nobody."""
_NEAR: Final = 8
"""So many names are looked at for each of ours."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two are taken for one, and what that is worth."""

    words: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A customer as either side tells it."""

    id: str
    """Ours: the account number."""
    name: str
    also: tuple[str, ...] = ()
    """Other names of it."""
    number: str = ""
    """Our account number, where the other side keeps it."""
    named_id: str = ""
    """Of ours: their id, as its own field has it."""
    code: str = ""
    tax_id: str = ""
    emails: frozenset[str] = frozenset()
    """Folded."""
    phones: frozenset[str] = frozenset()
    """Folded."""
    address: PostalAddress = NO_ADDRESS
    also_at: tuple[PostalAddress, ...] = ()
    """Other addresses of it."""
    is_active: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Its names, folded, each once."""
        found = (folded_name(each) for each in (self.name, *self.also))
        return tuple(dict.fromkeys(each for each in found if each))

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """Where it is: postal code, and number of the house or the whole street."""
        return frozenset(
            (code, house)
            for each in (self.address, *self.also_at)
            if (code := folded_postal_code(each.postal_code))
            and (house := street_number(each.line1) or folded_street(each.line1))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Who may be it."""

    theirs: Side
    score: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folded:
    side: Side
    names: tuple[str, ...]
    sorted_names: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    digits: frozenset[str]
    places: frozenset[tuple[str, str]]
    postal_codes: frozenset[str]
    cities: frozenset[str]
    domains: frozenset[str]


def _folded(side: Side) -> _Folded:
    names = side.names
    addresses = (side.address, *side.also_at)
    return _Folded(
        side=side,
        names=names,
        sorted_names=tuple(" ".join(sorted(each.split())) for each in names),
        words=tuple(name_words(each) for each in names),
        digits=digits_of(names[0]) if names else frozenset(),
        places=side.places,
        postal_codes=frozenset(folded_postal_code(each.postal_code) for each in addresses) - {""},
        cities=frozenset(folded_name(each.city) for each in addresses) - {""},
        domains=frozenset(own_domain(each) for each in side.emails) - {""},
    )


def alike(ours: Iterable[Side], theirs: Iterable[Side]) -> dict[str, list[Candidate]]:
    """By our ids who may be it, the likeliest first, with every point that speaks for it."""
    there = [_folded(each) for each in theirs]
    search = _Search(there)
    found: dict[str, list[Candidate]] = {}
    for each in ours:
        here = _folded(each)
        scored = [_candidate(here, there[place]) for place in sorted(search.near(here))]
        scored = [each for each in scored if each.score]
        scored.sort(key=lambda one: (-one.score, one.theirs.id))
        found[each.id] = scored
    return found


def likeness(ours: Side, theirs: Side) -> tuple[Reason, ...]:
    """What speaks for a pair that is given."""
    return _reasons(_folded(ours), _folded(theirs))


class _Search:
    """Finds who has anything in common with one of ours, without comparing everybody."""

    def __init__(self, there: list[_Folded]) -> None:
        self._by_key: dict[tuple[str, object], list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._names: list[str] = []
        self._owners: list[int] = []
        for place, each in enumerate(there):
            for key in _keys(each):
                self._by_key[key].append(place)
            for name in each.sorted_names:
                self._names.append(name)
                self._owners.append(place)
            for word in frozenset[str]().union(*each.words):
                self._by_word[word].append(place)

    def near(self, here: _Folded) -> set[int]:
        """Places of those that share a key, several words, or nearly the whole name."""
        found = {place for key in _keys(here) for place in self._by_key.get(key, ())}
        shared: Counter[int] = Counter()
        for word in frozenset[str]().union(*here.words):
            places = self._by_word.get(word, ())
            if len(places) <= _COMMON:
                shared.update(places)
        found |= {place for place, count in shared.items() if count >= 1}
        for name in here.sorted_names:
            close = process.extract(
                name, self._names, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=_NEAR
            )
            found |= {self._owners[index] for _, _, index in close}
        return found


def _keys(each: _Folded) -> list[tuple[str, object]]:
    keys: list[tuple[str, object]] = [("name", name) for name in each.sorted_names]
    keys += [("phone", phone) for phone in each.side.phones]
    keys += [("email", email) for email in each.side.emails]
    keys += [("place", place) for place in each.places]
    return keys


def _candidate(here: _Folded, there: _Folded) -> Candidate:
    if here.digits != there.digits and not here.side.emails & there.side.emails:
        # Shop 12 is not shop 14, however alike the rest is.
        return Candidate(theirs=there.side, score=0)
    reasons = _reasons(here, there)
    score = sum(each.points for each in reasons)
    return Candidate(theirs=there.side, score=score, reasons=reasons)


def _reasons(here: _Folded, there: _Folded) -> tuple[Reason, ...]:
    """What speaks for a pair, the strongest first, with no more than ``MOST`` points in all."""
    found = [
        each
        for each in (
            _of_names(here, there),
            _of_mail(here, there),
            _of_phones(here, there),
            _of_places(here, there),
        )
        if each is not None
    ]
    left, reasons = MOST, []
    for each in sorted(found, key=lambda one: -one.points):
        points = min(each.points, left)
        left -= points
        reasons.append(Reason(each.words, points))
    return tuple(reasons)


def _of_names(here: _Folded, there: _Folded) -> Reason | None:
    if set(here.names) & set(there.names):
        return Reason("Same name", _SAME_NAME)
    pairs = [(one, other) for one in here.sorted_names for other in there.sorted_names]
    ratio = max((fuzz.ratio(one, other) for one, other in pairs), default=0.0)
    if ratio >= _CLOSE and here.digits == there.digits:
        return Reason("Names differ by a letter or two", _VERY_SIMILAR)
    apart = _set_aside(here, there)
    if apart is not None:
        words = " and ".join(f"“{each}”" for each in sorted(apart)) or "small words"
        return Reason(f"Names agree after {words} is set aside", _WITHOUT_WORDS)
    if ratio >= _SIMILAR:
        share = (ratio - _SIMILAR) / (_CLOSE - _SIMILAR)
        return Reason("Names are alike", 10 + int(share * 15))
    return None


def _set_aside(here: _Folded, there: _Folded) -> frozenset[str] | None:
    """The words that one name has beyond the other; None where they have too little in common."""
    for one in here.words:
        for other in there.words:
            common = one & other
            if common in (one, other) and len(common) >= _TELLING:
                return one ^ other
    return None


def _of_mail(here: _Folded, there: _Folded) -> Reason | None:
    if here.side.emails & there.side.emails:
        return Reason("Same e-mail", _EMAIL)
    if here.domains & there.domains:
        return Reason("Same e-mail domain", _DOMAIN)
    return None


def _of_phones(here: _Folded, there: _Folded) -> Reason | None:
    return Reason("Same phone number", _PHONE) if here.side.phones & there.side.phones else None


def _of_places(here: _Folded, there: _Folded) -> Reason | None:
    if here.places & there.places:
        return Reason("Same postcode and street number", _PLACE)
    if here.postal_codes & there.postal_codes:
        return Reason("Same postcode", _POSTCODE)
    return Reason("Same city", _CITY) if here.cities & there.cities else None


def folded_phones(*texts: str | None) -> frozenset[str]:
    """Telephone numbers as sides hold them."""
    return frozenset(folded_phone(each or "") for each in texts) - {""}


def same_names(sides: Mapping[str, Side]) -> dict[str, set[str]]:
    """By folded name the ids of those that bear it."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, each in sides.items():
        for name in each.names:
            found[name].add(key)
    return found
