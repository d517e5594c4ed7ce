"""Which fields of an account or location are changed elsewhere, and who owns them."""

from collections.abc import Mapping
from typing import Final

from app.billing.decision import ACCOUNTING, NONE, PSA
from app.connectors.registry import system_of
from app.customers.incoming_changes import ACCOUNT, CONTACT, FIELDS, LOCATION, TERMS
from app.customers.location import ServiceLocation
from app.customers.ownership import Owner, owner_of
from app.operations.office import Office
from app.store.connections import connections
from app.store.decisions import answers
from app.store.links import LinkKind, our_ids
from app.store.setup import load_of_account
from app.store.transaction import Transaction

_ROLES: Final = {PSA: Owner.PSA, ACCOUNTING: Owner.ACCOUNTING}


def locks(office: Office, account_number: str) -> dict[str, str]:
    """The owner's name by column of the account; what is changed here is left out.

    Only a system to which the account is linked can own a field of it.
    """
    with office.file.read() as conn:
        titles = _linked_titles(conn, LinkKind.CUSTOMER, account_number)
        given = _answers(conn)
    return _locked((ACCOUNT, CONTACT, TERMS), titles, given)


def location_locks(office: Office, account_number: str) -> dict[str, dict[str, str]]:
    """The same for each location of an account, by its code."""
    with office.file.read() as conn:
        given = _answers(conn)
        return {
            code: _locked((LOCATION,), _linked_titles(conn, LinkKind.SITE, code), given)
            for code in (
                each.location_code
                for each in load_of_account(conn, ServiceLocation, account_number)
            )
        }


def _answers(conn: Transaction) -> Mapping[str, str]:
    """What was decided; a system that is connected is used, whatever was answered."""
    given = dict(answers(conn))
    for each in connections(conn):
        if given.get(each.role, NONE) == NONE:
            given[each.role] = each.system
    return given


def _linked_titles(conn: Transaction, kind: LinkKind, our_id: str) -> dict[Owner, str]:
    """What the systems are called that know a record of ours."""
    return {
        _ROLES[each.role]: system_of(each.system).title
        for each in connections(conn)
        if our_id in our_ids(conn, each.system, kind).values()
    }


def _locked(
    kinds: tuple[str, ...], titles: Mapping[Owner, str], given: Mapping[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in kinds:
        for field in FIELDS[kind]:
            owner = owner_of(field.data_type, field.name, given)
            if owner in titles:
                found |= dict.fromkeys(field.columns, titles[owner])
    return found
