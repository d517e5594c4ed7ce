from collections.abc import Iterator

import pytest

from app.connectors.dealings import Page
from app.customers.incoming import PsaCustomer
from app.errors import RemoteUnavailable
from app.operations.office import Office
from app.operations.record_walk import walk_family
from app.progress import Silent
from app.store.connections import watermark
from app.store.remote_records import Counts


def test_pages_are_taken_one_by_one_so_that_memory_stays_flat(office: Office) -> None:
    alive: list[int] = []

    def pull(_since: str | None) -> Iterator[Page]:
        for number in range(5):
            alive.append(number)
            records = [PsaCustomer(source_id=f"{number}-{each}") for each in range(10)]
            yield Page(records=records, mark=str(number), is_whole=True)
            with office.file.read() as conn:
                # What was yielded is in the file before the next page is asked for.
                found = conn.exec_driver_sql("SELECT COUNT(*) FROM remote_records").scalar()
            assert found == (number + 1) * 10

    counts = walk_family(office, "x", "customers", pull=pull, full=False, progress=Silent())
    assert counts == Counts(new=50)
    with office.file.read() as conn:
        assert watermark(conn, "x", "customers").mark == "4"


def test_a_walk_without_a_mark_keeps_the_one_before(office: Office) -> None:
    def first(_since: str | None) -> Iterator[Page]:
        yield Page(records=(), mark="m1", is_whole=True)

    def second(since: str | None) -> Iterator[Page]:
        assert since == "m1"
        yield Page(records=())

    for pull in (first, second):
        walk_family(office, "x", "customers", pull=pull, full=False, progress=Silent())
    with office.file.read() as conn:
        assert watermark(conn, "x", "customers").mark == "m1"


def test_a_walk_that_breaks_tells_what_it_kept(office: Office) -> None:
    def pull(_since: str | None) -> Iterator[Page]:
        yield Page(records=[PsaCustomer(source_id="1")])
        raise RemoteUnavailable("It broke.")

    with pytest.raises(RemoteUnavailable) as broken:
        walk_family(office, "x", "customers", pull=pull, full=False, progress=Silent())
    kept = broken.value.kept["customers"]
    assert (kept["new"], kept["gone"]) == (1, 0)
