"""The map of customers: who is who in a PSA or the books, shown and settled by a person.

What is likely or ambiguous is settled one by one, never in bulk. Every change can be taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.billing.coverage import Coverage
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.matching import MatchState, Pairing
from app.errors import InputError, NotAllowed
from app.operations.map_coverage import customer_coverage
from app.operations.map_view import (
    account_of,
    check_connected,
    is_pulled,
    pairings_of,
    told_customer,
)
from app.operations.map_writing import (
    LINKS,
    MapChange,
    MapEdit,
    fact_edit,
    reverse_map,
    write_map,
)
from app.operations.office import Office
from app.operations.system_connection import is_psa
from app.store.audit import Recorded, entries_of
from app.store.links import Link, LinkKind, links, our_ids
from app.store.mapping import Fact, FactKind
from app.store.transaction import Transaction

_CUSTOMERS: Final = "customers"
"""The area of the audit where posting tells of customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMap:
    """Who is who in one system."""

    system: str
    title: str
    pairings: tuple[Pairing, ...]
    counts: Mapping[MatchState, int]
    """Of each state; customers there that are nobody here are counted apart."""
    only_there: int
    """Customers there that are nobody here."""
    coverage: Coverage
    is_pulled: bool
    """Whether its customers were ever read."""

    @property
    def need_a_look(self) -> int:
        """How many accounts are neither linked nor settled by somebody's word."""
        settled = {MatchState.LINKED, MatchState.IGNORED}
        return sum(
            each.state not in settled and not each.is_said
            for each in self.pairings
            if each.ours is not None
        )


def show_map(office: Office, system: str) -> CustomerMap:
    """Who is who, by what was last pulled; no network is asked. NotAllowed: not connected."""
    with office.file.read() as conn:
        check_connected(conn, system)
        pairings = pairings_of(conn, system)
        coverage = customer_coverage(conn, pairings)
        pulled = is_pulled(conn, system)
    ours = [each for each in pairings if each.ours is not None]
    return CustomerMap(
        system=system,
        title=system_of(system).title,
        pairings=tuple(pairings),
        counts={state: sum(each.state is state for each in ours) for state in MatchState},
        only_there=sum(each.ours is None and each.state is MatchState.NEW for each in pairings),
        coverage=coverage,
        is_pulled=pulled,
    )


def accept_exact(office: Office, system: str) -> MapChange:
    """Links every exact pair; a second run changes nothing."""
    with office.write() as conn:
        check_connected(conn, system)
        exact = [e for e in pairings_of(conn, system) if e.state is MatchState.EXACT]
        edits: list[MapEdit] = []
        reasons: dict[str, str] = {}
        for each in exact:
            if each.ours is None or each.theirs is None:
                continue
            link = _link(each.ours.id, each.theirs.id, name=each.theirs.name)
            edits += fact_edit(conn, system, FactKind.LINK, key=each.ours.id, after=link)
            reasons[each.ours.id] = each.reasons[0].words
        count = len(edits)
        title = f"Link {count} exact {'match' if count == 1 else 'matches'}"
        change = MapChange(system=system, title=title, edits=tuple(edits))
        return write_map(office, conn, change, reasons=reasons)


def link_customer(office: Office, system: str, *, ours: str, theirs: str) -> MapChange:
    """Links an account with a customer there, by a person's word.

    What was said against it before is taken back. InputError for an account or customer that is
    not there; NotAllowed where either is linked with another.
    """
    with office.write() as conn:
        check_connected(conn, system)
        account = account_of(conn, ours)
        name = _name_there(conn, system, theirs)
        _check_free(conn, system, ours=ours, theirs=theirs)
        facts: list[tuple[FactKind, str, Fact]] = [
            (FactKind.IGNORED, theirs, None),
            (FactKind.NOT_NEEDED, ours, None),
            (FactKind.TO_BE_MADE, ours, None),
            (FactKind.LINK, ours, _link(ours, theirs, name=name)),
        ]
        return _said(office, conn, system, facts, title=f"Link {account.name}", why="said so")


def confirm_name(office: Office, system: str, *, ours: str) -> MapChange:
    """Takes the name that a linked customer now has there as known: it is the same one, renamed."""
    with office.write() as conn:
        check_connected(conn, system)
        account = account_of(conn, ours)
        link = links(conn, system, LinkKind.CUSTOMER).get(ours)
        if link is None:
            raise NotAllowed(f"{account.name} is not linked there.", "", "Link it first.")
        renamed = replace(link, name=_name_there(conn, system, link.their_id))
        edit = MapEdit(what=FactKind.LINK, key=ours, before=link, after=renamed)
        edits = () if renamed == link else (edit,)
        change = MapChange(system=system, title=f"Same customer: {account.name}", edits=edits)
        return write_map(office, conn, change, why="renamed there")


def unlink_customer(office: Office, system: str, *, ours: str) -> MapChange:
    """Takes a link out; what was posted stays where it is. NotAllowed where there is none."""
    with office.write() as conn:
        check_connected(conn, system)
        account = account_of(conn, ours)
        facts: list[tuple[FactKind, str, Fact]] = [(FactKind.LINK, ours, None)]
        change = _said(office, conn, system, facts, title=f"Unlink {account.name}", why="said so")
        if change.is_empty:
            raise NotAllowed(f"{account.name} is not linked there.")
        return change


def make_new(office: Office, system: str, *, ours: str) -> MapChange:
    """Says that an account is nobody there yet: the next posting makes it.

    NotAllowed where it is linked, or in a system that customers are not made in from here.
    """
    return make_several_new(office, system, numbers=(ours,))


