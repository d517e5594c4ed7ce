"""Ctrl+C at the command line, noted: a library that is called back may swallow what it raises."""

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


STOP: Final = Stop()


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Notes Ctrl+C while a command runs; what it breaks in passing tells nothing of its own.

    Python heeds it in its main thread alone; a process that is to ignore it goes on doing so.
    """
    STOP.is_asked = False
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    hook, last = sys.unraisablehook, logging.lastResort

    def note(number: int, frame: object) -> None:
        del number, frame
        STOP.is_asked = True
        raise KeyboardInterrupt

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
