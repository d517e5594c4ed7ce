"""What a PSA's customers and sites change here: planned, and written as planned.

Nothing is ever taken out here: who is gone there is a question. Who is who is decided in the
customer map; fields follow their owners.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.customers.account import Account
from app.customers.incoming import PsaCustomer, PsaSite
from app.customers.incoming_changes import (
    ACCOUNT,
    CONTACT,
    FIELDS,
    LOCATION,
    TERMS,
    FieldChange,
    Told,
    alike,
    field_changes,
    taken,
    taken_place,
    told_address,
    value_of,
)
from app.customers.location import ServiceLocation
from app.operations.incoming_proposal import (
    Proposal,
    conflict,
    identity_of,
    proposals_of,
    refused,
)
from app.operations.incoming_rows import Places, planned_edits, write_proposals
from app.operations.incoming_shells import (
    MAP_WAY_OUT,
    new_places,
    shells,
    told_account,
    told_person,
    told_terms,
)
from app.operations.incoming_view import SYNC, View, view_of
from app.operations.office import Office
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord
from app.operations.row_editing import Edited
from app.store.links import Link, LinkKind
from app.store.onboarding import Item, ItemState, card_items
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.exemption import Exemption

CUSTOMERS: Final = "customers"
"""The flow that this is."""
EXEMPTION: Final = "exemption"
PAYER: Final = "payer"
KINDS: Final = frozenset({ACCOUNT, CONTACT, TERMS, LOCATION, EXEMPTION, PAYER})
"""Of the records; exemption and payer are never more than questions."""


def records(
    office: Office, conn: Transaction, system: str, *, flows: Collection[str]
) -> list[PlanRecord]:
    """What the customers of a PSA change here, as far as that flow is asked for."""
    if CUSTOMERS not in flows:
        return []
    view = view_of(office, conn, system)
    return [each.record for each in _proposals(office, conn, view)]


def _proposals(office: Office, conn: Transaction, view: View) -> list[Proposal]:
    covered = {each.account_number for each in load(conn, Exemption)}
    covered |= {
        each.account_number
        for each in card_items(conn)
        if each.item is Item.CERTIFICATE and each.state is not ItemState.DONE
    }
    found: list[Proposal] = []
    for number, customer_id in view.customer_links.items():
        if number not in view.not_needed:
            found += _linked(view, view.accounts[number], customer_id, covered=covered)
    found += shells(view, view.doubtful, ignored=view.ignored)
    _, wrong = planned_edits(office, conn, view, found)
    return [refused(each, wrong[each.place]) if each.place in wrong else each for each in found]


def _linked(
    view: View, account: Account, customer_id: str, *, covered: Collection[str]
) -> Iterator[Proposal]:
    number = account.account_number
    customer = view.customers.get(customer_id)
    if customer is None:
        return
    if customer.is_gone or not customer.is_active:
        if account.closed_on is None:
            state = "gone from" if customer.is_gone else "inactive in"
            why = f"{account.name} is {state} {view.title}. Close the account, if it has left."
            yield conflict(ACCOUNT, number, their_id=customer_id, why=why, account=number)
        return
    for kind, changes in account_changes(view, account, customer):
        after = taken(account, changes)
        yield from proposals_of(view, kind, account, after, changes, their_id=customer_id)
    yield from _told_apart(view, account, customer, covered=covered)
    yield from _places(view, account, customer)


def account_changes(
    view: View, account: Account, customer: PsaCustomer
) -> Iterator[tuple[str, tuple[FieldChange, ...]]]:
    """The fields of an account by kind of record, and what each ends with."""
    number = account.account_number
    sides = view.sides("accounts", number, customer)
    for kind, told in (
        (ACCOUNT, told_account(view, customer, numbers=view.account_of)),
        (CONTACT, told_person(view, customer)),
        (TERMS, told_terms(view, customer)),
    ):
        agreed = view.agreed.get((kind, number), {})
        yield kind, field_changes(kind, account, told, agreed=agreed, sides=sides)


def place_changes(view: View, place: ServiceLocation, site: PsaSite) -> tuple[FieldChange, ...]:
    """The fields of a location, and what each ends with."""
    code = place.location_code
    return field_changes(
        LOCATION,
        place,
        _told_site(view, site),
        agreed=view.agreed.get((LOCATION, code), {}),
        sides=view.sides("locations", code, site),
    )


def _told_apart(
    view: View, account: Account, customer: PsaCustomer, *, covered: Collection[str]
) -> Iterator[Proposal]:
    """What the PSA says that no field of ours can simply take."""
    number = account.account_number
    if customer.is_tax_exempt and number not in covered:
        why = (
            f"{view.title} says that {account.name} is exempt from taxes; no certificate is here. "
            "Ask for it, or mend it there."
        )
        yield conflict(EXEMPTION, number, their_id=customer.source_id, why=why, account=number)
    payer = customer.bill_to_id
    if payer is not None and payer not in view.account_of and not account.bill_to_parent:
        there = view.customers.get(payer)
        name = there.name if there is not None else payer
        why = f"{account.name} is billed to {name} in {view.title}, who is not mapped."
        why = f"{why} {MAP_WAY_OUT}"
        yield conflict(PAYER, number, their_id=payer, why=why, account=number)


def _places(view: View, account: Account, customer: PsaCustomer) -> Iterator[Proposal]:
    """The sites of a customer and the locations they are."""
    number = account.account_number
    places = list(view.locations.get(number, ()))
    linked = {
        view.site_links[each.location_code]: each
        for each in places
        if each.location_code in view.site_links
    }
    free = [each for each in places if each.location_code not in view.site_links]
    fresh: list[PsaSite] = []
    for site in view.sites.get(customer.source_id, ()):
        place = linked.get(site.source_id)
        if place is not None:
            if not site.is_gone and site.is_active:
                yield from _place(view, place, site)
            continue
        if site.is_gone or not site.is_active or site.source_id in view.ignored_sites:
            continue
        same = _same_place(view, site, free)
        if same is None:
            fresh.append(site)
            continue
        free.remove(same)
        link = Link(kind=LinkKind.SITE, our_id=same.location_code, their_id=site.source_id, sent={})
        yield from _place(view, same, site, link=link)
    yield from _fresh_places(view, account, fresh, free)


def _fresh_places(
    view: View, account: Account, fresh: Sequence[PsaSite], free: Sequence[ServiceLocation]
) -> Iterator[Proposal]:
    """Sites that are no location yet: new ones, unless a location may be meant."""
    if not free:
        yield from new_places(view, account.account_number, fresh, taken=set())
        return
    codes = " or ".join(each.location_code for each in free)
    for site in fresh:
        name = f"{view.title} site {site.source_id}"
        why = f"Site {site.name or site.source_id} of {account.name} may be {codes}, or new."
        why = f"{why} {MAP_WAY_OUT}"
        number = account.account_number
        yield conflict(LOCATION, name, their_id=site.source_id, why=why, account=number)


def _same_place(
    view: View, site: PsaSite, free: Sequence[ServiceLocation]
) -> ServiceLocation | None:
    """The one location that has the site's address, or else its name."""
    told = _told_site(view, site)
    for field in reversed(FIELDS[LOCATION]):
        value = told[field.name]
        if value is None:
            continue
        key = alike(field, value)
        found = [each for each in free if alike(field, value_of(each, field)) == key]
        if len(found) == 1:
            return found[0]
    return None


