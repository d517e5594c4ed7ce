from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.operations.companies import A1, OCTOBER, STRANGER, call_file

LAYOUT = "Start,From,To,Seconds\n2026-10-05 09:00:00,3035550142,3035550188,60\n"


def test_an_import_counts_by_outcome(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    path = call_file(tmp_path, *OCTOBER)
    facts = switchbook.facts("import", company, path, "--source", "pbx")
    assert set(facts) == {"counts", "reasons", "files", "findings"}
    assert facts["counts"] == {
        "records": 9,
        "rated": 5,
        "not_chargeable": 1,
        "suspended": 1,
        "duplicate": 1,
        "malformed": 1,
    }
    assert facts["reasons"] == {"no_customer": 1, "not_answered": 1}
    assert facts["files"] == [
        {
            "file": "october.csv",
            "import": 1,
            "imported_before_as": None,
            "source": "pbx",
            "format": "canonical",
            **facts["counts"],
        }
    ]
    assert [finding["code"] for finding in facts["findings"]] == ["bad_start"]


def test_an_import_with_bad_rows_is_done(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    answer = switchbook("import", company, call_file(tmp_path, *OCTOBER))
    assert answer.code == 0
    assert "october.csv row 9 started_at: The start is not a date" in answer.out
    assert answer.err == ""


def test_a_file_imported_before_is_told(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    path = call_file(tmp_path, *OCTOBER, name="renamed.csv")
    facts = switchbook.facts("import", october, path, "--source", "pbx")
    assert (facts["files"][0]["import"], facts["files"][0]["imported_before_as"]) == (None, 1)
    assert "as 1" in switchbook("import", october, path, "--source", "pbx").out


def test_many_findings_are_cut_short(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    bad = [A1.replace(",60,", ",soon,") for _ in range(25)]
    good = [A1.replace("a1,", f"k{place},") for place in range(100)]
    answer = switchbook("import", company, call_file(tmp_path, *good, *bad))
    assert answer.out.endswith("5 more findings; --json lists them.\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--format", "nortel"), 2, "nortel"),
        (("--timezone", "Mars/Base"), 2, "Mars/Base"),
        (("--profile", "mesa"), 1, "There is no saved profile mesa"),
    ],
)
def test_what_is_not_known_is_refused(
    company: Path,
    tmp_path: Path,
    switchbook: CommandLine,
    words: tuple[str, ...],
    code: int,
    *,
    said: str,
) -> None:
    answer = switchbook("import", company, call_file(tmp_path, A1), *words)
    assert (answer.code, said in answer.out + answer.err) == (code, True)


def test_an_import_is_taken_back(october: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    again = call_file(tmp_path, A1, STRANGER, name="again.csv")
    switchbook("import", october, again, "--source", "pbx")
    assert switchbook.facts("undo-import", october, 1) == {
        "file": "october.csv",
        "records": 9,
        "revived": 2,
    }


def test_an_import_that_is_billed_is_not_taken_back(billed: Path, switchbook: CommandLine) -> None:
    answer = switchbook("undo-import", billed, 1)
    assert (answer.code, "Its calls are on CF-1043, CF-1044." in answer.err) == (1, True)


def test_suspense_is_listed_with_its_worth(october: Path, switchbook: CommandLine) -> None:
    assert switchbook.facts("suspense", october) == {
        "calls": 1,
        "estimate": "0.06",
        "groups": [
            {
                "reason": "no_customer",
                "source": "pbx",
                "party": "+19705550100",
                "calls": 1,
                "answered": 1,
                "held": 0,
                "raw_seconds": 60,
                "estimate": "0.06",
            }
        ],
    }


def test_nothing_in_suspense_is_said(company: Path, switchbook: CommandLine) -> None:
    assert switchbook("suspense", company).out == "Nothing is in suspense.\n"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("--retry",), 1),
        (("--assign", "3035550143", "--call", "s1", "--why", "a guest"), 0),
        (("--assign", "3035550143", "--remember", "--party", "+19705550100"), 0),
        (("--hold", "--reason", "no_customer", "--why", "ask"), 1),
        (("--write-off", "--source", "pbx", "--why", "a test line"), 0),
    ],
)
def test_suspense_is_cleared(
    october: Path, switchbook: CommandLine, words: tuple[str, ...], left: int
) -> None:
    assert switchbook.facts("suspense", october, *words) == {
        "calls": 1,
        "still_suspended": left,
    }


