from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.billed import BilledService, billed_service, by_service, without
from app.tax.request import ChargeKind
from app.values.period import Period
from tests.billing.records import a_line

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
PERIODS = st.tuples(
    st.dates(date(2026, 10, 1), date(2026, 12, 31)),
    st.dates(date(2026, 10, 1), date(2026, 12, 31)),
).map(lambda days: Period(min(days), max(days)))


def test_a_line_tells_its_days_and_its_price() -> None:
    assert billed_service(a_line("30.00")) == BilledService(
        service_code="S1",
        start=date(2026, 11, 1),
        end=date(2026, 12, 1),
        quantity=Decimal(1),
        unit_price=Decimal("30.00"),
        amount=Decimal("30.00"),
        period_days=30,
    )


def test_a_credit_line_is_told_apart() -> None:
    assert billed_service(a_line("-30.00", kind=ChargeKind.CREDIT)).credit


def test_lines_are_found_by_service() -> None:
    lines = [billed_service(a_line(reference=code)) for code in ("A", "B", "A")]
    assert [len(found) for found in by_service(lines).values()] == [2, 1]


def test_what_lies_in_the_middle_leaves_two_stretches() -> None:
    taken = Period(date(2026, 11, 10), date(2026, 11, 20))
    assert without(NOVEMBER, [taken]) == [
        Period(date(2026, 11, 1), date(2026, 11, 10)),
        Period(date(2026, 11, 20), date(2026, 12, 1)),
    ]


def test_no_days_leave_nothing() -> None:
    assert without(Period(date(2026, 11, 1), date(2026, 11, 1)), []) == []


@given(taken=st.lists(PERIODS, max_size=5))
def test_each_day_is_either_taken_or_left(taken: list[Period]) -> None:
    left = without(NOVEMBER, taken)
    free = {day for day in range(1, 31) if not any(one.holds(date(2026, 11, day)) for one in taken)}
    assert {
        day for day in range(1, 31) if any(one.holds(date(2026, 11, day)) for one in left)
    } == free
