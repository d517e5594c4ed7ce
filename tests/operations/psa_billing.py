"""A PSA with work for the small company, and the practice PSAs' own work, staged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

from app.customers.incoming import (
    PsaAgreement,
    PsaAgreementLine,
    PsaCharge,
    PsaFamily,
    PsaTimeEntry,
)
from app.operations.apply_incoming import take_incoming
from app.operations.decide import decide
from app.operations.incoming_billing import records
from app.operations.office import Office
from app.operations.posting_errands import Outcome
from app.operations.posting_plan import PlanRecord
from app.store.links import Link, LinkKind, keep_link
from app.values.foreign_record import ForeignRecord
from tests.connectors.proving_ground import ground_of
from tests.operations.companies import NOW
from tests.operations.psa_staged import connected, link, tell

KEY = "connectwise"
TIME, CHARGES = PsaFamily.TIME, PsaFamily.CHARGES
AGREEMENTS, LINES = PsaFamily.AGREEMENTS, PsaFamily.AGREEMENT_LINES

HOURS = PsaTimeEntry(
    source_id="7",
    customer_id="1",
    ticket_id="21877",
    worked_on=date(2026, 10, 7),
    hours=Decimal("1.5"),
    billable_hours=Decimal("1.5"),
    rate=Decimal(125),
    amount=Decimal("187.50"),
    is_billable=True,
    is_approved=True,
    text="Moved 4 phones",
)
SALE = PsaCharge(
    source_id="product:8",
    customer_id="1",
    product_code="LABOR",
    description="Cabling",
    quantity=Decimal(2),
    unit_price=Decimal(95),
    amount=Decimal(190),
    charged_on=date(2026, 10, 9),
    is_billable=True,
)
VOICE = PsaAgreement(source_id="500", customer_id="1", number="V-1", name="Voice", cycle="Monthly")
SEATS_LINE = PsaAgreementLine(
    source_id="60",
    agreement_id="500",
    customer_id="1",
    product_code="SEAT",
    description="Hosted voice seat",
    quantity=Decimal(2),
    unit_price=Decimal(20),
    valid_from=date(2026, 1, 1),
)


def with_psa(office: Office, *told: ForeignRecord) -> None:
    """The small company, linked to a PSA that has this work; time is billed as LABOR."""
    connected(office, KEY)
    link(office, KEY, "100", "1")
    decide(office, "time_product", "LABOR")
    say(office, *(told or (HOURS, SALE)))


def say(office: Office, *told: ForeignRecord) -> None:
    """Records as they are told now."""
    families = {
        PsaTimeEntry: TIME,
        PsaCharge: CHARGES,
        PsaAgreement: AGREEMENTS,
        PsaAgreementLine: LINES,
    }
    for kind, family in families.items():
        of_kind = [each for each in told if type(each) is kind]
        if of_kind:
            tell(office, KEY, family, *of_kind)


def plan(office: Office, key: str = KEY, flows: Sequence[str] | None = None) -> list[PlanRecord]:
    """What would change here."""
    with office.file.read() as conn:
        return records(office, conn, key, flows=flows)


def apply(office: Office, planned: Sequence[PlanRecord], key: str = KEY) -> list[Outcome]:
    """What became of it."""
    return list(take_incoming(office, key, planned).outcomes)


def sync(office: Office, key: str = KEY) -> list[Outcome]:
    """Plans and applies."""
    return apply(office, plan(office, key), key)


@cache
def _told(key: str) -> Mapping[PsaFamily, Sequence[ForeignRecord]]:
    ground = ground_of(key)
    families = (cast("PsaFamily", each) for each in ground.system.families)
    return {each: ground.pull(each).records for each in families}


def practice(office: Office, key: str) -> None:
    """Everything of a practice PSA; Granite Peak is account 100 there, Dunmore Legal 200."""
    connected(office, key)
    for family, told in _told(key).items():
        tell(office, key, family, *told)
    link(office, key, "100", "242")
    link(office, key, "200", "251")
    decide(office, "time_product", "LABOR")


def link_product(office: Office, key: str, code: str, their_id: str) -> None:
    """A product of ours and one of theirs are the same."""
    with office.write() as conn:
        one = Link(kind=LinkKind.PRODUCT, our_id=code, their_id=their_id, sent={})
        keep_link(conn, key, one, at=NOW)


def later_hours(**changed: object) -> PsaTimeEntry:
    """The hours, otherwise."""
    return replace(HOURS, **changed)  # type: ignore[arg-type]
