"""A change that holds from a day on, before it is made: its rows, and what it makes of a bill."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.billing.billed import by_service
from app.billing.cycle import bill_period, next_label
from app.billing.invoice import Line
from app.billing.recurring import ServiceBook, once_lines, recurring_lines
from app.billing.unused import unused_credits
from app.customers.account import Account
from app.customers.dated_change import changed_from
from app.customers.product import Product
from app.customers.service import Number, Service
from app.errors import InputError
from app.operations.office import Office
from app.operations.settling import settle_usage
from app.operations.setup_writing import write_setup
from app.store.billed_days import billed_days, closed_labels
from app.store.period_usage import window_of
from app.store.setup import load
from app.store.setup_changes import RowChanges
from app.store.transaction import Transaction
from app.values.money import ZERO, cents
from app.values.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """A line of the next bill that the change touches."""

    words: str
    days: Period | None
    """None: calls of the whole period."""
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePreview:
    """What a change would write, and what it makes of the next bill."""

    rows: Sequence[Service | Number]
    """What is written: the old row with its end and the new one, or the row itself."""
    label: str
    """The bill period whose bill is shown: the next one that is not closed."""
    first_day: date
    """Its first day."""
    lines: Sequence[BillLine]

    @property
    def before(self) -> Decimal:
        """What the lines come to without the change."""
        return sum((each.before for each in self.lines if each.before is not None), ZERO)

    @property
    def after(self) -> Decimal:
        """What they come to with it."""
        return sum((each.after for each in self.lines if each.after is not None), ZERO)

    @property
    def difference(self) -> Decimal:
        """What the bill becomes more, or less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedChange:
    """A row before and after, the day from which it holds, the period that is worked on."""

    before: Service | Number
    after: Service | Number
    day: date
    period: str


class _TakenBackError(Exception):
    """Ends a transaction that was for looking alone."""


def preview_change(office: Office, wanted: WantedChange) -> ChangePreview:
    """The rows of a change and the next bill's lines before and after; nothing is kept.

    InputError where the row has ended by that day; NotAllowed where the change itself would be
    refused.
    """
    before, after = wanted.before, wanted.after
    if isinstance(before, Service) and isinstance(after, Service):
        return _of_service(office, before, after, wanted=wanted)
    if isinstance(before, Number) and isinstance(after, Number):
        return _of_number(office, before, after, wanted=wanted)
    raise InputError("Only services and numbers change from a day on.")


def _rows(before: Service, after: Service, day: date, taken: Collection[str]) -> list[Service]:
    try:
        return changed_from(before, after, day, taken=taken)
    except ValueError as fault:
        raise InputError(str(fault), "", "Take an earlier day.") from None


# ---- services


def _of_service(
    office: Office, before: Service, after: Service, *, wanted: WantedChange
) -> ChangePreview:
    number = before.account_number
    with office.file.read() as conn:
        account = _account(conn, number)
        taken = {each.service_code for each in load(conn, Service)}
        rows = _rows(before, after, wanted.day, taken)
        label = _open_label(conn, number, wanted.period)
        book = ServiceBook(
            label=label,
            cycle_day=account.bill_cycle_day,
            services=[before],
            products={each.product_code: each for each in load(conn, Product)},
            billed=by_service(billed_days(conn, number)),
            final_labels=closed_labels(conn, number),
        )
    return ChangePreview(
        rows=rows,
        label=label,
        first_day=book.period.start,
        lines=_compared(_lines(book), _lines(replace(book, services=rows))),
    )


def _lines(book: ServiceBook) -> list[Line]:
    return [*recurring_lines(book), *once_lines(book), *unused_credits(book)]


def _compared(before: Sequence[Line], after: Sequence[Line]) -> list[BillLine]:
    """Lines of the same days and kind beside each other."""
    old = {(each.start, each.end, each.kind, each.description): each for each in before}
    new = {(each.start, each.end, each.kind, each.description): each for each in after}
    found = []
    for key in sorted(old.keys() | new.keys(), key=lambda each: (each[0], each[1], each[3])):
        was, will = old.get(key), new.get(key)
        line = will or was
        if line is not None:
            found.append(
                BillLine(
                    words=line.description,
                    days=Period(line.start, line.end),
                    before=None if was is None else was.amount,
                    after=None if will is None else will.amount,
                )
            )
    return found


# ---- numbers


def _of_number(
    office: Office, before: Number, after: Number, *, wanted: WantedChange
) -> ChangePreview:
    try:
        rows = changed_from(before, after, wanted.day)
    except ValueError as fault:
        raise InputError(str(fault), "", "Take an earlier day.") from None
    accounts = list(dict.fromkeys((before.account_number, after.account_number)))
    found: list[ChangePreview] = []
    try:
        with office.write() as conn:
            label = _open_label(conn, before.account_number, wanted.period)
            was = {each: _calls(office, conn, each, label) for each in accounts}
            _write(office, conn, before, rows)
            will = {each: _calls(office, conn, each, label) for each in accounts}
            first = bill_period(label, _account(conn, accounts[0]).bill_cycle_day).start
            lines = [
                BillLine(
                    words="Calls" if len(accounts) == 1 else f"Calls of account {each}",
                    days=None,
                    before=was[each],
                    after=will[each],
                )
                for each in accounts
            ]
            found.append(ChangePreview(rows=rows, label=label, first_day=first, lines=lines))
            _take_back()
    except _TakenBackError:
        pass
    return found[0]


def _take_back() -> None:
    raise _TakenBackError


def _write(office: Office, conn: Transaction, before: Number, rows: Sequence[Number]) -> None:
    first, *others = rows
    moved = [first] if first.account_number != before.account_number else []
    write_setup(
        office,
        conn,
        {"numbers": RowChanges(changed=[first], added=others)},
        moved=moved,
        stamp=office.stamp("preview_change"),
        origin="preview",
    )


def _calls(office: Office, conn: Transaction, account_number: str, label: str) -> Decimal:
    """What the account's unbilled calls of a period come to, allowances and tiers worked out."""
    setup = office.rating_setup(conn)
    windows = [
        window_of(setup, line, label, late=False)
        for line in setup.numbers.values()
        if setup.accounts[line.account].account_number == account_number
    ]
    sums = settle_usage(conn, setup, windows).sums.get(account_number, ())
    return sum((cents(each.exact) for each in sums), ZERO)


# ---- both


def _account(conn: Transaction, account_number: str) -> Account:
    return next(each for each in load(conn, Account) if each.account_number == account_number)


def _open_label(conn: Transaction, account_number: str, period: str) -> str:
    closed = closed_labels(conn, account_number)
    label = period
    while label in closed:
        label = next_label(label)
    return label
