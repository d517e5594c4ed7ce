"""What if: a call played through a customer's plan, or a month's calls through another plan."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from app.operations.browse_usage.mending import Owners, possible_owners
from app.operations.office import Office
from app.operations.play_what_if import (
    PlayedCall,
    PlayedLine,
    PlayedPlan,
    plans_to_play,
    play_call,
    play_plan,
)
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.rows_model import RowsModel
from app.ui.grid.table_view import TableView
from app.ui.inputs import DateField, Field, Picker, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.page import Tabs
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog
from app.usage.table import CallClass, Status

_CALL: Final = "A call"
_PLAN: Final = "Another plan"
_KINDS: Final = {
    CallClass.INTRASTATE: "In state",
    CallClass.INTERSTATE: "State to state",
    CallClass.INTERNATIONAL: "International",
    CallClass.INBOUND: "Calls in",
    CallClass.TOLL_FREE_INBOUND: "Toll-free in",
    CallClass.DIRECTORY_ASSISTANCE: "Directory assistance",
    CallClass.PREMIUM: "Premium",
}


class WhatIfDialog(Dialog):
    """Prices without keeping anything."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = desk
        self.setWindowTitle("What if")
        self.resize(LOOK.scaled(720), LOOK.scaled(540))
        self.errors = QVBoxLayout()
        self.call = CallForm(desk)
        self.plan = PlanForm(desk)
        self.tabs = Tabs("What if")
        self.tabs.add(_CALL, self.call)
        self.tabs.add(_PLAN, self.plan)
        self.close_button = Button("Close", key="Esc", on_press=self.reject)
        self.act = Button("Play the call", kind="primary", icon_name="play", key="Ctrl+Return")
        self.act.clicked.connect(self.play)
        self.act.setDefault(True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(label("Nothing here is kept: it only shows what would be.", "muted"))
        column.addLayout(self.errors)
        column.addWidget(self.tabs, 1)
        column.addLayout(beside(None, self.close_button, self.act))
        self.tabs.chosen.connect(self._chosen)
        desk.read(_choices, self._offer, key="what if")
        self.call.number.setFocus()

    @Slot(str)
    def _chosen(self, title: str) -> None:
        self.act.say("Play the call" if title == _CALL else "Play the month")

    @Slot(object)
    def _offer(self, found: object) -> None:
        if isinstance(found, tuple):
            owners, plans = found
            self.plan.offer(owners, plans)

    @Slot()
    def play(self) -> None:
        """Prices what the form says."""
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self.tabs.current == _CALL:
            self.call.play(self._failed)
        else:
            self.plan.play(self._failed)

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.errors.addWidget(ErrorPanel(told(error)))


def _choices(office: Office) -> tuple[Owners, dict[str, str]]:
    return possible_owners(office), dict(plans_to_play(office))


class CallForm(QWidget):
    """A call that was never made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.number = TextField("Customer's number", hint="(303) 555-0142")
        self.other = TextField("Other number", hint="+44 20 7946 0000")
        self.length = TextField("Length", hint="4:22")
        self.day = DateField("Day", desk.clock.today(desk.zone))
        self.at = TextField("Time", hint="10:41")
        self.inward = QCheckBox("The call comes in")
        self.length.setText("1:00")
        self.at.setText("12:00")
        self.day.show_day(desk.clock.today(desk.zone))
        self.charge = label("", "hero")
        self.reasons = label("", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(
            beside(Field("Customer's number", self.number), Field("Other number", self.other))
        )
        column.addLayout(
            beside(Field("Length", self.length), Field("Day", self.day), Field("Time", self.at))
        )
        column.addWidget(self.inward)
        column.addWidget(self.charge)
        column.addWidget(self.reasons)
        column.addStretch(1)

    def play(self, failed: Callable[[object], None]) -> None:
        """Prices the call."""
        seconds, at, day = read_length(self.length.text()), read_time(self.at.text()), self.day.day
        self.length.refuse("" if seconds is not None else "Type a length such as 4:22.")
        self.at.refuse("" if at is not None else "Type a time such as 10:41.")
        if seconds is None or at is None or day is None:
            return
        number, other, inward = self.number.text(), self.other.text(), self.inward.isChecked()
        moment = datetime.combine(day, at, self.desk.zone)
        self.desk.read(
            lambda office: play_call(
                office, number, other, seconds=seconds, started_at=moment, inward=inward
            ),
            self._played,
            key="what if call",
            failed=failed,
        )

    @Slot(object)
    def _played(self, found: object) -> None:
        if isinstance(found, PlayedCall):
            rated = found.status is Status.RATED
            self.charge.setText(words.exact(found.charge) if rated else "No charge")
            if found.status is Status.SUSPENDED:
                self.charge.setText("It would wait in suspense")
            self.reasons.setText("\n".join(found.sentences))


class PlanForm(QWidget):
    """A month's calls of a customer under another plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.owner = Picker("Customer", hint="Name or account number")
        self.plan = QComboBox()
        self.plan.setAccessibleName("Plan")
        self.result = label("", "section", wraps=True)
        columns = (
            GridColumn(
                key="kind",
                title="Kind",
                value=lambda r: _KINDS.get(r.call_class, "Other"),
                width=180,
                stretches=True,
            ),
            GridColumn(
                key="calls", title="Calls", value=lambda r: r.calls, kind=Kind.COUNT, width=80
            ),
            GridColumn(
                key="before", title="Now", value=lambda r: r.before, kind=Kind.MONEY, width=100
            ),
            GridColumn(
                key="after", title="Then", value=lambda r: r.after, kind=Kind.MONEY, width=100
            ),
            GridColumn(key="change", title="Change", value=_change, kind=Kind.CHANGE, width=100),
        )
        self.model = RowsModel(columns, desk.tasks, parent=self)
        self.view = TableView(self.model)
        self.view.setAccessibleName("Calls by kind")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(beside(Field("Customer", self.owner), Field("Plan", self.plan)))
        column.addWidget(self.result)
        column.addWidget(self.view, 1)

    def offer(self, owners: Owners, plans: dict[str, str]) -> None:
        """The customers and plans to choose from."""
        self.owner.offer(dict(owners.accounts))
        self.plan.clear()
        for code, name in plans.items():
            self.plan.addItem(f"{name} · {code}", code)

    def play(self, failed: Callable[[object], None]) -> None:
        """Prices the month's calls by the plan."""
        account, code = self.owner.key, str(self.plan.currentData() or "")
        period = self.desk.period
        if not account or not code:
            self.owner.refuse("Choose a customer.")
            return
        self.desk.look(
            f"Playing {words.period(period)} by {code}",
            lambda office, _: play_plan(office, account, code, period=period),
            self._played,
            failed=failed,
        )

    @Slot(object)
    def _played(self, found: object) -> None:
        if not isinstance(found, PlayedPlan):
            return
        lost = f" {words.plural(found.lost, 'call')} would have no price." if found.lost else ""
        self.result.setText(
            f"{words.plural(found.calls, 'call')} in {words.period(self.desk.period)}: "
            f"{words.money(found.before)} now, {words.money(found.after)} then, "
            f"{words.change(found.difference)}.{lost}"
        )
        self.model.show_rows(found.lines)


def _change(row: PlayedLine) -> object:
    return row.after - row.before


def read_length(text: str) -> int | None:
    """Seconds of a length typed as ``4:22``, ``1:04:22`` or ``262``; None where it is none."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):  # noqa: PLR2004
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds or None


def read_time(text: str) -> time | None:
    """A time of day typed as ``10:41``; None where it is none."""
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None
