"""Go live with the books: what is ready, old invoices, payments, the day; then it is done."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.operations.list_systems import ListedSystem
from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.wizards.connect.live_page import ReadyPage
from app.ui.wizards.map_customers.first_state import FirstState
from app.ui.wizards.map_customers.first_steps import (
    ApplyPage,
    GoLivePage,
    OldInvoicesPage,
    PaymentsPage,
)
from app.ui.wizards.stepped_wizard import SteppedWizard

READY: Final = 0


class GoLiveWizard(SteppedWizard):
    """Leads from a connected system to the day from which invoices are posted there."""

    go = Signal(str, object)
    part_wanted = Signal(object)

    def __init__(self, desk: Desk, system: ListedSystem, parent: QWidget | None = None) -> None:
        self.desk = desk
        self.state = FirstState(desk, system)
        self.ready_page = ReadyPage(self.state)
        self.old_page = OldInvoicesPage(self.state)
        self.payments_page = PaymentsPage(self.state)
        self.day_page = GoLivePage(self.state)
        self.apply_page = ApplyPage(self.state)
        super().__init__(
            f"Go live - {system.title}",
            [
                self.ready_page,
                self.old_page,
                self.payments_page,
                self.day_page,
                self.apply_page,
            ],
            parent,
        )
        self.state.setParent(self)
        self._error: ErrorPanel | None = None
        self.state.failed.connect(self._failed)
        self.ready_page.fix_wanted.connect(self._leave_for)
        self.state.look()
        self.begin_at(READY)

    @Slot(object)
    def _leave_for(self, target: object) -> None:
        self.reject()
        self.part_wanted.emit(target)

    @Slot(object)
    def _failed(self, fault: object) -> None:
        if self._error is not None:
            self._error.hide()
            self._error.deleteLater()
        self._error = ErrorPanel(told(fault))
        self.page_shown.body.insertWidget(1, self._error)
