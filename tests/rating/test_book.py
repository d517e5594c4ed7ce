from decimal import Decimal

import numpy as np

from app.rating.products import Factor
from app.rating.week import NO_PERIOD
from app.values.money import Rounding
from tests.rating.builders import a_period, a_plan, a_rate, book_of
from tests.rating.oracle import World

FIRST = a_plan(plan_code="A", deck_multiplier=Decimal("1.5"), call_rounding="up")
SECOND = a_plan(plan_code="B", deck_code="OTHER", call_decimals=2)
BOOK = book_of(
    World(
        plans=(FIRST, SECOND),
        periods=(
            a_period(plan_code="B", name="Noon", from_="12:00", to_="13:00"),
            a_period(plan_code="A", name="Dawn", from_="06:00", to_="07:00"),
        ),
        rates=(a_rate("44"), a_rate("45", deck_code="OTHER")),
    )
)


def factor(plan: int, period: int, *, inbound: bool) -> Factor:
    slots = BOOK.slots(
        np.array([plan], np.int32), np.array([period], np.int32), inbound=np.array([inbound])
    )
    return BOOK.second_factors[int(slots[0])]


def test_the_deck_is_multiplied_by_plan_and_period() -> None:
    assert factor(0, 1, inbound=False) == Factor(
        numerator=1, denominator=80 * 10**4, step=10**4, rounding=Rounding.UP
    )


def test_outside_all_periods_the_plan_alone_multiplies() -> None:
    assert factor(0, NO_PERIOD, inbound=False).denominator == 40 * 10**4


def test_a_call_in_takes_no_multiplier_of_the_plan() -> None:
    assert factor(0, NO_PERIOD, inbound=True).denominator == 60 * 10**4
    assert factor(0, 1, inbound=True).denominator == 120 * 10**4


def test_each_plan_rounds_by_itself() -> None:
    assert factor(1, 0, inbound=False) == Factor(
        numerator=1, denominator=120 * 10**6, step=10**6, rounding=Rounding.HALF_UP
    )


def test_weeks_hold_places_of_the_books_periods() -> None:
    noon = 12 * 60
    weeks = BOOK.weeks[BOOK.week_of_plan]
    assert weeks[:, noon].tolist() == [NO_PERIOD, 0]
    assert weeks[:, 6 * 60].tolist() == [1, NO_PERIOD]


def test_each_plan_has_its_deck() -> None:
    ids = [BOOK.deck_list[place].rows.rate_id.tolist() for place in BOOK.deck_of_plan]
    assert ids == [[0], [1]]
