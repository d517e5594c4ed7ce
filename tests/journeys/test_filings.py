"""Worked examples E19 and E20, and the federal forms, through `switchbook tax report`."""

from pathlib import Path

import pytest

from tests.journeys.cli import switchbook
from tests.journeys.filings import (
    NOT_TAXED,
    REGISTERED,
    billed_company,
    charge,
    fusf,
    product,
    report,
    row_where,
    sheets_of,
)
from tests.journeys.small import HEADER, company_of, row_of, small_sheets
from tests.journeys.world_sheets import Row, write_sheets

TOLL = product("TOLL", "TOLL_INTERSTATE")
ABROAD = product("ABROAD", "TOLL_INTL")
FOURTH_2021 = fusf("0.291", "2021-10-01", "2021-12-31")
FIRST_2026 = fusf("0.376", "2026-01-01", "2026-03-31")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2027-01-15T16:00:00+00:00")


def test_e20_owed_and_naive_and_billed_stand_side_by_side(tmp_path: Path) -> None:
    # 38,729.67 of revenue and its 11,270.33 of recovery are a contribution base of 50,000.00.
    company = billed_company(
        tmp_path,
        sheets_of(
            [TOLL],
            [charge("TOLL", "38729.67", "2021-10-07")],
            [FOURTH_2021],
            usf_filing=[{"period": "2021Q4", "circularity": "0.225384"}],
        ),
        ("2021-10", "2021-11-01"),
    )
    facts = report(company, "usf-owed", "--quarter", "2021Q4")
    row = row_where(facts, period="2021Q4", account_number="")
    assert row["contribution_base"] == "50000.00"
    assert row["naive_cost"] == "14550.00"
    assert row["owed"] == "11270.66"
    assert row["billed"] == "11270.33"
    assert row["difference"] == "-0.33"
    assert facts["does_tie"]


def test_e20_of_revenue_alone_where_recovery_is_in_no_base(tmp_path: Path) -> None:
    company = billed_company(
        tmp_path,
        sheets_of(
            [TOLL],
            [charge("TOLL", "50000.00", "2021-10-07")],
            [FOURTH_2021],
            usf_filing=[{"period": "2021Q4", "circularity": "0.225384", "recovery_in_base": "no"}],
        ),
        ("2021-10", "2021-11-01"),
    )
    row = row_where(
        report(company, "usf-owed", "--quarter", "2021Q4"), period="2021Q4", account_number=""
    )
    assert (row["naive_cost"], row["owed"], row["billed"]) == ("14550.00", "11270.66", "14550.00")
    assert row["difference"] == "3279.34"


def test_e19a_a_small_year_owes_nothing_and_files_all_the_same(tmp_path: Path) -> None:
    seat = product("SEAT", "VOIP_FIXED")
    company = billed_company(
        tmp_path,
        sheets_of(
            [seat],
            [charge("SEAT", "26000.00", "2026-01-07")],
            [FIRST_2026],
            tax_shares=[
                {"category": "VOIP_FIXED", "effective_from": "2019-01-01", "interstate": "1"}
            ],
            usf_filing=[{"period": "2026Q1", "de_minimis": "yes"}],
        ),
        ("2026-01", "2026-02-01"),
    )
    facts = report(company, "usf-owed", "--year", "2026")
    year = row_where(facts, period="2026", account_number="")
    assert (year["naive_cost"], year["owed"]) == ("9776.00", "0.00")
    assert year["standing"] == "de minimis: no contribution due"
    codes = {finding["code"] for finding in facts["findings"]}
    assert codes == {"usf_billed_while_de_minimis", "form_499a_still_due"}


def test_e19b_interstate_under_12_percent_is_the_base_alone(tmp_path: Path) -> None:
    company = billed_company(
        tmp_path,
        sheets_of(
            [TOLL, ABROAD],
            [
                charge("TOLL", "100000.00", "2026-01-07"),
                charge("ABROAD", "1000000.00", "2026-01-07"),
            ],
        ),
        ("2026-01", "2026-02-01"),
    )
    facts = report(company, "usf-owed", "--year", "2026")
    for period in ("2026Q1", "2026"):
        row = row_where(facts, period=period, account_number="")
        assert (row["contribution_base"], row["owed"]) == ("100000.00", "37600.00")
        assert row["interstate_share"] == "0.09090909"
        assert row["standing"] == "contributes, on interstate alone"


def test_e19c_interstate_over_12_percent_has_both_in_the_base(tmp_path: Path) -> None:
    company = billed_company(
        tmp_path,
        sheets_of(
            [TOLL, ABROAD],
            [
                charge("TOLL", "150000.00", "2026-01-07"),
                charge("ABROAD", "1000000.00", "2026-01-07"),
            ],
        ),
        ("2026-01", "2026-02-01"),
    )
    facts = report(company, "usf-owed", "--year", "2026")
    for period in ("2026Q1", "2026"):
        row = row_where(facts, period=period, account_number="")
        assert (row["contribution_base"], row["owed"]) == ("1150000.00", "432400.00")
        assert row["interstate_share"] == "0.13043478"


