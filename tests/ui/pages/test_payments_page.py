"""Payments through the page as a user would: with accounting connected, and what befell them."""

from app.billing.receivables import Age
from app.operations.list_payments import ListedPayment, PaymentStanding
from app.ui.main_window import MainWindow
from app.ui.pages.payments_page import AGEING, EVENTS, PAYMENTS, PaymentsPage
from tests.ui.conftest import settled


def opened(window: MainWindow, part: str = PAYMENTS) -> PaymentsPage:
    window.show_page("payments", part)
    settled(window.desk)
    page = window.pages["payments"]
    assert isinstance(page, PaymentsPage)
    return page


def test_payments_stand_with_what_they_lie_on_and_what_happened(paid: MainWindow) -> None:
    page = opened(paid)
    rows: list[ListedPayment] = list(page.payments.grid.model.rows)
    standings = {row.standing for row in rows}
    assert {PaymentStanding.PAID, PaymentStanding.PART, PaymentStanding.UNAPPLIED} <= standings
    assert page.is_connected
    assert not page.read_button.isVisible()
    assert page.payments.grid.select_where(lambda row: row.standing is PaymentStanding.PART)
    settled(paid.desk)
    row = page.payments.current()
    assert row is not None
    pane = page.payments.pane
    assert pane.badge.accessibleName() == "Part"
    number = row.payment.allocations[0].invoice_number
    assert pane.open_button.text() == f"Show {number}"
    pane.open_button.click()
    settled(paid.desk)
    assert paid.pages["invoices"].isVisible()


def test_every_change_is_an_event_with_its_day(paid: MainWindow) -> None:
    page = opened(paid, EVENTS)
    grid = page.events.grid
    assert {row.event.value for row in grid.model.rows} >= {"received", "part", "paid"}
    box = grid.combos["what"]
    box.setCurrentIndex(box.findData("part"))
    assert {row.event.value for row in grid.model.rows_shown()} == {"part"}
    assert all(row.happened_on for row in grid.model.rows)


def test_ageing_has_a_column_for_each_age_and_sums(paid: MainWindow) -> None:
    page = opened(paid, AGEING)
    grid = page.ageing.grid
    assert page.found is not None
    columns = {column.key: column for column in grid.model.columns}
    for age in Age:
        assert grid.model.sum_of(columns[age.name.casefold()]) == page.found.ageing.sums[age]
    customer = page.found.customers[0]
    assert page.ageing.whose.text() == f"Invoices of {customer.name}"
    assert len(page.ageing.invoices.model.rows) == len(customer.invoices)


def test_f8_goes_to_money_that_lies_nowhere(paid: MainWindow) -> None:
    page = opened(paid)
    assert page.next_need()
    row = page.payments.current()
    assert row is not None
    assert row.standing in {PaymentStanding.UNAPPLIED, PaymentStanding.OVER}
