from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.tax_reports.usf_owed import usf_owed
from app.tax.usf_filing import UsfFiling
from app.values.period import Period
from tests.billing.tax_reports.filing_facts import (
    YEAR,
    a_line,
    a_tax,
    an_invoice,
    cells,
    facts_of,
    row_where,
)

SEAT = an_invoice(a_line("30.00"), taxes=[a_tax("7.32")])
SPRING = an_invoice(
    a_line("30.00"), taxes=[a_tax("7.20", rate="0.37")], number="2", day=date(2026, 5, 1)
)
ALL_INTERSTATE = a_line("26000.00", "TOLL_INTERSTATE")


def test_e20_both_costs_and_what_was_billed_stand_in_one_row() -> None:
    filing = UsfFiling(period="2026Q1", factor=Decimal("0.291"), circularity=Decimal("0.225384"))
    line, tax = a_line("38729.67", "TOLL_INTERSTATE"), a_tax("11270.33", rate="0.291")
    report = usf_owed(facts_of(an_invoice(line, taxes=[tax]), usf_filings=[filing]))
    row = row_where(report, period="2026Q1", account_number="")
    assert row["contribution_base"] == Decimal("50000.00")
    assert (row["naive_cost"], row["owed"]) == (Decimal("14550.00"), Decimal("11270.66"))
    assert (row["billed"], row["difference"]) == (Decimal("11270.33"), Decimal("-0.33"))
    assert row["circularity"] == Decimal("0.225384")


def test_customers_follow_their_quarter_and_are_in_no_total() -> None:
    report = usf_owed(facts_of(SEAT))
    quarter, customer = report.rows
    assert (quarter[:2], customer[:2]) == (("2026Q1", ""), ("2026Q1", "10042"))
    total = cells(report, report.totals)
    assert (total["billed"], total["owed"]) == (Decimal("7.32"), Decimal("7.32"))
    assert report.does_tie
    assert [tie.code for tie in report.ties] == ["FUSF"]


def test_an_over_collected_customer_is_marked() -> None:
    report = usf_owed(facts_of(an_invoice(a_line("30.00"), taxes=[a_tax("8.00")])))
    row = row_where(report, account_number="10042")
    assert (row["over_collected"], row["standing"]) == (Decimal("0.68"), "over-collected")


def test_a_quarter_has_no_row_for_its_year() -> None:
    assert {row[0] for row in usf_owed(facts_of(SEAT)).rows} == {"2026Q1"}
    most = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert "2026" not in {row[0] for row in usf_owed(facts_of(SEAT, period=most)).rows}


def test_a_year_takes_each_quarter_at_its_factor() -> None:
    report = usf_owed(facts_of(SEAT, SPRING, period=YEAR))
    year = row_where(report, period="2026")
    # 19.47 x 0.376 + 19.47 x 0.37 = 14.52462
    assert (year["naive_cost"], year["factor"]) == (Decimal("14.52"), None)
    assert (year["interstate"], year["billed"]) == (Decimal("38.94"), Decimal("14.52"))
    assert year["standing"] == "de minimis: no contribution due"
    assert year["owed"] == Decimal(0)
    assert [finding.code for finding in report.findings] == ["form_499a_still_due"]


def test_a_year_s_own_factor_is_of_the_revenue_with_its_recovery() -> None:
    filing = UsfFiling(period="2026", factor=Decimal("0.25"))
    report = usf_owed(facts_of(SEAT, period=YEAR, usf_filings=[filing]))
    year = row_where(report, period="2026")
    # (19.47 + 7.32) x 0.25
    assert (year["contribution_base"], year["naive_cost"]) == (Decimal("26.79"), Decimal("6.70"))
    outside = replace(filing, recovery_in_base=False)
    report = usf_owed(facts_of(SEAT, period=YEAR, usf_filings=[outside]))
    assert row_where(report, period="2026")["contribution_base"] == Decimal("19.47")


