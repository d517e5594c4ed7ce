from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import numerals
from app.values.period import Period


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("1662.78", "1,662.78"),
        ("-12", "\u221212.00"),
        ("0", "0.00"),
        ("-0.004", "0.00"),
        ("0.005", "0.01"),
        ("1234567.5", "1,234,567.50"),
    ],
)
def test_money(amount: str, printed: str) -> None:
    assert numerals.money(Decimal(amount)) == printed


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_can_be_read_back(amount: Decimal) -> None:
    printed = numerals.money(amount).replace(",", "").replace("\u2212", "-")
    assert Decimal(printed) == amount


@pytest.mark.parametrize(
    ("amount", "printed"), [("4.12", "+4.12"), ("-12", "\u221212.00"), ("0", "0.00")]
)
def test_a_change_carries_its_sign(amount: str, printed: str) -> None:
    assert numerals.signed_money(Decimal(amount)) == printed


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        ("1662.78", "USD", "$\u20091,662.78"),
        ("-12", "USD", "\u2212$\u200912.00"),
        ("118.38", "CAD", "CAD 118.38"),
    ],
)
def test_a_headline_names_its_currency(amount: str, currency: str, printed: str) -> None:
    assert numerals.headline_money(Decimal(amount), currency) == printed


@pytest.mark.parametrize(
    ("amount", "printed"),
    [("0.029", "0.029"), ("125", "125.00"), ("21.950", "21.95"), ("0.00012345", "0.00012345")],
)
def test_a_price_keeps_its_places(amount: str, printed: str) -> None:
    assert numerals.exact_money(Decimal(amount)) == printed


@pytest.mark.parametrize(
    ("rate", "printed"), [("0.029", "2.90 %"), ("0.09975", "9.975 %"), ("0.36", "36.00 %")]
)
def test_a_rate_as_percent(rate: str, printed: str) -> None:
    assert numerals.percent(Decimal(rate)) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [("18", "18"), ("1.50", "1.5"), ("12345.25", "12,345.25"), ("100", "100")]
)
def test_a_quantity_has_no_needless_zeros(value: str, printed: str) -> None:
    assert numerals.quantity(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("seconds", "printed"), [(0, "0.0"), (67344, "1,122.4"), (3, "0.1"), (2, "0.0")]
)
def test_minutes_have_one_place(seconds: int, printed: str) -> None:
    assert numerals.minutes(seconds) == printed


@pytest.mark.parametrize(("seconds", "printed"), [(6, "0:06"), (3599, "59:59"), (3661, "1:01:01")])
def test_lengths(seconds: int, printed: str) -> None:
    assert numerals.length(seconds) == printed


@pytest.mark.parametrize(
    ("start", "end", "short", "long"),
    [
        ((2026, 11, 1), (2026, 12, 1), "Nov 1\u201330", "November 1\u201330, 2026"),
        ((2026, 10, 19), (2026, 11, 19), "Oct 19\u2013Nov 18", "October 19\u2013November 18, 2026"),
        ((2026, 10, 7), (2026, 10, 8), "Oct 7", "October 7, 2026"),
        (
            (2026, 12, 15),
            (2027, 1, 15),
            "Dec 15, 2026\u2013Jan 14, 2027",
            "December 15, 2026\u2013January 14, 2027",
        ),
        ((2026, 10, 7), (2026, 10, 7), "Oct 7", "October 7, 2026"),
    ],
)
def test_ranges_of_days(
    start: tuple[int, int, int], end: tuple[int, int, int], short: str, long: str
) -> None:
    period = Period(date(*start), date(*end))
    assert (numerals.short_range(period), numerals.long_range(period)) == (short, long)


@pytest.mark.parametrize(
    ("hour", "printed"), [(0, "12:41 am"), (10, "10:41 am"), (12, "12:41 pm"), (23, "11:41 pm")]
)
def test_the_time_of_day(hour: int, printed: str) -> None:
    assert numerals.clock(datetime(2026, 10, 5, hour, 41)) == printed  # noqa: DTZ001  local time


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("+13035550142", "(303) 555-0142"),
        ("+442079460000", "+44 20 7946 0000"),
        ("+3726001234", "+372 600 1234"),
        ("+79161234567", "+7 916 123 4567"),
        ("anonymous", "anonymous"),
        ("911", "911"),
    ],
)
def test_telephone_numbers(number: str, printed: str) -> None:
    assert numerals.telephone(number) == printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("+13035550142", "(303) 555-01\u2022\u2022"),
        ("+442079460000", "+44 20 7946 00\u2022\u2022"),
        ("411", "411"),
        ("988", "988"),
        ("sip:10042", "sip:100\u2022\u2022"),
        ("anonymous", "anonymous"),
    ],
)
def test_masked_numbers_lose_their_last_two_digits(number: str, printed: str) -> None:
    assert numerals.telephone(number, masked=True) == printed


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_number_keeps_its_digits(number: str) -> None:
    printed = numerals.telephone(number)
    digits = "".join(letter for letter in printed if letter.isdecimal())
    assert digits in {number[1:], number[2:]}
