"""Decides what a plan of a PSA's records asks: whose value a field keeps, which place a site is.

What is decided is settled: it is not asked again until one side changes it.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import Final

from app.customers.incoming import PsaSite
from app.customers.incoming_changes import LOCATION, FieldChange, taken, taken_place
from app.customers.location import ServiceLocation
from app.customers.ownership import Agreed, Settlement
from app.errors import InputError, NotAllowed
from app.operations.incoming_customers import account_changes, place_changes
from app.operations.incoming_proposal import Proposal, Row, proposals_of
from app.operations.incoming_rows import write_proposals
from app.operations.incoming_shells import new_places
from app.operations.incoming_view import View, view_of
from app.operations.office import Office
from app.operations.posting_plan import PlanAction
from app.operations.row_editing import Edited
from app.store import audit
from app.store.agreed import AgreedRecord, keep_agreed
from app.store.audit import Action, Entry
from app.store.links import Link, LinkKind
from app.store.transaction import Transaction

_TITLE: Final = "settle a difference"


class Keep(Enum):
    """Whose value a field keeps."""

    OURS = "ours"
    THEIRS = "theirs"


def settle_field(
    office: Office, system: str, *, kind: str, our_id: str, field: str, keep: Keep
) -> Edited:
    """Keeps our value of a field or takes theirs; the edit, empty where ours stays.

    ``kind`` and ``our_id`` are those of the plan's record. InputError where there is no such field;
    NotAllowed where their value cannot be taken.
    """
    with office.write() as conn:
        view = view_of(office, conn, system)
        row, their_id, change = _found(view, kind, our_id, field)
        if change.settlement is Settlement.SAME:
            return Edited(title=_TITLE)
        if keep is Keep.OURS:
            both = Agreed(ours=change.ours, theirs=change.theirs)
            record = AgreedRecord(kind=kind, our_id=our_id, fields={field: both})
            keep_agreed(conn, system, [record], at=office.clock.now())
            audit.record(conn, [_entry(record, change)], stamp=office.stamp(_TITLE))
            return Edited(title=_TITLE)
        if change.theirs is None:
            raise NotAllowed(
                f"The {change.field.title} cannot be taken over.",
                f"{view.title} has none.",
                "Change it by hand, or keep it.",
            )
        took = replace(change, settlement=Settlement.TAKE)
        after = _after(row, took)
        found = proposals_of(view, kind, row, after, (took,), their_id=their_id)
        return _written(office, conn, view, found)


def settle_site(office: Office, system: str, *, site_id: str, location_code: str | None) -> Edited:
    """Says that a site is a location of ours, or with None a new one; the edit.

    InputError for a site or location that is not there; NotAllowed where either is linked already.
    """
    with office.write() as conn:
        view = view_of(office, conn, system)
        site, number = _site(view, site_id)
        if location_code is None:
            return _written(office, conn, view, list(new_places(view, number, [site], taken=set())))
        place = next(
            (e for e in view.locations.get(number, ()) if e.location_code == location_code), None
        )
        if place is None:
            raise InputError(f"Account {number} has no location {location_code}.")
        if location_code in view.site_links:
            raise NotAllowed(f"Location {location_code} is another site already.")
        link = Link(kind=LinkKind.SITE, our_id=location_code, their_id=site_id, sent={})
        changes = place_changes(view, place, site)
        after = taken_place(place, changes)
        found = proposals_of(view, LOCATION, place, after, changes, their_id=site_id, link=link)
        return _written(office, conn, view, found[:1])


def _entry(record: AgreedRecord, change: FieldChange) -> Entry:
    return Entry(
        area="last_agreed",
        record=f"{record.kind}/{record.our_id}/{change.field.name}",
        action=Action.CHANGED,
        after={"kept": Keep.OURS, **dict(change.ours)},
    )


def _after(row: Row, took: FieldChange) -> Row:
    if isinstance(row, ServiceLocation):
        return taken_place(row, (took,))
    return taken(row, (took,))


def _found(view: View, kind: str, our_id: str, field: str) -> tuple[Row, str, FieldChange]:
    for row, their_id, of_kind, changes in _all_changes(view, our_id):
        for change in changes:
            if of_kind == kind and change.field.name == field:
                return row, their_id, change
    raise InputError(
        f"{our_id} has no {field} that {view.title} knows.", "", "Plan again, and look at it."
    )


def _all_changes(
    view: View, our_id: str
) -> Iterator[tuple[Row, str, str, tuple[FieldChange, ...]]]:
    """The fields of the account or location of that name, beside theirs."""
    account = view.accounts.get(our_id)
    customer = view.customers.get(view.customer_links.get(our_id, ""))
    if account is not None and customer is not None:
        for kind, changes in account_changes(view, account, customer):
            yield account, customer.source_id, kind, changes
    site_id = view.site_links.get(our_id)
    for places in view.locations.values():
        for place in places:
            if site_id is not None and place.location_code == our_id:
                site, _ = _site(view, site_id, linked=True)
                yield place, site_id, LOCATION, place_changes(view, place, site)


def _site(view: View, site_id: str, *, linked: bool = False) -> tuple[PsaSite, str]:
    """A site and the account of its customer."""
    for customer_id, sites in view.sites.items():
        number = view.account_of.get(customer_id)
        for site in sites:
            if site.source_id == site_id and number is not None:
                if not linked and site_id in view.site_links.values():
                    raise NotAllowed(f"Site {site.name or site_id} is a location already.")
                return site, number
    raise InputError(f"{view.title} has no site {site_id} of a customer that is mapped.")


def _written(office: Office, conn: Transaction, view: View, proposals: list[Proposal]) -> Edited:
    refused = [each for each in proposals if each.record.action is PlanAction.CONFLICT]
    if refused:
        raise NotAllowed("Nothing was changed.", refused[0].record.reason, "")
    edited, wrong = write_proposals(office, conn, view, proposals, title=_TITLE)
    if wrong:
        raise NotAllowed("Nothing was changed.", " ".join(wrong.values()), "Mend it there.")
    return edited
