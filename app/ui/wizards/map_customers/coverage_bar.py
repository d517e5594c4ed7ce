"""How much of a month's charges would map: a bar, the share, and the money that would not."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.billing.coverage import Coverage
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.parts.controls import ElidedLabel, beside, label

_ALL = 100


class CoverageBar(QWidget):
    """The meter below the map."""

    def __init__(self, noun: str) -> None:
        """``noun``: what would be missing."""
        super().__init__()
        self._noun = noun
        self.title = label("Coverage", "strong")
        self.share = label("", "strong")
        self.missing = ElidedLabel("", "muted")
        self._bar = _Bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        row = beside(self.title, self.share)
        row.addWidget(self.missing, 1)
        column.addLayout(row)
        column.addWidget(self._bar)

    def show_coverage(self, coverage: Coverage) -> None:
        """Shows a coverage."""
        month = words.period(coverage.period) if coverage.period else ""
        self.title.setText(f"Coverage of {month}" if month else "Nothing was billed yet")
        self.share.setText(f"{words.money(coverage.share, places=1)} %" if month else "")
        count = words.plural(len(coverage.missing), self._noun)
        self.missing.setText(
            f"{count}, {words.money(coverage.missing_amount)} not linked yet"
            if coverage.missing
            else ("All of it would map." if month else "")
        )
        self._bar.show_share(float(coverage.share) / _ALL)
        told = (self.title.text(), self.share.text(), self.missing.text())
        self.setAccessibleName(", ".join(each for each in told if each))


class _Bar(QWidget):
    """The bar itself; its words stand above it."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Shows a share from 0 to 1."""
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A thin line."""
        return QSize(200, 6)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the bar."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("idle_soft"))
        painter.setPen(LOOK.colour("line_strong"))
        wide = round(self.width() * self._share)
        painter.fillRect(QRect(0, 0, wide, self.height()), LOOK.colour("accent"))
