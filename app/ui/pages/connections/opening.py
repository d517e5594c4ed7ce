"""The wizards that the page of connections opens, one at a time."""

from PySide6.QtCore import QObject, Signal, Slot

from app.operations.list_systems import ListedSystem, list_systems
from app.ui.page import Page
from app.ui.pages.connections.syncing import SyncWork
from app.ui.wizards.connect_wizard import CODES, ConnectWizard
from app.ui.wizards.go_live_wizard import GoLiveWizard
from app.ui.wizards.map_customers_wizard import MapCustomersWizard


class Wizards(QObject):
    """Opens them over the page's window, and hears where they lead."""

    left_for = Signal(object)
    """A part of the page is wanted."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.wizard: ConnectWizard | GoLiveWizard | MapCustomersWizard | None = None
        self._wanted = ""

    @Slot()
    def connect_any(self) -> None:
        """Connects a system; goes on where the wizard was left."""
        self.connect_system("")

    @Slot(str)
    def connect_system(self, wanted: str) -> None:
        """Connects the system of that name, one of a role, or any."""
        if self._page.desk.company is not None:
            wizard = ConnectWizard(self._page.desk, self._page.window(), wanted=wanted)
            self._connect_by(wizard)

    @Slot(str)
    def pair_codes(self, system: str) -> None:
        """Shows where each code goes in a system that is connected."""
        if self._page.desk.company is not None:
            desk, window = self._page.desk, self._page.window()
            self._connect_by(ConnectWizard(desk, window, wanted=system, place=CODES))

    def _connect_by(self, wizard: ConnectWizard) -> None:
        """What it connects is read by the wizard alone, until it is closed."""
        work = SyncWork.of(self._page.desk)
        work.hold()
        wizard.finished.connect(work.let_go)
        wizard.part_wanted.connect(self.left_for)
        self._open(wizard)

    @Slot(str)
    def map_customers(self, system: str) -> None:
        """Maps the customers of a system, where its wizard was left."""
        self._wanted = system
        self._page.desk.read(list_systems, self._to_map, key="systems to map")

    @Slot(object)
    def _to_map(self, found: object) -> None:
        for each in found if isinstance(found, tuple) else ():
            if isinstance(each, ListedSystem) and each.key == self._wanted:
                self._open(MapCustomersWizard(self._page.desk, each, self._page.window()))

    @Slot()
    def go_live_any(self) -> None:
        """Goes live with the accounting system that is connected."""
        self.go_live("")

    @Slot(str)
    def go_live(self, system: str) -> None:
        """Goes live with a system; blank: the first one of accounting that is connected."""
        self._wanted = system
        self._page.desk.read(list_systems, self._listed, key="systems to go live with")

    @Slot(object)
    def _listed(self, found: object) -> None:
        books = [
            each
            for each in (found if isinstance(found, tuple) else ())
            if isinstance(each, ListedSystem) and not each.is_psa
        ]
        chosen = next((each for each in books if each.key == self._wanted), None)
        if chosen is None and books and not self._wanted:
            chosen = books[0]
        if chosen is None:
            self.connect_system("accounting")
            return
        wizard = GoLiveWizard(self._page.desk, chosen, self._page.window())
        wizard.part_wanted.connect(self.left_for)
        self._open(wizard)

    def _open(self, wizard: ConnectWizard | GoLiveWizard | MapCustomersWizard) -> None:
        self.wizard = wizard
        wizard.go.connect(self._page.go)
        wizard.open()
