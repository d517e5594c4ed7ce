"""Who owns which field, what a conflict does, and which value a field ends with.

A field is changed where its owner is. What somebody changed elsewhere is never lost and never
overwrites the owner's value by itself: it is asked. What the systems are called stands elsewhere;
here they are the PSA, the accounting system, and this program.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

_NOT_USED: Final = frozenset({"", "none"})
"""Answers by which there is no such system."""
OWNER: Final = "owner"
CONFLICT: Final = "conflict"
INVOICES: Final = "invoices"
"""The question whether there is one invoice for everything."""
APART: Final = "apart"


class Owner(Enum):
    """Where a field is changed."""

    PSA = "psa"
    ACCOUNTING = "accounting"
    HERE = "here"


class ConflictRule(Enum):
    """What happens where a field was changed on both sides."""

    OWNER = "owner"
    """The owner's value holds."""
    NEWEST = "newest"
    """The later change holds, whoever owns the field; asked where nobody knows which that is."""
    ASK = "ask"
    HERE = "here"
    THERE = "there"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataType:
    """A kind of record: its fields, and who usually owns them."""

    key: str
    title: str
    usual: Owner
    fields: tuple[str, ...] = ()


DATA_TYPES: Final[Mapping[str, DataType]] = {
    each.key: each
    for each in (
        DataType(
            key="customer",
            title="Customers",
            usual=Owner.PSA,
            fields=("name", "address", "bill_to"),
        ),
        DataType(
            key="contact", title="Contacts", usual=Owner.PSA, fields=("name", "email", "phone")
        ),
        DataType(key="site", title="Sites", usual=Owner.PSA, fields=("name", "address")),
        DataType(key="terms", title="Terms", usual=Owner.PSA, fields=("terms",)),
        DataType(
            key="contract",
            title="Contracts",
            usual=Owner.PSA,
            fields=("reference", "quantity", "price", "description", "dates"),
        ),
        DataType(key="exemption", title="Tax exemptions", usual=Owner.HERE),
        DataType(key="service", title="Telecom services", usual=Owner.HERE),
        DataType(key="rate_plan", title="Rate plans", usual=Owner.HERE),
        DataType(key="invoice", title="Telecom invoices", usual=Owner.HERE),
        DataType(key="payment", title="Payments", usual=Owner.ACCOUNTING),
        DataType(key="ledger", title="Ledger", usual=Owner.ACCOUNTING),
        DataType(key="time", title="Technician time", usual=Owner.PSA),
        DataType(key="charge", title="MSP charges", usual=Owner.HERE),
    )
}
"""The usual table; with telecom on invoices apart, MSP charges are the PSA's."""


def owner_of(data_type: str, field: str, answers: Mapping[str, str]) -> Owner:
    """Who owns a field: as decided for it, for its kind, or as usual.

    What a system would own that the company does not use is owned here.
    """
    given = _given(OWNER, data_type, field, answers)
    found = Owner(given) if given else _usual(data_type, answers)
    if found is not Owner.HERE and answers.get(found.value, "") in _NOT_USED:
        return Owner.HERE
    return found


def conflict_rule(data_type: str, field: str, answers: Mapping[str, str]) -> ConflictRule:
    """What a conflict does: as decided for the field, for its kind, for all, or as usual."""
    given = _given(CONFLICT, data_type, field, answers) or answers.get(CONFLICT, "")
    return ConflictRule(given) if given else ConflictRule.OWNER


def _given(what: str, data_type: str, field: str, answers: Mapping[str, str]) -> str:
    of_field = answers.get(f"{what}.{data_type}.{field}", "") if field else ""
    return of_field or answers.get(f"{what}.{data_type}", "")


def _usual(data_type: str, answers: Mapping[str, str]) -> Owner:
    if data_type == "charge" and answers.get(INVOICES, "") == APART:
        return Owner.PSA
    return DATA_TYPES[data_type].usual


