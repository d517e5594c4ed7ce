"""Invoices that left the house, corrected: made void, or credited on the next invoice."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.billing.bill_run import moved_invoice
from app.billing.charge import OneTimeCharge
from app.billing.cycle import period_of
from app.billing.invoice import InvoiceState, Line
from app.billing.issuer import Company
from app.customers.account import Account
from app.errors import InputError, NotAllowed
from app.operations.office import Office
from app.operations.service_filing import take_back_documents
from app.store import audit
from app.store.audit import Action, Entry
from app.store.closed_months import refuse_closed
from app.store.database import raw
from app.store.invoices import StoredInvoice, load_invoices, make_void, unseal_calls
from app.store.setup import load
from app.store.setup_changes import RowChanges, apply_setup
from app.store.tax_adjustments import free_adjustments
from app.store.transaction import Transaction
from app.tax.request import ChargeKind
from app.values.money import ZERO, cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit to be given on an account's next invoice."""

    reference: str
    account_number: str
    amount: Decimal
    """Below zero."""


def void_invoice(office: Office, number: str, *, why: str) -> StoredInvoice:
    """Makes an invoice void: the number stays taken, its calls and period can be billed again.

    InputError for an unknown number or no reason; NotAllowed where it is void already, or where a
    tax service that holds its taxes cannot be told.
    """
    _refuse_without_reason(number, why)
    with office.file.read() as conn:
        stored = _found(conn, number)
        refuse_closed(conn, stored.period, what=f"{number} was not made void.", credit=True)
        moved_invoice(number, stored.invoice.state, to=InvoiceState.VOID)
    taken_back = take_back_documents(office, [stored.id], words=f"Invoice {number}")
    with office.write() as conn:
        stored = _found(conn, number)
        moved_invoice(number, stored.invoice.state, to=InvoiceState.VOID)
        taken_back.write(conn, office, keep_link=True)
        make_void(conn, stored, on=_today(office, conn))
        unseal_calls(raw(conn), [stored.id])
        free_adjustments(conn, [stored.id])
        entry = Entry(
            area="invoices",
            record=number,
            action=Action.VOIDED,
            before={"state": stored.invoice.state.value, "total": stored.invoice.total},
            after={"state": InvoiceState.VOID.value},
            reason=why,
        )
        audit.record(conn, [entry], stamp=office.stamp("void_invoice"))
        return stored


def credit_line(
    office: Office, number: str, *, line: int, amount: Decimal | None, why: str
) -> Credit:
    """Gives back a line of an invoice, or part of it, on the account's next invoice.

    ``line`` counts from 1; without an amount all that is left of it is given back. The credit
    names what it reverses, so its tax is the original's; of calls it is an ordinary price
    reduction. InputError where there is no such line, or where the amount is not within what
    earlier credits left of it.
    """
    _refuse_without_reason(number, why)
    with office.write() as conn:
        stored = _found(conn, number)
        if stored.invoice.state is InvoiceState.VOID:
            raise NotAllowed(f"{number} is void.", "Nothing of it is owed.")
        lines = stored.invoice.lines
        if not 1 <= line <= len(lines):
            raise InputError(f"{number} has no line {line}.", f"It has {len(lines)} lines.")
        original = lines[line - 1]
        reverses = _original_name(conn, original)
        earlier = _earlier_credits(conn, f"CR-{number}-{line}", reverses)
        left = original.amount + sum((_amount(each) for each in earlier), ZERO)
        wanted = left if amount is None else amount
        if not (wanted.is_finite() and 0 < wanted <= left and cents(wanted) == wanted):
            raise InputError(
                f"{wanted} cannot be given back of line {line} of {number}.",
                f"The line is {original.amount:.2f}, of which {left:.2f} is left.",
                "Name an amount in cents, above zero and at most what is left.",
            )
        charge = OneTimeCharge(
            reference=_reference(conn, number, line),
            account_number=original.account_number,
            location_code=original.location_code,
            product_code=original.product_code,
            charged_on=_today(office, conn),
            quantity=Decimal(1),
            unit_price=-wanted,
            description=f"Credit: {original.description}",
            credits=reverses,
        )
        stamp = office.stamp("credit_line")
        apply_setup(conn, {"charges": RowChanges(added=[charge])}, stamp=stamp, origin=why)
        entry = Entry(
            area="invoices",
            record=number,
            action=Action.CREDITED,
            after={"line": line, "amount": -wanted, "reference": charge.reference},
            reason=why,
        )
        audit.record(conn, [entry], stamp=stamp)
    return Credit(reference=charge.reference, account_number=charge.account_number, amount=-wanted)


def _refuse_without_reason(number: str, why: str) -> None:
    if not why.strip():
        raise InputError(
            f"{number} was left as it is.", "Changing an invoice needs a reason.", "Say why."
        )


def _original_name(conn: Transaction, line: Line) -> str | None:
    """What a credit calls the line it reverses; None for calls: an ordinary price reduction."""
    if line.kind is ChargeKind.RECURRING:
        accounts = {account.account_number: account for account in load(conn, Account)}
        cycle_day = accounts[line.account_number].bill_cycle_day
        return f"{line.reference}@{period_of(line.start, cycle_day)}"
    return line.reference or None


def _earlier_credits(
    conn: Transaction, reference: str, reverses: str | None
) -> list[OneTimeCharge]:
    """The credits of a line that were given before, by this operation or by a workbook."""
    return [
        charge
        for charge in load(conn, OneTimeCharge)
        if (reverses is not None and charge.credits == reverses)
        or charge.reference == reference
        or charge.reference.startswith(f"{reference}-")
    ]


def _amount(charge: OneTimeCharge) -> Decimal:
    return cents(charge.quantity * (charge.unit_price or ZERO))


def _reference(conn: Transaction, number: str, line: int) -> str:
    """A name that no charge has yet."""
    taken = {charge.reference for charge in load(conn, OneTimeCharge)}
    base = f"CR-{number}-{line}"
    names = (base, *(f"{base}-{again}" for again in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _found(conn: Transaction, number: str) -> StoredInvoice:
    for stored in load_invoices(conn):
        if stored.invoice.invoice_number == number:
            return stored
    raise InputError(f"There is no invoice {number}.")


def _today(office: Office, conn: Transaction) -> date:
    return office.clock.today(ZoneInfo(load(conn, Company)[0].timezone))
