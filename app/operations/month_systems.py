"""What is known of a month at other systems: how fresh they are, who is linked, what is posted.

It is read with the month each time something changes, so it goes by what lies in the file and works
no likeness of customers out.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from app.billing.decision import GO_LIVE
from app.billing.invoice import InvoiceState
from app.billing.month_steps import CountsSum, InvoiceSum, PostFacts, SystemFacts
from app.connectors.registry import system_of
from app.customers.account import Account
from app.operations.compare_counts import counts_of
from app.operations.office import Office
from app.operations.system_connection import ACCOUNTING, PSA
from app.store.connections import StoredConnection, connections, last_pulled
from app.store.decisions import answers
from app.store.inbox import InboxEntry, open_entries
from app.store.invoice_heads import invoice_heads
from app.store.links import LinkKind, links
from app.store.mapping import not_needed, to_be_made
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO

_TROUBLES: Final = frozenset({"sign_in_needed", "unreachable", "turned_away"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsOfMonth:
    """All of it."""

    systems: tuple[SystemFacts, ...]
    posts: tuple[PostFacts, ...]
    counts: CountsSum | None


def systems_of_month(office: Office, conn: Transaction, period: str) -> SystemsOfMonth:
    """The systems as they stand for a month; nothing where none is connected."""
    known = connections(conn)
    if not known:
        return SystemsOfMonth(systems=(), posts=(), counts=None)
    entries = open_entries(conn)
    pulled = last_pulled(conn)
    accounts = {each.account_number for each in load(conn, Account) if each.closed_on is None}
    systems = []
    for each in known:
        mine = [entry for entry in entries if entry.problem.system == each.system]
        systems.append(_facts(conn, each, mine, accounts, pulled.get(each.system)))
    return SystemsOfMonth(
        systems=tuple(systems),
        posts=tuple(
            _posts(conn, each.system, entries, period) for each in known if each.role == ACCOUNTING
        ),
        counts=_counts(office, conn, period, known),
    )


def _facts(
    conn: Transaction,
    stored: StoredConnection,
    entries: list[InboxEntry],
    accounts: set[str],
    read_at: datetime | None,
) -> SystemFacts:
    key = stored.system
    settled = {*links(conn, key, LinkKind.CUSTOMER), *not_needed(conn, key), *to_be_made(conn, key)}
    trouble = next((e.problem.why for e in entries if e.problem.kind in _TROUBLES), "")
    return SystemFacts(
        key=key,
        title=system_of(key).title,
        is_psa=stored.role == PSA,
        read_at=read_at,
        trouble=trouble,
        problems=len(entries),
        money=sum((abs(each.problem.amount or ZERO) for each in entries), ZERO),
        unlinked=len(accounts - settled),
    )


def _posts(conn: Transaction, key: str, entries: list[InboxEntry], period: str) -> PostFacts:
    linked = {*links(conn, key, LinkKind.INVOICE), *links(conn, key, LinkKind.CREDIT_NOTE)}
    since = answers(conn).get(GO_LIVE + key, "")
    posted: list[Decimal] = []
    waiting: list[Decimal] = []
    numbers = set()
    for head in invoice_heads(conn):
        if head.period != period or head.state is InvoiceState.VOID or not head.total:
            continue
        numbers.add(head.invoice_number)
        if head.invoice_number in linked:
            posted.append(head.total)
        elif not since or head.invoice_date.isoformat() >= since:
            waiting.append(head.total)
    problems = [
        each
        for each in entries
        if each.problem.system == key and each.problem.facts.get("our_id") in numbers
    ]
    return PostFacts(
        key=key,
        title=system_of(key).title,
        posted=InvoiceSum(count=len(posted), total=sum(posted, ZERO)),
        waiting=InvoiceSum(count=len(waiting), total=sum(waiting, ZERO)),
        problems=len(problems),
    )


def _counts(
    office: Office, conn: Transaction, period: str, known: list[StoredConnection]
) -> CountsSum | None:
    if not any(each.role == PSA for each in known):
        return None
    found = counts_of(office, conn, period)
    return CountsSum(differences=len(found.differing), amount=found.total)
