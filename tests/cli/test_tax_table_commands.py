import json
from pathlib import Path
from typing import Any

from tests.cli.command_line import CommandLine
from tests.operations.tax_files import COLORADO, DECEMBER, a_table

FUSF = {
    **COLORADO,
    "tax_code": "FUSF",
    "bill_label": "Federal Universal Service Charge",
    "class": "PASS_THROUGH",
    "family": "FUSF",
    "state": "",
    "category": "VOIP_*",
    "effective_from": "2026-07-01",
    "effective_to": "2026-09-30",
    "rate": "0.36",
    "base_kind": "INTERSTATE_INTL",
}
COUNTY = {**COLORADO, "tax_code": "CO-COUNTY", "county_fips": "059"}
CYCLE = (
    {**COLORADO, "tax_code": "A", "base_includes": "B"},
    {**COLORADO, "tax_code": "B", "base_includes": "A"},
)
OVERLAP = (
    {**COLORADO, "tax_code": "CO-NEW", "effective_to": "2026-06-30"},
    {**COLORADO, "tax_code": "CO-NEW", "effective_from": "2026-06-30"},
)
CERTIFICATE = (
    "account_number,certificate_number,kind,family,effective_from,expires_on\n"
    "100,98-1,NONPROFIT,SALES,2026-01-01,{expires_on}\n"
)


