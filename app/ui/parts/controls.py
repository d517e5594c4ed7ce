"""Labels, buttons, cards and lines, dressed by the style sheet through their ``kind``."""

from collections import Counter
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.appearance.icons import draw_icon, icon
from app.ui.appearance.look import LOOK
from app.ui.parts.badge import Badge, badge_width, draw_badge

L = TypeVar("L", bound=QBoxLayout)
_ICON_GAP = 4


def label(text: str = "", kind: str = "", *, wraps: bool = False) -> QLabel:
    """A text: muted, caption, strong, section, pane, page, hero, refused or plain."""
    made = _WrappedLabel(text) if wraps else QLabel(text)
    if kind:
        made.setProperty("kind", kind)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made


_ASKED: Final = 20
"""So often a text asks for room in one and the same size."""


class _WrappedLabel(QLabel):
    """A text of several lines that keeps room for all of them, however narrow it gets."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self._asked: Counter[QSize] = Counter()

    def setText(self, text: str) -> None:  # noqa: N802
        """Another text asks anew."""
        self._asked.clear()
        super().setText(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As high as its lines are at its width."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Less width may make more lines."""
        super().resizeEvent(event)
        # Asked for at once it would be lost: the lay-out is at work.
        QTimer.singleShot(0, self, self._ask_for_room)

    def _ask_for_room(self) -> None:
        """Asks where lines are cut; not for ever, for an answer may be that there is no room."""
        if self.height() < self.heightForWidth(self.width()) and self._asked[self.size()] < _ASKED:
            self._asked[self.size()] += 1
            self.updateGeometry()


class ElidedLabel(QLabel):
    """A text that is cut at its end where the room is too small; whole in its tooltip."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__(text)
        if kind:
            self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As narrow as need be."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the text as far as it goes."""
        del event
        painter = QPainter(self)
        text = QFontMetrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip("" if text == self.text() else self.text())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)


class Button(QPushButton):
    """A button whose words say the effect, with its key on it."""

    def __init__(
        self,
        text: str,
        *,
        kind: str = "",
        icon_name: str = "",
        key: str = "",
        tip: str = "",
        on_press: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self._icon_name = icon_name
        self.key = key
        self._is_hint = False
        """Whether the key is shown alone, and something else answers it."""
        if icon_name:
            self.setIcon(icon(icon_name, _ink(kind)))
            side = LOOK.size("icon")
            self.setIconSize(QSize(side + (_ICON_GAP if text else 0), side))
        if key:
            self.setShortcut(QKeySequence(key))
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self._name()
        self._make_room()
        LOOK.changed.connect(self._make_room)
        if on_press is not None:
            self.clicked.connect(on_press)

    def _name(self) -> None:
        plain = self.text().replace("&", "")
        self.setAccessibleName(f"{plain}, {self.key}" if self.key else plain)

    def say(self, text: str) -> None:
        """Changes the words."""
        self.setText(text)
        if self.key and not self._is_hint:
            self.setShortcut(QKeySequence(self.key))
        self._name()
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Leaves its key to the menus, where something there answers it."""
        super().showEvent(event)
        self.share_key()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the button that has the keyboard, whichever is the default one."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def share_key(self) -> None:
        """Asks the window whether something else answers the key now."""
        taken = getattr(self.window(), "is_key_taken", None)
        if self.key and taken is not None:
            self._is_hint = bool(taken(self.key))
            self.setShortcut(QKeySequence() if self._is_hint else QKeySequence(self.key))

    def _make_room(self) -> None:
        """Keeps the words clear of the key."""
        room = self._key_width() + 18 if self.key and LOOK.shows_keys else 0
        self.setStyleSheet(f"padding-right: {room}px" if room else "")

    def _key_text(self) -> str:
        return (
            QKeySequence(self.key)
            .toString(QKeySequence.SequenceFormat.NativeText)
            .replace("+", " ")
            .replace("Return", "Enter")
        )

    def _key_width(self) -> int:
        if not self.key:
            return 0
        return QFontMetrics(LOOK.font("caption", 500)).horizontalAdvance(self._key_text()) + 10

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Buttons never cut their words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the button, its words moved left for the key."""
        if not self.key or not LOOK.shows_keys:
            super().paintEvent(event)
            return
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = self._key_width(), LOOK.scaled(18)
        box = QRect(self.width() - width - 9, (self.height() - height) // 2, width, height)
        role = _ink(str(self.property("kind"))) if self.isEnabled() else "text_disabled"
        painter.setPen(QPen(LOOK.colour(role), 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(LOOK.font("caption", 500))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key_text())


class Choice(QComboBox):
    """A list to choose from that is as wide as its widest words, also when the text grows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        LOOK.changed.connect(self._measure)

    def _measure(self) -> None:
        """Qt keeps the width it once found; another policy and back makes it look again."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)


def _ink(kind: str) -> str:
    return {"primary": "on_accent", "quiet": "accent_text", "danger": "bad"}.get(kind, "text")


class BadgeLabel(QWidget):
    """A state outside of a grid."""

    def __init__(self, badge: Badge) -> None:
        super().__init__()
        self._badge = badge
        self.show_badge(badge)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        LOOK.changed.connect(self.updateGeometry)

    def show_badge(self, badge: Badge) -> None:
        """Shows another state."""
        self._badge = badge
        self.setAccessibleName(badge.word)
        self.setToolTip(badge.tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Just the badge."""
        return QSize(badge_width(self._badge), LOOK.scaled(LOOK.size("badge")) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the badge."""
        del event
        draw_badge(QPainter(self), self._badge, self.rect())


class IconLabel(QWidget):
    """An icon that stands beside its word."""

    def __init__(self, name: str, role: str = "text", side: int = 0) -> None:
        super().__init__()
        self._name, self._role = name, role
        self._side = side or LOOK.size("icon")
        self.setFixedSize(self._side, self._side)

    def show_icon(self, name: str, role: str) -> None:
        """Shows another icon."""
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the icon."""
        del event
        draw_icon(QPainter(self), self._name, self.rect(), self._role)


class Card(QFrame):
    """A white sheet with things below each other."""

    pressed = Signal()

    def __init__(self, kind: str = "card", *, margin: int = 16, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(margin, margin, margin, margin)
        self.rows.setSpacing(spacing)


def line() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def beside(*parts: QWidget | int | None, spacing: int = 8, margin: int = 0) -> QHBoxLayout:
    """Things beside each other; a number is a gap, None takes the room that is left."""
    row = QHBoxLayout()
    return _filled(row, parts, spacing, margin)


def below(*parts: QWidget | int | None, spacing: int = 8, margin: int = 0) -> QVBoxLayout:
    """Things below each other; a number is a gap, None takes the room that is left."""
    column = QVBoxLayout()
    return _filled(column, parts, spacing, margin)


def _filled(layout: L, parts: tuple[QWidget | int | None, ...], spacing: int, margin: int) -> L:
    layout.setSpacing(spacing)
    layout.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)
    return layout


def dress(widget: QWidget, kind: str) -> None:
    """Gives a widget another kind, and draws it anew."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
