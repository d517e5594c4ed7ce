"""Consolidate as a user would: who gets one invoice, what is refused, and that leaving is free."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.map_customers import accept_exact
from app.ui.main_window import MainWindow
from app.ui.wizards.consolidate_wizard import ConsolidateWizard
from tests.ui.conftest import settled
from tests.ui.in_step import PSA

HOW, CUSTOMERS, EXAMPLE, CHANGE = range(4)


def opened(window: MainWindow) -> ConsolidateWizard:
    wizard = ConsolidateWizard(window.desk, window)
    wizard.open()
    settled(window.desk)
    return wizard


def go_on(window: MainWindow, wizard: ConsolidateWizard) -> None:
    last = wizard.page_shown is wizard.pages_in_order[-1]
    (wizard.finish_button if last else wizard.next_button).click()
    settled(window.desk)


@pytest.fixture
def linked(both: MainWindow) -> MainWindow:
    accept_exact(both.desk.office, PSA)
    return both


def how_each(window: MainWindow) -> dict[str, bool]:
    wizard = opened(window)
    found = {e.account.account_number: e.account.consolidated for e in wizard.state.customers}
    wizard.done(0)
    return found


def test_without_a_linked_customer_it_says_what_comes_first(both: MainWindow) -> None:
    wizard = opened(both)
    assert wizard.how_page.sums.text() == "No customer is linked with a PSA yet. Map them first."
    go_on(both, wizard)
    page = wizard.customers_page
    assert page.grid.model.rowCount() == 0
    assert not page.one.isEnabled()
    assert not page.apart.isEnabled()
    wizard.done(0)


def test_only_what_would_change_something_can_be_pressed(linked: MainWindow) -> None:
    wizard = opened(linked)
    go_on(linked, wizard)
    page = wizard.customers_page
    page.grid.view.select_line(0)
    is_one = page.grid.current_row().account.consolidated
    assert page.apart.isEnabled() is is_one
    assert page.one.isEnabled() is not is_one
    QTest.keyClick(page.grid.view, Qt.Key.Key_Space)
    assert page.one.isEnabled() is is_one
    assert page.line.text().endswith("1 customer would change.")
    QTest.keyClick(page.grid.view, Qt.Key.Key_Space)
    assert page.line.text().endswith("Nothing yet.")
    wizard.done(0)


def test_leaving_before_the_end_changes_nobody(linked: MainWindow) -> None:
    before = how_each(linked)
    wizard = opened(linked)
    go_on(linked, wizard)
    wizard.customers_page.grid.view.selectAll()
    QTest.keyClick(wizard.customers_page.grid.view, Qt.Key.Key_T)
    go_on(linked, wizard)
    go_on(linked, wizard)
    assert wizard.finish_button.text().startswith("Change ")
    wizard.leave.click()
    settled(linked.desk)
    again = opened(linked)
    assert again.currentId() == CHANGE
    assert again.state.changes
    assert {e.account.account_number: e.account.consolidated for e in again.state.customers} == (
        before
    )
    again.done(0)


def test_a_second_run_has_nothing_to_change(linked: MainWindow) -> None:
    for turn in range(2):
        wizard = opened(linked)
        assert wizard.currentId() == HOW
        go_on(linked, wizard)
        page = wizard.customers_page
        page.grid.view.select_line(0)
        QTest.keyClick(page.grid.view, Qt.Key.Key_T)
        go_on(linked, wizard)
        go_on(linked, wizard)
        assert wizard.finish_button.text() == ("Close" if turn else "Change 1 customer")
        go_on(linked, wizard)
        if not turn:
            assert wizard.change_page.is_done
            go_on(linked, wizard)
        assert not wizard.isVisible()


def test_enter_that_chooses_the_product_does_not_go_on(linked: MainWindow) -> None:
    wizard = opened(linked)
    field = wizard.how_page.product
    field.clear()
    field.setFocus()
    QTest.keyClicks(field, "SEAT-STD")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settled(linked.desk)
    assert wizard.currentId() == HOW
    assert wizard.state.preview is not None
    assert wizard.state.preview.time_product == "SEAT-STD"
    wizard.done(0)
