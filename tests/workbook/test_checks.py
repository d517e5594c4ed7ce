from collections.abc import Mapping

import pytest

from app.values.sheet import SheetRow
from app.workbook.checks import CheckedRows, check_rows, record_of
from app.workbook.outlook import Current
from app.workbook.raw_sheets import RawSheet
from tests.workbook.examples import (
    CALLS,
    TABLES,
    TODAY,
    a_row,
    cells,
    current_of,
    raw_sheet,
    read,
    whole_workbook,
)


def checked(*sheets: RawSheet, current: Current | None = None) -> CheckedRows:
    return check_rows(read(*sheets), current or {}, tables=TABLES, today=TODAY)


def wrong(*sheets: RawSheet, current: Current | None = None) -> Mapping[str, object]:
    found = checked(*sheets, current=current).wrong
    return {
        f"{sheet} {number}": [each.code for each in findings]
        for (sheet, number), findings in found.items()
    }


def good(*sheets: RawSheet, current: Current | None = None) -> list[tuple[str, int]]:
    found = checked(*sheets, current=current).good
    return [(name, each.number) for name, rows in found.items() for each in rows]


def replaced(name: str, *rows: Mapping[str, str]) -> list[RawSheet]:
    """The whole workbook with another sheet of this name."""
    others = [sheet for sheet in whole_workbook() if sheet.name != name]
    return [*others, raw_sheet(name, *rows)]


def test_rows_that_fit_each_other_are_good() -> None:
    found = checked(*whole_workbook())
    assert (found.wrong, found.findings) == ({}, ())


def test_a_reference_to_nothing_is_wrong() -> None:
    sheets = replaced("services", cells("services", product_code="SEAT-STD2"))
    (finding,) = checked(*sheets).findings
    assert (finding.code, finding.sheet, finding.row) == ("unknown_reference", "services", 2)
    assert finding.message == "product_code 'SEAT-STD2' is on no row of products."
    assert finding.way_out == "Perhaps 'SEAT-STD' is meant."
    assert finding.record == "10042-SEATS"


def test_a_reference_like_nothing_gives_no_guess() -> None:
    sheets = replaced("services", cells("services", product_code="??"))
    (finding,) = checked(*sheets).findings
    assert finding.way_out == "Put it on the sheet products."


def test_a_reference_to_a_sheet_that_is_not_there_is_wrong() -> None:
    assert wrong(
        raw_sheet("aliases", cells("aliases")), raw_sheet("bundles", cells("bundles"))
    ) == {"bundles 2": ["unknown_reference"]}


def test_names_are_compared_only_while_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workbook.checks.MOST_NAMES_COMPARED", 1)
    sheets = replaced("services", cells("services", product_code="SEAT-STD2"))
    assert [each.way_out for each in checked(*sheets).findings] == ["Put it on the sheet products."]


def test_a_name_is_guessed_once() -> None:
    rows = [cells("services", service_code=code, product_code="SEAT-STD2") for code in "AB"]
    found = checked(*replaced("services", *rows)).findings
    assert [each.way_out for each in found] == ["Perhaps 'SEAT-STD' is meant."] * 2


def test_a_reference_into_the_file_is_good() -> None:
    current: dict[str, SheetRow | list[SheetRow]] = {
        "accounts": a_row("accounts"),
        "locations": a_row("locations"),
        "products": a_row("products"),
    }
    sheet = raw_sheet("services", cells("services"))
    assert wrong(sheet, current=current_of(**current)) == {}


def test_what_needs_a_wrong_row_is_wrong_as_well() -> None:
    sheets = replaced("accounts", cells("accounts", bill_cycle_day="31"))
    assert wrong(*sheets) == {
        "accounts 2": ["too_large"],
        "locations 2": ["needs_wrong_row"],
        "circuits 2": ["needs_wrong_row", "needs_wrong_row"],
        "numbers 2": ["needs_wrong_row", "needs_wrong_row", "needs_wrong_row"],
        "services 2": ["needs_wrong_row", "needs_wrong_row"],
    }


def test_what_needs_an_unreadable_row_names_it() -> None:
    sheets = replaced("products", cells("products", price="much"), cells("products", **CALLS))
    (finding,) = checked(*sheets).wrong["services", 2]
    assert finding.message == "product_code 'SEAT-STD' is row 2 of products, which is itself wrong."


def test_what_the_file_holds_stands_in_for_a_wrong_row() -> None:
    sheets = replaced("accounts", cells("accounts", bill_cycle_day="31"))
    found = wrong(*sheets, current=current_of(accounts=a_row("accounts")))
    assert found == {"accounts 2": ["too_large"]}


def test_wrong_parents_take_their_children_with_them() -> None:
    rows = [
        cells("accounts", account_number="1", parent_account_number="2"),
        cells("accounts", account_number="2", parent_account_number="3"),
        cells("accounts", account_number="3", parent_account_number="none"),
        cells("accounts", account_number="4"),
    ]
    assert wrong(raw_sheet("accounts", *rows)) == {
        "accounts 2": ["needs_wrong_row"],
        "accounts 3": ["needs_wrong_row"],
        "accounts 4": ["unknown_reference"],
    }


def test_a_contradiction_takes_its_dependents_with_it() -> None:
    sheets = replaced("rate_plans", cells("rate_plans", usage_product="SEAT-STD"))
    assert wrong(*sheets) == {"rate_plans 2": ["no_usage"], "numbers 2": ["needs_wrong_row"]}


