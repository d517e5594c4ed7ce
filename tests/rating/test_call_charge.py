from decimal import Decimal

import numpy as np
import pytest

from app.errors import InputError
from app.rating.call_charge import charges
from app.rating.compiled_deck import BLANK
from app.rating.plan import RatePlan
from app.rating.products import LIMIT
from tests.rating.builders import a_plan, book_of
from tests.rating.oracle import World


def charge(plan: RatePlan, time_charge: int, own_fee: int = BLANK, *, free: bool = False) -> int:
    found = charges(
        np.array([time_charge], np.int64),
        np.array([own_fee], np.int64),
        np.zeros(1, np.int32),
        book_of(World(plans=(plan,))),
        free=np.array([free]),
    )
    return int(found[0])


TERMS = a_plan(
    connect_fee=Decimal("0.00000010"),
    minimum_charge=Decimal("0.00000050"),
    maximum_charge=Decimal("0.00000100"),
)


@pytest.mark.parametrize(
    ("time_charge", "own_fee", "total"),
    [(45, BLANK, 55), (45, 0, 50), (45, 20, 65), (30, BLANK, 50), (95, BLANK, 100)],
)
def test_fee_then_minimum_then_maximum(time_charge: int, own_fee: int, total: int) -> None:
    assert charge(TERMS, time_charge, own_fee) == total


@pytest.mark.parametrize(("own_fee", "total"), [(BLANK, 0), (30, 30), (130, 100)])
def test_a_price_of_zero_takes_the_rows_own_fee_alone(own_fee: int, total: int) -> None:
    assert charge(TERMS, 0, own_fee, free=True) == total


def test_what_no_amount_holds_is_refused() -> None:
    with pytest.raises(InputError, match="rate plan BASIC"):
        charge(a_plan(), LIMIT)
