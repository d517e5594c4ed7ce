from app.customers.location import LOCATIONS, ServiceLocation


def test_a_location_belongs_to_an_account() -> None:
    assert LOCATIONS.columns["account_number"].refers == "accounts.account_number"
    assert LOCATIONS.key == ("location_code",)


def test_whether_a_place_is_inside_the_city_may_be_unknown() -> None:
    place = ServiceLocation(
        location_code="10042-MAIN",
        account_number="10042",
        address_line1="88 Quarry Street",
        city="Lakewood",
        region="CO",
        postal_code="80226",
    )
    assert (place.inside_city, place.county_fips, place.country) == (None, None, "US")
