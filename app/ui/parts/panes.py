"""Panes side by side, with a handle between them."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.appearance.look import LOOK

_NARROW: Final = 820


class Panes(QSplitter):
    """Panes that ask for more room where what is in them needs more than before."""

    def __init__(self, way: Qt.Orientation) -> None:
        super().__init__(way)
        self.setHandleWidth(14)
        self.setChildrenCollapsible(False)

    def event(self, event: QEvent) -> bool:
        """Passes on that a pane has another size in mind: Qt's own keeps that to itself."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return taken


class SidePanes(Panes):
    """A list and its side pane, which stands below the list where there is little room."""

    def __init__(self, name: str, left: QWidget, right: QWidget, *, parts: tuple[int, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        for place, (pane, share) in enumerate(zip((left, right), parts, strict=True)):
            self.addWidget(pane)
            self.setStretchFactor(place, share)
        self.setSizes([share * 100 for share in parts])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Puts the side pane below the list, or beside it."""
        super().resizeEvent(event)
        narrow = self.width() < LOOK.scaled(_NARROW)
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.orientation() is not way:
            self.setOrientation(way)
