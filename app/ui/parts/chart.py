"""Numbers drawn flat: bars with value and share, columns, a line, a day calendar."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.operations.report_drawing import Drawing, Measure, Shape
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme, tokens

_ROW: Final = 22
_HIGH: Final = 196
_LEVELS: Final = 4
_GAP: Final = 8
_PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
)


class Chart(QWidget):
    """A drawing of a report; what it shows is told in words too, and T leads to the table."""

    table_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.drawing: Drawing | None = None
        self._spots: list[tuple[QRect, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Chart")
        LOOK.changed.connect(self.updateGeometry)

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Draws other numbers; None: there is nothing to draw."""
        self.drawing = drawing
        self.setVisible(drawing is not None)
        if drawing is not None:
            self.setAccessibleName(drawing.title)
            self.setAccessibleDescription(_summary(drawing))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its rows, up to a fourth of a small screen."""
        high = LOOK.scaled(_HIGH)
        if self.drawing is not None and self.drawing.shape is Shape.BARS:
            high = min(high, LOOK.scaled(_ROW) * max(len(self.drawing.bars), 2) + 8)
        if self.drawing is not None and self.drawing.shape is Shape.CALENDAR:
            high = min(high, LOOK.scaled(_ROW + 6) * (len(self.drawing.calendar) + 1) + 8)
        return QSize(480, high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May be narrow."""
        return QSize(240, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """T leads to the table."""
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.table_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the shape, and keeps where its parts are."""
        del event
        self._spots = []
        drawing = self.drawing
        if drawing is None:
            return
        painter = QPainter(self)
        painter.setFont(LOOK.font("caption"))
        draw: dict[Shape, Callable[[QPainter, Drawing], None]] = {
            Shape.BARS: self._draw_bars,
            Shape.COLUMNS: self._draw_columns,
            Shape.LINE: self._draw_line,
            Shape.CALENDAR: self._draw_calendar,
        }
        draw[drawing.shape](painter, drawing)
        if self.hasFocus():
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Tells the numbers under the pointer."""
        if event.type() is QHelpEvent.Type.ToolTip:
            for box, text in self._spots:
                if box.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), text, self, box)
                    return True
            QToolTip.hideText()
        return super().event(event)

    # ---- bars beneath each other

    def _draw_bars(self, painter: QPainter, drawing: Drawing) -> None:
        row = LOOK.scaled(_ROW)
        bars = folded(drawing.bars, max((self.height() - 4) // row, 2))
        if not bars:
            return
        metrics = QFontMetrics(painter.font())
        values = [_words(drawing.measure, value) for _, value in bars]
        total = sum((abs(Decimal(value)) for _, value in drawing.bars), Decimal(0))
        names = min(
            max(metrics.horizontalAdvance(name) for name, _ in bars) + _GAP, self.width() // 3
        )
        tail = (
            max(map(metrics.horizontalAdvance, values)) + metrics.horizontalAdvance(" 100 %") + 20
        )
        room = max(self.width() - names - tail, 20)
        amounts = [Decimal(0), *(Decimal(value) for _, value in bars)]
        lowest = min(amounts)
        span = max(amounts) - lowest or Decimal(1)
        zero = names + round(room * float(-lowest / span))
        for place, ((name, value), told) in enumerate(zip(bars, values, strict=True)):
            top = place * row + 4
            box = QRect(0, top, self.width(), row)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - _GAP)
            painter.setPen(LOOK.colour("text"))
            painter.drawText(
                QRect(0, top, names - _GAP, row), int(Qt.AlignmentFlag.AlignVCenter), text
            )
            wide = round(room * float(abs(Decimal(value)) / span))
            left = zero - wide if value < 0 else zero
            role = "chart_2" if value < 0 else "chart_1"
            painter.fillRect(QRect(left, top + 4, max(wide, 2), row - 9), _brush(role))
            share = f"  {words.percent(abs(Decimal(value)) / total)}" if total else ""
            painter.drawText(
                QRect(max(left + wide, zero) + 6, top, tail, row),
                int(Qt.AlignmentFlag.AlignVCenter),
                f"{told}{share}",
            )
            self._spots.append((box, f"{name}: {told}{share}"))
        painter.setPen(QPen(LOOK.colour("line_strong"), 1))
        painter.drawLine(zero, 2, zero, len(bars) * row + 4)

    # ---- columns and a line

    def _ground(self, painter: QPainter, drawing: Drawing) -> tuple[int, int, float, float]:
        """Base line, top, width of a place and the largest number."""
        high = QFontMetrics(painter.font()).height()
        base, top = self.height() - high - 6, high + 6
        most = max((float(value) for _, value in drawing.bars), default=0.0) or 1.0
        painter.setPen(QPen(LOOK.colour("chart_grid"), 1))
        for part in (0.0, 0.5):
            level = round(top + (base - top) * part)
            painter.drawLine(0, level, self.width(), level)
        painter.setPen(QPen(LOOK.colour("line_strong"), 1))
        painter.drawLine(0, base, self.width(), base)
        return base, top, self.width() / max(len(drawing.bars), 1), most

    def _draw_columns(self, painter: QPainter, drawing: Drawing) -> None:
        base, top, wide, most = self._ground(painter, drawing)
        for place, (name, value) in enumerate(drawing.bars):
            box = QRect(round(place * wide), 0, round(wide), self.height())
            bar = min(round(wide * 0.68), LOOK.scaled(56))
            high = max(round((base - top) * float(value) / most), 2 if value else 0)
            left = box.center().x() - bar // 2
            painter.fillRect(QRect(left, base - high, bar, high), _brush("chart_1"))
            self._place_words(painter, drawing.measure, (name, value), box, base - high)

    def _draw_line(self, painter: QPainter, drawing: Drawing) -> None:
        base, top, wide, most = self._ground(painter, drawing)
        points = [
            QPointF((place + 0.5) * wide, base - (base - top) * float(value) / most)
            for place, (_, value) in enumerate(drawing.bars)
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(LOOK.colour("chart_1"), 2))
        painter.drawPolyline(QPolygonF(points))
        for place, (point, each) in enumerate(zip(points, drawing.bars, strict=True)):
            painter.setBrush(LOOK.colour("chart_1"))
            painter.drawEllipse(point, 4, 4)
            box = QRect(round(place * wide), 0, round(wide), self.height())
            self._place_words(painter, drawing.measure, each, box, round(point.y()) - 4)

    def _place_words(
        self,
        painter: QPainter,
        measure: Measure,
        each: tuple[str, Decimal | int],
        box: QRect,
        top: int,
    ) -> None:
        """The name below a column or point, and its value above where there is room."""
        metrics = QFontMetrics(painter.font())
        name, value = each
        told = _words(measure, value)
        high = metrics.height()
        painter.setPen(LOOK.colour("text_muted"))
        foot = QRect(box.left(), self.height() - high - 4, box.width(), high + 2)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), text)
        if value and metrics.horizontalAdvance(told) <= box.width() - 2:
            painter.setPen(LOOK.colour("text"))
            painter.drawText(
                QRect(box.left(), top - high - 2, box.width(), high),
                int(Qt.AlignmentFlag.AlignCenter),
                told,
            )
        self._spots.append((box, f"{name}: {told}"))

    # ---- days and sources

    def _draw_calendar(self, painter: QPainter, drawing: Drawing) -> None:
        metrics = QFontMetrics(painter.font())
        sources = sorted(drawing.calendar)
        if not sources or not drawing.days:
            return
        names = min(max(map(metrics.horizontalAdvance, sources)) + 12, self.width() // 4)
        row = LOOK.scaled(_ROW + 6)
        wide = (self.width() - names) / len(drawing.days)
        for place, day in enumerate(drawing.days):
            head = QRect(names + round(place * wide), 0, round(wide), row)
            painter.setPen(LOOK.colour("text_muted"))
            painter.drawText(head, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        for line, source in enumerate(sources, 1):
            painter.setPen(LOOK.colour("text"))
            text = metrics.elidedText(source, Qt.TextElideMode.ElideRight, names - _GAP)
            at = QRect(0, line * row, names - _GAP, row)
            painter.drawText(at, int(Qt.AlignmentFlag.AlignVCenter), text)
            counts = drawing.calendar[source]
            most = max(counts.values(), default=1)
            for place, day in enumerate(drawing.days):
                left = names + round(place * wide)
                right = names + round((place + 1) * wide)
                cell = QRect(left + 1, line * row + 2, right - left - 2, row - 4)
                missing = day not in counts and day <= drawing.until
                _draw_day(painter, cell, counts.get(day, 0), most, missing=missing)
                told = "no calls came" if missing else words.plural(counts.get(day, 0), "call")
                self._spots.append((cell, f"{source}, {words.day(day)}: {told}"))


def _draw_day(painter: QPainter, cell: QRect, count: int, most: int, *, missing: bool) -> None:
    """A day: the darker the more calls; a missing one is crossed out in a frame."""
    if missing:
        painter.setPen(QPen(LOOK.colour("bad"), 1))
        painter.setBrush(QBrush(LOOK.colour("bad_soft")))
        painter.drawRect(cell.adjusted(0, 0, -1, -1))
        painter.drawLine(cell.topLeft(), cell.bottomRight())
        painter.drawLine(cell.topRight(), cell.bottomLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return
    if not count:
        painter.fillRect(cell, LOOK.colour("sunken"))
        return
    level = 1 + min(_LEVELS - 1, count * _LEVELS // (most + 1))
    ground, ink = LOOK.colour("surface"), LOOK.colour("chart_1")
    colour = _mixed(ground, ink, 0.15 + 0.85 * (level - 1) / (_LEVELS - 1))
    painter.fillRect(cell, colour)
    told = words.count(count)
    if QFontMetrics(painter.font()).horizontalAdvance(told) <= cell.width() - 2:
        inks = (LOOK.colour("text"), LOOK.colour("on_accent"))
        painter.setPen(max(inks, key=lambda each: abs(each.lightness() - colour.lightness())))
        painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), told)


def _mixed(ground: QColor, ink: QColor, part: float) -> QColor:
    pairs = ((ground.red(), ink.red()), (ground.green(), ink.green()), (ground.blue(), ink.blue()))
    return QColor(*(round(low + (high - low) * part) for low, high in pairs))


def _brush(role: str) -> QBrush:
    """How bars of a role are filled; in high contrast a pattern tells them apart."""
    if LOOK.theme is Theme.HIGH_CONTRAST:
        order: Sequence[str] = tokens().chart_order
        pattern = _PATTERNS[order.index(role) % len(_PATTERNS)] if role in order else _PATTERNS[0]
        return QBrush(LOOK.colour(role), pattern)
    return QBrush(LOOK.colour(role))


def folded(bars: Sequence[tuple[str, Decimal | int]], most: int) -> list[tuple[str, Decimal | int]]:
    """At most so many bars; those without room stand together in the last."""
    if len(bars) <= most:
        return list(bars)
    shown, rest = list(bars[: most - 1]), bars[most - 1 :]
    total = sum((Decimal(value) for _, value in rest), Decimal(0))
    return [*shown, ("1 other" if len(rest) == 1 else f"{len(rest)} others", total)]


def _words(measure: Measure, value: Decimal | int) -> str:
    return words.money(Decimal(value)) if measure is Measure.MONEY else words.count(int(value))


def _summary(drawing: Drawing) -> str:
    """What is drawn, in a sentence for those who do not see it."""
    if drawing.shape is Shape.CALENDAR:
        return "; ".join(_source_words(drawing, source) for source in sorted(drawing.calendar))
    told: Mapping[str, str] = {
        name: _words(drawing.measure, value) for name, value in folded(drawing.bars, 12)
    }
    return "; ".join(f"{name}: {value}" for name, value in told.items()) or "Nothing to draw"


def _source_words(drawing: Drawing, source: str) -> str:
    counts = drawing.calendar[source]
    lacking = sum(day not in counts and day <= drawing.until for day in drawing.days)
    told = f"{source}: {words.plural(sum(counts.values()), 'call')}"
    return f"{told}, {words.plural(lacking, 'day')} missing" if lacking else told
