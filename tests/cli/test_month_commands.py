from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

OF_OCTOBER = ("--period", "2026-10")


@pytest.fixture
def sent(billed: Path, tmp_path: Path, switchbook: CommandLine) -> Path:
    """October is approved and its invoices are written."""
    out = ("--run", "1", "--out", tmp_path / "out", "--no-detail")
    assert switchbook("documents", billed, *out).code == 0
    return billed


def test_a_month_is_json_of_the_agreed_shape(october: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("month", october, *OF_OCTOBER)
    assert (facts["period"], facts["closed"], facts["closings"]) == ("2026-10", False, [])
    steps = {step["step"]: step for step in facts["steps"]}
    assert list(steps) == [
        "open", "calls", "systems", "map", "exceptions",
        "counts", "draft", "review", "post", "close",
    ]  # fmt: skip
    assert steps["exceptions"] == {
        "step": "exceptions",
        "state": "needs_you",
        "count": 1,
        "amount": "0.06",
        "waits_for": None,
        "seconds": 0,
        "seconds_last_month": 0,
        "rows": [
            {
                "kind": "suspense",
                "name": "no_customer",
                "state": "open",
                "count": 1,
                "amount": "0.06",
                "missing_days": [],
                "waive_as": "suspended_usage",
                "waived": None,
            }
        ],
    }


def test_a_month_in_words_names_what_is_next(october: Path, switchbook: CommandLine) -> None:
    told = switchbook("month", october, *OF_OCTOBER)
    assert told.code == 0
    assert "5  exceptions  needs_you" in " ".join(told.out.split(" "))
    assert "  backup : 0" in told.out


def test_what_keeps_a_month_open_is_told(billed: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("close", billed, *OF_OCTOBER, code=1)
    assert facts["closed"] is False
    assert [each["code"] for each in facts["findings"]] == ["run_not_final"]


def test_a_month_is_closed_and_holds(sent: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("close", sent, *OF_OCTOBER)
    assert (facts["closed"], facts["findings"], facts["proof"]["total"]) == (True, [], "65.65")
    refused = switchbook("void", sent, "CF-1043", "--why", "wrong")
    assert refused.code == 1
    assert "October 2026 is closed since Nov 2, 2026" in refused.err
    again = switchbook("close", sent, *OF_OCTOBER)
    assert "closed already" in again.err


def test_a_gate_is_waived_while_closing(
    sent: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    late = tmp_path / "late.csv"
    text = (tmp_path / "october.csv").read_text(encoding="utf-8").splitlines()
    late.write_text(f"{text[0]}\n{text[7].replace('2026-10-09', '2026-10-08')}\n")
    switchbook("import", sent, late, "--source", "pbx")
    told = switchbook("close", sent, *OF_OCTOBER, "--waive", "suspended_usage=a test")
    assert (told.code, told.out) == (0, "October 2026 is closed, 65.65 billed.\n")


def test_a_waiver_without_a_reason_is_wrong_usage(sent: Path, switchbook: CommandLine) -> None:
    assert switchbook("close", sent, *OF_OCTOBER, "--waive", "suspended_usage").code == 2


def test_reopening_needs_a_reason_and_is_listed(sent: Path, switchbook: CommandLine) -> None:
    switchbook("close", sent, *OF_OCTOBER)
    assert switchbook("close", sent, *OF_OCTOBER, "--reopen").code == 1
    done = switchbook("close", sent, *OF_OCTOBER, "--reopen", "--why", "a wrong door")
    assert (done.code, done.out) == (0, "2026-10 is open again: a wrong door\n")
    (closing,) = switchbook.facts("month", sent, *OF_OCTOBER)["closings"]
    assert closing["reopened_why"] == "a wrong door"
    assert "a wrong door" in switchbook("month", sent, *OF_OCTOBER).out
