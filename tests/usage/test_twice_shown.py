"""Worked example 13 of the reference: stamps in the hour that clocks show twice."""

from app.usage.stamps import SECOND_US, Instants
from app.usage.twice_shown import TwiceShown

HOUR = 3600 * SECOND_US
FIRST = 1_793_512_200 * SECOND_US
"""01:50 in New York on the day daylight saving ends, shown the first time."""

TWICE = Instants(FIRST, FIRST + HOUR)


def _once(seconds_later: int) -> Instants:
    return Instants(FIRST + seconds_later * SECOND_US, FIRST + seconds_later * SECOND_US)


def test_without_proof_the_first_reading_counts_and_is_flagged() -> None:
    settled = TwiceShown().settle(TWICE, None, elapsed=None, epoch="")
    assert settled.instant == FIRST
    assert "read as the first" in settled.doubt


def test_a_length_that_fits_one_reading_alone_proves_it() -> None:
    # It ended at 02:10 standard time, 20 minutes after the second 01:50.
    settled = TwiceShown().settle(TWICE, _once(4800), elapsed=1200, epoch="")
    assert settled == (FIRST + HOUR, "")


def test_a_length_that_fits_both_proves_nothing() -> None:
    end = Instants(FIRST + 60 * SECOND_US, FIRST + HOUR + 60 * SECOND_US)
    settled = TwiceShown().settle(TWICE, end, elapsed=60, epoch="")
    assert settled.instant == FIRST
    assert settled.doubt


def test_an_id_that_holds_the_instant_proves_it() -> None:
    epoch = str(FIRST // SECOND_US + 3600 - 4)
    assert TwiceShown().settle(TWICE, None, elapsed=None, epoch=epoch) == (FIRST + HOUR, "")


def test_an_id_of_another_clock_proves_nothing() -> None:
    assert TwiceShown().settle(TWICE, None, elapsed=None, epoch="1").doubt


def test_the_order_of_a_file_tells_the_second_reading() -> None:
    twice = TwiceShown()
    for later in (-600, -300, 0, 500):
        twice.pass_by(FIRST + later * SECOND_US)
    early = Instants(FIRST - 2400 * SECOND_US, FIRST + 1200 * SECOND_US)
    settled = twice.settle(early, None, elapsed=None, epoch="")
    assert settled.instant == early.second
    assert "order of the file" in settled.doubt


def test_a_file_out_of_order_tells_nothing() -> None:
    twice = TwiceShown()
    for later in (-600, -900, 0, 500):
        twice.pass_by(FIRST + later * SECOND_US)
    early = Instants(FIRST - 2400 * SECOND_US, FIRST + 1200 * SECOND_US)
    assert twice.settle(early, None, elapsed=None, epoch="").instant == early.first
