"""The environment is made when it must be, and never believed whole when it is not."""

import ast
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from installer import from_source

SCRIPT = Path(from_source.__file__)

# Lines as pip 23 printed them.
PIP_WITHOUT_NETWORK = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<...>: Failed \
to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/click/
ERROR: Could not find a version that satisfies the requirement click==8.5.1 (from versions: none)
ERROR: No matching distribution found for click==8.5.1
"""
PIP_WITHOUT_BUILD = """\
ERROR: Could not find a version that satisfies the requirement polars==2.1.0 (from versions: 0.1)
ERROR: No matching distribution found for polars==2.1.0
"""
PIP_WITH_OTHER_FILE = """\
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated
    click==8.5.1 from file: Expected sha256 00
             Got        ff
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a source tree with two locks that ask for nothing."""
    (tmp_path / "installer").mkdir()
    (tmp_path / "installer" / "lock.txt").write_text("# nothing\n", encoding="utf-8")
    (tmp_path / "installer" / "lock-dev.txt").write_text("# nothing more\n", encoding="utf-8")
    return tmp_path


def lay_environment(tree: Path, *kinds: str) -> None:
    python = from_source.venv_python(tree / ".venv")
    python.parent.mkdir(parents=True)
    python.touch()
    stamps = "".join(from_source.stamp_line(kind, tree) + "\n" for kind in kinds)
    if stamps:
        (tree / ".venv" / from_source.STAMP_NAME).write_text(stamps, encoding="utf-8")


def test_a_missing_environment_is_stale(tree: Path) -> None:
    assert not from_source.is_fresh("runtime", tree)


def test_an_environment_killed_in_the_making_is_stale(tree: Path) -> None:
    lay_environment(tree)
    assert not from_source.is_fresh("runtime", tree)


def test_a_stamped_environment_is_fresh(tree: Path) -> None:
    lay_environment(tree, "runtime")
    assert from_source.is_fresh("runtime", tree)


def test_an_environment_for_users_does_not_serve_tests(tree: Path) -> None:
    lay_environment(tree, "runtime")
    assert not from_source.is_fresh("dev", tree)


def test_an_environment_for_tests_serves_users(tree: Path) -> None:
    lay_environment(tree, "dev")
    assert from_source.is_fresh("runtime", tree)


def test_a_changed_lock_makes_it_stale(tree: Path) -> None:
    lay_environment(tree, "runtime")
    (tree / "installer" / "lock.txt").write_text("# something\n", encoding="utf-8")
    assert not from_source.is_fresh("runtime", tree)


def test_a_removed_python_makes_it_stale(tree: Path) -> None:
    lay_environment(tree, "runtime")
    from_source.venv_python(tree / ".venv").unlink()
    assert not from_source.is_fresh("runtime", tree)


def test_a_moved_tree_makes_it_stale(tree: Path, tmp_path: Path) -> None:
    lay_environment(tree, "runtime")
    moved = tree.rename(tmp_path.with_name(tmp_path.name + "-moved"))
    assert not from_source.is_fresh("runtime", moved)


def test_another_python_version_makes_it_stale(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_environment(tree, "runtime")
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    assert not from_source.is_fresh("runtime", tree)


@pytest.mark.slow
def test_a_half_made_environment_is_made_anew_and_finds_the_tree(
    tree: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tree / "app.py").write_text("print('found')\n", encoding="utf-8")
    lay_environment(tree)
    leftover = tree / ".venv" / "leftover"
    leftover.touch()
    from_source.make_fresh("runtime", tree)
    assert from_source.is_fresh("runtime", tree)
    assert not leftover.exists()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    python = str(from_source.venv_python(tree / ".venv"))
    said = subprocess.check_output([python, "-P", "-m", "app"], cwd=elsewhere, encoding="utf-8")
    assert said == "found\n"


def test_an_old_python_can_read_the_script_far_enough_to_be_told() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_told_what_is_needed() -> None:
    words = from_source.words_for_python((3, 10))
    assert words is not None
    assert "needs Python 3.11 or newer; this is Python 3.10" in words


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_a_python_new_enough_is_no_trouble(version: tuple[int, int]) -> None:
    assert from_source.words_for_python(version) is None


def test_debian_is_told_the_very_command() -> None:
    words = from_source.words_for_missing_venv((3, 11), debian=True)
    assert "\n    sudo apt install python3.11-venv\n" in words


def test_other_systems_are_not_told_of_apt() -> None:
    assert "apt" not in from_source.words_for_missing_venv((3, 11), debian=False)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (PIP_WITHOUT_NETWORK, "The package index could not be reached."),
        (PIP_WITHOUT_BUILD, "A package has no ready-made build for this Python"),
        (PIP_WITH_OTHER_FILE, "A downloaded package is not the one"),
        ("ERROR: something else\n", "The packages could not be installed."),
    ],
)
def test_what_pip_says_is_put_in_words(output: str, words: str) -> None:
    said = from_source.words_for_pip(output)
    assert said.startswith(words)
    assert output.strip().splitlines()[-1] in said


def test_all_takes_in_the_slow_tests_and_passes_the_rest_on(tree: Path) -> None:
    command = from_source.pytest_command(["--all", "-k", "money"], tree)
    assert ("-m", "") in itertools.pairwise(command)
    assert command[-2:] == ["-k", "money"]
    assert "--all" not in command


def test_without_all_the_slow_tests_stay_out(tree: Path) -> None:
    assert "" not in from_source.pytest_command(["-k", "money"], tree)


def test_without_a_verb_it_lists_the_verbs() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 2
    assert [line.split()[2] for line in done.stderr.splitlines()] == [
        "demo",
        "run",
        "test",
        "bench",
    ]
