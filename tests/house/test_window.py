"""The window's source: looks in one place, icons that exist, words as agreed, Enter answered."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ui.appearance.drawings import svg
from tests.house.tree import TREE, files_under, lines

APPEARANCE = Path("app/ui/appearance")
OWN_LOOK = re.compile(
    r"#[0-9A-Fa-f]{6}\b|setPointSize|setPixelSize\(\d|setFamily|QFont\(\"|Qt\.GlobalColor\.(?!transparent)"
    r"|\d ?pt\b.*[\"';]|QColor\(\"|QColor\(\d"
)
# What is not said, from the left column of the design's table of words.
NOT_SAID = re.compile(
    r"\b(OK|Submit|Invalid|Oops|Please|CDRs?|DIDs?|Are you sure|Import failed|Sync error|No data"
    r"|Duplicate file|Operation cancelled|Delete record|Period locked|Conflict detected"
    r"|Read-only field|Process running|Unmatched)\b|\bFailed\b|^Error\b|[a-z]!(\s|$)"
)
ICON_CALLS = {"icon": 0, "IconLabel": 0, "draw_icon": 1, "Badge": 1, "show_icon": 0, "svg": 0}
ICON_WORDS = {"icon_name", "icon"}


def _window() -> list[Path]:
    return [path for path in files_under("app", ".py") if path.parts[:2] == ("app", "ui")]


def test_colours_sizes_and_fonts_stand_in_appearance_alone() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in _window()
        if APPEARANCE not in path.parents
        for number, line in enumerate(lines(path), start=1)
        if OWN_LOOK.search(line)
    ]
    assert "\n".join(found) == ""


@pytest.mark.parametrize("path", _window(), ids=str)
def test_every_icon_named_exists(path: Path) -> None:
    missing = [name for name in _icons(_tree(path)) if not _exists(name)]
    assert missing == []


@pytest.mark.parametrize("path", _window(), ids=str)
def test_words_are_as_agreed(path: Path) -> None:
    said = [text for text in _texts(_tree(path)) if NOT_SAID.search(text)]
    assert said == []


@pytest.mark.parametrize("path", _window(), ids=str)
def test_point_12_every_dialog_answers_enter_and_escape(path: Path) -> None:
    """Escape is Qt's own; for Enter a button is the default, or a key of the dialog's own is."""
    silent = [
        node.name
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Dialog" for base in node.bases)
        and not re.search(r"setDefault\(|Key_Return|Ctrl\+(Return|Enter)", ast.unparse(node))
    ]
    assert silent == []


def _tree(path: Path) -> ast.Module:
    return ast.parse((TREE / path).read_text(encoding="utf-8"))


def _exists(name: str) -> bool:
    try:
        svg(name)
    except KeyError:
        return False
    return True


def _icons(tree: ast.Module) -> Iterator[str]:
    """The names of icons that are written down, in calls and in tables of icons."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = ICON_CALLS.get(name)
            if place is not None and len(node.args) > place:
                yield from _written(node.args[place])
            for keyword in node.keywords:
                if keyword.arg in ICON_WORDS:
                    yield from _written(keyword.value)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            is_table = any("ICONS" in getattr(target, "id", "") for target in targets)
            if is_table and isinstance(node.value, ast.Dict):
                for value in node.value.values:
                    yield from _written(value)


def _written(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _written(node.body)
        yield from _written(node.orelse)


def _texts(tree: ast.Module) -> Iterator[str]:
    """Texts that can be seen: whatever is written, but for docstrings and names."""
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in spoken and re.search(r"[A-Za-z]{2}", node.value):
            yield node.value
