"""The example month of one customer, thing by thing; and the change itself."""

from collections.abc import Sized
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.operations.edit_records import Edited
from app.operations.preview_consolidation import MovedThing
from app.ui import words
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Card, Choice, beside, label
from app.ui.wizards.consolidate.state import Consolidating
from app.ui.wizards.stepped_wizard import StepPage
from app.values.money import ZERO

_KINDS = {"time": "Time", "charge": "Charge", "agreement_line": "Agreement"}
_NAMED = 4


class ExamplePage(StepPage):
    """What the month's invoice of one customer would have taken over."""

    def __init__(self, state: Consolidating) -> None:
        super().__init__("An example", "What would have moved?")
        self.state = state
        self.customer = Choice("Customer")
        columns = (
            GridColumn(key="day", title="Day", value=_day, kind=Kind.DAY, width=104),
            GridColumn(key="kind", title="What", value=_kind, width=90),
            GridColumn(key="text", title="Words", value=_text, width=220, stretches=True),
            GridColumn(
                key="moved",
                title="On ours",
                value=_moved,
                kind=Kind.MONEY,
                width=92,
                is_summed=True,
            ),
            GridColumn(
                key="stays", title="Stays", value=_stays, kind=Kind.MONEY, width=84, is_summed=True
            ),
            GridColumn(key="why", title="Why", value=_why, width=260),
        )
        self.grid = Grid("consolidated", columns, state.desk.tasks, noun="line", find="Words")
        for button in (self.grid.columns_button, self.grid.export_button):
            button.hide()
        self.grid.empty.say(
            "Nothing to pay for in that month", "Choose another customer, or another month."
        )
        self.body.addLayout(beside(label("Customer", "muted"), self.customer, None))
        self.body.addWidget(self.grid, 1)
        self.customer.currentIndexChanged.connect(self._show_one)
        state.read_again.connect(self._show)

    def enter(self) -> None:
        """Offers those of whom something would move."""
        if self.state.preview is None:
            self.state.read()
        self._show()

    @Slot()
    def _show(self) -> None:
        here = str(self.customer.currentData() or "")
        self.customer.blockSignals(True)  # noqa: FBT003  of Qt
        self.customer.clear()
        for each in self.state.customers:
            if each.things:
                self.customer.addItem(
                    f"{each.account.name}, {words.money(each.moved)}", each.account.account_number
                )
        self.customer.setCurrentIndex(max(self.customer.findData(here), 0))
        self.customer.blockSignals(False)  # noqa: FBT003  of Qt
        self._show_one()

    @Slot()
    def _show_one(self, _: int = 0) -> None:
        number = str(self.customer.currentData() or "")
        row = next((e for e in self.state.customers if e.account.account_number == number), None)
        self.grid.show_rows(row.things if row is not None else ())
        if row is None or self.state.preview is None:
            return
        month = words.period(self.state.preview.period)
        self.say(
            f"{row.account.name}, {month}",
            f"{words.money(row.moved)} would stand on your invoice, {words.money(row.stays)} "
            "would stay.",
        )
        self.said.emit()


class ChangePage(StepPage):
    """The same that was chosen, done."""

    applied = Signal()

    def __init__(self, state: Consolidating) -> None:
        super().__init__("Preview and apply", "Is this what shall hold?")
        self.state = state
        self._is_working = False
        self.is_done = False
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        card = Card()
        card.rows.addLayout(self.lines)
        self.errors = QVBoxLayout()
        self.body.addWidget(card)
        self.body.addLayout(self.errors)
        self.body.addStretch(1)
        state.chosen.connect(self._show)
        state.read_again.connect(self._show)

    def enter(self) -> None:
        """Shows what will change."""
        if self.state.preview is None:
            self.state.read()
        self._show()

    def verb(self) -> str:
        """What applying comes to."""
        changes = len(self.state.changes)
        if self.is_done or not changes:
            return "Close"
        return f"Change {words.plural(changes, 'customer')}"

    def may_leave(self) -> bool:
        """Once it is applied there is nothing to go on with."""
        return not self.is_done

    def act(self) -> bool:
        """Writes it; when that is done, closes."""
        changes = self.state.changes
        if self.is_done or not changes:
            return True
        if self._is_working:
            return False
        self._is_working = True
        rows = [replace(each.account, consolidated=self.state.is_one(each)) for each in changes]
        title = f"How {words.plural(len(rows), 'customer')} are billed"
        self.state.desk.edit(title, rows, done=self._done, failed=self._failed)
        return False

    @Slot(object)
    def _done(self, found: object) -> None:
        self._is_working = False
        if isinstance(found, Edited) and found.refusals:
            for each in found.refusals:
                self.errors.addWidget(
                    label(f"{each.message} {each.way_out}", "refused", wraps=True)
                )
            return
        self._say_done()
        self.is_done = True
        self.state.forget()
        self.state.read()
        self.applied.emit()
        self.said.emit()

    def _say_done(self) -> None:
        count = words.plural(len(self.state.changes), "customer")
        self.say(f"{count} changed", "Ctrl+Z takes it back. The next sync brings their charges.")

    @Slot(object)
    def _failed(self, fault: object) -> None:
        self._is_working = False
        self.errors.addWidget(ErrorPanel(told(fault)))

    @Slot()
    def _show(self) -> None:
        if self.is_done:
            return
        while self.lines.count():
            entry = self.lines.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text in self._texts():
            self.lines.addWidget(label(text, wraps=True))
        self.said.emit()

    def _texts(self) -> list[str]:
        changes = self.state.changes
        if not changes:
            return ["Nothing else was chosen than holds already."]
        ones = [each for each in changes if self.state.is_one(each)]
        apart = [each for each in changes if not self.state.is_one(each)]
        month = words.period(self.state.period)
        found = []
        if ones:
            money = words.money(sum((each.moved for each in ones), ZERO))
            names = ", ".join(each.account.name for each in ones[:_NAMED])
            more = f" and {words.count(len(ones) - _NAMED)} more" if len(ones) > _NAMED else ""
            found.append(
                f"{_who_gets(ones)} one invoice for everything: {names}{more}. "
                f"In {month} that was {money}."
            )
            stays = sum((each.stays for each in ones), ZERO)
            if stays:
                found.append(f"{words.money(stays)} of theirs would stay, each with its reason.")
        if apart:
            names = ", ".join(each.account.name for each in apart[:_NAMED])
            found.append(
                f"{_who_gets(apart)} telecom on an invoice of its own: {names}. "
                "The PSA bills the rest, and its invoices are relayed to accounting."
            )
        preview = self.state.preview
        if ones and preview is not None and preview.has_time and not preview.time_product:
            found.append("No product is chosen for time yet: their time would wait.")
        found.append("What the PSA has billed already stays there. Nothing is billed twice.")
        return found


def _who_gets(rows: Sized) -> str:
    verb = "gets" if len(rows) == 1 else "get"
    return f"{words.plural(len(rows), 'customer')} {verb}"


def _day(row: MovedThing) -> object:
    return row.day


def _kind(row: MovedThing) -> str:
    return _KINDS[row.kind]


def _text(row: MovedThing) -> str:
    return row.text


def _moved(row: MovedThing) -> object:
    return row.amount if row.moves else None


def _stays(row: MovedThing) -> object:
    return row.amount if not row.moves else None


def _why(row: MovedThing) -> str:
    return row.words
