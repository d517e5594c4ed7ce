from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.store.database import CompanyFile, raw
from app.store.inbox import (
    ITSELF,
    Problem,
    entry_of,
    open_entries,
    open_entry,
    solve_entries,
    solved_entries,
)

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
REFUSED = Problem(
    system="xero",
    kind="refused",
    record="invoice CF-1",
    flow="invoices",
    title="Invoice CF-1 was not posted",
    why="No such account.",
    remedy="Pair it.",
    amount=Decimal("40.10"),
    account_number="100",
    facts={"our_id": "CF-1"},
)


def test_one_record_and_kind_is_one_open_entry(company: CompanyFile) -> None:
    with company.write() as conn:
        first = open_entry(conn, REFUSED, at=AT)
        again = open_entry(conn, replace(REFUSED, why="Still none."), at=LATER)
        other = open_entry(conn, replace(REFUSED, kind="conflict"), at=LATER)
    assert first == again != other
    with company.read() as conn:
        entry = entry_of(conn, first)
    assert entry is not None
    assert (entry.times, entry.first_at, entry.last_at) == (2, AT, LATER)
    assert entry.problem == replace(REFUSED, why="Still none.")


def test_within_one_sync_it_is_one_time(company: CompanyFile) -> None:
    with company.write() as conn:
        number = open_entry(conn, REFUSED, at=AT)
        open_entry(conn, REFUSED, at=AT, counts=False)
        entry = entry_of(conn, number)
    assert entry is not None
    assert entry.times == 1


def test_what_comes_again_after_it_was_solved_is_another(company: CompanyFile) -> None:
    with company.write() as conn:
        first = open_entry(conn, REFUSED, at=AT)
        assert solve_entries(conn, [first], at=LATER, by=ITSELF) == 1
        assert solve_entries(conn, [first], at=LATER, by="retry") == 0
        assert open_entry(conn, REFUSED, at=LATER) != first
        (solved,) = solved_entries(conn, since=AT)
        assert (solved.solved_at, solved.solved_by) == (LATER, ITSELF)
        assert solved_entries(conn, since=LATER + timedelta(seconds=1)) == []


def test_the_most_money_comes_first(company: CompanyFile) -> None:
    with company.write() as conn:
        for number, amount in (("a", None), ("b", Decimal(5)), ("c", Decimal(-9)), ("d", None)):
            open_entry(conn, replace(REFUSED, record=number, amount=amount), at=AT)
        open_entry(conn, replace(REFUSED, system="sage", flow="work"), at=AT)
        ordered = [each.problem.record for each in open_entries(conn, system="xero")]
        assert ordered == ["c", "b", "a", "d"]
        assert len(open_entries(conn, flow="work")) == 1


def test_the_file_itself_refuses_a_second_open_one(company: CompanyFile) -> None:
    with company.write() as conn:
        open_entry(conn, REFUSED, at=AT)
    with pytest.raises(Exception, match="UNIQUE"), company.write() as conn:
        raw(conn).execute(
            "INSERT INTO inbox SELECT 99, system, kind, record, flow, account_number, title, why,"
            " remedy, amount, facts, first_at, last_at, times, solved_at, solved_by FROM inbox"
        )


def test_an_entry_that_is_not_there_is_none(company: CompanyFile) -> None:
    with company.read() as conn:
        assert entry_of(conn, 5) is None
