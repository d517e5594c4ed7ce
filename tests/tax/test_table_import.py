from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tax.rule import TaxRule
from app.tax.table_import import RowFate, TablePlan, TableStep, plan_table
from app.tax.usf import shipped_usf_factors
from tests.tax.builders import a_rule, fusf

D = Decimal
OLD = a_rule("A", "0.10")
NEW = a_rule("A", "0.12", effective_from=date(2026, 4, 1))


def plan(
    current: Sequence[TaxRule], *incoming: TaxRule, priced: Sequence[TaxRule] = (), absent: str = ""
) -> TablePlan:
    return plan_table(
        current,
        list(enumerate(incoming, start=2)),
        absent=absent.split(),
        usf_factors=shipped_usf_factors(),
        today=date(2026, 2, 1),
        invoices_priced=lambda rule: ["CF-1", "CF-2"] if rule in priced else [],
    )


def told(made: TablePlan) -> list[tuple[str, int | None, str, str | None]]:
    return [
        (
            step.fate.value,
            step.number,
            str(step.rule.effective_from),
            str(step.rule.effective_to) if step.rule.effective_to else None,
        )
        for step in made.steps
    ]


def writes(made: TablePlan) -> list[TableStep]:
    """The steps that change the company file."""
    return [step for step in made.steps if step.fate is not RowFate.UNCHANGED]


def codes(made: TablePlan) -> list[str]:
    return [each.code for each in made.findings]


def after(current: Sequence[TaxRule], made: TablePlan) -> list[TaxRule]:
    """The table once the plan is applied."""
    gone = [step.before for step in made.steps]
    return [rule for rule in current if rule not in gone] + [step.rule for step in made.steps]


def test_a_row_of_a_new_code_is_added() -> None:
    assert told(plan([], OLD)) == [("added", 2, "2019-01-01", None)]


def test_a_later_row_ends_the_one_in_force_on_the_day_before() -> None:
    made = plan([OLD], NEW)
    assert told(made) == [
        ("ended", None, "2019-01-01", "2026-03-31"),
        ("added", 2, "2026-04-01", None),
    ]
    assert made.is_good
    [change] = made.steps[0].changes
    assert (change.column, change.before, change.after) == (
        *("effective_to", None, date(2026, 3, 31)),
    )


def test_a_row_that_ends_another_and_then_itself_is_warned_of() -> None:
    new = replace(NEW, effective_to=date(2026, 6, 30))
    made = plan([OLD], new)
    assert (codes(made), made.is_good) == (["nothing_follows"], True)
    assert made.findings[0].message == (
        "A from 2026-04-01 ends on 2026-06-30 and nothing follows, but it ends a row that ran "
        "without end."
    )
    assert codes(plan([OLD], new, replace(NEW, effective_from=date(2026, 7, 1)))) == []
    assert codes(plan([replace(OLD, effective_to=date(2026, 6, 30))], new)) == []


def test_what_priced_final_invoices_can_still_be_ended() -> None:
    made = plan([OLD], NEW, priced=[OLD])
    assert (made.is_good, len(made.steps)) == (True, 2)


@pytest.mark.parametrize(
    "columns",
    [
        {"category": "VOIP_*"},
        {"customer_class": "residential"},
        {"county_fips": "063"},
        {"tax_code": "B"},
    ],
)
def test_a_row_of_another_series_ends_nothing(columns: dict[str, object]) -> None:
    made = plan([OLD], replace(NEW, **columns))  # type: ignore[arg-type]
    assert [step.fate for step in made.steps] == [RowFate.ADDED]


def test_categories_in_another_order_are_the_same_series() -> None:
    old, new = replace(OLD, category="DID|SMS"), replace(NEW, category="SMS|did")
    assert [step.fate.value for step in plan([old], new).steps] == ["ended", "added"]


def test_a_row_that_is_there_changes_nothing() -> None:
    made = plan([OLD], OLD)
    assert (told(made), writes(made)) == ([("unchanged", 2, "2019-01-01", None)], [])


def test_the_same_row_in_other_writing_changes_nothing() -> None:
    same = replace(
        OLD, category="*", round_mode="half_up", date_basis="INVOICE_DATE", taxable_pct=D(1)
    )
    assert writes(plan([OLD], same)) == []


def test_a_row_that_priced_nothing_is_corrected_with_before_and_after() -> None:
    [step] = plan([OLD], replace(OLD, rate=D("0.11"))).steps
    assert step.fate is RowFate.CHANGED
    assert [(each.column, each.before, each.after) for each in step.changes] == [
        ("rate", D("0.10"), D("0.11"))
    ]


def test_a_row_that_priced_a_final_invoice_is_not_changed() -> None:
    made = plan([OLD], replace(OLD, rate=D("0.11")), priced=[OLD])
    [finding] = made.findings
    assert (finding.code, finding.row, finding.column) == ("row_has_priced", 2, "rate")
    assert finding.message == (
        "A from 2019-01-01 cannot be changed (rate: 0.10 becomes 0.11): it has priced final "
        "invoice CF-1 and 1 more."
    )
    assert "add a row with the new values" in finding.way_out
    assert not made.is_good


