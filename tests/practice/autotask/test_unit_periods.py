"""Billing periods of contracts."""

from datetime import date

import pytest

from app.practice.autotask.unit_periods import periods


@pytest.mark.parametrize(
    ("start", "end", "kind", "expected"),
    [
        (
            date(2026, 1, 31),
            date(2026, 4, 15),
            "m",
            [
                (date(2026, 1, 31), date(2026, 2, 27)),
                (date(2026, 2, 28), date(2026, 3, 30)),
                (date(2026, 3, 31), date(2026, 4, 15)),
            ],
        ),
        (
            date(2026, 11, 1),
            date(2027, 4, 30),
            "q",
            [(date(2026, 11, 1), date(2027, 1, 31)), (date(2027, 2, 1), date(2027, 4, 30))],
        ),
        (date(2024, 2, 29), date(2025, 2, 27), "y", [(date(2024, 2, 29), date(2025, 2, 27))]),
        (date(2026, 7, 1), date(2026, 12, 31), "s", [(date(2026, 7, 1), date(2026, 12, 31))]),
        (date(2026, 7, 2), date(2026, 7, 1), "m", []),
    ],
)
def test_periods_join_and_end_with_the_contract(
    start: date, end: date, kind: str, expected: list[tuple[date, date]]
) -> None:
    assert list(periods(start, end, kind)) == expected
