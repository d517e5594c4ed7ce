from typing import Any

import pytest

from app.customers.exact_rules import Rule, by_facts, by_ids
from app.customers.likeness import Side
from app.values.foreign_record import PostalAddress

LAKEWOOD = PostalAddress(line1="88 Quarry Street", city="Lakewood", postal_code="80226")
SAME_PLACE = PostalAddress(line1="88 Quarry St., Suite 4", city="Lakewood", postal_code="80226-11")


def sides(*given: Side) -> dict[str, Side]:
    return {each.id: each for each in given}


def ours(number: str = "100", **more: object) -> Side:
    return Side(**{"id": number, "number": number, "name": "Granite Peak", **more})  # type: ignore[arg-type]


def theirs(own_id: str = "9", **more: object) -> Side:
    return Side(**{"id": own_id, "name": "Somebody", **more})  # type: ignore[arg-type]


def test_the_id_field_comes_before_the_number_and_that_before_the_code() -> None:
    there = sides(theirs("1", code="100"), theirs("2", number="100"), theirs("3"))
    assert by_ids(sides(ours(named_id="3")), there) == {"100": ({"3"}, Rule.ID_FIELD)}
    assert by_ids(sides(ours()), there) == {"100": ({"2"}, Rule.NUMBER)}
    del there["2"]
    assert by_ids(sides(ours()), there) == {"100": ({"1"}, Rule.CODE)}


def test_an_id_that_names_nobody_lets_nothing_else_decide() -> None:
    there = sides(theirs("2", number="100"))
    assert by_ids(sides(ours(named_id="77")), there) == {"100": (set(), Rule.ID_FIELD)}


def test_who_is_in_use_is_meant() -> None:
    there = sides(theirs("1", number="100", is_active=False), theirs("2", number="100"))
    assert by_ids(sides(ours()), there) == {"100": ({"2"}, Rule.NUMBER)}


@pytest.mark.parametrize(
    ("rule", "here", "there"),
    [
        (Rule.TAX_ID, {"tax_id": "84-1234567"}, {"tax_id": "841234567"}),
        (
            Rule.EMAIL,
            {"emails": frozenset({"ap@g.example"})},
            {"emails": frozenset({"ap@g.example"})},
        ),
        (
            Rule.NAME_AND_ADDRESS,
            {"address": LAKEWOOD},
            {"name": "GRANITE PEAK, LLC", "address": SAME_PLACE},
        ),
        (
            Rule.NAME_AND_ADDRESS,
            {"also_at": (LAKEWOOD,)},
            {"also": ("Granite Peak",), "address": SAME_PLACE},
        ),
        (Rule.NAME, {"address": LAKEWOOD}, {"name": "granite  peak"}),
    ],
)
def test_each_rule_names_the_one(rule: Rule, here: dict[str, Any], there: dict[str, Any]) -> None:
    assert by_facts(sides(ours(**here)), sides(theirs(**there))) == {"100": ("9", rule)}


def test_a_name_at_another_address_is_not_enough() -> None:
    else_where = PostalAddress(line1="1 Elm", postal_code="10004")
    there = sides(theirs(name="Granite Peak", address=else_where))
    assert by_facts(sides(ours(address=LAKEWOOD)), there) == {}


def test_a_folded_name_without_an_address_is_not_enough() -> None:
    assert by_facts(sides(ours()), sides(theirs(name="Granite Peak LLC"))) == {}


def test_two_rules_that_differ_name_nobody() -> None:
    mail = frozenset({"ap@g.example"})
    there = sides(theirs("8", emails=mail), theirs("9", name="Granite Peak", address=SAME_PLACE))
    assert by_facts(sides(ours(emails=mail, address=LAKEWOOD)), there) == {}


def test_a_mail_address_that_several_share_says_nothing() -> None:
    mail = frozenset({"ap@group.example"})
    here = sides(ours("100", emails=mail, address=LAKEWOOD), ours("200", name="Else", emails=mail))
    there = sides(
        theirs("8", emails=mail), theirs("9", name="Granite Peak", emails=mail, address=SAME_PLACE)
    )
    assert by_facts(here, there) == {"100": ("9", Rule.NAME_AND_ADDRESS)}


def test_two_of_one_name_name_nobody() -> None:
    mail = frozenset({"ap@g.example"})
    there = sides(
        theirs("8", name="Granite Peak LLC"), theirs("9", name="Granite Peak", emails=mail)
    )
    assert by_facts(sides(ours(emails=mail)), there) == {}
    here = sides(ours(emails=mail), ours("200", name="granite peak"))
    assert by_facts(here, sides(theirs("9", name="Granite Peak", emails=mail))) == {}


def test_who_bears_another_number_is_another() -> None:
    assert by_facts(sides(ours()), sides(theirs(name="Granite Peak", number="777"))) == {}
