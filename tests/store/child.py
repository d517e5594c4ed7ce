"""A second process at a company file: ``python -m tests.store.child VERB PATH ...``.

A verb prints what it found, one line, then those that hold something wait until their input ends.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.errors import AppError
from app.progress import Silent
from app.store.backup import back_up, restore
from app.store.database import CompanyFile
from app.store.writer_lock import WriterLock
from tests.house.tree import TREE
from tests.store.second_schema import SECOND

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
NOBODY = 65534
POINTS = ("os.", "sqlite3.", "open", "shutil.")


@contextmanager
def running(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A child at work, killed when the block ends."""
    command = [sys.executable, "-m", "tests.store.child", *map(str, words)]
    with subprocess.Popen(
        command, cwd=TREE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def first_line(child: subprocess.Popen[str]) -> str:
    """What a child says first."""
    assert child.stdout is not None
    return child.stdout.readline().strip()


def outcome(*words: str | Path) -> tuple[str, int]:
    """What a child says, and how it ended."""
    with running(*words) as child:
        said, _ = child.communicate(timeout=120)
        return said.strip(), child.returncode


def lock(path: Path) -> None:
    """Holds the writer lock."""
    held = WriterLock(path)
    say("held")
    sys.stdin.read()
    held.release()


def hold(path: Path) -> None:
    """Holds the file open for writing."""
    with CompanyFile.open(path, write=True):
        say("held")
        sys.stdin.read()


def write(path: Path) -> None:
    """Stands inside a write transaction, one row saved before it and many written in it."""
    with CompanyFile.open(path, write=True) as file:
        with file.write() as connection:
            connection.exec_driver_sql("INSERT INTO company_file VALUES ('first', 'saved')")
        with file.write() as connection:
            connection.exec_driver_sql(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
                " INSERT INTO company_file SELECT 'row ' || i, 'not saved' FROM n"
            )
            say("writing")
            sys.stdin.read()


def add(path: Path) -> None:
    """Adds fifty rows, one transaction each."""
    with CompanyFile.open(path, write=True) as file:
        for number in range(50):
            with file.write() as connection:
                connection.exec_driver_sql(
                    "INSERT INTO company_file VALUES (?, 'x')", (f"row {number}",)
                )


def count(path: Path) -> None:
    """Counts the facts, reading only."""
    with CompanyFile.open(path, write=False) as file, file.read() as connection:
        say(str(connection.exec_driver_sql("SELECT count(*) FROM company_file").scalar_one()))


def nobody(path: Path, verb: str) -> None:
    """Does a verb as a user without rights."""
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    VERBS[verb](path)


def cut(path: Path, verb: str, point: str) -> None:
    """Does a verb and dies, as by a power cut, at its n-th call of the system; 0: never."""
    calls = 0

    def look(event: str, _: tuple[object, ...]) -> None:
        nonlocal calls
        if event.startswith(POINTS):
            calls += 1
            if calls == int(point):
                os.kill(os.getpid(), KILL)

    CompanyFile.create(path.with_name("warm.switchbook")).close()  # every import is done
    path.with_name("warm.switchbook").unlink()
    sys.addaudithook(look)
    VERBS[verb](path)
    say(str(calls))


def create(path: Path) -> None:
    """Makes a new company file."""
    CompanyFile.create(path).close()


def update(path: Path) -> None:
    """Brings the file to the second schema."""
    CompanyFile.open(path, write=True, schema=SECOND).close()


def save(path: Path) -> None:
    """Backs the file up beside it."""
    back_up(path, path.with_name("saved.switchbook"), progress=Silent())


def bring_back(path: Path) -> None:
    """Restores the file from the backup beside it."""
    at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    restore(path.with_name("saved.switchbook"), path, at=at, progress=Silent())


def say(words: str) -> None:
    """Prints at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


VERBS: dict[str, Callable[..., None]] = {
    each.__name__: each
    for each in (lock, hold, write, add, count, nobody, cut, create, update, save, bring_back)
}

if __name__ == "__main__":
    try:
        VERBS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    except AppError as refused:
        say(f"{type(refused).__name__}: {refused}")