def test_a_range_is_wrong_as_a_whole_and_told_once() -> None:
    row = cells("numbers", number="3035550100-3035550149", rate_plan="NONE")
    sheets = replaced("numbers", row)
    assert wrong(*sheets) == {"numbers 2": ["unknown_reference"]}
    assert ("numbers", 2) not in good(*sheets)


def test_a_header_that_is_wrong_holds_up_all_its_rows() -> None:
    row = cells("aliases", surce="x")
    assert wrong(raw_sheet("aliases", row, {**row, "alias": "b"})) == {
        "aliases 2": ["unknown_column"],
        "aliases 3": ["unknown_column"],
    }


def test_a_wrong_header_is_told_once() -> None:
    found = checked(raw_sheet("aliases", cells("aliases", surce="x")))
    assert [(each.code, each.row) for each in found.findings] == [("unknown_column", 1)]


def test_findings_come_sheet_by_sheet_and_row_by_row() -> None:
    found = checked(
        raw_sheet("sorces", cells("sources")),
        raw_sheet("products", cells("products", price="-", name=""), cells("products", gl_code="")),
        raw_sheet("accounts", cells("accounts", timezone="Denver")),
    )
    assert [(each.sheet, each.row) for each in found.findings] == [
        ("sorces", None),
        ("accounts", 2),
        ("products", 2),
        ("products", 2),
        ("products", 3),
    ]


def test_what_is_odd_is_a_warning_and_comes_in() -> None:
    sheet = raw_sheet("aliases", cells("aliases"))
    (finding,) = checked(sheet).findings
    assert (finding.code, finding.severity.value) == ("number_of_nobody", "warning")
    assert finding.record == "ext-204 pbx-denver"
    assert good(raw_sheet("aliases", cells("aliases"))) == [("aliases", 2)]


def test_taxes_are_judged_together() -> None:
    rows = [cells("taxes"), cells("taxes", effective_from="2026-06-01")]
    assert wrong(raw_sheet("taxes", *rows)) == {"taxes 3": ["overlap"]}


def test_taxes_are_judged_with_those_of_the_file() -> None:
    current = current_of(taxes=a_row("taxes"))
    sheet = raw_sheet("taxes", cells("taxes", effective_from="2026-06-01"))
    assert wrong(sheet, current=current) == {"taxes 2": ["overlap"]}


def test_the_universal_service_rate_is_held_against_the_published_factor() -> None:
    fusf = cells(
        "taxes",
        tax_code="FUSF",
        family="FUSF",
        class_="PASS_THROUGH",
        state="",
        effective_from="2026-10-01",
        effective_to="2026-12-31",
        rate="0.41",
        base_kind="INTERSTATE_INTL",
    )
    assert wrong(raw_sheet("taxes", fusf)) == {"taxes 2": ["fusf_above_factor"]}


def test_warnings_about_taxes_are_kept() -> None:
    fee = cells(
        "taxes", tax_code="RRF", class_="PROVIDER_FEE", family="REG", bill_label="Recovery fee"
    )
    found = checked(raw_sheet("taxes", cells("taxes"), fee))
    assert [each.code for each in found.findings] == ["nothing_joins"]


def test_a_record_is_known_by_its_key() -> None:
    assert record_of(("10042", None, TODAY)) == "10042 2026-11-01"


def many_numbers(**account: str) -> list[RawSheet]:
    """The whole workbook with another account and three numbers of it."""
    rows = [cells("numbers", number=f"303555014{digit}") for digit in range(3)]
    others = [sheet for sheet in whole_workbook() if sheet.name not in {"accounts", "numbers"}]
    return [
        *others,
        raw_sheet("accounts", cells("accounts", **account)),
        raw_sheet("numbers", *rows),
    ]


def test_what_a_misspelt_column_holds_up_is_told_once_for_each_sheet() -> None:
    found = checked(*many_numbers(acount_name="Mesa"))
    assert [(each.sheet, each.code) for each in found.findings] == [
        ("accounts", "unknown_column"),
        ("locations", "needs_wrong_row"),
        ("circuits", "needs_wrong_row"),
        ("circuits", "needs_wrong_row"),
        ("numbers", "needs_wrong_row"),
        ("services", "needs_wrong_row"),
        ("services", "needs_wrong_row"),
    ]
    together = next(each for each in found.findings if each.sheet == "numbers")
    assert together.message == (
        "3 rows of numbers need rows of accounts, locations and circuits that are wrong themselves."
    )
    assert together.way_out == "Mend those: these rows come in with them."
    assert len(found.wrong["numbers", 3]) == 3


def test_rows_that_need_a_sheet_whose_key_is_misspelt_name_its_header() -> None:
    account = {
        "acount_number" if name == "account_number" else name: text
        for name, text in cells("accounts").items()
    }
    sheets = replaced("accounts", account)
    (finding,) = checked(*sheets).wrong["locations", 2]
    assert finding.code == "needs_wrong_row"
    assert finding.message == (
        "account_number '10042' may be on a row of accounts, whose header is wrong."
    )


def test_an_alias_of_a_number_on_a_wrong_row_is_not_told_as_well() -> None:
    sheets = replaced("numbers", cells("numbers", rate_plan="NONE"))
    number = cells("numbers")["number"]
    found = checked(*sheets, raw_sheet("aliases", cells("aliases", number=number))).findings
    assert [(each.sheet, each.code) for each in found] == [("numbers", "unknown_reference")]
