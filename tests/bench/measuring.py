"""Commands run as a user would run them: how long each takes, and how much memory."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TREE: Final = Path(__file__).parents[2]
NOW: Final = "2026-11-02T09:00:00Z"
"""The bench's calls are of October 2026; later ones are not believed."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took, and what it said."""

    seconds: float
    peak_mb: float
    """Of the command itself, not of processes it starts; 0 where the system does not tell."""
    said: str


def run(*arguments: object, blocks: bool = False) -> Spent:
    """A Python module of this tree, from its start to its end.

    ``blocks``: exit code 1, findings that block, is no failure. RuntimeError for any other.
    """
    command = [sys.executable, "-m", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(TREE), "SWITCHBOOK_NOW": NOW}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        child = subprocess.Popen(command, cwd=TREE, env=environment, stdout=out, stderr=err)
        code, peak_mb = _ended(child)
        seconds = time.perf_counter() - begun
        out.seek(0)
        err.seek(0)
        if code not in ({0, 1} if blocks else {0}):
            message = f"{' '.join(command[2:5])} ended with {code}: {err.read().decode()[-2000:]}"
            raise RuntimeError(message)
        return Spent(seconds, peak_mb, out.read().decode())


def switchbook(*arguments: object, blocks: bool = False) -> Spent:
    """A command of the program."""
    return run("app", *arguments, blocks=blocks)


def _ended(child: "subprocess.Popen[bytes]") -> tuple[int, float]:
    """The exit code of the child once it has ended, and its peak memory in megabytes."""
    if sys.platform == "win32":
        return child.wait(), 0.0
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in kilobytes, macOS in bytes.
    return child.returncode, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
