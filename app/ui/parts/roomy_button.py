"""A button that shows its words where there is room, else its icon alone."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from app.ui.appearance.look import LOOK
from app.ui.parts.controls import Button


class RoomyButton(Button):
    """For bars that are narrow at times; the words stay in its name and its tooltip."""

    def __init__(self, text: str, *, icon_name: str, kind: str = "", tip: str = "") -> None:
        self._words = text
        self._wide = QSize()
        super().__init__(text, kind=kind, icon_name=icon_name, tip=tip or text)
        LOOK.changed.connect(self._measure)

    def _measure(self) -> None:
        """Forgets how wide it is with its words: the text has another size."""
        self._wide = QSize()
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """With its words, whether or not they are shown now."""
        if self.text() or not self._wide.isValid():
            shown = self.text()
            if not shown:
                self.setText(self._words)
            self._wide = super().sizeHint()
            if not shown:
                self.setText("")
        return self._wide

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The icon alone."""
        return QSize(LOOK.size("icon") + 20, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Shows the words where they fit."""
        super().resizeEvent(event)
        wanted = self._words if self.width() >= self._wide.width() else ""
        if wanted != self.text():
            self.setText(wanted)
            self.setStyleSheet("" if wanted else "padding: 0")
            self.setAccessibleName(self._words)
