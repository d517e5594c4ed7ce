"""The forms of the suspense pane beside assigning: add a rate, accept, look, write off."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from app.operations.browse_usage.mending import (
    rate_wanted,
)
from app.operations.browse_usage.suspense import SuspenseRow
from app.operations.find_anything import Found
from app.rating.deck import Rate
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import DateField, MoneyField, TextField
from app.ui.page import Page
from app.ui.pages.usage import decisions
from app.ui.pages.usage.causes import CAUSES
from app.ui.pages.usage.mend_form import MendForm
from app.ui.parts.controls import Button, beside, label
from app.usage.table import Reason


class RateForm(MendForm):
    """Adds the rate that is lacking."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.deck = TextField("Deck")
        self.prefix = TextField("Prefix")
        self.name = TextField("Destination")
        self.price = MoneyField("Price a minute", places=4)
        self.since = DateField("From", desk.clock.today(desk.zone))
        self.deck.setReadOnly(True)
        for title, field in (
            ("Deck", self.deck),
            ("Prefix", self.prefix),
            ("Destination", self.name),
            ("Price a minute", self.price),
            ("From", self.since),
        ):
            self.add_field(title, field)
            field.textChanged.connect(self.tell)

    def show_rows(self, rows: Sequence[SuspenseRow]) -> None:
        """Proposes deck, prefix and day."""
        same = [row.key for row in rows] == [row.key for row in self.meant]
        super().show_rows(rows)
        if not same:
            first = rows[0]
            self.price.setText("")
            self.name.setText("")
            self.desk.read(
                lambda office: rate_wanted(office, first), self._propose, key="rate wanted"
            )

    @Slot(object)
    def _propose(self, found: object) -> None:
        if isinstance(found, Rate):
            self.deck.setText(found.deck_code)
            self.prefix.setText(found.prefix)
            self.since.show_day(found.valid_from)
        self.tell()

    def tell(self) -> None:
        """Tells what a rate would price."""
        price, day = self.price.amount, self.since.day
        digits = self.prefix.text().strip().removeprefix("+")
        self.is_ready = bool(
            self.deck.text() and digits.isdigit() and price is not None and day is not None
        )
        self.verb = "Add rate"
        self.sum_words = f"Prices {self.count()}"
        minutes = words.minutes(sum(row.seconds for row in self.meant))
        unit = "minute" if minutes == words.minutes(60) else "minutes"
        self.rest_words = f"{minutes} {unit}" if self.is_ready else "Type a price a minute"
        self.told.emit()

    def focus_first(self) -> None:
        """The keyboard goes to the price."""
        self.price.setFocus()

    def apply(self, rows: Sequence[SuspenseRow]) -> None:
        """Adds the rate; every call it fits is priced again."""
        del rows
        price, day = self.price.amount, self.since.day
        if price is None or day is None:
            return
        prefix = self.prefix.text().strip().removeprefix("+")
        rate = Rate(
            deck_code=self.deck.text(),
            prefix=prefix,
            destination=self.name.text().strip() or None,
            rate=Decimal(price),
            valid_from=day,
        )
        self.edit(f"Add rate {rate.deck_code} {prefix}", [rate])


class AcceptForm(MendForm):
    """The calls are real: they are billed as they are."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.mend: QLabel = label("", wraps=True)
        self.grid.addWidget(self.mend, 0, 0, 1, 2)

    def tell(self) -> None:
        """Tells how many calls would go on."""
        self.mend.setText(CAUSES[self.meant[0].reason].mend if self.meant else "")
        self.is_ready = bool(self.meant)
        self.verb = f"Accept {self.count()}"
        self.sum_words = f"{self.count()}, about {self.worth()}"
        self.rest_words = "Priced by the customer's plan"
        self.told.emit()

    def apply(self, rows: Sequence[SuspenseRow]) -> None:
        """Sets the doubt aside."""
        self.applied.emit()
        decisions.accept(self.desk, rows)


class LookForm(MendForm):
    """The cause lies elsewhere: says what to do, and goes there."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.mend: QLabel = label("", wraps=True)
        self.go_there = Button("", icon_name="arrow-right", on_press=self._go)
        self.grid.addWidget(self.mend, 0, 0, 1, 2)
        self.column.addLayout(beside(16, self.go_there, None))
        self.column.addSpacing(12)

    def tell(self) -> None:
        """Tells what to do."""
        reasons = {row.reason for row in self.meant}
        text = CAUSES[self.meant[0].reason].mend if len(reasons) == 1 else ""
        if reasons == {Reason.NO_CUSTOMER}:
            text = "The file names nobody who could pay. Write the calls off, or hold them."
        self.mend.setText(text or "Choose rows of one cause to mend them together.")
        reason = self.meant[0].reason if self.meant and len(reasons) == 1 else None
        self.go_there.say(
            {
                Reason.AMBIGUOUS_CUSTOMER: "Show the number",
                Reason.UNKNOWN_JURISDICTION: "Open settings",
            }.get(reason, "")
            if reason is not None
            else ""
        )
        self.go_there.setVisible(bool(self.go_there.text()))
        self.verb, self.is_ready = "", False
        self.sum_words = f"{self.count()}, about {self.worth()}"
        self.rest_words = "H holds, W writes off"
        self.told.emit()

    def focus_first(self) -> None:
        """The keyboard goes to the button."""
        self.go_there.setFocus()

    def _go(self) -> None:
        row = self.meant[0]
        if row.reason is Reason.UNKNOWN_JURISDICTION:
            self.page.go.emit("settings", "calls")
            return
        title = words.telephone(row.party)
        self.page.go.emit("customers", Found("number", row.party, title, "", ""))


class WriteOffForm(MendForm):
    """Gives calls up; asks why."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.reason = TextField("Why", hint="Kept in the audit")
        self.add_field("Why", self.reason)
        self.reason.textChanged.connect(self.tell)

    def tell(self) -> None:
        """Tells what is given up."""
        self.is_ready = bool(self.reason.text().strip()) and bool(self.meant)
        self.verb = f"Write off {self.count()}"
        self.sum_words = f"Gives up about {self.worth()}"
        self.rest_words = "They stay on record" if self.is_ready else "Say why"
        self.told.emit()

    def focus_first(self) -> None:
        """The keyboard goes to the reason."""
        self.reason.setFocus()

    def apply(self, rows: Sequence[SuspenseRow]) -> None:
        """Writes them off."""
        self.applied.emit()
        decisions.write_off(self.desk, rows, self.reason.text().strip())
        self.reason.setText("")
