from app.tax.bundle import BUNDLES


def test_a_component_is_known_by_its_product_and_place() -> None:
    assert BUNDLES.key == ("product_code", "component_no")


def test_the_ways_to_split_are_the_documented_ones() -> None:
    assert BUNDLES.columns["method"].choices == (
        "SSP",
        "FIXED_PCT",
        "ALL_TELECOM",
        "COMPONENT_PRICE",
    )
