from app.rating.deck import RATES
from tests.rating.builders import a_rate


def test_the_columns_are_those_of_the_contract() -> None:
    assert [column.name for column in RATES.columns.values()] == [
        "deck_code",
        "prefix",
        "destination",
        "rate",
        "interstate_rate",
        "intrastate_rate",
        "indeterminate_rate",
        "connect_fee",
        "initial_seconds",
        "increment_seconds",
        "in_allowance",
        "valid_from",
        "valid_to",
    ]


def test_a_row_is_known_by_deck_prefix_and_first_day() -> None:
    row = a_rate("44")
    assert RATES.key_of(row) == ("STANDARD", "44", row.valid_from)
