from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.customers.incoming import PsaCustomer
from app.store.database import CompanyFile
from app.store.remote_records import (
    Counts,
    keep_records,
    mark_gone,
    record_counts,
    record_of,
    records_of,
)
from app.store.transaction import Transaction

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
ONE = PsaCustomer(source_id="1", name="Granite", modified_at=NOW, raw='{"id": 1}')
TWO = PsaCustomer(source_id="2", name="Harbor", raw='{"id": 2}')


def keep(conn: Transaction, records: Sequence[PsaCustomer], walk: int) -> Counts:
    return keep_records(conn, "halopsa", "customers", records, walk=walk, at=NOW)


def kept(conn: Transaction, *, gone: bool = False) -> list[PsaCustomer]:
    return list(records_of(conn, "halopsa", "customers", PsaCustomer, gone=gone))


def test_new_changed_and_unchanged_are_told_apart(company: CompanyFile) -> None:
    with company.write() as conn:
        assert keep(conn, [ONE, TWO], 1) == Counts(new=2)
        later = replace(ONE, name="Granite Peak")
        assert keep(conn, [later, TWO], 2) == Counts(changed=1, unchanged=1)
        assert [each.name for each in kept(conn)] == ["Granite Peak", "Harbor"]


def test_a_new_stamp_alone_changes_nothing(company: CompanyFile) -> None:
    with company.write() as conn:
        keep(conn, [ONE], 1)
        touched = replace(ONE, modified_at=datetime(2026, 11, 3, tzinfo=UTC), raw="{}")
        assert keep(conn, [touched], 2) == Counts(unchanged=1)


def test_what_comes_twice_in_one_walk_counts_once(company: CompanyFile) -> None:
    with company.write() as conn:
        assert keep(conn, [ONE, ONE], 1) + keep(conn, [ONE], 1) == Counts(new=1)


def test_what_a_whole_walk_does_not_meet_is_gone_and_stays(company: CompanyFile) -> None:
    with company.write() as conn:
        keep(conn, [ONE, TWO], 1)
        keep(conn, [ONE], 2)
        assert mark_gone(conn, "halopsa", "customers", walk=2, at=NOW) == 1
        assert mark_gone(conn, "halopsa", "customers", walk=2, at=NOW) == 0
        assert [each.source_id for each in kept(conn)] == ["1"]
        assert [each.is_gone for each in kept(conn, gone=True)] == [False, True]
        assert record_counts(conn, "halopsa") == {"customers": 1}


def test_what_comes_back_has_changed(company: CompanyFile) -> None:
    with company.write() as conn:
        keep(conn, [ONE], 1)
        mark_gone(conn, "halopsa", "customers", walk=2, at=NOW)
        assert keep(conn, [ONE], 3) == Counts(changed=1)
        assert [each.is_gone for each in kept(conn)] == [False]


def test_a_deleted_record_keeps_what_was_known_of_it(company: CompanyFile) -> None:
    with company.write() as conn:
        keep(conn, [ONE], 1)
        bare = PsaCustomer(source_id="1", is_gone=True)
        assert keep(conn, [bare], 2) == Counts(gone=1)
        assert keep(conn, [bare], 3) == Counts(unchanged=1)
        assert keep(conn, [PsaCustomer(source_id="9", is_gone=True)], 3) == Counts()
        found, unknown = kept(conn, gone=True)
        assert (found.name, found.is_gone) == ("Granite", True)
        assert (unknown.source_id, unknown.is_gone) == ("9", True)


def test_a_record_is_read_with_its_own_text(company: CompanyFile) -> None:
    with company.write() as conn:
        keep(conn, [ONE], 1)
        found = record_of(conn, "halopsa", "customers", PsaCustomer, source_id="1")
        assert found == ONE
        assert record_of(conn, "halopsa", "customers", PsaCustomer, source_id="2") is None
