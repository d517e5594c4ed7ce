"""The first connect of a company that has been at work: who is who, what is there already.

In this order: exact customers are linked; invoices that stand there already are linked without
being sent; their payments are filled in; the go-live date is kept, and nothing dated before it is
posted. A second run changes nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.billing.decision import GO_LIVE
from app.billing.incoming import BookCreditNote, BookFamily, BookInvoice, DocumentStanding
from app.billing.invoice import InvoiceState
from app.connectors.registry import system_of
from app.customers.matching import MatchState
from app.errors import NotAllowed
from app.operations.map_customers import accept_exact
from app.operations.map_view import check_connected, is_pulled, pairings_of
from app.operations.map_writing import MapChange, MapEdit, write_map
from app.operations.office import Office
from app.operations.payment_keeping import keep_payments, payment_changes
from app.operations.system_connection import is_psa
from app.store.decisions import save_answer
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import Link, LinkKind, links, our_ids
from app.store.mapping import FactKind
from app.store.remote_records import records_of
from app.store.transaction import Transaction
from app.values.money import ZERO

_ENDED = frozenset({DocumentStanding.VOID, DocumentStanding.DELETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OldInvoice:
    """An invoice of ours that is there, or may be."""

    number: str
    their_id: str
    problem: str = ""
    """Why it was not linked; blank: it was, now or before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstConnect:
    """What it did."""

    customers: MapChange
    invoices: MapChange
    known: tuple[OldInvoice, ...]
    """Invoices of ours that stand there; with a problem: not linked."""
    payments: int
    """Payments that were filled in."""
    need_a_look: int
    """Accounts that are likely or ambiguous there: a person says who they are."""
    go_live: date | None
    held_back: int
    """Invoices dated before it that are not there, and are never posted."""

    @property
    def is_empty(self) -> bool:
        """Whether it changed nothing."""
        return self.customers.is_empty and self.invoices.is_empty and not self.payments


