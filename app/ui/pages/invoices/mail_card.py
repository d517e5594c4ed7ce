"""How the invoices of a month went out, counted; each line filters the list."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from app.operations.browse_invoices import InvoiceRow
from app.ui import words
from app.ui.pages.invoices.telling import standing_of
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Card, label

_LINES: Final = {
    "sent": Badge("Sent", "check", "ok"),
    "refused": Badge("Refused", "circle-x", "bad"),
    "unknown": Badge("Look first", "circle-question-mark", "warn"),
    "queued": Badge("Queued", "clock", "run"),
    "to_print": Badge("To print", "printer", "warn"),
    "waiting": Badge("Not sent", "circle-dashed", "idle"),
}
_MOST: Final = 5


class MailCard(Card):
    """Counts by state of the invoices of one month."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=12, spacing=4)
        self.title = label("", "strong")
        self.rows.addWidget(self.title)
        grid = QGridLayout()
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        self._lines: dict[str, tuple[BadgeLabel, QLabel]] = {}
        for place, (name, badge) in enumerate(_LINES.items()):
            shown, count = BadgeLabel(badge), label("", "strong")
            grid.addWidget(shown, place, 0)
            grid.addWidget(count, place, 1, Qt.AlignmentFlag.AlignLeft)
            self._lines[name] = shown, count
        self.rows.addLayout(grid)
        self.rows.addStretch(1)
        self.counts: Counter[str] = Counter()

    def show_month(self, month: str, rows: Sequence[InvoiceRow]) -> None:
        """Shows the invoices of a month."""
        standing = [row for row in rows if not row.is_void]
        self.title.setText(f"{month}, {words.plural(len(standing), 'invoice')}")
        self.counts = Counter(standing_of(row) for row in standing)
        shown = 0
        for name, (badge, count) in self._lines.items():
            number = self.counts[name]
            here = shown < _MOST and (number > 0 or name == "sent")
            shown += here
            badge.setVisible(here)
            count.setVisible(here)
            count.setText(words.count(number))
            count.setAccessibleName(f"{_LINES[name].word}: {words.count(number)}")
