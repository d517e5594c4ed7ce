"""The line behind a change of a draft: its service or charge edited, or an adjustment added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.charge import OneTimeCharge
from app.billing.review import ReviewRow
from app.billing.variance import Change
from app.customers.service import Service
from app.operations.browse_bills import LineSource, line_source
from app.operations.edit_records import Edited
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import DateField, Field, MoneyField, Picker, TextField
from app.ui.messages import told
from app.ui.page import Page
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog
from app.values.sheet import SheetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToEdit:
    """What is edited: whose draft, of which days, and where the line comes from."""

    source: LineSource
    name: str
    last_day: date
    """The last day of the bill period: an adjustment is dated so unless something else is said."""
    today: date


def edit_line(desk: Desk, page: Page, row: ReviewRow, change: Change | None) -> None:
    """Reads where the line comes from and opens the dialog on it."""
    invoice = row.invoice
    if invoice is None:
        return
    number = row.account_number
    reference = change.reference if change is not None else ""
    today = desk.clock.today(desk.zone)
    last = invoice.period_end - timedelta(days=1)

    def found(source: object) -> None:
        if isinstance(source, LineSource):
            line = LineToEdit(source=source, name=row.name, last_day=last, today=today)
            AdjustmentDialog(desk, line, page).open()

    desk.read(
        lambda office: line_source(office, number, reference),
        found,
        key="line to edit",
        failed=page.failed,
    )


class AdjustmentDialog(Dialog):
    """Quantity, price and words of a line; or a charge or credit of one day."""

    def __init__(self, desk: Desk, line: LineToEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.line = line
        self.setMinimumWidth(460)
        self.product_field = Picker("What it is", hint="Product")
        self.location_field = Picker("Where", hint="Location")
        self.quantity_field = MoneyField("How many", places=0)
        self.price_field = MoneyField("Price of one")
        self.day_field = DateField("Day it belongs to", line.today)
        self.text_field = TextField("Words on the invoice")
        self.refused = label("", "refused", wraps=True)
        self.refused.hide()
        self.verb = Button("Save", kind="primary", on_press=self.save)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        self.title = label("", "pane", wraps=True)
        self.text = label("", "muted", wraps=True)
        self._build()
        self._fill()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.text)
        for name, field, note in (
            ("What it is", self.product_field, ""),
            ("Where", self.location_field, ""),
            ("How many", self.quantity_field, ""),
            ("Price of one", self.price_field, "Blank takes the product's; below zero is a credit"),
            ("Day it belongs to", self.day_field, ""),
            ("Words on the invoice", self.text_field, "Blank takes the product's name"),
        ):
            place = Field(name, field, note=note)
            column.addWidget(place)
            place.setVisible(field not in self._settled)
        column.addWidget(self.refused)
        column.addLayout(beside(None, self.not_now, self.verb))

    @property
    def _row(self) -> Service | OneTimeCharge | None:
        return self.line.source.service or self.line.source.charge

    @property
    def _settled(self) -> tuple[QWidget, ...]:
        """Fields of which the line says nothing new."""
        if self._row is None:
            return ()
        of_all = (self.product_field, self.location_field)
        return (*of_all, self.day_field) if isinstance(self._row, Service) else of_all

    def _fill(self) -> None:
        source, row = self.line.source, self._row
        self.product_field.offer(
            {f"{p.name} ({p.product_code})": p.product_code for p in source.products}
        )
        self.location_field.offer(
            {
                f"{place.city}, {place.address_line1}": place.location_code
                for place in source.locations
            }
        )
        if row is None:
            self.setWindowTitle("Charge or credit")
            self.title.setText(f"Charge or credit for {self.line.name}")
            self.text.setText("It stands on this draft as a line of its own. Ctrl+Z takes it back.")
            self.quantity_field.show_amount(Decimal(1))
            self.day_field.show_day(self.line.last_day)
            if source.locations:
                self.location_field.show_key(source.locations[0].location_code)
            self.verb.say("Add charge")
            self.product_field.setFocus()
            return
        name = row.description or row.product_code
        self.setWindowTitle(name)
        self.title.setText(f"{name}, {self.line.name}")
        if isinstance(row, Service):
            self.text.setText(
                f"Service {row.service_code}, since {words.day(row.starts_on)}. What changes here "
                "changes from this draft on. Ctrl+Z takes it back."
            )
        else:
            self.text.setText(
                f"Charge {row.reference} of {words.day(row.charged_on)}. Ctrl+Z takes it back."
            )
            self.day_field.show_day(row.charged_on)
        self.quantity_field.show_amount(row.quantity)
        self.price_field.show_amount(row.unit_price)
        self.text_field.setText(row.description or "")
        self.verb.say("Save change")
        self.quantity_field.setFocus()
        self.quantity_field.selectAll()

    # ---- saving

    def wanted(self) -> SheetRow | None:
        """The row as it was typed; None where something is missing, which is marked."""
        row = self._row
        quantity = self.quantity_field.amount
        if quantity is None:
            self.quantity_field.refuse("Type how many.")
            return None
        if self.price_field.text().strip() and self.price_field.amount is None:
            self.price_field.refuse("Type an amount, or leave it blank.")
            return None
        said = {
            "quantity": quantity,
            "unit_price": self.price_field.amount,
            "description": self.text_field.text().strip() or None,
        }
        if isinstance(row, Service):
            return replace(row, **said)  # type: ignore[arg-type]  # fields by name
        day = self.day_field.day
        if day is None:
            self.day_field.refuse("Type the day.")
            return None
        if row is not None:
            return replace(row, charged_on=day, **said)  # type: ignore[arg-type]  # the same
        return self._new(day, said)

    def _new(self, day: date, said: Mapping[str, object]) -> OneTimeCharge | None:
        missing: Sequence[tuple[Picker, str]] = (
            (self.product_field, "Choose what it is."),
            (self.location_field, "Choose where."),
        )
        for field, why in missing:
            if not field.key:
                field.refuse(why)
                return None
        return OneTimeCharge(
            reference=self._free_reference(),
            account_number=self.line.source.account_number,
            location_code=self.location_field.key,
            product_code=self.product_field.key,
            charged_on=day,
            **said,  # type: ignore[arg-type]  # fields by name
        )

    def _free_reference(self) -> str:
        source = self.line.source
        names = (f"ADJ-{source.account_number}-{n}" for n in range(1, len(source.references) + 2))
        return next(name for name in names if name not in source.references)

    @Slot()
    def save(self) -> None:
        """Saves the row; where it is refused the dialog stays and says why."""
        row = self.wanted()
        if row is None:
            return
        self.verb.setEnabled(False)
        title = f"{self.windowTitle()}, {self.line.name}"
        self.desk.edit(title, [row], done=self._saved, failed=self._failed)

    @Slot(object)
    def _saved(self, found: object) -> None:
        self.verb.setEnabled(True)
        if isinstance(found, Edited) and found.refusals:
            first = found.refusals[0]
            self._say(f"{first.message} {first.way_out}".strip())
            return
        self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.verb.setEnabled(True)
        facts = told(error)
        self._say(f"{facts.what} {facts.why} {facts.remedy}".strip())

    def _say(self, text: str) -> None:
        self.refused.setText(text)
        self.refused.show()
