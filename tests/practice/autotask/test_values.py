"""Values in and out: types, lengths, times, exact numbers."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.practice.autotask.fields import Field
from app.practice.autotask.values import read_value, wire


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("integer", 5, 5),
        ("integer", "5", 5),
        ("integer", Decimal("5.0"), 5),
        ("long", 2**40, 2**40),
        ("double", Decimal("0.10"), Decimal("0.10")),
        ("double", 3, Decimal(3)),
        ("boolean", True, True),
        ("boolean", "FALSE", False),
        ("string", "x", "x"),
        ("string", None, None),
        ("datetime", "2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("datetime", "2026-01-31T01:00:00+01:00", datetime(2026, 1, 31, tzinfo=UTC)),
    ],
)
def test_what_is_taken(kind: str, given: Any, expected: object) -> None:  # noqa: ANN401
    taken = read_value(Field("f", kind), given)
    assert taken == expected
    assert type(taken) is type(expected)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("integer", Decimal("5.5")),
        ("integer", 2**31),
        ("integer", True),
        ("integer", []),
        ("double", "NaN"),
        ("double", "1,5"),
        ("boolean", 1),
        ("boolean", None),
        ("string", 5),
        ("datetime", "yesterday"),
        ("datetime", 5),
    ],
)
def test_what_is_refused(kind: str, given: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match="Error converting value"):
        read_value(Field("f", kind), given)


def test_a_text_has_a_length() -> None:
    assert read_value(Field("f", "string", 3), "abc") == "abc"
    with pytest.raises(ValueError, match="maximum length of: 3"):
        read_value(Field("f", "string", 3), "abcd")


def test_times_are_given_in_utc_with_thousandths_where_there_are_any() -> None:
    assert wire(datetime(2026, 1, 31, 12, tzinfo=UTC)) == "2026-01-31T12:00:00Z"
    moment = datetime(2026, 1, 31, 12, 0, 0, 17_000, tzinfo=UTC)
    assert wire(moment) == "2026-01-31T12:00:00.017Z"
    assert wire(Decimal("1.10")) == Decimal("1.10")
