"""The systems that a company is connected to, as lists name them; no keyring and no network."""

from dataclasses import dataclass

from app.connectors.registry import system_of
from app.operations.office import Office
from app.operations.system_connection import PSA
from app.store.connections import connections


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSystem:
    """A system that is connected."""

    key: str
    title: str
    role: str
    """psa or accounting."""

    @property
    def is_psa(self) -> bool:
        """Whether customers begin there, and are never made there from here."""
        return self.role == PSA


def list_systems(office: Office) -> tuple[ListedSystem, ...]:
    """Those that are connected: the PSA first, then accounting, each by title."""
    with office.file.read() as conn:
        kept = connections(conn)
    found = [
        ListedSystem(key=each.system, title=system_of(each.system).title, role=each.role)
        for each in kept
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_psa, each.title)))
