"""What of a customer is edited in a dialog, and what is done with a whole record."""

from PySide6.QtCore import QObject

from app.customers.location import ServiceLocation
from app.customers.service import Number, Service
from app.findings import Finding
from app.operations.browse_customers.customer import CustomerView
from app.operations.browse_customers.tree import Branch, Level
from app.operations.onboarding import CardItem, ItemState
from app.ui.desk import Desk
from app.ui.dialogs.account_dialog import account_dialog
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.dialogs.location_dialog import location_dialog
from app.ui.dialogs.number_dialog import number_dialog
from app.ui.dialogs.onboarding_dialog import OnboardingDialog
from app.ui.dialogs.record_form import RecordForm
from app.ui.dialogs.service_dialog import service_dialog
from app.ui.dialogs.trash_dialog import TrashDialog
from app.ui.page import Page, Tabs
from app.ui.pages.customers.elsewhere import NOTHING, Elsewhere
from app.ui.pages.customers.parts import Lists
from app.ui.pages.customers.tree_pane import TreePane
from app.values.sheet import SheetRow


class CustomerPage(Page):
    """A page that shows one customer at a time."""

    view: CustomerView | None
    branch: Branch | None
    tree: TreePane
    lists: Lists
    tabs: Tabs
    wanted: Finding | None = None
    """What is to be mended as soon as the customer is here."""
    elsewhere: Elsewhere = NOTHING
    """What other systems have to do with the customer."""


class Editor(QObject):
    """The dialogs of a page; one is open at a time."""

    def __init__(self, desk: Desk, page: CustomerPage) -> None:
        super().__init__(page)
        self.desk = desk
        self.page = page
        self.dialog: RecordForm | ChangeDialog | TrashDialog | OnboardingDialog | None = None

    def open(self, dialog: RecordForm | ChangeDialog | TrashDialog | OnboardingDialog) -> None:
        """Opens a dialog of the page."""
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def fix(self, finding: Finding) -> None:
        """Opens the very field that a finding is about."""
        view = self.page.view
        if view is None:
            self.page.wanted = finding
            return
        if finding.sheet == "accounts":
            self.edit(finding.column)
        elif finding.sheet == "locations":
            self._fix_location(finding, view)
        elif finding.sheet == "products":
            self.page.go.emit("rates", finding)
        elif finding.sheet == "company":
            self.page.go.emit("settings", finding)
        elif finding.sheet == "exemptions":
            self.page.go.emit("taxes", finding)
        else:
            self._fix_in_list(finding)

    def _fix_location(self, finding: Finding, view: CustomerView) -> None:
        place = next((p for p in view.locations if p.location_code == finding.record), None)
        if place is not None:
            self.edit_location(place, finding.column)
        else:
            self.new_location()

    def _fix_in_list(self, finding: Finding) -> None:
        tabs = {
            "services": ("Services", self.page.lists.services),
            "numbers": ("Numbers", self.page.lists.numbers),
            "circuits": ("Locations and circuits", self.page.lists.circuits),
            "charges": ("Charges", self.page.lists.charges),
        }
        found = tabs.get(finding.sheet)
        if found is None:
            return
        title, grid = found
        self.page.tabs.show_part(title)
        if not grid.show_record((finding.record,), finding.column):
            grid.add_row()

    def _closed(self) -> None:
        self.dialog = None

    def _others(self) -> dict[str, str]:
        return {f"{each.title}  {each.key}": each.key for each in self.page.tree.customers}

    def edit(self, at: str = "") -> None:
        """Edits the customer; ``at``: the field to begin in."""
        if self.page.view is not None and self.page.branch is not None:
            if not at and self.page.branch.level is Level.LOCATION:
                self._edit_branch_location()
                return
            view = self.page.view
            self.open(
                account_dialog(
                    self.desk,
                    view.account,
                    self._others(),
                    today=view.today,
                    parent=self.page,
                    at=at,
                    owners=self.page.elsewhere.account,
                )
            )

    def _edit_branch_location(self) -> None:
        if self.page.view is None or self.page.branch is None:
            return
        for place in self.page.view.locations:
            if place.location_code == self.page.branch.location_code:
                self.edit_location(place, "")

    def edit_location(self, place: ServiceLocation, at: str) -> None:
        """Edits a location; ``at``: the field to begin in."""
        if self.page.view is not None:
            self.open(
                location_dialog(
                    self.desk,
                    place,
                    {},
                    today=self.page.view.today,
                    parent=self.page,
                    at=at,
                    owners=self.page.elsewhere.locations.get(place.location_code),
                )
            )

    def note_onboarding(self, item: object) -> None:
        """Notes who was asked of an onboarding question, and what is known."""
        if isinstance(item, CardItem) and self.page.view is not None:
            name = self.page.view.account.name
            self.open(OnboardingDialog(self.desk, item, name, self.page))

    def note_next(self) -> None:
        """Notes something of the first onboarding question that is open."""
        card = self.page.elsewhere.card
        items = card.items if card is not None else ()
        self.note_onboarding(
            next((each for each in items if each.state is not ItemState.DONE), None)
        )

    def new_customer(self) -> None:
        """Adds a customer by hand; it is shown then."""
        today = self.desk.clock.today(self.desk.zone)
        dialog = account_dialog(self.desk, None, self._others(), today=today, parent=self.page)

        def accepted() -> None:
            number = dialog.cells().get("account_number", "")
            self.page.tree.go_to(Level.ACCOUNT, number, number)

        dialog.accepted.connect(accepted)
        self.open(dialog)

    def new_location(self) -> None:
        """Adds a location to the customer."""
        if self.page.view is None:
            return
        account = self.page.view.account
        number = account.account_number
        codes = {each.location_code for each in self.page.view.locations}
        code = next(
            c for c in (f"{number}-{n}" for n in ("MAIN", *range(2, 1000))) if c not in codes
        )
        fixed = {
            "account_number": number,
            "location_code": code,
            "address_line1": account.address_line1,
            "city": account.city,
            "region": account.region,
            "postal_code": account.postal_code,
            "country": account.country,
        }
        self.open(
            location_dialog(self.desk, None, fixed, today=self.page.view.today, parent=self.page)
        )

    def remove(self) -> None:
        """Moves the customer to the trash, if nothing refers to it."""
        if self.page.view is not None:
            account = self.page.view.account
            title = f"To the trash: {account.name}"
            self.desk.edit(title, [], removed=[account], failed=self.page.failed)

    def open_trash(self) -> None:
        """Shows what was taken out in the last thirty days."""
        self.open(TrashDialog(self.desk, self.page))

    def ask_day(self, before: SheetRow, after: SheetRow) -> None:
        """Asks from which day a change holds."""
        if self.page.view is None:
            return
        if isinstance(before, Service | Number) and isinstance(after, Service | Number):
            self.open(
                ChangeDialog(self.desk, before, after, today=self.page.view.today, parent=self.page)
            )

    def edit_row(self, row: SheetRow) -> None:
        """Opens a record of a list in its form."""
        view = self.page.view
        if view is None:
            return
        if isinstance(row, ServiceLocation):
            self.edit_location(row, "")
        elif isinstance(row, Service):
            products = {word: code for code, word in self.page.lists.products().items()}
            places = {code: code for code in self.page.lists.places()}
            self.open(
                service_dialog(
                    self.desk,
                    row,
                    products=products,
                    places=places,
                    today=view.today,
                    parent=self.page,
                )
            )
        elif isinstance(row, Number):
            plans = {word: code for code, word in self.page.lists.plans().items()}
            self.open(
                number_dialog(self.desk, row, plans=plans, today=view.today, parent=self.page)
            )
