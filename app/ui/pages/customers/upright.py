"""A hairline between two columns."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK


class Upright(QWidget):
    """A hairline from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the line."""
        QPainter(self).fillRect(event.rect(), LOOK.colour("line"))
