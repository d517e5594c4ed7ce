from app.customers.location import ServiceLocation
from app.tax.jurisdiction import Jurisdiction
from app.tax.place import place_of, reaches, with_county
from tests.tax.builders import a_place


def test_a_service_location_becomes_a_place() -> None:
    location = ServiceLocation(
        location_code="10042-MAIN",
        account_number="10042",
        address_line1="88 Quarry Street",
        city="Lakewood",
        region="co",
        postal_code="80226",
        county_fips="08059",
        place_fips="43000",
        inside_city=True,
        district="RTD| CD ",
    )
    assert place_of(location) == a_place(
        "10042-MAIN",
        region="CO",
        county_fips="059",
        place_fips="43000",
        inside_city=True,
        districts=("CD", "RTD"),
        postal_code="80226",
    )


def test_the_country_must_match() -> None:
    assert not reaches(Jurisdiction("CA"), a_place())


def test_the_state_must_match() -> None:
    assert reaches(Jurisdiction("US", "XX"), a_place())
    assert not reaches(Jurisdiction("US", "YY"), a_place())


def test_the_county_must_match() -> None:
    assert reaches(Jurisdiction("US", "XX", "063"), a_place())
    assert not reaches(Jurisdiction("US", "XX", "001"), a_place())


def test_a_city_needs_a_place_inside_its_limits() -> None:
    city = Jurisdiction("US", "XX", "", "20000")
    assert reaches(city, a_place(place_fips="20000", inside_city=True))
    assert not reaches(city, a_place(place_fips="20000", inside_city=False))
    assert not reaches(city, a_place(place_fips="20000", inside_city=None))
    assert not reaches(city, a_place(place_fips="30000", inside_city=True))


def test_a_district_must_be_on_the_list() -> None:
    district = Jurisdiction("US", "XX", "", "", "RTD")
    assert reaches(district, a_place(districts=("CD", "RTD")))
    assert not reaches(district, a_place(districts=("CD",)))


def test_the_one_county_of_a_zip_is_taken() -> None:
    place = a_place(region="CO", county_fips="", postal_code="80226-1234")
    assert with_county(place, {"80226": ("08059",)}.__getitem__).county_fips == "059"


def test_of_several_counties_none_is_taken() -> None:
    place = a_place(region="CO", county_fips="", postal_code="80226")
    assert with_county(place, lambda _: ("08059", "08031")) == place


def test_a_county_that_is_known_stays() -> None:
    assert with_county(a_place(), lambda _: ("08059",)) == a_place()
