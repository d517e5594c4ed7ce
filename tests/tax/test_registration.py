from app.tax.registration import REGISTRATIONS


def test_a_registration_is_known_by_its_place_and_family() -> None:
    assert REGISTRATIONS.key == ("country", "region", "county_fips", "place_fips", "family")


def test_a_blank_country_is_the_us() -> None:
    assert REGISTRATIONS.columns["country"].default == "US"