class Settlement(Enum):
    """Which value a field ends with."""

    SAME = "same"
    """Both sides say the same, or the other side says nothing of it."""
    TAKE = "take"
    """Theirs comes here."""
    KEEP = "keep"
    """Ours stays, and is what they should have."""
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a field was on both sides when it was last settled; mostly the same."""

    ours: object
    theirs: object
    """None: the other side said nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWays:
    """A field as it is here, as it is there, and as both were when it was last settled."""

    ours: object
    theirs: object
    """None: the other side says nothing of it."""
    agreed: Agreed | None = None
    """None: it was never settled."""
    ours_at: datetime | None = None
    """When it last changed, or the record it is of; None: not known."""
    theirs_at: datetime | None = None


def settled(
    field: ThreeWays,
    *,
    owner: Owner,
    side: Owner,
    rule: ConflictRule,
    key: Callable[[object], Hashable] = repr,
) -> Settlement:
    """Which value a field ends with; ``side`` is the system that says ``theirs``.

    ``key`` makes equal what is only written differently. What a third system owns is here in its
    place. At the first meeting, when nothing was settled yet, the owner's value holds. What is
    settled and changed by neither stays as it is.
    """
    theirs_owns = owner is side
    if field.agreed is None:
        return _first_met(field, theirs_owns=theirs_owns, rule=rule, key=key)
    ours_changed = key(field.ours) != key(field.agreed.ours)
    theirs_changed = _key_or_none(field.theirs, key) != _key_or_none(field.agreed.theirs, key)
    if field.theirs is None and theirs_changed:
        return Settlement.ASK
    if field.theirs is None or key(field.ours) == key(field.theirs):
        return Settlement.SAME
    if ours_changed and theirs_changed:
        return _both_changed(field, theirs_owns=theirs_owns, rule=rule)
    if theirs_changed:
        return _changed_by(owner=theirs_owns, rule=rule, winner=Settlement.TAKE)
    still_ours = not ours_changed or not theirs_owns
    return _changed_by(owner=still_ours, rule=rule, winner=Settlement.KEEP)


def _first_met(
    field: ThreeWays, *, theirs_owns: bool, rule: ConflictRule, key: Callable[[object], Hashable]
) -> Settlement:
    if field.theirs is None or key(field.ours) == key(field.theirs):
        return Settlement.SAME
    if rule is ConflictRule.ASK:
        return Settlement.ASK
    return Settlement.TAKE if theirs_owns else Settlement.KEEP


def _key_or_none(value: object, key: Callable[[object], Hashable]) -> Hashable:
    return None if value is None else (key(value),)


_LENIENT: Final = {
    Settlement.KEEP: frozenset({ConflictRule.NEWEST, ConflictRule.HERE}),
    Settlement.TAKE: frozenset({ConflictRule.NEWEST, ConflictRule.THERE}),
}
"""Rules by which a change holds that its side alone has made, though it does not own the field."""


def _changed_by(*, owner: bool, rule: ConflictRule, winner: Settlement) -> Settlement:
    """One side alone has changed it: its value holds, or is asked; it is never lost."""
    return winner if owner or rule in _LENIENT[winner] else Settlement.ASK


def _both_changed(field: ThreeWays, *, theirs_owns: bool, rule: ConflictRule) -> Settlement:
    if rule is ConflictRule.NEWEST:
        return _newest(field)
    return {
        ConflictRule.ASK: Settlement.ASK,
        ConflictRule.HERE: Settlement.KEEP,
        ConflictRule.THERE: Settlement.TAKE,
        ConflictRule.OWNER: Settlement.TAKE if theirs_owns else Settlement.KEEP,
    }[rule]


def _newest(field: ThreeWays) -> Settlement:
    if field.ours_at is None or field.theirs_at is None or field.ours_at == field.theirs_at:
        return Settlement.ASK
    return Settlement.TAKE if field.theirs_at > field.ours_at else Settlement.KEEP
