from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.plain_form import plain_of, value_of


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    name: str = ""
    count: int = 0
    is_open: bool = False
    price: Decimal | None = None
    day: date | None = None
    at: datetime | None = None
    colour: Colour = Colour.RED
    parts: tuple[Part, ...] = ()
    part: Part | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=8, min_value=-(10**9), max_value=10**9
)


@given(
    st.builds(
        Whole,
        name=st.text(),
        count=st.integers(),
        is_open=st.booleans(),
        price=st.none() | DECIMALS,
        day=st.none() | st.dates(),
        at=st.none() | st.datetimes(timezones=st.just(UTC)),
        parts=st.lists(st.builds(Part, amount=DECIMALS)).map(tuple),
        part=st.none() | st.builds(Part, amount=DECIMALS),
        facts=st.dictionaries(st.text(), st.text()),
    )
)
def test_a_value_survives_its_plain_form(whole: Whole) -> None:
    assert value_of(Whole, plain_of(whole)) == whole


def test_equal_amounts_are_equal_texts() -> None:
    assert plain_of(Decimal("1.50")) == plain_of(Decimal("1.5")) == "1.5"
    assert plain_of(Decimal("1E+3")) == "1000"


def test_fields_are_left_out_at_every_depth() -> None:
    found = plain_of(Whole(part=Part()), without=frozenset({"amount", "parts", "facts"}))
    assert found["part"] == {}
    assert "parts" not in found


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no plain form"):
        plain_of({1, 2})


def test_a_field_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="Whole has no colors"):
        value_of(Whole, {"colors": 1})


def test_a_missing_field_keeps_its_default() -> None:
    assert value_of(Whole, {"name": "x"}) == Whole(name="x")
