"""Settings: the checklist, the company, backups, looks, the lock, the keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.findings import warning
from app.operations.decide import show_readiness
from app.operations.keep_backups import backup_state
from app.operations.lock_program import opens
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Density, Theme
from app.ui.application import Program
from app.ui.application.locking import SEALED, IdleLock
from app.ui.inputs import TextField
from app.ui.main_window import MainWindow
from app.ui.pages.settings.backup_part import BackupPart
from app.ui.pages.settings.company_part import CompanyPart
from app.ui.pages.settings.keys_part import KeysPart
from app.ui.pages.settings.looks_part import LooksPart
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.settings.privacy_part import PrivacyPart
from tests.ui.conftest import settled


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    window.show_page("settings")
    settled(window.desk)
    found = window.pages["settings"]
    assert isinstance(found, SettingsPage)
    return found


def part_of(page: SettingsPage, name: str) -> object:
    page.show_part(name)
    settled(page.desk)
    return page.part


# ---- readiness


def test_open_lines_are_counted_in_the_rail_and_gone_to(
    page: SettingsPage, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F8)
    row = page.readiness.view.rows[1]
    assert row.line.key == "psa"
    assert row.button.text() == "Fix"
    row.button.click()
    settled(page.desk)
    assert page.part.name == "sync"
    page.sync.boxes["psa"].buttons["none"].click()
    settled(page.desk)
    assert show_readiness(page.desk.office).answers == {"psa": "none"}
    assert page.checklist is not None
    assert page.checklist.answers == {"psa": "none"}


def test_every_line_leads_somewhere(page: SettingsPage) -> None:
    led: list[str] = []
    page.go.connect(lambda name, _: led.append(name))
    for row in list(page.readiness.view.rows):
        page.show_part("readiness")
        page.show_target(row.line.key)
        if row.line.key == "tax_tables":
            assert led == ["taxes"]
        else:
            assert page.part.name != "readiness"


def test_a_finding_about_the_company_opens_its_field(page: SettingsPage) -> None:
    page.show_target(warning("x", "x", sheet="company", column="unknown_caller"))
    assert page.part.name == "money"
    page.show_target(warning("x", "x", sheet="company", column="city"))
    assert page.part.name == "company"


# ---- the company


def test_the_company_is_renamed_and_the_window_with_it(
    page: SettingsPage, window: MainWindow
) -> None:
    part = part_of(page, "company")
    assert isinstance(part, CompanyPart)
    field = part.form.fields["name"]
    assert isinstance(field, TextField)
    field.setText("Cedar Fork Telephone")
    part.keep_button.click()
    settled(page.desk)
    assert window.windowTitle().startswith("Cedar Fork Telephone")
    window.desk.undo()
    settled(page.desk)
    assert window.windowTitle().startswith("Cedar Fork Voice")
    assert field.text() == "Cedar Fork Voice"


def test_point_33_each_company_has_its_colour(page: SettingsPage, window: MainWindow) -> None:
    part = part_of(page, "company")
    assert isinstance(part, CompanyPart)
    before = window.colour % 8
    other = (before + 3) % 8
    part.colours.button(other).click()
    assert window.colour == other
    assert part.colours.checkedId() == other


# ---- backups


def test_point_34_a_restore_drill_is_one_action(page: SettingsPage) -> None:
    part = part_of(page, "backup")
    assert isinstance(part, BackupPart)
    part.now_button.click()
    settled(page.desk)
    assert len(backup_state(page.desk.office).files) >= 1
    part.drill_button.click()
    settled(page.desk)
    assert "every total equal" in part.drilled.text()


def test_backups_go_to_the_folder_that_was_chosen(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = part_of(page, "backup")
    assert isinstance(part, BackupPart)
    place = tmp_path / "drive"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(place))
    part._choose(part.folder, "backup_folder")  # noqa: SLF001  the dialog is the system's
    settled(page.desk)
    part.now_button.click()
    settled(page.desk)
    assert [each.parent for each in place.iterdir()] == [place]
    part.folder.setText("here")
    part.folder.editingFinished.emit()
    assert "whole folder" in part.folder.why


# ---- looks


@pytest.mark.slow
def test_looks_change_at_once_and_are_kept(page: SettingsPage) -> None:
    part = part_of(page, "looks")
    assert isinstance(part, LooksPart)
    next(b for b in part.themes.buttons() if b.text() == "Dark").click()
    next(b for b in part.densities.buttons() if b.text() == "Compact").click()
    part.text_size.setValue(12)
    part.hints.click()
    assert (LOOK.theme, LOOK.density, LOOK.body_pt) == (Theme.DARK, Density.COMPACT, 12)
    assert not LOOK.shows_keys
    settings = page.desk.settings
    assert settings.value("program/theme") == "dark"
    assert settings.value("program/density") == "compact"
    assert str(settings.value("program/body_pt")) == "12"
    part.hints.click()
    assert LOOK.shows_keys


def test_point_37_figures_follow_the_language_that_was_chosen(page: SettingsPage) -> None:
    part = part_of(page, "looks")
    assert isinstance(part, LooksPart)
    before = QLocale()
    try:
        part.language.setCurrentIndex(part.language.findData("fr_CA"))
        part.language.activated.emit(part.language.currentIndex())
        assert words.count(12345) != "12,345"
        assert page.desk.settings.value("program/locale") == "fr_CA"
    finally:
        QLocale.setDefault(before)


# ---- the lock


def is_locked(program: Program) -> bool:
    """Whether the windows are covered and somebody is asked."""
    lock = program.lock
    return lock is not None and (lock.dialog is not None or lock.is_covering)


def test_a_passphrase_is_kept_as_a_hash_and_the_lock_covers_every_window(
    page: SettingsPage, program: Program, window: MainWindow, qtbot: QtBot
) -> None:
    program.lock = IdleLock(program, program.settings)
    part = part_of(page, "privacy")
    assert isinstance(part, PrivacyPart)
    assert not part.keep_button.isEnabled()
    qtbot.keyClicks(part.first, "three plain words")
    qtbot.keyClicks(part.second, "three plain words")
    part.keep_button.click()
    settled(page.desk)
    sealed = str(program.settings.value(SEALED))
    assert opens("three plain words", sealed)
    assert "plain" not in sealed
    second = program.open_window(window.desk)
    qtbot.addWidget(second)
    part.lock_button.click()
    dialog = program.lock.dialog
    assert dialog is not None
    assert program.lock.is_covering
    assert window.windowTitle() == second.windowTitle() == "Switchbook, locked"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.field, "wrong")
    dialog.open_button.click()
    settled(window.desk)
    assert "not the passphrase" in dialog.field.why
    qtbot.keyClicks(dialog.field, "three plain words")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    settled(window.desk)
    assert not is_locked(program)
    assert window.windowTitle().startswith("Cedar Fork Voice")
    part.remove_button.click()
    assert not program.lock.is_set


def test_it_locks_by_itself_when_nobody_does_anything(
    page: SettingsPage, program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.application.locking._MS", 40)
    program.settings.setValue(SEALED, "scrypt$1$2$3")
    program.settings.setValue("program/lock_minutes", 1)
    lock = program.lock = IdleLock(program, program.settings)
    qtbot.waitUntil(lambda: lock.dialog is not None, timeout=5000)
    assert lock.is_covering
    dialog = lock.dialog
    assert dialog is not None
    dialog.answer(is_right=True)
    QApplication.processEvents()
    assert not is_locked(program)
    program.settings.setValue("program/lock_minutes", 0)
    lock.watch()
    assert page.isVisible()


def test_times_of_records_are_shown_with_their_basis(page: SettingsPage) -> None:
    part = part_of(page, "privacy")
    assert isinstance(part, PrivacyPart)
    box = part.kept["keep_calls"]
    assert box.currentText() == "2 years (usual)"
    assert box.findData("6") == -1
    place = box.findData("36")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    settled(page.desk)
    assert show_readiness(page.desk.office).answers == {"keep_calls": "36"}


# ---- keys


def test_point_2_all_keys_are_listed_and_none_clashes(page: SettingsPage) -> None:
    part = part_of(page, "keys")
    assert isinstance(part, KeysPart)
    rows = [row for row in part.rows_now() if not row.where.startswith("In ")]
    assert len(rows) > 30
    pairs = [(row.key, row.where) for row in rows]
    assert sorted({pair for pair in pairs if pairs.count(pair) > 1}) == []
