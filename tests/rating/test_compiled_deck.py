from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rating.book import DECK_COLUMNS
from app.rating.compiled_deck import BLANK, NONE, CompiledDeck, compile_deck
from app.rating.deck import Rate
from tests.rating.builders import a_rate, deck_frame
from tests.rating.oracle import Place, row_of
from tests.rating.worlds import PARTIES, PREFIXES

EPOCH = date(1970, 1, 1)
START = date(2026, 1, 1)


def found(deck: CompiledDeck, called: int, day: date, *, domestic: bool = True) -> int | None:
    """The id of the row that prices a number on a day."""
    (row,) = deck.find(
        np.array([called], np.int64),
        np.array([(day - EPOCH).days], np.int64),
        domestic=np.array([domestic]),
    )
    return None if row == NONE else int(deck.rows.rate_id[row])


def compiled(*rates: Rate) -> CompiledDeck:
    return compile_deck(deck_frame(rates))


days = st.integers(0, 12).map(lambda number: START + timedelta(days=number))


@st.composite
def rate_rows(draw: st.DrawFn) -> list[Rate]:
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(PREFIXES[:16]), days, st.none() | days),
            max_size=20,
            unique_by=lambda row: row[:2],
        )
    )
    return [a_rate(prefix, valid_from=begin, valid_to=end) for prefix, begin, end in rows]


@settings(deadline=None)
@given(
    rate_rows(),
    st.lists(
        st.tuples(st.sampled_from([p for p in PARTIES if p > 0]), days, st.booleans()),
        min_size=1,
        max_size=10,
    ),
)
def test_the_longest_prefix_in_force_and_of_it_the_latest(
    rates: list[Rate], asked: list[tuple[int, date, bool]]
) -> None:
    deck = compiled(*rates)
    rows = deck.find(
        np.array([called for called, _, _ in asked], np.int64),
        np.array([(day - EPOCH).days for _, day, _ in asked], np.int64),
        domestic=np.array([domestic for _, _, domestic in asked]),
    )
    ids = [None if row == NONE else deck.rows.rate_id[row] for row in rows]
    wanted = [by_hand(rates, called, day, domestic=domestic) for called, day, domestic in asked]
    assert ids == wanted


def by_hand(rates: Sequence[Rate], called: int, day: date, *, domestic: bool) -> int | None:
    place = Place("geographic", "US") if domestic else Place("nanp_foreign", "JM")
    row = row_of(str(called), day, place, rates)
    return None if row is None else rates.index(row)


def test_a_prefix_longer_than_the_number_does_not_price_it() -> None:
    deck = compiled(a_rate("44"), a_rate("4400"))
    assert [found(deck, called, START) for called in (44, 440, 4400)] == [0, 0, 1]


def test_prefixes_of_fifteen_digits_and_more() -> None:
    deck = compiled(a_rate("5"), a_rate("521555123456789"), a_rate("5215551234567890"))
    asked = (521555123456788, 521555123456789, 5215551234567890, 521555123456789012)
    assert [found(deck, called, START) for called in asked] == [0, 1, 2, 2]


def test_a_prefix_longer_than_any_number_prices_none() -> None:
    deck = compiled(a_rate("1234567890123456789"), a_rate("12345678901234567890123"))
    assert found(deck, 123456789012345678, START) is None


def test_a_prefix_that_begins_with_0_prices_none() -> None:
    deck = compiled(a_rate("0"), a_rate("037"))
    assert found(deck, 37112345678, START) is None


def test_an_expired_longer_prefix_does_not_hide_a_shorter_one() -> None:
    deck = compiled(a_rate("44"), a_rate("447", valid_to=date(2026, 6, 1)))
    asked = (date(2026, 5, 31), date(2026, 6, 1))
    assert [found(deck, 447940000000, day) for day in asked] == [1, 0]


