"""From which day a change holds, with what the next bill becomes shown before it is made."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.cycle import bill_period
from app.customers.service import Number, Service
from app.operations.changes import Changes
from app.operations.edit_records import Edited
from app.operations.preview_change import BillLine, ChangePreview, WantedChange, preview_change
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import DateField, Field
from app.ui.messages import told
from app.ui.parts.controls import Button, beside, label, line
from app.ui.parts.dialog import Dialog
from app.values.period import add_months

_TITLES: Final = {
    "quantity": "Quantity",
    "unit_price": "Price",
    "product_code": "Product",
    "location_code": "Location",
    "rate_plan": "Rate plan",
    "account_number": "Customer",
    "circuit_code": "Circuit",
    "kind": "Kind",
    "description": "Words on the invoice",
    "contract_line": "Contract line",
    "ends_on": "Ends on",
}


class ChangeDialog(Dialog):
    """Asks from which day a change of a service or number holds."""

    changed = Signal()
    """The change was made."""

    def __init__(
        self,
        desk: Desk,
        before: Service | Number,
        after: Service | Number,
        *,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._rows = (before, after)
        self._preview: ChangePreview | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        name = _name_of(before)
        self.setWindowTitle(f"Change {name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label(f"From which day does {name} change?", "pane", wraps=True))
        for text in _changes(before, after):
            column.addWidget(label(text, wraps=True))
        self.day = DateField("From which day", today)
        self.day.show_day(max(today, before.starts_on))
        self.day.valued.connect(self._read)
        self._box = Field("From which day", self.day, note="")
        first = bill_period(desk.period, 1).start
        months = [first, add_months(first, 1)]
        picks = [Button(f"From {words.day(d, today=today)}") for d in (before.starts_on, *months)]
        picks[0].say("From its beginning")
        days = (before.starts_on, *months)
        for button, day in zip(picks, days, strict=True):
            button.clicked.connect(_setter(self.day, day))
        column.addLayout(beside(self._box, *picks, None))
        self.sum = label("", "strong", wraps=True)
        column.addWidget(self.sum)
        self.grid = Grid("change", _COLUMNS, desk.tasks, noun="line", parent=self)
        for part in (self.grid.find_field, self.grid.columns_button, self.grid.export_button):
            part.hide()
        self.grid.setMinimumHeight(180)
        column.addWidget(self.grid, 1)
        self.note = label("", "muted", wraps=True)
        column.addWidget(self.note)
        column.addWidget(line())
        self.verb = Button("Change", kind="primary", key="Ctrl+Return", on_press=self._change)
        self.verb.setDefault(True)
        self.verb.setEnabled(False)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column.addLayout(beside(None, self.not_now, self.verb))
        self.day.setFocus()
        self._read(None)

    def _read(self, _: object) -> None:
        day, why = self.day.reading()
        if day is None:
            self.day.refuse(why or "Type the day from which it holds.")
            self.verb.setEnabled(False)
            return
        before, after = self._rows
        wanted = WantedChange(before=before, after=after, day=day, period=self.desk.period)
        self.verb.setEnabled(False)
        self.desk.do(
            "",
            lambda office, _: preview_change(office, wanted),
            changes=Changes.NOTHING,
            done=self._took,
            failed=self._refused,
        )

    def _took(self, found: object) -> None:
        if not isinstance(found, ChangePreview):
            return
        self._preview = found
        self.day.refuse("")
        self.grid.show_rows(list(found.lines))
        month = words.period(found.label)
        change = found.difference
        more = "more" if change > 0 else "less"
        amount = words.money(abs(change))
        self.sum.setText(
            f"{month}: {words.money(found.before)} becomes {words.money(found.after)}."
            if found.lines
            else f"Nothing of it is on the bill of {month}."
        )
        if len(found.rows) > 1:
            self.note.setText("The old row ends on that day and a new one begins. Undo: Ctrl+Z.")
        else:
            self.note.setText("The row itself changes, from its beginning. Undo: Ctrl+Z.")
        day = words.day(self.day.day)
        tail = f", {amount} {more}" if change else ""
        self.verb.say(f"Change from {day}{tail}")
        self.verb.setEnabled(True)

    def _refused(self, fault: object) -> None:
        facts = told(fault)
        self._preview = None
        self.day.refuse(f"{facts.what} {facts.why} {facts.remedy}".strip())

    def _change(self) -> None:
        if self._preview is None:
            return
        self.verb.setEnabled(False)
        title = f"Change {_name_of(self._rows[0])}"
        self.desk.edit(title, self._preview.rows, done=self._done, failed=self._refused)

    def _done(self, found: object) -> None:
        if not isinstance(found, Edited):
            return
        if found.refusals:
            self.day.refuse(" ".join(each.message for each in found.refusals))
            return
        self.changed.emit()
        self.accept()


def _setter(field: DateField, day: date) -> Callable[[], None]:
    def set_day() -> None:
        field.show_day(day)

    return set_day


def _name_of(row: Service | Number) -> str:
    if isinstance(row, Service):
        return f"service {row.service_code}"
    return f"number {words.telephone(row.number)}"


def _changes(before: Service | Number, after: Service | Number) -> list[str]:
    found = []
    for name, title in _TITLES.items():
        if not hasattr(before, name):
            continue
        was, will = getattr(before, name), getattr(after, name)
        if was != will and name == "unit_price" and was is not None and will is not None:
            found.append(f"{title}: {words.money(was)} becomes {words.money(will)}")
        elif was != will:
            found.append(f"{title}: {_word(was)} becomes {_word(will)}")
    return found


def _word(value: object) -> str:
    if value is None:
        return "the product's"
    if isinstance(value, date):
        return words.day(value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _words(entry: BillLine) -> str:
    return entry.words


def _days(entry: BillLine) -> str:
    if entry.days is None:
        return "the whole period"
    first, last = entry.days.start, entry.days.last_day
    if first == last:
        return words.day(first)
    return f"{words.day(first, today=last)} to {words.day(last)}"


def _before(entry: BillLine) -> object:
    return entry.before


def _after(entry: BillLine) -> object:
    return entry.after


_COLUMNS: Final = (
    GridColumn(key="words", title="Line of the bill", value=_words, stretches=True),
    GridColumn(key="days", title="Days", value=_days, width=190, is_sortable=False),
    GridColumn(
        key="before", title="Without", value=_before, kind=Kind.MONEY, width=90, is_summed=True
    ),
    GridColumn(key="after", title="With", value=_after, kind=Kind.MONEY, width=90, is_summed=True),
)
