from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from app.operations.office import Office
from app.store.month_facts import Stretch
from app.store.report_sums import (
    calls_by_customer,
    calls_by_destination,
    calls_by_quarter,
    suspended_by_source,
    unbilled_by_customer,
)
from tests.operations.companies import BILLABLE, OCTOBER, approve, take_in

DAY = timedelta(days=1)
FIRST = datetime(2026, 10, 1, 6, tzinfo=UTC)
STRETCH = Stretch(
    start=int(FIRST.timestamp()),
    end=int((FIRST + 31 * DAY).timestamp()),
    days={date(2026, 10, 1): int(FIRST.timestamp())},
)
ELSEWHERE = Stretch(start=STRETCH.end, end=STRETCH.end + 1, days={})


def test_calls_are_added_up_by_customer_and_destination_alike(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        customers = calls_by_customer(conn, STRETCH)
        places = calls_by_destination(conn, STRETCH)
        assert calls_by_customer(conn, ELSEWHERE) == []
    assert {each.key for each in customers} == {"100", "200"}
    assert customers == sorted(customers, key=lambda each: -each.charge)
    assert sum((each.charge for each in customers), Decimal(0)) >= sum(
        (each.charge for each in places), Decimal(0)
    )
    assert all(each.cost is None for each in customers)


def test_quarters_hold_every_call_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        quarters = calls_by_quarter(conn, STRETCH)
    assert sum(calls for calls, _ in quarters.values()) == len(BILLABLE)
    assert all(second % 900 == 0 for second in quarters)


def test_what_is_billed_is_unbilled_no_longer(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        before = unbilled_by_customer(conn, STRETCH)
    approve(office)
    with office.file.read() as conn:
        after = unbilled_by_customer(conn, STRETCH)
    assert before
    assert after == []


def test_suspense_is_told_by_source(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    with office.file.read() as conn:
        (found,) = suspended_by_source(conn, STRETCH)
    assert found.key == "pbx"
    assert found.calls > 0
