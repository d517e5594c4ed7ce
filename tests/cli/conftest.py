"""A small company, closed, on 2 November 2026, and the command line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.operations.companies import NOW, OCTOBER, call_file, lay_company


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "cedar fork.switchbook"
    lay_company(path)
    return path


@pytest.fixture
def company(template: Path, tmp_path: Path) -> Path:
    """The small company of ``tests/operations/companies.py``."""
    path = tmp_path / "cedar.switchbook"
    shutil.copyfile(template, path)
    return path


@pytest.fixture
def switchbook(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    return CommandLine(capsys)


@pytest.fixture
def october(company: Path, tmp_path: Path, switchbook: CommandLine) -> Path:
    """The company with its calls of October in."""
    assert switchbook("import", company, call_file(tmp_path, *OCTOBER), "--source", "pbx").code == 0
    return company


@pytest.fixture
def billed(october: Path, switchbook: CommandLine) -> Path:
    """The company with October approved: CF-1043 of 44.24, CF-1044 of 21.41."""
    waived = ("--waive", "suspended_usage=one stranger")
    assert switchbook("bill", october, "--period", "2026-10", "--approve", *waived).code == 0
    return october
