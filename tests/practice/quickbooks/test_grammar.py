# ruff: noqa: S608  the texts are queries of the vendor, not of a database

import pytest

from app.practice.quickbooks.grammar import Condition, Literal, QueryError, parse_query


def test_a_whole_query_is_read() -> None:
    query = parse_query(
        "SELECT * FROM Invoice WHERE Balance > '0' AND Id IN ('1', '2') "
        "ORDERBY MetaData.LastUpdatedTime DESC, Id STARTPOSITION 3 MAXRESULTS 20"
    )
    assert query.entity == "Invoice"
    assert query.conditions == (
        Condition("Balance", ">", (Literal("0", is_quoted=True),)),
        Condition("Id", "IN", (Literal("1", is_quoted=True), Literal("2", is_quoted=True))),
    )
    assert query.order == (("MetaData.LastUpdatedTime", True), ("Id", False))
    assert (query.start, query.most) == (3, 20)


def test_words_are_read_in_any_case() -> None:
    assert parse_query("select count(*) from customer where active in (true, false)").counts


def test_a_quote_inside_a_text_is_escaped_by_a_backslash() -> None:
    query = parse_query(r"select * from Customer where DisplayName = 'Adam\'s Candy'")
    assert query.conditions[0].values[0].text == "Adam's Candy"


def test_a_hundred_results_are_the_default_and_a_thousand_the_most() -> None:
    assert parse_query("select * from Invoice").most == 100
    assert parse_query("select * from Invoice maxresults 5000").most == 1000


def test_order_by_is_read_in_one_word_and_in_two() -> None:
    assert parse_query("select * from Term order by Name").order == (("Name", False),)


@pytest.mark.parametrize(
    "text",
    [
        "select * from Invoice where Balance > '0' or Id = '1'",
        "select * from Invoice, Customer",
        "select * from Invoice group by Id",
        "select * from Invoice where Balance <> '0'",
        "select * from Invoice where Id = 'unclosed",
        "select * from Invoice where Id = ",
        "select from Invoice",
        "delete from Invoice",
        "select * from Invoice maxresults x",
        "select * from Invoice where Id in '1'",
        "select * from Invoice where Id = #",
        "",
    ],
)
def test_what_the_grammar_has_not_does_not_parse(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(text)
    assert refused.value.code == "4000"


@pytest.mark.parametrize("slice_", ["startposition 0", "maxresults 0"])
def test_a_slice_starts_at_one(slice_: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(f"select * from Invoice {slice_}")
    assert refused.value.code == "4001"
