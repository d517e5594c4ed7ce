"""Dialogs that fit the screen: of one too large the middle scrolls, its buttons stay in view."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QDialog,
    QFrame,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_MIDDLE: Final = "middle"
_TITLE_BAR: Final = 32
"""What the system draws around a dialog stands on the same screen."""


def screen_room(window: QWidget) -> QSize:
    """How large a dialog may be on the screen it comes up on."""
    room = window.screen().availableGeometry().size()
    return QSize(room.width(), room.height() - _TITLE_BAR)


class Dialog(QDialog):
    """A dialog; ours all are."""

    def event(self, event: QEvent) -> bool:
        """Fits the screen again when what it shows has grown."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            _fit(self, screen_room(self))
        return done

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fits the screen before it is seen."""
        if not event.spontaneous():
            _fit(self, screen_room(self))
        super().showEvent(event)


def _fit(dialog: QDialog, room: QSize) -> None:
    column = dialog.layout()
    if not isinstance(column, QVBoxLayout):
        return
    dialog.setMinimumWidth(min(dialog.minimumWidth(), room.width()))
    wide = min(max(dialog.width(), column.totalMinimumSize().width()), room.width())
    high = column.totalMinimumSize().height()
    if column.hasHeightForWidth():
        high = max(high, column.totalMinimumHeightForWidth(wide))
    is_larger = high > room.height() or column.totalMinimumSize().width() > room.width()
    if is_larger and not dialog.findChild(QScrollArea, _MIDDLE):
        _scroll_middle(dialog, column)
        column.activate()
    dialog.resize(QSize(wide, max(dialog.height(), high)).boundedTo(room))


def _scroll_middle(dialog: QDialog, column: QVBoxLayout) -> None:
    """Puts everything but the row of buttons at the bottom into an area that scrolls."""
    focus = dialog.focusWidget()
    foot = column.count() - 1 if _has_button(column.itemAt(column.count() - 1)) else column.count()
    area = QScrollArea()
    area.setObjectName(_MIDDLE)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    inside = QWidget()
    rows = QVBoxLayout(inside)
    if column.contentsMargins().left():
        # Room for the ring around what has the keyboard.
        rows.setContentsMargins(4, 4, 4, 4)
    else:
        rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(column.spacing())
    area.setWidget(inside)
    column.insertWidget(0, area, 1)
    for _ in range(foot):
        stretch = column.stretch(1)
        _move(column, rows, stretch)
    if focus is not None:
        focus.setFocus()
        area.ensureWidgetVisible(focus)


def _move(column: QVBoxLayout, rows: QVBoxLayout, stretch: int) -> None:
    """Moves what stands second."""
    item = column.itemAt(1)
    widget, layout = (item.widget(), item.layout()) if item is not None else (None, None)
    if widget is not None:
        # Not by ``takeAt``: while its former item lives, a widget tells no other of its size.
        column.removeWidget(widget)
        rows.addWidget(widget, stretch)
        return
    column.takeAt(1)
    if layout is not None:
        rows.addLayout(layout, stretch)
    else:
        rows.addStretch(stretch)


def _has_button(item: QLayoutItem | None) -> bool:
    """Whether a row of the dialog is the one with its buttons."""
    row = item.layout() if item is not None else None
    foot = item.widget() if item is not None else None
    if foot is not None and foot.property("kind") == "foot":
        return True
    if not isinstance(row, QBoxLayout):
        return False
    places = [row.itemAt(place) for place in range(row.count())]
    return any(isinstance(each.widget(), QAbstractButton) for each in places if each is not None)
