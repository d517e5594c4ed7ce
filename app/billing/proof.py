"""The proof of a period: every record in has one outcome, and the money is the same everywhere.

records in = billed + rated, not yet billed + suspended (of these held) + written off + not
chargeable + duplicate + malformed; lines = invoices = journal. The sums come from independent
queries; here they are compared, and what breaks them is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Call records: how many, how long, and what they cost, exactly."""

    calls: int = 0
    seconds: int = 0
    amount: Decimal = ZERO

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            calls=self.calls + other.calls,
            seconds=self.seconds + other.seconds,
            amount=self.amount + other.amount,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        """What is left of this without the other."""
        return Tally(
            calls=self.calls - other.calls,
            seconds=self.seconds - other.seconds,
            amount=self.amount - other.amount,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of the records of one import, or of all."""

    billed: Tally = field(default_factory=Tally)
    not_billed: Mapping[str, Tally] = field(default_factory=dict)
    """Rated, not yet billed, by reason: later period, account left out, no run yet."""
    suspended: Tally = field(default_factory=Tally)
    held: Tally = field(default_factory=Tally)
    """Part of ``suspended``: held back by the user."""
    written_off: Tally = field(default_factory=Tally)
    not_chargeable: Tally = field(default_factory=Tally)
    duplicate: Tally = field(default_factory=Tally)
    malformed: int = 0
    """Only counted: what cannot be read has no length and no price."""

    @property
    def rated_not_billed(self) -> Tally:
        """Rated calls that wait, all reasons together."""
        return _sum(self.not_billed.values())

    @property
    def total(self) -> Tally:
        """All outcomes together; held calls once."""
        parts = (
            self.billed,
            self.rated_not_billed,
            self.suspended,
            self.written_off,
            self.not_chargeable,
            self.duplicate,
            Tally(calls=self.malformed),
        )
        return _sum(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSums:
    """One import: its records as they came in, and what became of them."""

    name: str
    records_in: Tally
    outcomes: Outcomes

    @property
    def missing(self) -> Tally:
        """Records in less all outcomes: nothing where it closes."""
        return self.records_in - self.outcomes.total


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSums:
    """One invoice as its lines, its own totals, its calls and the journal tell it."""

    name: str
    """The invoice's number, or its account's while it has none."""
    lines: Decimal
    """Sum of its lines, before tax."""
    tax_lines: Decimal
    charges: Decimal
    """As the invoice says."""
    taxes: Decimal
    total: Decimal
    receivable: Decimal
    """Debit less credit in the journal."""
    revenue: Decimal
    """Credit less debit in the journal."""
    tax_payable: Decimal
    """Credit less debit in the journal, the provider's own fees too."""
    usage_exact: Decimal = ZERO
    """Exact sum that its usage lines keep."""
    calls_exact: Decimal = ZERO
    """Exact sum of the calls sealed on it."""
    usage_calls: int = 0
    """Calls that its usage lines count."""
    calls: int = 0
    """Rated calls sealed on it."""

    @property
    def closes(self) -> bool:
        """Whether all that is told of it is the same."""
        return (
            self.lines == self.charges == self.revenue
            and self.tax_lines == self.taxes == self.tax_payable
            and self.charges + self.taxes == self.total == self.receivable
            and self.usage_exact == self.calls_exact
            and self.usage_calls == self.calls
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Both identities with every sum, and the records that break them."""

    records_in: Tally
    outcomes: Outcomes
    invoices: InvoiceSums
    """All invoices together."""
    billed_calls: Tally
    """As the invoices' usage lines tell it."""
    broken_imports: tuple[ImportSums, ...]
    broken_invoices: tuple[InvoiceSums, ...]

    @property
    def missing(self) -> Tally:
        """Records in less all outcomes: nothing where it closes."""
        return self.records_in - self.outcomes.total

    @property
    def calls_agree(self) -> bool:
        """Whether calls billed and money billed are those on the invoices' usage lines.

        Seconds are not compared: calls are told in raw seconds, lines in billed ones.
        """
        billed = self.outcomes.billed
        return (billed.calls, billed.amount) == (self.billed_calls.calls, self.billed_calls.amount)

    @property
    def closes(self) -> bool:
        """Whether nothing is missing, doubled or different anywhere."""
        broken = self.broken_imports or self.broken_invoices
        return not broken and self.missing == Tally() and self.calls_agree and self.invoices.closes

    @property
    def broken(self) -> list[str]:
        """The imports and invoices that break it, by name."""
        names = [one.name for one in self.broken_imports]
        return names + [one.name for one in self.broken_invoices]


def prove(
    imports: Sequence[ImportSums], invoices: Sequence[InvoiceSums], *, billed_calls: Tally
) -> Proof:
    """The proof over these imports and invoices.

    ``billed_calls`` is what usage lines of all invoices of these calls say; pass the billed
    outcome itself where calls of the imports are on invoices outside the period.
    """
    return Proof(
        records_in=_sum(one.records_in for one in imports),
        outcomes=_together([one.outcomes for one in imports]),
        invoices=_all_invoices(invoices),
        billed_calls=billed_calls,
        broken_imports=tuple(one for one in imports if one.missing != Tally()),
        broken_invoices=tuple(one for one in invoices if not one.closes),
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _together(parts: Sequence[Outcomes]) -> Outcomes:
    reasons = sorted({reason for part in parts for reason in part.not_billed})
    return Outcomes(
        billed=_sum(part.billed for part in parts),
        not_billed={
            reason: _sum(part.not_billed.get(reason, Tally()) for part in parts)
            for reason in reasons
        },
        suspended=_sum(part.suspended for part in parts),
        held=_sum(part.held for part in parts),
        written_off=_sum(part.written_off for part in parts),
        not_chargeable=_sum(part.not_chargeable for part in parts),
        duplicate=_sum(part.duplicate for part in parts),
        malformed=sum(part.malformed for part in parts),
    )


def _all_invoices(invoices: Sequence[InvoiceSums]) -> InvoiceSums:
    return InvoiceSums(
        name="all invoices",
        lines=sum((one.lines for one in invoices), ZERO),
        tax_lines=sum((one.tax_lines for one in invoices), ZERO),
        charges=sum((one.charges for one in invoices), ZERO),
        taxes=sum((one.taxes for one in invoices), ZERO),
        total=sum((one.total for one in invoices), ZERO),
        receivable=sum((one.receivable for one in invoices), ZERO),
        revenue=sum((one.revenue for one in invoices), ZERO),
        tax_payable=sum((one.tax_payable for one in invoices), ZERO),
        usage_exact=sum((one.usage_exact for one in invoices), ZERO),
        calls_exact=sum((one.calls_exact for one in invoices), ZERO),
        usage_calls=sum(one.usage_calls for one in invoices),
        calls=sum(one.calls for one in invoices),
    )
