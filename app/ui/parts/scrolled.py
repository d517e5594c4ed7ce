"""The middle of a side pane, which scrolls between its head and its foot."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.ui.appearance.look import LOOK

_LEAST: Final = 120


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """A part that scrolls up and down on the ground of its card."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


class FittedArea(QScrollArea):
    """As high as what is in it where there is room for that; else it scrolls."""

    def __init__(self, inside: QWidget, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(name)
        self.inside = inside
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Asks for more room where what is in it needs more than before."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:  # noqa: N802
        """The whole of it, at the width it has."""
        inside = self.inside
        wide = max(self.viewport().width(), 1)
        high = inside.heightForWidth(wide) if inside.hasHeightForWidth() else -1
        return QSize(inside.sizeHint().width(), max(high, inside.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A part of it; the rest scrolls."""
        inside = self.inside.minimumSizeHint()
        return QSize(inside.width(), min(inside.height(), LOOK.scaled(_LEAST)))
