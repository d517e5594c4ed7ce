"""Who is who: the laws hold for any two lists, and each state comes about as it should."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.matching import (
    MatchState,
    Pairing,
    Rule,
    Side,
    Strategy,
    match_customers,
)
from app.values.foreign_record import PostalAddress

LAKEWOOD = PostalAddress(line1="88 Quarry Street", city="Lakewood", postal_code="80226")
NEW_YORK = PostalAddress(line1="5 Pier Road", city="New York", postal_code="10004")
MAIL = frozenset({"ap@granite.example"})


def ours(number: str = "100", name: str = "Granite Peak", **more: object) -> Side:
    return Side(id=number, number=number, name=name, **more)  # type: ignore[arg-type]


def theirs(own_id: str = "9", name: str = "Granite Peak", **more: object) -> Side:
    return Side(id=own_id, name=name, **more)  # type: ignore[arg-type]


def matched(here: list[Side], there: list[Side], **more: object) -> list[Pairing]:
    return match_customers(here, there, **{"links": {}, "ignored": {}, **more})  # type: ignore[arg-type]


def only(here: Side, *there: Side, **more: object) -> Pairing:
    return matched([here], list(there), **more)[0]


# ---------------------------------------------------------------------------------------- states


def test_a_link_is_a_link_even_to_what_is_gone() -> None:
    pairing = only(ours(), theirs("8"), links={"100": "77"})
    assert (pairing.state, pairing.theirs) == (
        MatchState.LINKED,
        Side(id="77", name="", is_active=False),
    )


def test_an_exact_pair_names_its_rule() -> None:
    pairing = only(ours(emails=MAIL), theirs(name="Granite P.", emails=MAIL))
    assert (pairing.state, pairing.score, pairing.reasons[0].words) == (
        MatchState.EXACT,
        100,
        Rule.EMAIL.value,
    )
    assert pairing.candidates == ()


def test_of_two_of_a_name_none_is_it_until_one_is_taken() -> None:
    twins = [theirs("1"), theirs("2")]
    pairing = only(ours(), *twins)
    assert (pairing.state, pairing.theirs) == (MatchState.AMBIGUOUS, None)
    assert {each.theirs.id for each in pairing.candidates} == {"1", "2"}
    assert "Several there have this name" in pairing.why
    other = ours("200", "Else")
    (_, pairing) = matched([other, ours()], twins, links={"200": "1"})
    assert (pairing.state, pairing.theirs) == (MatchState.EXACT, twins[1])


def test_two_accounts_of_one_name_are_asked() -> None:
    pairings = matched([ours("100"), ours("200")], [theirs(address=LAKEWOOD)])
    assert {each.state for each in pairings} == {MatchState.AMBIGUOUS}
    assert "Another account of ours is about as like it" in pairings[0].why


def test_who_is_not_in_use_is_never_linked_by_itself() -> None:
    pairing = only(ours(), theirs(number="100", is_active=False))
    assert pairing.state is MatchState.LIKELY
    assert "not active there" in pairing.why
    pairing = only(ours(), theirs(is_active=False))
    assert pairing.state is MatchState.LIKELY
    assert "not active there" in pairing.why
    assert only(ours(), theirs("1"), theirs("2", is_active=False)).state is MatchState.EXACT


def test_an_id_decides_alone() -> None:
    there = [theirs("8", "X"), theirs("9")]
    assert only(ours(named_id="8"), *there).theirs == there[0]
    nobody = only(ours(named_id="77"), *there)
    assert nobody.state is MatchState.AMBIGUOUS
    assert "77 is none of theirs" in nobody.why


def test_two_accounts_with_one_id_are_asked() -> None:
    pairings = matched([ours("100", named_id="9"), ours("200", "B", named_id="9")], [theirs()])
    assert {each.state for each in pairings} == {MatchState.AMBIGUOUS}
    assert "Another account of ours" in pairings[0].why


def test_several_with_our_number_are_asked() -> None:
    pairing = only(ours(), theirs("1", "A", number="100"), theirs("2", "B", number="100"))
    assert pairing.state is MatchState.AMBIGUOUS
    assert "(1, 2)" in pairing.why


def test_another_number_of_ours_or_of_nobody_is_asked() -> None:
    pairing = only(ours(), theirs(number="777"))
    assert (pairing.state, pairing.reasons[0].words) == (
        MatchState.AMBIGUOUS,
        "It bears another number: 777",
    )
    pairings = matched([ours(), ours("200", "Else")], [theirs(number="200")])
    assert pairings[0].state is MatchState.AMBIGUOUS
    assert "Another customer of ours has this name there" in pairings[0].why


def test_a_likely_one_is_shown_with_its_reasons() -> None:
    pairing = only(ours(address=LAKEWOOD), theirs(name="Granite Peaks", address=LAKEWOOD))
    assert (pairing.state, pairing.score) == (MatchState.LIKELY, 65)
    assert pairing.theirs is not None
    assert sum(each.points for each in pairing.reasons) == pairing.score


def test_candidates_that_are_about_as_like_it_are_ambiguous() -> None:
    there = [theirs("1", "Granite Peaks"), theirs("2", "Granite Peek")]
    pairing = only(ours(), *there)
    assert pairing.state is MatchState.AMBIGUOUS
    assert "2 there are about as like it" in pairing.why


def test_nobody_is_new_on_either_side() -> None:
    pairings = matched([ours()], [theirs("1", "Zebra Ltd"), theirs("2", "Old", is_active=False)])
    assert [(e.ours and e.ours.id, e.theirs and e.theirs.id, e.state) for e in pairings] == [
        ("100", None, MatchState.NEW),
        (None, "1", MatchState.NEW),
    ]


def test_what_somebody_said_is_not_asked_again() -> None:
    pairings = matched([ours()], [theirs()], ignored={"9": "a trial"})
    assert [each.state for each in pairings] == [MatchState.NEW, MatchState.IGNORED]
    assert "a trial" in pairings[1].why
    (pairing, alone) = matched([ours()], [theirs()], not_needed={"100": "pays cash"})
    assert (pairing.state, alone.state) == (MatchState.IGNORED, MatchState.NEW)
    (pairing, alone) = matched([ours()], [theirs()], to_be_made={"100"})
    assert (pairing.state, pairing.theirs, alone.state) == (MatchState.NEW, None, MatchState.NEW)


def test_the_strategy_says_what_is_exact() -> None:
    by_id, by_name = theirs("1", "X", number="100"), theirs("2", address=LAKEWOOD)
    here = ours(address=LAKEWOOD)
    assert only(here, by_id, strategy=Strategy.IDS).state is MatchState.EXACT
    asked = only(here, by_name, strategy=Strategy.IDS)
    assert (asked.state, asked.theirs, asked.score) == (MatchState.LIKELY, by_name, 90)
    assert only(here, by_id, strategy=Strategy.BY_HAND).state is MatchState.LIKELY


def test_who_is_left_over_when_others_are_paired_is_found_in_the_same_run() -> None:
    here = [ours("100", tax_id="1", emails=MAIL), ours("200", "Other", emails=MAIL)]
    there = [theirs("8", "One", tax_id="1", emails=MAIL), theirs("9", "Two", emails=MAIL)]
    assert [each.theirs and each.theirs.id for each in matched(here, there)] == ["8", "9"]


# ------------------------------------------------------------------------------------------ laws

NAMES = st.sampled_from(
    [
        "Granite Peak",
        "Granite Peak LLC",
        "Granite Peaks",
        "Harbor & Pine",
        "Harbor Pine Hotel",
        "Oak",
    ]
)
ADDRESSES = st.sampled_from([LAKEWOOD, NEW_YORK, PostalAddress()])
MAILS = st.sampled_from([frozenset[str](), MAIL, frozenset({"ap@harbor.example"})])
NUMBERS = st.sampled_from(["", "", "", "0", "1", "2", "777"])


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Side], list[Side], dict[str, str], dict[str, str]]:
    here = [
        Side(
            id=str(place),
            number=str(place),
            name=draw(NAMES),
            named_id=draw(st.sampled_from(["", "", "", "t0", "t1", "t9"])),
            emails=draw(MAILS),
            address=draw(ADDRESSES),
        )
        for place in range(draw(st.integers(0, 5)))
    ]
    there = [
        Side(
            id=f"t{place}",
            number=draw(NUMBERS),
            name=draw(NAMES),
            emails=draw(MAILS),
            address=draw(ADDRESSES),
            is_active=draw(st.sampled_from([True, True, False])),
        )
        for place in range(draw(st.integers(0, 5)))
    ]
    links: dict[str, str] = {}
    chances = st.sampled_from(["", "yes"])
    is_linked, is_ignored = bool(draw(chances)), bool(draw(chances))
    if here and there and is_linked:
        links[draw(st.sampled_from(here)).id] = draw(st.sampled_from(there)).id
    free = [each.id for each in there if each.id not in links.values()]
    ignored = {draw(st.sampled_from(free)): "so"} if free and is_ignored else {}
    return here, there, links, ignored


Lists = tuple[list[Side], list[Side], dict[str, str], dict[str, str]]


@given(lists(), st.sampled_from(Strategy))
def test_everybody_stands_once(given_lists: Lists, strategy: Strategy) -> None:
    here, there, links, ignored = given_lists
    pairings = match_customers(here, there, links=links, ignored=ignored, strategy=strategy)
    assert [each.ours.id for each in pairings if each.ours is not None] == [e.id for e in here]
    met = Counter(each.theirs.id for each in pairings if each.theirs is not None)
    assert set(met.values()) <= {1}
    for each in pairings:
        offered = {one.theirs.id for one in each.candidates}
        assert not offered & (set(links.values()) | set(ignored))
        assert 0 <= each.score <= 100


@given(lists())
def test_exact_is_unique_and_in_use(given_lists: Lists) -> None:
    here, there, links, ignored = given_lists
    pairings = match_customers(here, there, links=links, ignored=ignored)
    exact = [each for each in pairings if each.state is MatchState.EXACT]
    for each in exact:
        assert each.ours is not None
        assert each.theirs is not None
        assert each.theirs.is_active
        assert each.theirs.number in {"", each.ours.number} or each.ours.named_id
        others = [other for other in pairings if other is not each]
        named = {one.theirs.id for other in others for one in other.candidates}
        assert each.theirs.id not in named


@given(lists())
def test_a_second_run_accepts_nothing_more(given_lists: Lists) -> None:
    here, there, links, ignored = given_lists
    first = match_customers(here, there, links=links, ignored=ignored)
    accepted = links | {
        each.ours.id: each.theirs.id
        for each in first
        if each.state is MatchState.EXACT and each.ours is not None and each.theirs is not None
    }
    second = match_customers(here, there, links=accepted, ignored=ignored)
    assert not [each for each in second if each.state is MatchState.EXACT]
    linked = [each for each in second if each.state is MatchState.LINKED]
    assert {each.ours.id for each in linked if each.ours is not None} == set(accepted)


@given(lists(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(given_lists: Lists, random: object) -> None:
    here, there, links, ignored = given_lists
    shuffled = sorted(there, key=lambda _: random.random())  # type: ignore[attr-defined]
    first = match_customers(here, there, links=links, ignored=ignored)
    other = match_customers(here, shuffled, links=links, ignored=ignored)
    count = len(here)
    assert [(e.state, e.theirs) for e in first[:count]] == [
        (e.state, e.theirs) for e in other[:count]
    ]


@pytest.mark.slow
def test_two_thousand_against_two_thousand() -> None:
    words = [
        f"{one}{two}" for one in ("al", "be", "co", "du", "el") for two in ("ba", "ro", "ti", "mo")
    ]
    names = [f"{a} {b} {c}" for a in words for b in words for c in words[:5]]
    here = [ours(str(place), name, address=LAKEWOOD) for place, name in enumerate(names)]
    there = [replace(theirs(f"t{e.id}", f"{e.name}s"), address=LAKEWOOD) for e in here]
    assert len(matched(here, there)) >= len(here)
