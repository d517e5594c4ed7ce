from collections.abc import Mapping
from datetime import date

from app.usage.likely_owner import (
    Guess,
    Holding,
    Sign,
    Strength,
    Unowned,
    candidates,
    guess_owner,
)

SINCE = date(2026, 1, 1)
SEEN = date(2026, 10, 5)


def held(*numbers: int, account: str = "100") -> list[Holding]:
    return [Holding(number, account, SINCE, None) for number in numbers]


def asked(
    number: int,
    *,
    source: str = "pbx",
    calls_with: Mapping[str, int] | None = None,
    sources_of: Mapping[str, frozenset[str]] | None = None,
) -> Unowned:
    return Unowned(
        number=number,
        first_seen=SEEN,
        source=source,
        calls=10,
        calls_with=calls_with or {},
        sources_of=sources_of or {},
    )


def words(guess: Guess | None) -> list[str]:
    return [sign.words for sign in guess.signs] if guess else []


def test_a_number_next_to_a_run_of_a_customer_s_is_strong_where_its_calls_come_the_same_way() -> (
    None
):
    run = held(*range(13035550180, 13035550187))
    sources = {"100": frozenset({"pbx"})}
    guess = guess_owner(asked(13035550187, sources_of=sources), run)
    assert guess is not None
    assert guess.account_number == "100"
    assert guess.points == 80
    assert guess.strength is Strength.STRONG
    assert words(guess) == [
        "Next to (303) 555-0180 to 0186, which are theirs",
        "Their calls come over pbx too",
    ]


def test_calls_over_another_source_speak_against() -> None:
    sources = {"100": frozenset({"sip"})}
    guess = guess_owner(asked(13035550143, sources_of=sources), held(13035550142))
    assert guess is not None
    assert guess.strength is Strength.NONE
    assert words(guess)[-1] == "Their calls come over sip so far"


def test_a_number_between_two_of_one_customer_is_theirs() -> None:
    guess = guess_owner(asked(13035550143), held(13035550142, 13035550144))
    assert words(guess) == ["Between (303) 555-0142 and 0144, both theirs"]


def test_a_number_above_is_a_neighbour_too_and_one_farther_off_counts_less() -> None:
    assert words(guess_owner(asked(13035550141), held(13035550142))) == [
        "Next to (303) 555-0142, which is theirs"
    ]
    assert words(guess_owner(asked(13035550150), held(13035550142, 13035550143))) == [
        "Near (303) 555-0142 to 0143, which are theirs"
    ]


def test_beyond_ten_numbers_or_the_block_nobody_is_a_neighbour() -> None:
    assert guess_owner(asked(13035550160), held(13035550142)) is None
    assert guess_owner(asked(13035560000), held(13035559999)) is None


def test_who_had_the_number_before_or_will_have_it_is_likely() -> None:
    past = [Holding(13035550142, "100", SINCE, date(2026, 9, 30))]
    coming = [Holding(13035550142, "100", date(2026, 11, 1), None)]
    now = [Holding(13035550142, "100", SINCE, None)]
    assert words(guess_owner(asked(13035550142), past)) == ["They had this number until 2026-09-30"]
    assert words(guess_owner(asked(13035550142), coming)) == [
        "They have this number from 2026-11-01 on"
    ]
    assert guess_owner(asked(13035550142), now) is None
    assert not past[0].holds(SEEN)
    assert now[0].holds(SEEN)


def test_calls_with_a_customer_s_own_numbers_speak_for_it() -> None:
    few = guess_owner(asked(13035550142, calls_with={"200": 1}), [])
    some = guess_owner(asked(13035550142, calls_with={"200": 4}), [])
    assert few is None
    assert words(some) == ["4 of 10 calls are with numbers of theirs"]


def test_candidates_are_named_once() -> None:
    both = [*held(13035550141), *held(13035550142, 13035550143)]
    assert candidates(13035550142, both) == ["100"]


def test_points_stay_between_nothing_and_ninety_nine() -> None:
    assert Guess("1", (Sign("a", 90), Sign("b", 90))).points == 99
    assert Guess("1", (Sign("a", -30),)).points == 0
    assert Guess("1", (Sign("a", 50),)).strength is Strength.LIKELY
