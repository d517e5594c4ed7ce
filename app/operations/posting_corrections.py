"""Which invoices of ours a document that gives money back corrects, and how much of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.charge import OneTimeCharge
from app.billing.credits import names_line
from app.billing.invoice import Invoice, InvoiceState, Line
from app.customers.account import Account
from app.store.invoices import StoredInvoice, load_invoices, standing_numbers
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.request import ChargeKind
from app.values.money import ZERO

_TOGETHER: Final = 500
"""So many invoices are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """An invoice that is corrected, and by how much."""

    number: str
    dated_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setup:
    charges: Mapping[str, OneTimeCharge]
    """By reference."""
    cycle_days: Mapping[str, int]
    """By account."""


def corrections(
    conn: Transaction, stored: Sequence[StoredInvoice]
) -> dict[str, tuple[Corrected, ...]]:
    """By number of each document below 0 that stands: what it corrects, the oldest first.

    All together never more than the document gives back; of each invoice never more than it came
    to. ``stored`` may be lean, as long as ``conn`` is the one that read it.
    """
    giving = [
        each for each in stored if each.total < 0 and each.invoice.state is not InvoiceState.VOID
    ]
    if not giving:
        return {}
    setup = _Setup(
        charges={each.reference: each for each in load(conn, OneTimeCharge)},
        cycle_days={each.account_number: each.bill_cycle_day for each in load(conn, Account)},
    )
    billed = _billed(conn, {each.invoice.account_number for each in giving})
    return {
        str(each.invoice.invoice_number): _corrected(
            each, billed.get(each.invoice.account_number, ()), setup
        )
        for each in giving
    }


def _billed(conn: Transaction, accounts: set[str]) -> dict[str, list[StoredInvoice]]:
    """The invoices of these accounts that ask for money and are not void."""
    numbers = [number for each in sorted(accounts) for number in standing_numbers(conn, each)]
    found: dict[str, list[StoredInvoice]] = {}
    for start in range(0, len(numbers), _TOGETHER):
        together = numbers[start : start + _TOGETHER]
        for each in load_invoices(conn, numbers=together, lean=True):
            if each.total > 0:
                found.setdefault(each.invoice.account_number, []).append(each)
    return found


def _corrected(
    note: StoredInvoice, billed: Sequence[StoredInvoice], setup: _Setup
) -> tuple[Corrected, ...]:
    earlier = sorted(
        (each for each in billed if each.id < note.id),
        key=lambda each: (each.invoice.invoice_date, each.id),
    )
    open_of = {each.id: each.total for each in earlier}
    left = -note.total
    for amount, corrects in _given_back(note.invoice, earlier, setup):
        rest = min(amount, left)
        for each in corrects:
            put = min(rest, open_of[each.id])
            open_of[each.id] -= put
            rest -= put
            left -= put
    return tuple(
        Corrected(
            number=str(each.invoice.invoice_number),
            dated_on=each.invoice.invoice_date,
            amount=each.total - open_of[each.id],
        )
        for each in earlier
        if open_of[each.id] != each.total
    )


def _given_back(
    note: Invoice, earlier: Sequence[StoredInvoice], setup: _Setup
) -> Iterator[tuple[Decimal, list[StoredInvoice]]]:
    """Amounts above 0 that come back with their tax, and the invoices on which they were billed."""
    taxes = _taxes_by_line(note)
    for index, line in enumerate(note.lines):
        amount = -(line.amount + taxes.get(index, ZERO))
        if line.kind is ChargeKind.CREDIT and amount > 0:
            yield amount, _reversed(line, earlier, setup)
    corrected: dict[str, Decimal] = {}
    for tax in note.tax_lines:
        if tax.adjusts:
            corrected[tax.adjusts] = corrected.get(tax.adjusts, ZERO) - tax.amount
    for number, amount in sorted(corrected.items()):
        if amount > 0:
            yield amount, [each for each in earlier if each.invoice.invoice_number == number]


def _taxes_by_line(note: Invoice) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for tax in note.tax_lines:
        if not tax.adjusts:
            for part in tax.parts:
                found[part.line_index] = found.get(part.line_index, ZERO) + part.amount
    return found


def _reversed(line: Line, earlier: Sequence[StoredInvoice], setup: _Setup) -> list[StoredInvoice]:
    """The invoices that billed what a credit takes back; none for a credit of nothing special."""
    charge = setup.charges.get(line.reference)
    key = charge.credits if charge is not None else None
    if key:
        cycle_day = setup.cycle_days.get(line.account_number, 1)
        return [
            each
            for each in earlier
            if any(names_line(billed, key, cycle_day) for billed in each.invoice.lines)
        ]
    if charge is None:
        return [each for each in earlier if any(_is_undone(e, line) for e in each.invoice.lines)]
    # A credit of calls has no key, and is named for its invoice by ``adjust_invoices``.
    return [
        each for each in earlier if line.reference.startswith(f"CR-{each.invoice.invoice_number}-")
    ]


def _is_undone(billed: Line, credit: Line) -> bool:
    """Whether a line billed days of a service ahead that it did not last."""
    return (
        billed.kind is ChargeKind.RECURRING
        and (billed.reference, billed.account_number) == (credit.reference, credit.account_number)
        and billed.start < credit.end
        and credit.start < billed.end
    )
