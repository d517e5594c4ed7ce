"""The head of a list: titles above their columns, where it is sorted, what is filtered."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.grid.columns import RIGHT
from app.ui.grid.rows_model import RowsModel

_MARK = 14
_GAP = 5


class GridHeader(QHeaderView):
    """A header whose marks stand beside the title and never over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setAccessibleName("Columns")

    def _marks(self, section: int) -> list[str]:
        """The icons of a section: filtered, sorted."""
        model = self.model()
        found = []
        if isinstance(model, RowsModel):
            if model.columns[section].key in model.filtered:
                found.append("funnel")
            if model.sorting is not None and model.sorting.key == model.columns[section].key:
                found.append("arrow-down" if model.sorting.falls else "arrow-up")
        return found

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """Draws one title with its marks."""
        model = self.model()
        if not rect.isValid() or not isinstance(model, RowsModel):
            return
        column = model.columns[section]
        painter.save()
        painter.fillRect(rect, LOOK.colour("header"))
        painter.setPen(QPen(LOOK.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        pad = LOOK.metric("pad_x")
        box = rect.adjusted(pad, 0, -pad, 0)
        painter.setFont(LOOK.font("body", 600))
        painter.setPen(LOOK.colour("text_muted"))
        marks = self._marks(section)
        room = box.width() - len(marks) * (_MARK + _GAP)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, max(room, 0))
        wide = metrics.horizontalAdvance(title)
        left = box.right() + 1 - wide if column.kind in RIGHT else box.left()
        painter.drawText(
            QRect(left, box.top(), wide + 1, box.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            title,
        )
        at = left - (_MARK + _GAP) if column.kind in RIGHT else left + wide + _GAP
        step = -(_MARK + _GAP) if column.kind in RIGHT else _MARK + _GAP
        for name in marks:
            top = box.center().y() - _MARK // 2 + 1
            draw_icon(painter, name, QRect(at, top, _MARK, _MARK), "text_muted")
            at += step
        painter.restore()

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: N802
        """Room for the title and its marks."""
        hint = super().sectionSizeFromContents(section)
        metrics = self.fontMetrics()
        model = self.model()
        title = model.columns[section].title if isinstance(model, RowsModel) else ""
        wide = metrics.horizontalAdvance(title) * 1.1 + 2 * LOOK.metric("pad_x") + _MARK + _GAP
        return QSize(round(wide), hint.height())