def test_who_chooses_to_contribute_owes_it() -> None:
    filing = UsfFiling(period="2026", de_minimis=False)
    year = row_where(usf_owed(facts_of(SEAT, period=YEAR, usf_filings=[filing])), period="2026")
    assert year["standing"] == "under 10,000: may contribute all the same"
    assert year["owed"] == Decimal("7.32")


def test_e19a_without_voip_no_form_is_asked_for() -> None:
    report = usf_owed(facts_of(an_invoice(ALL_INTERSTATE), period=YEAR))
    year = row_where(report, period="2026")
    assert (year["naive_cost"], year["owed"]) == (Decimal("9776.00"), Decimal(0))
    assert report.findings == ()


def test_a_provider_that_is_not_small_cannot_be_de_minimis() -> None:
    filing = UsfFiling(period="2026Q1", de_minimis=True)
    large = an_invoice(a_line("30000.00", "TOLL_INTERSTATE"))
    report = usf_owed(facts_of(large, period=YEAR, usf_filings=[filing]))
    assert row_where(report, period="2026")["standing"] == "contributes"
    (finding,) = report.findings
    assert finding.code == "not_de_minimis"
    assert "11280.00, not under 10,000" in finding.message


def test_a_year_with_a_quarter_of_unknown_factor_is_not_worked_out() -> None:
    autumn = an_invoice(a_line("30.00"), number="3", day=date(2026, 11, 1))
    report = usf_owed(facts_of(SEAT, autumn, period=YEAR))
    year = row_where(report, period="2026")
    assert (year["naive_cost"], year["owed"]) == (None, None)
    assert row_where(report, period="2026Q4", account_number="")["owed"] is None
    assert [finding.code for finding in report.findings] == ["usf_factor_missing"]


def test_e19b_the_year_s_test_holds_for_all_its_quarters() -> None:
    near = an_invoice(a_line("100000.00", "TOLL_INTERSTATE"))
    far = an_invoice(a_line("1000000.00", "TOLL_INTL"), number="2", day=date(2026, 4, 1))
    report = usf_owed(facts_of(near, far, period=YEAR))
    year = row_where(report, period="2026")
    assert (year["contribution_base"], year["naive_cost"]) == (
        Decimal("100000.00"),
        Decimal("37600.00"),
    )
    assert year["standing"] == "contributes, on interstate alone"


def test_notes_tell_where_the_factor_is_from() -> None:
    notes = usf_owed(facts_of(SEAT)).notes
    assert (
        "Factor of 2026Q1: 0.376, from the shipped table, to be checked against the FCC's notice."
    ) in notes
    assert (
        "2026Q1: no circularity factor is given, so recovery lines stay out of the base." in notes
    )
    quiet = usf_owed(facts_of(usf_factors=())).notes
    assert not any("2026Q1" in note for note in quiet)


def test_a_note_of_the_base_is_not_told_where_circularity_is() -> None:
    filing = UsfFiling(period="2026Q1", circularity=Decimal("0.25"))
    notes = usf_owed(facts_of(SEAT, usf_filings=[filing])).notes
    assert not any("no circularity" in note for note in notes)


@given(st.lists(st.decimals(0, 5000, places=2), min_size=2, max_size=6), st.integers(1, 5))
def test_splitting_an_invoice_changes_nothing_owed(amounts: list[Decimal], cut: int) -> None:
    lines = [a_line(str(each)) for each in amounts]
    halves = [half for half in (lines[:cut], lines[cut:]) if half]
    split = [an_invoice(*half, number=f"{at}") for at, half in enumerate(halves)]
    whole = usf_owed(facts_of(an_invoice(*lines)))
    parted = usf_owed(facts_of(*split))
    assert parted.rows[0] == whole.rows[0]


def test_a_year_that_is_not_over_is_told_as_such() -> None:
    report = usf_owed(facts_of(SEAT, period=YEAR, today=date(2026, 12, 31)))
    standing = row_where(report, period="2026")["standing"]
    assert standing == "de minimis so far: no contribution due"
    assert "2026 is not over: its row is of what was billed so far." in report.notes
    over = usf_owed(facts_of(SEAT, period=YEAR, today=date(2027, 1, 1)))
    assert not any("not over" in note for note in over.notes)
