import pytest

from app.tax.category import (
    is_category,
    is_pattern,
    pattern_reaches,
    patterns_of,
    share_a_category,
    specificity,
)


@pytest.mark.parametrize("text", ["VOIP_FIXED", " voip_fixed ", "FEE_PAPER", "fee_911_2"])
def test_categories(text: str) -> None:
    assert is_category(text)


@pytest.mark.parametrize("text", ["", "VOIP", "VOIP_*", "FEE_", "FEE_ X", "*"])
def test_no_categories(text: str) -> None:
    assert not is_category(text)


@pytest.mark.parametrize(
    ("text", "patterns"),
    [(None, ("*",)), (" ", ("*",)), ("voip_*| DID |", ("VOIP_*", "DID"))],
)
def test_a_list_of_patterns(text: str | None, patterns: tuple[str, ...]) -> None:
    assert patterns_of(text) == patterns


@pytest.mark.parametrize(
    ("pattern", "category", "reached"),
    [
        ("*", "DID", True),
        ("VOIP_*", "VOIP_NOMADIC", True),
        ("VOIP_*", "VOIP", False),
        ("DID", "DID", True),
        ("DID", "DIDX", False),
    ],
)
def test_what_a_pattern_reaches(pattern: str, category: str, *, reached: bool) -> None:
    assert pattern_reaches(pattern, category) is reached


def test_the_star_stands_alone_or_at_the_end() -> None:
    assert [is_pattern(each) for each in ("*", "VOIP_*", "*_FIXED", "VO*P_*")] == [
        True,
        True,
        False,
        False,
    ]


def test_more_specific_patterns_come_later() -> None:
    mixed = ["DID", "TOLL_*", "*", "TOLL_INTER*", "T*"]
    assert sorted(mixed, key=specificity) == ["*", "T*", "TOLL_*", "TOLL_INTER*", "DID"]


@pytest.mark.parametrize(
    ("some", "others"),
    [
        (["*"], ["VOIP_*"]),
        (["VOIP_*"], ["VOIP_FIXED"]),
        (["VOIP_FIXED"], ["VO*"]),
        (["DID", "SMS"], ["SMS"]),
        (["FEE_*"], ["FEE_PAPER"]),
    ],
)
def test_patterns_that_share_a_category(some: list[str], others: list[str]) -> None:
    assert share_a_category(some, others)
    assert share_a_category(others, some)


@pytest.mark.parametrize(
    ("some", "others"),
    [(["VOIP_*"], ["TOLL_*"]), (["VOIP_FIXED"], ["VOIP_NOMADIC"]), (["FEE_*"], ["FEATURE"])],
)
def test_patterns_that_share_none(some: list[str], others: list[str]) -> None:
    assert not share_a_category(some, others)
    assert not share_a_category(others, some)
