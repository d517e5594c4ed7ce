"""Changes of the map, written at once with their audit; each can be taken back and done again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.customers.account import ACCOUNTS, Account
from app.errors import NotAllowed
from app.operations.map_view import id_field, known_name
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry, Stamp
from app.store.links import Link, LinkKind, PairKind, keep_link, link_of
from app.store.mapping import Fact, FactKind, fact_of, keep_fact
from app.store.setup import load, load_of_account
from app.store.setup_changes import RowChanges, apply_rows, apply_setup
from app.store.transaction import Transaction

LINKS: Final = "links"
"""The area of the audit where the map's changes are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapEdit:
    """One fact of the map, before and after."""

    what: FactKind
    kind: str = LinkKind.CUSTOMER.value
    """A link's or a pair's."""
    key: str
    """Ours; of what is left alone: theirs."""
    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEdit:
    """An account's row, before and after."""

    before: Account | None
    after: Account | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChange:
    """What was changed, so that it can be taken back; empty where nothing was."""

    system: str
    title: str
    edits: tuple[MapEdit, ...] = ()
    accounts: tuple[AccountEdit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it changed nothing."""
        return not (self.edits or self.accounts)

    @property
    def count(self) -> int:
        """How many links it made."""
        return sum(
            each.what is FactKind.LINK and each.after is not None and each.before is None
            for each in self.edits
        )


def fact_edit(
    conn: Transaction,
    system: str,
    what: FactKind,
    *,
    kind: LinkKind | PairKind = LinkKind.CUSTOMER,
    key: str,
    after: Fact,
) -> list[MapEdit]:
    """What makes a fact so; nothing where it is so already."""
    before = fact_of(conn, system, what, kind=kind.value, key=key)
    if _same(before, after):
        return []
    return [MapEdit(what=what, kind=kind.value, key=key, before=before, after=after)]


def write_map(
    office: Office,
    conn: Transaction,
    change: MapChange,
    *,
    why: str = "",
    reasons: Mapping[str, str] | None = None,
    action: Action | None = None,
) -> MapChange:
    """Writes a change with the id fields of accounts and the audit; the change as it was written.

    ``reasons``: by our id. NotAllowed where something is otherwise than the change says.
    """
    if change.is_empty:
        return change
    for each in change.edits:
        now = fact_of(conn, change.system, each.what, kind=each.kind, key=each.key)
        if not _same(now, each.before):
            raise NotAllowed(
                f"{change.title}: {each.key} was changed meanwhile.", "", "Look at the map again."
            )
    stamp = office.stamp(change.title)
    facts = [_as_it_stands(conn, change.system, each) for each in change.edits]
    # What goes makes room first: one of theirs is one of ours at a time.
    for each in change.edits:
        if each.before is not None:
            _keep(conn, change.system, each, None, stamp)
    for each, fact in zip(change.edits, facts, strict=True):
        if fact is not None:
            _keep(conn, change.system, each, fact, stamp)
    _write_accounts(office, conn, change, why=why)
    told = [_entry(change.system, e, why=(reasons or {}).get(e.key, why)) for e in change.edits]
    if action is not None:
        told = [replace(each, action=action) for each in told]
    audit.record(conn, told, stamp=stamp)
    return change


def reverse_map(office: Office, change: MapChange) -> MapChange:
    """Takes a change back; what it gives does it again. NotAllowed where it was changed since."""
    with office.write() as conn:
        return write_back(office, conn, change)


def write_back(office: Office, conn: Transaction, change: MapChange) -> MapChange:
    """Takes a change back within a transaction; what it gives does it again."""
    back = MapChange(
        system=change.system,
        title=change.title,
        edits=tuple(replace(e, before=e.after, after=e.before) for e in change.edits),
        accounts=tuple(replace(e, before=e.after, after=e.before) for e in change.accounts),
    )
    return write_map(office, conn, back, why="taken back", action=Action.UNDONE)


def settle_link(conn: Transaction, system: str, *, ours: str, theirs: str, at: datetime) -> None:
    """What else a link of a customer says that posting has made: the id field, and their name.

    It is part of that posting, and told in the audit by it.
    """
    field = id_field(conn, system)
    for row in load_of_account(conn, Account, ours) if field is not None else ():
        named = _with_id(row, field, theirs)
        if named != row:
            apply_rows(conn, ACCOUNTS, added=(), changed=[named])
    link = link_of(conn, system, LinkKind.CUSTOMER, ours)
    if link is not None and not link.name:
        name = known_name(conn, system, theirs)
        if name:
            keep_link(conn, system, replace(link, name=name), at=at)


def _with_id(row: Account, field: str | None, theirs: str | None) -> Account:
    if field == "psa_id":
        return replace(row, psa_id=theirs)
    return replace(row, accounting_id=theirs)


def _same(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same; what was sent meanwhile makes no other link."""
    if isinstance(one, Link) and isinstance(other, Link):
        return one.their_id == other.their_id
    return one == other


def _keep(conn: Transaction, system: str, edit: MapEdit, fact: Fact, stamp: Stamp) -> None:
    keep_fact(
        conn,
        system,
        edit.what,
        kind=edit.kind,
        key=edit.key,
        fact=fact,
        at=stamp.at,
        by=stamp.actor,
    )


def _as_it_stands(conn: Transaction, system: str, edit: MapEdit) -> Fact:
    """The fact to write; a link that stays keeps what was sent meanwhile."""
    if (
        isinstance(edit.after, Link)
        and isinstance(edit.before, Link)
        and _same(edit.before, edit.after)
    ):
        now = fact_of(conn, system, edit.what, kind=edit.kind, key=edit.key)
        return replace(now, name=edit.after.name) if isinstance(now, Link) else edit.after
    return edit.after


def _write_accounts(office: Office, conn: Transaction, change: MapChange, *, why: str) -> None:
    """Accounts that a change touches, and their id fields, which follow the links."""
    rows = {each.account_number: each for each in load(conn, Account)}
    wanted: dict[str, Account | None] = {}
    for edit in change.accounts:
        number = (edit.after or edit.before or _nobody()).account_number
        if rows.get(number) != edit.before:
            raise NotAllowed(
                f"{change.title}: account {number} was changed meanwhile.", "", "Look at it again."
            )
        wanted[number] = edit.after
    field = id_field(conn, change.system) if change.edits else None
    for each in change.edits:
        is_customer = each.what is FactKind.LINK and each.kind == LinkKind.CUSTOMER.value
        row = wanted.get(each.key, rows.get(each.key))
        if not is_customer or field is None or row is None:
            continue
        theirs = each.after.their_id if isinstance(each.after, Link) else None
        was = each.before.their_id if isinstance(each.before, Link) else None
        if theirs is not None or getattr(row, field) == was:
            wanted[each.key] = _with_id(row, field, theirs)
    changed = {number: row for number, row in wanted.items() if rows.get(number) != row}
    if changed:
        changes = RowChanges(
            added=[e for key, e in changed.items() if key not in rows and e is not None],
            changed=[e for key, e in changed.items() if key in rows and e is not None],
            removed=[rows[key] for key, e in changed.items() if e is None],
        )
        apply_setup(
            conn, {"accounts": changes}, stamp=office.stamp(change.title), origin=why or "map"
        )


def _nobody() -> Account:
    message = "an edit of no account"
    raise RuntimeError(message)


def _entry(system: str, edit: MapEdit, *, why: str) -> Entry:
    actions = {(True, False): Action.ADDED, (False, True): Action.REMOVED}
    action = actions.get((edit.before is None, edit.after is None), Action.CHANGED)
    theirs = edit.what is FactKind.IGNORED
    return Entry(
        area=LINKS,
        record=f"{system}/{edit.key}" if theirs else edit.key,
        action=action,
        before=_told(system, edit, edit.before),
        after=_told(system, edit, edit.after),
        reason=why,
    )


def _told(system: str, edit: MapEdit, fact: Fact) -> dict[str, object] | None:
    if fact is None:
        return None
    told: dict[str, object] = {"system": system, "fact": edit.what.value, "kind": edit.kind}
    if isinstance(fact, Link):
        return {**told, "id": fact.their_id, **({"name": fact.name} if fact.name else {})}
    return {**told, "id": fact} if edit.what is FactKind.PAIR else {**told, "reason": fact}
