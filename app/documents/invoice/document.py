"""What an invoice on paper holds: the invoice, and all that the page tells besides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.invoice import Invoice, Line
from app.billing.issuer import Company
from app.billing.usage_charges import CLASS_WORDS
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.tax.request import ChargeKind
from app.tax.unbundling import BundleSplit
from app.values.money import ZERO
from app.values.period import Period

SURCHARGE_WORDS: Final = (
    "These are not taxes and no government requires us to charge them. We set them to recover what "
    "following federal and state rules costs us."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What was owed before; each amount as it changes what is owed, so a payment is negative."""

    previous: Decimal = ZERO
    payments: Decimal = ZERO
    adjustments: Decimal = ZERO

    @property
    def forward(self) -> Decimal:
        """What is left of it."""
        return self.previous + self.payments + self.adjustments


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that came in; positive."""

    amount: Decimal
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cause why this invoice differs from the one before."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInvoice:
    """An invoice's total under the name of its month: ``Oct``; ``October`` within a sentence."""

    label: str
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CallKind:
    """The calls of one account and kind: the row of a table."""

    account_number: str
    label: str
    calls: int
    billed_seconds: int
    included_seconds: int
    rate: str
    """The price in words or figures; blank: shown by what is included."""
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What the company has to say by law or by its terms; None: not printed."""

    surcharges: str = SURCHARGE_WORDS
    dispute: str | None = None
    """How to dispute an amount; blank: where to call and write."""
    dispute_days: int | None = None
    """Within how many days of the invoice's date; None: not said."""
    late_payment: str | None = None
    nonpayment: str | None = None
    """What follows where somebody does not pay; None: said only of basic local service."""
    regulator: str | None = None
    """How to reach the commission that hears complaints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """An invoice as it is printed.

    ValueError where the calls by kind do not add up to the invoice's usage lines, or the changes
    not to the difference from the invoice before: such a page would contradict itself.
    """

    invoice: Invoice
    company: Company
    account: Account
    locations: Mapping[str, ServiceLocation]
    """By location code: the account's, and those of children on this invoice."""
    children: Mapping[str, Account] = field(default_factory=dict)
    """By account number: who is billed to this account."""
    calls: tuple[CallKind, ...] | None = None
    """None: worked out from the usage lines."""
    splits: Sequence[BundleSplit] = ()
    """On what the components of bundled lines were taxed."""
    balance: Balance | None = None
    """What was owed before; None: not known here, and not part of what is due."""
    last_payment: Payment | None = None
    before: PastInvoice | None = None
    """The invoice that the changes are told against."""
    changes: tuple[Change, ...] = ()
    history: tuple[PastInvoice, ...] = ()
    """The last six invoices, the oldest first, this one last."""
    note: str | None = None
    markers: Mapping[str, str] = field(default_factory=dict)
    """By product code: the word for its kind, where its tax category tells too little."""
    unit_kinds: Mapping[str, str] = field(default_factory=dict)
    """By tax code: its ``unit_kind``, such as ``LINE|TRUNK``; MINUTE where its base is MINUTES."""
    authorities: Mapping[str, str] = field(default_factory=dict)
    """By jurisdiction: who takes the tax."""
    seller_numbers: tuple[tuple[str, str], ...] = ()
    """Registrations to be printed: ``("GST/HST", "12345 6789 RT0001")``."""
    copy: Copy = field(default_factory=Copy)
    annex: bool = False
    """Whether a call detail annex goes with it."""
    masked: bool = True
    """Whether telephone numbers lose their last two digits."""
    draft: bool = False
    language: str = "en-US"

    def __post_init__(self) -> None:
        """Holds the sums against each other."""
        called = sum((kind.amount for kind in self.call_kinds), ZERO)
        billed = sum((line.amount for line in self.usage_lines), ZERO)
        if called != billed:
            message = f"calls by kind come to {called}, the usage lines to {billed}"
            raise ValueError(message)
        changed = sum((change.amount for change in self.changes), ZERO)
        if self.changes and (self.before is None or self.before.total + changed != self.total):
            message = f"the changes come to {changed}, which is not the difference of the totals"
            raise ValueError(message)

    @property
    def usage_lines(self) -> tuple[Line, ...]:
        """The lines that bill calls."""
        return tuple(line for line in self.invoice.lines if line.kind is ChargeKind.USAGE)

    def components_of(self, line: Line) -> list[BundleSplit]:
        """The components of a bundled line that bear money; of a line that is no bundle none.

        Two lines that are equal are split equally.
        """
        place = self.invoice.lines.index(line)
        found = [each for each in self.splits if each.line_index == place and each.amount]
        return found if len(found) > 1 else []

    @property
    def call_kinds(self) -> tuple[CallKind, ...]:
        """The calls by kind."""
        return call_kinds(self.invoice.lines) if self.calls is None else self.calls

    @property
    def total(self) -> Decimal:
        """The total of this invoice alone."""
        return self.invoice.total

    @property
    def total_due(self) -> Decimal:
        """The balance forward, where it is known, and this invoice."""
        before = self.balance.forward if self.balance else ZERO
        return before + self.invoice.total

    @property
    def number(self) -> str:
        """The invoice's number; a draft has none."""
        return self.invoice.invoice_number or "Draft"

    @property
    def seller(self) -> str:
        """The name under which the company stands at the top."""
        return self.company.legal_name or self.company.name

    @property
    def customer(self) -> str:
        """The name of who is billed."""
        return self.account.billing_name or self.account.name

    @property
    def period(self) -> Period:
        """The bill period."""
        return Period(self.invoice.period_start, self.invoice.period_end)


def call_kinds(
    lines: Iterable[Line], rates: Mapping[str, str] | None = None
) -> tuple[CallKind, ...]:
    """The usage lines by account and kind of call; late calls on rows of their own.

    ``rates`` gives the words or figures for a call class where one price holds for it.
    """
    groups: dict[tuple[str, bool, int, str], list[Line]] = {}
    order = {call_class: place for place, call_class in enumerate(CLASS_WORDS)}
    for line in lines:
        if line.kind is ChargeKind.USAGE:
            call_class = line.usage.call_class if line.usage else "other"
            place = order.get(call_class, len(order))
            key = (line.account_number, line.late, place, call_class)
            groups.setdefault(key, []).append(line)
    return tuple(_kind(key, groups[key], rates or {}) for key in sorted(groups))


def _kind(key: tuple[str, bool, int, str], lines: list[Line], rates: Mapping[str, str]) -> CallKind:
    account_number, late, _, call_class = key
    counts = [line.usage for line in lines if line.usage]
    label = CLASS_WORDS[call_class]
    return CallKind(
        account_number=account_number,
        label=f"{label}, of an earlier month" if late else label,
        calls=sum(each.calls for each in counts),
        billed_seconds=sum(each.billed_seconds for each in counts),
        included_seconds=sum(each.allowance_seconds for each in counts),
        rate=rates.get(call_class, ""),
        amount=sum((line.amount for line in lines), ZERO),
    )
