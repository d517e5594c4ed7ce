"""Tables: records in the order of their ids."""

from app.practice.autotask.database import ENTITIES, Table, rendered


def test_records_lie_in_the_order_of_their_ids() -> None:
    table = Table(ENTITIES["taxregions"])
    for number in (5, 2, 9):
        table.add({"name": str(number)}, number)
    table.add({"name": "next"})
    assert [row["id"] for row in table.after(2)] == [5, 9, 10]
    assert [row["id"] for row in table.up_to(5)] == [5, 2]
    table.remove(5)
    assert [row["id"] for row in table.after(-1)] == [2, 9, 10]


def test_a_record_has_every_field_and_its_truths_are_false() -> None:
    table = Table(ENTITIES["taxregions"])
    row = table.add({"name": "CO"})
    assert row == {"id": 1, "isActive": False, "name": "CO"}
    assert rendered(table.entity, row, ("NAME",)) == {"name": "CO"}
    assert rendered(table.entity, row) == {**row, "userDefinedFields": []}
