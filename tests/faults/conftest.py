"""Company files that tests copy before they do them harm."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.company import copy, write_calls, write_workbook
from tests.faults.program import switchbook

CALLS = 60_000


@pytest.fixture(scope="session")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call file of a second's work."""
    return write_calls(tmp_path_factory.mktemp("calls") / "calls.csv", CALLS)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company file that is set up and has no calls."""
    folder = tmp_path_factory.mktemp("company")
    path = folder / "empty.switchbook"
    switchbook("new", path, "--workbook", write_workbook(folder / "setup")).worked()
    return path


@pytest.fixture(scope="session")
def called(empty: Path, calls: Path) -> Path:
    """The same with its calls."""
    path = copy(empty, empty.with_name("called.switchbook"))
    switchbook("import", path, calls).worked()
    return path


@pytest.fixture(scope="session")
def mispriced(called: Path) -> Path:
    """The same, each rated call a trifle too dear."""
    path = copy(called, called.with_name("mispriced.switchbook"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE calls SET charge = charge + 1 WHERE status = 0")
    return path


@pytest.fixture(scope="session")
def dearer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A setup workbook with twice the rates, and many new ones."""
    return write_workbook(tmp_path_factory.mktemp("dearer"), prefixes=3000, times=2)
