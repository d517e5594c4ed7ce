"""Which period is billed, and of which day its invoices are."""

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox

from app.billing.bill_run import RunState
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import DateField, Field
from app.ui.parts.controls import Card, label
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.stepped_wizard import StepPage


class PeriodPage(StepPage):
    """Chooses the period; says where it stands."""

    def __init__(self, desk: Desk, kept: KeptReview) -> None:
        super().__init__(
            "Period",
            "Which period do you bill?",
            "Every customer with something to bill in it gets one invoice.",
        )
        self.desk = desk
        self.kept = kept
        self.period = QComboBox()
        self.period.setAccessibleName("Bill period")
        self.day = DateField("Invoice date", desk.clock.today(desk.zone))
        self.state = label("", "strong", wraps=True)
        self.detail = label("", "muted", wraps=True)
        card = Card()
        card.rows.addWidget(self.state)
        card.rows.addWidget(self.detail)
        self.body.addWidget(Field("Bill period", self.period))
        self.body.addWidget(
            Field("Invoice date", self.day, note="Blank: the day after each customer's period")
        )
        self.body.addWidget(card)
        self.body.addStretch(1)
        company = desk.company
        known = company.facts.periods if company is not None else ()
        for each in dict.fromkeys((desk.period, *known)):
            self.period.addItem(words.period(each), each)
        self.period.currentIndexChanged.connect(self._choose)
        kept.changed.connect(self._show)

    @property
    def invoice_date(self) -> date | None:
        """The day typed; None for the day after the period."""
        return self.day.day

    def enter(self) -> None:
        """Works out what stands in the way of it."""
        self.kept.want()
        self._show()

    def act(self) -> bool:
        """Goes on where the day can be read."""
        if self.day.text().strip() and self.day.day is None:
            self.day.refuse("Type it as 2026-11-01, or leave it blank.")
            return False
        return True

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.desk.choose_period(str(self.period.itemData(place)))
        self.kept.want()

    @Slot()
    def _show(self) -> None:
        review = self.kept.review
        days = bill_period(self.desk.period, FIRST_CYCLE_DAY)
        last = date.fromordinal(days.end.toordinal() - 1)
        self.detail.setText(
            f"{words.day(days.start)} to {words.day(last)}. What belongs to an earlier period and "
            "was not billed then is billed as late."
        )
        if review is None:
            self.state.setText("Working out what can be billed…")
        elif review.state is RunState.DRAFT:
            sums = review.sums
            self.state.setText(
                f"There is a draft: {words.plural(sums.invoices, 'invoice')}, "
                f"{words.money(sums.now)}."
            )
        elif review.state is not None:
            sums = review.sums
            count = words.plural(sums.invoices, "invoice")
            more = f" {words.count(review.waiting)} more can be billed." if review.waiting else ""
            self.state.setText(f"Approved: {count}, {words.money(sums.now)}.{more}")
        else:
            self.state.setText(f"{words.plural(review.waiting, 'invoice')} can be drafted.")
        self.said.emit()
