from app.tax.jurisdiction import Jurisdiction
from app.tax.place import TaxPlace
from app.tax.territory import Territory
from tests.tax.builders import a_place


def reached(*places: TaxPlace, **where: str) -> bool:
    return Territory(places).may_reach(Jurisdiction(**{"country": "US", **where}))


IN_CITY = a_place(inside_city=True, place_fips="20000", districts=("RTD",))


def test_a_country_with_a_place_is_reached() -> None:
    assert reached(IN_CITY)
    assert not reached(IN_CITY, country="CA")
    assert not reached()


def test_a_state_with_a_place_is_reached() -> None:
    assert reached(IN_CITY, state="XX")
    assert not reached(IN_CITY, state="YY")


def test_a_county_is_reached_where_a_place_lies_in_it_or_in_one_nobody_gave() -> None:
    assert reached(IN_CITY, state="XX", county="063")
    assert not reached(IN_CITY, state="XX", county="001")
    assert reached(a_place(county_fips=""), state="XX", county="001")


def test_a_city_is_reached_where_a_place_lies_in_it_or_nobody_said() -> None:
    assert reached(IN_CITY, state="XX", place="20000")
    assert not reached(IN_CITY, state="XX", place="30000")
    assert not reached(a_place(place_fips="20000"), state="XX", place="20000")
    assert reached(a_place(inside_city=None), state="XX", place="30000")


def test_a_district_is_reached_where_a_place_names_it() -> None:
    assert reached(IN_CITY, state="XX", district="RTD")
    assert not reached(IN_CITY, state="XX", district="STADIUM")


def test_which_states_it_knows() -> None:
    territory = Territory([IN_CITY])
    assert territory.knows("US", "XX")
    assert territory.knows("US", "")
    assert not territory.knows("US", "YY")
    assert not territory.knows("CA", "")
