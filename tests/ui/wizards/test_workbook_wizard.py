"""Bringing in a workbook: shown, its wrong rows saved, its good rows applied behind."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.customers.product import Product
from app.host.paths import sample_data
from app.operations.import_workbook import export_workbook
from app.operations.make_company import make_empty_company
from app.operations.show_company import company_facts
from app.store.setup import load
from app.ui.application import Program
from app.ui.main_window import MainWindow
from app.ui.tasks import State
from app.ui.wizards.workbook_wizard import WorkbookWizard
from app.workbook.plan import Fate
from tests.ui.conftest import settled

SAMPLE = sample_data() / "cedar-fork.xlsx"


def brought(window: MainWindow, path: Path) -> WorkbookWizard:
    wizard = WorkbookWizard(window.desk, window, path=path)
    wizard.open()
    settled(window.desk)
    return wizard


def changed_book(window: MainWindow, folder: Path) -> Path:
    """The products as they are: one renamed, one with a price that is none, one new."""
    path = folder / "products.xlsx"
    export_workbook(window.desk.office, path, sheets=("products",))
    book = openpyxl.load_workbook(path)
    sheet = book["products"]
    sheet["B2"] = "Another name"
    sheet["E3"] = "a lot"
    last = sheet.max_row
    for column, cell in enumerate(sheet[last], 1):
        sheet.cell(last + 1, column, cell.value)
    sheet.cell(last + 1, 1, "NEW-1")
    book.save(path)
    book.close()
    return path


def products(window: MainWindow) -> dict[str, str]:
    with window.desk.office.file.read() as conn:
        return {each.product_code: each.name for each in load(conn, Product)}


def test_a_new_company_comes_in_whole(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    window = program.open_window()
    qtbot.addWidget(window)
    window.desk.open(make_empty_company(tmp_path / "fresh.switchbook", program.clock))
    settled(window.desk)
    wizard = brought(window, SAMPLE)
    shown = wizard.plan_page.shown
    assert shown is not None
    assert wizard.next_button.text() == f"Bring in {shown.to_write:,} rows"
    wizard.next_button.click()
    settled(window.desk)
    assert wizard.page_shown is wizard.done_page
    facts = company_facts(window.desk.office)
    assert (facts.name, facts.accounts) == ("Cedar Fork Voice", 60)
    assert window.windowTitle().startswith("Cedar Fork Voice")


def test_point_28_the_same_workbook_again_changes_nothing_and_says_so(
    window: MainWindow,
) -> None:
    wizard = brought(window, SAMPLE)
    assert wizard.next_button.text() == "Nothing to bring in"
    wizard.next_button.click()
    assert wizard.page_shown is wizard.plan_page


def test_each_change_is_shown_before_and_after(window: MainWindow, tmp_path: Path) -> None:
    wizard = brought(window, changed_book(window, tmp_path))
    shown = wizard.plan_page.shown
    assert shown is not None
    fates = {row.fate: row for row in shown.rows}
    changed = fates[Fate.CHANGED]
    assert (changed.field, changed.after) == ("name", "Another name")
    assert changed.before
    assert fates[Fate.ADDED].record == "NEW-1"
    assert "price" in fates[Fate.WRONG].field
    assert fates[Fate.WRONG].why
    assert wizard.next_button.text() == "Bring in the 2 good rows"


def test_point_29_wrong_rows_are_saved_and_the_good_ones_come_in(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = brought(window, changed_book(window, tmp_path))
    place = tmp_path / "wrong.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(place), ""))
    wizard.plan_page.save_button.click()
    settled(window.desk)
    assert "Saved 1 wrong row" in wizard.plan_page.told.text()
    book = openpyxl.load_workbook(place)
    assert book.sheetnames == ["products"]
    book.close()
    wizard.next_button.click()
    settled(window.desk)
    found = products(window)
    assert "NEW-1" in found
    assert "Another name" in found.values()


def test_point_24_a_workbook_is_taken_back_as_one_step(window: MainWindow, tmp_path: Path) -> None:
    before = products(window)
    wizard = brought(window, changed_book(window, tmp_path))
    wizard.next_button.click()
    settled(window.desk)
    after = products(window)
    assert after != before
    assert window.desk.undo_title == "Bring in products.xlsx"
    window.desk.undo()
    settled(window.desk)
    assert products(window) == before
    window.desk.redo()
    settled(window.desk)
    assert products(window) == after


def test_point_24_the_first_workbook_of_a_company_is_taken_back_too(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = program.open_window()
    qtbot.addWidget(window)
    window.desk.open(make_empty_company(tmp_path / "fresh.switchbook", program.clock))
    settled(window.desk)
    wizard = brought(window, SAMPLE)
    wizard.next_button.click()
    settled(window.desk)
    assert company_facts(window.desk.office).accounts == 60
    window.desk.undo()
    settled(window.desk)
    assert window.task_bar.history[0].state is State.DONE, window.task_bar.history[0].text
    assert (company_facts(window.desk.office).accounts, products(window)) == (0, {})


def test_a_plan_that_became_stale_is_shown_anew(window: MainWindow, tmp_path: Path) -> None:
    path = changed_book(window, tmp_path)
    first = brought(window, path)
    second = brought(window, path)
    second.next_button.click()
    settled(window.desk)
    first.next_button.click()
    settled(window.desk)
    assert first.page_shown is first.plan_page
    assert first.next_button.text() == "Nothing to bring in"
    assert "new one" in first.plan_page.line.text()


def test_what_is_no_workbook_is_told_in_words(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    path.write_text("Dear customer", encoding="utf-8")
    wizard = brought(window, path)
    assert wizard.page_shown is wizard.file_page
    assert wizard.file_page.errors.count() == 1
    assert wizard.file_page.path is None


def test_what_is_here_is_written_out(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(place), ""))
    wizard = WorkbookWizard(window.desk, window)
    wizard.open()
    wizard.file_page.export_button.click()
    settled(window.desk)
    assert place.exists()
    assert "Wrote 1," in wizard.file_page.state.text()
