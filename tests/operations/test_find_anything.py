from app.operations.find_anything import Found, find_anything
from app.operations.office import Office


def test_a_number_is_told_as_people_write_it(office: Office) -> None:
    (found,) = [each for each in find_anything(office, "303-555-0142") if each.kind == "number"]
    assert found == Found(
        "number", "+13035550142", "(303) 555-0142", "Granite Peak Credit Union", "100"
    )


def test_customers_come_first(office: Office) -> None:
    assert [each.kind for each in find_anything(office, "harbor")] == ["customer"]
    assert find_anything(office, "nobody") == []
