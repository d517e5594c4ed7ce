"""Every page of every wizard, as one comes to it, on the sample company with October's calls."""

from collections.abc import Iterator

from app.customers.matching import MatchState
from app.host.paths import sample_data
from app.operations.browse_sync import tiles_of
from app.operations.connecting import (
    CompanyCheck,
    CompanyChecked,
    PullLook,
    RightRow,
    RightsTested,
)
from app.operations.list_systems import list_systems
from app.operations.map_customers import accept_exact, show_map
from app.ui.main_window import MainWindow
from app.ui.pages.bills_page import BillsPage
from app.ui.pages.customers.page import CustomersPage
from app.ui.wizards.bill_run_wizard import BillRunWizard
from app.ui.wizards.connect_wizard import ConnectWizard
from app.ui.wizards.consolidate_wizard import ConsolidateWizard
from app.ui.wizards.first_run_wizard import FirstRunWizard
from app.ui.wizards.go_live_wizard import GoLiveWizard
from app.ui.wizards.map_customers_wizard import MapCustomersWizard
from app.ui.wizards.stepped_wizard import SteppedWizard
from app.ui.wizards.workbook_wizard import WorkbookWizard
from tests.ui.conftest import settled
from tests.ui.in_step import connected_office

MAPPED = ("connectwise", "quickbooks")
Place = tuple[str, SteppedWizard]
UNREADY = "10058"
"""A customer who is not ready to bill, so that the last page has something to mend."""


def every_page(window: MainWindow) -> Iterator[Place]:
    """Shows each page of each wizard, and leaves the wizard when its last one was looked at."""
    for pages in (
        _first_run,
        _workbook,
        _provision,
        _bill_run,
        _map,
        _consolidate,
        _connect,
        _live,
    ):
        yield from pages(window)


def _named(window: MainWindow, wizard: SteppedWizard) -> Place:
    settled(window.desk)
    return f"{wizard.windowTitle()}/{wizard.page_shown.step}", wizard


def _by_place(window: MainWindow, wizard: SteppedWizard) -> Iterator[Place]:
    wizard.open()
    for place in range(len(wizard.pages_in_order)):
        wizard.begin_at(place)
        yield _named(window, wizard)
    wizard.done(0)


def _first_run(window: MainWindow) -> Iterator[Place]:
    yield from _by_place(window, FirstRunWizard(window.desk, window))


def _workbook(window: MainWindow) -> Iterator[Place]:
    wizard = WorkbookWizard(window.desk, window)
    wizard.open()
    yield _named(window, wizard)
    wizard.done(0)
    wizard = WorkbookWizard(window.desk, window, path=sample_data() / "cedar-fork.xlsx")
    wizard.open()
    yield _named(window, wizard)
    wizard.begin_at(2)
    yield _named(window, wizard)
    wizard.done(0)


def _provision(window: MainWindow) -> Iterator[Place]:
    window.show_page("customers", UNREADY)
    settled(window.desk)
    page = window.pages["customers"]
    assert isinstance(page, CustomersPage)
    page.provision()
    settled(window.desk)
    wizard = page.wizard
    assert wizard is not None
    for _ in wizard.pages_in_order[1:]:
        yield _named(window, wizard)
        wizard.next_button.click()
        settled(window.desk)
    yield _named(window, wizard)
    wizard.done(0)


def _bill_run(window: MainWindow) -> Iterator[Place]:
    page = window.pages["bills"]
    assert isinstance(page, BillsPage)
    window.show_page("bills")
    settled(window.desk)
    page.draft()
    settled(window.desk)
    yield from _by_place(window, BillRunWizard(window.desk, page.kept, window))


def _map(window: MainWindow) -> Iterator[Place]:
    connected_office(window.desk.office, *MAPPED)
    books = next(each for each in list_systems(window.desk.office) if not each.is_psa)
    yield from _by_place(window, MapCustomersWizard(window.desk, books, window))


def _consolidate(window: MainWindow) -> Iterator[Place]:
    psa, _ = connected_office(window.desk.office, *MAPPED)
    if not show_map(window.desk.office, psa).counts[MatchState.LINKED]:
        accept_exact(window.desk.office, psa)
    yield from _by_place(window, ConsolidateWizard(window.desk, window))


def _connect(window: MainWindow) -> Iterator[Place]:
    """As it stands when everything was asked: a walk over pages asks no system."""
    connected_office(window.desk.office, *MAPPED)
    books = MAPPED[1]
    wizard = ConnectWizard(window.desk, window, wanted=books, place=0)
    settled(window.desk)
    asked = wizard.connecting
    asked.rights = RightsTested(
        system=books,
        title="QuickBooks Online",
        company="Cedar Fork Voice LLC",
        server="quickbooks.api.intuit.com",
        rows=(
            RightRow(name="reads customers", is_given=True, is_needed=True, why=""),
            RightRow(name="writes invoices", is_given=False, is_needed=True, why="Not allowed."),
        ),
        at=window.desk.clock.now(),
    )
    asked.checked = _checked()
    asked.look = PullLook(
        title="QuickBooks Online",
        counts=(("customers", 27), ("invoices", 27)),
        new=54,
        tiles=tiles_of(()),
        lines=(),
        waits="",
        customers_here=60,
    )
    wizard.codes_page.read_for = books
    yield from _by_place(window, wizard)


def _checked() -> CompanyChecked:
    """What the right company looks like, one sign of which differs."""
    return CompanyChecked(
        title="QuickBooks Online",
        name="Cedar Fork Voice LLC",
        tenant_id="9341452800012345",
        words="A company of the United States",
        checks=(
            CompanyCheck(title="Name", ours="Cedar Fork Voice", theirs="Cedar", is_same=False),
            CompanyCheck(title="Country", ours="US", theirs="US", is_same=True),
            CompanyCheck(title="Currency", ours="USD", theirs="", is_same=None),
        ),
    )


def _live(window: MainWindow) -> Iterator[Place]:
    connected_office(window.desk.office, *MAPPED)
    books = next(each for each in list_systems(window.desk.office) if not each.is_psa)
    yield from _by_place(window, GoLiveWizard(window.desk, books, window))
