import pytest

from app.documents.labels import currency_name, marker, unit_word


@pytest.mark.parametrize(
    ("category", "word"),
    [
        ("VOIP_FIXED", "voice"),
        ("TOLL_FREE", "voice"),
        ("INTERNET_ACCESS", "internet"),
        ("EQUIP_RENT", "equipment"),
        ("FEE_PAPER", "fee"),
        ("NON_TAXABLE", "other"),
    ],
)
def test_a_category_has_a_marker(category: str, word: str) -> None:
    assert marker(category) == word


@pytest.mark.parametrize(
    ("kind", "one", "word"),
    [
        ("LINE", True, "line"),
        ("LINE|TRUNK", False, "lines"),
        ("DID", False, "numbers"),
        ("SEAT", False, ""),
    ],
)
def test_what_a_fee_counts_has_a_word(kind: str, word: str, *, one: bool) -> None:
    assert unit_word(kind, one=one) == word


def test_an_unknown_currency_is_its_code() -> None:
    assert (currency_name("USD"), currency_name("XCD")) == ("US dollars", "XCD")
