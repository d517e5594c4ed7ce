"""Places through the command line: what a blank county, a post box or another state lead to."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli import as_json, switchbook
from tests.journeys.small import small_sheets
from tests.journeys.world_sheets import Row, write_sheets
from tests.journeys.world_taxes import tax
from tests.tax.boundary_lines import address_line


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-11-29T12:00:00+00:00")


def placed(state: str, county: str, **place: str) -> dict[str, list[Row]]:
    """A seat of 100.00 at A1's only place, a tax of its state and one of a county there."""
    sheets = small_sheets()
    sheets["accounts"] = sheets["accounts"][:1]
    (home,) = sheets["locations"][:1]
    blank = {"county_fips": "", "place_fips": "", "inside_city": "no", "region": state}
    sheets["locations"] = [home | blank | place]
    sheets["numbers"] = sheets["numbers"][:1]
    sheets["services"] = [
        {
            "service_code": "SEAT-1",
            "account_number": "A1",
            "location_code": "L1",
            "product_code": "SEAT",
            "starts_on": "2026-01-01",
        }
    ]
    country = "CA" if not county else "US"
    sheets["taxes"] = [tax("STATE", state, rate="0.05") | {"country": country}]
    if county:
        sheets["taxes"].append(tax("COUNTY", state, rate="0.01", county_fips=county))
    sheets["registrations"] = [
        {"country": country, "family": "*", "effective_from": "2020-01-01"},
    ]
    return sheets


def made(folder: Path, sheets: dict[str, list[Row]], code: int = 0) -> tuple[Path, dict[str, Any]]:
    """The company file, and what making it told."""
    write_sheets(folder / "workbook", sheets)
    company = folder / "small.switchbook"
    return company, as_json("new", company, "--workbook", folder / "workbook", codes=(code,))


def billed(company: Path, *words: str) -> tuple[list[tuple[str, str, str]], list[dict[str, Any]]]:
    """Tax lines of the one invoice, and who was left out."""
    told = as_json("bill", company, "--period", "2026-10", *words, codes=(0, 1))
    lines = [
        (line["tax_code"], line["jurisdiction"], line["amount"])
        for invoice in told["invoices"]
        for line in invoice["tax_lines"]
    ]
    return lines, told["left_out"]


