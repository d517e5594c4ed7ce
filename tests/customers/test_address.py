import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.address import (
    DIRECTIONS,
    SUFFIXES,
    StreetAddress,
    is_post_box,
    street_of,
    written_alike,
    zip_parts,
)


@pytest.mark.parametrize(
    "line",
    [
        "PO Box 12",
        "P.O. Box 12",
        "p. o. box 12-A",
        "POB 12",
        "P.O.B. 12",
        "POBOX12",
        "P0 Box 12",
        "PO Box #12",
        "P.O. Box No. 12",
        "PO Box A",
        "PO Box",
        "Post Office Box 44",
        "Post Box 4",
        "Postal Box 9",
        "PO Drawer 9",
        "Drawer 9",
        "Lock Box 7",
        "Lockbox 12",
        "Caller Service 99",
        "Box 12",
        "PO Box 55, 12 Main St",
        "12 Main St PO Box 4",
        "12 Main St - P.O. Box 4 (mail)",
        "Case postale 12",
        "C.P. 33",
    ],
)
def test_post_office_boxes(line: str) -> None:
    assert is_post_box(line)


@pytest.mark.parametrize(
    "line",
    [
        "88 Quarry Street",
        "123 N Boxwood Lane Apt 4",
        "12 Po Street",
        "1 Pob Lane",
        "12 Box Elder Road",
        "12 PO Box Lane",
        "12 Lockbox Road",
        "100 Post Office Square",
        "RR 2 Box 152",
        "Rural Route 3, Box 12",
        "HC 3 Box 9",
        "PSC 3 Box 12",
        "PMB 23 100 Main St",
        "12 C P Avenue",
        "",
    ],
)
def test_streets_and_rural_routes_are_none(line: str) -> None:
    assert not is_post_box(line)


@given(
    st.integers(1, 99999),
    st.sampled_from(["", *DIRECTIONS]),
    st.sampled_from(["Po", "Pob", "Box", "Boxwood", "Drawer", "Postal", "Lock", "Oak"]),
    st.sampled_from(sorted(SUFFIXES)),
)
def test_no_street_with_a_number_is_a_box(number: int, before: str, name: str, suffix: str) -> None:
    assert not is_post_box(" ".join(filter(None, (str(number), before, name, suffix))))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("88 Quarry Street", ("88", "", "QUARRY", "ST", "")),
        ("12 North First Avenue", ("12", "N", "1ST", "AVE", "")),
        ("1 Oak Creek Circle NW, Suite 5", ("1", "", "OAK CRK", "CIR", "NW")),
        ("600 1/2 E County Road 12", ("600", "E", "COUNTY RD 12", "", "")),
        ("W6085 County Hwy K", ("W6085", "", "COUNTY HWY K", "", "")),
        ("Main", ("", "", "MAIN", "", "")),
        ("RR 2 Box 152", ("", "", "RR 2 BOX 152", "", "")),
        ("12 Elm Street 14 Elm Street", ("12", "", "ELM ST 14 ELM", "ST", "")),
        ("12 Main St Suite 5 Floor 2 Suite 6", ("12", "", "MAIN", "ST", "")),
        ("N 12 Elm Street N 14 Elm Street", ("", "N", "12 ELM ST N 14 ELM", "ST", "")),
        ("Box 9 N Elm Road NE", ("", "", "BOX 9 N ELM", "RD", "NE")),
    ],
)
def test_the_parts_of_a_street(line: str, parts: tuple[str, ...]) -> None:
    house, before, name, suffix, after = parts
    expected = StreetAddress(house=house, before=before, name=name, suffix=suffix, after=after)
    assert street_of(line) == expected


def test_the_second_line_counts_where_the_first_has_no_house() -> None:
    assert street_of("Harbor Tower", "5 Pier Road").name == "PIER"
    assert street_of("5 Pier Road", "Suite 9").name == "PIER"
    assert street_of("Harbor Tower", "Suite 9").house == ""


@pytest.mark.parametrize(
    ("house", "number"),
    [("88", ("", 88)), ("W6085", ("W", 6085)), ("12A", ("", 12)), ("", None), ("ONE", None)],
)
def test_house_numbers(house: str, number: tuple[str, int] | None) -> None:
    assert StreetAddress(house=house).house_number == number


def test_streets_are_written_in_one_way() -> None:
    assert written_alike("12 n. Quarry  Street") == "12 N QUARRY ST"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,#-/0123456789", max_size=40))
def test_writing_twice_is_writing_once(text: str) -> None:
    assert written_alike(written_alike(text)) == written_alike(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("80226", ("80226", "")),
        ("80226-1234", ("80226", "1234")),
        ("80226 1234", ("80226", "1234")),
        ("802261234", ("80226", "1234")),
        (" 06101 ", ("06101", "")),
        ("8022", None),
        ("80226-12", None),
        ("M5V 2A1", None),
    ],
)
def test_zip_codes(text: str, parts: tuple[str, str] | None) -> None:
    assert zip_parts(text) == parts
