import pytest

from app.rating.week import NO_PERIOD, days_of, minute_of, minutes_of, week_of
from tests.rating.builders import a_period

DAY = 1440


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("all", {0, 1, 2, 3, 4, 5, 6}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("sat,sun", {5, 6}),
        ("Fri-Mon", {4, 5, 6, 0}),
        (" mon - tue , thu ", {0, 1, 3}),
        ("wed-wed", {2}),
    ],
)
def test_days(text: str, days: set[int]) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["", "mo", "mon-", "mon;tue", "mon,,tue", "xyz", "mon-xyz", "any"])
def test_days_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        days_of(text)


@pytest.mark.parametrize(("text", "minute"), [("00:00", 0), ("08:30", 510), ("24:00", 1440)])
def test_minutes(text: str, minute: int) -> None:
    assert minute_of(text) == minute


@pytest.mark.parametrize("text", ["24:01", "25:00", "8:00", "08:60", "", "08:00:00"])
def test_times_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        minute_of(text)


def test_a_period_holds_its_first_minute_and_not_its_last() -> None:
    held = minutes_of(a_period(days="tue", from_="08:00", to_="09:00"))
    assert (int(held.argmax()), int(held.sum())) == (DAY + 480, 60)


def test_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    held = minutes_of(a_period(days="sun", from_="22:00", to_="02:00"))
    told = held[6 * DAY + 1320], held[0], held[119], held[120], held[6 * DAY]
    assert [bool(each) for each in told] == [True, True, True, False, False]


def test_a_period_that_ends_when_it_begins_lasts_a_day() -> None:
    held = minutes_of(a_period(days="fri", from_="18:00", to_="18:00"))
    assert (int(held.argmax()), int(held.sum())) == (4 * DAY + 1080, DAY)


def test_a_period_to_24_ends_at_midnight() -> None:
    assert int(minutes_of(a_period(days="fri", from_="18:00", to_="24:00")).sum()) == 360


def test_a_period_cannot_begin_at_24() -> None:
    with pytest.raises(ValueError, match="24:00"):
        minutes_of(a_period(from_="24:00"))


def test_the_week_numbers_its_periods() -> None:
    week = week_of([(7, a_period(days="mon", from_="00:00", to_="00:01"))])
    assert week[:2].tolist() == [7, NO_PERIOD]
