"""Unused circles are freed on the window's thread, and not while something is at work."""

import gc
import threading

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.ui.collecting import Collector


class Left:
    """Something in a circle that only a search finds; it notes on which thread it goes."""

    def __init__(self, gone: list[int]) -> None:
        self.circle = self
        self.gone = gone

    def __del__(self) -> None:
        self.gone.append(threading.get_ident())


def test_python_no_longer_searches_on_whichever_thread(qtbot: QtBot) -> None:
    del qtbot
    gc.enable()
    Collector().start()
    gone: list[int] = []
    for _ in range(100):
        Left(gone)
    worker = threading.Thread(target=lambda: [[] for _ in range(100_000)])
    worker.start()
    worker.join()
    assert gone == []
    gc.collect()
    assert set(gone) == {threading.get_ident()}


def test_the_window_searches_when_enough_came_together(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.collecting._PAUSE_MS", 10)
    collector = Collector()
    collector.start()
    gone: list[int] = []
    kept = [Left(gone) for _ in range(2000)]
    kept.clear()
    qtbot.waitUntil(lambda: len(gone) == 2000)


def test_nothing_is_searched_while_something_is_at_work() -> None:
    collector = Collector()
    gc.disable()
    gone: list[int] = []
    collector.put_off()
    collector.put_off()
    for _ in range(2000):
        Left(gone)
    collector.search()
    collector.take_up()
    collector.search()
    assert gone == []
    collector.take_up()
    assert len(gone) == 2000


def test_starting_again_does_nothing(qtbot: QtBot) -> None:
    del qtbot
    collector = Collector()
    collector.start()
    before = QCoreApplication.instance()
    assert before is not None
    count = len(before.children())
    collector.start()
    assert len(before.children()) == count
