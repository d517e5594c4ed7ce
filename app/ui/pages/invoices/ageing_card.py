"""What customers owe, by age: a bar for each age with its money and share."""

from decimal import Decimal
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.billing.receivables import Age, Ageing
from app.operations.browse_invoices import InvoiceList
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme
from app.ui.parts.controls import Card, ElidedLabel, beside, label

_ROLES: Final = {
    Age.NOT_DUE: "chart_1",
    Age.TO_30: "chart_2",
    Age.TO_60: "chart_2",
    Age.TO_90: "chart_5",
    Age.OLDER: "chart_5",
}
_PATTERNS: Final = {
    "chart_1": Qt.BrushStyle.SolidPattern,
    "chart_2": Qt.BrushStyle.BDiagPattern,
    "chart_5": Qt.BrushStyle.Dense4Pattern,
}
UNKNOWN: Final = "Payments come from accounting; connect it to see what is open."


class AgeingCard(Card):
    """The sums, their bars, and where payments come from."""

    def __init__(self) -> None:
        super().__init__(margin=12, spacing=4)
        self.total = label("", "strong")
        self.bars = AgeingBars()
        self.note = ElidedLabel(UNKNOWN, "caption")
        self.waiting = ElidedLabel("", "caption")
        self.title = label("What customers owe, by age", "strong")
        self.rows.addLayout(beside(self.title, None, self.total))
        self.rows.addWidget(self.bars)
        self.rows.addWidget(self.note)
        self.rows.addWidget(self.waiting)
        self.rows.addStretch(1)

    def show_ageing(self, found: InvoiceList) -> None:
        """Shows what is owed, and what that leaves out."""
        self.total.setText(words.money(found.ageing.total))
        self.note.setVisible(not found.payments_known)
        several = words.plural(found.not_issued, "invoice")
        self.waiting.setText(f"{several} not sent yet: nobody owes them.")
        self.waiting.setVisible(found.not_issued > 0)
        self.bars.show_ageing(found.ageing)


class AgeingBars(QWidget):
    """One line an age: its name, a bar, money and share."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Ageing | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        LOOK.changed.connect(self.updateGeometry)

    def show_ageing(self, found: Ageing) -> None:
        """Shows what is owed."""
        self._found = found
        told = [
            f"{age.value}: {words.money(found.sums[age])}, "
            f"{words.plural(found.counts[age], 'invoice')}"
            for age in Age
        ]
        self.setAccessibleName(f"What customers owe by age, {words.money(found.total)}")
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip("\n".join(told))
        self.update()

    def _step(self) -> int:
        return LOOK.scaled(19)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A line for each age."""
        return QSize(360, self._step() * len(Age))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May be narrow."""
        return QSize(220, self._step() * len(Age))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the lines."""
        del event
        found = self._found
        if found is None:
            return
        painter = QPainter(self)
        body, strong = LOOK.font("body"), LOOK.font("body", 600)
        painter.setFont(strong)
        wide = painter.fontMetrics().horizontalAdvance
        money = max(wide(words.money(found.sums[age])) for age in Age)
        painter.setFont(body)
        names = max(painter.fontMetrics().horizontalAdvance(age.value) for age in Age) + 16
        share = painter.fontMetrics().horizontalAdvance("100 %") + 14
        most = max((abs(each) for each in found.sums.values()), default=Decimal(0)) or Decimal(1)
        room = max(self.width() - names - money - share - 14, 10)
        step = self._step()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        right = middle | int(Qt.AlignmentFlag.AlignRight)
        for place, age in enumerate(Age):
            y, amount = place * step, found.sums[age]
            painter.setFont(body)
            painter.setPen(LOOK.colour("text"))
            painter.drawText(QRect(0, y, names, step), middle, age.value)
            long = round(float(max(amount, Decimal(0)) / most) * room)
            if amount > 0:
                bar = QRect(names, y + 4, max(long, 3), step - 8)
                painter.fillRect(bar, _brush(_ROLES[age]))
            painter.setFont(strong)
            end = self.width() - share
            painter.drawText(QRect(end - money - 4, y, money + 4, step), right, words.money(amount))
            part = found.share(age)
            painter.setFont(body)
            painter.setPen(LOOK.colour("text_muted"))
            told = words.percent(part) if part is not None else words.NOT_APPLICABLE
            painter.drawText(QRect(end, y, share, step), right, told)
        painter.end()


def _brush(role: str) -> QBrush:
    if LOOK.theme is Theme.HIGH_CONTRAST:
        return QBrush(LOOK.colour(role), _PATTERNS[role])
    return QBrush(LOOK.colour(role))
