"""The query language: operators, groups, and what it refuses."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.practice.autotask.database import ENTITIES
from app.practice.autotask.fields import Record
from app.practice.autotask.filters import read_filter

COMPANY = ENTITIES["companies"]
CHARGE = ENTITIES["contractcharges"]
RECORD: Record = {
    "id": 174,
    "companyName": "Granite Peak Credit Union",
    "companyNumber": None,
    "isActive": True,
    "lastTrackedModifiedDateTime": datetime(2026, 1, 31, 12, tzinfo=UTC),
    "udf:Billing Ref": "A17",
}


def meets(*items: dict[str, Any]) -> bool:
    return read_filter(COMPANY, list(items))(RECORD)


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("eq", "granite peak CREDIT union", True),
        ("eq", "Granite", False),
        ("noteq", "Granite", True),
        ("noteq", "granite peak credit union", False),
        ("beginsWith", "granite", True),
        ("beginsWith", "peak", False),
        ("endsWith", "UNION", True),
        ("endsWith", "credit", False),
        ("contains", "peak", True),
        ("contains", "Peek", False),
        ("in", ["a", "Granite Peak Credit Union"], True),
        ("in", ["a"], False),
        ("notIn", ["a"], True),
        ("notIn", ["Granite Peak Credit Union"], False),
    ],
)
def test_texts_compare_without_regard_to_case(op: str, value: Any, *, expected: bool) -> None:  # noqa: ANN401
    assert meets({"op": op, "field": "companyName", "value": value}) is expected


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("gt", 173, True),
        ("gt", 174, False),
        ("gte", 174, True),
        ("gte", "175", False),
        ("lt", 175, True),
        ("lt", 174, False),
        ("lte", 174, True),
        ("lte", 173, False),
    ],
)
def test_numbers_have_an_order(op: str, value: Any, *, expected: bool) -> None:  # noqa: ANN401
    assert meets({"op": op, "field": "id", "value": value}) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31T12:00:00Z", True),
        ("2026-01-31T12:00:00", True),
        ("2026-01-31T07:00:00-05:00", True),
        ("2026-01-31T12:00:01Z", False),
    ],
)
def test_a_time_without_a_zone_is_taken_as_utc(value: str, *, expected: bool) -> None:
    field = "lastTrackedModifiedDateTime"
    assert meets({"op": "gte", "field": field, "value": value}) is expected


def test_a_missing_value_exists_not_and_meets_no_comparison() -> None:
    assert meets({"op": "notExist", "field": "companyNumber"})
    assert not meets({"op": "exist", "field": "companyNumber"})
    assert not meets({"op": "noteq", "field": "companyNumber", "value": "1"})
    assert not meets({"op": "notIn", "field": "companyNumber", "value": ["1"]})


def test_names_operators_and_fields_are_taken_in_any_case() -> None:
    assert meets({"OP": "EQ", "Field": "ISACTIVE", "Value": "True"})


def test_the_top_list_is_joined_by_and_groups_by_their_own() -> None:
    yes = {"op": "eq", "field": "id", "value": 174}
    no = {"op": "eq", "field": "id", "value": 1}
    assert not meets(yes, no)
    assert meets({"op": "or", "items": [no, yes]})
    assert not meets({"op": "and", "items": [no, yes]})
    assert meets({"op": "and", "items": [yes, {"op": "OR", "items": [yes, no]}]})


def test_a_user_defined_field_is_asked_with_its_mark_only() -> None:
    assert meets({"op": "eq", "field": "billing ref", "udf": True, "value": "a17"})
    with pytest.raises(ValueError, match="Unable to find Billing Ref in the Company Entity"):
        meets({"op": "eq", "field": "Billing Ref", "value": "A17"})
    with pytest.raises(ValueError, match="Unable to find companyName in the Company Entity"):
        meets({"op": "eq", "field": "companyName", "udf": True, "value": "A17"})


def test_one_user_defined_field_a_query() -> None:
    own = {"op": "exist", "field": "Billing Ref", "udf": True}
    with pytest.raises(ValueError, match="Only one user-defined field"):
        meets(own, own)


def test_amounts_compare_exactly() -> None:
    test = read_filter(CHARGE, [{"op": "eq", "field": "unitPrice", "value": Decimal("0.10")}])
    assert test({"unitPrice": Decimal("0.1")})


@pytest.mark.parametrize("given", [None, [], {}, "id"])
def test_an_empty_filter_is_refused(given: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match="filter is empty"):
        read_filter(COMPANY, given)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"op": "ne", "field": "id", "value": 1}, "Invalid filter operator: 'ne'"),
        ({"field": "id", "value": 1}, "Invalid filter operator"),
        ({"op": "eq", "field": "nope", "value": 1}, "Unable to find nope in the Company Entity"),
        ({"op": "eq", "field": "assetValue", "value": 1}, "cannot be queried"),
        ({"op": "eq", "field": "isActive", "value": None}, "A value is needed"),
        ({"op": "eq", "field": "isActive", "value": 1}, "Error converting value 1"),
        ({"op": "eq", "field": "id", "value": "x"}, "Error converting value 'x'"),
        ({"op": "in", "field": "id", "value": 1}, "A list of values is needed"),
        ({"op": "in", "field": "id", "value": [None]}, "A value is needed"),
        ({"op": "contains", "field": "id", "value": 1}, "id is no text"),
        ({"op": "or", "items": []}, "holds no items"),
        ("id", "is not a JSON object"),
    ],
)
def test_what_the_server_refuses(item: Any, text: str) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=text):
        read_filter(COMPANY, [item])


def test_500_or_conditions_are_the_most() -> None:
    one = {"op": "eq", "field": "id", "value": 1}
    read_filter(COMPANY, [{"op": "or", "items": [one] * 500}])
    with pytest.raises(ValueError, match="more than 500 OR"):
        read_filter(COMPANY, [{"op": "or", "items": [one] * 501}])
    read_filter(COMPANY, [{"op": "in", "field": "id", "value": list(range(500))}])
    with pytest.raises(ValueError, match="more than 500 OR"):
        read_filter(COMPANY, [{"op": "in", "field": "id", "value": list(range(501))}])
