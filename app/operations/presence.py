"""Every customer against the PSA, this file and the books: where it is, where not, and what to do.

It goes by what was last pulled; no network is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.decision import TELECOM_AGREEMENTS
from app.billing.issuer import Company
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.incoming import PsaAgreement, PsaAgreementLine, PsaFamily
from app.customers.matching import MatchState, Pairing, Side
from app.customers.product import Product
from app.customers.telecom_agreements import is_signed, is_telecom, kind_names, telecom_products
from app.operations.map_coverage import billed_by_account, last_month
from app.operations.map_view import is_pulled, pairings_of
from app.operations.office import Office
from app.operations.system_connection import PSA
from app.store.connections import connections
from app.store.decisions import answers
from app.store.links import Link, LinkKind, links
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO


class CellState(Enum):
    """How a customer is in one system."""

    LINKED = "linked"
    MISSING = "missing"
    CANDIDATES = "candidates"
    """One or several there may be it."""
    RENAMED = "renamed"
    INACTIVE = "inactive"
    """Not in use there, or gone."""
    NOT_NEEDED = "not_needed"


class PresenceState(Enum):
    """How a customer is over all systems, the most pressing first."""

    HOLE = "hole"
    AMBIGUOUS = "ambiguous"
    CHANGED = "changed"
    LOOK = "look"
    BY_CHOICE = "by_choice"
    ALL = "all"
    ELSEWHERE = "elsewhere"
    """Only in another system, with no telecom contract: nothing lacks."""


class Fix(Enum):
    """What to do about a hole."""

    ACCEPT = "accept"
    """It is surely that one: link it."""
    LINK = "link"
    """Say which of the candidates it is."""
    CREATE = "create"
    """It is made there with the next posting."""
    CREATE_THERE = "create_there"
    """By hand in the other system, then linked."""
    CREATE_HERE = "create_here"
    """An account from its contract: the next sync does so."""
    CONFIRM_NAME = "confirm_name"
    MAKE_ACTIVE = "make_active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A customer in one system."""

    state: CellState
    id: str = ""
    """Linked: its id; here: the account number."""
    name: str = ""
    words: str = ""
    """What is out of the ordinary."""
    candidates: int = 0
    match: MatchState | None = None
    """Of candidates: how sure it is."""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRow:
    """One customer."""

    name: str
    account_number: str | None
    here: Cell
    there: Mapping[str, Cell]
    """By system."""
    running: int
    """Agreements of the PSA that run."""
    agreements: int
    """All that there are."""
    billed: Decimal
    """In the last month."""
    state: PresenceState

    @property
    def contract(self) -> str:
        """Its agreements, as 1 of 1."""
        return f"{self.running} of {self.agreements}" if self.agreements else ""

    @property
    def fixes(self) -> tuple[tuple[str, Fix], ...]:
        """What to do, by system; blank is this file."""
        cells = {"": self.here, **self.there}
        return tuple((key, each.fix) for key, each in cells.items() if each.fix is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """All of them, holes first."""

    systems: tuple[tuple[str, str], ...]
    """Names and titles, PSA first."""
    period: str
    """The month of ``billed``; blank: nothing was billed yet."""
    rows: tuple[PresenceRow, ...]
    counts: Mapping[PresenceState, int]
    not_read: tuple[str, ...]
    """Systems whose customers were never read."""


def presence(office: Office) -> Presence:
    """Every customer against every connected system."""
    with office.file.read() as conn:
        period, heads = last_month(conn)
        known = sorted(connections(conn), key=lambda each: (each.role != PSA, each.system))
        read = [each for each in known if is_pulled(conn, each.system)]
        views = [_view(office, conn, each.system, psa=each.role == PSA) for each in read]
        accounts = {each.account_number: each for each in load(conn, Account)}
    billed = billed_by_account(heads)
    rows = [_row(each, views, billed) for each in accounts.values() if not _is_over(each, views)]
    rows += [row for view in views for row in _only_there(view, views)]
    order = list(PresenceState)
    rows.sort(key=lambda each: (order.index(each.state), each.name.casefold()))
    return Presence(
        systems=tuple((each.system, system_of(each.system).title) for each in known),
        period=period,
        rows=tuple(rows),
        counts={state: sum(each.state is state for each in rows) for state in PresenceState},
        not_read=tuple(each.system for each in known if each not in read),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One system against this file."""

    system: str
    title: str
    is_psa: bool
    pairings: Mapping[str, Pairing]
    """By account."""
    alone: Sequence[Pairing]
    """Of customers there that are nobody here."""
    links: Mapping[str, Link]
    agreements: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By customer: running, and all."""
    telecom: frozenset[str] = frozenset()
    """Customers with a signed contract about telecom."""


def _view(office: Office, conn: Transaction, system: str, *, psa: bool) -> _View:
    pairings = pairings_of(conn, system)
    company = next(iter(load(conn, Company)), None)
    today = office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
    agreements, telecom = _agreements(conn, system, today) if psa else ({}, frozenset[str]())
    return _View(
        system=system,
        title=system_of(system).title,
        is_psa=psa,
        pairings={each.ours.id: each for each in pairings if each.ours is not None},
        alone=[each for each in pairings if each.ours is None],
        links=links(conn, system, LinkKind.CUSTOMER),
        agreements=agreements,
        telecom=telecom,
    )


def _agreements(
    conn: Transaction, system: str, today: date
) -> tuple[dict[str, tuple[int, int]], frozenset[str]]:
    lines: dict[str, list[PsaAgreementLine]] = defaultdict(list)
    for line in records_of(conn, system, PsaFamily.AGREEMENT_LINES.value, PsaAgreementLine):
        lines[line.agreement_id].append(line)
    paired = {code: each.their_id for code, each in links(conn, system, LinkKind.PRODUCT).items()}
    products = telecom_products(load(conn, Product), paired)
    kinds = kind_names(answers(conn).get(TELECOM_AGREEMENTS, ""))
    counts: dict[str, tuple[int, int]] = {}
    telecom = set()
    for each in records_of(conn, system, PsaFamily.AGREEMENTS.value, PsaAgreement):
        running, total = counts.get(each.customer_id, (0, 0))
        runs = is_signed(each, today)
        counts[each.customer_id] = (running + runs, total + 1)
        if runs and is_telecom(each, lines[each.source_id], products=products, kinds=kinds):
            telecom.add(each.customer_id)
    return counts, frozenset(telecom)


def _is_over(account: Account, views: Iterable[_View]) -> bool:
    """Whether an account is closed, and linked nowhere."""
    return account.closed_on is not None and not any(
        account.account_number in view.links for view in views
    )


def _row(account: Account, views: Sequence[_View], billed: Mapping[str, Decimal]) -> PresenceRow:
    number = account.account_number
    cells = {view.system: _cell(account, view) for view in views}
    running, total = 0, 0
    for view in views:
        link = view.links.get(number)
        if view.is_psa and link is not None:
            one, all_ = view.agreements.get(link.their_id, (0, 0))
            running, total = running + one, total + all_
    here = Cell(state=CellState.LINKED, id=number, name=account.name)
    if account.closed_on is not None:
        here = Cell(state=CellState.INACTIVE, id=number, name=account.name, words="Closed here")
    return PresenceRow(
        name=account.name,
        account_number=number,
        here=here,
        there=cells,
        running=running,
        agreements=total,
        billed=billed.get(number, ZERO),
        state=_state([here, *cells.values()], ended=total > 0 and running == 0),
    )


def _cell(account: Account, view: _View) -> Cell:
    pairing = view.pairings.get(account.account_number)
    if pairing is None:
        return Cell(state=CellState.NOT_NEEDED, words="Closed here")
    if pairing.state is MatchState.LINKED and pairing.theirs is not None:
        return _linked_cell(account, view, pairing.theirs)
    if pairing.state is MatchState.IGNORED:
        return Cell(state=CellState.NOT_NEEDED, words=pairing.why)
    if pairing.state is MatchState.NEW:
        fix = Fix.CREATE_THERE if view.is_psa else Fix.CREATE
        return Cell(state=CellState.MISSING, words=pairing.why, fix=fix)
    count = len(pairing.candidates) or int(pairing.theirs is not None)
    return Cell(
        state=CellState.CANDIDATES,
        name=pairing.theirs.name if pairing.theirs is not None else "",
        words=pairing.why,
        candidates=count,
        match=pairing.state,
        fix=Fix.ACCEPT if pairing.state is MatchState.EXACT else Fix.LINK,
    )


def _linked_cell(account: Account, view: _View, theirs: Side) -> Cell:
    if not theirs.is_active:
        words = f"Not in use in {view.title}" if theirs.name else f"No longer in {view.title}"
        fix = Fix.MAKE_ACTIVE if theirs.name else Fix.LINK
        return Cell(state=CellState.INACTIVE, id=theirs.id, name=theirs.name, words=words, fix=fix)
    link = view.links[account.account_number]
    known = (link.name, str(link.sent.get("name") or ""), account.name, account.billing_name or "")
    names = {name for each in known if each for name in Side(id="", name=each).names}
    if not names & set(theirs.names):
        words = f"It is called {theirs.name} there now"
        return Cell(
            state=CellState.RENAMED,
            id=theirs.id,
            name=theirs.name,
            words=words,
            fix=Fix.CONFIRM_NAME,
        )
    return Cell(state=CellState.LINKED, id=theirs.id, name=theirs.name)


_PRESSING: Final = (
    (CellState.MISSING, PresenceState.HOLE),
    (CellState.CANDIDATES, PresenceState.AMBIGUOUS),
    (CellState.RENAMED, PresenceState.CHANGED),
    (CellState.INACTIVE, PresenceState.LOOK),
)


def _state(cells: Sequence[Cell], *, ended: bool) -> PresenceState:
    states = {each.state for each in cells if each.match is not MatchState.EXACT}
    for cell, found in _PRESSING:
        if cell in states:
            return found
    if ended or any(each.match is MatchState.EXACT for each in cells):
        return PresenceState.LOOK
    return PresenceState.BY_CHOICE if CellState.NOT_NEEDED in states else PresenceState.ALL


def _only_there(view: _View, views: Sequence[_View]) -> list[PresenceRow]:
    """Customers of a PSA that are nobody here; the books have many that are no matter of ours."""
    if not view.is_psa:
        return []
    rows = []
    for pairing in view.alone:
        theirs = pairing.theirs
        if theirs is None or pairing.state is MatchState.IGNORED:
            continue
        running, total = view.agreements.get(theirs.id, (0, 0))
        wanted = theirs.id in view.telecom
        there = {other.system: Cell(state=CellState.NOT_NEEDED) for other in views}
        there[view.system] = Cell(state=CellState.LINKED, id=theirs.id, name=theirs.name)
        words = "It has a telecom contract, and no account" if wanted else "It has no account"
        rows.append(
            PresenceRow(
                name=theirs.name,
                account_number=None,
                here=Cell(
                    state=CellState.MISSING,
                    words=words,
                    fix=Fix.CREATE_HERE if wanted else None,
                ),
                there=there,
                running=running,
                agreements=total,
                billed=ZERO,
                state=PresenceState.HOLE if wanted else PresenceState.ELSEWHERE,
            )
        )
    return rows
