import pytest

from app.usage.formats.declaration import Duration, Unit
from app.usage.lengths import contradiction, elapsed_of, talked
from app.usage.stamps import SECOND_US, Instants

HOUR = 3600


def _at(seconds: int, later: int = 0) -> Instants:
    return Instants(seconds * SECOND_US, (seconds + later) * SECOND_US)


def _why(seconds: int, *, grain: int = 1, elapsed: int | None = None, **stamps: Instants) -> str:
    return contradiction(
        seconds,
        elapsed,
        Duration(grain=grain),
        start=stamps.get("start", _at(0)),
        answer=stamps.get("answer"),
        end=stamps.get("end"),
    )


@pytest.mark.parametrize(("seconds", "fits"), [(93, True), (97, True), (92, False), (98, False)])
def test_two_seconds_between_duration_and_stamps_are_borne(
    seconds: int,
    fits: bool,  # noqa: FBT001
) -> None:
    why = _why(seconds, answer=_at(5), end=_at(100))
    assert (why == "") is fits


def test_a_duration_that_the_carrier_rounded_up_fits() -> None:
    assert _why(96, grain=6, end=_at(95)) == ""
    assert _why(105, grain=6, end=_at(95)) != ""


def test_without_an_answer_only_longer_talk_contradicts() -> None:
    assert _why(20, end=_at(95)) == ""
    assert _why(98, end=_at(95)) == "It was talked for 98 s in a call of 95 s."


def test_talk_cannot_be_longer_than_the_call() -> None:
    assert _why(7, elapsed=5) == "It was talked for 7 s in a call of 5 s."
    assert _why(6, elapsed=5) == ""


def test_a_stamp_shown_twice_fits_in_either_reading() -> None:
    assert _why(1200, answer=_at(0, HOUR), end=_at(1200, HOUR)) == ""
    assert _why(1200, answer=_at(0, HOUR), end=_at(4800)) == ""


def test_talk_time_by_stamps_goes_to_the_nearest_second() -> None:
    answer = Instants(4_312_000, 4_312_000)
    assert talked(answer, Instants(99_310_000, 99_310_000)) == 95
    assert talked(_at(0), Instants(600_500_000, 600_500_000)) == 601


def test_talk_time_by_stamps_over_the_end_of_daylight_saving_is_not_negative() -> None:
    assert talked(_at(5 * HOUR), _at(2 * HOUR + 600, 4 * HOUR)) == HOUR + 600


def test_an_end_before_the_answer_stays_negative() -> None:
    assert talked(_at(5), _at(-2)) == -7


def test_stamps_alone_contradict_nothing() -> None:
    rule = Duration(unit=Unit.STAMPS)
    assert contradiction(5, None, rule, start=_at(0), answer=_at(0), end=_at(99)) == ""


def test_elapsed_time_is_read_where_there_is_some() -> None:
    assert elapsed_of({"elapsed": "27"}) == 27
    assert elapsed_of({}) is None