def rows_of(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [(each["fate"], each["customers"]) for each in facts["rows"]]


def codes_of(facts: dict[str, Any]) -> list[str]:
    return [each["code"] for each in facts["findings"]]


def certify(
    switchbook: CommandLine, company: Path, folder: Path, expires_on: str = "2026-10-31"
) -> dict[str, Any]:
    path = folder / "exemptions.csv"
    path.write_text(CERTIFICATE.format(expires_on=expires_on), encoding="utf-8")
    return switchbook.facts("workbook", "import", company, path)


# ------------------------------------------------------------------------------- tax import


def test_a_table_is_shown_and_not_taken_in(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    before = company.read_bytes()
    facts = switchbook.facts("tax", "import", company, a_table(tmp_path, DECEMBER))
    assert rows_of(facts) == [("ended", 1), ("added", 1)]
    assert facts["counts"] == {"added": 1, "changed": 0, "ended": 1, "unchanged": 0}
    assert (facts["applied"], facts["sheet"], len(facts["sha256"])) == (False, "taxes", 64)
    assert facts["rows"][0]["changes"] == [
        {"column": "effective_to", "before": "", "after": "2026-11-30"}
    ]
    assert company.read_bytes() == before


def test_a_table_is_taken_in_and_nothing_the_second_time(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table = a_table(tmp_path, DECEMBER)
    assert switchbook.facts("tax", "import", company, table, "--apply")["applied"] is True
    again = switchbook("tax", "import", company, table, "--apply")
    assert (again.code, again.out) == (0, "1 unchanged.\nNothing was left to do.\n")


def test_a_saved_plan_is_shown_in_words_and_applied(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table, plan = a_table(tmp_path, DECEMBER), tmp_path / "plan.json"
    shown = switchbook("tax", "import", company, table, "--plan", plan)
    assert shown.code == 0
    assert "effective_to: blank becomes 2026-11-30" in shown.out
    assert "1 added, 1 ended." in shown.out
    assert json.loads(plan.read_text(encoding="utf-8"))["kind"] == "switchbook tax plan"
    assert "Taken in." in switchbook("tax", "import", company, table, "--apply", plan).out


def test_a_stale_plan_is_refused_in_words(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table, plan = a_table(tmp_path, DECEMBER), tmp_path / "plan.json"
    switchbook("tax", "import", company, table, "--plan", plan)
    other = a_table(tmp_path, {**COLORADO, "effective_to": "2026-12-31"}, name="other.csv")
    assert switchbook("tax", "import", company, other, "--apply").code == 0
    refused = switchbook("tax", "import", company, table, "--apply", plan)
    assert refused.code == 1
    assert "The company file has changed since plan.json was made" in refused.err


def test_a_plan_is_saved_or_applied_not_both(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table = a_table(tmp_path, DECEMBER)
    wrong = switchbook("tax", "import", company, table, "--plan", tmp_path / "p.json", "--apply")
    assert wrong.code == 2


def test_an_unknown_column_is_told_with_the_valid_ones(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table = a_table(tmp_path, {**DECEMBER, "percent": "6"})
    facts = switchbook.facts("tax", "import", company, table, "--apply", code=1)
    [finding] = facts["findings"]
    assert (finding["code"], facts["applied"]) == ("unknown_column", False)
    assert "Columns are: tax_code, tax_name, bill_label," in finding["way_out"]


def test_a_row_that_priced_a_final_invoice_is_refused_by_name(
    billed: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table = a_table(tmp_path, {**COLORADO, "rate": "0.11"})
    answer = switchbook("tax", "import", billed, table, "--apply")
    assert answer.code == 1
    assert "it has priced final invoice CF-1043." in answer.out
    assert "add a row with the new values" in answer.out


# ------------------------------------------------- each stops or warns as said, by name


def test_an_overlap_stops_a_table_and_a_workbook(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table = a_table(tmp_path, *OVERLAP)
    facts = switchbook.facts("tax", "import", company, table, "--apply", code=1)
    assert codes_of(facts) == ["overlap"]
    facts = switchbook.facts("workbook", "import", company, table, code=1)
    [finding] = [each for each in facts["findings"] if each["code"] == "overlap"]
    assert (finding["record"], finding["row"]) == ("CO-NEW", 3)


def test_a_cycle_stops_a_table_and_a_workbook(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    table = a_table(tmp_path, *CYCLE)
    facts = switchbook.facts("tax", "import", company, table, "--apply", code=1)
    assert codes_of(facts) == ["cycle", "cycle"]
    assert "A includes B includes A" in facts["findings"][0]["message"]
    facts = switchbook.facts("workbook", "import", company, table, code=1)
    assert codes_of(facts).count("cycle") == 2


def test_a_missing_quarter_warns_before_and_stops_the_bills(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    switchbook("tax", "import", october, a_table(tmp_path, FUSF), "--apply")
    before = switchbook.facts("tax", "check", october, "--on", "2026-09-14")
    assert "usf_factor_missing" not in codes_of(before)
    soon = switchbook.facts("tax", "check", october, "--on", "2026-09-15")
    [warned] = [each for each in soon["findings"] if each["code"] == "usf_factor_missing"]
    assert (warned["severity"], warned["record"]) == ("warning", "2026Q4")
    now = switchbook.facts("tax", "check", october, code=1)
    [stopped] = [each for each in now["findings"] if each["code"] == "usf_factor_missing"]
    assert (stopped["severity"], stopped["record"]) == ("error", "2026Q4")
    bill = switchbook.facts("bill", october, "--period", "2026-10", "--approve", code=1)
    gates = {each["gate"]: each for each in bill["gates"]}
    assert (gates["usf_factor_missing"]["count"], gates["usf_factor_missing"]["cleared"]) == (
        *(2, False),
    )
    [left_out, _] = bill["left_out"]
    assert "2026Q4" in left_out["findings"][0]["message"]
    assert bill["state"] == "draft"


def test_an_unverified_county_stops_the_bill_and_names_the_location(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    locations = tmp_path / "locations.csv"
    locations.write_text(
        "location_code,account_number,address_line1,city,region,postal_code\n"
        "100-MAIN,100,88 Quarry Street,Golden,CO,80439\n",
        encoding="utf-8",
    )
    assert switchbook("workbook", "import", october, locations).code == 0
    assert switchbook("tax", "import", october, a_table(tmp_path, COUNTY), "--apply").code == 0
    check = switchbook.facts("tax", "check", october, code=1)
    [finding] = [each for each in check["findings"] if each["code"] == "jurisdiction_unknown"]
    assert (finding["record"], finding["column"]) == ("100-MAIN", "county_fips")
    bill = switchbook.facts("bill", october, "--period", "2026-10", code=1)
    [left_out] = bill["left_out"]
    assert (left_out["account_number"], left_out["gates"]) == ("100", ["accounts_not_ready"])
    assert "100-MAIN has no county_fips" in left_out["findings"][0]["message"]


def test_an_expired_certificate_warns_and_tax_resumes(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    told = certify(switchbook, october, tmp_path)
    assert "certificate_expired" in codes_of(told)
    check = switchbook.facts("tax", "check", october)
    [finding] = [each for each in check["findings"] if each["code"] == "certificate_expired"]
    assert (finding["severity"], finding["record"]) == ("warning", "98-1")
    bill = switchbook.facts("bill", october, "--period", "2026-10", code=1)
    [warned] = [each for each in bill["findings"] if each["code"] == "certificate_expired"]
    assert warned["message"] == (
        "Certificate 98-1 of account 100 expired on 2026-10-31: what it exempted is taxed again."
    )
    assert bill["left_out"] == []
    [invoice, _] = bill["invoices"]
    assert (invoice["account_number"], invoice["taxes"]) == ("100", "4.02")


def test_a_certificate_about_to_expire_warns_and_still_exempts(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    certify(switchbook, october, tmp_path, "2026-11-30")
    bill = switchbook.facts("bill", october, "--period", "2026-10", code=1)
    [warned] = [each for each in bill["findings"] if each["code"] == "certificate_expiring"]
    assert "expires on 2026-11-30, in 29 days" in warned["message"]
    assert bill["invoices"][0]["taxes"] == "0.00"


def test_an_expired_table_stops_the_bill(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    ended = a_table(tmp_path, {**COLORADO, "effective_to": "2026-06-30"})
    assert switchbook("tax", "import", october, ended, "--apply").code == 0
    other = a_table(tmp_path, {**COLORADO, "tax_code": "CO-OTHER", "rate": "0"}, name="other.csv")
    assert switchbook("tax", "import", october, other, "--apply").code == 0
    check = switchbook.facts("tax", "check", october, code=1)
    [finding] = [each for each in check["findings"] if each["code"] == "table_expired"]
    assert "CO-SALES US/CO ended on 2026-06-30 and nothing follows" in finding["message"]
    bill = switchbook.facts("bill", october, "--period", "2026-10", "--approve", code=1)
    gates = {each["gate"]: each for each in bill["gates"]}
    assert gates["expired_tables"]["records"] == ["CO-SALES US/CO ended on 2026-06-30"]
    assert (gates["expired_tables"]["amount"], bill["state"]) == ("40.22", "draft")


# ------------------------------------------------------------------------------- tax check


def test_a_check_counts_and_ends_well_without_errors(
    company: Path, switchbook: CommandLine
) -> None:
    facts = switchbook.facts("tax", "check", company)
    assert (facts["day"], facts["counts"]["rules"], facts["counts"]["errors"]) == (
        *("2026-11-02", 2, 0),
    )
    assert "As of 2026-11-02: 2 tax rows, 2 in force" in switchbook("tax", "check", company).out


# ------------------------------------------------------------------------------- tax factors


def test_factors_tell_source_and_confidence_and_are_no_law(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    own = {**FUSF, "effective_from": "2026-04-01", "effective_to": "2026-06-30", "rate": "0.37"}
    switchbook("tax", "import", company, a_table(tmp_path, own), "--apply")
    facts = switchbook.facts("tax", "factors", company)
    by_quarter = {each["quarter"]: each for each in facts["factors"]}
    assert by_quarter["2026Q1"] == {
        "quarter": "2026Q1",
        "effective_from": "2026-01-01",
        "effective_to": "2026-03-31",
        "factor": "0.376",
        "source": "FCC DA 25-1026 released 2025-12-15",
        "confidence": "high",
        "own_row": False,
        "own_rate": None,
    }
    assert (by_quarter["2026Q2"]["own_row"], by_quarter["2026Q2"]["own_rate"]) == (True, "0.37")
    assert by_quarter["2026Q4"]["factor"] is None
    assert "never a statement of the law in force" in facts["note"]
    assert "never a statement of the law in force" in switchbook("tax", "factors", company).out


# ------------------------------------------------------------------------------- certificates


def test_a_certificate_has_its_document(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    certify(switchbook, company, tmp_path, "2026-12-31")
    [before] = switchbook.facts("tax", "certificates", company)["certificates"]
    assert (before["status"], before["days_left"], before["has_file"]) == ("expiring", 59, False)
    scan, out = tmp_path / "98-1.pdf", tmp_path / "out.pdf"
    scan.write_bytes(b"%PDF-1.7 98-1")
    owner = ("--account", "100")
    assert switchbook.facts("tax", "attach", company, "98-1", scan, *owner)["new"] is True
    assert switchbook.facts("tax", "attach", company, "98-1", scan, *owner)["new"] is False
    assert (
        switchbook.facts("tax", "certificate", company, "98-1", *owner, "--out", out)["bytes"] == 13
    )
    assert out.read_bytes() == scan.read_bytes()
    listed = switchbook("tax", "certificates", company, "--expiring", "60")
    assert "expires in 59 days" in listed.out
    assert "98-1.pdf" in listed.out
    assert switchbook("tax", "certificates", company, "--expiring", "7").out == "No certificates.\n"


def test_what_is_no_scan_is_refused_in_words(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    certify(switchbook, company, tmp_path)
    text = tmp_path / "note.txt"
    text.write_text("certified", encoding="utf-8")
    refused = switchbook("tax", "attach", company, "98-1", text, "--account", "100")
    assert refused.code == 1
    assert "neither a PDF nor a PNG, JPEG or TIFF picture" in refused.err
    missing = switchbook("tax", "attach", company, "98-9", text, "--account", "100")
    assert missing.code == 1
