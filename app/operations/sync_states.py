"""How far each of our customers or invoices is in step with the other systems: for lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from app.billing.decision import GO_LIVE
from app.billing.flows import FlowSetting, flow_of, setting_of
from app.billing.invoice import InvoiceState
from app.connectors.registry import system_of
from app.connectors.web_pages import web_page
from app.errors import InputError
from app.operations.office import Office
from app.operations.system_connection import ACCOUNTING
from app.store.connections import StoredConnection, connections
from app.store.decisions import answers
from app.store.inbox import Problem, open_entries
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import LinkKind
from app.store.outbox import OutboxState
from app.store.record_marks import ErrandMark, LinkMark, errand_marks, link_marks
from app.store.transaction import Transaction


class SyncStanding(Enum):
    """How a record stands between here and there; the later ones need somebody more."""

    VOIDED = "voided"
    SYNCED = "synced"
    NOT_SYNCED = "not_synced"
    QUEUED = "queued"
    WARNING = "warning"
    CHANGED_THERE = "changed_there"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """One record at one system."""

    standing: SyncStanding
    system: str
    title: str
    """Of the system."""
    number: str = ""
    """Their number or id."""
    at: datetime | None = None
    link: str = ""
    """The record's page there; blank: not known."""
    why: str = ""
    others: tuple["SyncState", ...] = ()
    """The same record at other systems, where it stands no worse."""


KINDS: Final = ("customer", "invoice")
_ORDER: Final = {each: place for place, each in enumerate(SyncStanding)}
_ERRORS: Final = frozenset({"refused", "differs", "unknown"})
_THERE: Final = frozenset({"drift", "void_there"})
_OPEN: Final = frozenset({OutboxState.SENDING, OutboxState.UNKNOWN})


def sync_states(office: Office, kind: str) -> dict[str, SyncState]:
    """By account number or invoice number, the worst of its states; nothing without connections.

    ``kind``: customer or invoice; InputError for another.
    """
    if kind not in KINDS:
        raise InputError(f"There are no sync states of {kind}.", "", f"Of: {', '.join(KINDS)}.")
    found: dict[str, list[SyncState]] = {}
    with office.file.read() as conn:
        heads = list(invoice_heads(conn)) if kind == "invoice" else []
        given = answers(conn)
        for stored in connections(conn):
            if kind == "invoice" and stored.role != ACCOUNTING:
                continue
            look = _Look(conn, stored, kind)
            told = _invoices(look, heads, given) if kind == "invoice" else look.linked()
            for our_id, state in told:
                found.setdefault(our_id, []).append(state)
    return {our_id: _worst(states) for our_id, states in found.items()}


def _worst(states: Iterable[SyncState]) -> SyncState:
    first, *rest = sorted(states, key=lambda each: -_ORDER[each.standing])
    return first if not rest else _with_others(first, rest)


def _with_others(first: SyncState, rest: list[SyncState]) -> SyncState:
    return SyncState(
        standing=first.standing,
        system=first.system,
        title=first.title,
        number=first.number,
        at=first.at,
        link=first.link,
        why=first.why,
        others=tuple(rest),
    )


class _Look:
    """What the file tells of the records of one kind at one system."""

    def __init__(self, conn: Transaction, stored: StoredConnection, kind: str) -> None:
        self.stored = stored
        self.kind = kind
        self.title = system_of(stored.system).title
        self.links = link_marks(conn, stored.system, LinkKind(kind))
        self.errands = errand_marks(conn, stored.system, kind)
        self.problems = _problems(open_entries(conn, system=stored.system), kind)

    def linked(self) -> Iterator[tuple[str, SyncState]]:
        """Records that are known there, and those of which something waits in the inbox."""
        for our_id in {**self.links, **self.problems}:
            yield our_id, self.state(our_id, self.standing(our_id))

    def standing(self, our_id: str) -> SyncStanding:
        """How a record stands that is neither void nor waits for its turn."""
        problem = self.problems.get(our_id)
        if problem is not None and problem.kind in _ERRORS:
            return SyncStanding.ERROR
        if problem is not None and problem.kind in _THERE:
            return SyncStanding.CHANGED_THERE
        errand = self.errands.get(our_id)
        if errand is not None and errand.state in _OPEN:
            return SyncStanding.QUEUED
        if problem is not None:
            return SyncStanding.WARNING
        return SyncStanding.SYNCED if our_id in self.links else SyncStanding.NOT_SYNCED

    def state(self, our_id: str, standing: SyncStanding, why: str = "") -> SyncState:
        """The state with number, time and page."""
        link, errand = self.links.get(our_id), self.errands.get(our_id)
        problem = self.problems.get(our_id)
        return SyncState(
            standing=standing,
            system=self.stored.system,
            title=self.title,
            number=_number(link, errand),
            at=errand.changed_at if errand else link.linked_at if link else None,
            link=web_page(
                self.stored.system,
                self.stored.settings,
                kind=self.kind,
                their_id=link.their_id if link else "",
            ),
            why=why or (f"{problem.title}. {problem.why}" if problem else ""),
        )


def _number(link: LinkMark | None, errand: ErrandMark | None) -> str:
    if errand is not None and errand.their_number:
        return errand.their_number
    return link.their_id if link is not None else ""


def _problems(entries: Iterable[Any], kind: str) -> dict[str, Problem]:
    """By our id what waits about a record; of several the worst."""
    found: dict[str, Problem] = {}
    for each in entries:
        problem: Problem = each.problem
        is_it = problem.facts.get("kind") == kind
        our_id = str(problem.facts.get("our_id") or "") if is_it else ""
        if kind == "customer" and problem.facts.get("kind") == "account":
            our_id = str(problem.facts.get("our_id") or "")
        if our_id and (our_id not in found or problem.kind in _ERRORS):
            found[our_id] = problem
    return found


def _invoices(
    look: _Look, heads: Iterable[InvoiceHead], given: Mapping[str, str]
) -> Iterator[tuple[str, SyncState]]:
    begins = given.get(GO_LIVE + look.stored.system, "")
    since = date.fromisoformat(begins) if begins else None
    is_off = setting_of(flow_of("invoices"), given) is FlowSetting.OFF
    for head in heads:
        number = head.invoice_number
        standing = look.standing(number)
        why = ""
        if head.state is InvoiceState.VOID and standing in {
            SyncStanding.SYNCED,
            SyncStanding.NOT_SYNCED,
        }:
            standing, why = _of_void(look, number)
        elif standing is SyncStanding.NOT_SYNCED:
            why = _why_not(head, since=since, is_off=is_off)
            standing = SyncStanding.NOT_SYNCED if why else SyncStanding.QUEUED
            why = why or "It goes with the next batch."
        yield number, look.state(number, standing, why)


def _of_void(look: _Look, number: str) -> tuple[SyncStanding, str]:
    errand = look.errands.get(number)
    is_told = errand is not None and errand.verb == "void" and errand.state is OutboxState.DONE
    if is_told or number not in look.links:
        return SyncStanding.VOIDED, ""
    return SyncStanding.QUEUED, "It is void here; the next batch makes it void there."


def _why_not(head: InvoiceHead, *, since: date | None, is_off: bool) -> str:
    """Why an invoice does not go there; blank: it does."""
    if not head.total:
        return "It comes to nothing."
    if since is not None and head.invoice_date < since:
        return "It is from before the go-live day."
    return "Posting is off." if is_off else ""
