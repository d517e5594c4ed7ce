"""What the pages of the consolidation share: the example month, and what is chosen for whom."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.billing.cycle import previous_label
from app.operations.preview_consolidation import (
    ConsolidatedCustomer,
    ConsolidationPreview,
    preview_consolidation,
)
from app.ui.desk import Desk

_DRAWER = "wizards/consolidate"


class Consolidating(QObject):
    """Nothing is written before the last page."""

    read_again = Signal()
    """The preview is here, or is another."""
    chosen = Signal()
    """Something else is chosen for a customer."""
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.preview: ConsolidationPreview | None = None
        kept: Any = desk.kept(_DRAWER)
        known = dict(kept) if isinstance(kept, dict) else {}
        self.place = int(known.get("place", 0))
        self.period = str(known.get("period", "")) or previous_label(desk.period)
        one = known.get("one", {})
        self.one: dict[str, bool] = {k: bool(v) for k, v in one.items()} if one else {}
        """By account: whether it shall get one invoice for everything, where that is new."""

    def read(self) -> None:
        """Reads what would move."""
        period = self.period
        self.desk.read(
            lambda office: preview_consolidation(office, period),
            self._took,
            key=f"consolidation {id(self)}",
            failed=self.failed.emit,
        )

    @Slot(object)
    def _took(self, found: object) -> None:
        if isinstance(found, ConsolidationPreview):
            self.preview = found
            known = {each.account.account_number: each.account for each in found.customers}
            self.one = {
                number: one
                for number, one in self.one.items()
                if number in known and known[number].consolidated is not one
            }
            self.read_again.emit()

    @property
    def customers(self) -> tuple[ConsolidatedCustomer, ...]:
        """The customers of the preview."""
        return self.preview.customers if self.preview is not None else ()

    def is_one(self, row: ConsolidatedCustomer) -> bool:
        """Whether a customer gets one invoice for everything, as chosen here."""
        return self.one.get(row.account.account_number, row.account.consolidated)

    def choose(self, rows: list[ConsolidatedCustomer], *, one: bool) -> None:
        """Chooses how customers are billed."""
        for row in rows:
            number = row.account.account_number
            if row.account.consolidated is one:
                self.one.pop(number, None)
            else:
                self.one[number] = one
        self.keep(self.place)
        self.chosen.emit()

    @property
    def changes(self) -> list[ConsolidatedCustomer]:
        """Customers of whom something else was chosen than holds."""
        return [each for each in self.customers if each.account.account_number in self.one]

    def keep(self, place: int) -> None:
        """Keeps where the wizard was left, and what is chosen."""
        self.place = place
        kept = {"place": place, "period": self.period, "one": dict(self.one)}
        self.desk.keep(_DRAWER, kept)

    def forget(self) -> None:
        """What is applied is not to be gone on with."""
        self.one.clear()
        self.keep(0)