@pytest.mark.parametrize(
    "columns",
    [
        {"source_note": "notice of 3 May"},
        {"tax_name": "A tax"},
        {"calc_seq": 7},
        {"effective_to": date(2026, 12, 31)},
    ],
)
def test_what_no_amount_came_from_may_change(columns: dict[str, object]) -> None:
    made = plan([OLD], replace(OLD, **columns), priced=[OLD])  # type: ignore[arg-type]
    assert made.is_good


def test_a_row_can_be_ended_by_itself() -> None:
    ended = replace(OLD, effective_to=date(2026, 6, 30))
    assert told(plan([OLD], ended)) == [("ended", 2, "2019-01-01", "2026-06-30")]


def test_a_row_can_be_opened_again() -> None:
    ended = replace(OLD, effective_to=date(2026, 6, 30))
    assert told(plan([ended], OLD)) == [("changed", 2, "2019-01-01", None)]


def test_an_older_table_does_not_open_what_a_later_row_ended() -> None:
    current = [replace(OLD, effective_to=date(2026, 3, 31)), NEW]
    assert writes(plan(current, OLD)) == []


def test_a_table_without_ends_can_be_taken_in_again_and_again() -> None:
    first = plan([], OLD, NEW)
    assert told(first) == [
        ("added", 2, "2019-01-01", "2026-03-31"),
        ("added", 3, "2026-04-01", None),
    ]
    assert writes(plan(after([], first), OLD, NEW)) == []


def test_history_before_what_is_there_is_added() -> None:
    history = replace(OLD, effective_to=date(2026, 3, 31))
    assert told(plan([NEW], history)) == [("added", 2, "2019-01-01", "2026-03-31")]


def test_history_that_overlaps_what_is_there_is_refused() -> None:
    made = plan([NEW], OLD)
    assert (codes(made), made.is_good) == (["overlap"], False)


def test_two_rows_of_the_file_that_overlap_are_refused() -> None:
    one = replace(OLD, effective_to=date(2026, 12, 31))
    assert codes(plan([], one, NEW)) == ["overlap"]


def a_step(low: str | None, high: str | None, first: date = date(2019, 1, 1)) -> TaxRule:
    return a_rule(
        "A",
        "0.1",
        calc_method="TIERED",
        effective_from=first,
        min_base=None if low is None else D(low),
        max_base=None if high is None else D(high),
    )


def test_one_step_of_several_is_replaced_alone() -> None:
    made = plan([a_step(None, "100"), a_step("100", None)], a_step("100", None, date(2026, 4, 1)))
    assert [(step.fate.value, step.rule.min_base) for step in made.steps] == [
        ("ended", D(100)),
        ("added", D(100)),
    ]
    assert made.is_good


def test_steps_with_other_bounds_end_all_they_meet() -> None:
    later = date(2026, 4, 1)
    made = plan(
        [a_step(None, "25"), a_step("25", None)],
        a_step(None, "50", later),
        a_step("50", None, later),
    )
    assert [step.fate.value for step in made.steps] == ["ended", "ended", "added", "added"]
    assert made.is_good


def test_a_limit_that_changes_later_ends_the_row() -> None:
    old = replace(OLD, min_base=D(100))
    assert [step.fate.value for step in plan([old], replace(NEW, min_base=D(200))).steps] == [
        *("ended", "added"),
    ]


def test_columns_that_the_file_lacks_stay_as_they_are() -> None:
    old = replace(OLD, source_note="read in May", cap_units=D(75))
    assert writes(plan([old], OLD, absent="source_note cap_units")) == []


def test_the_table_is_judged_as_it_would_be() -> None:
    assert codes(plan([OLD], replace(NEW, base_includes="B"))) == ["unknown_tax_code"]
    circle = [replace(OLD, base_includes="B"), a_rule("B", "0.1", base_includes="A")]
    assert codes(plan([circle[0]], circle[1])) == ["cycle"]
    assert codes(plan([], replace(OLD, rate=D("6.25")))) == ["rate_above_1"]


def test_the_next_quarter_ends_the_last_one() -> None:
    quarter = fusf("0.36", effective_to=None)
    next_one = fusf("0.35", effective_from=date(2026, 4, 1), effective_to=date(2026, 6, 30))
    made = plan([quarter], next_one)
    assert told(made)[0] == ("ended", None, "2026-01-01", "2026-03-31")


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(1, 99)),
        min_size=1,
        max_size=6,
        unique_by=lambda pair: pair[0],
    ),
    st.integers(0, 5),
)
def test_twice_is_once_and_nothing_overlaps(rows: list[tuple[date, int]], known: int) -> None:
    table = [
        a_rule("A", str(Decimal(percent) / 100), effective_from=first) for first, percent in rows
    ]
    stored = after([], plan([], *table[:known]))
    made = plan(stored, *table)
    assert [each.code for each in made.findings if each.code != "overlap"] == []
    if made.is_good:
        assert writes(plan(after(stored, made), *table)) == []
