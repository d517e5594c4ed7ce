from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors.json_value import read_json, write_json


def test_numbers_with_a_point_are_exact() -> None:
    assert read_json('{"tax": 35.099999999999994}') == {"tax": Decimal("35.099999999999994")}


def test_a_decimal_is_written_digit_for_digit() -> None:
    assert write_json({"chg": Decimal("40.20"), "min": Decimal("1E-7")}) == (
        '{"chg":40.20,"min":0.0000001}'
    )


def test_what_is_no_number_is_no_json() -> None:
    with pytest.raises(ValueError, match="NaN is no number"):
        read_json('{"tax": NaN}')


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=9),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    max_leaves=10,
)


@given(_VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    assert read_json(write_json(value)) == value
