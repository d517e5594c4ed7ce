"""Which days a report is of: a month, a quarter, a year, or days that are typed."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.billing.tax_reports.window import day_window
from app.ui.inputs import DateField
from app.ui.parts.controls import Choice, label
from app.values.period import Period, add_months

_MONTHS: Final = 3
_OWN: Final = "days"
_KINDS: Final = {
    "month": "Month",
    "month before": "Month before",
    "quarter": "Quarter",
    "year": "Year",
    _OWN: "From … to …",
}


class PeriodChoice(QWidget):
    """A choice beside two days; the days follow the choice, the choice follows typed days."""

    chosen = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._label = f"{today:%Y-%m}"
        self.kind = Choice("Days of the report")
        for value, word in _KINDS.items():
            self.kind.addItem(word, value)
        self.first = DateField("First day", today)
        self.last = DateField("Last day", today)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.kind)
        row.addWidget(self.first)
        row.addWidget(label("to", "muted"))
        row.addWidget(self.last)
        for field in (self.first, self.last):
            field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            field.valued.connect(self._typed)
        self.kind.currentIndexChanged.connect(self._fill)
        self._fill()

    def show_month(self, period_label: str) -> None:
        """Works on another month."""
        if period_label and period_label != self._label:
            self._label = period_label
            self._fill()

    @property
    def period(self) -> Period | None:
        """The days; None while one of them is not a day."""
        first, last = self.first.day, self.last.day
        if first is None or last is None or last < first:
            return None
        return day_window(first, last)

    @Slot()
    def _fill(self, _: object = None) -> None:
        kind = str(self.kind.currentData())
        own = kind == _OWN
        self.first.setReadOnly(not own)
        self.last.setReadOnly(not own)
        if own:
            return
        start = date.fromisoformat(f"{self._label}-01")
        months = 1
        if kind == "month before":
            start = add_months(start, -1)
        elif kind == "quarter":
            start = start.replace(month=(start.month - 1) // _MONTHS * _MONTHS + 1)
            months = _MONTHS
        elif kind == "year":
            start, months = start.replace(month=1), 12
        self.first.show_day(start)
        self.last.show_day(add_months(start, months) - timedelta(days=1))
        self.chosen.emit()

    @Slot()
    def _typed(self, _: object = None) -> None:
        if str(self.kind.currentData()) == _OWN and self.period is not None:
            self.chosen.emit()
