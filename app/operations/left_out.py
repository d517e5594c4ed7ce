"""What of a PSA is billable and on no invoice, with why and how much: nothing is forgotten."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.consolidation import NOT_OWED, Verdict, Why
from app.billing.contract_lines import LineVerdict, LineWhy
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period, period_of
from app.billing.recurring import service_period
from app.customers.incoming import PsaCustomer, PsaFamily
from app.operations.billing_view import BillingView, billing_view
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store.connections import connections
from app.store.counts import services_billed
from app.store.remote_records import records_of
from app.store.transaction import Transaction
from app.values.money import ZERO

WAITS: Final = "waits"
"""Why of what stands among the charges and whose run is still to come."""
PROPOSED: Final = "proposed"
"""Why of what a plan would bring, and nobody has applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutThing:
    """One thing that is on no invoice."""

    system: str
    kind: str
    """time, charge or agreement_line."""
    source_id: str
    account_number: str | None
    customer: str
    """Its name: ours where it is linked."""
    day: date | None
    text: str
    why: str
    """A stable word."""
    words: str
    amount: Decimal
    customer_id: str | None = None
    """Of their customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutList:
    """All of them, for one period."""

    period: str
    things: tuple[LeftOutThing, ...]
    not_owed: tuple[LeftOutThing, ...]
    """Covered, not billable, of nothing or deleted: shown, and owed by nobody."""

    @property
    def total(self) -> Decimal:
        """Money of what is left out."""
        return sum((each.amount for each in self.things), ZERO)


def left_out(office: Office, period: str, *, progress: Progress | None = None) -> LeftOutList:
    """What is billable up to a period's end and on no invoice, by customer and day.

    By what was last pulled; InputError for a period that is none.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    things: list[LeftOutThing] = []
    not_owed: list[LeftOutThing] = []
    with office.file.read() as conn:
        psas = [each.system for each in connections(conn) if each.role == "psa"]
        for place, system in enumerate(psas):
            (progress or Silent()).step(place, len(psas), f"Looking at {system}")
            found, free = left_at(conn, billing_view(office, conn, system), period)
            things += found
            not_owed += free
    return LeftOutList(period=period, things=_sorted(things), not_owed=_sorted(not_owed))


def left_at(
    conn: Transaction, view: BillingView, period: str
) -> tuple[list[LeftOutThing], list[LeftOutThing]]:
    """What of one PSA is left out, and what nobody owes."""
    looked = _Looked.at(conn, view)
    things: list[LeftOutThing] = []
    not_owed: list[LeftOutThing] = []
    for verdict in view.verdicts:
        found = looked.thing(verdict, period)
        if found is not None:
            (not_owed if verdict.why in NOT_OWED else things).append(found)
    return [*things, *looked.lines(conn, period)], not_owed


def _sorted(things: Sequence[LeftOutThing]) -> tuple[LeftOutThing, ...]:
    return tuple(
        sorted(things, key=lambda each: (each.customer, each.day or date.min, each.source_id))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """One PSA, judged."""

    view: BillingView
    names: Mapping[str, str]
    """Of their customers."""

    @classmethod
    def at(cls, conn: Transaction, view: BillingView) -> "_Looked":
        """The PSA as it was last pulled."""
        found = records_of(conn, view.system, PsaFamily.CUSTOMERS.value, PsaCustomer, gone=True)
        return cls(
            view=view,
            names={each.source_id: each.name for each in found},
        )

    def thing(self, verdict: Verdict, period: str) -> LeftOutThing | None:
        """A time entry or charge, if it is on no invoice and not of a later period."""
        work = verdict.work
        is_billed = (
            work.key in self.view.billed
            or verdict.why is Why.BILLED_THERE
            or self.view.desk.by_hand.get(work.key, "") in self.view.hand_billed
        )
        if is_billed or (work.day is not None and self._label(verdict, work.day) > period):
            return None
        why, words = self._why(verdict)
        return LeftOutThing(
            system=self.view.system,
            kind="time" if work.is_time else "charge",
            source_id=work.source_id,
            account_number=verdict.account_number,
            customer=self._customer(verdict.account_number, work.customer_id),
            day=work.day,
            text=work.text,
            why=why,
            words=words,
            amount=work.worth,
            customer_id=work.customer_id,
        )

    def _label(self, verdict: Verdict, day: date) -> str:
        account = self.view.accounts.get(verdict.account_number or "")
        return period_of(day, account.bill_cycle_day if account else FIRST_CYCLE_DAY)

    def _customer(self, number: str | None, customer_id: str | None) -> str:
        account = self.view.accounts.get(number or "")
        return account.name if account else self.names.get(customer_id or "", "")

    def _why(self, verdict: Verdict) -> tuple[str, str]:
        if verdict.why not in {Why.BILLED, Why.SHOWN, Why.HERE_ALREADY}:
            return verdict.why.value, verdict.words
        kept = self.view.ledger.get(verdict.work.key)
        reference = self.view.desk.by_hand.get(verdict.work.key) or (kept and kept.reference)
        row = self.view.charges.get(reference or "")
        if row is None:
            return PROPOSED, "It is to become a charge with the next sync."
        account = self.view.accounts[row.account_number]
        label = period_of(row.charged_on, account.bill_cycle_day)
        if label in self.view.final.get(row.account_number, ()):
            return WAITS, f"It came after {label} was billed, and goes on the next invoice."
        return WAITS, f"It goes on the invoice of {label}."

    def lines(self, conn: Transaction, period: str) -> Iterator[LeftOutThing]:
        """The agreement lines of the period that no invoice bills."""
        billed = _billed_services(conn, self.view, period)
        for each in self.view.lines:
            if each.amount and _covers(each, self.view, period) and each.linked_to not in billed:
                yield self._line(each)

    def _line(self, verdict: LineVerdict) -> LeftOutThing:
        line = verdict.line
        why, words = verdict.why.value, verdict.words
        if verdict.why in {LineWhy.CREATE, LineWhy.LINK, LineWhy.CHANGE}:
            why, words = PROPOSED, f"It is proposed, and not applied: {words}"
        elif verdict.why is LineWhy.SAME:
            why, words = WAITS, "No invoice has billed it for this period."
        return LeftOutThing(
            system=self.view.system,
            kind="agreement_line",
            source_id=line.source_id,
            account_number=verdict.account_number,
            customer=self._customer(verdict.account_number, line.customer_id),
            day=line.terms.starts_on,
            text=f"{line.terms.quantity:f} {line.product_code or line.description}, "
            f"{line.agreement}",
            why=why,
            words=words,
            amount=verdict.amount,
            customer_id=line.customer_id,
        )


def _covers(verdict: LineVerdict, view: BillingView, period: str) -> bool:
    account = view.accounts.get(verdict.account_number or "")
    days = bill_period(period, account.bill_cycle_day if account else FIRST_CYCLE_DAY)
    service = view.services.get(verdict.linked_to or "")
    if service is not None and service_period(service).overlap(days).days:
        return True
    first_on, ends_on = verdict.line.first_on, verdict.line.terms.ends_on
    return (first_on is None or first_on < days.end) and (ends_on is None or ends_on > days.start)


def _billed_services(conn: Transaction, view: BillingView, period: str) -> Collection[str]:
    """Codes of services with a line that covers a day of the period, on an invoice that stands."""
    found: set[str] = set()
    for cycle_day in {each.bill_cycle_day for each in view.accounts.values()}:
        days = bill_period(period, cycle_day)
        codes = {
            code
            for code, each in view.services.items()
            if view.accounts[each.account_number].bill_cycle_day == cycle_day
        }
        found |= services_billed(conn, days) & codes
    return found
