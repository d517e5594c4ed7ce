"""What of a PSA's charges would stand on our invoices, by customer, with a month as example.

It judges by the same rules as billing does, as if every customer got one invoice for everything and
the PSA had billed nothing of the month itself; nothing is written.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.consolidation import NOT_OWED, Verdict, Why, judged
from app.billing.contract_lines import LineVerdict, LineWhy
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.decision import TIME_PRODUCT
from app.billing.line_proposals import proposals
from app.customers.account import Account
from app.operations.billing_view import BillingView, billing_view, contract_lines
from app.operations.office import Office
from app.store.connections import connections
from app.store.decisions import answers
from app.store.transaction import Transaction
from app.values.money import ZERO

_MOVES: Final = frozenset({Why.BILLED, Why.SHOWN, Why.HERE_ALREADY})
_LINE_MOVES: Final = frozenset({LineWhy.CREATE, LineWhy.LINK, LineWhy.CHANGE, LineWhy.SAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedThing:
    """One time entry, charge or agreement line of the month."""

    kind: str
    """time, charge or agreement_line."""
    day: date | None
    text: str
    amount: Decimal
    moves: bool
    """Whether it would stand on our invoice."""
    words: str
    """What becomes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidatedCustomer:
    """One linked customer: how it is billed, and what would move."""

    account: Account
    things: tuple[MovedThing, ...]

    @property
    def moved(self) -> Decimal:
        """Money that would stand on our invoice."""
        return sum((each.amount for each in self.things if each.moves), ZERO)

    @property
    def stays(self) -> Decimal:
        """Money that would not, and why stands with each thing."""
        return sum((each.amount for each in self.things if not each.moves), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidationPreview:
    """All of them, and the product that time is billed as."""

    period: str
    customers: tuple[ConsolidatedCustomer, ...]
    """The most money first."""
    time_product: str
    """Blank: nobody decided, and no time can move."""
    products: Mapping[str, str]
    """Names by code, of what is billed once or by quantity."""
    has_time: bool
    """Whether any time of the month is to be paid for."""


def preview_consolidation(office: Office, period: str) -> ConsolidationPreview:
    """What would move from the PSA's invoices onto ours in that month, by what was last pulled.

    InputError for a period that is none.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    things: dict[str, list[MovedThing]] = defaultdict(list)
    accounts: dict[str, Account] = {}
    products: dict[str, str] = {}
    with office.file.read() as conn:
        for each in connections(conn):
            if each.role != "psa":
                continue
            view = billing_view(office, conn, each.system)
            linked = {one.account_number: one for one in view.desk.account_of.values()}
            accounts |= {number: view.accounts.get(number, one) for number, one in linked.items()}
            products |= {c: p.name for c, p in view.products.items() if p.billed != "usage"}
            _work(view, period, things)
            _lines(conn, view, period, things)
        chosen = answers(conn).get(TIME_PRODUCT, "")
    customers = [
        ConsolidatedCustomer(account=account, things=tuple(_sorted(things[number])))
        for number, account in accounts.items()
    ]
    return ConsolidationPreview(
        period=period,
        customers=tuple(sorted(customers, key=lambda each: (-each.moved, each.account.name))),
        time_product=chosen if chosen in products else "",
        products=products,
        has_time=any(t.kind == "time" and t.amount for each in customers for t in each.things),
    )


def _sorted(things: list[MovedThing]) -> list[MovedThing]:
    return sorted(things, key=lambda each: (each.day or date.min, each.kind, each.text))


def _everything(view: BillingView) -> Mapping[str, Account]:
    """The accounts by their customers, as if each got one invoice for everything."""
    return {their: replace(each, consolidated=True) for their, each in view.desk.account_of.items()}


def _work(view: BillingView, period: str, things: dict[str, list[MovedThing]]) -> None:
    desk = replace(view.desk, account_of=_everything(view), go_live=None)
    for each in view.verdicts:
        account = desk.account_of.get(each.work.customer_id or "")
        if account is None or each.work.day is None:
            continue
        if not bill_period(period, account.bill_cycle_day).holds(each.work.day):
            continue
        verdict = judged(replace(each.work, is_billed=False), desk)
        if verdict.why is not Why.GONE and (each.work.worth or verdict.why not in NOT_OWED):
            things[account.account_number].append(_thing(verdict))


def _thing(verdict: Verdict) -> MovedThing:
    work = verdict.work
    return MovedThing(
        kind="time" if work.is_time else "charge",
        day=work.day,
        text=work.text,
        amount=work.worth,
        moves=verdict.why in _MOVES,
        words=verdict.words,
    )


def _lines(
    conn: Transaction, view: BillingView, period: str, things: dict[str, list[MovedThing]]
) -> None:
    desk = replace(view.line_desk, account_of=_everything(view))
    for each in proposals(contract_lines(conn, view.system, today=view.today), desk):
        account = view.accounts.get(each.account_number or "")
        if account is None or not each.amount:
            continue
        days = bill_period(period, account.bill_cycle_day)
        terms = each.line.terms
        begins = terms.starts_on is None or terms.starts_on < days.end
        if begins and (terms.ends_on is None or terms.ends_on > days.start):
            things[account.account_number].append(_line(each))


def _line(verdict: LineVerdict) -> MovedThing:
    line = verdict.line
    name = line.description or line.product_code
    return MovedThing(
        kind="agreement_line",
        day=line.terms.starts_on,
        text=f"{line.terms.quantity.normalize():f} \u00d7 {name}",
        amount=verdict.amount,
        moves=verdict.why in _LINE_MOVES,
        words=verdict.words,
    )
