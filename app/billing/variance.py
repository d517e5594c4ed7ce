"""What changed from one invoice of an account to the next, by cause, adding up to the cent.

Services are compared by their code, so that a change of quantity and a change of price are told
apart: the quantity's part is taken at the old price, the price's part at the new quantity, and what
is left comes from the days covered (first days, part periods, cents of rounding).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from app.billing.invoice import Invoice, Line
from app.tax.request import ChargeKind
from app.values.money import ZERO, cents, plain

LONGEST_MONTH: Final = 31
"""A charge period of more days is a quarter or a year, and not on every invoice."""


class Cause(Enum):
    """Why an amount differs from the last invoice's."""

    NEW = "new"
    ENDED = "ended"
    QUANTITY = "quantity"
    PRICE = "price"
    USAGE = "usage"
    PRORATION = "proration"
    """Other days covered: a part of a period, or a period longer than a month."""
    TAX = "tax"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cause of a difference, and its money."""

    cause: Cause
    label: str
    """In words, for the invoice."""
    amount: Decimal
    reference: str = ""
    """The service or charge; blank where it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """An account's invoice against its last one; the changes add up to the difference."""

    account_number: str
    before: Decimal
    now: Decimal
    changes: tuple[Change, ...]

    @property
    def difference(self) -> Decimal:
        """How much more is owed than last time."""
        return self.now - self.before

    def by_cause(self) -> Mapping[Cause, Decimal]:
        """The difference by cause; causes that changed nothing are not in it."""
        return _sums((change.cause, change.amount) for change in self.changes)


def variance(
    now: Invoice | None, before: Invoice | None, *, billed_earlier: Collection[str] = ()
) -> Variance:
    """One account's difference; ``None`` where it has no invoice.

    ``billed_earlier`` names services that an invoice older than ``before`` holds: one of them that
    comes back, as a quarterly one does, is not new.
    """
    this, last = _lines(now), _lines(before)
    references = dict.fromkeys([line.reference for line in (*last, *this) if _is_service(line)])
    changes = [
        change
        for reference in references
        for change in _service_changes(
            _of_service(this, reference), _of_service(last, reference), earlier=billed_earlier
        )
    ]
    changes += _one_time_changes(this, last)
    changes += _change(Cause.CREDIT, "Credits", _credits(this) - _credits(last))
    changes += _change(Cause.USAGE, "Calls", _usage(this) - _usage(last))
    changes += _change(Cause.TAX, "Taxes and fees", _taxes(now) - _taxes(before))
    some = now or before
    return Variance(
        account_number=some.account_number if some else "",
        before=before.total if before else ZERO,
        now=now.total if now else ZERO,
        changes=tuple(changes),
    )


def run_variance(
    now: Iterable[Invoice],
    before: Iterable[Invoice],
    *,
    billed_earlier: Mapping[str, Collection[str]] | None = None,
) -> list[Variance]:
    """Every account of either run, by account number; accounts that changed nothing too.

    An account with several invoices, of further runs of one period, is compared by all together.
    ``billed_earlier`` by account number, as in ``variance``.
    """
    this, last = _by_account(now), _by_account(before)
    earlier = billed_earlier or {}
    return [
        variance(this.get(number), last.get(number), billed_earlier=earlier.get(number, ()))
        for number in sorted(this.keys() | last.keys())
    ]


def totals_by_cause(variances: Iterable[Variance]) -> Mapping[Cause, Decimal]:
    """The whole run's difference by cause."""
    return _sums(pair for one in variances for pair in one.by_cause().items())


def what_changed(one: Variance, *, most: int = 5) -> list[Change]:
    """At most so many changes for the invoice's box, the largest first, adding up to the whole.

    What has no room stands together in the last entry.
    """
    by_size = sorted(one.changes, key=lambda change: (-abs(change.amount), change.label))
    if len(by_size) <= most:
        return by_size
    shown, rest = by_size[: most - 1], by_size[most - 1 :]
    together = sum((change.amount for change in rest), ZERO)
    label = f"{len(rest)} other changes"
    return [*shown, Change(cause=rest[0].cause, label=label, amount=together)]


