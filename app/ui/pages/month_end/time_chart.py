"""A person's time on each step: last month's bar beside this month's."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.billing.month_steps import MonthState, Step
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme
from app.ui.pages.month_end.telling import SHORT, TITLES

_BAR: Final = 15
_GAP: Final = 3


class Swatch(QWidget):
    """The colour of one of the bars, beside its month's name."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Fills the square as the bars are."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), brush_of(self._role))
        painter.end()


def brush_of(role: str) -> QBrush:
    """How bars of a role are filled; in high contrast a pattern tells them apart."""
    if LOOK.theme is Theme.HIGH_CONTRAST and role == "line_strong":
        return QBrush(LOOK.colour(role), Qt.BrushStyle.BDiagPattern)
    return QBrush(LOOK.colour(role))


class TimeChart(QWidget):
    """Paired bars, one pair a step."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        LOOK.changed.connect(self.updateGeometry)

    def show_month(self, month: MonthState, *, names: tuple[str, str]) -> None:
        """Shows the times of a month; ``names`` of the month before and of this one."""
        self._steps, self._names = month.steps, names
        told = [
            f"{TITLES[step.name]}: {names[0]} {words.length(step.seconds_before)}, "
            f"{names[1]} {words.length(step.seconds)}"
            for step in self._steps
            if step.seconds or step.seconds_before
        ]
        self.setAccessibleName("Time for each step")
        self.setAccessibleDescription("; ".join(told) or "No time measured yet")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as a few lines."""
        return QSize(400, LOOK.scaled(78))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May be narrow."""
        return QSize(200, LOOK.scaled(78))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the bars on their line, the steps' names below."""
        del event
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setFont(LOOK.font("caption"))
        foot = painter.fontMetrics().height() + 3
        base = self.height() - foot
        top = painter.fontMetrics().height()
        most = max(max(step.seconds, step.seconds_before) for step in self._steps) or 1
        for place, step in enumerate(self._steps):
            left, right = self._slot(place)
            painter.setPen(QPen(LOOK.colour("line_strong"), 1))
            painter.drawLine(left, base, right, base)
            middle = (left + right) // 2
            painter.setPen(LOOK.colour("text_muted"))
            name = painter.fontMetrics().elidedText(
                SHORT[step.name], Qt.TextElideMode.ElideRight, right - left + 6
            )
            painter.drawText(
                QRect(left - 4, base + 2, right - left + 8, foot),
                int(Qt.AlignmentFlag.AlignHCenter),
                name,
            )
            for seconds, x, role in (
                (step.seconds_before, middle - _BAR - _GAP // 2, "line_strong"),
                (step.seconds, middle + _GAP // 2 + 1, "accent"),
            ):
                high = round((base - top) * seconds / most)
                if seconds:
                    bar = QRect(x, base - max(high, 2), _BAR, max(high, 2))
                    painter.fillRect(bar, brush_of(role))
        painter.end()

    def _slot(self, place: int) -> tuple[int, int]:
        wide = self.width() / len(self._steps)
        return round(place * wide) + 3, round((place + 1) * wide) - 5

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Tells the times of the step under the pointer."""
        if event.type() is QHelpEvent.Type.ToolTip and self._steps:
            place = min(int(event.pos().x() / self.width() * len(self._steps)), 9)
            step = self._steps[place]
            QToolTip.showText(
                event.globalPos(),
                f"{TITLES[step.name]}: {words.length(step.seconds_before)} in {self._names[0]}, "
                f"{words.length(step.seconds)} in {self._names[1]}",
                self,
            )
            return True
        return super().event(event)
