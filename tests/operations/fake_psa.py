"""A PSA in memory behind our own port."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from app.connectors import registry
from app.connectors.dealings import Ability, Company, Page, PaymentNews, Right
from app.connectors.system import Opening, PsaSystem, System
from app.customers.incoming import PsaCustomer, PsaFamily, PsaInvoice
from app.errors import RemoteUnavailable
from app.operations.connect_systems import connect_system
from app.operations.office import Office
from app.values.foreign_record import ForeignRecord
from tests.operations.fake_books import nobody

KEY = "fakepsa"


@dataclass
class FakePsa:
    """What it holds, and where a walk breaks."""

    tenant: str = "cedar"
    customers: dict[str, PsaCustomer] = field(default_factory=dict)
    invoices: dict[str, PsaInvoice] = field(default_factory=dict)
    breaks_after: int | None = None
    lacks_stamps: bool = False
    """Whether every walk of customers is whole, as where nothing tells what changed."""
    since: list[str | None] = field(default_factory=list)
    told: list[tuple[str, PaymentNews]] = field(default_factory=list)
    marked: list[tuple[PsaFamily, str, str]] = field(default_factory=list)
    """Family, id and our invoice of what was marked as billed by us."""
    abilities: frozenset[Ability] = frozenset({Ability.EXTERNAL_ID, Ability.PAYMENT_STATUS})
    is_lost: bool = False


@dataclass
class FakePsaPort:
    psa: FakePsa

    def company(self) -> Company:
        return Company(tenant_id=self.psa.tenant, name="Cedar Fork Desk")

    def rights(self) -> list[Right]:
        return [
            Right(name="reads customers", is_given=True),
            Right(name="reads time", is_given=False, why="The role lacks it."),
            Right(name="writes time", is_given=False, why="No such call.", is_needed=False),
        ]

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        self.psa.since.append(since)
        held: dict[PsaFamily, dict[str, ForeignRecord]] = {
            PsaFamily.CUSTOMERS: dict(self.psa.customers),
            PsaFamily.INVOICES: dict(self.psa.invoices),
        }
        rows = list(held[family].values())
        is_whole = since is None or self.psa.lacks_stamps
        if not is_whole:
            rows = [each for each in rows if each.raw == "changed"]
        for place, row in enumerate(rows):
            if self.psa.breaks_after == place:
                raise RemoteUnavailable("It broke.")
            yield Page(records=(row,), is_whole=is_whole)
        yield Page(records=(), mark=f"after {len(rows)}", is_whole=is_whole)

    def put_external_id(self, source_id: str, number: str) -> None:
        known = self.psa.customers[source_id]
        self.psa.customers[source_id] = replace(known, external_id=number, raw="changed")
        if self.psa.is_lost:
            raise RemoteUnavailable("Lost.", may_have_happened=True)

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        self.psa.marked.append((family, source_id, invoice_number))
        if self.psa.is_lost:
            raise RemoteUnavailable("Lost.", may_have_happened=True)

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        raise AssertionError((family, source_id, invoice_number))

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        self.psa.told.append((source_id, news))

    def close(self) -> None:
        return


def connect_psa(office: Office, psa: FakePsa, patch: pytest.MonkeyPatch) -> FakePsa:
    """The company connected to this PSA; the keyring must be one of tests."""

    def opened(_opening: Opening) -> FakePsaPort:
        return FakePsaPort(psa)

    system: PsaSystem = System(
        key=KEY,
        title="The Desk",
        settings=(),
        families=(PsaFamily.CUSTOMERS, PsaFamily.INVOICES),
        abilities=psa.abilities,
        limits=lambda _settings: (),
        open=opened,
    )
    patch.setitem(registry.PSA_SYSTEMS, KEY, system)
    connect_system(office, KEY, {}, sign_in=nobody())
    return psa
