"""What the window lists of invoices: each with its customer, age and mail; credits; one at hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from app.billing.charge import OneTimeCharge
from app.billing.invoice import InvoiceState, Line
from app.billing.issuer import Company
from app.billing.mailing import MailState, Way, ways_of
from app.billing.receivables import Ageing, Owed, ageing, days_late
from app.customers.account import Account
from app.errors import InputError
from app.operations.balances import read_balances
from app.operations.office import Office
from app.store.audit import Action, entries_by
from app.store.invoice_heads import InvoiceHead, billed_on, invoice_heads
from app.store.invoices import load_invoices
from app.store.mail_settings import mail_settings
from app.store.mailings import Mailing, load_mailings
from app.store.setup import load
from app.values.money import ZERO, cents


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """An invoice as a list shows it."""

    id: int
    invoice_number: str
    account_number: str
    customer: str
    email: str
    period: str
    invoice_date: date
    due_date: date
    currency: str
    total: Decimal
    open: Decimal | None
    """What is left to pay, as far as payments are known; None unless it was issued."""
    late: int
    """Days since it was due; 0: it is not late, or nothing is open."""
    state: InvoiceState
    voided_on: date | None
    ways: tuple[Way, ...]
    """How the customer wants it."""
    mail: Mailing | None = None
    paper: Mailing | None = None

    @property
    def on_its_way(self) -> Mailing | None:
        """What tells how it went out: the mail, or the paper that took its place."""
        refused = self.mail is not None and self.mail.state is MailState.REFUSED
        printed = self.paper is not None and self.paper.state is MailState.PRINTED
        return self.paper if refused and printed else self.mail or self.paper

    @property
    def standing(self) -> MailState | None:
        """How far it is on its way out; None where nothing was planned."""
        first = self.on_its_way
        return first.state if first is not None else None

    @property
    def is_void(self) -> bool:
        """Whether nothing of it is owed."""
        return self.state is InvoiceState.VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceList:
    """All invoices, what is owed by age, and whether mail can be sent."""

    rows: Sequence[InvoiceRow]
    ageing: Ageing
    not_issued: int
    """Approved ones that have not left the house: nobody owes them yet."""
    payments_known: bool
    """Whether accounting tells of payments; without, open is the total of each."""
    can_mail: bool
    today: date


def list_invoices(office: Office) -> InvoiceList:
    """Every invoice, the newest first."""
    with office.file.read() as conn:
        heads = invoice_heads(conn)
        accounts = {each.account_number: each for each in load(conn, Account)}
        sent: dict[int, dict[Way, Mailing]] = {}
        for each in load_mailings(conn):
            sent.setdefault(each.invoice_id, {})[each.way] = each
        company = load(conn, Company)
        settings = mail_settings(conn)
    zone = ZoneInfo(company[0].timezone) if company else ZoneInfo("UTC")
    today = office.clock.today(zone)
    paid: Mapping[str, Decimal] = {}  # accounting tells of payments, once it is connected
    owed = [_owed(head, paid) for head in heads if head.state is InvoiceState.ISSUED]
    by_number = {each.invoice_number: each for each in owed}
    rows = [
        _row(
            head,
            accounts.get(head.account_number),
            by_number.get(head.invoice_number),
            sent=sent.get(head.id, {}),
            today=today,
        )
        for head in heads
    ]
    return InvoiceList(
        rows=rows,
        ageing=ageing(owed, today),
        not_issued=sum(head.state is InvoiceState.APPROVED for head in heads),
        payments_known=False,
        can_mail=settings.is_set,
        today=today,
    )


def _owed(head: InvoiceHead, paid: Mapping[str, Decimal]) -> Owed:
    return Owed(
        invoice_number=head.invoice_number,
        account_number=head.account_number,
        due_date=head.due_date,
        total=head.total,
        paid=paid.get(head.invoice_number, ZERO),
    )


def _row(
    head: InvoiceHead,
    account: Account | None,
    owed: Owed | None,
    *,
    sent: Mapping[Way, Mailing],
    today: date,
) -> InvoiceRow:
    email = (account.billing_email or "").strip() if account else ""
    return InvoiceRow(
        id=head.id,
        invoice_number=head.invoice_number,
        account_number=head.account_number,
        customer=account.name if account else head.account_number,
        email=email,
        period=head.period,
        invoice_date=head.invoice_date,
        due_date=head.due_date,
        currency=head.currency,
        total=head.total,
        open=owed.open if owed else None,
        late=days_late(head.due_date, today) if owed and owed.open > 0 else 0,
        state=head.state,
        voided_on=head.voided_on,
        ways=ways_of(account.delivery, email) if account else (),
        mail=sent.get(Way.MAIL),
        paper=sent.get(Way.PRINT),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """A credit of something that stands on an invoice."""

    reference: str
    account_number: str
    customer: str
    amount: Decimal
    """Below zero."""
    credited: str
    """The invoice that it gives back; blank where no invoice is named."""
    given_on: date
    at: datetime | None
    by: str
    why: str
    billed_on: str
    """The invoice that holds it; blank while it waits for the next one."""


def list_credits(office: Office) -> list[CreditRow]:
    """Every credit, the newest first."""
    with office.file.read() as conn:
        names = {each.account_number: each.name for each in load(conn, Account)}
        credits_ = [
            each
            for each in load(conn, OneTimeCharge)
            if each.credits or (each.unit_price is not None and each.unit_price < 0)
        ]
        on = billed_on(conn, [each.reference for each in credits_])
        told = {
            json.loads(entry.after or "{}").get("reference", ""): entry
            for entry in entries_by(conn, "invoices", action=Action.CREDITED)
        }
    rows = []
    for each in credits_:
        entry = told.get(each.reference)
        rows.append(
            CreditRow(
                reference=each.reference,
                account_number=each.account_number,
                customer=names.get(each.account_number, each.account_number),
                amount=cents(each.quantity * (each.unit_price or ZERO)),
                credited=entry.record if entry else "",
                given_on=each.charged_on,
                at=entry.at if entry else None,
                by=entry.actor if entry else "",
                why=(entry.reason or "") if entry else each.description or "",
                billed_on=on.get(each.reference, ""),
            )
        )
    return sorted(rows, key=lambda row: (row.given_on, row.reference), reverse=True)


def invoice_charges(office: Office, number: str) -> tuple[Line, ...]:
    """The lines of an invoice, in their order; InputError for an unknown number."""
    with office.file.read() as conn:
        found = load_invoices(conn, numbers=[number])
    if not found:
        raise InputError(f"There is no invoice {number}.")
    return found[0].invoice.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """What accounting says of one account."""

    account_number: str
    customer: str
    """Blank: nobody here has that account number."""
    previous: Decimal
    payments: Decimal
    adjustments: Decimal
    forward: Decimal


def list_balances(office: Office, path: Path) -> list[BalanceRow]:
    """The balances of a file of accounting's; InputError names the row that is wrong."""
    found = read_balances(path)
    with office.file.read() as conn:
        names = {each.account_number: each.name for each in load(conn, Account)}
    return [
        BalanceRow(
            account_number=number,
            customer=names.get(number, ""),
            previous=balance.previous,
            payments=balance.payments,
            adjustments=balance.adjustments,
            forward=balance.forward,
        )
        for number, balance in sorted(found.items())
    ]