def _told_site(view: View, site: PsaSite) -> Told:
    name = site.name.strip()
    return {
        "name": {"name": name} if name else None,
        "address": told_address(site.address, country=view.country),
    }


def _place(
    view: View, place: ServiceLocation, site: PsaSite, *, link: Link | None = None
) -> list[Proposal]:
    changes = place_changes(view, place, site)
    after = taken_place(place, changes)
    return proposals_of(view, LOCATION, place, after, changes, their_id=site.source_id, link=link)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of records, in their order, and the edit that can be undone."""

    outcomes: tuple[Outcome, ...]
    edited: Edited


def write_all(office: Office, system: str, planned: Sequence[PlanRecord]) -> Taken:
    """Writes records as they were planned, in one transaction; each whole or not at all.

    What is no longer as it was planned on is left out, with its reason.
    """
    if all(each.action is PlanAction.CONFLICT for each in planned):
        asked = (_outcome(each, Result.CONFLICT, each.reason) for each in planned)
        return Taken(outcomes=tuple(asked), edited=Edited(title=SYNC))
    with office.write() as conn:
        view = view_of(office, conn, system)
        fresh = _proposals(office, conn, view)
        outcomes: dict[int, Outcome] = {}
        chosen: dict[int, Proposal] = {}
        known = {each.identity: each for each in fresh}
        left = _by_name(fresh)
        for at, record in enumerate(planned):
            found = known.get(identity_of(record))
            if record.action is PlanAction.CONFLICT:
                outcomes[at] = _outcome(record, Result.CONFLICT, record.reason)
            elif found is not None and _is_as_planned(found.record, record):
                chosen[at] = found
            else:
                outcomes[at] = _left_out(record, left)
        whole, left_out = _whole(view, chosen.values())
        edited, wrong = write_proposals(office, conn, view, whole)
        wrong |= left_out
    for at, each in chosen.items():
        outcomes[at] = _written(planned[at], each, wrong.get(each.place))
    return Taken(outcomes=tuple(outcomes[at] for at in range(len(planned))), edited=edited)


def _is_as_planned(fresh: PlanRecord, record: PlanRecord) -> bool:
    return fresh.version == record.version and dict(fresh.after) == dict(record.after)


_Name = tuple[str, str | None]


def _by_name(fresh: Sequence[Proposal]) -> dict[_Name, list[PlanRecord]]:
    found: dict[_Name, list[PlanRecord]] = {}
    for each in fresh:
        found.setdefault((each.record.kind, each.record.their_id), []).append(each.record)
    return found


def _left_out(record: PlanRecord, fresh: Mapping[_Name, Sequence[PlanRecord]]) -> Outcome:
    """What was done before is no change any more; else it changed since it was planned."""
    same = fresh.get((record.kind, record.their_id), ())
    if record.action is PlanAction.SKIP or all(each.action is PlanAction.SKIP for each in same):
        return _outcome(record, Result.ALREADY, "There is nothing to do any more.")
    return _outcome(record, Result.STALE, "It changed since it was planned. Plan again.")


def _written(record: PlanRecord, proposal: Proposal, why: str | None) -> Outcome:
    if why is not None:
        return _outcome(record, Result.REFUSED, why)
    if record.action is PlanAction.SKIP:
        return _outcome(record, Result.SKIPPED, record.reason)
    return _outcome(record, Result.DONE, proposal.record.reason)


def _outcome(record: PlanRecord, result: Result, why: str) -> Outcome:
    return Outcome(record=record, result=result, their_id=record.their_id, why=why)


_ORPHANED: Final = "Its account is not made with it."


def _whole(view: View, chosen: Collection[Proposal]) -> tuple[list[Proposal], Places]:
    """The proposals whose account is there or made with them; why the others are left out."""
    made = {each.key for each in chosen if each.target is Account and each.makes_account}
    kept, left = [], {}
    for each in chosen:
        number = each.account_number
        if number is None or number in view.accounts or number in made:
            kept.append(each)
        else:
            left[each.place] = _ORPHANED
    return kept, left
