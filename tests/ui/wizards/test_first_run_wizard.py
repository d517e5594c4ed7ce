"""The first run: left at any page, resumed, its answers in the file and in Settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.operations.decide import show_readiness
from app.operations.make_company import make_empty_company
from app.ui.application import Program
from app.ui.inputs import TextField
from app.ui.main_window import MainWindow
from app.ui.pages.settings.page import SettingsPage
from app.ui.wizards.first_run.pages import BeginPage, CompanyPage, GlPage, QuestionsPage, ReadyPage
from app.ui.wizards.first_run_wizard import FirstRunWizard
from tests.ui.conftest import settled

FILLED = {
    "name": "Cedar Fork Voice",
    "address_line1": "1200 Foundry Way",
    "city": "Denver",
    "region": "CO",
    "postal_code": "80216",
}


@pytest.fixture
def fresh(program: Program, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window on a new, empty company."""
    window = program.open_window()
    qtbot.addWidget(window)
    window.desk.open(make_empty_company(tmp_path / "fresh.switchbook", program.clock))
    settled(window.desk)
    return window


def opened(window: MainWindow, at: str = "") -> FirstRunWizard:
    wizard = FirstRunWizard(window.desk, window, at=at)
    wizard.go.connect(window.show_page)
    wizard.open()
    settled(window.desk)
    return wizard


def fill(wizard: FirstRunWizard, qtbot: QtBot, values: dict[str, str]) -> CompanyPage:
    page = wizard.page_shown
    assert isinstance(page, CompanyPage)
    for name, text in values.items():
        field = page.form.fields[name]
        assert isinstance(field, TextField)
        field.clear()
        qtbot.keyClicks(field, text)
    zone = page.form.fields["timezone"]
    assert isinstance(zone, TextField)
    zone.setText("America/Denver")
    return page


def test_the_company_is_filled_in_and_the_window_is_named(fresh: MainWindow, qtbot: QtBot) -> None:
    wizard = opened(fresh)
    wizard.next_button.click()
    fill(wizard, qtbot, FILLED)
    wizard.next_button.click()
    settled(fresh.desk)
    assert wizard.page_shown.step == "Systems"
    assert fresh.windowTitle().startswith("Cedar Fork Voice - ")
    assert fresh.desk.undo_title == "Company"


def test_what_lacks_is_said_at_its_field(fresh: MainWindow, qtbot: QtBot) -> None:
    wizard = opened(fresh, at="company")
    page = fill(wizard, qtbot, {"name": "Cedar Fork Voice"})
    wizard.next_button.click()
    settled(fresh.desk)
    assert wizard.page_shown is page
    street = page.form.fields["address_line1"]
    assert isinstance(street, TextField)
    assert street.why
    assert page.form.company is None


def test_answers_are_kept_at_once_shown_again_and_taken_back(
    fresh: MainWindow, qtbot: QtBot
) -> None:
    wizard = opened(fresh, at="psa")
    page = wizard.page_shown
    assert isinstance(page, QuestionsPage)
    button = page.boxes[0].buttons["connectwise"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settled(fresh.desk)
    assert show_readiness(fresh.desk.office).answers == {"psa": "connectwise"}
    wizard.reject()
    fresh.show_page("settings")
    settled(fresh.desk)
    settings = fresh.pages["settings"]
    assert isinstance(settings, SettingsPage)
    line = next(row.line for row in settings.readiness.view.rows if row.line.key == "psa")
    assert line.answer == "ConnectWise PSA"
    fresh.desk.undo()
    settled(fresh.desk)
    assert show_readiness(fresh.desk.office).answers == {}


def test_it_is_resumed_where_it_was_left(fresh: MainWindow) -> None:
    wizard = opened(fresh)
    wizard.begin_at(3)
    wizard.leave.click()
    assert opened(fresh).page_shown.step == "Invoices and payments"


def test_without_other_systems_nothing_is_asked_about_them(fresh: MainWindow) -> None:
    wizard = opened(fresh, at="psa")
    page = wizard.page_shown
    assert isinstance(page, QuestionsPage)
    for box in page.boxes:
        box.buttons["none"].click()
        settled(fresh.desk)
    wizard.begin_at(4)
    asked = wizard.page_shown
    assert isinstance(asked, QuestionsPage)
    assert all(box.first_button() is None for box in asked.boxes)


def test_codes_typed_for_a_category_go_to_its_products(window: MainWindow) -> None:
    wizard = opened(window, at="gl_codes")
    page = wizard.page_shown
    assert isinstance(page, GlPage)
    grid = page.list.grid
    line = grid.model.row_at(0)
    grid.model.setData(grid.model.index(0, 2), "4999")
    settled(window.desk)
    categories = {each.category: each for each in show_readiness(window.desk.office).categories}
    assert categories[line.category.category].gl_codes == ("4999",)
    window.desk.undo()
    settled(window.desk)
    categories = {each.category: each for each in show_readiness(window.desk.office).categories}
    assert categories[line.category.category].gl_codes == line.category.gl_codes


def test_each_open_line_leads_to_its_page(window: MainWindow) -> None:
    wizard = opened(window)
    wizard.begin_at(6)
    settled(window.desk)
    page = wizard.page_shown
    assert isinstance(page, ReadyPage)
    row = next(row for row in page.view.rows if row.line.key == "conflict")
    assert row.button.text() == "Fix"
    row.button.click()
    assert wizard.page_shown.step == "Keeping in step"
    wizard.begin_at(6)
    row = next(row for row in page.view.rows if row.line.key == "backup")
    row.button.click()
    assert not wizard.isVisible()
    assert window.page is window.pages["settings"]


def test_an_empty_workbook_is_written(
    fresh: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "empty.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(place), ""))
    wizard = opened(fresh)
    page = wizard.page_shown
    assert isinstance(page, BeginPage)
    page.template.click()
    settled(fresh.desk)
    assert place.stat().st_size > 10_000
    assert "Written" in page.state.text()
