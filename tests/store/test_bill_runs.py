from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.store.bill_runs import (
    StoredRun,
    close_accounts,
    closed_periods,
    delete_run,
    load_runs,
    next_run_id,
    save_run,
    set_next_number,
    stored_number,
)
from app.store.database import CompanyFile

MOMENT = datetime(2026, 11, 2, 16, tzinfo=UTC)
DRAFT = StoredRun(
    id=1,
    period="2026-10",
    invoice_date=date(2026, 11, 1),
    state="draft",
    waivers={"suspended_usage": "one stranger"},
    drafted_at=MOMENT,
    approved_at=None,
    first_number=None,
    earlier_draft=None,
)
APPROVED = replace(
    DRAFT, state="approved", approved_at=MOMENT, first_number=1043, earlier_draft=DRAFT
)


@pytest.mark.parametrize(
    "run",
    [
        DRAFT,
        APPROVED,
        replace(APPROVED, earlier_draft=replace(DRAFT, invoice_date=None), drafted_at=None),
    ],
)
def test_a_run_is_read_as_it_was_written(company: CompanyFile, run: StoredRun) -> None:
    with company.write() as conn:
        save_run(conn, run)
    with company.read() as conn:
        assert load_runs(conn) == [run]


def test_a_run_takes_the_place_of_the_one_with_its_id(company: CompanyFile) -> None:
    with company.write() as conn:
        save_run(conn, DRAFT)
        save_run(conn, APPROVED)
        assert (load_runs(conn), next_run_id(conn)) == ([APPROVED], 2)


def test_the_series_is_one_number_or_none(company: CompanyFile) -> None:
    with company.write() as conn:
        assert stored_number(conn) is None
        set_next_number(conn, 1043)
        set_next_number(conn, 1045)
        assert stored_number(conn) == 1045
        set_next_number(conn, None)
        assert stored_number(conn) is None


def test_a_run_closes_periods_until_it_is_deleted(company: CompanyFile) -> None:
    with company.write() as conn:
        save_run(conn, APPROVED)
        close_accounts(conn, 1, ["100", "200"])
        close_accounts(conn, 1, [])
        assert closed_periods(conn) == {("100", "2026-10"), ("200", "2026-10")}
        delete_run(conn, 1)
        assert (closed_periods(conn), load_runs(conn), next_run_id(conn)) == (set(), [], 1)
