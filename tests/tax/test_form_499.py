from collections.abc import Sequence

import pytest

from app.tax.category import CATEGORIES
from app.tax.form_499 import (
    BUILT_IN,
    FORM_499,
    Form499Line,
    line_for,
    pattern_problem,
    sheet_texts,
)


def a_line(category: str = "VOIP_*", annual_line: str = "404.4", **more: object) -> Form499Line:
    values: dict[str, object] = {
        "category": category,
        "annual_line": annual_line,
        "quarterly_line": "116",
    }
    return Form499Line(**(values | more))  # type: ignore[arg-type]


def annual(
    lines: Sequence[Form499Line],
    category: str,
    *,
    with_broadband: bool = False,
    is_reseller: bool = False,
) -> str | None:
    found = line_for(lines, category, with_broadband=with_broadband, is_reseller=is_reseller)
    return None if found is None else found.annual_line


@pytest.mark.parametrize(
    ("category", "with_broadband", "is_reseller", "line"),
    [
        ("VOIP_FIXED", True, False, "404.4"),
        ("VOIP_NOMADIC", False, False, "404.5"),
        ("VOIP_FIXED", True, True, "303.2"),
        ("VOIP_NON_INTERCONNECTED", True, False, "418.4"),
        ("TOLL_INTL", False, False, "414.2"),
        ("TOLL_FREE", False, False, "404.5"),
        ("TOLL_INTERSTATE", False, True, "311"),
        ("EQUIP_SALE", False, True, "418.3"),
        ("FEE_PAPER", True, False, "404.4"),
        ("NON_TAXABLE", False, False, "none"),
    ],
)
def test_the_built_in_lines(
    category: str, line: str, *, with_broadband: bool, is_reseller: bool
) -> None:
    found = annual(BUILT_IN, category, with_broadband=with_broadband, is_reseller=is_reseller)
    assert found == line


@pytest.mark.parametrize("category", sorted(CATEGORIES))
@pytest.mark.parametrize("with_broadband", [True, False])
@pytest.mark.parametrize("is_reseller", [True, False])
def test_every_category_has_a_built_in_line(
    category: str, *, with_broadband: bool, is_reseller: bool
) -> None:
    assert annual(BUILT_IN, category, with_broadband=with_broadband, is_reseller=is_reseller)


def test_no_two_built_in_lines_have_one_key() -> None:
    keys = [(line.category, line.with_broadband, line.sold_to) for line in BUILT_IN]
    assert len(keys) == len(set(keys))


def test_the_longest_pattern_applies() -> None:
    lines = [a_line("*", "418.3"), a_line("VOIP_*", "404.5"), a_line("VOIP_FIXED", "404.4")]
    assert annual(lines, "voip_fixed") == "404.4"
    assert annual(lines, "VOIP_NOMADIC") == "404.5"
    assert annual(lines, "SMS") == "418.3"


def test_of_one_pattern_the_row_that_names_the_buyer_applies() -> None:
    lines = [
        a_line(annual_line="404.4", with_broadband=True),
        a_line(annual_line="303.2", sold_to="reseller"),
        a_line(annual_line="404.1", sold_to="end_user"),
    ]
    assert annual(lines, "VOIP_FIXED", with_broadband=True, is_reseller=True) == "303.2"
    assert annual(lines, "VOIP_FIXED", with_broadband=True) == "404.1"


def test_a_category_without_row_has_no_line() -> None:
    assert annual([a_line("VOIP_*")], "SMS") is None


def test_a_pattern_must_match_some_category() -> None:
    assert pattern_problem(a_line("VOPI_*")) == "No tax category can match 'VOPI_*'"
    assert pattern_problem(a_line("fee_*")) == ""


def test_the_cells_of_a_row_are_those_of_its_sheet() -> None:
    assert sheet_texts(BUILT_IN[0]) == {
        "category": "VOIP_*",
        "with_broadband": "yes",
        "sold_to": "anyone",
        "annual_line": "404.4",
        "quarterly_line": "116",
        "note": "VoIP with our broadband",
    }
    assert sheet_texts(BUILT_IN[1])["with_broadband"] == "no"
    assert sheet_texts(BUILT_IN[2])["with_broadband"] == ""


def test_the_sheet_s_example_is_the_first_built_in_line() -> None:
    examples = {column.name: column.example for column in FORM_499.columns.values()}
    assert sheet_texts(BUILT_IN[0]) == examples
