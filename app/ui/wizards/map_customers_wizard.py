"""Map customers: who is who, what is there already, and from which day on it goes live."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.operations.list_systems import ListedSystem
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.wizards.map_customers.first_state import FirstState
from app.ui.wizards.map_customers.first_steps import (
    ApplyPage,
    GoLivePage,
    OldInvoicesPage,
    PaymentsPage,
)
from app.ui.wizards.map_customers.match_pages import ComparePage, MatchPage
from app.ui.wizards.stepped_wizard import StepPage, SteppedWizard

_WIDTH: Final = 1172
_HEIGHT: Final = 648
"""A list and its match pane stand beside each other."""


class MapCustomersWizard(SteppedWizard):
    """Leads from two lists of customers to one; left at any page and resumed."""

    go = Signal(str, object)

    def __init__(self, desk: Desk, system: ListedSystem, parent: QWidget | None = None) -> None:
        self.state = FirstState(desk, system)
        self.compare_page = ComparePage(self.state)
        self.match_page = MatchPage(self.state)
        self.old_page = OldInvoicesPage(self.state)
        self.payments_page = PaymentsPage(self.state)
        self.day_page = GoLivePage(self.state)
        self.apply_page = ApplyPage(self.state)
        # A PSA holds neither our invoices nor payments of them.
        books = [] if system.is_psa else [self.old_page, self.payments_page]
        pages: list[StepPage] = [
            self.compare_page,
            self.match_page,
            *books,
            self.day_page,
            self.apply_page,
        ]
        super().__init__(f"Map customers - {system.title}", pages, parent)
        self.state.setParent(self)
        if system.is_psa:
            for page in (self.old_page, self.payments_page):
                page.setParent(self)
                page.hide()
        self.resize(min(LOOK.scaled(_WIDTH), 1300), min(LOOK.scaled(_HEIGHT), 700))
        self._error: ErrorPanel | None = None
        self.state.failed.connect(self._failed)
        self.apply_page.applied.connect(self._applied)
        self.state.look()
        self.begin_at(min(self.state.place, len(pages) - 1))

    def entered(self, place: int) -> None:
        """Keeps how far it was gone."""
        self.state.keep(place)

    @Slot()
    def _applied(self) -> None:
        """What is applied begins anew."""
        self.state.keep(0)

    @Slot(object)
    def _failed(self, fault: object) -> None:
        if self._error is not None:
            self._error.deleteLater()
        self._error = ErrorPanel(told(fault))
        self.page_shown.body.insertWidget(1, self._error)
