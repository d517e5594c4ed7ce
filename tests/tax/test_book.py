from decimal import Decimal

from app.tax.book import make_book
from app.tax.bundle import BundleComponent
from tests.tax.builders import a_book, a_fee, a_rule, decided, fusf


def test_codes_stand_after_those_that_join_their_base() -> None:
    rules = [
        a_rule("A", "0.1", base_includes="B|C"),
        a_rule("B", "0.1", base_includes="C"),
        a_rule("C", "0.1"),
    ]
    assert a_book(rules).codes == ("C", "B", "A")


def test_codes_in_a_circle_cannot_be_computed() -> None:
    rules = [
        a_rule("A", "0.1", base_includes="B"),
        a_rule("B", "0.1", base_includes="A"),
        a_rule("C", "0.1"),
    ]
    book = a_book(rules)
    assert {row.code: why for row, why in book.faults.items()} == {
        "A": "its base_includes run in a circle",
        "B": "its base_includes run in a circle",
    }


def test_a_code_without_rows_cannot_join() -> None:
    (why,) = a_book([a_rule("A", "0.1", base_includes="X")]).faults.values()
    assert why == "its base_includes name X, which has no row"


def test_rows_of_one_code_and_jurisdiction_are_one_group() -> None:
    rules = [
        a_rule("A", "0.1"),
        a_rule("A", "0.2", county_fips="063"),
        a_rule("A", "0.3", category="VOIP_*"),
    ]
    groups = a_book(rules).groups
    assert [(each.jurisdiction.text, len(each.rows)) for each in groups] == [
        ("US/XX", 2),
        ("US/XX/063", 1),
    ]


def test_what_decides_a_charge() -> None:
    rules = [fusf(), a_fee("RRF", "1", state=None), decided(), fusf(state="XX")]
    decides = {each.jurisdiction.text + each.code: each.decides for each in a_book(rules).groups}
    assert decides == {"USFUSF": False, "USRRF": False, "US/XXFUSF": False, "US/XXNONE": True}


def test_the_rows_of_universal_service() -> None:
    assert [row.code for row in a_book([fusf(), decided()]).fusf_rows] == ["FUSF"]


def test_components_stand_in_order_by_product() -> None:
    components = [
        BundleComponent(
            product_code="P", component_no=number, category="DID", method="SSP", weight=Decimal(1)
        )
        for number in (2, 1)
    ]
    book = make_book([], bundles=components)
    assert [each.component_no for each in book.bundles["P"]] == [1, 2]
