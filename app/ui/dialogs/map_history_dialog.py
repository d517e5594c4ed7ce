"""What happened to the links of a customer, in every system: who, when, before, after, why."""

import json
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.map_customers import map_history
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


class MapHistoryDialog(Dialog):
    """The history of a customer's links."""

    def __init__(
        self, desk: Desk, account_number: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Links of {name}")
        self.resize(LOOK.scaled(780), LOOK.scaled(380))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(label(f"Links of {name}", "pane", wraps=True))
        self.grid = Grid("map_history", _COLUMNS, desk.tasks, noun="change", parent=self)
        self.grid.model.zone = desk.zone
        self.grid.empty.say(
            "It was never linked",
            "Every link, and every change of one, is kept here.",
            icon_name="history",
        )
        layout.addWidget(self.grid, 1)
        close = Button("Close", key="Esc", on_press=self.reject)
        close.setDefault(True)
        layout.addLayout(beside(None, close))
        close.setFocus()
        desk.read(
            lambda office: map_history(office, account_number),
            self._took,
            key=f"links {id(self)}",
        )

    def _took(self, found: object) -> None:
        if isinstance(found, list):
            self.grid.show_rows(list(reversed(found)))
            if found:
                self.grid.view.select_line(0)
                self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _told(attribute: str) -> Callable[[object], object]:
    return lambda entry: getattr(entry, attribute)


def _words(attribute: str) -> Callable[[object], str]:
    def words_of(entry: object) -> str:
        text = getattr(entry, attribute)
        facts = json.loads(text) if text else {}
        name, own_id = facts.get("name", ""), facts.get("id", "")
        return ", ".join(str(each) for each in (name, own_id, facts.get("reason", "")) if each)

    return words_of


def _system(entry: object) -> str:
    for text in (getattr(entry, "after", None), getattr(entry, "before", None)):
        if text:
            return str(json.loads(text).get("system", ""))
    return ""


_COLUMNS: Final = (
    GridColumn(key="at", title="When", value=_told("at"), kind=Kind.MOMENT, width=150),
    GridColumn(key="actor", title="Who", value=_told("actor"), width=90),
    GridColumn(key="system", title="System", value=_system, width=100),
    GridColumn(key="what", title="What", value=_told("operation"), width=170, stretches=True),
    GridColumn(key="before", title="Before", value=_words("before"), width=120),
    GridColumn(key="after", title="After", value=_words("after"), width=120),
    GridColumn(key="why", title="Why", value=_told("reason"), width=140),
)
