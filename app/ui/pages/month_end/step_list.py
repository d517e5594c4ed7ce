"""The ten steps as cards, one below the other."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.billing.month_steps import MonthState, Step, StepName, StepState
from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.pages.month_end.telling import STATES, TITLES, detail_of, right_of, spoken

AnyIndex = QModelIndex | QPersistentModelIndex
_GAP: Final = 5


class _StepsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.month: MonthState | None = None
        self.running: dict[StepName, str] = {}

    def steps(self) -> tuple[Step, ...]:
        return self.month.steps if self.month is not None else ()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.steps())

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if self.month is None or not index.isValid():
            return None
        step = self.steps()[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[step.name]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            running = self.running.get(step.name)
            return f"{TITLES[step.name]}, {running}" if running else spoken(step, self.month.label)
        if role == Qt.ItemDataRole.ToolTipRole:
            return detail_of(step, self.month.label)
        return None


class _StepDelegate(QStyledItemDelegate):
    """Draws a step: state, number, title and money, then detail and time."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        del option, index
        return QSize(240, LOOK.scaled(LOOK.size("step_card")) + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, _StepsModel) or model.month is None:
            return
        step = model.steps()[index.row()]
        running = model.running.get(step.name, "")
        state = StepState.RUNNING if running else step.state
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect.adjusted(1, 1, -1, -_GAP)
        self._card(painter, box, option, current=current, state=state)
        side = LOOK.size("icon_state")
        place = QRect(box.left() + 13, box.center().y() - side // 2, side, side)
        draw_icon(painter, STATES[state].icon, place, STATES[state].role)
        painter.setPen(LOOK.colour("text" if current else "text_muted"))
        painter.setFont(LOOK.font("body", 600))
        number = QRect(box.left() + 34, box.top(), LOOK.scaled(24), box.height())
        painter.drawText(
            number,
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            str(step.number),
        )
        left = number.right() + 10
        inner = QRect(left, box.top() + 6, box.right() - 13 - left, box.height() - 12)
        detail = running or detail_of(step, model.month.label)
        amount, word = right_of(step)
        self._lines(
            painter, inner, (TITLES[step.name], amount), (detail, "" if running else word), step
        )
        painter.restore()

    def _card(
        self,
        painter: QPainter,
        box: QRect,
        option: QStyleOptionViewItem,
        *,
        current: bool,
        state: StepState,
    ) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "accent_soft" if current else "hover" if hover else "surface"
        painter.fillPath(path, LOOK.colour(ground))
        pen = QPen(LOOK.colour("accent" if current else "line"), 2 if current else 1)
        if state is StepState.NOT_CONNECTED and not current:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setColor(LOOK.colour("line_strong"))
        painter.setPen(pen)
        painter.drawPath(path)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(3, 3, -3, -3), 6, 6)

    def _lines(
        self,
        painter: QPainter,
        box: QRect,
        first: tuple[str, str],
        second: tuple[str, str],
        step: Step,
    ) -> None:
        half = box.height() // 2
        upper = QRect(box.left(), box.top(), box.width(), half)
        lower = QRect(box.left(), box.top() + half, box.width(), half)
        painter.setFont(LOOK.font("body", 600))
        painter.setPen(LOOK.colour("text"))
        self._pair(painter, upper, *first)
        painter.setFont(LOOK.font("caption"))
        painter.setPen(LOOK.colour("text_muted"))
        link = step.state is StepState.NOT_CONNECTED
        self._pair(painter, lower, *second, right_role="accent_text" if link else "")

    def _pair(
        self, painter: QPainter, box: QRect, left: str, right: str, *, right_role: str = ""
    ) -> None:
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(right)
        ink = painter.pen()
        if right:
            if right_role:
                painter.setPen(LOOK.colour(right_role))
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), right
            )
            painter.setPen(ink)
        room = QRect(box.left(), box.top(), box.width() - wide - (10 if right else 0), box.height())
        text = metrics.elidedText(left, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text
        )


class StepList(QListView):
    """The steps; Enter opens where the work of one is done."""

    chosen = Signal(object)
    """The step that is looked at."""
    opened = Signal(object)
    """The step that is to be worked on."""
    times_asked = Signal()
    """T was pressed: the times are wanted as a table."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName("Steps of the month")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _StepsModel()
        self.setModel(self._model)
        self.setItemDelegate(_StepDelegate(self))
        self.selectionModel().currentChanged.connect(self._moved)
        LOOK.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def step(self) -> StepName | None:
        """The step that is looked at."""
        row = self.currentIndex().row()
        return self._model.steps()[row].name if 0 <= row < self._model.rowCount() else None

    def show_month(self, month: MonthState) -> None:
        """Shows the steps of a month, with the same step looked at."""
        kept = self.step
        if self._model.month is None:
            self._model.beginResetModel()
            self._model.month = month
            self._model.endResetModel()
        else:
            self._model.month = month
            last = self._model.index(self._model.rowCount() - 1)
            self._model.dataChanged.emit(self._model.index(0), last)
        if kept is None:
            wanted = month.next_need
            self.choose(wanted.name if wanted else StepName.CLOSE)
        else:
            self.chosen.emit(kept)

    def show_running(self, running: dict[StepName, str]) -> None:
        """Shows which steps work runs for, and its words."""
        if running != self._model.running:
            self._model.running = running
            self.viewport().update()

    def choose(self, name: StepName) -> None:
        """Looks at a step."""
        self.setCurrentIndex(self._model.index(list(StepName).index(name)))

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._model.steps()[current.row()].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens the step; T shows the times of all as a table."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.step is not None:
            self.opened.emit(self.step)
            return
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.times_asked.emit()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A double click opens the step."""
        if self.indexAt(event.position().toPoint()).isValid() and self.step is not None:
            self.opened.emit(self.step)
