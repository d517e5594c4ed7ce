from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.customers.location import ServiceLocation
from app.tax.boundaries import BoundaryRecord, Unusable, read_boundaries
from app.tax.boundary_match import Match, MatchedBy, match
from tests.tax.boundary_lines import address_line, plus4_line, zip_line
from tests.tax.places import HOME


def records(*lines: str) -> list[BoundaryRecord]:
    return [each[1] for each in read_boundaries(lines) if not isinstance(each, Unusable)]


def found(*lines: str, **changes: str) -> Match | None:
    return match(replace(HOME, **changes), records(*lines))  # type: ignore[arg-type]


def where(*lines: str, **changes: str) -> tuple[str, str | None, str | None] | None:
    hit = found(*lines, **changes)
    return None if hit is None else (hit.by.value, hit.county, hit.place)


EVEN = address_line("2", "98", "|QUARRY|ST|", side="E", place="11111")
ODD = address_line("1", "99", "|QUARRY|ST|", side="O", place="22222")
WHOLE = zip_line("80226", place="33333")


def test_the_side_of_the_street_decides() -> None:
    assert where(EVEN, ODD, WHOLE) == ("address", "059", "11111")
    assert where(EVEN, ODD, WHOLE, address_line1="89 Quarry Street") == ("address", "059", "22222")


def test_a_house_beyond_the_stretch_is_not_on_it() -> None:
    assert where(EVEN, address_line1="100 Quarry St") == ("ZIP", "059", "11111")


def test_another_street_is_another() -> None:
    lines = [EVEN, plus4_line("80226", "0000", "9999", place="44444")]
    assert where(*lines, address_line1="88 Main St", postal_code="80226-0001") == (
        "ZIP+4",
        "059",
        "44444",
    )


def test_a_suffix_or_direction_that_contradicts_is_another_street() -> None:
    avenue = address_line("2", "98", "|QUARRY|AVE|", place="11111")
    north = address_line("2", "98", "N|QUARRY|ST|", place="22222")
    assert where(avenue, north, WHOLE, address_line1="88 S Quarry Street") is not None
    assert found(avenue, north, WHOLE, address_line1="88 S Quarry Street").by is MatchedBy.ZIP  # type: ignore[union-attr]


def test_a_blank_suffix_or_direction_may_be_any() -> None:
    north = address_line("2", "98", "N|QUARRY|ST|", place="22222")
    assert where(north, WHOLE) == ("address", "059", "22222")
    assert where(north, WHOLE, address_line1="88 N Quarry") == ("address", "059", "22222")


def test_the_street_in_full_goes_before_one_that_may_be_it() -> None:
    north = address_line("2", "98", "N|QUARRY|ST|", place="22222")
    assert where(north, EVEN) == ("address", "059", "11111")


def test_records_that_contradict_each_other_say_nothing() -> None:
    other = address_line("2", "98", "|QUARRY|ST|", place="22222")
    finer = plus4_line("80226", "0001", "0009", place="44444")
    assert where(EVEN, other, finer, postal_code="802260005") == ("ZIP+4", "059", "44444")
    assert where(EVEN, other) == ("ZIP", "059", None)


def test_a_house_told_by_its_units_is_not_told_as_a_whole() -> None:
    units = address_line("88", "88", "|QUARRY|ST|", unit="100", place="22222")
    assert where(units) == ("ZIP", "059", "22222")
    assert where(units, WHOLE) == ("ZIP", "059", None)


def test_letters_before_the_house_number_belong_to_it() -> None:
    line = address_line("W6001", "W6099", "|COUNTY HWY K||", place="22222")
    assert where(line, WHOLE, address_line1="W6085 County Hwy K") == ("address", "059", "22222")
    assert where(line, WHOLE, address_line1="6085 County Hwy K") == ("ZIP", "059", None)


def test_an_address_without_a_number_is_matched_by_its_zip() -> None:
    assert where(EVEN, address_line1="Quarry Street") == ("ZIP", "059", "11111")


def test_zip_plus_4_outside_the_range_does_not_match() -> None:
    finer = plus4_line("80226", "1000", "1999", place="44444")
    hit = found(finer, postal_code="80226-0999", address_line1="9 Main St")
    assert hit is not None
    assert hit.by is MatchedBy.ZIP


def test_a_zip_in_two_counties_says_nothing() -> None:
    assert found(zip_line("80226", county="031"), WHOLE) is None


def test_a_zip_whose_county_is_not_told_says_nothing() -> None:
    assert found(zip_line("80226", county="")) is None
    assert found() is None


def test_districts_and_days_of_a_match() -> None:
    old = zip_line("80226", districts="00017")
    new = zip_line("80226", districts="00017", first="20260701")
    hit = found(old, new)
    assert hit == Match(
        by=MatchedBy.ZIP,
        county="059",
        place="43000",
        districts=("00017",),
        since=date(2026, 7, 1),
    )
    split = found(old, zip_line("80226", districts="00009"))
    assert split is not None
    assert split.districts is None


def test_no_city_and_no_county_by_an_exact_record() -> None:
    hit = found(address_line("1", "99", "|QUARRY|ST|", county="", place=""))
    assert hit is not None
    assert (hit.county, hit.place) == (None, "")


@given(
    st.integers(1, 200),
    st.lists(
        st.tuples(st.integers(1, 200), st.integers(1, 200), st.sampled_from("OEB")), max_size=6
    ),
)
def test_the_one_stretch_that_holds_a_house_is_found(
    house: int, stretches: list[tuple[int, int, str]]
) -> None:
    lines = [
        address_line(str(low), str(high), "|QUARRY|ST|", side=side, place=f"{number:05d}")
        for number, (low, high, side) in enumerate(stretches, start=1)
    ]
    holding = [
        f"{number:05d}"
        for number, (low, high, side) in enumerate(stretches, start=1)
        if low <= house <= high and (side == "B" or (side == "O") == (house % 2 == 1))
    ]
    hit = found(*lines, address_line1=f"{house} Quarry Street")
    if len(holding) == 1:
        assert hit is not None
        assert (hit.by, hit.place) == (MatchedBy.ADDRESS, holding[0])
    else:
        assert hit is None or hit.by is MatchedBy.ZIP


def test_a_location_of_no_zip_code_is_matched_by_its_street_alone() -> None:
    place: ServiceLocation = replace(HOME, postal_code="none")
    assert match(place, records(EVEN)) is not None
