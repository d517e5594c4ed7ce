from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tax.boundaries import (
    Area,
    BoundaryKind,
    BoundaryRecord,
    Parity,
    Unusable,
    read_boundaries,
)
from tests.tax.boundary_lines import address_line, fixed_line, plus4_line, zip_line

LAKEWOOD = Area("059", "43000", ())


def records(*lines: str) -> list[BoundaryRecord]:
    found = []
    for each in read_boundaries(lines):
        assert not isinstance(each, Unusable), each
        assert each[0] == "CO"
        found.append(each[1])
    return found


def why(line: str) -> str:
    (found,) = read_boundaries([line])
    assert isinstance(found, Unusable)
    return found.why


def test_a_zip_code() -> None:
    (record,) = records(zip_line("80226", districts="00017|80009"))
    assert (record.kind, record.zip_code, record.low, record.high) == (
        BoundaryKind.ZIP,
        80226,
        0,
        9999,
    )
    assert record.area == Area("059", "43000", ("00017", "80009"))
    assert (record.first, record.last) == (date(2007, 7, 1), date(2999, 12, 31))


def test_a_range_of_zip_codes_is_told_once_for_each() -> None:
    assert [each.zip_code for each in records(zip_line("80226", to="80228"))] == [
        80226,
        80227,
        80228,
    ]


def test_a_range_of_zip_plus_4() -> None:
    (record,) = records(plus4_line("80226", "1000", "1999"))
    assert (record.kind, record.low, record.high) == (BoundaryKind.ZIP_PLUS_4, 1000, 1999)


def test_a_range_of_zip_plus_4_across_zip_codes() -> None:
    found = records(plus4_line("80226", "9000", "0999", to="80228"))
    assert [(each.zip_code, each.low, each.high) for each in found] == [
        (80226, 9000, 9999),
        (80227, 0, 9999),
        (80228, 0, 999),
    ]


def test_a_range_of_zip_plus_4_without_digits_is_the_whole_zip_code() -> None:
    (record,) = records(plus4_line("80226", "", ""))
    assert (record.low, record.high) == (0, 9999)


@pytest.mark.parametrize(("side", "parity"), [("O", "ODD"), ("E", "EVEN"), ("B", "BOTH")])
def test_a_stretch_of_a_street(side: str, parity: str) -> None:
    (record,) = records(address_line("1", "99", "N|QUARRY|STREET|NW", side=side))
    assert record == BoundaryRecord(
        kind=BoundaryKind.ADDRESS,
        zip_code=80226,
        low=1,
        high=99,
        parity=Parity[parity],
        letters="",
        street="N|QUARRY|ST|NW",
        by_unit=False,
        area=LAKEWOOD,
        first=date(2007, 7, 1),
        last=date(2999, 12, 31),
    )


def test_house_numbers_may_begin_with_letters() -> None:
    (record,) = records(address_line("W6001", "W6099", "|COUNTY HWY K||"))
    assert (record.letters, record.low, record.high) == ("W", 6001, 6099)


def test_some_units_of_a_house() -> None:
    (record,) = records(address_line("1", "1", "|QUARRY|ST|", unit="100"))
    assert record.by_unit


def test_a_name_on_the_map_without_limits_is_no_city() -> None:
    (record,) = records(zip_line("80226", place_class="U1"))
    assert record.area.place == ""


@pytest.mark.parametrize("zeros", ["", "0", "00000"])
def test_zeros_are_none(zeros: str) -> None:
    (record,) = records(zip_line("80226", place=zeros, county=zeros[:3], districts="00000"))
    assert record.area == Area("", "", ())


def test_codes_that_lost_their_zeros_get_them_back() -> None:
    (record,) = records(zip_line("80226", county="59", place="3455"))
    assert record.area == Area("059", "03455", ())
    (found,) = read_boundaries([zip_line("80226", state="8")])
    assert not isinstance(found, Unusable)
    assert found[0] == "CO"


def test_lines_in_small_letters_with_blanks_and_quotes() -> None:
    plain = address_line("1", "99", "|QUARRY|ST|")
    small, spaced = plain.lower(), plain.replace(",", " , ")
    quoted = plain.replace("QUARRY", '"QUARRY"')
    assert records(small) == records(spaced) == records(quoted) == records(plain)


def test_blank_lines_say_nothing() -> None:
    assert records("", "  ", zip_line("80226")) == records(zip_line("80226"))


def test_lines_of_fixed_widths() -> None:
    (record,) = records(fixed_line("1", "99", "QUARRY"))
    assert (record.low, record.high, record.parity) == (1, 99, Parity.ODD)
    assert record.street == "N|QUARRY|ST|"
    assert record.area == Area("059", "43000", ("00009", "00017"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("junk", "no record of type"),
        ("1,2,3", "no record of type"),
        (zip_line("80226").replace("Z,", "X,", 1), "no record of type"),
        (zip_line("80226", state="99"), "no state has the code '99'"),
        (zip_line("80226", first="2007"), "no day: '2007'"),
        (zip_line("80226", first="20071301"), "month must be in 1..12"),
        (zip_line("8022X"), "no ZIP code: '8022X'"),
        (zip_line(""), "no ZIP code: ''"),
        (zip_line("80226", to="80225"), "a range of ZIP codes from 80226 to 80225"),
        (zip_line("00001", to="99999"), "a range of ZIP codes from 00001 to 99999"),
        (plus4_line("80226", "A", ""), "no number: 'A'"),
        (address_line("1", "99", "||ST|"), "an address without street"),
        (address_line("", "99", "|QUARRY|ST|"), "an address without street"),
        (address_line("N1", "W99", "|QUARRY|ST|"), "an address without street"),
    ],
)
def test_lines_that_cannot_be_used(line: str, words: str) -> None:
    assert words in why(line)


def test_an_unusable_line_is_told_by_its_number() -> None:
    found = list(read_boundaries([zip_line("80226"), "junk"], first_line=11))
    assert found[1] == Unusable(12, "no record of type Z, 4 or A")


@given(
    st.integers(0, 99_999),
    st.integers(0, 9_999),
    st.integers(0, 9_999),
    st.sets(st.integers(1, 99_999), max_size=20),
)
def test_what_is_written_is_read(zip_code: int, low: int, high: int, districts: set[int]) -> None:
    codes = [f"{each:05d}" for each in districts]
    line = plus4_line(f"{zip_code:05d}", f"{low:04d}", f"{high:04d}", districts="|".join(codes))
    (record,) = records(line)
    assert (record.zip_code, record.low, record.high) == (zip_code, low, high)
    assert record.area.districts == tuple(sorted(codes))
