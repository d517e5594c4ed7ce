"""Keys that come from outside of the program, by way of the X server, as a person's do."""

import os
import shutil
import subprocess
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

ASKED_FOR: Final = "SWITCHBOOK_TEST_KEYS"
"""The environment variable: ``xdotool`` for such keys."""
ARRIVED_MS: Final = 120
BETWEEN_MS: Final = 8


def are_wanted() -> bool:
    """Whether this run presses its keys from outside."""
    return os.environ.get(ASKED_FOR) == "xdotool"


def press(qtbot: QtBot, at: QWidget, key: str) -> None:
    """Presses a key, written as Qt writes it: ``Ctrl+Shift+W``."""
    _give_keyboard(qtbot, at)
    parts = key.split("+")
    letter = parts[-1].lower() if len(parts[-1]) == 1 or parts[-1] == "Space" else parts[-1]
    _tool("key", "+".join([*(part.lower() for part in parts[:-1]), letter]))
    qtbot.wait(ARRIVED_MS)


def write(qtbot: QtBot, at: QWidget, text: str) -> None:
    """Types a text."""
    if text:
        _give_keyboard(qtbot, at)
        _tool("type", "--delay", str(BETWEEN_MS), "--", text)
        qtbot.wait(ARRIVED_MS)


def _give_keyboard(qtbot: QtBot, at: QWidget) -> None:
    """No window manager hands the keyboard to a window that opens."""
    if not at.isActiveWindow():
        at.window().activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is at.window())


def _tool(*arguments: str) -> None:
    subprocess.run([shutil.which("xdotool") or "xdotool", *arguments], check=True)