def _service_changes(
    this: Sequence[Line], last: Sequence[Line], *, earlier: Collection[str]
) -> list[Change]:
    if this and last:
        return _same_service(this, last)
    if this:
        line = this[-1]
        comes_back = line.reference in earlier
        words = "billed again" if comes_back else "new"
        cause = Cause.PRORATION if comes_back else Cause.NEW
        return _change(cause, f"{line.description}: {words}", _sum(this), line.reference)
    line = last[-1]
    rests = line.period_days > LONGEST_MONTH
    words = "not in this period" if rests else "no longer billed"
    cause = Cause.PRORATION if rests else Cause.ENDED
    return _change(cause, f"{line.description}: {words}", -_sum(last), line.reference)


def _same_service(this: Sequence[Line], last: Sequence[Line]) -> list[Change]:
    new, old = this[-1], last[-1]
    of_quantity = cents(Fraction(new.quantity - old.quantity) * Fraction(old.unit_price))
    of_price = cents(Fraction(new.quantity) * Fraction(new.unit_price - old.unit_price))
    of_days = _sum(this) - _sum(last) - of_quantity - of_price
    name, reference = new.description, new.reference
    counts = f"{name}: {plain(new.quantity)} instead of {plain(old.quantity)}"
    prices = f"{name}: {_money(new.unit_price)} instead of {_money(old.unit_price)} each"
    return [
        *_change(Cause.QUANTITY, counts, of_quantity, reference),
        *_change(Cause.PRICE, prices, of_price, reference),
        *_change(Cause.PRORATION, f"{name}: other days", of_days, reference),
    ]


def _one_time_changes(this: Sequence[Line], last: Sequence[Line]) -> list[Change]:
    changes = []
    for line in this:
        if line.kind is ChargeKind.ONE_TIME:
            changes += _change(Cause.NEW, line.description, line.amount, line.reference)
    for line in last:
        if line.kind is ChargeKind.ONE_TIME:
            words = f"{line.description}: last time only"
            changes += _change(Cause.ENDED, words, -line.amount, line.reference)
    return changes


def _change(cause: Cause, label: str, amount: Decimal, reference: str = "") -> list[Change]:
    if amount == 0:
        return []
    return [Change(cause=cause, label=label, amount=amount, reference=reference)]


def _by_account(invoices: Iterable[Invoice]) -> dict[str, Invoice]:
    found: dict[str, Invoice] = {}
    for invoice in invoices:
        first = found.get(invoice.account_number)
        found[invoice.account_number] = invoice if first is None else _both(first, invoice)
    return found


def _both(first: Invoice, second: Invoice) -> Invoice:
    # The parts of tax lines point into the lines of their own invoice, so they are left behind.
    taxes = (*first.tax_lines, *second.tax_lines)
    return replace(
        first,
        lines=(*first.lines, *second.lines),
        tax_lines=tuple(replace(tax, parts=()) for tax in taxes),
    )


def _lines(invoice: Invoice | None) -> Sequence[Line]:
    return invoice.lines if invoice else ()


def _is_service(line: Line) -> bool:
    return line.kind is ChargeKind.RECURRING


def _of_service(lines: Iterable[Line], reference: str) -> list[Line]:
    own = [line for line in lines if _is_service(line) and line.reference == reference]
    return sorted(own, key=lambda line: line.start)


def _credits(lines: Iterable[Line]) -> Decimal:
    kinds = {ChargeKind.CREDIT, ChargeKind.ADJUSTMENT}
    return _sum(line for line in lines if line.kind in kinds)


def _usage(lines: Iterable[Line]) -> Decimal:
    return _sum(line for line in lines if line.kind is ChargeKind.USAGE)


def _taxes(invoice: Invoice | None) -> Decimal:
    return invoice.taxes if invoice else ZERO


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)


def _sums(pairs: Iterable[tuple[Cause, Decimal]]) -> Mapping[Cause, Decimal]:
    found: dict[Cause, Decimal] = {}
    for cause, amount in pairs:
        found[cause] = found.get(cause, ZERO) + amount
    return found


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount == cents(amount) else f"{plain(amount):,}"
