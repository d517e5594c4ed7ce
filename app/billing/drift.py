"""An invoice that was changed over there: ours, theirs and what both last had, field by field.

The sealed invoice here never changes. What of theirs is taken counts beside it, as a credit where
they ask for less and as a charge where they ask for more.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.incoming import BookInvoice, BookLine
from app.billing.outgoing import OutgoingInvoice, OutgoingLine
from app.billing.posting import differences, stands
from app.values.money import ZERO
from app.values.plain_form import plain_of


class DriftChoice(Enum):
    """What shall hold."""

    OURS = "ours"
    """It is written anew there, as we sent it."""
    THEIRS = "theirs"
    """What they changed counts here too, as a credit or charge."""
    SPLIT = "split"
    """Line by line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftField:
    """One field as the three have it; amounts are decimals, days are days."""

    name: str
    title: str
    ours: object
    there: object
    agreed: object

    @property
    def is_changed(self) -> bool:
        """Whether it was changed there since both last agreed."""
        return self.there != self.agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftLine:
    """One line as the three have it; None where it is not there."""

    place: int
    """Counted from 1 through the lines of ours, then those that are there alone."""
    words: str
    ours: Decimal | None
    there: Decimal | None

    @property
    def difference(self) -> Decimal:
        """Theirs less ours."""
        return (self.there or ZERO) - (self.ours or ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """An invoice that stands otherwise there."""

    number: str
    their_id: str
    fields: tuple[DriftField, ...]
    lines: tuple[DriftLine, ...]
    ours_total: Decimal
    there_total: Decimal
    is_paid: bool
    """Whether something is paid or credited on it there: it can then not be written anew."""
    digest: str
    """Of what stands there now."""
    version: str

    @property
    def difference(self) -> Decimal:
        """Theirs less ours: below 0 where they ask for less."""
        return self.there_total - self.ours_total

    @property
    def unexplained(self) -> Decimal:
        """What of the difference no line tells, as a tax that was added there."""
        return self.difference - sum((each.difference for each in self.lines), ZERO)


_TITLES: Final = {
    "customer_id": "Customer there",
    "dated_on": "Dated",
    "due_on": "Due",
    "currency": "Currency",
}


def drift_of(ours: OutgoingInvoice, there: BookInvoice) -> Drift | None:
    """How an invoice that we sent stands otherwise there; None where both agree, or it ended there.

    ``ours`` is what was last sent, and so what both last agreed on.
    """
    if not stands(there) or not differences(ours, there):
        return None
    sent = ours.total
    fields = [DriftField(name="total", title="Amount", ours=sent, there=there.total, agreed=sent)]
    for name, title in _TITLES.items():
        mine, theirs = getattr(ours, name), getattr(there, name)
        if theirs is not None:
            each = DriftField(name=name, title=title, ours=mine, there=theirs, agreed=mine)
            fields.append(each)
    paid = max(there.total - there.balance, ZERO)
    fields.append(DriftField(name="paid", title="Paid", ours=None, there=paid, agreed=None))
    return Drift(
        number=ours.number,
        their_id=there.source_id,
        fields=tuple(fields),
        lines=_paired_lines(ours.lines, there.lines) if there.lines else (),
        ours_total=sent,
        there_total=there.total,
        is_paid=there.has_settlements,
        digest=digest_of_invoice(there),
        version=there.version,
    )


def digest_of_invoice(there: BookInvoice) -> str:
    """A hash of what an invoice there asks for; payments and stamps do not count."""
    told = {
        "total": there.total,
        "tax_total": there.tax_total,
        "customer_id": there.customer_id,
        "dated_on": there.dated_on,
        "due_on": there.due_on,
        "lines": sorted((each.description, each.amount) for each in there.lines),
        "stands": stands(there),
    }
    text = json.dumps(plain_of(told), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _paired_lines(ours: Sequence[OutgoingLine], there: Sequence[BookLine]) -> tuple[DriftLine, ...]:
    """Lines of both sides: the same words and amount first, then the same words, then in order."""
    left = [each for each in there if each.amount]
    found: dict[int, BookLine] = {}

    def pair(fits: Callable[[OutgoingLine, BookLine], bool]) -> None:
        for place, mine in enumerate(ours):
            if place in found:
                continue
            match = next((each for each in left if fits(mine, each)), None)
            if match is not None:
                left.remove(match)
                found[place] = match

    pair(lambda mine, each: _words(mine) == _words(each) and mine.amount == each.amount)
    pair(lambda mine, each: _words(mine) == _words(each))
    pair(lambda mine, each: mine.amount == each.amount)
    for place in range(len(ours)):
        # Somebody may have changed words and amount of a line, and left it where it was.
        at_its_place = there[place] if place < len(there) else None
        if place not in found and at_its_place in left:
            left.remove(at_its_place)
            found[place] = at_its_place
    lines = [
        DriftLine(
            place=place + 1,
            words=mine.description,
            ours=mine.amount,
            there=found[place].amount if place in found else None,
        )
        for place, mine in enumerate(ours)
    ]
    lines += [
        DriftLine(place=len(ours) + 1 + extra, words=each.description, ours=None, there=each.amount)
        for extra, each in enumerate(left)
    ]
    return tuple(lines)


def _words(line: OutgoingLine | BookLine) -> str:
    return " ".join(line.description.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a choice comes to."""

    write: OutgoingInvoice | None
    """What is written anew there; None: nothing is."""
    taken: Decimal
    """Theirs less ours, as it counts here beside the invoice: below 0 is a credit."""
    words: str


def settlement(
    drift: Drift, ours: OutgoingInvoice, choice: DriftChoice, *, keep: Collection[int] = ()
) -> Settlement:
    """What a choice comes to; ``keep``: of a split, the places of lines that are to be as ours."""
    if choice is DriftChoice.OURS:
        words = f"It is set back to {drift.ours_total} there."
        return Settlement(write=ours, taken=ZERO, words=words)
    kept = [] if choice is DriftChoice.THEIRS else [e for e in drift.lines if e.place in keep]
    back = sum((each.difference for each in kept), ZERO)
    taken = drift.difference - back
    if not any(each.difference for each in kept):
        return Settlement(write=None, taken=taken, words=_taken_words(taken))
    write = replace(ours, lines=_split_lines(drift, ours, keep))
    words = f"It is set to {write.total} there. {_taken_words(taken)}"
    return Settlement(write=write, taken=write.total - ours.total, words=words)


def _taken_words(taken: Decimal) -> str:
    if not taken:
        return "The amount stays as it is."
    what = "credit" if taken < 0 else "charge"
    return f"A {what} of {abs(taken)} is added here; the invoice itself stays as it was sent."


def _split_lines(
    drift: Drift, ours: OutgoingInvoice, keep: Collection[int]
) -> tuple[OutgoingLine, ...]:
    """The lines as they are to stand there: ours where they are kept, else theirs."""
    found = []
    for each in drift.lines:
        amount = each.ours if each.place in keep else each.there
        if amount is None:
            continue
        is_ours = each.place <= len(ours.lines)
        # A line that they added goes where our first one goes: its account is not ours to choose.
        basis = ours.lines[each.place - 1] if is_ours else ours.lines[0]
        found.append(replace(basis, description=each.words, amount=amount))
    return tuple(found)
