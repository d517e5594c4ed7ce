"""How long records are kept."""

from app.billing.decision import choice_of
from app.billing.retention import RETENTION, months_told


def test_less_than_the_law_asks_for_cannot_be_chosen() -> None:
    for each in RETENTION:
        months = [int(choice.value) for choice in each.question.choices]
        assert min(months) >= each.least_months
        assert choice_of(each.question, each.question.usual).value == each.question.usual


def test_whole_years_are_told_as_years() -> None:
    assert [months_told(each) for each in (18, 12, 84)] == ["18 months", "1 year", "7 years"]
