"""The time each step took, last month beside this month, as a table."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.month_steps import MonthState, Step
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.pages.month_end.telling import TITLES
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog

_SIZE: Final = (560, 500)


class TimesDialog(Dialog):
    """The chart of the month end as a list that can be copied, exported and printed."""

    def __init__(
        self,
        desk: Desk,
        month: MonthState,
        names: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """``names``: of the month before and of this one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Time for each step")
        self.resize(*_SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(label("Time for each step", "pane"))
        before, now = words.length(month.seconds_before), words.length(month.seconds)
        whole = f"{names[0]} {before}, {names[1]} {now}"
        layout.addWidget(label(whole, "muted"))
        columns = (
            GridColumn(key="step", title="Step", value=_title, width=220, stretches=True),
            GridColumn(key="before", title=names[0], value=_before, width=120, kind=Kind.LENGTH),
            GridColumn(key="now", title=names[1], value=_now, width=120, kind=Kind.LENGTH),
        )
        self.grid = Grid("step_times", columns, desk.tasks, noun="step", parent=self)
        self.grid.show_rows(month.steps)
        layout.addWidget(self.grid, 1)
        close = Button("Close", key="Esc", on_press=self.reject)
        close.setDefault(True)
        layout.addLayout(beside(None, close))
        self.grid.view.setFocus()


def _title(step: Step) -> str:
    return TITLES[step.name]


def _before(step: Step) -> int:
    return step.seconds_before


def _now(step: Step) -> int:
    return step.seconds
