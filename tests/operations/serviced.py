"""The small company with a tax service: its own server, a keyring in memory, pairs for everything.

October by the server's table: 100 pays 2.01 sales tax, 8.04 USF, 2.50 for 911 and 0.50 a bill;
200 pays 1.02, 4.08, 1.25 and 0.50.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.host.clock import Clock
from app.operations.connect_tax_service import connect_service
from app.operations.office import Office
from app.store.tax_documents import StoredDocument, all_documents
from app.tax.service_pair import ServicePair
from tests.connectors.afc_server import CLIENT, PASSWORD, USER, AfcServer, afc_server
from tests.keyrings import MemoryKeyring, memory_keyring
from tests.operations.companies import BILLABLE, CLOCK, add, copied, take_in


def a_pair(
    maps: str, code: str, transaction: str | None = None, service_type: str | None = None
) -> ServicePair:
    """A row of ``tax_service_pairs``."""
    return ServicePair(
        service="avalara",
        maps=maps,
        code=code,
        transaction=transaction,
        service_type=service_type,
    )


VOIP = a_pair("category", "VOIP_*", "19", "6")
LABOR_PAIR = a_pair("category", "PROF_SERVICE", "4", "1")
LINES = a_pair("count", "LINE", "19", "21")
PER_INVOICE = a_pair("count", "INVOICE", "19", "43")
PAIRS = [VOIP, LABOR_PAIR, LINES, PER_INVOICE]


def settings_for(url: str) -> Mapping[str, str]:
    """How the company is connected."""
    return {
        "client_id": CLIENT,
        "username": USER,
        "base_url": url,
        "timeout_seconds": "0.5",
    }


@dataclass(frozen=True)
class Serviced:
    """The company at work, the service, and the keyring."""

    office: Office
    afc: AfcServer
    keyring: MemoryKeyring

    @property
    def documents(self) -> list[StoredDocument]:
        """Every document but the quotes, the oldest first."""
        with self.office.file.read() as conn:
            found = all_documents(conn)
        return [each for each in found if each.state.value != "quoted"]

    @property
    def states(self) -> list[tuple[str, str, str]]:
        """Account, kind and state of each document."""
        return [(each.account_number, each.kind.value, each.state.value) for each in self.documents]


@contextmanager
def serviced(
    template: Path,
    folder: Path,
    *,
    pairs: list[ServicePair] | None = None,
    calls: tuple[str, ...] = BILLABLE,
    clock: Clock = CLOCK,
) -> Iterator[Serviced]:
    """A copy of the small company with October's calls, connected to a server of its own."""
    path = folder / "serviced.switchbook"
    with (
        afc_server() as afc,
        memory_keyring() as keyring,
        copied(template, path, clock=clock) as office,
    ):
        if calls:
            take_in(office, folder, *calls)
        add(office, tax_service_pairs=list(PAIRS if pairs is None else pairs))
        connect_service(office, "avalara", settings_for(afc.url), secret=PASSWORD)
        yield Serviced(office, afc, keyring)
