import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.phone_number import (
    PartyKind,
    PartyReading,
    e164,
    number_range,
    pretty,
    read_party,
)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("3035550142", "13035550142"),
        ("13035550142", "13035550142"),
        ("+13035550142", "13035550142"),
        ("01113035550142", "13035550142"),
        (" (303) 555-0142 ", "13035550142"),
        ("303.555.0142", "13035550142"),
        ("1-303-555-0142", "13035550142"),
        ("+1 (303) 555 0142", "13035550142"),
        ("+44 20 7946 0000", "442079460000"),
        ("011442079460000", "442079460000"),
        ("011-44-20-7946-0000", "442079460000"),
        ("+290", "290"),
        ("+999999999999999", "999999999999999"),
        ("8765550100", "18765550100"),
        ("9005550100", "19005550100"),
    ],
)
def test_a_full_number_is_read_in_any_usual_writing(text: str, digits: str) -> None:
    assert read_party(text) == PartyReading(PartyKind.NUMBER, digits)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1010288 303 555 0142", "13035550142"),
        ("1010288 1 303 555 0142", "13035550142"),
        ("1010288011442079460000", "442079460000"),
    ],
)
def test_a_carrier_access_code_is_dropped_and_remembered(text: str, digits: str) -> None:
    assert read_party(text) == PartyReading(PartyKind.NUMBER, digits, "1010288")


@pytest.mark.parametrize("text", ["411", "911", "211", "988", " 9-1-1 "])
def test_n11_and_988_are_short_codes(text: str) -> None:
    assert read_party(text).kind is PartyKind.SHORT_CODE


def test_seven_digits_lack_their_area_code() -> None:
    assert read_party("555-0142") == PartyReading(PartyKind.LOCAL, "5550142")


def test_a_star_begins_a_feature_code() -> None:
    assert read_party(" *67 ") == PartyReading(PartyKind.FEATURE, "*67")


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_nothing_is_blank(text: str) -> None:
    assert read_party(text) == PartyReading(PartyKind.BLANK, "")


@pytest.mark.parametrize(
    "text",
    [
        "anonymous",
        "1-800-FLOWERS",
        "204",
        "111",
        "112",
        "0",
        "011",
        "+",
        "-",
        "1035550142",  # area codes do not begin with 1
        "3031550142",  # exchanges do not begin with 1
        "23035550142",  # eleven digits begin with 1
        "+1303555014",
        "+130355501420",
        "011130355501",
        "+0442079460000",
        "+44",
        "+4420794600001234",
        "442079460000",  # twelve digits without prefix
        "00442079460000",
        "10102885550142",  # seven digits behind an access code
        "10102881035550142",
        "303555014٢",
        "303+5550142",
        "#31#",
    ],
)
def test_all_else_is_text(text: str) -> None:
    assert read_party(text) == PartyReading(PartyKind.TEXT, text)


@given(st.text(alphabet="0123456789+*() -.axX", max_size=20))
def test_a_number_read_is_read_again_as_itself(text: str) -> None:
    reading = read_party(text)
    if reading.kind is PartyKind.NUMBER:
        assert read_party(f"+{reading.digits}").digits == reading.digits
        assert read_party(pretty(f"+{reading.digits}")).digits == reading.digits


@pytest.mark.parametrize(
    "text",
    ["6085550100", "6085550100.0", "6.0855501E9", "6.085550100E+09", "608–555–0100", "16085550100"],  # noqa: RUF001
)
def test_a_workbook_cell_becomes_e164(text: str) -> None:
    assert e164(text) == "+16085550100"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5550100", "lacks its area code"),
        ("6.08555E+09", "lost digits"),
        ("6085550100.5", "no telephone number"),
        ("6.08555010055E9", "no telephone number"),
        ("front desk", "no telephone number"),
        ("", "a blank is no telephone number"),
        ("10102886085550100", "no telephone number"),
    ],
)
def test_a_workbook_cell_that_is_no_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        e164(text)


@pytest.mark.parametrize(
    "text",
    [
        "6085550100-6085550102",
        "608-555-0100-608-555-0102",
        "(608) 555-0100 – (608) 555-0102",  # noqa: RUF001
        "+16085550100 - +1 608 555 0102",
        "6085550100 - 16085550102",
    ],
)
def test_a_range_is_each_number(text: str) -> None:
    assert number_range(text) == ("+16085550100", "+16085550101", "+16085550102")


def test_a_range_may_lie_abroad() -> None:
    assert number_range("+442079460000-+442079460001") == ("+442079460000", "+442079460001")


def test_a_single_number_is_a_range_of_one() -> None:
    assert number_range("608-555-0100") == ("+16085550100",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("6085550102-6085550100", "ends before it begins"),
        ("+442079460000-6085550100", "ends before it begins"),
        ("6085550100-6185550100", "more than 10,000 numbers"),
        ("6085550100-49", "no telephone number"),
        ("front desk", "no telephone number"),
        ("5550100", "lacks its area code"),
    ],
)
def test_a_range_that_is_none_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        number_range(text)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+13035550142", "(303) 555-0142"),
        ("+442079460000", "+44 20 7946 0000"),
        ("+441212345678", "+44 121 234 5678"),
        ("+447700900123", "+44 7700 900 123"),
        ("+33140205050", "+33 1 40 20 50 50"),
        ("+61412345678", "+61 412 345 678"),
        ("+79161234567", "+7 916 123 4567"),
        ("+8613812345678", "+86 138 1234 5678"),
        ("+35312345678", "+353 1234 5678"),
        ("+493012345678", "+49 30 1234 5678"),
        ("+4930123456789", "+49 30 123 456 789"),
        ("+442079460", "+44 20 79460"),
        ("+4420", "+44 20"),
        ("+999123451234512", "+999 1234 5123 4512"),
        ("+3531234567890", "+353 12 3456 7890"),
        ("+29012345", "+290 12345"),
        ("+290", "+290"),
        ("+29", "+29"),
        ("+2901", "+290 1"),
        ("ext-204", "ext-204"),
        ("*67", "*67"),
    ],
)
def test_a_number_is_shown_as_people_write_it(number: str, shown: str) -> None:
    assert pretty(number) == shown
