"""Reads what another system tells into the company file: all of it, or what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import cast

from app.billing.incoming import BookFamily
from app.connectors.dealings import Company, Page
from app.connectors.ports import AccountingPort, PsaPort
from app.customers.incoming import PsaFamily
from app.errors import AppError
from app.operations.office import Office
from app.operations.record_walk import walk_family
from app.operations.system_connection import (
    NETWORK,
    PSA,
    ConnectedSystem,
    Ways,
    connected_system,
)
from app.progress import Progress, Silent
from app.store.remote_records import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull has brought."""

    system: str
    company: str
    counts: Mapping[str, Counts]
    """By family, in the order in which they were read."""

    @property
    def total(self) -> Counts:
        """All families together."""
        return sum(self.counts.values(), Counts())


def pull_records(
    office: Office,
    key: str,
    *,
    full: bool = False,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> Pulled:
    """Reads every family of a system since the last pull; ``full``: all there is of each.

    Where it breaks, what was read is kept and the next pull goes over it again; the error's
    ``kept`` are the counts of it, by family.
    """
    connected = connected_system(office, key, ways=ways)
    told = progress or Silent()
    if connected.stored.role == PSA:
        with connected.psa() as port:
            return _pulled(office, connected, port, full=full, progress=told)
    with connected.books() as books:
        return _pulled(office, connected, books, full=full, progress=told)


def _pulled(
    office: Office,
    connected: ConnectedSystem,
    port: PsaPort | AccountingPort,
    *,
    full: bool,
    progress: Progress,
) -> Pulled:
    found: Company = port.company()
    connected.check_company(found)
    counts: dict[str, Counts] = {}
    for family in connected.system.families:

        def pull(since: str | None, family: PsaFamily | BookFamily = family) -> Iterator[Page]:
            if connected.stored.role == PSA:
                return cast("PsaPort", port).pull(cast("PsaFamily", family), since=since)
            return cast("AccountingPort", port).pull(cast("BookFamily", family), since=since)

        try:
            counts[family.value] = walk_family(
                office, connected.key, family.value, pull=pull, full=full, progress=progress
            )
        except AppError as problem:
            before = {name: asdict(each) for name, each in counts.items()}
            problem.kept = {**before, **problem.kept}
            raise
    return Pulled(system=connected.key, company=found.name, counts=counts)
