"""Panes side by side, with a handle between them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter


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
