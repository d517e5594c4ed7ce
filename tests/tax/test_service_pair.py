import pytest

from app.tax.service_pair import COUNTS, ServicePair, pair_problems, pairs_of


def pair(maps: str, code: str, **facts: str) -> ServicePair:
    return ServicePair(service="avalara", maps=maps, code=code, **facts)


BOOK = pairs_of(
    [
        pair("category", "*", transaction="1", service_type="1"),
        pair("category", "VOIP_*", transaction="19", service_type="6"),
        pair("category", "voip_fixed", transaction="19", service_type="7"),
        pair("count", "LINE", transaction="19", service_type="21"),
        pair("count", "LINE", category="LOCAL", transaction="7", service_type="21"),
        pair("tax_type", "1", family="SALES", class_="TAX"),
        pair("tax_type", "2", family="sales", class_="TAX"),
        ServicePair(service="other", maps="category", code="SMS"),
    ],
    "avalara",
)


@pytest.mark.parametrize(
    ("category", "service_type"), [("VOIP_FIXED", "7"), ("VOIP_NOMADIC", "6"), ("SMS", "1")]
)
def test_the_most_exact_category_speaks(category: str, service_type: str) -> None:
    found = BOOK.of_category(category)
    assert found is not None
    assert found.service_type == service_type


def test_a_category_without_a_row_has_none() -> None:
    assert pairs_of([], "avalara").of_category("SMS") is None


@pytest.mark.parametrize(("category", "transaction"), [("LOCAL", "7"), ("VOIP_FIXED", "19")])
def test_a_count_of_a_category_comes_before_one_of_all(category: str, transaction: str) -> None:
    found = BOOK.of_count("LINE", category)
    assert found is not None
    assert found.transaction == transaction


def test_a_count_without_a_row_has_none() -> None:
    assert BOOK.of_count("TRUNK", "LOCAL") is None


def test_tax_types_are_known_by_their_number() -> None:
    assert BOOK.of_tax_type("1") is not None
    assert BOOK.of_tax_type("9") is None


def test_tax_types_of_a_family() -> None:
    assert BOOK.tax_types("SALES") == ("1", "2")


@pytest.mark.parametrize(
    "row",
    [
        pair("category", "VOIP_FIXED", transaction="19", service_type="6"),
        pair("category", "*"),
        pair("count", "INVOICE", transaction="19", service_type="43"),
        pair("count", "LINE", category="LOCAL"),
        pair("tax_type", "35", family="FUSF", class_="PASS_THROUGH"),
    ],
)
def test_a_good_row_has_no_problem(row: ServicePair) -> None:
    assert list(pair_problems(row)) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (pair("category", "VOICE"), "code"),
        (pair("count", "SEAT"), "code"),
        (pair("category", "SMS", category="SMS"), "category"),
        (pair("count", "LINE", category="VOICE"), "category"),
        (pair("category", "SMS", transaction="19"), "service_type"),
        (pair("tax_type", "35", family="FUSF"), "family"),
    ],
)
def test_what_is_wrong_is_named_by_its_column(row: ServicePair, column: str) -> None:
    ((found, message, way_out),) = pair_problems(row)
    assert (found, bool(message), bool(way_out)) == (column, True, True)


def test_an_invoice_is_counted_and_an_account_is_not() -> None:
    assert set(COUNTS) == {"LINE", "TRUNK", "CALL_PATH", "DID", "LOCATION", "INVOICE"}
