"""What other systems have to do with a customer: locks of owned fields, onboarding cards."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.map_customers import accept_exact
from app.store.onboarding import CardItem, Item, keep_item
from app.ui.dialogs.onboarding_dialog import OnboardingDialog
from app.ui.dialogs.record_form import RecordForm
from app.ui.inputs import TextField
from app.ui.main_window import MainWindow
from app.ui.pages.customers.page import CustomersPage
from tests.ui.conftest import settled
from tests.ui.in_step import PSA

ACCOUNT = "10001"


def opened(window: MainWindow) -> CustomersPage:
    window.show_page("customers", ACCOUNT)
    settled(window.desk)
    page = window.pages["customers"]
    assert isinstance(page, CustomersPage)
    return page


def test_a_lock_bears_the_owner_s_name_and_f4_tells_where_to_change_it(both: MainWindow) -> None:
    accept_exact(both.desk.office, PSA)
    page = opened(both)
    locks = page.overview.locks
    assert [lock.text() for lock in locks][:1] == ["ConnectWise"]
    name = next(lock for lock in locks if lock.accessibleName().startswith("Name"))
    QTest.keyClick(name, Qt.Key.Key_F4)
    told = "ConnectWise PSA owns Name. Change it there; it comes here with the next sync."
    assert page.overview.owner_line.text() == told
    page.editor.edit()
    dialog = page.editor.dialog
    assert isinstance(dialog, RecordForm)
    field = dialog.fields["name"]
    assert isinstance(field, TextField)
    assert field.isReadOnly()
    assert "name" not in dialog.cells()
    assert "delivery" in dialog.cells()
    dialog.reject()
    grid = page.lists.locations
    entry = grid.model.rows[0]
    columns = {column.key: column for column in grid.model.columns}
    owner = columns["city"].edit
    assert owner is not None
    assert owner.owner(entry) in {"", "ConnectWise PSA"}


def test_nothing_is_locked_without_a_link(both: MainWindow) -> None:
    page = opened(both)
    assert page.overview.locks == []
    assert page.overview.card is None


def test_an_onboarding_card_says_who_was_asked_and_leads_to_the_wizard(both: MainWindow) -> None:
    with both.desk.office.write() as conn:
        for item in (Item.NUMBERS, Item.CERTIFICATE):
            keep_item(conn, CardItem(account_number=ACCOUNT, item=item))
    page = opened(both)
    card = page.overview.card
    assert card is not None
    assert [each.item for each in card.card.items] == [Item.NUMBERS, Item.CERTIFICATE]
    page.editor.note_next()
    dialog = page.editor.dialog
    assert isinstance(dialog, OnboardingDialog)
    assert dialog.item.item is Item.CERTIFICATE
    dialog.whom.setText("Priya in sales")
    dialog.verb.click()
    settled(both.desk)
    card = page.overview.card
    assert card is not None
    assert card.card.items[1].asked_whom == "Priya in sales"
    both.desk.undo()
    settled(both.desk)
    card = page.overview.card
    assert card is not None
    assert card.card.items[1].asked_whom == ""
    card.provision.click()
    settled(both.desk)
    assert page.wizard is not None
    assert page.wizard.isVisible()
    page.wizard.done(0)
