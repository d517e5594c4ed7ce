"""The end: what makes the customer ready to bill, each red thing with its Fix."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea

from app.findings import Finding
from app.operations.browse_customers.customer import CustomerView, show_customer
from app.operations.changes import Changes
from app.ui.parts.controls import Card
from app.ui.parts.ready_list import ReadyList
from app.ui.wizards.provision.provisioning import Provisioning
from app.ui.wizards.stepped_wizard import StepPage


class ReadyPage(StepPage):
    """Shows whether the customer is ready to bill."""

    fix = Signal(object)
    """A finding that is to be mended."""

    def __init__(self, state: Provisioning) -> None:
        super().__init__("Ready to bill?", "Ready to bill?")
        self.state = state
        self.list: ReadyList | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        self.body.addWidget(self._area, 1)
        state.desk.changed.connect(self._changed)

    def enter(self) -> None:
        """Reads how the customer stands."""
        number, period = self.state.account_number, self.state.desk.period
        if not number:
            return
        self.state.desk.read(
            lambda office: show_customer(office, number, period),
            self._took,
            key=f"ready {id(self)}",
            failed=self.state.failed.emit,
        )

    def _changed(self, areas: Changes) -> None:
        if self.isVisible() and areas & (Changes.CUSTOMERS | Changes.TAXES | Changes.RATES):
            self.enter()

    def _took(self, found: object) -> None:
        if not isinstance(found, CustomerView):
            return
        self.list = ReadyList()
        self.list.fix.connect(self._fix)
        self.list.show_view(found)
        card = Card(margin=0)
        card.rows.addWidget(self.list)
        self._area.setWidget(card)
        name = found.account.name
        said = "is ready to bill" if found.is_ready else "is not ready to bill yet"
        self.say(f"{name} {said}", "Undo of everything: Ctrl+Z in the window.")
        self.said.emit()

    def _fix(self, finding: Finding) -> None:
        self.fix.emit(finding)

    def verb(self) -> str:
        """It is done."""
        return "Close"

    def is_filled(self) -> bool:
        """As long as something can be mended, that is the likelier act."""
        return self.list is None or self.list.fix_next is None

    def may_leave(self) -> bool:
        """There is nothing left to do."""
        return False

    def note(self) -> str:
        """What was done is in the file."""
        return "Everything is written. Fix opens the very field."
