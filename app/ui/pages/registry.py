"""The pages, listed by hand in the order of the rail."""

from app.ui.desk import Desk
from app.ui.page import Page
from app.ui.pages.bills_page import BillsPage
from app.ui.pages.connections.page import ConnectionsPage
from app.ui.pages.customers.page import CustomersPage
from app.ui.pages.invoices_page import InvoicesPage
from app.ui.pages.month_end.page import MonthEndPage
from app.ui.pages.numbers_page import NumbersPage
from app.ui.pages.payments_page import PaymentsPage
from app.ui.pages.rates.page import RatesPage
from app.ui.pages.reports.page import ReportsPage
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.taxes.page import TaxesPage
from app.ui.pages.usage.usage_page import UsagePage


def make_pages(desk: Desk) -> list[Page]:
    """The pages of one window."""
    return [kind(desk) for kind in _PAGES]


def page_kinds() -> tuple[type[Page], ...]:
    """The pages, to be made one after another while the window is in use already."""
    return _PAGES


_PAGES: tuple[type[Page], ...] = (
    MonthEndPage,
    CustomersPage,
    NumbersPage,
    UsagePage,
    RatesPage,
    TaxesPage,
    BillsPage,
    InvoicesPage,
    PaymentsPage,
    ConnectionsPage,
    ReportsPage,
    SettingsPage,
)
