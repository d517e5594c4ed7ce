from dataclasses import replace
from datetime import timedelta

from app.customers.service import SERVICES
from app.operations.office import Office
from app.store.trash import KEPT, record_of, take_back, throw_away, trashed
from tests.operations.companies import GRANITE_SEATS, HARBOR_SEAT


def test_a_row_comes_out_as_it_went_in(office: Office) -> None:
    stamp = office.stamp("test")
    with office.write() as conn:
        throw_away(conn, [(SERVICES, GRANITE_SEATS)], stamp=stamp)
        (found,) = trashed(conn)
        assert (found.row, found.record, found.removed_by) == (
            GRANITE_SEATS,
            "100-SEATS",
            stamp.actor,
        )
        take_back(conn, [found.id])
        assert trashed(conn) == []


def test_after_thirty_days_it_is_gone(office: Office) -> None:
    stamp = office.stamp("test")
    old = replace(stamp, at=stamp.at - KEPT - timedelta(seconds=1))
    with office.write() as conn:
        throw_away(conn, [(SERVICES, GRANITE_SEATS)], stamp=old)
        throw_away(conn, [(SERVICES, HARBOR_SEAT)], stamp=stamp)
        assert [each.record for each in trashed(conn)] == ["200-SEAT"]


def test_a_record_is_named_by_its_key() -> None:
    assert record_of(SERVICES, HARBOR_SEAT) == "200-SEAT"
