from datetime import date

from app.tax.rule import TaxRule
from app.tax.table_gaps import gaps_of
from tests.tax.builders import a_book, a_rule


def gaps(*rules: TaxRule) -> list[tuple[str, str | None]]:
    [group] = a_book(rules).groups
    return [(str(each.first), str(each.last) if each.last else None) for each in gaps_of(group)]


def a_row(first: str, last: str | None, **columns: object) -> TaxRule:
    return a_rule(
        "A",
        "0.1",
        effective_from=date.fromisoformat(first),
        effective_to=None if last is None else date.fromisoformat(last),
        **columns,
    )


def test_rows_that_follow_each_other_leave_no_gap() -> None:
    assert gaps(a_row("2026-01-01", "2026-03-31"), a_row("2026-04-01", None)) == []


def test_a_hole_between_rows() -> None:
    rows = [a_row("2026-04-02", None), a_row("2026-01-01", "2026-03-30")]
    assert gaps(*rows) == [("2026-03-31", "2026-04-01")]


def test_an_end_without_successor() -> None:
    assert gaps(a_row("2026-01-01", "2026-03-31")) == [("2026-04-01", None)]


def test_a_longer_row_covers_the_end_of_a_shorter() -> None:
    rows = [
        a_row("2026-01-01", "2026-12-31"),
        a_row("2026-02-01", "2026-03-31", category="DID"),
        a_row("2027-01-01", None),
    ]
    assert gaps(*rows) == []


def test_categories_are_looked_at_one_by_one() -> None:
    rows = [
        a_row("2026-01-01", "2026-03-31", category="VOIP_*"),
        a_row("2026-04-01", None, category="VOIP_FIXED"),
        a_row("2026-01-01", None, category="DID"),
    ]
    assert gaps(*rows) == [("2026-04-01", None)]


def test_fees_have_categories_of_their_own() -> None:
    rows = [
        a_row("2026-01-01", "2026-03-31", category="FEE_*"),
        a_row("2026-01-01", None, category="SMS"),
    ]
    assert gaps(*rows) == [("2026-04-01", None)]


def test_kinds_of_customers_are_looked_at_one_by_one() -> None:
    rows = [
        a_row("2026-01-01", "2026-03-31", customer_class="business"),
        a_row("2026-01-01", None, customer_class="residential"),
    ]
    assert gaps(*rows) == [("2026-04-01", None)]


def test_a_gap_of_many_categories_is_told_once() -> None:
    assert len(gaps(a_row("2026-01-01", "2026-01-31"), a_row("2026-03-01", "2026-03-31"))) == 2
