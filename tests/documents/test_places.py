import pytest

from app.documents.places import authority, county_authorities
from tests.documents.granite_peak import GOLDEN, MAIN, a_tax

LOCATIONS = {MAIN.location_code: MAIN, GOLDEN.location_code: GOLDEN}


@pytest.mark.parametrize(
    ("jurisdiction", "name"),
    [
        ("US", "United States"),
        ("CA", "Canada"),
        ("US/CO", "Colorado"),
        ("CA/QC", "Quebec"),
        ("US/CO/059", "County 059, CO"),
        ("US/CO//43000", "Lakewood"),
        ("US/CO/059/30835", "Golden"),
        ("US/CO//20000", "City 20000, CO"),
        ("US/CO///RTD", "RTD"),
    ],
)
def test_who_takes_a_tax(jurisdiction: str, name: str) -> None:
    assert authority(jurisdiction, locations=LOCATIONS, names={}) == name


def test_a_known_name_comes_first() -> None:
    names = {"US/CO/059": "Jefferson County"}
    assert authority("US/CO/059", locations={}, names=names) == "Jefferson County"


@pytest.mark.parametrize(
    ("jurisdiction", "names"),
    [
        ("US/CO/059", {"US/CO/059": "Jefferson County"}),
        ("US/CO/999", {}),
        ("US/CO/059/30835", {}),
        ("US/CO/059//RTD", {}),
        ("US/CO", {}),
        ("CA/QC", {}),
    ],
)
def test_counties_have_their_names(jurisdiction: str, names: dict[str, str]) -> None:
    tax = a_tax("Tax", "1", "0.01", "0.01", jurisdiction=jurisdiction)
    assert county_authorities([tax]) == names
