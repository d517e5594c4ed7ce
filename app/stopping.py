"""Ctrl+C at the command line, noted.

A library that is called back may swallow what it raises; and who is told that the work was stopped
must not find it done.
"""

import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final


@dataclass(slots=True)
class Stop:
    """Whether somebody pressed Ctrl+C since the command began."""

    is_asked: bool = False
    _is_held: bool = False
    _is_due: bool = False

    def press(self) -> None:
        """Raises KeyboardInterrupt; while it is held back the first one is noted alone."""
        self.is_asked = True
        if self._is_held and not self._is_due:
            self._is_due = True
            return
        raise KeyboardInterrupt

    def hold(self) -> None:
        """Work is done for good, and is to be told: Ctrl+C waits for ``let_go``.

        Python interrupts its main thread alone; another thread holds nothing back.
        """
        if threading.current_thread() is threading.main_thread():
            self._is_held = True

    def let_go(self) -> None:
        """Other work is to be done for good: KeyboardInterrupt where a stop was held back."""
        if threading.current_thread() is not threading.main_thread():
            return
        is_due = self._is_due
        self._is_held = self._is_due = False
        if is_due:
            raise KeyboardInterrupt

    def begin(self) -> None:
        """Forgets everything: a command begins."""
        self.is_asked = self._is_held = self._is_due = False


STOP: Final = Stop()


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Notes Ctrl+C while a command runs; what it breaks in passing tells nothing of its own.

    Python heeds it in its main thread alone; a process that is to ignore it goes on doing so.
    """
    STOP.begin()
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    hook, last = sys.unraisablehook, logging.lastResort

    def note(number: int, frame: object) -> None:
        del number, frame
        STOP.press()

    def unraisable(told: "sys.UnraisableHookArgs") -> None:
        if not STOP.is_asked:
            hook(told)

    def is_told(_: logging.LogRecord) -> bool:
        return not STOP.is_asked

    signal.signal(signal.SIGINT, note)
    sys.unraisablehook = unraisable
    if last is not None:
        last.addFilter(is_told)
    try:
        yield
    finally:
        if last is not None:
            last.removeFilter(is_told)
        sys.unraisablehook = hook
        signal.signal(signal.SIGINT, signal.default_int_handler)
