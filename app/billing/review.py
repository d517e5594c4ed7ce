"""The review of a draft before it is approved: what changed, how much, and what was said of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.draft import DraftInvoice
from app.billing.gates import GateName
from app.billing.invoice import Invoice
from app.billing.variance import Cause, Change, Variance
from app.findings import error
from app.values.money import ZERO, plain

_NAMED_CAUSES: Final = 2
_SECOND: Final = Decimal("0.4")
"""The second largest cause is named where it is so much of the largest."""


class MarkKind(Enum):
    """What a person said of a draft."""

    APPROVED = "approved"
    HELD = "held"
    """Left out of the approval until the hold is taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person said of one account's draft, and of which draft."""

    account_number: str
    kind: MarkKind
    fingerprint: str
    """Of the draft that was looked at."""
    reason: str
    marked_at: datetime
    marked_by: str


class ReviewState(Enum):
    """Where one account stands in the review of a run."""

    TO_REVIEW = "to_review"
    APPROVED = "approved"
    ON_HOLD = "on_hold"
    LEFT_OUT = "left_out"
    """Something is wrong with it; the gates say what."""
    NOTHING = "nothing"
    """Was billed last time and has no line this time."""
    BILLED = "billed"
    """Its run is approved."""
    WAITING = "waiting"
    """Another run of the period is approved, and this one can be drafted."""


