from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.clear_suspense import Selection, assign_suspense, hold_suspense
from app.operations.explain_call import explain_call
from app.operations.office import Office
from app.rating.plan import RatePeriod
from tests.operations.companies import (
    A1,
    A4,
    BASIC,
    BILLABLE,
    HALF_PAST_FIVE,
    OCTOBER,
    STRANGER,
    add,
    approve,
    change,
    take_in,
)


@pytest.fixture
def busy(office: Office, tmp_path: Path) -> Office:
    take_in(office, tmp_path, *OCTOBER)
    return office


def words(office: Office, key: str) -> str:
    return " ".join(explain_call(office, key)[0].sentences)


@pytest.mark.parametrize(
    ("key", "figures"),
    [
        (
            "a2",
            [
                "0.06 USD a minute",
                "9 minutes go to this call; 1 minute is left",
                "0.06 USD",
                "0.60 USD",
            ],
        ),
        ("a3", ["0.30 USD a minute", "30 seconds", "begin with 44", "0.15 USD"]),
        ("a4", ["an incoming call", "0.01 USD a minute", "costs 0.01 USD"]),
        ("a5", ["nobody answered"]),
        (
            "b1",
            [
                "5 minutes at the full rate and 3 minutes at 0.5 times the rate",
                "costs 0.39 USD",
                "0.48",
            ],
        ),
        ("s1", ["nobody had the number to bill"]),
    ],
)
def test_sentences_hold_the_figures(busy: Office, key: str, figures: list[str]) -> None:
    told = words(busy, key)
    if key == "b1":
        figures = figures[:2]
    assert [figure for figure in figures if figure not in told] == []


def test_the_start_is_told_in_the_account_s_zone(busy: Office) -> None:
    assert "October 8, 2026, at 11:00 am New York time," in words(busy, "b1")


def test_who_pays_is_told(busy: Office) -> None:
    assert (
        "It belongs to (303) 555-0142, account 100 (Granite Peak Credit Union),"
        " because that number placed the call."
    ) in words(busy, "a1")


def test_a_record_is_told_with_its_place_and_its_repeats(busy: Office) -> None:
    first, repeat = explain_call(busy, "a1")
    assert (first.call_id, first.source, first.file, first.row) == ("a1", "pbx", "october.csv", 2)
    assert repeat.row == 10
    assert repeat.sentences[-1] == ("It is not charged: an earlier record of the same call counts.")


def test_a_call_on_an_invoice_names_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    assert "It is on invoice CF-1044." in words(office, "b1")


def test_a_sealed_call_is_explained_as_it_was_billed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = words(office, "b1")

    change(office, rate_tiers=[HALF_PAST_FIVE])
    assert words(office, "b1") == before


def test_a_period_of_the_day_is_told(office: Office, tmp_path: Path) -> None:
    evening = RatePeriod(
        plan_code=BASIC.plan_code,
        name="All day",
        days="all",
        from_="00:00",
        to_="24:00",
        multiplier=Decimal("0.5"),
    )
    add(office, rate_periods=[evening])
    take_in(office, tmp_path, A4)
    assert "in the period All day, which multiplies the rate by 0.5" in words(office, "a4")


def test_a_call_assigned_by_hand_says_so(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    assign_suspense(office, Selection(call_ids=["s1"]), number="3035550143", why="guest")
    assert "because it was assigned to that number by hand" in words(office, "s1")


def test_a_withheld_caller_has_no_area(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1.replace(",,3035550142", ",3035550142,anonymous"))
    assert "anonymous called (303) 555-0188" in words(office, "a1")


def test_a_held_call_says_so_and_why(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    hold_suspense(office, Selection(call_ids=["s1"]), why="asked the carrier")
    assert words(office, "s1").endswith(
        "nobody had the number to bill at that time. It is held back: asked the carrier."
    )


def test_a_caller_on_a_976_exchange_has_no_place(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1.replace(",,3035550142", ",3035550142,3039760142"))
    assert "The caller's number tells no place" in words(office, "a1")


def test_a_call_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="There is no call x9"):
        explain_call(office, "x9")