def first_connect(office: Office, system: str, go_live: date) -> FirstConnect:
    """Takes over what is there; nothing is sent. NotAllowed before the first pull."""
    title = system_of(system).title
    with office.file.read() as conn:
        check_connected(conn, system)
        if not is_pulled(conn, system):
            raise NotAllowed(f"Nothing was read from {title} yet.", "", f"pull FILE {system}.")
    customers = accept_exact(office, system)
    books = not is_psa(system)
    with office.write() as conn:
        known = _known_invoices(conn, system) if books else []
        invoices = _link_invoices(office, conn, system, known)
        payments = len(keep_payments(office, conn, system)) if books else 0
        key = f"{GO_LIVE}{system}"
        save_answer(conn, key, value=go_live.isoformat(), stamp=office.stamp("first_connect"))
        pairings = pairings_of(conn, system)
        held_back = _held_back(conn, system, go_live) if books else 0
    asked = {MatchState.LIKELY, MatchState.AMBIGUOUS}
    return FirstConnect(
        customers=customers,
        invoices=invoices,
        known=tuple(each.told for each in known),
        payments=payments,
        need_a_look=sum(each.state in asked for each in pairings),
        go_live=go_live,
        held_back=held_back,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    told: OldInvoice
    link: Link | None
    """To be made; None where it is there or cannot be."""


def _known_invoices(conn: Transaction, system: str) -> list[_Known]:
    """Our invoices and credit notes of which one of the same number stands there."""
    heads = {each.invoice_number: each for each in invoice_heads(conn)}
    accounts = our_ids(conn, system, LinkKind.CUSTOMER)
    found = []
    for kind, there in (
        (LinkKind.INVOICE, _standing(conn, system, BookFamily.INVOICES, BookInvoice)),
        (LinkKind.CREDIT_NOTE, _standing(conn, system, BookFamily.CREDIT_NOTES, BookCreditNote)),
    ):
        linked = links(conn, system, kind)
        for number, several in there.items():
            head = heads.get(number)
            if head is not None and (head.total < ZERO) == (kind is LinkKind.CREDIT_NOTE):
                found.append(_known(kind, head, several, linked.get(number), accounts))
    return sorted(found, key=lambda each: each.told.number)


def _standing(
    conn: Transaction,
    system: str,
    family: BookFamily,
    record: type[BookInvoice] | type[BookCreditNote],
) -> dict[str, list[BookInvoice | BookCreditNote]]:
    found: dict[str, list[BookInvoice | BookCreditNote]] = defaultdict(list)
    for each in records_of(conn, system, family.value, record):
        if each.number and each.standing not in _ENDED:
            found[each.number].append(each)
    return found


def _known(
    kind: LinkKind,
    head: InvoiceHead,
    several: Sequence[BookInvoice | BookCreditNote],
    link: Link | None,
    accounts: Mapping[str, str],
) -> _Known:
    number = head.invoice_number
    first = several[0]
    if link is not None:
        return _Known(told=OldInvoice(number=number, their_id=link.their_id), link=None)
    problem = _problem(head, several, accounts)
    told = OldInvoice(number=number, their_id=first.source_id, problem=problem)
    if problem:
        return _Known(told=told, link=None)
    made = Link(
        kind=kind,
        our_id=number,
        their_id=first.source_id,
        version=first.version,
        total=first.total,
        sent={},
    )
    return _Known(told=told, link=made)


def _problem(
    head: InvoiceHead,
    several: Sequence[BookInvoice | BookCreditNote],
    accounts: Mapping[str, str],
) -> str:
    """Why the one there is not surely ours; blank where it is."""
    first = several[0]
    if len(several) > 1:
        return f"It stands there {len(several)} times."
    if head.state is InvoiceState.VOID:
        return "It is void here."
    if first.total != abs(head.total):
        return f"It comes to {first.total} there, and to {abs(head.total)} here."
    account = accounts.get(first.customer_id or "")
    if account is None:
        return f"Its customer there, {first.customer_id}, is linked with nobody here."
    if account != head.account_number:
        return f"It is of account {account} there, and of {head.account_number} here."
    return ""


def _link_invoices(
    office: Office, conn: Transaction, system: str, known: Sequence[_Known]
) -> MapChange:
    edits = tuple(
        MapEdit(
            what=FactKind.LINK,
            kind=each.link.kind.value,
            key=each.link.our_id,
            before=None,
            after=each.link,
        )
        for each in known
        if each.link is not None
    )
    title = f"Link {len(edits)} old {'invoice' if len(edits) == 1 else 'invoices'}"
    change = MapChange(system=system, title=title, edits=edits)
    return write_map(office, conn, change, why="It was there before the go-live.")


def _held_back(conn: Transaction, system: str, go_live: date) -> int:
    known = set(links(conn, system, LinkKind.INVOICE)) | set(
        links(conn, system, LinkKind.CREDIT_NOTE)
    )
    return sum(
        each.invoice_date < go_live and each.invoice_number not in known
        for each in invoice_heads(conn)
        if each.state is not InvoiceState.VOID
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What a first connect would do now; nothing is written."""

    exact: int
    """Customers that would be linked."""
    linked: int
    """Customers that are linked already."""
    to_link: int
    """Old invoices that would be linked without being sent."""
    known: tuple[OldInvoice, ...]
    payments: int
    """Payments that would be filled in."""
    held_back: int
    """Invoices dated before the day that are not there, and would never be posted."""
    need_a_look: int
    """Accounts that are likely or ambiguous there."""


def look_at_first_connect(office: Office, system: str, go_live: date) -> FirstLook:
    """What ``first_connect`` would do, by what was last pulled.

    An invoice whose customer is linked by this very run is told as a problem until then.
    """
    asked = {MatchState.LIKELY, MatchState.AMBIGUOUS}
    books = not is_psa(system)
    with office.file.read() as conn:
        check_connected(conn, system)
        pairings = pairings_of(conn, system)
        known = _known_invoices(conn, system) if books else []
        payments = len(payment_changes(conn, system)) if books else 0
        held_back = _held_back(conn, system, go_live) if books else 0
    states = [each.state for each in pairings if each.ours is not None]
    return FirstLook(
        exact=states.count(MatchState.EXACT),
        linked=states.count(MatchState.LINKED),
        to_link=sum(each.link is not None for each in known),
        known=tuple(each.told for each in known),
        payments=payments,
        held_back=held_back,
        need_a_look=sum(each in asked for each in states),
    )
