"""The files of the project: what git tracks or would track, read from the disk as it is now."""

import functools
import subprocess
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]


@functools.cache
def files() -> tuple[Path, ...]:
    """Return every file of the project, relative to its top, sorted."""
    listed = _listed_by_git() or _walked()
    return tuple(sorted(path for path in listed if (TREE / path).is_file()))


def files_under(folder: str, suffix: str) -> list[Path]:
    """Return the files below a folder whose name ends so."""
    return [path for path in files() if path.parts[0] == folder and path.suffix == suffix]


def lines(path: Path) -> list[str]:
    """Return the lines of a text file, none of a file that is not text."""
    try:
        return (TREE / path).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def _listed_by_git() -> set[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=TREE, check=True, capture_output=True, encoding="utf-8")
    except (OSError, subprocess.CalledProcessError):
        return set()
    return {Path(name) for name in done.stdout.split("\0") if name}


def _walked() -> set[Path]:
    """Return the files of a tree without git, such as an unpacked archive."""
    found = (path.relative_to(TREE) for path in TREE.rglob("*") if path.is_file())
    left_behind = {"__pycache__", "build", "dist"}
    return {
        path
        for path in found
        if not (path.parts[0].startswith(".") and len(path.parts) > 1)
        and not left_behind.intersection(path.parts)
    }
