"""Ctrl+C at the command line, also where what it raises is swallowed."""

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from app.cli.output import TerminalProgress
from app.stopping import STOP, heeding_ctrl_c

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")


@pytest.fixture(autouse=True)
def _a_terminal_listens() -> Iterator[None]:
    """As Python listens in a terminal; who is started in the background is to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def swallow() -> None:
    """As a library does that is called back."""
    with contextlib.suppress(KeyboardInterrupt):
        press()


def test_what_was_swallowed_counts_at_the_next_step() -> None:
    with heeding_ctrl_c():
        swallow()
        with pytest.raises(KeyboardInterrupt):
            TerminalProgress(io.StringIO()).step(1, 2, "Reading")


def test_a_command_begins_without_what_was_pressed_before() -> None:
    with heeding_ctrl_c():
        swallow()
    with heeding_ctrl_c():
        assert not STOP.is_asked
        TerminalProgress(io.StringIO()).step(1, 2, "Reading")


def test_what_was_done_for_good_is_told_before_it_counts() -> None:
    with heeding_ctrl_c():
        STOP.hold()
        press()
        with pytest.raises(KeyboardInterrupt):
            STOP.let_go()
        STOP.let_go()


def test_the_second_time_is_not_held_back() -> None:
    with heeding_ctrl_c():
        STOP.hold()
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_another_thread_holds_nothing_back() -> None:
    with heeding_ctrl_c():
        thread = threading.Thread(target=STOP.hold)
        thread.start()
        thread.join()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_what_listened_before_listens_again() -> None:
    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    with heeding_ctrl_c():
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == before


def test_who_is_to_ignore_it_goes_on() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with heeding_ctrl_c():
            press()
            assert not STOP.is_asked
    finally:
        signal.signal(signal.SIGINT, before)
