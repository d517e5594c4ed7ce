"""What happened to one record, or to one field of it: who, when, before, after, why."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.customers.service import Number
from app.operations.browse_customers.history import FieldChange, record_history
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog
from app.values.sheet import Sheet, SheetRow


class HistoryDialog(Dialog):
    """The history of a record."""

    def __init__(
        self,
        desk: Desk,
        row: SheetRow,
        sheet: Sheet,
        *,
        field_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``field_name``: only that field; one the sheet does not have is none."""
        column = sheet.columns[field_name].name if field_name in sheet.columns else ""
        key = str(sheet.key_of(row)[0])
        name = words.telephone(key) if isinstance(row, Number) else key
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        what = f"{column.replace('_', ' ')} of {name}" if column else name
        self.setWindowTitle(f"History of {what}")
        self.resize(LOOK.scaled(760), LOOK.scaled(380))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(label(f"History of {what}", "pane", wraps=True))
        self.grid = Grid("record_history", _COLUMNS, desk.tasks, noun="change", parent=self)
        self.grid.model.zone = desk.zone
        self.grid.empty.say(
            "Nothing happened to it yet", "Every change is kept here.", icon_name="history"
        )
        layout.addWidget(self.grid, 1)
        close = Button("Close", key="Esc", on_press=self.reject)
        close.setDefault(True)
        layout.addLayout(beside(None, close))
        desk.read(
            lambda office: record_history(office, row, column),
            self._took,
            key=f"history {id(self)}",
        )

    def _took(self, found: object) -> None:
        if isinstance(found, list):
            self.grid.show_rows(found)


def _told(attribute: str) -> Callable[[FieldChange], object]:
    return lambda change: getattr(change, attribute)


def _field(change: FieldChange) -> str:
    return change.column.replace("_", " ") if change.column else change.action


_COLUMNS: Final = (
    GridColumn(key="at", title="When", value=_told("at"), kind=Kind.MOMENT, width=150),
    GridColumn(key="actor", title="Who", value=_told("actor"), width=90),
    GridColumn(key="field", title="Field", value=_field, width=120),
    GridColumn(key="before", title="Before", value=_told("before"), width=120),
    GridColumn(key="after", title="After", value=_told("after"), width=120),
    GridColumn(key="why", title="Why", value=_told("why"), width=140, stretches=True),
)
