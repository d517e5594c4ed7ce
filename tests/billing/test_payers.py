from app.billing.payers import billing_groups, bills_to, payer_of
from tests.billing.records import an_account


def test_an_account_pays_for_itself() -> None:
    assert bills_to(an_account()) is None


def test_a_childs_lines_go_to_its_parent() -> None:
    groups = billing_groups([an_account("B", parent="A"), an_account("A"), an_account("C")])
    assert groups == {"A": ["A", "B"], "C": ["C"]}


def test_the_payer_stands_first_then_children_by_number() -> None:
    accounts = [an_account("Z"), an_account("M", parent="Z"), an_account("B", parent="Z")]
    assert billing_groups(accounts) == {"Z": ["Z", "B", "M"]}


def test_a_grandchild_goes_to_the_top() -> None:
    parents = {"A": None, "B": "A", "C": "B"}
    assert payer_of("C", parents) == "A"


def test_a_circle_leaves_each_to_itself() -> None:
    parents: dict[str, str | None] = {"A": "B", "B": "A"}
    assert [payer_of(number, parents) for number in parents] == ["A", "B"]


def test_a_parent_that_is_not_there_leaves_it_to_itself() -> None:
    assert payer_of("B", {"B": "A"}) == "B"
