"""Provision numbers: from an account shell to bill-ready; left at any page and resumed."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.findings import Finding
from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.wizards.provision.circuit_page import CircuitPage
from app.ui.wizards.provision.customer_page import CustomerPage
from app.ui.wizards.provision.numbers_page import NumbersPage
from app.ui.wizards.provision.place_page import PlacePage
from app.ui.wizards.provision.products_page import ProductsPage
from app.ui.wizards.provision.provisioning import KeepingPage, Provisioning
from app.ui.wizards.provision.ready_page import ReadyPage
from app.ui.wizards.stepped_wizard import SteppedWizard

CUSTOMER: Final = 0


class ProvisionWizard(SteppedWizard):
    """Leads from a customer to a list of what makes it ready to bill."""

    fix = Signal(object)
    """A finding to be mended in the window; the wizard has closed."""
    provisioned = Signal(str)
    """The account number of the customer that is done."""

    def __init__(self, desk: Desk, account_number: str = "", parent: QWidget | None = None) -> None:
        """``account_number``: the customer to begin with; blank: none, or the one kept."""
        self.state = Provisioning(desk)
        self.customer_page = CustomerPage(self.state)
        self.place_page = PlacePage(self.state)
        self.circuit_page = CircuitPage(self.state)
        self.numbers_page = NumbersPage(self.state)
        self.products_page = ProductsPage(self.state)
        self.ready_page = ReadyPage(self.state)
        super().__init__(
            "Provision numbers",
            [
                self.customer_page,
                self.place_page,
                self.circuit_page,
                self.numbers_page,
                self.products_page,
                self.ready_page,
            ],
            parent,
        )
        self.state.setParent(self)
        self._error: ErrorPanel | None = None
        self._resumed_at = self.state.resume()
        """The page it was left at, until it is reached again."""
        kept = self.state.fields.get("customer", {}).get("picked", "")
        if account_number and account_number != kept:
            self._resumed_at = 0
            self.state.fields.clear()
            self.customer_page.choose(account_number)
        self._place = CUSTOMER
        self.currentIdChanged.connect(self._note_place)
        self.state.arrived.connect(self._arrived)
        self.state.failed.connect(self._failed)
        self.ready_page.fix.connect(self._fix)
        self.finished.connect(self._keep)
        self.begin_at(CUSTOMER)

    def _arrived(self) -> None:
        """What there is to choose from is here: the next page can be filled."""
        page = self.customer_page
        if self.page_shown is not page:
            return
        if page.awaits:
            if page.take():
                self.go_on()
                self._catch_up()
        elif self._resumed_at:
            page.act()

    def _catch_up(self) -> None:
        """Goes on to the page it was left at, as far as what was typed still holds."""
        while self.currentId() < self._resumed_at and self.page_shown.act():
            self.go_on()
        self._resumed_at = 0

    def _note_place(self, place: int) -> None:
        """When the wizard ends it is on no page any more."""
        if place >= 0:
            self._place = place

    def _keep(self, *_: object) -> None:
        if self.state.desk.company is None:
            return
        if self.state.account_number:
            self.provisioned.emit(self.state.account_number)
            return
        page = self.pages_in_order[self._place]
        if isinstance(page, KeepingPage):
            page.keep()
        self.state.place = self._place
        self.state.keep()

    def _fix(self, finding: Finding) -> None:
        self.accept()
        self.fix.emit(finding)

    def _failed(self, fault: object) -> None:
        if self._error is not None:
            self._error.deleteLater()
        self._error = ErrorPanel(told(fault))
        self.page_shown.body.addWidget(self._error)
