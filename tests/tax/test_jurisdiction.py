import pytest

from app.tax.jurisdiction import (
    STATE_FIPS,
    Jurisdiction,
    Level,
    county_code,
    is_place_code,
    jurisdiction_of,
)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Jurisdiction("US"), "US"),
        (Jurisdiction("US", "CO"), "US/CO"),
        (Jurisdiction("US", "CO", "031"), "US/CO/031"),
        (Jurisdiction("US", "CO", "", "20000"), "US/CO//20000"),
        (Jurisdiction("US", "CO", "", "", "RTD"), "US/CO///RTD"),
    ],
)
def test_the_text_drops_trailing_blanks(where: Jurisdiction, text: str) -> None:
    assert where.text == text


@pytest.mark.parametrize(
    ("where", "level"),
    [
        (Jurisdiction("US"), Level.FED),
        (Jurisdiction("CA"), Level.FED),
        (Jurisdiction("US", "CO"), Level.STATE),
        (Jurisdiction("CA", "ON"), Level.PROVINCE),
        (Jurisdiction("US", "CO", "031"), Level.COUNTY),
        (Jurisdiction("US", "CO", "031", "20000"), Level.CITY),
        (Jurisdiction("US", "CO", "031", "20000", "RTD"), Level.DISTRICT),
    ],
)
def test_the_level_is_the_deepest_filled_column(where: Jurisdiction, level: Level) -> None:
    assert where.level is level


@pytest.mark.parametrize(
    ("text", "county"),
    [("031", "031"), ("08031", "031"), ("48031", None), ("31", None), ("08x31", None), ("", None)],
)
def test_counties_of_colorado(text: str, county: str | None) -> None:
    assert county_code(text, "CO") == county


def test_columns_of_a_sheet_become_a_jurisdiction() -> None:
    where = jurisdiction_of("us", "co", county_fips="08031", place_fips=" 20000 ", district=None)
    assert where == Jurisdiction("US", "CO", "031", "20000")


def test_a_county_that_cannot_be_read_matches_nothing() -> None:
    assert jurisdiction_of(None, "CO", county_fips="8031") == Jurisdiction("US", "CO", "8031")


def test_states_the_district_and_five_territories_have_codes() -> None:
    assert len(STATE_FIPS) == 56
    assert (STATE_FIPS["DC"], STATE_FIPS["PR"], STATE_FIPS["WY"]) == ("11", "72", "56")


def test_place_codes() -> None:
    assert [is_place_code(each) for each in ("20000", "2000", "2000x")] == [True, False, False]
