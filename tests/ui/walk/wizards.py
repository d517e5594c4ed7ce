"""Every page of every wizard, as one comes to it, on the sample company with October's calls."""

from collections.abc import Iterator

from app.host.paths import sample_data
from app.ui.main_window import MainWindow
from app.ui.pages.bills_page import BillsPage
from app.ui.pages.customers.page import CustomersPage
from app.ui.wizards.bill_run_wizard import BillRunWizard
from app.ui.wizards.first_run_wizard import FirstRunWizard
from app.ui.wizards.stepped_wizard import SteppedWizard
from app.ui.wizards.workbook_wizard import WorkbookWizard
from tests.ui.conftest import settled

Place = tuple[str, SteppedWizard]
UNREADY = "10058"
"""A customer who is not ready to bill, so that the last page has something to mend."""


def every_page(window: MainWindow) -> Iterator[Place]:
    """Shows each page of each wizard, and leaves the wizard when its last one was looked at."""
    for pages in (_first_run, _workbook, _provision, _bill_run):
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
