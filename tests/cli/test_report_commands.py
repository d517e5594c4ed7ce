import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from app.operations.call_listing import USAGE_COLUMNS
from tests.cli.command_line import CommandLine


def test_the_columns_of_usage_are_the_agreed_ones(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    out = tmp_path / "usage.csv"
    assert switchbook.facts("export", october, "usage", "--out", out) == {
        "table": "usage",
        "out": str(out),
        "format": "csv",
        "rows": 9,
    }
    header = out.read_text().partition("\n")[0]
    assert header == (
        "call_id,source,file,row,status,reason,account_number,number,caller,called,call_class,"
        "jurisdiction,started_at,raw_seconds,billed_seconds,allowance_seconds,rate,gross_charge,"
        "charge,cost,plan_code,deck_code,prefix"
    )
    assert tuple(header.split(",")) == USAGE_COLUMNS


@pytest.mark.parametrize(
    ("words", "name", "told"),
    [
        ((), "out.parquet", "parquet"),
        ((), "out.XLSX", "xlsx"),
        ((), "out.txt", "csv"),
        (("--format", "parquet"), "out.csv", "parquet"),
    ],
)
def test_the_format_is_told_by_the_option_or_the_name(
    october: Path,
    tmp_path: Path,
    switchbook: CommandLine,
    words: tuple[str, ...],
    *,
    name: str,
    told: str,
) -> None:
    facts = switchbook.facts("export", october, "suspense", "--out", tmp_path / name, *words)
    assert (facts["format"], facts["rows"]) == (told, 1)


def test_a_period_narrows_an_export(october: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    out = tmp_path / "usage.parquet"
    facts = switchbook.facts("export", october, "usage", "--out", out, "--period", "2026-10")
    assert facts["rows"] == 8
    assert pl.read_parquet(out).height == 8


@pytest.mark.parametrize("period", ["2026", "2026-13", "October"])
@pytest.mark.parametrize("command", ["export", "variance", "proof"])
def test_a_period_that_is_none_is_refused(
    october: Path, tmp_path: Path, switchbook: CommandLine, command: str, period: str
) -> None:
    words: tuple[object, ...] = (command, october, "--period", period)
    if command == "export":
        words = (*words, "usage", "--out", tmp_path / "out.csv")
    answer = switchbook(*words)
    assert (answer.code, "Traceback" in answer.err) == (2, False)
    assert period in answer.err


def test_a_place_that_cannot_be_written_is_told(
    october: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    (tmp_path / "file").write_text("")
    answer = switchbook("export", october, "usage", "--out", tmp_path / "file" / "out.csv")
    assert (answer.code, "could not be written" in answer.err) == (1, True)


def test_the_variance_adds_up(billed: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("variance", billed, "--period", "2026-10")
    assert {name: facts[name] for name in ("period", "before", "now", "difference")} == {
        "period": "2026-10",
        "before": "0.00",
        "now": "65.65",
        "difference": "65.65",
    }
    assert sum(float(amount) for amount in facts["by_cause"].values()) == pytest.approx(65.65)
    assert [each["account_number"] for each in facts["accounts"]] == ["100", "200"]
    assert set(facts["accounts"][0]) == {
        "account_number",
        "before",
        "now",
        "difference",
        "by_cause",
        "changes",
    }
    assert switchbook("variance", billed, "--period", "2026-10").out.endswith(
        "0.00 before, 65.65 now: 65.65.\n"
    )


def test_a_proof_that_closes(billed: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("proof", billed, "--period", "2026-10")
    assert (facts["closes"], facts["broken"], facts["malformed"]) == (True, [], 1)
    assert facts["records"]["billed"] == {"count": 5, "seconds": 1230, "amount": "0.61"}
    assert facts["invoices"]["total"] == "65.65"
    assert facts["missing"] == {"count": 0, "seconds": 0, "amount": "0"}
    assert "The proof closes." in switchbook("proof", billed, "--period", "2026-10").out


def test_a_proof_that_does_not_close_names_the_records(
    billed: Path, switchbook: CommandLine
) -> None:
    with closing(sqlite3.connect(billed)) as database, database:
        database.execute("DELETE FROM calls WHERE call_key = 's1'")
    facts = switchbook.facts("proof", billed, "--period", "2026-10", code=1)
    assert (facts["closes"], facts["broken"]) == (False, ["import 1, october.csv"])
    answer = switchbook("proof", billed, "--period", "2026-10")
    assert answer.out.endswith("The proof does not close:\nimport 1, october.csv\n")
