"""The sums below a list, under their columns, always in view."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK
from app.ui.grid.columns import GridColumn, text_of
from app.ui.grid.table_view import TableView


class SumRow(QWidget):
    """The sums below a table, under their columns, always in view."""

    def __init__(self, view: TableView) -> None:
        # With a parent from the start: without one it would show itself as a window of its own.
        super().__init__(view.parentWidget() or view)
        self._view = view
        self.label = ""
        head = view.horizontalHeader()
        head.sectionResized.connect(self.update)
        head.sectionMoved.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.rows().arranged.connect(self._follow)
        LOOK.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setFixedHeight(LOOK.metric("row"))
        self.setVisible(any(column.is_summed for column in self._view.rows().columns))
        texts = [self.label, *(f"{c.title} {t}" for c, t in self._sums())]
        self.setAccessibleName(", ".join(text for text in texts if text))
        self.update()

    def _sums(self) -> list[tuple[GridColumn, str]]:
        model = self._view.rows()
        found = [(column, model.sum_of(column)) for column in model.columns]
        return [(column, text_of(column, value)) for column, value in found if value is not None]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the sums under their columns."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("header"))
        painter.setPen(QPen(LOOK.colour("line_strong"), 1))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.setFont(LOOK.font("body", 600))
        painter.setPen(LOOK.colour("text"))
        pad = LOOK.metric("pad_x")
        places = {column.key: place for place, column in enumerate(self._view.rows().columns)}
        used = self.width()
        for column, text in self._sums():
            place = places[column.key]
            if self._view.isColumnHidden(place):
                continue
            left, width = self._view.columnViewportPosition(place), self._view.columnWidth(place)
            box = QRect(left + pad, 0, width - 2 * pad, self.height())
            painter.drawText(box, int(column.alignment), text)
            used = min(used, left)
        box = QRect(pad, 0, max(0, used - pad), self.height())
        label = QFontMetrics(painter.font()).elidedText(
            self.label, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), label
        )
