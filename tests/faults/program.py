"""The program as its users start it: a process of its own, ended as they, or the power, end it."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TREE: Final = Path(__file__).parents[2]
NOW: Final = "2026-11-02T09:00:00Z"
PATIENCE_SECONDS: Final = 300
LOOK_SECONDS: Final = 0.001


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    """Negative: by that signal."""
    out: str
    err: str
    peak_mb: float
    seconds: float

    def refused(self) -> str:
        """What it said; it must have ended in words, with exit code 1 and without a trace."""
        assert "Traceback" not in self.err + self.out, self.err
        assert "a mistake of its own" not in self.err, self.err
        assert self.code == 1, (self.code, self.out[-500:], self.err[-500:])
        assert self.err.strip()
        return self.err

    def worked(self) -> "Done":
        """Itself; it must have ended well."""
        assert self.code == 0, (self.code, self.out[-500:], self.err[-2000:])
        return self


class Running:
    """A command that was started."""

    def __init__(self, *arguments: object, limits: Callable[[], None] | None = None) -> None:
        """``limits`` sets, in the new process, what the system lets it do."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(TREE),
            "SWITCHBOOK_NOW": NOW,
            "XDG_STATE_HOME": tempfile.gettempdir(),
        }
        self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=TREE,
            env=environment,
            stdout=self._out,
            stderr=self._err,
            preexec_fn=limits,  # noqa: PLW1509  it sets a limit and nothing else
        )
        self._code: int | None = None
        self._peak_mb = 0.0

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        if self._code is None:
            self._peak_mb = max(self._peak_mb, _peak_mb(self.pid))
            pid, status, _ = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self._code = self._process.returncode = os.waitstatus_to_exitcode(status)
        return self._code is None

    def wait_until(self, condition: Callable[[], bool]) -> bool:
        """Whether the condition came true while the command ran."""
        end = time.perf_counter() + PATIENCE_SECONDS
        while self.runs and time.perf_counter() < end:
            if condition():
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def wait(self, seconds: float) -> None:
        """Lets it run so long."""
        end = time.perf_counter() + seconds
        self.wait_until(lambda: time.perf_counter() >= end)

    def send(self, what: int) -> None:
        """Sends a signal, if it still runs."""
        if self.runs:
            os.kill(self.pid, what)

    def end(self) -> Done:
        """Waits for its end; one that takes too long is killed."""
        self.wait_until(lambda: False)
        if self.runs:
            self._process.kill()
            self._process.wait()
            self._code = self._process.returncode
        seconds = time.perf_counter() - self._begun
        texts = []
        for stream in (self._out, self._err):
            stream.seek(0)
            texts.append(stream.read().decode())
            stream.close()
        return Done(self._code or 0, texts[0], texts[1], self._peak_mb, seconds)


def _peak_mb(pid: int) -> float:
    """The most memory a running process has had; 0 where the system does not tell.

    What ``wait4`` tells is no less than what the tests themselves hold: the child begins as their
    copy.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 2**10 if found else 0.0


def switchbook(*arguments: object, limits: Callable[[], None] | None = None) -> Done:
    """A command from its start to its end."""
    return Running(*arguments, limits=limits).end()
