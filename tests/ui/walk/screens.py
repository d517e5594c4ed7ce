"""The screens and looks that dialogs and wizards are walked over in."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.ui.appearance.tokens import Density, Theme
from app.ui.main_window import MainWindow
from tests.ui.conftest import settled

Screen = Callable[[tuple[int, int]], QSize]
LARGEST, LAPTOP = 16, 1093
How = tuple[tuple[int, int], Theme, Density, int]
QUICK: list[How] = [
    ((1366, 768), Theme.LIGHT, Density.NORMAL, 10),
    ((683, 384), Theme.DARK, Density.NORMAL, 10),
]
MORE: list[How] = [
    (size, theme, Density.NORMAL, body)
    for size in ((1093, 614), (911, 512), (683, 384))
    for theme in (Theme.LIGHT, Theme.DARK)
    for body in (10, 16)
]


def laid_out(window: MainWindow) -> None:
    """Waits until all is read and every layout has told the others what it needs."""
    for _ in range(3):
        settled(window.desk)
        QApplication.processEvents()
