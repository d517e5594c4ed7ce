from dataclasses import dataclass
from decimal import Decimal

import pytest

from app.values.sheet import Column, Kind, Sheet, column, column_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Fruit:
    code: str = column(Kind.TEXT, "Its code", required=True, example="PEAR")
    class_: str = column(Kind.TEXT, "Its class", default="A", choices=("A", "B"))
    price: Decimal | None = column(Kind.MONEY, "Its price", refers="prices.price")


FRUIT = Sheet(name="fruit", row=Fruit, key=("code", "class_"), doc="What grows")


def test_a_field_is_declared_as_a_column() -> None:
    assert list(FRUIT.columns.values()) == [
        Column(
            name="code",
            kind=Kind.TEXT,
            required=True,
            default=None,
            doc="Its code",
            example="PEAR",
            choices=(),
            refers="",
        ),
        Column(
            name="class",
            kind=Kind.TEXT,
            required=False,
            default="A",
            doc="Its class",
            example="",
            choices=("A", "B"),
            refers="",
        ),
        Column(
            name="price",
            kind=Kind.MONEY,
            required=False,
            default=None,
            doc="Its price",
            example="",
            choices=(),
            refers="prices.price",
        ),
    ]


def test_a_blank_takes_the_default() -> None:
    assert Fruit(code="PEAR") == Fruit(code="PEAR", class_="A", price=None)


def test_what_is_required_has_no_default() -> None:
    with pytest.raises(TypeError, match="code"):
        Fruit()


def test_a_row_is_known_by_its_key() -> None:
    assert FRUIT.key_of(Fruit(code="PEAR", class_="B")) == ("PEAR", "B")


@pytest.mark.parametrize(("field", "name"), [("class_", "class"), ("from_", "from"), ("to", "to")])
def test_an_underscore_behind_is_no_part_of_the_name(field: str, name: str) -> None:
    assert column_name(field) == name
