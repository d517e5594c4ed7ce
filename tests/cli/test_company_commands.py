from pathlib import Path

import openpyxl
import pytest

from tests.cli.command_line import CommandLine


@pytest.fixture
def workbook(company: Path, tmp_path: Path, switchbook: CommandLine) -> Path:
    """The company as a folder of CSVs."""
    folder = tmp_path / "workbook"
    assert switchbook("workbook", "export", company, "--out", folder).code == 0
    return folder


def spoil(workbook: Path) -> None:
    path = workbook / "products.csv"
    path.write_text(path.read_text().replace("monthly", "weekly"))


def test_new_makes_a_company_and_counts_its_rows(
    workbook: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    path = tmp_path / "new.switchbook"
    facts = switchbook.facts("new", path, "--workbook", workbook)
    assert set(facts) == {"applied", "counts", "sheets", "findings"}
    assert facts["applied"] is True
    assert facts["counts"] == {"added": 23, "changed": 0, "unchanged": 0, "wrong": 0}
    assert facts["sheets"]["numbers"] == {"added": 3}
    assert path.exists()


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_new_keeps_nothing_of_a_wrong_workbook(
    workbook: Path, tmp_path: Path, switchbook: CommandLine, words: tuple[str, ...]
) -> None:
    spoil(workbook)
    path = tmp_path / "new.switchbook"
    answer = switchbook("new", path, "--workbook", workbook, *words)
    assert answer.code == 1
    assert "weekly" in answer.out
    assert not path.exists()


def test_new_takes_the_good_rows_where_that_is_asked(
    workbook: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    (workbook / "services.csv").unlink()
    spoil(workbook)
    wrong = tmp_path / "wrong"
    facts = switchbook.facts(
        *("new", tmp_path / "new.switchbook", "--workbook", workbook),
        *("--take-good-rows", "--save-wrong", wrong),
    )
    assert (facts["applied"], facts["counts"]["wrong"]) == (True, 1)
    assert [path.name for path in wrong.iterdir()] == ["products.csv"]


def test_new_makes_no_company_without_its_row(
    workbook: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    (workbook / "company.csv").unlink()
    path = tmp_path / "new.switchbook"
    assert switchbook("new", path, "--workbook", workbook, "--take-good-rows").code == 1
    assert not path.exists()


def test_new_overwrites_nothing(company: Path, workbook: Path, switchbook: CommandLine) -> None:
    before = company.read_bytes()
    assert switchbook("new", company, "--workbook", workbook).code == 1
    assert company.read_bytes() == before


def test_a_template_holds_every_sheet(tmp_path: Path, switchbook: CommandLine) -> None:
    path = tmp_path / "empty.xlsx"
    assert switchbook.facts("workbook", "template", path) == {"file": str(path)}
    assert {"company", "accounts", "rates", "exemptions"} <= set(
        openpyxl.load_workbook(path).sheetnames
    )


def test_an_export_counts_its_rows(company: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    out = tmp_path / "two.xlsx"
    words = ("workbook", "export", company, "--out", out, "--sheet", "numbers", "--sheet", "rates")
    assert switchbook.facts(*words) == {"out": str(out), "rows": {"numbers": 3, "rates": 2}}


def test_an_export_imported_again_changes_nothing(
    company: Path, workbook: Path, switchbook: CommandLine
) -> None:
    facts = switchbook.facts("workbook", "import", company, workbook)
    assert facts["counts"] == {"added": 0, "changed": 0, "unchanged": 23, "wrong": 0}


def test_a_plan_is_shown_and_not_written(
    company: Path, workbook: Path, switchbook: CommandLine
) -> None:
    path = workbook / "services.csv"
    path.write_text(path.read_text().replace(",2,", ",3,"))
    words = ("workbook", "import", company, workbook)
    plan = switchbook.facts(*words, "--plan")
    assert (plan["applied"], plan["counts"]["changed"]) == (False, 1)
    assert switchbook.facts(*words)["counts"]["changed"] == 1
    assert switchbook.facts(*words)["counts"]["changed"] == 0


def test_a_wrong_workbook_is_told_row_by_row(
    company: Path, workbook: Path, switchbook: CommandLine
) -> None:
    spoil(workbook)
    facts = switchbook.facts("workbook", "import", company, workbook, code=1)
    (finding,) = facts["findings"]
    assert (finding["sheet"], finding["row"], finding["column"]) == ("products", 2, "billed")
    answer = switchbook("workbook", "import", company, workbook)
    assert answer.out.endswith(
        "Nothing was written. Mend the wrong rows, or add --take-good-rows.\n"
    )


def test_good_rows_of_a_wrong_workbook_are_taken(
    company: Path, workbook: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    spoil(workbook)
    wrong = tmp_path / "wrong.xlsx"
    words = ("--take-good-rows", "--save-wrong", wrong)
    facts = switchbook.facts("workbook", "import", company, workbook, *words)
    assert facts["applied"] is True
    assert wrong.exists()


def test_calls_priced_anew_are_told(october: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    folder = tmp_path / "rates"
    switchbook("workbook", "export", october, "--out", folder, "--sheet", "rates")
    path = folder / "rates.csv"
    path.write_text(path.read_text().replace(",0.3", ",0.6"))
    answer = switchbook("workbook", "import", october, folder)
    assert answer.out.endswith("1 unbilled call was priced anew.\n")


def test_a_backup_and_its_restore(company: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    copy = tmp_path / "copy.switchbook"
    facts = switchbook.facts("backup", company, copy)
    assert (facts["file"], facts["rows"] > 20) == (str(copy), True)
    restored = switchbook.facts("restore", copy, company)
    assert Path(restored["kept"]).exists()
    assert switchbook.facts("restore", copy, tmp_path / "new.switchbook")["kept"] is None


def test_a_check_lists_what_is_in_the_file(billed: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("check", billed)
    assert set(facts) == {"sound", "findings", "rows", "imports", "runs"}
    assert (facts["sound"], facts["rows"]["calls"]) == (True, 8)
    assert facts["imports"] == [
        {
            "import": 1,
            "file": "october.csv",
            "source": "pbx",
            "format": "canonical",
            "imported_at": "2026-11-02T16:00:00+00:00",
            "records": 9,
            "malformed": 1,
        }
    ]
    assert facts["runs"] == [{"run": 1, "period": "2026-10", "state": "approved"}]
    assert "The file is sound." in switchbook("check", billed).out


def test_a_plan_says_that_it_is_one(company: Path, workbook: Path, switchbook: CommandLine) -> None:
    answer = switchbook("workbook", "import", company, workbook, "--plan")
    assert answer.out.endswith("This is the plan; nothing was written.\n")
