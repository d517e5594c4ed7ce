import pytest

from app.customers.number_list import read_numbers


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("(303) 555-0150", "+13035550150", "+13035550150", 1),
        ("3035550150-3035550159", "+13035550150", "+13035550159", 10),
        ("303-555-0150 - 303-555-0159", "+13035550150", "+13035550159", 10),
        ("303-555-0150 to 0159", "+13035550150", "+13035550159", 10),
        ("303-555-0150-52", "+13035550150", "+13035550152", 3),
        ("303.555.0150 \u2013 303.555.0151", "+13035550150", "+13035550151", 2),
    ],
)
def test_a_number_or_a_range_is_read_in_any_writing(
    text: str, first: str, last: str, count: int
) -> None:
    found = [each.number for each in read_numbers(text)]
    assert (found[0], found[-1], len(found)) == (first, last, count)


def test_a_pasted_column_has_one_in_each_cell() -> None:
    found = read_numbers("303 555 0150\t303 555 0151\r\n\n'3035550152';720-555-0101")
    assert [each.number for each in found] == [
        "+13035550150",
        "+13035550151",
        "+13035550152",
        "+17205550101",
    ]


def test_what_is_no_number_is_told_as_it_stood_there() -> None:
    (found,) = read_numbers("front desk")
    assert (found.text, found.number) == ("front desk", "")
    assert "front desk" in found.why


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    (found,) = read_numbers("303-555-0159 to 0150")
    assert found.number == ""
    assert found.why