SEAT = product("SEAT", "VOIP_FIXED", "4010")
NET = product("NET", "INTERNET_ACCESS", "4020")
HARBOR = {"category": "VOIP_FIXED", "effective_from": "2019-01-01", "interstate": "0.649"}
FEE = {
    "tax_code": "RRF",
    "bill_label": "Regulatory recovery",
    "class": "PROVIDER_FEE",
    "family": "REG",
    "category": "VOIP_*",
    "effective_from": "2026-01-01",
    "calc_method": "PCT",
    "rate": "0.05",
    "base_kind": "CHARGE",
}
CERTIFIED = {
    "account_number": "A2",
    "certificate_number": "FCC-499",
    "kind": "FCC_RESELLER",
    "family": "FUSF",
    "effective_from": "2026-01-01",
}


def a_mixed_company(folder: Path, **more: list[Row]) -> Path:
    """An end user with broadband and a certified reseller, billed on 1 February 2026."""
    return billed_company(
        folder,
        sheets_of(
            [SEAT, NET],
            [
                charge("SEAT", "100.00", "2026-01-07"),
                charge("NET", "80.00", "2026-01-07"),
                charge("SEAT", "1000.00", "2026-01-07", account="A2"),
            ],
            [FIRST_2026, FEE],
            tax_shares=[HARBOR],
            exemptions=[CERTIFIED],
            **more,
        ),
        ("2026-01", "2026-02-01"),
    )


def test_form_499a_places_every_cent_and_ties(tmp_path: Path) -> None:
    facts = report(a_mixed_company(tmp_path), "form-499a", "--year", "2026")
    totals = {row["line"]: row["total"] for row in facts["rows"]}
    assert totals["303.2"] == "1050.00"
    assert totals["403"] == "24.40"
    assert totals["404.4"] == "105.00"
    assert totals["418.3"] == "80.00"
    assert facts["totals"]["total"] == "1259.40"
    assert row_where(facts, line="404.4")["interstate"] == "68.15"
    assert row_where(facts, line="504")["end_user_percent"] == "100"
    assert {tie["code"] for tie in facts["ties"]} == {"4010", "4020", "FUSF", "RRF"}
    assert facts["does_tie"]


def test_the_lines_are_edited_as_a_sheet_and_come_back(tmp_path: Path) -> None:
    company = a_mixed_company(tmp_path)
    sheet = tmp_path / "edited" / "form_499.csv"
    sheet.parent.mkdir()
    switchbook("tax", "report", "form-499-lines", company, "--year", "2026", "--out", sheet)
    text = sheet.read_text(encoding="utf-8-sig")
    assert text.startswith("category,with_broadband,sold_to,annual_line,quarterly_line,note")
    sheet.write_text(text.replace(",404.4,", ",404.7,"), encoding="utf-8")
    switchbook("workbook", "import", company, sheet.parent)
    facts = report(company, "form-499a", "--year", "2026")
    assert row_where(facts, line="404.7")["total"] == "105.00"
    assert not any("built-in" in note for note in facts["notes"])


def test_a_category_without_line_fails_by_name_and_money(tmp_path: Path) -> None:
    own = {"category": "VOIP_*", "annual_line": "404.5", "quarterly_line": "116"}
    company = a_mixed_company(tmp_path, form_499=[own])
    facts = report(company, "form-499q", "--quarter", "2026Q1", codes=(1,))
    (finding,) = facts["findings"]
    assert finding["message"] == "80.00 of INTERNET_ACCESS has no line on the forms."
    assert row_where(facts, line="unmapped")["total"] == "80.00"
    assert facts["totals"]["total"] == "1259.40"


def test_form_499q_has_the_billed_quarter_and_the_user_s_projections(tmp_path: Path) -> None:
    projected = {
        "period": "2026Q3",
        "projected_billed_interstate": "70",
        "projected_collected_interstate": "68.50",
    }
    company = a_mixed_company(tmp_path, usf_filing=[projected])
    facts = report(company, "form-499q", "--quarter", "2026Q1")
    assert row_where(facts, line="115")["total"] == "1050.00"
    # 105.00 x 0.649 + 24.40 = 92.545
    assert row_where(facts, line="116")["interstate"] == "92.55"
    assert row_where(facts, line="118")["total"] == "1259.40"
    assert row_where(facts, line="120")["interstate"] == "68.50"


def test_a_reseller_is_in_no_base_and_own_fees_are(tmp_path: Path) -> None:
    facts = report(a_mixed_company(tmp_path), "usf-owed", "--quarter", "2026Q1")
    row = row_where(facts, period="2026Q1", account_number="")
    assert row["interstate"] == "68.15"
    # 68.15 x 0.376 = 25.6244; the bill took 64.90 x 0.376 = 24.4024.
    assert (row["owed"], row["billed"], row["difference"]) == ("25.62", "24.40", "-1.22")
    assert row_where(facts, account_number="A1")["ceiling"] == "24.40"
    assert facts["findings"] == []


