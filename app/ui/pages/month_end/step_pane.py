"""The step that is looked at: what it is for, its lines, its button, the way to waive one."""

from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.billing.month_steps import RowState, Step, StepName, StepRow
from app.ui.pages.month_end.rows_table import RowsTable, SumRow
from app.ui.pages.month_end.telling import TITLES, about, detail_of, note_of, row_words
from app.ui.parts.controls import Button, Card, IconLabel, beside, label, line
from app.ui.parts.empty_list import EmptyList


class HintButton(Button):
    """A button that shows its key; the list or the window listens to it."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Leaves the key to others."""
        super().showEvent(event)
        self.leave_key()

    def say(self, text: str) -> None:
        """Changes the words."""
        super().say(text)
        self.leave_key()

    def leave_key(self) -> None:
        """Shows the key and does not answer it."""
        self.setShortcut(QKeySequence())


class StepPane(Card):
    """The right pane of the month end."""

    act_asked = Signal(object)
    """The step whose button was pressed."""
    row_pressed = Signal(object)
    waive_asked = Signal(object)
    take_back_asked = Signal(object)
    """The waived line whose waiver is to go."""

    def __init__(self) -> None:
        super().__init__("card", margin=0, spacing=0)
        self._step: Step | None = None
        self.title = label("", "section")
        self.about = label("", "caption", wraps=True)
        self.button = HintButton("", key="Return", on_press=self._act)
        self.rows.addWidget(self._head())
        self.rows.addWidget(line())
        self.rows.addWidget(self._middle(), 1)
        self.rows.addWidget(line())
        self.rows.addWidget(self._foot())
        self.table.pressed_row.connect(self.row_pressed)
        self.table.row_chosen.connect(self._row_chosen)

    def _head(self) -> QWidget:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.about)
        head = QWidget()
        row = beside(spacing=16)
        row.setContentsMargins(16, 14, 16, 12)
        row.addLayout(texts, 1)
        row.addWidget(self.button)
        head.setLayout(row)
        return head

    def _middle(self) -> QWidget:
        self.table = RowsTable()
        self.sums = SumRow(self.table)
        self.empty = EmptyList()
        self._lines = QWidget()
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.sums)
        middle = QWidget()
        self.stack = QStackedLayout(middle)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._lines)
        return middle

    def _foot(self) -> QWidget:
        self.waive_button = Button("Waive with a reason…", kind="quiet", on_press=self.waive)
        self.back_button = Button("Take the waiver back", kind="quiet", on_press=self.take_back)
        self.back_button.hide()
        self.note = label("", "caption", wraps=True)
        foot = QWidget()
        footer = beside(IconLabel("info", "text_muted"))
        footer.setContentsMargins(16, 7, 12, 7)
        footer.addWidget(self.note, 1)
        footer.addWidget(self.waive_button)
        footer.addWidget(self.back_button)
        foot.setLayout(footer)
        return foot

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self._step

    def show_step(self, step: Step, label_: str, *, verb: str, zone: tzinfo, now: datetime) -> None:
        """Shows a step; ``verb``: the words of its button, blank where it has none."""
        self._step = step
        self.title.setText(f"{step.number}  {TITLES[step.name]}")
        self.about.setText(about(step))
        self.button.say(verb)
        self.button.setVisible(bool(verb))
        rows = [(row, row_words(row, zone=zone, now=now)) for row in step.rows]
        self.table.show_rows(rows, count_name=_COUNTS.get(step.name, "How many"))
        self.sums.show_rows(step.rows)
        self.table.setAccessibleName(f"Lines of {TITLES[step.name]}")
        if rows:
            self.stack.setCurrentWidget(self._lines)
        else:
            self.empty.say(detail_of(step, label_), about(step), icon_name=_ICONS[step.name])
            self.stack.setCurrentWidget(self.empty)
        self.note.setText(note_of(step))

    def _row_chosen(self, row: StepRow | None) -> None:
        self.waive_button.setEnabled(can_waive(row))
        self.waive_button.setVisible(not is_waived(row))
        self.back_button.setVisible(is_waived(row))

    def waive(self) -> None:
        """Asks for a waiver of the line that is looked at."""
        if can_waive(self.table.row):
            self.waive_asked.emit(self.table.row)

    def take_back(self) -> None:
        """Takes the waiver of the line that is looked at back."""
        if is_waived(self.table.row):
            self.take_back_asked.emit(self.table.row)

    def _act(self) -> None:
        if self._step is not None:
            self.act_asked.emit(self._step.name)


def can_waive(row: StepRow | None) -> bool:
    """Whether a line is open and may be waived."""
    return row is not None and row.state is RowState.OPEN and bool(row.item)


def is_waived(row: StepRow | None) -> bool:
    """Whether a line passes by a waiver that can be taken back."""
    return row is not None and row.waiver is not None and bool(row.item)


_COUNTS = {
    StepName.CALLS: "Calls",
    StepName.EXCEPTIONS: "Calls",
    StepName.DRAFT: "Count",
    StepName.CLOSE: "Invoices",
}

_ICONS = {
    StepName.OPEN: "folder-open",
    StepName.CALLS: "upload",
    StepName.SYSTEMS: "plug",
    StepName.MAP: "plug",
    StepName.EXCEPTIONS: "circle-check",
    StepName.COUNTS: "plug",
    StepName.DRAFT: "receipt",
    StepName.REVIEW: "receipt",
    StepName.POST: "plug",
    StepName.CLOSE: "send",
}
