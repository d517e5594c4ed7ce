from app.values.sheet import SheetRow
from app.workbook.oddities import oddities
from app.workbook.outlook import Current
from tests.workbook.examples import AREA_CODES, a_row, current_of, outlook


def odd(
    current: Current | None = None, **rows: SheetRow | list[SheetRow]
) -> list[tuple[str, int, str]]:
    found = oddities(outlook(current, **rows), AREA_CODES)
    return [(sheet, number, problem.code) for sheet, number, problem in found]


def number(starts_on: str, ends_on: str = "", account: str = "10042") -> SheetRow:
    return a_row("numbers", starts_on=starts_on, ends_on=ends_on, account_number=account)


def test_a_number_with_two_owners_on_one_day_is_odd() -> None:
    rows = [number("2026-01-01"), number("2026-06-01", account="10050")]
    assert odd(numbers=rows) == [("numbers", 3, "shared_number")]


def test_a_number_may_go_from_one_owner_to_the_next() -> None:
    rows = [number("2026-01-01", "2026-06-01"), number("2026-06-01", account="10050")]
    assert odd(numbers=rows) == []


def test_a_number_may_be_shared_with_a_row_of_the_file() -> None:
    current = current_of(numbers=[number("2026-06-01", account="10050"), number("2026-07-01")])
    assert odd(current, numbers=number("2026-01-01")) == [
        ("numbers", 2, "shared_number"),
        ("numbers", 2, "shared_number"),
    ]


def test_a_number_shared_in_the_file_alone_is_not_told_again() -> None:
    current = current_of(numbers=[number("2026-06-01", account="10050"), number("2026-07-01")])
    assert odd(current, accounts=a_row("accounts")) == []


def test_a_toll_free_number_is_of_that_kind() -> None:
    rows = [
        a_row("numbers", number="8005550100"),
        a_row("numbers", number="3035550100", kind="toll_free"),
        a_row("numbers", number="8005550101", kind="toll_free"),
        a_row("numbers", number="+442079460000", kind="toll_free"),
    ]
    assert odd(numbers=rows) == [("numbers", 2, "toll_free_kind"), ("numbers", 3, "toll_free_kind")]


def test_an_alias_of_nobodys_number_is_odd() -> None:
    assert odd(aliases=a_row("aliases")) == [("aliases", 2, "number_of_nobody")]
    assert odd(aliases=a_row("aliases"), numbers=a_row("numbers")) == []


def test_a_location_of_another_account_is_odd() -> None:
    others = a_row("locations", account_number="10050")
    found = odd(locations=others, services=a_row("services"), charges=a_row("charges"))
    assert found == [("services", 2, "location_of_other"), ("charges", 2, "location_of_other")]


def test_a_location_of_ones_own_is_not() -> None:
    assert odd(locations=a_row("locations"), services=a_row("services")) == []


def test_a_plan_whose_deck_has_no_rates_is_odd() -> None:
    assert odd(rate_plans=a_row("rate_plans")) == [("rate_plans", 2, "empty_deck")]
    assert odd(rate_plans=a_row("rate_plans"), rates=a_row("rates")) == []


def test_a_child_with_another_cycle_than_its_parent_is_odd() -> None:
    child = {"account_number": "2", "parent_account_number": "10042", "bill_to_parent": "yes"}
    other = a_row("accounts", **child, bill_cycle_day="15")
    assert odd(accounts=[a_row("accounts"), other]) == [("accounts", 3, "other_cycle")]
    assert odd(accounts=[a_row("accounts"), a_row("accounts", **child)]) == []


def test_a_bundle_split_by_two_methods_is_odd() -> None:
    rows = [a_row("bundles"), a_row("bundles", component_no="2", method="COMPONENT_PRICE")]
    assert odd(bundles=rows) == [("bundles", 3, "mixed_methods")]


def test_percents_of_a_bundle_should_make_a_hundred() -> None:
    first = a_row("bundles", method="FIXED_PCT", weight="60")
    second = a_row("bundles", component_no="2", method="FIXED_PCT", weight="30")
    rest = a_row("bundles", component_no="3", method="FIXED_PCT", weight="10")
    assert odd(bundles=[first, second]) == [("bundles", 3, "percents_not_100")]
    assert odd(bundles=[first, second, rest]) == []
    assert odd(current_of(bundles=[first, second]), accounts=a_row("accounts")) == []


def test_a_credit_that_is_not_negative_is_odd() -> None:
    reduction = a_row("charges", reference="C-1", unit_price="-5", credits="T-21877")
    dearer = a_row("charges", reference="C-2", unit_price="5", credits="T-21877")
    as_product = a_row("charges", reference="C-3", unit_price="", credits="T-21877")
    found = odd(
        charges=[reduction, dearer, as_product],
        products=a_row("products", product_code="LABOR"),
    )
    assert found == [
        ("charges", 3, "credit_not_negative"),
        ("charges", 4, "credit_not_negative"),
    ]


def test_a_source_of_a_profile_nobody_saved_is_odd() -> None:
    incoming = outlook(sources=a_row("sources", profile="mesa"))
    found = {
        saved: [problem.code for _, _, problem in oddities(incoming, AREA_CODES, profiles=saved)]
        for saved in [(), ("mesa",), None]
    }
    assert found == {(): ["unknown_profile"], ("mesa",): [], None: []}


def test_a_county_where_the_zip_does_not_lie_is_odd() -> None:
    assert odd(locations=a_row("locations", county_fips="001")) == [
        ("locations", 2, "county_of_zip")
    ]
    assert odd(locations=a_row("locations")) == []


def test_a_county_that_a_tax_row_asks_for_is_missed() -> None:
    county = a_row("taxes", state="CO", county_fips="059", place_fips="", district="")
    bare = a_row("locations", county_fips="", place_fips="", inside_city="no")
    assert odd(taxes=county, locations=bare) == [("locations", 2, "place_unknown")]
    assert odd(locations=bare) == []
