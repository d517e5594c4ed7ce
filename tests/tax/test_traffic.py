from fractions import Fraction

from app.tax.request import TrafficShare
from app.tax.traffic import CallSeconds, Traffic, measured

CALLS = [
    CallSeconds(interstate=600, international=60, intrastate=540),
    CallSeconds(interstate=90, intrastate=10, is_toll_free=True),
]


def test_a_category_is_measured_on_all_calls_but_those_to_toll_free_numbers() -> None:
    assert measured("VOIP_FIXED", CALLS).share == TrafficShare(
        interstate=Fraction(1, 2), international=Fraction(1, 20)
    )


def test_toll_free_is_measured_on_calls_to_toll_free_numbers_alone() -> None:
    assert measured("TOLL_FREE", CALLS).share == TrafficShare(
        interstate=Fraction(9, 10), international=Fraction(0)
    )


def test_without_calls_there_is_no_share() -> None:
    assert measured("VOIP_FIXED", []) == Traffic(
        category="VOIP_FIXED", interstate=0, international=0, intrastate=0
    )
    assert measured("VOIP_FIXED", []).share is None
