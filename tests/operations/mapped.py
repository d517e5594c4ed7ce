"""The sample company with a practice PSA and practice books read into it, in this process."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from app.connectors.registry import PSA_SYSTEMS
from app.operations.import_workbook import apply_workbook, plan_workbook
from app.operations.make_company import new_company
from app.operations.office import Office
from app.practice.records import World
from app.store.connections import StoredConnection, begin_walk, end_walk, keep_connection
from app.store.remote_records import keep_records, mark_gone
from app.values.foreign_record import ForeignRecord
from tests.connectors.proving_ground import Ground, ground_of
from tests.operations.companies import CLOCK, NOW

WORKBOOK = Path(__file__).parents[2] / "sample_data" / "cedar-fork.xlsx"


def lay_mapped(path: Path, *systems: str) -> None:
    """The sample company at ``path``, connected to these and with all of them read."""
    with new_company(path, CLOCK) as office:
        apply_workbook(office, plan_workbook(office, WORKBOOK), origin="sample")
        for key in systems:
            read(office, key)


def read(office: Office, key: str, *, of: World | None = None) -> Ground:
    """A practice system connected, and everything of it that the map looks at."""
    ground = ground_of(key, of=of)
    connect(office, key, settings=ground.settings)
    for family in ground.system.families:
        if family.value not in {"time", "charges"}:
            tell(office, key, family.value, ground.pull(cast("Any", family)).records)
    return ground


def connect(office: Office, key: str, *, settings: dict[str, str] | None = None) -> None:
    """A connection as it is kept, without a look at the other side."""
    with office.write() as conn:
        stored = StoredConnection(
            system=key,
            role="psa" if key in PSA_SYSTEMS else "accounting",
            settings=settings or {},
            company="Cedar Fork Voice",
            fingerprint="practice",
            connected_at=NOW,
        )
        keep_connection(conn, stored)


def tell(office: Office, key: str, family: str, records: Iterable[ForeignRecord]) -> None:
    """Records of a family as they are told now, by a whole walk."""
    with office.write() as conn:
        walk = begin_walk(conn, key, family)
        keep_records(conn, key, family, records, walk=walk, at=NOW)
        mark_gone(conn, key, family, walk=walk, at=NOW)
        end_walk(conn, key, family, mark=None, whole=True, at=NOW)
