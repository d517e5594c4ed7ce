"""The proof beyond this file: what the books and the PSA have of a period, against what was billed.

Everything is told as it was last read there. What is open, since it is not posted or not paid yet,
is told with why; what differs is told by record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from app.values.money import ZERO


class Hold(Enum):
    """Why a document is not in the books."""

    BEFORE_GO_LIVE = "before_go_live"
    NOT_NEEDED = "not_needed"
    """Its customer is not needed there."""
    NOTHING = "nothing"
    """It comes to 0."""
    CONFLICT = "conflict"
    """It, or its customer, needs a hand."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """It was sent, and no answer came."""
    OFF = "off"
    """Posting is switched off."""
    WAITING = "waiting"
    """It goes with the next batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedDocument:
    """An invoice or credit note of ours, beside what stands of it in one set of books."""

    number: str
    account_number: str
    total: Decimal
    """As billed; below 0 it gives money back."""
    is_void: bool
    is_linked: bool
    """Whether it is known there."""
    there: Decimal | None
    """What it asks for there, signed as ours; None: nothing of it stands there."""
    is_read: bool
    """Whether that was read there since it was posted; else it is as posting it was answered."""
    taken: Decimal = ZERO
    """What they changed and somebody took over: theirs less ours."""
    hold: Hold = Hold.WAITING
    """Why it is not there, where it is not."""
    why: str = ""
    """The same in words."""

    @property
    def ours(self) -> Decimal:
        """What it asks for here."""
        return ZERO if self.is_void else self.total

    @property
    def is_posted(self) -> bool:
        """Whether it stands here and is known there."""
        return self.is_linked and not self.is_void

    @property
    def difference(self) -> Decimal:
        """Theirs less ours, but for what was taken over; 0 while it is not posted."""
        if not self.is_linked:
            return ZERO
        return (self.there or ZERO) - self.ours - (ZERO if self.is_void else self.taken)

    @property
    def words(self) -> str:
        """How it differs; blank where it does not."""
        if not self.difference:
            return ""
        if self.is_void:
            return f"it is void here, and asks for {self.there:.2f} there"
        if self.there is None:
            return f"it is void or gone there, and asks for {self.ours:.2f} here"
        return f"{self.there:.2f} there, {self.ours + self.taken:.2f} here"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayedInvoice:
    """An invoice that a PSA made, beside what stands of it in the books."""

    number: str
    total: Decimal
    """As the PSA has it."""
    is_linked: bool
    there: Decimal | None
    paid: Decimal = ZERO
    """Of it, as the books tell."""

    @property
    def difference(self) -> Decimal:
        """Theirs less the PSA's; 0 while it is not relayed."""
        return (self.there or ZERO) - self.total if self.is_linked else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Documents that are not in the books for one reason."""

    hold: Hold
    numbers: tuple[str, ...]
    amount: Decimal
    why: str
    """In words, of the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksProof:
    """One accounting system against what was billed."""

    system: str
    title: str
    documents: tuple[BookedDocument, ...]
    relayed: tuple[RelayedInvoice, ...] = ()
    """Of the PSA, apart: they are no invoices of ours."""
    read_at: datetime | None = None
    """When its invoices were last read; None: never."""

    @property
    def posted(self) -> tuple[BookedDocument, ...]:
        """What stands here and is known there."""
        return tuple(each for each in self.documents if each.is_posted)

    @property
    def voids(self) -> tuple[BookedDocument, ...]:
        """What is void here, or stands there no more."""
        return tuple(
            each for each in self.documents if each.is_void or (each.is_linked and not each.there)
        )

    @property
    def ours(self) -> Decimal:
        """What the posted ones ask for here."""
        return _sum(each.ours for each in self.posted)

    @property
    def taken(self) -> Decimal:
        """What of changes there was taken over."""
        return _sum(each.taken for each in self.posted)

    @property
    def there(self) -> Decimal:
        """What all of them ask for there."""
        return _sum(each.there or ZERO for each in self.documents if each.is_linked)

    @property
    def difference(self) -> Decimal:
        """Theirs less ours."""
        return _sum(each.difference for each in self.documents)

    @property
    def differing(self) -> tuple[BookedDocument, ...]:
        """The documents that break it."""
        return tuple(each for each in self.documents if each.difference)

    @property
    def not_posted(self) -> Decimal:
        """What stands here and is not known there."""
        return _sum(each.ours for each in self.documents if not each.is_linked)

    @property
    def held(self) -> tuple[Held, ...]:
        """What is not posted, by why."""
        found: dict[Hold, list[BookedDocument]] = {}
        for each in self.documents:
            if not each.is_linked and not each.is_void:
                found.setdefault(each.hold, []).append(each)
        return tuple(
            Held(
                hold=hold,
                numbers=tuple(each.number for each in found[hold]),
                amount=_sum(each.ours for each in found[hold]),
                why=found[hold][0].why,
            )
            for hold in Hold
            if hold in found
        )

    @property
    def unread(self) -> int:
        """How many of the posted ones were not read there since."""
        return sum(not each.is_read for each in self.posted)

    @property
    def relayed_total(self) -> Decimal:
        """What the relayed ones come to in the PSA."""
        return _sum(each.total for each in self.relayed if each.is_linked)

    @property
    def relayed_there(self) -> Decimal:
        """What they come to in the books."""
        return _sum(each.there or ZERO for each in self.relayed if each.is_linked)

    @property
    def relayed_differing(self) -> tuple[RelayedInvoice, ...]:
        """The relayed ones that break it."""
        return tuple(each for each in self.relayed if each.difference)

    @property
    def not_relayed(self) -> tuple[RelayedInvoice, ...]:
        """Those that are to be relayed, and are not yet."""
        return tuple(each for each in self.relayed if not each.is_linked)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledDocument:
    """A posted invoice or credit note with what settles it."""

    number: str
    owed: Decimal
    """As posted; below 0 of a credit note, 0 where it is void."""
    money: Decimal = ZERO
    """Payments on it."""
    credits: Decimal = ZERO
    """Credit that was put on it."""
    adjusted: Decimal = ZERO
    """Changes there that were taken over: a credit is above 0."""
    used: Decimal = ZERO
    """Of a credit note: what of it was put on invoices."""
    balance: Decimal | None = None
    """What is open of it there, signed as ``owed``; None: not read since it was posted."""
    is_behind: bool = False
    """Whether payments on it were read and not taken in yet."""

    @property
    def settled(self) -> Decimal:
        """All that settles it; below 0 of a credit note."""
        return self.money + self.credits + self.adjusted - self.used

    @property
    def open(self) -> Decimal:
        """What is left of it: to pay, or below 0 to use up."""
        left = self.owed - self.settled
        return left if self.owed < 0 else max(left, ZERO)

    @property
    def over(self) -> Decimal:
        """What is on it beyond what it asks for."""
        return ZERO if self.owed < 0 else max(self.settled - self.owed, ZERO)

    @property
    def open_there(self) -> Decimal:
        """What is left of it as the books tell; as we do where nothing was read since."""
        if self.balance is None:
            return self.open
        # Some books show more than is asked for as a balance below 0.
        return ZERO if self.over and self.balance == -self.over else self.balance

    @property
    def difference(self) -> Decimal:
        """Theirs less ours; 0 while payments are not taken in."""
        return ZERO if self.is_behind else self.open_there - self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidProof:
    """What settles the posted documents of a period."""

    documents: tuple[SettledDocument, ...]
    unapplied: Decimal = ZERO
    """Money of their customers that lies on no invoice."""

    @property
    def owed(self) -> Decimal:
        """What they ask for."""
        return _sum(each.owed for each in self.documents)

    @property
    def money(self) -> Decimal:
        """Payments on them."""
        return _sum(each.money for each in self.documents)

    @property
    def credits(self) -> Decimal:
        """Credit put on them, less what of credit notes among them was used up."""
        return _sum(each.credits - each.used for each in self.documents)

    @property
    def adjusted(self) -> Decimal:
        """Changes there that were taken over."""
        return _sum(each.adjusted for each in self.documents)

    @property
    def settled(self) -> Decimal:
        """All that settles them."""
        return _sum(each.settled for each in self.documents)

    @property
    def open(self) -> Decimal:
        """What is left."""
        return _sum(each.open for each in self.documents)

    @property
    def open_there(self) -> Decimal:
        """What is left as the books tell."""
        return _sum(each.open_there - _behind(each) for each in self.documents)

    @property
    def over(self) -> Decimal:
        """What is on them beyond what they ask for."""
        return _sum(each.over for each in self.documents)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many are paid, part paid, open, over paid."""
        found = dict.fromkeys(("paid", "part", "open", "over"), 0)
        for each in self.documents:
            if each.owed > 0 or each.over:
                found[_standing(each)] += 1
        return found

    @property
    def behind(self) -> tuple[SettledDocument, ...]:
        """Those with payments that were read and not taken in."""
        return tuple(each for each in self.documents if each.is_behind)

    @property
    def differing(self) -> tuple[SettledDocument, ...]:
        """The documents that break it."""
        return tuple(each for each in self.documents if each.difference)


def _behind(document: SettledDocument) -> Decimal:
    """What the books tell beyond what is taken in."""
    return document.open_there - document.open if document.is_behind else ZERO


def _standing(document: SettledDocument) -> str:
    if document.over:
        return "over"
    if not document.open:
        return "paid"
    return "part" if document.settled else "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaProof:
    """Lines of a PSA's time and charges on our invoices, against our ledger of what we bill."""

    system: str
    title: str
    lines: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    """Amounts of the invoices' lines, by reference."""
    ledger: Mapping[str, Decimal] = field(default_factory=dict)
    """What the ledger bills, by reference."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(map(len, self.lines.values()))

    @property
    def amount(self) -> Decimal:
        """What the lines come to."""
        return _sum(amount for each in self.lines.values() for amount in each)

    @property
    def ledger_amount(self) -> Decimal:
        """What the ledger comes to."""
        return _sum(self.ledger.values())

    @property
    def broken(self) -> tuple[str, ...]:
        """References that are not once on both."""
        return tuple(
            reference
            for reference in sorted({*self.lines, *self.ledger})
            if list(self.lines.get(reference, ()))
            != ([self.ledger[reference]] if reference in self.ledger else [])
        )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
