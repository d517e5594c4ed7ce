"""The ring around what has the keyboard: two pixels, two pixels outside of the control."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import tokens

_MOVES = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.LayoutRequest,
    }
)
_BARE = frozenset({Qt.WindowType.Popup, Qt.WindowType.ToolTip})


class FocusRing(QWidget):
    """The ring of one window; lists draw their own mark in the cell."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []

    def follow(self, target: QWidget | None) -> None:
        """Goes to a control of its window, or away."""
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        self._watched = []
        self._target = target
        widget: QWidget | None = target
        # What scrolls or resizes around the control moves it too.
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Moves along with the control."""
        del watched
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target = self._target
        if (
            target is None
            or not isValid(target)
            or not target.isVisible()
            or target.window() is not self.window()
        ):
            self.hide()
            return
        out = tokens().size.get("focus_gap", 2) + 2
        inner = target.rect()
        if isinstance(target, QTabBar) and target.count():
            inner = target.tabRect(target.currentIndex())
        corner = target.mapTo(self.window(), inner.topLeft())
        box = QRect(corner, inner.size()).adjusted(-out, -out, out, out)
        self.setGeometry(box)
        self._clip(target, box)
        self.show()
        self.raise_()

    def _clip(self, target: QWidget, box: QRect) -> None:
        """Leaves away what lies outside of a scrolled pane."""
        self.clearMask()
        above: QWidget | None = target.parentWidget()
        while above is not None and above is not self.window():
            if isinstance(above, QAbstractScrollArea):
                port = above.viewport()
                room = QRect(port.mapTo(self.window(), QPoint(0, 0)), port.size())
                part = box.intersected(room.adjusted(-4, -4, 4, 4)).translated(-box.topLeft())
                self.setMask(QRegion(part))
                return
            above = above.parentWidget()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the ring."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(LOOK.colour("focus"), 2))
        radius = tokens().radius["control"] + 3
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)


class _Follower(QObject):
    """Gives each window its ring when the keyboard first comes there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: FocusRing | None = None

    @Slot(QWidget, QWidget)
    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """The keyboard went from one control to another."""
        # What the keyboard left may be half gone by now, a dialog that was just answered: it is not
        # asked for its ring, which is the last one shown.
        del old
        before = self._shown if self._shown is not None and isValid(self._shown) else None
        wanted = new if new is not None and _wants_ring(new) else None
        after = _ring_of(wanted) or FocusRing(wanted.window()) if wanted is not None else None
        if before is not None and before is not after:
            before.follow(None)
        self._shown = after
        if after is not None:
            after.follow(wanted)


def _ring_of(widget: QWidget | None) -> FocusRing | None:
    if widget is None:
        return None
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return widget.window().findChild(FocusRing, "focus ring", direct)


def _wants_ring(widget: QWidget) -> bool:
    bare = isinstance(widget, QAbstractItemView) or widget.property("kind") in {"ground", "cell"}
    return not bare and widget.window().windowType() not in _BARE


_followers: list[_Follower] = []


def show_focus() -> None:
    """Shows where the keyboard is, in all windows of the program."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and not _followers:
        follower = _Follower(application)
        _followers.append(follower)
        application.focusChanged.connect(follower.follow)