def test_a_row_comes_back_when_the_one_before_it_ends() -> None:
    deck = compiled(
        a_rate("44", valid_from=date(2026, 1, 1)),
        a_rate("44", valid_from=date(2026, 2, 1), valid_to=date(2026, 6, 1)),
        a_rate("44", valid_from=date(2026, 3, 1), valid_to=date(2026, 4, 1)),
    )
    asked = [date(2026, month, 1) for month in range(1, 8)]
    assert [found(deck, 44123, day) for day in asked] == [0, 1, 2, 1, 1, 0, 0]


def test_a_row_that_ended_below_a_longer_lasting_one_stays_ended() -> None:
    deck = compiled(
        a_rate("44", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 1)),
        a_rate("44", valid_from=date(2026, 2, 1), valid_to=date(2026, 3, 1)),
        a_rate("44", valid_from=date(2026, 2, 10), valid_to=date(2026, 6, 1)),
    )
    asked = [date(2026, 2, 5), date(2026, 4, 1), date(2026, 7, 1), date(2026, 12, 1)]
    assert [found(deck, 44123, day) for day in asked] == [1, 2, 0, None]


def test_gaps_have_no_row() -> None:
    deck = compiled(
        a_rate("44", valid_to=date(2026, 2, 1)), a_rate("44", valid_from=date(2026, 3, 1))
    )
    asked = [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1)]
    assert [found(deck, 44123, day) for day in asked] == [None, 0, None, 1]


def test_before_its_first_day_a_prefix_takes_no_row_of_its_neighbour() -> None:
    deck = compiled(
        a_rate("43"),
        a_rate("44", valid_from=date(2026, 3, 1)),
        a_rate("44", valid_from=date(2026, 6, 1)),
    )
    assert found(deck, 44123, date(2026, 2, 1)) is None


def test_a_row_of_no_days_prices_nothing() -> None:
    deck = compiled(a_rate("44"), a_rate("447", valid_to=date(2026, 1, 1)))
    assert found(deck, 447123, date(2026, 1, 1)) == 0


def test_a_prefix_of_fewer_than_four_digits_that_begins_with_1_is_domestic_alone() -> None:
    deck = compiled(a_rate("1"), a_rate("187"), a_rate("1876", valid_to=date(2026, 2, 1)))
    asked = [(date(2026, 1, 1), False), (date(2026, 2, 1), False), (date(2026, 2, 1), True)]
    rows = [found(deck, 18765550144, day, domestic=at_home) for day, at_home in asked]
    assert rows == [2, None, 1]


def test_a_row_without_end_and_dates_of_long_ago() -> None:
    deck = compiled(a_rate("44", valid_from=date(1, 1, 1)), a_rate("447", valid_to=date.max))
    assert found(deck, 447123, date(2026, 1, 1)) == 1


def test_hundreds_of_dates() -> None:
    numbers = count()
    rows = [a_rate("44", valid_from=START + timedelta(days=next(numbers))) for _ in range(800)]
    deck = compiled(*rows)
    assert [found(deck, 44123, START + timedelta(days=day)) for day in (0, 399, 799, 900)] == [
        0,
        399,
        799,
        799,
    ]


def test_blank_rates_are_stood_in_for() -> None:
    rows = compiled(a_rate("44", "0.05")).rows
    told = [
        rate.tolist()
        for rate in (rows.rate, rows.interstate_rate, rows.intrastate_rate, rows.connect_fee)
    ]
    assert told == [[5_000_000], [5_000_000], [5_000_000], [BLANK]]


def test_a_deck_without_rows_prices_nothing() -> None:
    deck = compile_deck(pl.DataFrame(schema=DECK_COLUMNS))
    assert found(deck, 44123, START) is None


@pytest.mark.parametrize("prefix", ["+44", "44a", "", "4 4", "\u0664\u0664"])
def test_a_prefix_that_is_not_digits_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="^" + prefix.replace("+", r"\+") + "$"):
        compiled(a_rate(prefix))
