"""What is written: nothing unfinished in the program, nothing of one machine anywhere."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.tree import files, lines

UNFINISHED = re.compile(
    r"TODO|FIXME|\bXXX\b|NotImplemented|placeholder|not yet implemented|for now|stub|hard.?coded"
    r"|lorem ipsum",
    re.IGNORECASE,
)
# Qt's own word for the grey text in an empty field.
QT_WORDS = re.compile(r"placeholder[-_]?text", re.IGNORECASE)
# The brackets keep this very line from matching.
ONE_MACHINE = re.compile(r"(^|[^A-Za-z0-9_./-])/(w[o]rk|r[o]ot|f[a]rm)/")


def test_the_program_holds_no_unfinished_work() -> None:
    program = [path for path in files() if path.parts[0] == "app"]
    found = [
        where
        for where, line in _numbered(program)
        if UNFINISHED.search(line) and not QT_WORDS.search(line)
    ]
    assert "\n".join(found) == ""


def test_no_file_names_a_place_on_one_machine() -> None:
    drawings = {".svg"}
    written = [path for path in files() if path.suffix not in drawings]
    found = [where for where, line in _numbered(written) if ONE_MACHINE.search(line)]
    assert "\n".join(found) == ""


def _numbered(paths: Iterable[Path]) -> Iterable[tuple[str, str]]:
    for path in paths:
        for number, line in enumerate(lines(path), start=1):
            yield f"{path}:{number}: {line.strip()[:80]}", line
