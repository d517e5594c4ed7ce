"""Customers through their page as a user would: points 3, 9, 10, 19, 22 and 24 of the issue."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.customers.location import ServiceLocation
from app.operations.browse_customers.tree import Level
from app.operations.find_anything import Found
from app.ui.application import Program
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.dialogs.history_dialog import HistoryDialog
from app.ui.dialogs.record_form import RecordForm
from app.ui.dialogs.trash_dialog import TrashDialog
from app.ui.inputs import TextField
from app.ui.main_window import MainWindow
from app.ui.pages.customers.page import CustomersPage
from app.ui.pages.customers.sheet_grid import SheetGrid
from tests.ui.conftest import settled

SPA = "10058"


def opened(window: MainWindow, target: object = SPA) -> CustomersPage:
    window.show_page("customers", target)
    settled(window.desk)
    page = window.pages["customers"]
    assert isinstance(page, CustomersPage)
    return page


def cell(page: CustomersPage, grid: SheetGrid, record: str, field: str) -> None:
    """Puts the keyboard into a cell."""
    assert grid.show_record((record,), field)
    settled(page.desk)


def press(page: CustomersPage, grid: SheetGrid, key: Qt.Key) -> None:
    QTest.keyClick(grid.view, key)
    settled(page.desk)


def editor(grid: SheetGrid) -> QLineEdit | QComboBox:
    place = grid.view.viewport()
    fields: list[QLineEdit | QComboBox] = [*place.findChildren(QLineEdit)]
    fields += place.findChildren(QComboBox)
    return next(each for each in fields if each.isVisible())


def type_in(
    page: CustomersPage, grid: SheetGrid, text: str, key: Qt.Key = Qt.Key.Key_Return
) -> None:
    field = editor(grid)
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)
    settled(page.desk)


def prices(page: CustomersPage) -> dict[str, tuple[Decimal | None, date, date | None]]:
    assert page.view is not None
    return {s.service_code: (s.unit_price, s.starts_on, s.ends_on) for s in page.view.services}


# ---- the tree


def test_the_tree_leads_from_the_customer_to_its_numbers(october: MainWindow) -> None:
    page = opened(october)
    tree = page.tree
    assert tree.counts.text() == "60 customers, 400 numbers"
    assert tree.unready_button.text() == "Not ready: 2"
    tree.view.setFocus()
    for _ in range(3):
        QTest.keyClick(tree.view, Qt.Key.Key_Right)
        settled(page.desk)
        QTest.keyClick(tree.view, Qt.Key.Key_Down)
        settled(page.desk)
    branch = tree.current
    assert branch is not None
    assert (branch.level, branch.key) == (Level.NUMBER, "+13035550191")
    assert page.number_label.text() == "10058, (303) 555-0191"
    assert [entry.row.number for entry in page.lists.numbers.model.rows] == ["+13035550191"]


@pytest.mark.parametrize(
    ("typed", "customers"),
    [("silver", 1), ("10058-main-sip", 1), ("303 555-0191", 1), ("ap@silverfern", 1)],
)
def test_the_filter_finds_by_any_part(
    october: MainWindow, qtbot: QtBot, typed: str, customers: int
) -> None:
    page = opened(october, None)
    page.tree.view.setFocus()
    QTest.keyClicks(page.tree.view, typed[0])
    QTest.keyClicks(page.tree.field, typed[1:])
    model = page.tree.model
    qtbot.waitUntil(lambda: model.rowCount(model.root()) == customers)
    settled(page.desk)
    assert page.name_label.text() == "Silver Fern Spa"
    QTest.keyClick(page.tree.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: model.rowCount(model.root()) == 60)


def test_only_those_that_are_not_ready(october: MainWindow) -> None:
    page = opened(october)
    page.tree.unready_button.click()
    settled(page.desk)
    assert page.tree.model.rowCount(page.tree.model.root()) == 2
    assert page.tree.counts.text().startswith("2 of 60 customers")


@pytest.mark.parametrize("kind", ["customer", "location", "circuit", "number"])
def test_what_ctrl_k_finds_is_shown(october: MainWindow, kind: str) -> None:
    keys = {
        "customer": SPA,
        "location": "10058-MAIN",
        "circuit": "10058-MAIN-SIP1",
        "number": "+13035550193",
    }
    page = opened(october, Found(kind, keys[kind], keys[kind], "", SPA))
    branch = page.tree.current
    assert branch is not None
    assert (branch.level.value, branch.key) == (kind, keys[kind])
    assert page.name_label.text() == "Silver Fern Spa"


def test_a_number_found_without_its_customer_is_shown_too(october: MainWindow) -> None:
    page = opened(october, Found("number", "+13035550193", "", "", ""))
    assert page.number_label.text() == "10058, (303) 555-0193"


# ---- the overview


def test_the_overview_says_what_is_missing_and_fix_opens_the_field(october: MainWindow) -> None:
    page = opened(october)
    view = page.view
    assert view is not None
    assert (view.in_order, view.is_ready) == (7, False)
    ready = page.overview.ready
    assert ready.fix_next is not None
    ready.fix_next.click()
    dialog = page.editor.dialog
    assert isinstance(dialog, RecordForm)
    box = dialog.fields["inside_city"]
    assert isinstance(box, QComboBox)
    assert dialog.focusWidget() is box
    box.setCurrentIndex(box.findData("yes"))
    dialog.save_button.click()
    settled(page.desk)
    assert page.view is not None
    assert page.view.is_ready
    assert page.ready_badge.accessibleName() == "Ready to bill"
    page.desk.undo()
    settled(page.desk)
    assert not page.view.is_ready


def test_f8_goes_to_the_next_customer_that_needs_a_person(october: MainWindow) -> None:
    page = opened(october, "10001")
    october.next_need()
    settled(page.desk)
    first = page.tree.current
    assert first is not None
    assert first.key in {"10058", "10059"}


# ---- editing


def test_a_price_asks_from_which_day_and_shows_the_bill(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Services")
    grid = page.lists.services
    cell(page, grid, "10058-MAIN-SIP-PATH", "unit_price")
    press(page, grid, Qt.Key.Key_F2)
    type_in(page, grid, "14+1.5")
    dialog = page.editor.dialog
    assert isinstance(dialog, ChangeDialog)
    dialog.day.show_day(date(2026, 11, 2))
    settled(page.desk)
    assert dialog.sum.text() == "October 2026: 92.13 becomes 97.93."
    assert dialog.verb.text() == "Change from Nov 2, 2026, 5.80 more"
    dialog.verb.click()
    settled(page.desk)
    assert prices(page)["10058-MAIN-SIP-PATH"][2] == date(2026, 11, 2)
    assert prices(page)["10058-MAIN-SIP-PATH-2"] == (Decimal("15.5"), date(2026, 11, 2), None)
    page.desk.undo()
    settled(page.desk)
    assert prices(page)["10058-MAIN-SIP-PATH"] == (Decimal(14), date(2026, 10, 12), None)
    assert "10058-MAIN-SIP-PATH-2" not in prices(page)


def test_tab_past_the_end_adds_a_row_and_ctrl_enter_writes_it(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Services")
    grid = page.lists.services
    cell(page, grid, "10058-MAIN-WIFI", "ends_on")
    press(page, grid, Qt.Key.Key_F2)
    QTest.keyClick(editor(grid), Qt.Key.Key_Tab)
    settled(page.desk)
    assert len(grid.drafts) == 1
    QTest.keyClick(editor(grid), Qt.Key.Key_Tab)  # the code is made of what it is
    box = editor(grid)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("SEAT-PRO"))
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(page.desk)
    assert grid.drafts == ()
    assert "10058-MAIN-SEAT-PRO" in prices(page)
    assert page.desk.undo_title == "New service 10058-MAIN-SEAT-PRO"


def test_what_is_missing_in_a_new_row_is_told_in_its_cell(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Services")
    grid = page.lists.services
    grid.add_button.click()
    QTest.keyClick(editor(grid), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(page.desk)
    (draft,) = grid.drafts
    reasons = {key: why for (_, key), why in grid.model.refusals.items()}
    assert set(reasons) == {"service_code", "product_code"}
    assert "is blank" in reasons["product_code"]
    grid.select_where(lambda entry: entry is draft)
    press(page, grid, Qt.Key.Key_Delete)
    assert grid.drafts == ()


def test_rubbish_is_refused_in_words(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Services")
    grid = page.lists.services
    cell(page, grid, "10058-MAIN-WIFI", "quantity")
    press(page, grid, Qt.Key.Key_F2)
    type_in(page, grid, "many")
    assert "not a number" in next(iter(grid.model.refusals.values()))
    assert grid.refusal.text().startswith("Quantity: ")


def test_a_range_adds_each_number(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Numbers")
    grid = page.lists.numbers
    grid.add_button.click()
    settled(page.desk)
    type_in(page, grid, "720-555-0161 - 720-555-0163", Qt.Key.Key_Return)
    QTest.keyClick(grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(page.desk)
    assert page.view is not None
    assert len(page.view.numbers) == 7
    assert page.desk.undo_title == "New 3 numbers"


def test_ctrl_d_takes_what_stands_above(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Numbers")
    grid = page.lists.numbers
    cell(page, grid, "+13035550191", "ends_on")
    press(page, grid, Qt.Key.Key_F2)
    type_in(page, grid, "2027-01-01")
    cell(page, grid, "+13035550192", "ends_on")
    QTest.keyClick(grid.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settled(page.desk)
    assert page.view is not None
    ends = {each.number: each.ends_on for each in page.view.numbers}
    assert ends["+13035550192"] == date(2027, 1, 1)


# ---- history and trash


def test_each_field_has_its_history(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Services")
    grid = page.lists.services
    cell(page, grid, "10058-MAIN-WIFI", "ends_on")
    press(page, grid, Qt.Key.Key_F2)
    type_in(page, grid, "2026-12-31")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(grid.view, Qt.Key.Key_H, keys)
    settled(page.desk)
    dialog = page.findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    change = dialog.grid.model.rows[0]
    assert (change.column, change.before, change.after) == ("ends_on", "", "2026-12-31")
    dialog.reject()
    page.tabs.show_part("History")
    settled(page.desk)
    assert page.lists.history.model.rows[0].column == "ends_on"


def test_a_deletion_lies_in_the_trash_and_comes_back(october: MainWindow) -> None:
    page = opened(october)
    page.tabs.show_part("Services")
    grid = page.lists.services
    cell(page, grid, "10058-MAIN-WIFI", "service_code")
    press(page, grid, Qt.Key.Key_Delete)
    assert "10058-MAIN-WIFI" not in prices(page)
    page.editor.open_trash()
    settled(page.desk)
    dialog = page.editor.dialog
    assert isinstance(dialog, TrashDialog)
    assert dialog.verb.text() == "Put back 1 record"
    dialog.verb.click()
    settled(page.desk)
    dialog.close_button.click()
    assert "10058-MAIN-WIFI" in prices(page)


def test_what_is_referred_to_is_not_deleted_and_says_why(october: MainWindow) -> None:
    page = opened(october)
    page.editor.remove()
    settled(page.desk)
    panel = page.error_place.itemAt(0)
    assert panel is not None
    widget = panel.widget()
    assert widget is not None
    assert "would have nothing to refer to" in widget.accessibleName()


# ---- two windows, dialogs, empty


def test_two_customers_side_by_side_both_refresh(
    october: MainWindow, program: Program, qtbot: QtBot
) -> None:
    page = opened(october)
    second = program.open_window(october.desk)
    qtbot.addWidget(second)
    other = opened(second, "10001")
    assert (page.name_label.text(), other.name_label.text()) == (
        "Silver Fern Spa",
        "Alder Creek Dental",
    )
    assert page.view is not None
    assert other.view is not None
    rows = [
        replace(page.view.account, contact_name="Bo"),
        replace(other.view.account, contact_name="Mo"),
    ]
    page.desk.edit("two contacts", rows)
    settled(page.desk)
    assert page.view.account.contact_name == "Bo"
    assert other.view.account.contact_name == "Mo"


def test_a_new_customer_is_shown_when_it_is_there(october: MainWindow) -> None:
    page = opened(october)
    page.editor.new_customer()
    dialog = page.editor.dialog
    assert isinstance(dialog, RecordForm)
    dialog.save_button.click()
    name = dialog.fields["name"]
    assert isinstance(name, TextField)
    assert "is blank" in name.why
    cells = {
        "account_number": "70001",
        "name": "Fox Den Books",
        "address_line1": "1 Hill Road",
        "city": "Denver",
        "region": "CO",
        "postal_code": "80216",
    }
    for field, text in cells.items():
        widget = dialog.fields[field]
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    dialog.save_button.click()
    settled(page.desk)
    assert page.name_label.text() == "Fox Den Books"
    assert page.view is not None
    assert not page.view.is_ready


def test_a_location_offers_the_counties_of_its_zip(october: MainWindow) -> None:
    page = opened(october)
    assert page.view is not None
    place: ServiceLocation = page.view.locations[0]
    page.editor.edit_location(place, "county_fips")
    dialog = page.editor.dialog
    assert isinstance(dialog, RecordForm)
    note = "ZIP 80301 lies in Boulder County (013)"
    assert any(box.note.text() == note for box in dialog._boxes.values())  # noqa: SLF001
    dialog.reject()


def test_calls_and_invoices_of_the_customer(october: MainWindow) -> None:
    page = opened(october, "10042")
    page.tabs.show_part("Calls")
    settled(page.desk)
    assert page.calls.grid.model.shown > 0
    rows = [page.calls.grid.model.row_at(line) for line in range(5)]
    assert {row.account_number for row in rows} == {"10042"}
    gone: list[tuple[str, object]] = []
    page.go.connect(lambda name, target: gone.append((name, target)))
    page.tabs.show_part("Invoices")
    page.lists.invoices.opened.emit(page.lists.invoices.model.rows[0])
    assert gone[0][0] == "invoices"
