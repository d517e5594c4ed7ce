"""Consolidate: which charges of the PSA stand on our invoices, for whom, by a month as example."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.wizards.consolidate.customers_page import CustomersPage
from app.ui.wizards.consolidate.how_page import HowPage
from app.ui.wizards.consolidate.last_pages import ChangePage, ExamplePage
from app.ui.wizards.consolidate.state import Consolidating
from app.ui.wizards.stepped_wizard import StepPage, SteppedWizard

_WIDTH: Final = 1172
_HEIGHT: Final = 648


class ConsolidateWizard(SteppedWizard):
    """Leads from the PSA's invoices to one invoice a customer; left at any page and resumed."""

    go = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.state = Consolidating(desk)
        self.how_page = HowPage(self.state)
        self.customers_page = CustomersPage(self.state)
        self.example_page = ExamplePage(self.state)
        self.change_page = ChangePage(self.state)
        pages: list[StepPage] = [
            self.how_page,
            self.customers_page,
            self.example_page,
            self.change_page,
        ]
        super().__init__("Consolidate invoices", pages, parent)
        self.state.setParent(self)
        self.resize(min(LOOK.scaled(_WIDTH), 1300), min(LOOK.scaled(_HEIGHT), 700))
        self._error: ErrorPanel | None = None
        self.state.failed.connect(self._failed)
        self.state.read()
        self.begin_at(min(self.state.place, len(pages) - 1))

    def entered(self, place: int) -> None:
        """Keeps how far it was gone."""
        if not self.change_page.is_done:
            self.state.keep(place)

    @Slot(object)
    def _failed(self, fault: object) -> None:
        if self._error is not None:
            self._error.deleteLater()
        self._error = ErrorPanel(told(fault))
        self.page_shown.body.insertWidget(1, self._error)
