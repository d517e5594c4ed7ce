"""What would go out of some invoices, by e-mail and on paper; nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.invoice import InvoiceState
from app.billing.issuer import Company
from app.billing.mailing import (
    MailSettings,
    MailState,
    Way,
    addresses,
    filled,
    one_line,
    ways_of,
)
from app.customers.account import Account
from app.documents.numerals import MONTHS, headline_money, long_date, telephone_text
from app.errors import InputError
from app.operations.office import Office
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.mail_settings import mail_settings
from app.store.mailings import Mailing, load_mailings
from app.store.setup import load
from app.store.transaction import Transaction

UNSURE: Final = (MailState.SENDING, MailState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMail:
    """One invoice that is to go out, exactly so."""

    invoice_id: int
    invoice_number: str
    customer: str
    total: Decimal
    way: Way
    address: str
    subject: str
    body: str
    with_calls: bool
    issues: bool
    """Whether sending it issues it."""
    tries: int
    """How often it was tried before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """An invoice that is not sent, and why."""

    invoice_number: str
    customer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """What would go out."""

    mails: tuple[PlannedMail, ...]
    """By e-mail and on paper, in the order of their numbers."""
    left: tuple[LeftAlone, ...]
    server: str
    is_open: bool
    """Whether the way to the server can be read by others."""

    @property
    def letters(self) -> tuple[PlannedMail, ...]:
        """Those by e-mail."""
        return tuple(each for each in self.mails if each.way is Way.MAIL)

    @property
    def papers(self) -> tuple[PlannedMail, ...]:
        """Those to be printed."""
        return tuple(each for each in self.mails if each.way is Way.PRINT)


def plan_mail(office: Office, numbers: Sequence[str], *, with_calls: bool = False) -> MailPlan:
    """What would go out of these invoices; nothing is written, no network is asked.

    What the server took already is left alone, and what may have arrived too.
    """
    with office.file.read() as conn:
        return planned_mail(conn, numbers, with_calls=with_calls)


def planned_mail(conn: Transaction, numbers: Iterable[str], *, with_calls: bool) -> MailPlan:
    """The plan as the file now is; InputError for an unknown number."""
    wanted = set(numbers)
    heads = [head for head in reversed(invoice_heads(conn)) if head.invoice_number in wanted]
    unknown = wanted - {head.invoice_number for head in heads}
    if unknown:
        raise InputError(f"There is no invoice {min(unknown)}.")
    known: dict[int, dict[Way, Mailing]] = {}
    for each in load_mailings(conn, invoice_ids=[head.id for head in heads]):
        known.setdefault(each.invoice_id, {})[each.way] = each
    accounts = {each.account_number: each for each in load(conn, Account)}
    company, settings = load(conn, Company)[0], mail_settings(conn)
    mails: list[PlannedMail] = []
    left: list[LeftAlone] = []
    for head in heads:
        account, before = accounts[head.account_number], known.get(head.id, {})
        why = _left_alone(head, account, before)
        if why:
            left.append(
                LeftAlone(invoice_number=head.invoice_number, customer=account.name, why=why)
            )
            continue
        words = _words(head, account, company)
        for way in ways_of(account.delivery, account.billing_email):
            earlier = before.get(way)
            done = earlier is not None and earlier.state in {MailState.SENT, MailState.PRINTED}
            if not done:
                mails.append(
                    _mail(
                        head,
                        account,
                        way,
                        settings=settings,
                        words=words,
                        with_calls=with_calls,
                        tries=earlier.attempts if earlier else 0,
                    )
                )
    return MailPlan(
        mails=tuple(mails),
        left=tuple(left),
        server=settings.server,
        is_open=settings.security.value == "none",
    )


def _left_alone(head: InvoiceHead, account: Account, before: Mapping[Way, Mailing]) -> str:
    """Why an invoice is not sent; blank where it is."""
    mail = before.get(Way.MAIL)
    ways = ways_of(account.delivery, account.billing_email)
    if head.state is InvoiceState.VOID:
        return "It is void."
    if mail is not None and mail.state in UNSURE:
        return "It may have arrived. Say whether it did before it is sent again."
    if not ways:
        return "The customer wants none sent."
    if all(
        way in before and before[way].state in {MailState.SENT, MailState.PRINTED} for way in ways
    ):
        return f"It went out already: {before[ways[0]].answer or 'printed'}."
    if Way.MAIL in ways:
        try:
            addresses(account.billing_email or "", what="The customer's address", at_least=1)
        except InputError as problem:
            return problem.what
    return ""


def _mail(
    head: InvoiceHead,
    account: Account,
    way: Way,
    *,
    settings: MailSettings,
    words: Mapping[str, str],
    with_calls: bool,
    tries: int,
) -> PlannedMail:
    by_mail = way is Way.MAIL
    return PlannedMail(
        invoice_id=head.id,
        invoice_number=head.invoice_number,
        customer=account.name,
        total=head.total,
        way=way,
        address=(account.billing_email or "").strip() if by_mail else "",
        subject=one_line(filled(settings.subject, words)) if by_mail else "",
        body=filled(settings.body, words) if by_mail else "",
        with_calls=with_calls and by_mail,
        issues=head.state is InvoiceState.APPROVED and by_mail,
        tries=tries,
    )


def _words(head: InvoiceHead, account: Account, company: Company) -> dict[str, str]:
    """What stands in the fields of subject and text; files and mails follow no locale."""
    year, _, month = head.period.partition("-")
    phone = company.support_phone or company.phone or ""
    return {
        "customer": account.billing_name or account.name,
        "contact": account.contact_name or account.billing_name or account.name,
        "account": account.account_number,
        "number": head.invoice_number,
        "date": long_date(head.invoice_date),
        "period": f"{MONTHS[int(month) - 1]} {year}",
        "total": headline_money(head.total, head.currency),
        "due": long_date(head.due_date),
        "company": company.legal_name or company.name,
        "phone": telephone_text(phone) if phone else company.email or "",
    }
