"""The dialog behind a change: on the sample company, through the page of bills."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.billing.charge import OneTimeCharge
from app.billing.review import ReviewRow
from app.billing.variance import Change
from app.operations.browse_bills import line_source
from app.ui.dialogs.adjustment_dialog import AdjustmentDialog
from app.ui.main_window import MainWindow
from app.ui.pages.bills_page import BillsPage
from tests.ui.conftest import settled


def on(window: MainWindow, account: str) -> tuple[BillsPage, ReviewRow]:
    page = window.pages["bills"]
    assert isinstance(page, BillsPage)
    window.show_page("bills")
    settled(window.desk)
    page.draft()
    settled(window.desk)
    page.review.show_account(account)
    row = page.review.current()
    assert row is not None
    assert row.account_number == account
    return page, row


def dialog_of(window: MainWindow) -> AdjustmentDialog:
    settled(window.desk)
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, AdjustmentDialog)]
    shown = [each for each in found if each.isVisible()]
    assert len(shown) == 1
    return shown[0]


def change_of(row: ReviewRow, reference: str) -> Change:
    return next(each for each in row.changes if each.reference == reference)


def test_e_edits_the_charge_behind_a_change(october: MainWindow) -> None:
    page, row = on(october, "10006")
    line = change_of(row, "T-21921")
    page.review.pane.changes.view.select_line(row.changes.index(line))
    QTest.keyClick(page.review.pane.changes.view, Qt.Key.Key_E)
    dialog = dialog_of(october)
    assert not dialog.product_field.isVisible()
    dialog.price_field.setText("100")
    QTest.keyClick(dialog.price_field, Qt.Key.Key_Return)
    settled(october.desk)
    assert not dialog.isVisible()
    charge = line_source(october.desk.office, "10006", "T-21921").charge
    assert charge is not None
    assert charge.unit_price == Decimal(100)
    # The draft is worked out anew, and says that it changed.
    now = page.review.current()
    assert now is not None
    assert now.variance.now < row.variance.now
    october.desk.undo()
    settled(october.desk)
    back = page.review.current()
    assert back is not None
    assert back.variance.now == row.variance.now


def test_e_on_what_has_no_line_adds_an_adjustment(october: MainWindow) -> None:
    page, row = on(october, "10008")
    page.review.edit(change_of(row, ""))
    dialog = dialog_of(october)
    assert dialog.product_field.isVisible()
    dialog.save()
    assert dialog.product_field.why == "Choose what it is."
    product = dialog.line.source.products[0].product_code
    dialog.product_field.show_key(product)
    dialog.price_field.setText("-12.50")
    dialog.text_field.setText("Goodwill for the outage")
    dialog.save()
    settled(october.desk)
    source = line_source(october.desk.office, "10008", "ADJ-10008-1")
    charge = source.charge
    assert isinstance(charge, OneTimeCharge)
    assert (charge.unit_price, charge.description) == (
        Decimal("-12.50"),
        "Goodwill for the outage",
    )
    assert october.desk.undo_title.startswith("Charge or credit")


def test_what_the_checks_refuse_stays_in_the_dialog(october: MainWindow) -> None:
    page, row = on(october, "10008")
    page.review.edit(change_of(row, ""))
    dialog = dialog_of(october)
    dialog.product_field.show_key(dialog.line.source.products[0].product_code)
    dialog.quantity_field.setText("")
    dialog.save()
    assert dialog.quantity_field.why == "Type how many."
    dialog.quantity_field.setText("1")
    dialog.price_field.setText("cheap")
    dialog.save()
    assert dialog.price_field.why
    dialog.reject()
