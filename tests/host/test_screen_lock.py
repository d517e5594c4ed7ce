"""The lock of the computer's screen."""

import sys

import pytest

from app.host import screen_lock


def test_a_computer_without_one_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    assert screen_lock.screen_lock() is None
    assert not screen_lock.lock_screen()


def test_a_lock_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_lock, "screen_lock", lambda: ("false",))
    assert not screen_lock.lock_screen()
    monkeypatch.setattr(screen_lock, "screen_lock", lambda: ("/nowhere/lock",))
    assert not screen_lock.lock_screen()
