"""What a look at the file finds that needs a hand: changes there, money too much, ends ahead.

It asks no other system: it goes by what was last pulled.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.billing.flows import FlowSetting, flow_of, setting_of
from app.billing.incoming import BookFamily
from app.billing.invoice import InvoiceState
from app.billing.issuer import Company
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.incoming import PsaAgreement, PsaFamily
from app.customers.product import Product
from app.customers.service import Service
from app.operations.billed_twice import TAKE_OUT, WAY_OUT, both_billed, relayed_too
from app.operations.billing_view import billing_view, invoice_view
from app.operations.inbox_notes import LOOK
from app.operations.known_drifts import Ended, KnownDrift, known_drifts
from app.operations.office import Office
from app.operations.payment_keeping import STANDING
from app.operations.system_connection import PSA
from app.store.connections import StoredConnection, watermark
from app.store.decisions import answers
from app.store.inbox import Problem
from app.store.invoice_heads import invoice_heads
from app.store.links import LinkKind, our_ids
from app.store.payments import all_payments, paid_by_invoice
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.plain_form import plain_of

SIGN_IN_ENDS: Final = "sign_in_ends"


def problems_at(
    office: Office,
    conn: Transaction,
    stored: StoredConnection,
    *,
    days_left: int | None = None,
    trouble: tuple[str, str] | None = None,
) -> list[Problem]:
    """All that a look at one system finds.

    ``days_left`` of its sign-in, where that is near; ``trouble``: the kind and words of what it met
    when it was last asked.
    """
    title = system_of(stored.system).title
    found = list(_of_connection(stored.system, title, days_left, trouble))
    if stored.role == PSA:
        if watermark(conn, stored.system, PsaFamily.AGREEMENTS.value).pulled_at is not None:
            found += _ended_agreements(office, conn, stored.system, title)
        found += _billed_twice(office, conn, stored.system, title)
    elif watermark(conn, stored.system, BookFamily.INVOICES.value).pulled_at is not None:
        drifts, ended = known_drifts(conn, stored.system)
        found += [_changed_there(stored.system, title, each) for each in drifts]
        found += [_ended_there(stored.system, title, each) for each in ended]
        found += _overpaid(conn, stored.system, title)
    return found


def _of_connection(
    key: str, title: str, days_left: int | None, trouble: tuple[str, str] | None
) -> Iterator[Problem]:
    if days_left is not None:
        days = "1 day" if days_left == 1 else f"{days_left} days"
        yield Problem(
            system=key,
            kind=SIGN_IN_ENDS,
            record=f"connection {key}",
            flow=LOOK,
            title=f"Sign-in ends in {days}",
            why=f"{title} lets a sign-in last for a time only. Then nothing is read or posted.",
            remedy="Sign in again: it takes a minute, and nothing else changes.",
            facts={"system_title": title, "kind": "connection", "days_left": days_left},
        )
    if trouble is not None:
        kind, words = trouble
        titles = {
            "sign_in_needed": f"{title} wants a sign-in",
            "unreachable": f"{title} does not answer",
        }
        remedies = {
            "sign_in_needed": "Sign in again; what waits goes on by itself.",
            "unreachable": "Nothing is lost: the next sync tries again.",
        }
        yield Problem(
            system=key,
            kind=kind,
            record=f"connection {key}",
            flow=LOOK,
            title=titles.get(kind, f"{title} turned the sync away"),
            why=words,
            remedy=remedies.get(kind, "Look at the connection, then sync again."),
            facts={"system_title": title, "kind": "connection"},
        )


def _changed_there(key: str, title: str, known: KnownDrift) -> Problem:
    head, drift = known.head, known.drift
    off = abs(drift.difference)
    way = "less" if drift.difference < 0 else "more"
    why = (
        f"{off:.2f} {way} is asked for there: {drift.there_total:.2f}, and "
        f"{drift.ours_total:.2f} here."
        if drift.difference
        else f"Changed: {', '.join(e.title.lower() for e in drift.fields if e.is_changed)}."
    )
    return Problem(
        system=key,
        kind="drift",
        record=f"invoice {head.invoice_number}",
        flow=LOOK,
        title=f"Invoice {head.invoice_number} was changed over there",
        why=why,
        remedy="Decide what shall hold: keep ours, take theirs, or line by line.",
        amount=drift.ours_total,
        account_number=head.account_number,
        facts={
            "system_title": title,
            "kind": "invoice",
            "our_id": head.invoice_number,
            "their_id": drift.their_id,
            "difference": plain_of(drift.difference),
        },
    )


def _ended_there(key: str, title: str, ended: Ended) -> Problem:
    head = ended.head
    did = "deleted" if ended.is_deleted else "made void"
    ends = "was taken back there" if ended.is_taken_back else f"was {did} over there"
    anew = f"a new run of {head.period} then bills it anew, under a new number"
    other = "." if ended.is_taken_back else "; or restore it there."
    return Problem(
        system=key,
        kind="void_there",
        record=f"invoice {head.invoice_number}",
        flow=LOOK,
        title=f"Invoice {head.invoice_number} {ends}",
        why=f"It stands here, and {head.total:.2f} is owed by it.",
        remedy=f"Make it void here too: {anew}{other}",
        amount=head.total,
        account_number=head.account_number,
        facts={
            "system_title": title,
            "kind": "invoice",
            "our_id": head.invoice_number,
            "their_id": ended.their_id,
        },
    )


def _overpaid(conn: Transaction, key: str, title: str) -> Iterator[Problem]:
    """Invoices with more on them than they ask for, and money that lies on none."""
    ours = set(our_ids(conn, key, LinkKind.INVOICE).values())
    paid = paid_by_invoice(conn)
    for head in invoice_heads(conn):
        owed = ZERO if head.state is InvoiceState.VOID else head.total
        over = paid.get(head.invoice_number, ZERO) - owed
        if head.invoice_number in ours and over > 0:
            yield Problem(
                system=key,
                kind="overpaid",
                record=f"invoice {head.invoice_number}",
                flow=LOOK,
                title=f"Payment is {over:.2f} more than what is owed",
                why=f"Invoice {head.invoice_number} comes to {owed:.2f}, "
                f"and {owed + over:.2f} is on it.",
                remedy="Put the rest on another invoice there, or give it back.",
                amount=over,
                account_number=head.account_number,
                facts={"system_title": title, "kind": "invoice", "our_id": head.invoice_number},
            )
    for each in all_payments(conn, key).values():
        if each.state == STANDING and each.account_number is not None and each.unapplied > 0:
            yield Problem(
                system=key,
                kind="unapplied",
                record=f"payment {each.source_id}",
                flow=LOOK,
                title=f"{each.unapplied:.2f} lies on no invoice",
                why=f"Payment {each.reference or each.source_id} of {each.total:.2f}"
                f"{f', {each.paid_on},' if each.paid_on else ''} is not used up.",
                remedy="Put it on an invoice there, or leave it for the next one.",
                amount=each.unapplied,
                account_number=each.account_number,
                facts={
                    "system_title": title,
                    "kind": "payment",
                    "our_id": each.source_id,
                    "their_id": each.source_id,
                },
            )


def _billed_twice(office: Office, conn: Transaction, key: str, title: str) -> Iterator[Problem]:
    """What the customer is asked for by two systems.

    Of time and charges the plan of work tells, in the same words; here while that flow is off.
    """
    if setting_of(flow_of("work"), answers(conn)) is FlowSetting.OFF:
        view = billing_view(office, conn, key)
        twice = [*both_billed(view), *relayed_too(conn, view.invoicing)]
    else:
        twice = list(relayed_too(conn, invoice_view(conn, key)))
    for each in twice:
        is_theirs = each.kind == "psa_invoice"
        there = f"{title} invoice {each.their_number}"
        yield Problem(
            system=key,
            kind="billed_twice",
            record=f"{each.kind} {each.reference}",
            flow=LOOK,
            title=f"{there} is in the books too"
            if is_theirs
            else f"{'Time entry' if each.kind == 'time' else 'Charge'} {each.reference} is billed "
            "twice",
            why=each.words,
            remedy=TAKE_OUT if is_theirs else WAY_OUT,
            amount=each.amount,
            account_number=each.account_number or None,
            facts={
                "system_title": title,
                "kind": each.kind,
                "our_id": each.reference,
                "our_number": each.our_number,
                "their_number": each.their_number,
            },
        )


def _ended_agreements(office: Office, conn: Transaction, key: str, title: str) -> Iterator[Problem]:
    """Accounts whose agreements have all ended there, while services still run here."""
    today = _today(office, conn)
    accounts = our_ids(conn, key, LinkKind.CUSTOMER)
    by_psa = {each.psa_id: each.account_number for each in load(conn, Account) if each.psa_id}
    agreements: dict[str, list[PsaAgreement]] = {}
    for each in records_of(conn, key, PsaFamily.AGREEMENTS.value, PsaAgreement):
        number = accounts.get(each.customer_id) or by_psa.get(each.customer_id)
        if number is not None:
            agreements.setdefault(number, []).append(each)
    ended = {
        number: max(each.ends_on or date.min for each in found)
        for number, found in agreements.items()
        if all(not e.is_active or (e.ends_on is not None and e.ends_on <= today) for e in found)
    }
    if not ended:
        return
    running = _running(conn, ended, today)
    for number, (count, month) in sorted(running.items()):
        day = "" if ended[number] == date.min else f" on {ended[number]}"
        services = "1 service still runs" if count == 1 else f"{count} services still run"
        yield Problem(
            system=key,
            kind="agreement_ended",
            record=f"account {number}",
            flow=LOOK,
            title="Agreement ended, services still run",
            why=f"The last agreement there ended{day}, and {services} here.",
            remedy="End the services here, or renew the agreement there.",
            amount=month,
            account_number=number,
            facts={"system_title": title, "kind": "account", "our_id": number, "services": count},
        )


def _running(
    conn: Transaction, accounts: Mapping[str, Any], today: date
) -> dict[str, tuple[int, Decimal]]:
    """By account how many services run today, and what they cost a month."""
    products = {each.product_code: each for each in load(conn, Product)}
    found: dict[str, tuple[int, Decimal]] = {}
    for each in load(conn, Service):
        runs = each.starts_on <= today and (each.ends_on is None or each.ends_on > today)
        if each.account_number not in accounts or not runs:
            continue
        product = products.get(each.product_code)
        price = each.unit_price if each.unit_price is not None else product and product.price
        count, month = found.get(each.account_number, (0, ZERO))
        found[each.account_number] = (count + 1, month + each.quantity * (price or ZERO))
    return found


def _today(office: Office, conn: Transaction) -> date:
    company = next(iter(load(conn, Company)), None)
    return office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
