"""Provision numbers as a user would: an account shell to bill-ready, left and resumed."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.pages.customers.page import CustomersPage
from app.ui.wizards.provision_wizard import ProvisionWizard
from tests.ui.conftest import settled

CUSTOMER, PLACE, CIRCUIT, NUMBERS, PRODUCTS, READY = range(6)
LIST = "303-555-0150 to 0151\n(303) 555-0191\n720 555 0188-0190\nnonsense"
TOLD = "3 added, 1 already here, 2 belong to someone else, 1 cannot be read"


def opened(window: MainWindow, customer: str = "10058") -> tuple[CustomersPage, ProvisionWizard]:
    window.show_page("customers", customer)
    settled(window.desk)
    page = window.pages["customers"]
    assert isinstance(page, CustomersPage)
    page.provision()
    settled(window.desk)
    assert page.wizard is not None
    return page, page.wizard


def go_on(window: MainWindow, wizard: ProvisionWizard) -> None:
    wizard.next_button.click()
    settled(window.desk)


def list_numbers(window: MainWindow, wizard: ProvisionWizard, qtbot: QtBot, text: str) -> None:
    wizard.numbers_page.text.setPlainText(text)
    qtbot.waitUntil(lambda: bool(wizard.state.judged))
    settled(window.desk)


def test_a_customer_becomes_bill_ready_and_it_is_taken_back(
    october: MainWindow, qtbot: QtBot
) -> None:
    page, wizard = opened(october)
    go_on(october, wizard)
    assert wizard.place_page.inside_box.title.text() == "Inside the city limits of Boulder?"
    assert wizard.place_page.inside.currentData() == ""
    wizard.place_page.inside.setCurrentIndex(1)
    go_on(october, wizard)
    go_on(october, wizard)
    list_numbers(october, wizard, qtbot, LIST)
    assert wizard.numbers_page.sums.text() == TOLD
    assert wizard.next_button.text() == "Take 3 numbers"
    go_on(october, wizard)
    model = wizard.products_page.grid.model
    model.setData(model.index(0, 0), "SEAT-STD")
    model.setData(model.index(0, 1), "3")
    settled(october.desk)
    assert wizard.next_button.text() == "Provision 3 numbers and 1 product"
    go_on(october, wizard)
    assert wizard.currentId() == READY
    assert wizard.ready_page.heading.text() == "Silver Fern Spa is ready to bill"
    wizard.finish_button.click()
    settled(october.desk)
    assert page.view is not None
    assert len(page.view.numbers) == 7
    october.desk.undo()
    settled(october.desk)
    assert (len(page.view.numbers), page.view.is_ready) == (4, False)


def test_it_can_be_left_at_any_page_and_resumed(october: MainWindow, qtbot: QtBot) -> None:
    page, wizard = opened(october)
    for _ in range(3):
        go_on(october, wizard)
    list_numbers(october, wizard, qtbot, LIST)
    wizard.leave.click()
    settled(october.desk)
    page.provision()
    again = page.wizard
    assert again is not None
    qtbot.waitUntil(lambda: again.currentId() == NUMBERS)
    settled(october.desk)
    assert again.numbers_page.text.toPlainText() == LIST
    assert again.numbers_page.sums.text() == TOLD
    again.leave.click()


def test_a_new_customer_begins_as_a_shell(october: MainWindow) -> None:
    _, wizard = opened(october)
    wizard.customer_page.new.setChecked(True)
    go_on(october, wizard)
    assert wizard.currentId() == CUSTOMER
    cells = {
        "account_number": "70001",
        "name": "Fox Den Books",
        "address_line1": "1 Hill Road",
        "city": "Denver",
        "region": "CO",
        "postal_code": "80216",
    }
    for field, text in cells.items():
        widget = wizard.customer_page.cells.fields[field]
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    go_on(october, wizard)
    assert wizard.currentId() == PLACE
    code = wizard.place_page.cells.fields["location_code"]
    assert isinstance(code, QLineEdit)
    assert code.text() == "70001-MAIN"
    wizard.leave.click()


def test_a_red_item_at_the_end_opens_the_very_field(october: MainWindow) -> None:
    page, wizard = opened(october)
    for _ in range(5):
        go_on(october, wizard)
    ready = wizard.ready_page.list
    assert ready is not None
    assert ready.fix_next is not None
    ready.fix_next.click()
    settled(october.desk)
    dialog = page.editor.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "Edit Boulder studio"
    dialog.reject()
