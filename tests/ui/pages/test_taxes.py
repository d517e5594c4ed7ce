"""Taxes through its page as a user would."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.check_taxes import check_taxes
from app.operations.keep_certificates import KeptCertificate, list_certificates
from app.operations.place_locations import list_places
from app.ui.dialogs.tax_table_dialog import TaxTableDialog
from app.ui.main_window import MainWindow
from app.ui.pages.taxes.page import CERTIFICATES, CHECK, LATE, PLACES, RULES, TaxesPage
from tests.ui.conftest import settled

OPEN = "10058-MAIN"
HEADER = "tax_code,class,family,country,state,effective_from,calc_method,rate,base_kind,tax_name\n"


def opened(window: MainWindow, target: object = None) -> TaxesPage:
    window.show_page("taxes", target)
    settled(window.desk)
    page = window.pages["taxes"]
    assert isinstance(page, TaxesPage)
    return page


def test_the_check_stands_first_and_f8_goes_to_what_holds_invoices(window: MainWindow) -> None:
    page = opened(window)
    found = check_taxes(window.desk.office)
    assert page.tabs.current == CHECK
    assert list(page.check.grid.model.rows) == list(found.findings)
    page.tabs.show_part(RULES)
    assert page.next_need()
    assert page.check.grid.current_row() == found.errors[0]


def test_fix_opens_the_place_and_the_answer_is_kept(window: MainWindow) -> None:
    page = opened(window)
    page.next_need()
    assert page.check.grid.current_row().record == OPEN
    QTest.keyClick(page.check.grid.view, Qt.Key.Key_Return)
    settled(window.desk)
    assert page.tabs.current == PLACES
    places = page.places
    assert places.grid.current_row().location_code == OPEN
    assert not places.verb.isEnabled()
    places.limits.setCurrentIndex(places.limits.findData("no"))
    QTest.keyClicks(places.why, "the city's map")
    QTest.mouseClick(places.verb, Qt.MouseButton.LeftButton)
    settled(window.desk)
    (status,) = [each for each in list_places(window.desk.office) if each.location_code == OPEN]
    assert status.place.inside_city is False
    assert status.reason == "the city's map"
    assert OPEN not in {each.record for each in page.check.grid.model.rows}


def test_a_rule_is_told_in_words_with_its_customers(window: MainWindow) -> None:
    page = opened(window, "rules")
    grid = page.rules.grid
    assert grid.select_where(lambda entry: entry.row.tax_code == "CO-SALES")
    settled(window.desk)
    assert "the state or province CO" in page.rules.told.text()
    assert page.rules.customers.model.rowCount() > 0
    rate = next(each for each in grid.model.columns if each.key == "rate")
    place = grid.model.columns.index(rate)
    assert grid.model.index(grid.view.currentIndex().row(), place).data() == "0.0290"


def test_a_scan_is_kept_with_its_certificate(window: MainWindow, tmp_path: Path) -> None:
    page = opened(window, "certificates")
    assert page.tabs.current == CERTIFICATES
    part = page.certificates
    row = part.grid.current_row()
    assert isinstance(row, KeptCertificate)
    assert not part.open_button.isEnabled()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    part.keep_scan(row, scan)
    settled(window.desk)
    _, kept = list_certificates(window.desk.office)
    assert [each.files[-1].file_name for each in kept if each.files] == ["scan.pdf"]


def test_a_table_is_shown_before_it_comes_in(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "taxes.csv"
    table.write_text(
        f"{HEADER}CO-TEST,TAX,SALES,US,CO,2027-01-01,PCT,0.01,CHARGE,A new tax\n",
        encoding="utf-8",
    )
    page = opened(window)
    page.open_table(table)
    settled(window.desk)
    dialog = page.findChild(TaxTableDialog)
    assert isinstance(dialog, TaxTableDialog)
    assert dialog.plan is not None
    assert dialog.verb.text() == "Take in 1 change"
    before = page.rules.grid.model.known
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settled(window.desk)
    assert page.rules.grid.model.known == before + 1
    page.open_table(table)
    settled(window.desk)
    again = page.findChild(TaxTableDialog)
    assert isinstance(again, TaxTableDialog)
    assert not again.verb.isEnabled()
    assert "already" in again.line.text()
    again.reject()


def test_invoices_of_today_s_tables_need_no_correction(window: MainWindow) -> None:
    page = opened(window)
    page.tabs.show_part(LATE)
    QTest.mouseClick(page.late.look_button, Qt.MouseButton.LeftButton)
    settled(window.desk)
    assert page.late.found is not None
    assert page.late.found.changes == ()
    assert not page.late.verb.isEnabled()
