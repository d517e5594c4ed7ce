"""Where things stand: the top level, folder names, module sizes, tests at the mirrored place."""

from pathlib import Path

from tests.house.tree import TREE, files, files_under, lines

TOP_LEVEL = {"pyproject.toml", "README.md", "app", "resources", "installer", "tests", "sample_data"}
NAMES_THAT_TELL_NOTHING = {"utils", "helpers", "common", "misc", "core", "manager"}
LONGEST_MODULE = 400
MIGRATIONS = Path("app", "store", "migrations")
"""The versions of the tables, written once by a program, and read by one."""
MIRRORED_ROOMS = {
    "values",
    "customers",
    "usage",
    "rating",
    "tax",
    "billing",
    "workbook",
    "store",
    "operations",
}


def test_the_top_level_is_the_agreed_one() -> None:
    entries = {path.parts[0] for path in files()}
    strangers = {name for name in entries if not name.startswith(".")} - TOP_LEVEL
    assert strangers == set()


def test_folders_are_named_for_what_they_hold() -> None:
    folders = {name for path in files_under("app", ".py") for name in path.parts[:-1]}
    modules = {path.stem for path in files_under("app", ".py")}
    assert (folders | modules) & NAMES_THAT_TELL_NOTHING == set()


def test_modules_are_short_enough_to_read_at_once() -> None:
    sizes = {
        str(path): len(lines(path))
        for path in files_under("app", ".py")
        if not path.is_relative_to(MIGRATIONS)
    }
    assert {path: size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_every_rule_and_operation_has_its_test_at_the_mirrored_place() -> None:
    without = [
        str(path)
        for path in files_under("app", ".py")
        if _is_mirrored(path) and not (TREE / _mirror(path)).exists()
    ]
    assert "\n".join(without) == ""


def _is_mirrored(path: Path) -> bool:
    room = path.parts[1]
    is_written = path.name != "__init__.py" and not path.is_relative_to(MIGRATIONS)
    return room in MIRRORED_ROOMS and is_written


def _mirror(path: Path) -> Path:
    return Path("tests", *path.parts[1:-1], f"test_{path.name}")
