"""The field to find in a list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK


class FindField(QLineEdit):
    """The field to find in; the arrow down goes to the list."""

    left_down = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        LOOK.changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        """Room for the hint where there is some; in a narrow bar the hint elides."""
        hint = QFontMetrics(LOOK.font()).horizontalAdvance(self.placeholderText())
        self.setMinimumWidth(LOOK.scaled(80))
        self.setMaximumWidth(max(LOOK.scaled(260), hint + 58))
        self.setToolTip(self.placeholderText())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Down and Enter go to the list; Esc empties the field."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
