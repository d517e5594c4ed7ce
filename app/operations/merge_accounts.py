"""Two accounts made one, or one made two: who they are in other systems goes along.

What was billed stays where it was billed. The account that ends has nothing running any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.service import Circuit, Number, Service
from app.errors import InputError, NotAllowed
from app.operations.map_view import account_of, check_connected, told_customer
from app.operations.map_writing import (
    AccountEdit,
    MapChange,
    MapEdit,
    fact_edit,
    write_back,
    write_map,
)
from app.operations.office import Office
from app.store.connections import connections
from app.store.links import Link, LinkKind, links, our_ids
from app.store.mapping import Fact, FactKind
from app.store.setup import load, load_of_account
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsChange:
    """What was changed, step by step, so that it can be taken back."""

    title: str
    steps: tuple[MapChange, ...]


def merge_accounts(office: Office, *, gone: str, into: str, why: str = "") -> AccountsChange:
    """Ends an account today in favour of another, which takes its links.

    Where both are linked, the customer of the one that ends is left alone there: "merged into".
    NotAllowed while something of it still runs.
    """
    if gone == into:
        raise InputError("An account is not merged into itself.")
    with office.write() as conn:
        ending, staying = account_of(conn, gone), account_of(conn, into)
        today = _today(office, conn)
        _check_ended(conn, ending, today)
        title = f"Merge {ending.name} into {staying.name}"
        steps = [
            _merged(office, conn, each.system, title=title, gone=gone, into=into, why=why)
            for each in connections(conn)
        ]
        row = account_of(conn, gone)
        closed = row if row.closed_on else replace(row, closed_on=today)
        if closed != row:
            edit = AccountEdit(before=row, after=closed)
            step = MapChange(system="", title=title, accounts=(edit,))
            steps.append(write_map(office, conn, step, why=why))
    return AccountsChange(title=title, steps=tuple(e for e in steps if not e.is_empty))


def split_account(
    office: Office,
    source: str,
    *,
    number: str,
    name: str,
    take: Mapping[str, str],
    why: str = "",
) -> AccountsChange:
    """Makes an account like another, from today on, that takes customers of other systems.

    ``take``: their ids by system, linked with ``source`` or with nobody; other links stay.
    InputError for a number that is in use; NotAllowed where one of theirs is another account's.
    """
    with office.write() as conn:
        from_row = account_of(conn, source)
        if any(each.account_number == number for each in load(conn, Account)):
            raise InputError(f"There is an account {number} already.")
        title = f"Split {name} from {from_row.name}"
        made = replace(
            from_row,
            account_number=number,
            name=name,
            billing_name=None,
            btn=None,
            opened_on=_today(office, conn),
            closed_on=None,
            psa_id=None,
            accounting_id=None,
            contract_reference=None,
        )
        edit = AccountEdit(before=None, after=made)
        first = MapChange(system="", title=title, accounts=(edit,))
        steps = [write_map(office, conn, first, why=why)]
        for system, theirs in take.items():
            edits = _taken(conn, system, source=source, number=number, theirs=theirs)
            step = MapChange(system=system, title=title, edits=edits)
            steps.append(write_map(office, conn, step, why=why))
    return AccountsChange(title=title, steps=tuple(steps))


def undo_accounts_change(office: Office, change: AccountsChange) -> AccountsChange:
    """Takes a merge or split back; what it gives does it again. NotAllowed: changed since."""
    with office.write() as conn:
        steps = [write_back(office, conn, each) for each in reversed(change.steps)]
    return AccountsChange(title=change.title, steps=tuple(steps))


def _today(office: Office, conn: Transaction) -> date:
    company = next(iter(load(conn, Company)), None)
    return office.clock.today(ZoneInfo(company.timezone if company else "UTC"))


def _check_ended(conn: Transaction, account: Account, today: date) -> None:
    """Only an account where nothing runs any more can end."""
    number = account.account_number
    rows: list[Service | Number | Circuit] = [
        *load_of_account(conn, Service, number),
        *load_of_account(conn, Number, number),
        *load_of_account(conn, Circuit, number),
    ]
    running = [each for each in rows if each.ends_on is None or each.ends_on > today]
    if running:
        count = len(running)
        raise NotAllowed(
            f"{account.name} still has {count} {'service' if count == 1 else 'services'} running.",
            "They would be billed to nobody.",
            "Move or end its numbers, circuits and services first.",
        )


def _merged(
    office: Office,
    conn: Transaction,
    system: str,
    *,
    title: str,
    gone: str,
    into: str,
    why: str,
) -> MapChange:
    known = links(conn, system, LinkKind.CUSTOMER)
    ending, staying = known.get(gone), known.get(into)
    facts: list[tuple[FactKind, str, Fact]] = [
        (FactKind.NOT_NEEDED, gone, None),
        (FactKind.TO_BE_MADE, gone, None),
        (FactKind.LINK, gone, None),
    ]
    if ending is not None and staying is not None:
        facts.append((FactKind.IGNORED, ending.their_id, f"merged into {into}"))
    elif ending is not None:
        facts += [
            (FactKind.NOT_NEEDED, into, None),
            (FactKind.TO_BE_MADE, into, None),
            (FactKind.LINK, into, replace(ending, our_id=into, sent={})),
        ]
    edits = _edits(conn, system, facts)
    return write_map(office, conn, MapChange(system=system, title=title, edits=edits), why=why)


def _taken(
    conn: Transaction, system: str, *, source: str, number: str, theirs: str
) -> tuple[MapEdit, ...]:
    check_connected(conn, system)
    name = told_customer(conn, system, theirs).name
    owner = our_ids(conn, system, LinkKind.CUSTOMER).get(theirs)
    if owner not in {None, source}:
        raise NotAllowed(f"{name} there is linked with account {owner}.", "", "Unlink it first.")
    link = Link(kind=LinkKind.CUSTOMER, our_id=number, their_id=theirs, sent={}, name=name)
    facts: list[tuple[FactKind, str, Fact]] = [
        (FactKind.IGNORED, theirs, None),
        (FactKind.LINK, number, link),
    ]
    if owner == source:
        facts.append((FactKind.LINK, source, None))
    return _edits(conn, system, facts)


def _edits(
    conn: Transaction, system: str, facts: list[tuple[FactKind, str, Fact]]
) -> tuple[MapEdit, ...]:
    return tuple(
        edit
        for what, key, after in facts
        for edit in fact_edit(conn, system, what, key=key, after=after)
    )
