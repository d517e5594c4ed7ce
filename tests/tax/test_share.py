from decimal import Decimal

from app.tax.share import TAX_SHARES


def test_nothing_is_international_unless_told() -> None:
    assert TAX_SHARES.columns["international"].default == Decimal(0)


def test_the_sources_are_the_documented_ones() -> None:
    assert TAX_SHARES.columns["source"].choices == ("safe_harbor", "study", "actual", "fixed")
