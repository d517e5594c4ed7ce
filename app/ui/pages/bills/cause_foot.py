"""The foot of the review: what all invoices come to against last time, by cause, to the cent."""

from decimal import Decimal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.billing.cycle import previous_label
from app.billing.variance import Cause
from app.operations.review_bills import Review
from app.ui import words
from app.ui.parts.controls import Card, ElidedLabel, beside, label
from app.ui.wizards.bill_run.bill_words import CAUSE_WORDS


class CauseFoot(Card):
    """Totals and causes; the causes add up to the difference."""

    def __init__(self) -> None:
        super().__init__(margin=10, spacing=6)
        self.setAccessibleName("What all invoices come to")
        self.title = ElidedLabel("", "strong")
        self.rows.addWidget(self.title)
        self._shown: tuple[str, dict[Cause, Decimal]] | None = None
        self._strip = QHBoxLayout()
        self._strip.setSpacing(0)
        self.rows.addLayout(self._strip)
        self.show_review(None)

    def show_review(self, review: Review | None) -> None:
        """Shows the sums of a review; hides where there is none."""
        self.setVisible(review is not None and bool(review.rows))
        if review is None or not review.rows:
            return
        sums = review.sums
        before = words.period(previous_label(review.label)).rpartition(" ")[0]
        now = words.period(review.label).rpartition(" ")[0]
        text = (
            f"All {words.plural(sums.invoices, 'invoice')}: {words.money(sums.before)} in {before},"
            f" {words.money(sums.now)} in {now}, {words.change(sums.difference)}"
        )
        if sums.held:
            text += f"; {words.count(sums.held)} on hold, {words.money(sums.held_amount)}"
        self.title.setText(text)
        if self._shown == (text, sums.by_cause):
            return
        self._shown = (text, dict(sums.by_cause))
        self._clear()
        spoken: list[str] = []
        for cause, amount in sums.by_cause.items():
            if not amount:
                continue
            if spoken:
                self._strip.addWidget(_upright())
            cell = QWidget()
            inside = QVBoxLayout(cell)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(0)
            inside.addWidget(label(CAUSE_WORDS[cause], "caption"))
            inside.addWidget(label(words.change(amount), "strong"))
            self._strip.addWidget(cell, 1)
            spoken.append(f"{CAUSE_WORDS[cause]} {words.change(amount)}")
        self.setAccessibleDescription(f"{text}. {', '.join(spoken)}")

    def _clear(self) -> None:
        while self._strip.count():
            entry = self._strip.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _upright() -> QWidget:
    holder = QWidget()
    bar = QFrame()
    bar.setProperty("kind", "upright")
    bar.setFrameShape(QFrame.Shape.VLine)
    bar.setFrameShadow(QFrame.Shadow.Plain)
    bar.setFixedWidth(1)
    holder.setLayout(beside(bar, margin=0))
    holder.setFixedWidth(17)
    return holder
