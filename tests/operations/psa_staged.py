"""A practice PSA read into a company file by its connector, in this process."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, cast

from app.customers.incoming import PSA_RECORDS, PsaAgreement, PsaCustomer, PsaFamily, PsaSite
from app.operations.office import Office
from app.operations.plan_incoming import plan_incoming
from app.operations.posting_plan import PlanRecord
from app.store.connections import StoredConnection, begin_walk, end_walk, keep_connection
from app.store.links import Link, LinkKind, keep_link
from app.store.remote_records import keep_records, record_of
from app.values.foreign_record import ForeignRecord, PostalAddress
from tests.connectors.proving_ground import ground_of
from tests.operations.companies import NOW

CUSTOMERS = PsaFamily.CUSTOMERS
SITES = PsaFamily.SITES
GRANITE_THERE = "242"
"""Granite Peak Credit Union in every practice PSA: account 100 of the small company."""

ADDRESS = PostalAddress(
    line1="7 Timber Lane", city="Golden", region="CO", postal_code="80401", country="US"
)
SIGNED = PsaAgreement(
    source_id="900",
    customer_id="9",
    number="V-7",
    name="Voice services",
    kind="Voice",
    starts_on=date(2026, 11, 15),
)

_ALSO = (PsaFamily.TIME, PsaFamily.CHARGES, PsaFamily.INVOICES)
"""What customers have no part in."""


@cache
def _told(key: str) -> Mapping[PsaFamily, Sequence[ForeignRecord]]:
    """What the connector reads from the practice system of that key."""
    ground = ground_of(key)
    families = (cast("PsaFamily", each) for each in ground.system.families)
    return {each: ground.pull(each).records for each in families if each not in _ALSO}


def connected(office: Office, key: str, *, role: str = "psa") -> None:
    """The company is connected to a system of which nothing was read."""
    stored = StoredConnection(
        system=key,
        role=role,
        settings={},
        company="Cedar Fork Voice LLC",
        fingerprint="practice",
        connected_at=NOW,
    )
    with office.write() as conn:
        keep_connection(conn, stored)


def staged(office: Office, key: str) -> None:
    """The practice system of that key, connected and read whole."""
    connected(office, key)
    for family, records in _told(key).items():
        tell(office, key, family, *records)


def tell(office: Office, key: str, family: PsaFamily, *records: ForeignRecord) -> None:
    """Records of a family as they are told now."""
    with office.write() as conn:
        walk = begin_walk(conn, key, family.value)
        keep_records(conn, key, family.value, records, walk=walk, at=NOW)
        end_walk(conn, key, family.value, mark=None, whole=True, at=NOW)


def change_there(
    office: Office, key: str, family: PsaFamily, source_id: str, /, **changed: object
) -> None:
    """Somebody changes a record there, and it is read again."""
    with office.file.read() as conn:
        kind: Any = PSA_RECORDS[family]
        known = record_of(conn, key, family.value, kind, source_id=source_id)
    assert known is not None
    tell(office, key, family, replace(known, **changed))


def link(office: Office, key: str, our_id: str, their_id: str) -> None:
    """An account and a customer there are the same."""
    with office.write() as conn:
        one = Link(kind=LinkKind.CUSTOMER, our_id=our_id, their_id=their_id, sent={})
        keep_link(conn, key, one, at=NOW)


def planned(office: Office, key: str) -> list[PlanRecord]:
    """The plan of what that PSA's customers change here."""
    return plan_incoming(office, key, {"customers"})


def of_kind(records: Iterable[PlanRecord], kind: str, our_id: str) -> list[PlanRecord]:
    """The records of one kind and name."""
    return [each for each in records if (each.kind, each.our_id) == (kind, our_id)]


def tiny(office: Office, key: str, **changed: object) -> None:
    """A PSA with one customer, one site and one signed agreement."""
    connected(office, key)
    customer = PsaCustomer(
        source_id="9",
        name="Tall Pines Lodge",
        billing_email="ap@tallpines.example",
        billing_site_id="90",
        terms_days=15,
    )
    site = PsaSite(
        source_id="90",
        customer_id="9",
        name="Lodge",
        address=ADDRESS,
        is_billing=True,
        is_primary=True,
    )
    tell(office, key, CUSTOMERS, replace(customer, **changed))  # type: ignore[arg-type]
    tell(office, key, SITES, site)
    tell(office, key, PsaFamily.AGREEMENTS, SIGNED)
