"""From when on a difference is looked at alone: an amount, or a part of the last invoice."""

from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.review import Limits
from app.ui.inputs import Field, MoneyField
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


class LimitsDialog(Dialog):
    """Two limits; beyond either of them an invoice is shown."""

    def __init__(self, limits: Limits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which changes to look at")
        self.setMinimumWidth(400)
        self.amount_field = MoneyField("Change over, in money")
        self.amount_field.show_amount(limits.amount)
        self.part_field = MoneyField("Change over, in percent", places=0)
        self.part_field.show_amount(limits.part * 100)
        self.verb = Button("Show those", kind="primary", on_press=self.accept)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label("Which changes to look at", "pane"))
        column.addWidget(
            label(
                "An invoice is shown where it differs by more than one of the two from the last "
                "one. First and last invoices always are.",
                "muted",
                wraps=True,
            )
        )
        column.addWidget(Field("Change over, in money", self.amount_field))
        column.addWidget(Field("Change over, in percent", self.part_field))
        column.addLayout(beside(None, self.not_now, self.verb))
        for field in (self.amount_field, self.part_field):
            field.textChanged.connect(self._look)
        self._look()
        self.amount_field.setFocus()
        self.amount_field.selectAll()

    @property
    def limits(self) -> Limits:
        """The limits as they were typed."""
        amount = self.amount_field.amount or Decimal(0)
        part = (self.part_field.amount or Decimal(0)) / 100
        return Limits(amount, part)

    def _look(self) -> None:
        fields = (self.amount_field, self.part_field)
        self.verb.setEnabled(all(f.amount is not None and f.amount >= 0 for f in fields))
