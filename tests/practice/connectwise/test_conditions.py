from typing import Any

import pytest

from app.practice.connectwise.conditions import (
    BadCondition,
    compiled,
    compiled_children,
    compiled_custom,
    sorted_rows,
)

ROW: dict[str, Any] = {
    "id": 7,
    "identifier": "ACME",
    "name": 'Acme "North" (Denver) and Sons',
    "status": {"id": 2, "name": "Inactive"},
    "deletedFlag": False,
    "dateAcquired": "2026-01-31T00:00:00Z",
    "types": [{"id": 1, "name": "Customer"}, {"id": 3, "name": "Vendor"}],
    "customFields": [{"id": 1, "caption": "Billing Ref", "value": "A17"}],
    "_info": {"lastUpdated": "2026-09-01T08:00:00Z"},
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("id=7", True),
        ("id = 7.0", True),
        ("id != 7", False),
        ("id > 6 and id <= 7", True),
        ("id in (1, 7)", True),
        ("id not in (1, 7)", False),
        ('identifier = "acme"', True),
        ('name like "acme*"', True),
        ('name like "%SONS"', True),
        ('name like "acme"', False),
        ('name contains "(denver) and"', True),
        ('name contains "\\"north\\""', True),
        ('status/name = "Inactive" or id = 1', True),
        ("status/id in (2,3) and (id = 1 or id = 7)", True),
        ("id = 1 or id = 7 and deletedFlag = True", False),
        ("(id = 1 or id = 7) and deletedFlag = false", True),
        ("not id = 1", True),
        ("lastUpdated > [2026-01-31T00:00:00Z]", True),
        ("_info/lastUpdated > [2026-09-01T08:00:00Z]", False),
        ("lastUpdated >= [2026-09-01T10:00:00+02:00]", True),
        ("dateAcquired = [2026-01-31]", True),
        ("billToCompany/id = null", True),
        ("billToCompany/id != null", False),
        ("billToCompany/id != 5", False),
        ("status = null", False),
    ],
)
def test_conditions(text: str, *, holds: bool) -> None:
    assert compiled(text, "Company")(ROW) is holds


@pytest.mark.parametrize(
    "text",
    [
        "colour = 5",
        "status/colour = 5",
        "name/first = 5",
        "name = acme",
        "name = 5",
        'id = "7"',
        'id = 7 "',
        'lastUpdated > "2026-01-31"',
        "lastUpdated > [yesterday]",
        "id = 7 and",
        "(id = 7",
        "id = 7)",
        "id in 7",
        "id in ()",
        "id",
        "id like 7",
        "id < null",
        "deletedFlag = yes",
        "= 7",
        "id == 7",
        "",
    ],
)
def test_what_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(BadCondition):
        compiled(text, "Company")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('types/name = "Customer"', True),
        ('types/name = "Customer" and types/id = 1', True),
        ('types/name = "Customer" and types/id = 3', False),
        ("types/id in (2,3)", True),
    ],
)
def test_one_child_fulfils_all_of_it(text: str, *, holds: bool) -> None:
    assert compiled_children(text, "Company")(ROW) is holds


@pytest.mark.parametrize("text", ["id = 7", "types = 1", "types/id = 1 and customFields/id = 1"])
def test_children_are_of_one_list(text: str) -> None:
    with pytest.raises(BadCondition):
        compiled_children(text, "Company")


def test_custom_fields_by_caption_and_value() -> None:
    assert compiled_custom('caption="Billing Ref" and value="A17"')(ROW)
    assert not compiled_custom('caption="Billing Ref" and value="A18"')(ROW)


def test_an_order_of_several_fields() -> None:
    rows: list[dict[str, Any]] = [
        {"id": 1, "name": "b"},
        {"id": 2, "name": "a"},
        {"id": 3, "name": "B"},
        {"id": 4},
    ]
    found = sorted_rows(rows, "name asc, id desc", "Company")
    assert [row["id"] for row in found] == [4, 2, 3, 1]
    for text in ("colour asc", "id up", "id asc desc"):
        with pytest.raises(BadCondition):
            sorted_rows(rows, text, "Company")
