"""Taxes: a rule as a form, boundary files, dated places and a tax service, as a user would."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.operations.connect_tax_service import service_state
from app.operations.place_locations import list_places
from app.store.setup import load
from app.tax.place_history import Method
from app.tax.place_review import PlaceStatus
from app.tax.rule import TaxRule
from app.ui.dialogs.boundary_dialog import BoundaryDialog
from app.ui.dialogs.record_form import RecordForm
from app.ui.dialogs.tax_service_dialog import TaxServiceDialog
from app.ui.inputs import DateField, MoneyField, TextField
from app.ui.main_window import MainWindow
from app.ui.pages.taxes import service_part
from app.ui.pages.taxes.page import PLACES, RULES, SERVICE, TaxesPage
from tests.connectors.afc_server import CLIENT, PASSWORD, USER, AfcServer, afc_server
from tests.keyrings import MemoryKeyring, memory_keyring
from tests.tax.boundary_lines import zip_line
from tests.ui.conftest import settled


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


@pytest.fixture
def afc() -> Iterator[AfcServer]:
    with afc_server() as made:
        yield made


@pytest.fixture
def page(keyring: MemoryKeyring, window: MainWindow) -> TaxesPage:
    del keyring
    window.show_page("taxes")
    settled(window.desk)
    made = window.pages["taxes"]
    assert isinstance(made, TaxesPage)
    return made


def rules(page: TaxesPage, code: str) -> list[TaxRule]:
    with page.desk.office.file.read() as conn:
        return [each for each in load(conn, TaxRule) if each.tax_code == code]


def shown(window: MainWindow) -> RecordForm:
    (form,) = [each for each in window.findChildren(RecordForm) if each.isVisible()]
    return form


def text_of(form: RecordForm, name: str) -> TextField:
    field = form.fields[name]
    assert isinstance(field, TextField)
    return field


def on_rule(page: TaxesPage, code: str) -> TaxRule:
    page.tabs.show_part(RULES)
    assert page.rules.grid.select_where(lambda entry: entry.row.tax_code == code)
    settled(page.desk)
    rule = page.rules.rule
    assert rule is not None
    return rule


def test_a_rule_as_a_form_keeps_what_was_left_open(page: TaxesPage, window: MainWindow) -> None:
    rule = on_rule(page, "CO-SALES")
    QTest.mouseClick(page.rules.open_button, Qt.MouseButton.LeftButton)
    form = shown(window)
    assert text_of(form, "effective_from").isReadOnly()
    assert not text_of(form, "bill_label").isReadOnly()
    text_of(form, "bill_label").setText("Sales tax of Colorado")
    form.save()
    settled(page.desk)
    (now,) = [each for each in rules(page, "CO-SALES") if each.bill_label != rule.bill_label]
    assert now.bill_label == "Sales tax of Colorado"
    assert (now.date_basis, now.round_level, now.cap_scope) == (
        rule.date_basis,
        rule.round_level,
        rule.cap_scope,
    )
    page.desk.undo()
    settled(page.desk)
    assert rule in rules(page, "CO-SALES")


def test_another_rate_ends_the_rule_the_day_before_and_is_one_undo(
    page: TaxesPage, window: MainWindow
) -> None:
    rule = on_rule(page, "CO-SALES")
    before = rules(page, "CO-SALES")
    page.rules.next_rate()
    form = shown(window)
    assert text_of(form, "tax_code").isReadOnly()
    day, rate = form.fields["effective_from"], form.fields["rate"]
    assert isinstance(day, DateField)
    assert isinstance(rate, MoneyField)
    assert rate.amount == rule.rate
    day.show_day(rule.effective_from)
    rate.show_amount(Decimal("0.031"))
    form.save()
    settled(page.desk)
    assert form.isVisible()
    assert "later day" in day.why
    day.show_day(date(2027, 1, 1))
    form.save()
    settled(page.desk)
    found = {
        each.effective_from: each
        for each in rules(page, "CO-SALES")
        if each.category == rule.category
    }
    assert found[rule.effective_from].effective_to == date(2026, 12, 31)
    assert found[date(2027, 1, 1)].rate == Decimal("0.031")
    page.desk.undo()
    settled(page.desk)
    assert rules(page, "CO-SALES") == before


def test_a_new_rule_is_checked_as_the_sheet_is(page: TaxesPage, window: MainWindow) -> None:
    page.tabs.show_part(RULES)
    page.rules.new_rule()
    form = shown(window)
    form.save()
    settled(page.desk)
    assert text_of(form, "tax_code").why
    text_of(form, "tax_code").setText("CO-NEW")
    text_of(form, "family").setText("SALES")
    text_of(form, "state").setText("CO")
    text_of(form, "effective_from").setText("2027-01-01")
    text_of(form, "rate").setText("0.01")
    form.save()
    settled(page.desk)
    assert [each.rate for each in rules(page, "CO-NEW")] == [Decimal("0.01")]


def test_a_place_is_told_from_a_day_on_and_its_history_is_shown(
    page: TaxesPage, window: MainWindow
) -> None:
    del window
    page.tabs.show_part(PLACES)
    part = page.places
    part.show_location("10058-MAIN")
    part.limits.setCurrentIndex(part.limits.findData("no"))
    part.begins.show_day(date(2026, 12, 1))
    part.override.setChecked(True)
    QTest.keyClicks(part.why, "annexed in December")
    QTest.mouseClick(part.verb, Qt.MouseButton.LeftButton)
    settled(page.desk)
    part.show_location("10058-MAIN")
    settled(page.desk)
    status = status_of(page, "10058-MAIN")
    newest = status.history[-1]
    assert newest.effective_from == date(2026, 12, 1)
    assert newest.method is Method.OVERRIDE
    assert "annexed in December" in part.history.text()
    assert "Dec 1" in part.history.text()


def status_of(page: TaxesPage, code: str) -> PlaceStatus:
    (found,) = [each for each in list_places(page.desk.office) if each.location_code == code]
    return found


def boundary_file(folder: Path, *, county: str) -> Path:
    path = folder / "COB2026Q4AUG27.csv"
    lines = [zip_line("80301", county=county, place="07850"), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_boundary_files_are_taken_in_planned_and_applied(
    page: TaxesPage, window: MainWindow, tmp_path: Path
) -> None:
    page.tabs.show_part(PLACES)
    QTest.mouseClick(page.places.files_button, Qt.MouseButton.LeftButton)
    settled(page.desk)
    (dialog,) = window.findChildren(BoundaryDialog)
    assert dialog.sums.text() == "No boundary file is here yet."
    assert not dialog.verb.isEnabled()
    before = list_places(page.desk.office)
    dialog.take([boundary_file(tmp_path, county="013")])
    settled(page.desk)
    assert list_places(page.desk.office) == before
    assert dialog.found is not None
    codes = [each.location_code for each in dialog.found.plan.changes]
    assert "10058-MAIN" in codes
    assert dialog.verb.text() == f"Place {len(codes)} location{'s' if len(codes) > 1 else ''}"
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settled(page.desk)
    assert not dialog.isVisible()
    status = status_of(page, "10058-MAIN")
    assert status.method is Method.BOUNDARY_FILE


def test_a_file_that_is_none_is_told_and_nothing_changes(
    page: TaxesPage, window: MainWindow, tmp_path: Path
) -> None:
    dialog = BoundaryDialog(page.desk, window)
    dialog.open()
    settled(page.desk)
    wrong = tmp_path / "letter.csv"
    wrong.write_text("Dear customer\n", encoding="utf-8")
    dialog.take([wrong])
    settled(page.desk)
    assert dialog.errors.count() == 1
    assert dialog.sums.text() == "No location was changed."
    dialog.reject()


def fill(dialog: TaxServiceDialog, url: str) -> None:
    for name, text in (("client_id", CLIENT), ("username", USER), ("base_url", url)):
        field = dialog.fields[name]
        assert isinstance(field, TextField)
        field.setText(text)


def connected(page: TaxesPage, window: MainWindow, afc: AfcServer) -> None:
    page.tabs.show_part(SERVICE)
    settled(page.desk)
    page.service.connect_service()
    (dialog,) = [each for each in window.findChildren(TaxServiceDialog) if each.isVisible()]
    fill(dialog, afc.url)
    dialog.secret.setText(PASSWORD)
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settled(page.desk)
    assert not dialog.isVisible()


def test_what_a_service_needs_is_said_at_its_field(page: TaxesPage, window: MainWindow) -> None:
    page.tabs.show_part(SERVICE)
    settled(page.desk)
    assert not page.service.health_button.isEnabled()
    page.service.connect_service()
    (dialog,) = window.findChildren(TaxServiceDialog)
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settled(page.desk)
    assert dialog.isVisible()
    assert dialog.secret.why
    assert service_state(page.desk.office).service is None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_service_is_connected_its_secret_in_the_keyring_alone(
    page: TaxesPage, window: MainWindow, keyring: MemoryKeyring, afc: AfcServer
) -> None:
    connected(page, window, afc)
    assert page.service.title.text().startswith("Taxes come from Avalara")
    assert PASSWORD in keyring.secrets.values()
    assert PASSWORD not in page.service.facts.text()
    assert page.desk.company is not None
    assert PASSWORD.encode() not in page.desk.company.path.read_bytes()


def test_the_service_is_asked_off_the_window_s_thread(
    page: TaxesPage, window: MainWindow, afc: AfcServer
) -> None:
    connected(page, window, afc)
    QTest.mouseClick(page.service.health_button, Qt.MouseButton.LeftButton)
    # The window goes on: nothing has come back on its thread yet.
    assert page.service.told.text().endswith("…")
    settled(page.desk)
    assert page.service.told.text().startswith("It answers: ")
    page.service.get_lists()
    settled(page.desk)
    assert page.service.lists.model.rowCount() > 0


def test_a_service_that_is_silent_is_told_and_the_page_lives(
    page: TaxesPage, window: MainWindow, afc: AfcServer, keyring: MemoryKeyring
) -> None:
    connected(page, window, afc)
    keyring.secrets.clear()
    page.service.ask_health()
    settled(page.desk)
    assert page.error_place.count() == 1
    page.refresh()
    settled(page.desk)
    assert page.service.badge.accessibleName() == "No sign-in"


def test_giving_a_service_up_works_taxes_out_here(
    page: TaxesPage,
    window: MainWindow,
    afc: AfcServer,
    keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected(page, window, afc)
    monkeypatch.setattr(service_part, "ask", lambda *_: True)
    QTest.mouseClick(page.service.off_button, Qt.MouseButton.LeftButton)
    settled(page.desk)
    QApplication.processEvents()
    assert page.service.title.text().startswith("Taxes are worked out here")
    assert PASSWORD not in keyring.secrets.values()


def test_point_19_each_list_of_the_service_says_why_it_is_empty(page: TaxesPage) -> None:
    page.tabs.show_part(SERVICE)
    settled(page.desk)
    for grid in (page.service.pairs, page.service.open, page.service.lists):
        assert grid.empty.accessibleName() or grid.model.rowCount() == 0
