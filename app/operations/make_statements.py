"""Statements of account: listed, drawn as one PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from app.billing.invoice import InvoiceState
from app.billing.issuer import Company
from app.customers.account import Account
from app.documents.invoice.document import Balance
from app.documents.numerals import MONTHS
from app.documents.statement import Statement, StatementLine, statement_bytes
from app.errors import InputError
from app.operations.balances import read_balances
from app.operations.invoice_papers import PrintChoices, style_of
from app.operations.office import Office
from app.progress import Progress
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A customer who was billed in some days."""

    account_number: str
    customer: str
    email: str
    invoices: int
    billed: Decimal
    latest: date
    owed: Decimal | None
    """As accounting says; None where it said nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Statements as one PDF."""

    name: str
    accounts: tuple[str, ...]
    content: bytes


def list_statements(
    office: Office, span: Period, *, balances: Path | None = None
) -> list[StatementRow]:
    """Who was billed in these days, by name; InputError where the balances cannot be read."""
    known = read_balances(balances) if balances else {}
    with office.file.read() as conn:
        made = _statements(conn, office, span, balances=known if balances else None)
    rows = [
        StatementRow(
            account_number=each.account.account_number,
            customer=each.account.name,
            email=each.account.billing_email or "",
            invoices=sum(not line.is_void for line in each.lines),
            billed=each.billed,
            latest=max(line.dated for line in each.lines),
            owed=each.owed,
        )
        for each in made
    ]
    return sorted(rows, key=lambda row: (row.customer.casefold(), row.account_number))


def make_statements(
    office: Office,
    accounts: Sequence[str],
    span: Period,
    *,
    balances: Path | None = None,
    choices: PrintChoices | None = None,
    progress: Progress,
) -> Statements:
    """The statements of these accounts in their order.

    InputError where none is named, or one was billed nothing in these days.
    """
    if not accounts:
        raise InputError("No customer is chosen.", "", "Choose those to be written to.")
    from app.documents.fonts import register_fonts

    style = style_of(choices or PrintChoices())
    register_fonts(style.fonts)
    known = read_balances(balances) if balances else None
    with office.file.read() as conn:
        made = {
            each.account.account_number: each
            for each in _statements(conn, office, span, balances=known)
        }
    missing = next((number for number in accounts if number not in made), None)
    if missing is not None:
        raise InputError(f"Account {missing} was billed nothing in these days.")
    wanted = [made[number] for number in accounts]
    single = f"Statement of {wanted[0].account.name}"
    return Statements(
        name=single if len(wanted) == 1 else f"{len(wanted)} statements",
        accounts=tuple(accounts),
        content=statement_bytes(wanted, style, progress=progress, total=len(wanted)),
    )


def _statements(
    conn: Transaction, office: Office, span: Period, *, balances: Mapping[str, Balance] | None
) -> list[Statement]:
    company = load(conn, Company)[0]
    today = office.clock.today(ZoneInfo(company.timezone))
    accounts = {each.account_number: each for each in load(conn, Account)}
    found: dict[str, list[InvoiceHead]] = {}
    for head in reversed(invoice_heads(conn)):
        # What has not left the house is no part of an account yet.
        if head.state is not InvoiceState.APPROVED and span.start <= head.invoice_date < span.end:
            found.setdefault(head.account_number, []).append(head)
    return [
        Statement(
            company=company,
            account=accounts[number],
            span=span,
            dated=today,
            currency=heads[0].currency,
            lines=tuple(_line(head) for head in heads),
            balance=None if balances is None else balances.get(number, Balance()),
        )
        for number, heads in found.items()
    ]


def _line(head: InvoiceHead) -> StatementLine:
    year, _, month = head.period.partition("-")
    is_void = head.state is InvoiceState.VOID
    return StatementLine(
        invoice_number=head.invoice_number,
        dated=head.invoice_date,
        due=head.due_date,
        period=f"{MONTHS[int(month) - 1]} {year}",
        amount=ZERO if is_void else head.total,
        is_void=is_void,
    )
