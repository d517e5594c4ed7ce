"""The two locks: complete, hashed, of one mind, and free of addresses."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import TREE

RUNTIME = Path("installer/lock.txt")
DEV = Path("installer/lock-dev.txt")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)")


@pytest.mark.parametrize("lock", [RUNTIME, DEV], ids=str)
def test_a_lock_names_no_address(lock: Path) -> None:
    text = (TREE / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "file:" not in text


@pytest.mark.parametrize("lock", [RUNTIME, DEV], ids=str)
def test_every_pin_has_a_hash(lock: Path) -> None:
    rows = (TREE / lock).read_text(encoding="utf-8").splitlines()
    bare = [row for row, below in zip(rows, [*rows[1:], ""], strict=True) if _is_bare(row, below)]
    assert bare == []


def test_tests_run_on_the_versions_that_users_run() -> None:
    runtime, dev = _pins(RUNTIME), _pins(DEV)
    assert {name: dev.get(name) for name in runtime} == runtime


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((TREE / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = {_name(each) for each in project["project"]["dependencies"]}
    dev = {_name(each) for each in project["dependency-groups"]["dev"]}
    assert runtime - _pins(RUNTIME).keys() == set()
    assert dev - _pins(DEV).keys() == set()


def _is_bare(row: str, below: str) -> bool:
    return bool(PIN.match(row)) and "--hash=sha256:" not in below


def _pins(lock: Path) -> dict[str, str]:
    rows = (TREE / lock).read_text(encoding="utf-8").splitlines()
    return {pin[1]: pin[2] for row in rows if (pin := PIN.match(row))}


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower()
