import subprocess
import sys
from pathlib import Path

import click
import pytest

from app.cli.main import run, switchbook
from app.errors import Cancelled
from app.store.facts import PROGRAM_VERSION
from tests.cli.command_line import CommandLine

COMMANDS = [
    "demo",
    "new",
    "workbook",
    "backup",
    "restore",
    "check",
    "decide",
    "import",
    "profile",
    "undo-import",
    "suspense",
    "rerate",
    "explain",
    "bill",
    "undo-run",
    "void",
    "credit",
    "documents",
    "mail",
    "send",
    "month",
    "close",
    "export",
    "variance",
    "proof",
    "tax",
    "practice",
    "connect",
    "pull",
    "post",
    "payments",
    "map",
    "presence",
    "counts",
    "left-out",
    "sync",
    "inbox",
]
GROUPS = {("workbook",), ("profile",), ("tax",), ("practice",)}


def all_commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in switchbook.commands.items():
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, inner) for inner in command.commands]
    return found


def test_commands_are_listed_in_the_order_of_a_month() -> None:
    assert switchbook.list_commands(click.Context(switchbook)) == COMMANDS


def test_help_names_every_command(switchbook: CommandLine) -> None:
    answer = switchbook("--help")
    assert answer.code == 0
    assert [name for name in COMMANDS if f"  {name} " not in answer.out] == []


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_every_command_explains_itself(switchbook: CommandLine, words: tuple[str, ...]) -> None:
    answer = switchbook(*words, "--help")
    assert (answer.code, answer.out.startswith("Usage: switchbook")) == (0, True)


@pytest.mark.parametrize(
    "words",
    [each for each in all_commands() if each not in GROUPS],
)
def test_every_command_takes_json(switchbook: CommandLine, words: tuple[str, ...]) -> None:
    assert "--json" in switchbook(*words, "--help").out


def test_the_version_is_that_of_the_program(switchbook: CommandLine) -> None:
    assert switchbook("--version").out.strip() == f"Switchbook, version {PROGRAM_VERSION}"


@pytest.mark.parametrize(
    "words",
    [
        ("phone",),
        ("bill",),
        ("bill", "x.switchbook"),
        ("new", "x.switchbook"),
        ("explain", "x.switchbook", "a1", "--loudly"),
        ("export", "x.switchbook", "customers", "--out", "x.csv"),
        ("bill", "x.switchbook", "--period", "2026-10", "--invoice-date", "tomorrow"),
        ("import", "x.switchbook", "no such file.csv"),
        ("workbook", "phone"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(
    switchbook: CommandLine, words: tuple[str, ...]
) -> None:
    answer = switchbook(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Usage: switchbook")


def test_an_error_is_told_in_words_with_exit_code_1(
    switchbook: CommandLine, tmp_path: Path
) -> None:
    answer = switchbook("check", tmp_path / "gone.switchbook")
    assert (answer.code, answer.out) == (1, "")
    assert "gone.switchbook" in answer.err
    assert "Traceback" not in answer.err


def test_an_error_is_one_json_object_too(switchbook: CommandLine, tmp_path: Path) -> None:
    facts = switchbook.facts("check", tmp_path / "gone.switchbook", code=1)
    assert set(facts) == {"error"}
    assert set(facts["error"]) == {"what", "why", "remedy"}


def test_a_clock_that_cannot_be_read_is_told(
    switchbook: CommandLine, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "noon")
    answer = switchbook("check", company)
    assert (answer.code, "SWITCHBOOK_NOW is no moment: noon" in answer.err) == (1, True)


@pytest.mark.parametrize("stop", [click.Abort, Cancelled, KeyboardInterrupt])
def test_work_that_was_stopped_says_so(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    stop: type[BaseException],
) -> None:
    @click.command()
    def stopped() -> None:
        raise stop

    monkeypatch.setitem(switchbook.commands, "stopped", stopped)
    assert run(["stopped"]) == 1
    assert capsys.readouterr().err.lstrip().startswith("Stopped.")


def test_a_reader_that_goes_away_ends_it_quietly(company: Path) -> None:
    words = [sys.executable, "-m", "app", "export", "--help"]
    shell = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -c 1', "sh", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (shell.stdout, shell.stderr) == ("U", "")
    assert company.exists()
