"""The veil over a window while a dialog of it waits for an answer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme, tokens

_DENSITY = 90


class Veil(QWidget):
    """A child of the window that darkens it; none in high contrast."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("")
        self.hide()

    def cover(self) -> None:
        """Stands over the whole window."""
        parent = self.parentWidget()
        if parent is not None and LOOK.theme is not Theme.HIGH_CONTRAST:
            self.setGeometry(parent.rect())
            self.show()
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the veil: the darkest ground, half transparent."""
        del event
        colour = QColor(tokens().themes[Theme.HIGH_CONTRAST]["window"])
        colour.setAlpha(_DENSITY)
        QPainter(self).fillRect(self.rect(), colour)