_NOT_BILLED: Final = {ReviewState.ON_HOLD, ReviewState.LEFT_OUT, ReviewState.WAITING}
_SETTLED: Final = {ReviewState.BILLED, ReviewState.LEFT_OUT, ReviewState.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One account of a run against its last invoice."""

    account_number: str
    name: str
    invoice: Invoice | None
    """What it is billed, or would be without its hold; None where it has no line or is left out."""
    variance: Variance
    is_new: bool
    """Whether it was not billed before."""
    state: ReviewState
    mark: Mark | None = None
    is_changed: bool = False
    """Whether the draft is another than the one that was marked."""

    @property
    def before(self) -> Decimal | None:
        """Its last invoice; None where it has none."""
        return None if self.is_new else self.variance.before

    @property
    def now(self) -> Decimal | None:
        """This one; None where there is none."""
        return None if self.invoice is None else self.variance.now

    @property
    def difference(self) -> Decimal:
        """How much more it is than the last one."""
        return self.variance.difference

    @property
    def part(self) -> Decimal | None:
        """The difference as a part of the last invoice; None where there is nothing to compare."""
        return self.difference / abs(self.variance.before) if self.variance.before else None

    @property
    def counts(self) -> bool:
        """Whether it is among what the approval bills, or was billed last time and is not now."""
        return self.state not in _NOT_BILLED

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The largest causes of the difference, at most two."""
        sums = self.variance.by_cause()
        ordered = sorted((cause for cause in sums if sums[cause]), key=lambda c: -abs(sums[c]))
        named = ordered[:_NAMED_CAUSES]
        if len(named) > 1 and abs(sums[named[1]]) < _SECOND * abs(sums[named[0]]):
            named = named[:1]
        return tuple(named)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change line by line, the largest first; they add up to the difference."""
        return tuple(
            sorted(self.variance.changes, key=lambda each: (-abs(each.amount), each.label))
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on a difference is looked at alone."""

    amount: Decimal = Decimal(30)
    part: Decimal = Decimal("0.1")

    def exceeded_by(self, row: ReviewRow) -> bool:
        """Whether a difference is beyond one of them; a first or last invoice always is."""
        if row.is_new or row.invoice is None:
            return True
        part = row.part
        return abs(row.difference) > self.amount or (part is not None and abs(part) > self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSums:
    """What an approval bills against last time, by cause, adding up to the cent."""

    invoices: int
    before: Decimal
    now: Decimal
    by_cause: Mapping[Cause, Decimal]
    held: int
    held_amount: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more it is."""
        return self.now - self.before


def sums_of(rows: Iterable[ReviewRow]) -> ReviewSums:
    """The sums of a review; what is held or left out is not in them."""
    invoices, before, now = 0, ZERO, ZERO
    held, held_amount = 0, ZERO
    causes: dict[Cause, Decimal] = {}
    for row in rows:
        if row.state is ReviewState.ON_HOLD:
            held += 1
            held_amount += row.variance.now
        if not row.counts:
            continue
        invoices += row.invoice is not None
        before += row.variance.before
        now += row.variance.now
        for cause, amount in row.variance.by_cause().items():
            causes[cause] = causes.get(cause, ZERO) + amount
    return ReviewSums(
        invoices=invoices,
        before=before,
        now=now,
        by_cause={cause: causes[cause] for cause in Cause if cause in causes},
        held=held,
        held_amount=held_amount,
    )


def fingerprint(invoice: Invoice) -> str:
    """Tells a draft from any other in its lines, their prices and days, and its taxes."""
    lines = [
        (
            line.kind.value,
            line.account_number,
            line.product_code,
            line.location_code,
            line.description,
            _text(line.quantity),
            _text(line.unit_price),
            _text(line.amount),
            line.start.isoformat(),
            line.end.isoformat(),
            line.reference,
        )
        for line in invoice.lines
    ]
    taxes = [
        (tax.tax_code, tax.jurisdiction, tax.location_code or "", _text(tax.amount))
        for tax in invoice.tax_lines
    ]
    text = json.dumps([_text(invoice.total), lines, taxes])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def marked(rows: Iterable[ReviewRow], marks: Mapping[str, Mark]) -> list[ReviewRow]:
    """The rows of a draft as the marks leave them.

    An approval stands for the draft that was looked at: where that has changed the row is to be
    reviewed again. A hold stands until somebody takes it away.
    """
    return [_marked(row, marks.get(row.account_number)) for row in rows]


def _marked(row: ReviewRow, mark: Mark | None) -> ReviewRow:
    if row.invoice is None or row.state in _SETTLED:
        return row
    if mark is None:
        return replace(row, state=ReviewState.TO_REVIEW, mark=None, is_changed=False)
    changed = mark.fingerprint != fingerprint(row.invoice)
    state = ReviewState.APPROVED
    if mark.kind is MarkKind.HELD:
        state = ReviewState.ON_HOLD
    elif changed:
        state = ReviewState.TO_REVIEW
    return replace(row, state=state, mark=mark, is_changed=changed)


def held_back(drafts: Iterable[DraftInvoice], holds: Mapping[str, str]) -> list[DraftInvoice]:
    """The drafts of a run with those left out that a person holds; ``holds`` says why."""
    return [_held(draft, holds.get(draft.account_number)) for draft in drafts]


def _held(draft: DraftInvoice, why: str | None) -> DraftInvoice:
    if why is None or draft.invoice is None:
        return draft
    finding = error(
        GateName.HELD_IN_REVIEW.value,
        held_words([why]),
        way_out="Take the hold away in the review of its bills.",
        sheet="accounts",
        record=draft.account_number,
    )
    return replace(draft, findings=(*draft.findings, finding))


def held_words(reasons: Iterable[str]) -> str:
    """Why drafts are held, as the gate tells it; each reason once."""
    return "; ".join(dict.fromkeys(f"Held in review: {why}" for why in reasons))


def is_held_alone(draft: DraftInvoice) -> bool:
    """Whether nothing but a hold leaves a draft out."""
    return bool(draft.errors) and all(
        problem.code == GateName.HELD_IN_REVIEW.value for problem in draft.errors
    )


def over(rows: Sequence[ReviewRow], limits: Limits) -> list[ReviewRow]:
    """The rows that are looked at alone."""
    return [row for row in rows if limits.exceeded_by(row)]


def _text(amount: Decimal) -> str:
    return f"{plain(amount):f}"
