"""Map customers and consolidate as a user would, over practice systems in this process."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.list_systems import ListedSystem, list_systems
from app.operations.map_customers import accept_exact, show_map
from app.ui.main_window import MainWindow
from app.ui.wizards.consolidate_wizard import ConsolidateWizard
from app.ui.wizards.map_customers_wizard import MapCustomersWizard
from tests.ui.conftest import settled
from tests.ui.in_step import BOOKS, PSA

COMPARE, MATCH, OLD, PAYMENTS, DAY, APPLY = range(6)


def system(window: MainWindow, key: str) -> ListedSystem:
    return next(each for each in list_systems(window.desk.office) if each.key == key)


def opened(window: MainWindow, key: str = BOOKS) -> MapCustomersWizard:
    wizard = MapCustomersWizard(window.desk, system(window, key), window)
    wizard.open()
    settled(window.desk)
    return wizard


def go_on(window: MainWindow, wizard: MapCustomersWizard | ConsolidateWizard) -> None:
    wizard.next_button.click()
    settled(window.desk)


def test_from_two_lists_to_one_and_it_can_be_taken_back(both: MainWindow) -> None:
    wizard = opened(both)
    assert wizard.compare_page.here.text() == "60 customers here, 27 customers in QuickBooks Online"
    go_on(both, wizard)
    work = wizard.match_page.work
    assert work.grid.model.rowCount() == 61
    row = work.grid.current_row()
    QTest.keyClick(work.grid.view, Qt.Key.Key_Return)
    settled(both.desk)
    assert show_map(both.desk.office, BOOKS).counts[row.state.LINKED] == 1
    for _ in range(3):
        go_on(both, wizard)
    assert wizard.currentId() == DAY
    assert "stay here alone" in wizard.day_page.held_line.text()
    wizard.day_page.day.show_day(date(2026, 12, 1))
    settled(both.desk)
    go_on(both, wizard)
    assert wizard.finish_button.text() == "Link 23 customers"
    wizard.finish_button.click()
    settled(both.desk)
    assert wizard.apply_page.done_now is not None
    assert wizard.finish_button.text() == "Close"
    wizard.finish_button.click()
    assert not wizard.isVisible()
    found = show_map(both.desk.office, BOOKS)
    assert found.counts[row.state.LINKED] == 24
    both.desk.undo()
    settled(both.desk)
    assert show_map(both.desk.office, BOOKS).counts[row.state.LINKED] == 1


def test_it_is_left_at_any_page_and_resumed_with_its_day(both: MainWindow) -> None:
    wizard = opened(both)
    for _ in range(4):
        go_on(both, wizard)
    wizard.day_page.day.show_day(date(2026, 12, 1))
    go_on(both, wizard)
    wizard.leave.click()
    settled(both.desk)
    again = opened(both)
    assert again.currentId() == APPLY
    assert again.state.go_live == date(2026, 12, 1)
    again.done(0)


def test_a_psa_has_neither_old_invoices_nor_payments(both: MainWindow) -> None:
    wizard = opened(both, PSA)
    assert [page.step for page in wizard.pages_in_order] == [
        "What to compare",
        "Match customers",
        "Go-live date",
        "Preview and apply",
    ]
    go_on(both, wizard)
    assert not wizard.match_page.work.pane.new.isEnabled()
    wizard.done(0)


def test_the_rule_of_matching_is_decided_here(both: MainWindow) -> None:
    wizard = opened(both)
    wizard.compare_page.question.buttons["by_hand"].click()
    settled(both.desk)
    go_on(both, wizard)
    assert not wizard.match_page.work.accept.isEnabled()
    wizard.done(0)


def test_one_invoice_for_everything_by_a_month_as_example(both: MainWindow) -> None:
    accept_exact(both.desk.office, PSA)
    wizard = ConsolidateWizard(both.desk, both)
    wizard.open()
    settled(both.desk)
    assert "linked customers would stand on your invoices" in wizard.how_page.sums.text()
    assert "No time can move" in wizard.how_page.why.text()
    wizard.how_page.product.show_key("")
    wizard.how_page.product.picked.emit("SEAT-STD")
    settled(both.desk)
    assert "No time can move" not in wizard.how_page.why.text()
    go_on(both, wizard)
    page = wizard.customers_page
    before = page.grid.model.rowCount()
    assert before > 50
    page.grid.view.select_line(0)
    number = page.grid.current_row().account.account_number
    was_one = page.grid.current_row().account.consolidated
    QTest.keyClick(page.grid.view, Qt.Key.Key_T if was_one else Qt.Key.Key_O)
    assert wizard.state.one == {number: not was_one}
    go_on(both, wizard)
    assert wizard.example_page.grid.model.rowCount() > 0
    wizard.leave.click()
    settled(both.desk)
    again = ConsolidateWizard(both.desk, both)
    again.open()
    settled(both.desk)
    assert again.currentId() == 2
    go_on(both, again)
    assert again.finish_button.text() == "Change 1 customer"
    again.finish_button.click()
    settled(both.desk)
    assert again.change_page.is_done
    accounts = {each.account.account_number: each.account for each in again.state.customers}
    assert accounts[number].consolidated is not was_one
    again.finish_button.click()
    both.desk.undo()
    settled(both.desk)
    assert not again.isVisible()
