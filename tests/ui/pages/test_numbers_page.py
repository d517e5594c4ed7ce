"""Numbers and services through their page: points 3, 8 and 19 of the issue."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from app.operations.find_anything import Found
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.main_window import MainWindow
from app.ui.pages.numbers_page import NumbersPage
from tests.ui.conftest import settled


def opened(window: MainWindow, target: object = None) -> NumbersPage:
    window.show_page("numbers", target)
    settled(window.desk)
    page = window.pages["numbers"]
    assert isinstance(page, NumbersPage)
    return page


def test_every_number_with_whose_it_is_and_its_state(window: MainWindow) -> None:
    page = opened(window, Found("number", "+13035550191", "", "", "10058"))
    assert page.numbers.model.known == 402
    entry = page.numbers.current_row()
    row = {column.key: column.value(entry) for column in page.numbers.model.columns}
    assert (row["number"], row["customer"], row["rate_plan"]) == (
        "+13035550191",
        "Silver Fern Spa",
        "BUSINESS",
    )
    assert getattr(row["state"], "word", "") == "In use"


def test_numbers_are_found_in_any_writing_and_by_state(window: MainWindow) -> None:
    page = opened(window)
    page.numbers.find_field.setText("303 555-0191")
    page.numbers.find_field.left_down.emit()
    settled(window.desk)
    assert page.numbers.model.shown == 1
    page.numbers.show_all()
    box = page.numbers.combos["state"]
    box.setCurrentIndex(box.findData("Ended"))
    settled(window.desk)
    assert 0 < page.numbers.model.shown < 10


def test_another_plan_asks_from_which_day(window: MainWindow) -> None:
    page = opened(window)
    grid = page.numbers
    assert grid.show_record(("+13035550191",), "rate_plan")
    QTest.keyClick(grid.view, Qt.Key.Key_F2)
    (box,) = [b for b in grid.view.viewport().findChildren(QComboBox) if b.isVisible()]
    box.setCurrentIndex(box.findData("LEGACY-60"))
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(window.desk)
    dialog = page.findChild(ChangeDialog)
    assert isinstance(dialog, ChangeDialog)
    assert dialog.verb.isEnabled()
    dialog.reject()


def test_enter_leads_to_the_customer(window: MainWindow) -> None:
    page = opened(window)
    page.tabs.show_part("Services")
    gone: list[tuple[str, object]] = []
    page.go.connect(lambda name, target: gone.append((name, target)))
    entry = page.services.model.row_at(0)
    page.services.opened.emit(entry)
    name, target = gone[0]
    assert name == "customers"
    assert isinstance(target, Found)
    assert target.account_number == entry.row.account_number
