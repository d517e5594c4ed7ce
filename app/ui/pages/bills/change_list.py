"""The changes of one draft against the last invoice, line by line."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.review import ReviewRow
from app.billing.variance import Change
from app.ui.appearance.look import LOOK
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.rows_model import RowsModel
from app.ui.grid.table_view import TableView
from app.ui.tasks import Tasks

_MOST = 6


class ChangeList(QWidget):
    """Words and money of every change; a letter asks for the line to be edited."""

    edit_wanted = Signal(object)
    """A ``Change``."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        columns = (
            GridColumn(key="what", title="What changed", value=_label, width=200, stretches=True),
            GridColumn(key="money", title="Money", value=_money, kind=Kind.CHANGE, width=84),
        )
        self.model = RowsModel(columns, tasks, parent=self)
        self.view = TableView(self.model)
        self.view.setAccessibleName("What changed since last time")
        self.view.horizontalHeader().hide()
        self.view.letters = frozenset({"e"})
        self.view.letter.connect(self._letter)
        self.view.opened.connect(self.edit_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view)
        LOOK.changed.connect(self._fit)
        self._fit()

    def show_row(self, row: ReviewRow | None) -> None:
        """Shows the changes of a draft, the largest first."""
        self.model.show_rows(row.changes if row is not None else ())
        self.view.scrollToTop()
        self._fit()

    def current(self) -> Change | None:
        """The change the keyboard is on."""
        row = self.model.row_at(self.view.currentIndex().row())
        return row if isinstance(row, Change) else None

    def _fit(self) -> None:
        lines = min(max(self.model.rowCount(), 1), _MOST)
        self.view.setFixedHeight(lines * LOOK.metric("row") + 2)

    def _letter(self, _: str, rows: list[object]) -> None:
        if rows:
            self.edit_wanted.emit(rows[0])


def _label(change: Change) -> str:
    return change.label


def _money(change: Change) -> object:
    return change.amount