def errors(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The errors, but for rows that are wrong because they need a wrong one."""
    errors = [each for each in told["findings"] if each["severity"] == "error"]
    return [each for each in errors if each["code"] != "needs_wrong_row"]


@pytest.mark.parametrize("zip_code", ["10001", "10001-2345"])
def test_a_zip_of_one_county_is_taxed_with_it(tmp_path: Path, zip_code: str) -> None:
    company, _ = made(tmp_path, placed("NY", "061", postal_code=zip_code))
    assert billed(company) == (
        [("COUNTY", "US/NY/061", "1.00"), ("STATE", "US/NY", "5.00")],
        [],
    )


def test_a_zip_of_one_county_is_not_taxed_by_another(tmp_path: Path) -> None:
    company, _ = made(tmp_path, placed("NY", "059", postal_code="10001"))
    assert billed(company) == ([("STATE", "US/NY", "5.00")], [])


def test_a_zip_of_several_counties_leaves_the_account_out(tmp_path: Path) -> None:
    company, told = made(tmp_path, placed("CO", "059", postal_code="80226"))
    (warned,) = told["findings"]
    assert (warned["code"], warned["severity"], warned["column"]) == (
        "place_unknown",
        "warning",
        "county_fips",
    )
    lines, left_out = billed(company)
    assert lines == []
    (finding,) = left_out[0]["findings"]
    assert finding["record"] == "L1"
    assert finding["message"] == "Location L1 has no county_fips, but COUNTY is taken by county."
    assert finding["way_out"].endswith(": 08059 Jefferson County or 08031 Denver County.")


def test_a_county_that_was_picked_is_taxed(tmp_path: Path) -> None:
    company, _ = made(tmp_path, placed("CO", "059", postal_code="80226"))
    told = as_json("tax", "place", company, "L1", "--county", "08059", "--why", "asked")
    assert told["place"]["jurisdiction"] == "US/CO/059"
    assert billed(company) == (
        [("COUNTY", "US/CO/059", "1.00"), ("STATE", "US/CO", "5.00")],
        [],
    )


def test_a_zip_that_no_table_knows_counts_as_one_of_several(tmp_path: Path) -> None:
    company, told = made(tmp_path, placed("CO", "059", postal_code="80099"))
    assert [each["code"] for each in told["findings"]] == ["unknown_postal_code", "place_unknown"]
    assert billed(company)[0] == []


def test_without_a_county_row_a_blank_county_does_not_matter(tmp_path: Path) -> None:
    sheets = placed("CO", "059", postal_code="80226")
    sheets["taxes"] = sheets["taxes"][:1]
    company, _ = made(tmp_path, sheets)
    assert billed(company) == ([("STATE", "US/CO", "5.00")], [])


@pytest.mark.parametrize("column", ["address_line1", "address_line2"])
def test_a_post_box_is_refused_as_a_place_of_service(tmp_path: Path, column: str) -> None:
    place = {"postal_code": "80202", column: "P.O. Box 12"}
    _, told = made(tmp_path, placed("CO", "031", **place), code=1)
    (wrong,) = errors(told)
    assert (wrong["code"], wrong["sheet"], wrong["row"], wrong["column"]) == (
        "post_box",
        "locations",
        2,
        column,
    )


def test_bills_may_go_to_a_post_box(tmp_path: Path) -> None:
    sheets = placed("CO", "031", postal_code="80202")
    sheets["accounts"][0]["address_line1"] = "PO Box 12"
    _, told = made(tmp_path, sheets)
    assert told["findings"] == []


def test_the_state_must_be_the_zips(tmp_path: Path) -> None:
    _, told = made(tmp_path, placed("WY", "021", postal_code="80226"), code=1)
    (wrong,) = errors(told)
    assert (wrong["code"], wrong["column"]) == ("state_of_zip", "region")
    assert wrong["message"] == "ZIP code 80226 lies in CO, but region is WY."


@pytest.mark.parametrize(("state", "county"), [("GA", "115"), ("AL", "019")])
def test_a_zip_across_a_state_line_may_be_of_both(tmp_path: Path, state: str, county: str) -> None:
    sheets = placed(state, county, postal_code="30165", county_fips=county)
    company, told = made(tmp_path, sheets)
    assert told["findings"] == []
    assert billed(company)[0] == [
        ("COUNTY", f"US/{state}/{county}", "1.00"),
        ("STATE", f"US/{state}", "5.00"),
    ]


@pytest.mark.parametrize(
    ("code", "province"), [("K1A 0C9", "QC"), ("K1A 0B1", "ON"), ("X0A 1H0", "NU")]
)
def test_the_province_is_the_postal_codes(tmp_path: Path, code: str, province: str) -> None:
    sheets = placed(province, "", postal_code=code, country="CA", inside_city="")
    company, told = made(tmp_path, sheets)
    assert told["findings"] == []
    assert billed(company)[0] == [("STATE", f"CA/{province}", "5.00")]


@pytest.mark.parametrize(("code", "province"), [("K1A 0C9", "ON"), ("X0A 1H0", "NT")])
def test_another_province_is_wrong(tmp_path: Path, code: str, province: str) -> None:
    sheets = placed(province, "", postal_code=code, country="CA", inside_city="")
    _, told = made(tmp_path, sheets, code=1)
    assert [each["code"] for each in errors(told)] == ["province_of_code"]


def test_the_place_on_the_day_of_the_invoice_counts(tmp_path: Path) -> None:
    company, _ = made(tmp_path, placed("CO", "059", postal_code="80226", county_fips="059"))
    words = ("--county", "031", "--from", "2026-11-05", "--why", "the line was moved")
    switchbook("tax", "place", company, "L1", *words)
    before, _ = billed(company, "--invoice-date", "2026-11-04")
    after, _ = billed(company, "--invoice-date", "2026-11-05")
    assert [code for code, _, _ in before] == ["COUNTY", "STATE"]
    assert [code for code, _, _ in after] == ["STATE"]


def test_a_boundary_file_changes_a_place_once_its_plan_is_applied(tmp_path: Path) -> None:
    sheets = placed("CO", "031", postal_code="80202", address_line1="88 Quarry Street")
    sheets["taxes"].append(tax("CITY", "CO", rate="0.03", place_fips="20000"))
    sheets["locations"][0]["inside_city"] = ""
    company, _ = made(tmp_path, sheets)
    file = tmp_path / "COB2026Q4AUG27.csv"
    street = {"zip_code": "80202", "county": "031", "place": "20000"}
    file.write_text(address_line("2", "98", "|QUARRY|ST|", **street) + "\n", encoding="utf-8")
    plan = tmp_path / "plan.json"
    shown = as_json("tax", "boundaries", company, file, "--plan", plan)
    assert shown["files"][0]["records"] == 1
    assert shown["plan"] == json.loads(plan.read_text(encoding="utf-8"))
    assert billed(company)[0] == []
    applied = as_json("tax", "boundaries", company, "--apply", plan)
    assert applied == {"applied": ["L1"], "done_before": [], "stale": []}
    assert [code for code, _, _ in billed(company)[0]] == ["CITY", "COUNTY", "STATE"]


def test_a_stale_plan_is_told_and_ends_with_1(tmp_path: Path) -> None:
    sheets = placed("CO", "031", postal_code="80202", address_line1="88 Quarry Street")
    company, _ = made(tmp_path, sheets)
    file, plan = tmp_path / "COB2026Q4AUG27.csv", tmp_path / "plan.json"
    file.write_text(address_line("2", "98", "|QUARRY|ST|", zip_code="80202"), encoding="utf-8")
    switchbook("tax", "boundaries", company, file, "--plan", plan)
    switchbook("tax", "place", company, "L1", "--county", "031", "--why", "the deed")
    words = switchbook("tax", "boundaries", company, "--apply", plan, codes=(1,))
    assert "1 were left out" in words


def test_a_workbook_mends_the_newest_facts(tmp_path: Path) -> None:
    sheets = placed("CO", "059", postal_code="80226", county_fips="059")
    company, _ = made(tmp_path, sheets)
    words = ("--county", "031", "--from", "2026-11-05", "--why", "the line was moved")
    switchbook("tax", "place", company, "L1", *words)
    switchbook("workbook", "import", company, tmp_path / "workbook")
    (place,) = as_json("tax", "places", company)["places"]
    assert (place["county_fips"], place["since"], place["method"]) == ("059", "2026-11-05", "USER")
    rows = [(each["effective_from"], each["county_fips"]) for each in place["history"]]
    assert rows == [(None, "059"), ("2026-11-05", "059")]


def test_places_in_words(tmp_path: Path) -> None:
    company, _ = made(tmp_path, placed("CO", "059", postal_code="80226"))
    listed = switchbook("tax", "places", company)
    assert "Jefferson County or Denver County" in listed
    assert "Fill in county_fips of that location" in listed
    told = switchbook("tax", "place", company, "L1", "--county", "059", "--why", "asked")
    assert "L1, from the beginning: county_fips blank becomes 059." in told
    again = switchbook("tax", "place", company, "L1", "--county", "059", "--why", "asked")
    assert "known already" in again
    done = switchbook("tax", "places", company, "--unverified")
    assert done == "Every location has its county and an answer about the city's limits.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("place", "L1", "--why", "nothing"),
        ("place", "L1", "--county", "059"),
        ("boundaries", "{file}", "--apply", "{file}"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    company, _ = made(tmp_path, placed("CO", "059", postal_code="80226"))
    name, *rest = (word.format(file=tmp_path / "workbook" / "taxes.csv") for word in words)
    switchbook("tax", name, company, *rest, codes=(2,))