def test_the_report_follows_the_shares_of_the_bill(tmp_path: Path) -> None:
    company = a_mixed_company(tmp_path)
    folder = tmp_path / "later"
    write_sheets(folder, {"tax_shares": [{**HARBOR, "interstate": "0.5"}]})
    switchbook("workbook", "import", company, folder)
    facts = report(company, "usf-owed", "--quarter", "2026Q1")
    assert row_where(facts, period="2026Q1", account_number="")["interstate"] == "68.15"
    assert [finding["code"] for finding in facts["findings"]] == ["share_changed"]


def test_a_credit_gives_back_and_is_no_over_collection(tmp_path: Path) -> None:
    sheets = sheets_of(
        [TOLL],
        [
            charge("TOLL", "100.00", "2025-11-07", reference="T1"),
            charge("TOLL", "-40.00", "2026-01-07", reference="T2", credits="T1"),
        ],
        [fusf("0.381", "2025-10-01", "2025-12-31"), FIRST_2026],
    )
    company = billed_company(tmp_path, sheets, ("2025-11", "2025-12-01"), ("2026-01", "2026-02-01"))
    # E10: the credit comes back at the factor of then.
    facts = report(company, "usf-owed", "--quarter", "2026Q1")
    row = row_where(facts, period="2026Q1", account_number="")
    assert (row["interstate"], row["billed"], row["credited"]) == ("-40.00", "0.00", "-15.24")
    assert row["over_collected"] == "0.00"
    assert facts["does_tie"]


def test_e16_state_universal_service_with_lifeline(tmp_path: Path) -> None:
    state = fusf("0.05", "2026-01-01", "2026-12-31")
    state |= {
        "tax_code": "CO-USF",
        "bill_label": "Colorado Universal Service",
        "family": "SUSF",
        "state": "CO",
        "base_kind": "INTRASTATE",
    }
    lifeline = {
        "account_number": "A2",
        "certificate_number": "LL-1",
        "kind": "LIFELINE",
        "family": "SUSF",
        "effective_from": "2026-01-01",
    }
    company = billed_company(
        tmp_path,
        sheets_of(
            [SEAT],
            [
                charge("SEAT", "30.00", "2026-01-07"),
                charge("SEAT", "30.00", "2026-01-07", account="A2"),
            ],
            [state],
            tax_shares=[HARBOR],
            exemptions=[lifeline],
        ),
        ("2026-01", "2026-02-01"),
    )
    facts = report(company, "state-usf", "--quarter", "2026Q1")
    (row,) = facts["rows"]
    assert (row["state"], row["rate"], row["due"]) == ("CO", "0.05", "0.53")
    assert (row["gross_base"], row["lifeline"], row["base"]) == ("21.06", "10.53", "10.53")
    assert facts["does_tie"]


def test_e15_federal_excise_stands_in_its_half_month(tmp_path: Path) -> None:
    local = product("LOCAL", "LOCAL")
    excise = {
        "tax_code": "FET",
        "bill_label": "Federal excise tax",
        "class": "TAX",
        "family": "FET",
        "category": "LOCAL",
        "effective_from": "2019-01-01",
        "calc_method": "PCT",
        "rate": "0.03",
        "base_kind": "CHARGE",
    }
    sheets = sheets_of(
        [local, SEAT],
        [
            charge("LOCAL", "25.00", "2026-01-07"),
            charge("SEAT", "30.00", "2026-01-07"),
            charge("LOCAL", "25.00", "2026-02-07"),
        ],
        [excise],
    )
    company = billed_company(tmp_path, sheets, ("2026-01", "2026-02-01"), ("2026-02", "2026-03-16"))
    facts = report(company, "federal-excise", "--quarter", "2026Q1")
    early = row_where(facts, part="half month", first_day="2026-02-01")
    late = row_where(facts, part="half month", first_day="2026-03-16")
    quarter = row_where(facts, part="quarter")
    assert (early["base"], early["tax"], late["tax"]) == ("25", "0.75", "0.75")
    assert (quarter["base"], quarter["tax"]) == ("50", "1.50")
    assert facts["does_tie"]


def test_measured_shares_are_those_that_were_billed(tmp_path: Path) -> None:
    sheets = small_sheets()
    sheets["products"][0]["tax_category"] = "VOIP_FIXED"
    sheets["taxes"] = [NOT_TAXED, fusf("0.4", "2026-10-01", "2026-12-31")]
    sheets["registrations"] = [REGISTERED]
    sheets["tax_shares"] = [
        {"category": "VOIP_FIXED", "effective_from": "2026-01-01", "source": "actual"}
    ]
    company = company_of(tmp_path, sheets)
    calls = tmp_path / "calls.csv"
    rows = [
        row_of("c1", duration_seconds="1800"),
        row_of("c2", duration_seconds="5400", called="3035550199"),
    ]
    calls.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    switchbook("import", company, calls)
    bill = ("bill", company, "--period", "2026-10", "--invoice-date", "2026-11-01", "--approve")
    switchbook(*bill)
    facts = report(company, "usf-owed", "--quarter", "2026Q4")
    row = row_where(facts, period="2026Q4", account_number="")
    # A quarter of 2.40 went to New York.
    assert (row["interstate"], row["billed"], row["owed"]) == ("0.60", "0.24", "0.24")
    assert facts["findings"] == []
