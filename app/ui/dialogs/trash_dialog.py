"""The trash: what was taken out in the last thirty days, and puts it back."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.changes import areas_of
from app.operations.edit_records import Edited, Trashed, list_trash, take_from_trash
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk, undo_step
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog

_NAMES: Final = {
    "accounts": "Customer",
    "locations": "Location",
    "circuits": "Circuit",
    "numbers": "Number",
    "services": "Service",
    "charges": "Charge",
    "rate_plans": "Rate plan",
    "products": "Product",
}


class TrashDialog(Dialog):
    """The trash of a company."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Trash")
        self.resize(LOOK.scaled(720), LOOK.scaled(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label("Trash", "pane"))
        column.addWidget(
            label("What was taken out stays here for 30 days, then it goes.", "muted", wraps=True)
        )
        self.errors = QVBoxLayout()
        column.addLayout(self.errors)
        self.grid = Grid("trash", _COLUMNS, desk.tasks, noun="record", parent=self)
        self.grid.model.zone = desk.zone
        self.grid.empty.say(
            "The trash is empty", "Del moves a record here from any list.", icon_name="trash-2"
        )
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._put_back)
        column.addWidget(self.grid, 1)
        self.verb = Button(
            "Put back", kind="primary", icon_name="archive-restore", on_press=self._put_back
        )
        self.verb.setEnabled(False)
        self.close_button = Button("Close", key="Esc", on_press=self.reject)
        self.close_button.setDefault(True)
        column.addLayout(beside(None, self.close_button, self.verb))
        self.grid.setFocus()
        self._read()

    def _read(self) -> None:
        self.desk.read(list_trash, self._took, key=f"trash {id(self)}")

    def _took(self, found: object) -> None:
        if isinstance(found, list):
            self.grid.show_rows(found)
            self.grid.view.select_line(0)
            self._selected(self.grid.selected_rows())

    def _selected(self, rows: list[Trashed]) -> None:
        self.verb.setEnabled(bool(rows))
        self.verb.say(f"Put back {words.plural(len(rows), 'record')}" if rows else "Put back")

    def _put_back(self, _: object = None) -> None:
        rows: list[Trashed] = self.grid.selected_rows()
        if not rows:
            return
        ids = [each.id for each in rows]
        self.verb.setEnabled(False)
        self.desk.do(
            f"Putting back {words.plural(len(ids), 'record')}",
            lambda office, _: take_from_trash(office, ids),
            changes=areas_of([each.row for each in rows]),
            done=self._done,
            failed=self._failed,
        )

    def _done(self, found: object) -> None:
        if not isinstance(found, Edited):
            return
        if found.refusals:
            self._tell(" ".join(f"{each.message} {each.way_out}" for each in found.refusals))
        elif found.edits:
            self.desk.did(undo_step(found))
        self._read()

    def _failed(self, fault: object) -> None:
        self.errors.addWidget(ErrorPanel(told(fault)))
        self._read()

    def _tell(self, text: str) -> None:
        self.errors.addWidget(label(text, "refused", wraps=True))


def _kind(row: Trashed) -> str:
    return _NAMES.get(row.sheet, row.sheet.replace("_", " "))


def _record(row: Trashed) -> str:
    if row.sheet == "numbers":
        return words.telephone(row.record.partition("/")[0])
    return row.record


def _at(row: Trashed) -> object:
    return row.removed_at


def _by(row: Trashed) -> str:
    return row.removed_by


def _whose(row: Trashed) -> str:
    return str(getattr(row.row, "account_number", ""))


_COLUMNS: Final = (
    GridColumn(key="kind", title="What", value=_kind, width=110),
    GridColumn(key="record", title="Record", value=_record, width=200, stretches=True),
    GridColumn(key="account", title="Customer", value=_whose, width=100),
    GridColumn(key="at", title="Taken out", value=_at, kind=Kind.MOMENT, width=160),
    GridColumn(key="by", title="By", value=_by, width=100),
)