def make_several_new(office: Office, system: str, *, numbers: Sequence[str]) -> MapChange:
    """Says of several accounts that they are nobody there yet, in one change.

    NotAllowed as for one; nothing is said then.
    """
    title = system_of(system).title
    if is_psa(system):
        raise NotAllowed(
            f"Customers are not made in {title} from here.",
            "The PSA is where customers begin.",
            f"Make it in {title}, then link it; or say that it is not needed there.",
        )
    with office.write() as conn:
        check_connected(conn, system)
        accounts = [account_of(conn, each) for each in numbers]
        facts: list[tuple[FactKind, str, Fact]] = []
        for each in accounts:
            _check_unlinked(conn, system, each)
            facts.append((FactKind.NOT_NEEDED, each.account_number, None))
            facts.append((FactKind.TO_BE_MADE, each.account_number, "nobody there is it"))
        who = accounts[0].name if len(accounts) == 1 else f"{len(accounts)} customers"
        return _said(office, conn, system, facts, title=f"Make {who} in {title}", why="said so")


def ignore_customer(office: Office, system: str, *, theirs: str, reason: str) -> MapChange:
    """Leaves a customer there alone: it is never proposed again. NotAllowed where it is linked."""
    why = _checked_reason(reason)
    with office.write() as conn:
        check_connected(conn, system)
        name = _name_there(conn, system, theirs)
        number = our_ids(conn, system, LinkKind.CUSTOMER).get(theirs)
        if number is not None:
            raise NotAllowed(f"{name} is linked with account {number}.", "", "Unlink it first.")
        facts: list[tuple[FactKind, str, Fact]] = [(FactKind.IGNORED, theirs, why)]
        return _said(office, conn, system, facts, title=f"Leave {name} alone", why=why)


def not_needed(office: Office, system: str, *, ours: str, reason: str) -> MapChange:
    """Says that an account is not to be in a system. NotAllowed where it is linked."""
    why = _checked_reason(reason)
    with office.write() as conn:
        check_connected(conn, system)
        account = account_of(conn, ours)
        _check_unlinked(conn, system, account)
        facts: list[tuple[FactKind, str, Fact]] = [
            (FactKind.TO_BE_MADE, ours, None),
            (FactKind.NOT_NEEDED, ours, why),
        ]
        title = f"{account.name} is not needed in {system_of(system).title}"
        return _said(office, conn, system, facts, title=title, why=why)


def take_back(
    office: Office, system: str, *, ours: str | None = None, theirs: str | None = None
) -> MapChange:
    """Takes back what was said of an account (not needed, to be made) or of a customer there."""
    with office.write() as conn:
        check_connected(conn, system)
        facts: list[tuple[FactKind, str, Fact]] = []
        if ours is not None:
            facts += [(FactKind.NOT_NEEDED, ours, None), (FactKind.TO_BE_MADE, ours, None)]
        if theirs is not None:
            facts.append((FactKind.IGNORED, theirs, None))
        who = ours or theirs or ""
        change = _said(
            office, conn, system, facts, title=f"Ask again about {who}", why="asked anew"
        )
        if change.is_empty:
            raise NotAllowed(f"Nothing was said about {who} in {system_of(system).title}.")
        return change


def undo_map_change(office: Office, change: MapChange) -> MapChange:
    """Takes a change back; what it gives does it again. NotAllowed where it was changed since."""
    return reverse_map(office, change)


def map_history(office: Office, account: str) -> list[Recorded]:
    """What happened to the links of an account, in every system, oldest first."""
    with office.file.read() as conn:
        found = [
            each for area in (LINKS, _CUSTOMERS) for each in entries_of(conn, area, record=account)
        ]
    return sorted(found, key=lambda each: each.id)


# --------------------------------------------------------------------------------- what is checked


def _said(
    office: Office,
    conn: Transaction,
    system: str,
    facts: list[tuple[FactKind, str, Fact]],
    **more: Any,  # noqa: ANN401  title and why
) -> MapChange:
    edits = [
        edit
        for what, key, after in facts
        for edit in fact_edit(conn, system, what, key=key, after=after)
    ]
    change = MapChange(system=system, title=more["title"], edits=tuple(edits))
    return write_map(office, conn, change, why=more["why"])


def _link(ours: str, theirs: str, *, name: str) -> Link:
    return Link(kind=LinkKind.CUSTOMER, our_id=ours, their_id=theirs, sent={}, name=name)


def _name_there(conn: Transaction, system: str, theirs: str) -> str:
    return told_customer(conn, system, theirs).name


def _check_free(conn: Transaction, system: str, *, ours: str, theirs: str) -> None:
    known = links(conn, system, LinkKind.CUSTOMER).get(ours)
    if known is not None and known.their_id != theirs:
        raise NotAllowed(
            f"Account {ours} is linked with {known.their_id} there.", "", "Unlink it first."
        )
    other = our_ids(conn, system, LinkKind.CUSTOMER).get(theirs)
    if other is not None and other != ours:
        raise NotAllowed(
            f"Customer {theirs} there is linked with account {other}.", "", "Unlink that first."
        )


def _check_unlinked(conn: Transaction, system: str, account: Account) -> None:
    known = links(conn, system, LinkKind.CUSTOMER).get(account.account_number)
    if known is not None:
        raise NotAllowed(
            f"{account.name} is linked with {known.their_id} there.", "", "Unlink it first."
        )


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InputError("A reason is missing.", "Whoever reads the map later wants to know.")
    return reason.strip()
