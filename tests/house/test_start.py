"""The program starts fast: what takes long to load is loaded where it is first needed."""

import subprocess
import sys

import pytest

from tests.house.tree import TREE

# The slow starters of pyproject.toml's table, a tenth to a third of a second each.
SLOW_STARTERS = {"alembic", "openpyxl", "polars", "reportlab"}


@pytest.mark.skipif(not (TREE / "app/__main__.py").exists(), reason="no way to start it")
def test_starting_loads_none_of_the_slow_starters() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import app.__main__, sys; print(*sys.modules, sep='\\n')"],
        cwd=TREE,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert SLOW_STARTERS.intersection(loaded.stdout.split()) == set()