def test_a_doubt_is_set_aside(company: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    long = call_file(tmp_path, A1.replace(",60,", ",43260,"))
    switchbook("import", company, long)
    facts = switchbook.facts("suspense", company, "--accept", "--call", "a1", "--why", "real")
    assert facts["still_suspended"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--retry", "--hold"), "Take one of --retry, --assign, --hold, --accept, --write-off."),
        (("--hold",), "Say which calls: --call, --reason, --party or --source."),
        (("--retry", "--reason", "bored"), "bored"),
    ],
)
def test_suspense_asked_wrongly(
    october: Path, switchbook: CommandLine, words: tuple[str, ...], said: str
) -> None:
    answer = switchbook("suspense", october, *words)
    assert (answer.code, said in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--write-off", "--call", "s1"), "A write-off needs a reason."),
        (("--accept", "--call", "s1"), "wait for another reason: no_customer"),
        (("--assign", "12", "--call", "s1"), "12 is no telephone number."),
        (("--assign", "3035550143", "--remember", "--call", "s1"), "Nothing was remembered."),
    ],
)
def test_suspense_that_cannot_be_cleared_so(
    october: Path, switchbook: CommandLine, words: tuple[str, ...], said: str
) -> None:
    answer = switchbook("suspense", october, *words)
    assert (answer.code, said in answer.err) == (1, True)


def test_pricing_again_counts(october: Path, switchbook: CommandLine) -> None:
    assert switchbook.facts("rerate", october) == {"calls": 7, "changed": 0}
    days = ("--from", "2026-10-07", "--to", "2026-10-07")
    assert switchbook("rerate", october, *days).out == "3 calls looked at, 0 changed.\n"


def test_a_call_is_explained(october: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("explain", october, "a3")
    (record,) = facts["records"]
    assert facts["call_id"] == "a3"
    assert {name: record[name] for name in ("source", "file", "row")} == {
        "source": "pbx",
        "file": "october.csv",
        "row": 4,
    }
    answer = switchbook("explain", october, "a3")
    assert answer.out.startswith("a3: october.csv row 4, source pbx\n")
    assert "The call costs 0.15 USD." in record["sentences"]


def test_a_call_that_is_not_there_is_told(october: Path, switchbook: CommandLine) -> None:
    answer = switchbook("explain", october, "x9")
    assert (answer.code, "There is no call x9." in answer.err) == (1, True)


def test_a_profile_is_proposed_saved_and_listed(
    company: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    calls, out = tmp_path / "calls.csv", tmp_path / "p.json"
    calls.write_text(LAYOUT)
    assert switchbook("profile", "list", company).out == "No profile is saved.\n"
    proposed = switchbook.facts("profile", "propose", calls, "--out", out)
    assert set(proposed) == {"out", "reasons", "unsure"}
    name = switchbook.facts("profile", "save", company, out)["profile"]
    assert [each["name"] for each in switchbook.facts("profile", "list", company)["profiles"]] == [
        name
    ]
    assert switchbook("profile", "list", company).out == f"{name}\n"
    words = ("import", company, calls, "--profile", name)
    assert switchbook.facts(*words)["counts"]["rated"] == 1


def test_days_in_the_wrong_order_are_refused(october: Path, switchbook: CommandLine) -> None:
    answer = switchbook("rerate", october, "--from", "2026-10-07", "--to", "2026-10-06")
    assert (answer.code, "--from lies after --to." in answer.err) == (2, True)


def test_what_was_taken_back_is_told(october: Path, switchbook: CommandLine) -> None:
    assert switchbook("undo-import", october, 1).out == "Took back october.csv: 9 records.\n"
