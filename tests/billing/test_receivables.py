from datetime import date
from decimal import Decimal

import pytest

from app.billing.receivables import Age, Owed, age_of, ageing, days_late

TODAY = date(2026, 11, 2)


def owed(due: date, total: str, paid: str = "0") -> Owed:
    return Owed(
        invoice_number="CF-1",
        account_number="100",
        due_date=due,
        total=Decimal(total),
        paid=Decimal(paid),
    )


@pytest.mark.parametrize(
    ("due", "late", "age"),
    [
        (date(2026, 11, 3), 0, Age.NOT_DUE),
        (date(2026, 11, 2), 0, Age.NOT_DUE),
        (date(2026, 11, 1), 1, Age.TO_30),
        (date(2026, 10, 3), 30, Age.TO_30),
        (date(2026, 10, 2), 31, Age.TO_60),
        (date(2026, 8, 4), 90, Age.TO_90),
        (date(2026, 8, 3), 91, Age.OLDER),
    ],
)
def test_age_counts_from_the_due_date(due: date, late: int, age: Age) -> None:
    assert (days_late(due, TODAY), age_of(due, TODAY)) == (late, age)


def test_what_is_open_is_summed_by_age() -> None:
    found = ageing(
        [
            owed(date(2026, 11, 30), "75"),
            owed(date(2026, 10, 30), "40", paid="15"),
            owed(date(2026, 10, 30), "12", paid="12"),
        ],
        TODAY,
    )
    assert (found.total, found.sums[Age.TO_30]) == (Decimal(100), Decimal(25))
    assert found.counts[Age.TO_30] == 1
    assert found.share(Age.NOT_DUE) == Decimal("0.75")


def test_where_nothing_is_owed_no_age_has_a_share() -> None:
    assert ageing([], TODAY).share(Age.NOT_DUE) is None
