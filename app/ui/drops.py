"""Files dragged onto the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK


class DropVeil(QWidget):
    """The frame around the window while files are dragged over it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Drop to import")
        self.hide()

    def cover(self) -> None:
        """Stands over the whole window."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the frame and its words."""
        del event
        painter = QPainter(self)
        painter.setPen(QPen(LOOK.colour("accent"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setFont(LOOK.font("pane", 600))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "Drop to import")


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files and folders of a drop; none where it is something else."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
