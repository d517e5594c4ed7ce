"""The pages of invoices, payments and connections, on the sample company with September billed."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from app.billing.invoice import InvoiceState
from app.billing.mailing import MailSettings, MailState, Security
from app.operations.browse_invoices import InvoiceRow
from app.operations.find_anything import Found
from app.operations.keep_mail import keep_mail
from app.ui.dialogs.arrived_dialog import ArrivedDialog
from app.ui.dialogs.credit_dialog import CreditDialog
from app.ui.dialogs.mail_dialog import MailDialog
from app.ui.dialogs.send_dialog import SendDialog
from app.ui.dialogs.void_dialog import VoidDialog
from app.ui.main_window import MainWindow
from app.ui.pages.invoices_page import CREDITS, STATEMENTS, InvoicesPage
from app.ui.pages.payments_page import PaymentsPage
from tests.connectors.smtp_server import MailBox, mail_server
from tests.keyrings import memory_keyring
from tests.ui.conftest import settled

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def box() -> Iterator[MailBox]:
    with memory_keyring(), mail_server() as made:
        yield made


def shown(window: MainWindow) -> InvoicesPage:
    page = window.pages["invoices"]
    assert isinstance(page, InvoicesPage)
    window.show_page("invoices")
    settled(window.desk)
    return page


def with_server(page: InvoicesPage, box: MailBox) -> None:
    settings = MailSettings(
        server="127.0.0.1", port=box.port, security=Security.NONE, sender="a@cedar.example"
    )
    keep_mail(page.desk.office, settings)
    page.refresh()
    settled(page.desk)


def open_one(page: InvoicesPage, kind: type[D]) -> D:
    settled(page.desk)
    return next(each for each in page.findChildren(kind) if each.isVisible())


def current(page: InvoicesPage) -> InvoiceRow:
    row = page.list.current()
    assert row is not None
    return row


def test_every_invoice_stands_there_with_its_page(window: MainWindow) -> None:
    page = shown(window)
    QTest.qWait(120)
    settled(page.desk)
    assert len(page.list.grid.model.rows) == 55
    assert page.list.pane.pdf.name == f"Invoice {current(page).invoice_number}"
    assert page.list.pane.pdf.pages >= 2
    assert page.send_button.text() == "Send 51 invoices\u2026"
    assert not page.resend_button.isVisible()


def test_found_invoices_are_shown(window: MainWindow) -> None:
    page = shown(window)
    page.show_target(Found("invoice", "CF-990", "CF-990", "", ""))
    assert current(page).invoice_number == "CF-990"


def test_without_a_server_sending_asks_for_one(window: MainWindow, box: MailBox) -> None:
    page = shown(window)
    page.send()
    dialog = open_one(page, MailDialog)
    dialog.form.server.setText("127.0.0.1")
    dialog.form.security.setCurrentIndex(2)
    dialog.form.port.setText(str(box.port))
    dialog.form.test_to.setText("me@cedar.example")
    dialog.form.test_button.click()
    settled(page.desk)
    assert "The server took it: 250" in dialog.form.told.text()
    dialog.verb.click()
    settled(page.desk)
    assert open_one(page, SendDialog).verb.text() == "Send 51 invoices"


def test_30_sent_means_taken_and_the_refused_are_sent_again_alone(
    window: MainWindow, box: MailBox
) -> None:
    page = shown(window)
    with_server(page, box)
    box.refused = {"ap@pueblosteel.example": "550 5.1.1 no such mailbox"}
    QTest.keyClick(page.list.grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    if not any(each.isVisible() for each in page.findChildren(SendDialog)):
        page.send()
    dialog = open_one(page, SendDialog)
    assert "pdf" in dialog.letter.toPlainText()
    dialog.verb.click()
    settled(page.desk)
    assert page.list.mail.counts["sent"] == 50
    assert page.resend_button.isVisible()
    assert "no such mailbox" in page.list.problems.text.text()
    assert page.next_need()
    assert current(page).customer == "Pueblo Steel Supply"
    box.refused = {}
    page.resend()
    again = open_one(page, SendDialog)
    assert again.verb.text() == "Send 1 invoice"
    again.verb.click()
    settled(page.desk)
    assert page.list.mail.counts["sent"] == 51
    assert len(box.taken) == 51
    assert not page.list.problems.isVisible()


def test_what_may_have_arrived_is_asked(window: MainWindow, box: MailBox) -> None:
    page = shown(window)
    with_server(page, box)
    box.dies_after_data = True
    page.send_chosen()
    open_one(page, SendDialog).verb.click()
    settled(page.desk)
    assert current(page).standing is MailState.UNKNOWN
    for dialog in page.findChildren(SendDialog):
        dialog.reject()
    page.settle_unknown()
    open_one(page, ArrivedDialog).arrived.click()
    settled(page.desk)
    assert current(page).standing is MailState.SENT


def test_void_asks_why_and_keeps_the_invoice_in_the_list(window: MainWindow) -> None:
    page = shown(window)
    number = current(page).invoice_number
    page.void()
    dialog = open_one(page, VoidDialog)
    assert not dialog.verb.isEnabled()
    dialog.reason_field.setText("billed twice")
    dialog.verb.click()
    settled(page.desk)
    page.list.show_invoice(number)
    assert current(page).state is InvoiceState.VOID


def test_a_line_is_credited_and_listed(window: MainWindow) -> None:
    page = shown(window)
    page.credit()
    dialog = open_one(page, CreditDialog)
    place, line = next((n, each) for n, each in enumerate(dialog.lines, 1) if each.amount > 0)
    dialog.line_field.show_key(str(place))
    dialog.amount_field.show_amount(line.amount)
    dialog.reason_field.setText("was down")
    dialog.verb.click()
    settled(page.desk)
    page.tabs.show_part(CREDITS)
    settled(page.desk)
    assert any(row.why == "was down" for row in page.credits.grid.model.rows)


def test_statements_list_what_was_sent(window: MainWindow, box: MailBox) -> None:
    page = shown(window)
    with_server(page, box)
    page.send()
    open_one(page, SendDialog).verb.click()
    settled(page.desk)
    page.tabs.show_part(STATEMENTS)
    settled(page.desk)
    QTest.qWait(150)
    settled(page.desk)
    assert len(page.statements.grid.model.rows) == 51
    assert page.statements.pdf.pages == 1
    assert page.print_button.text() == "Print 51 statements\u2026"


def test_payments_say_where_they_come_from(window: MainWindow, tmp_path: Path) -> None:
    window.show_page("payments")
    settled(window.desk)
    page = window.pages["payments"]
    assert isinstance(page, PaymentsPage)
    assert "Payments come from accounting" in page.grid.empty.accessibleName()
    path = tmp_path / "balances.csv"
    path.write_text("account_number,previous_balance,payments,adjustments\n10001,50,20,0\n")
    page.take_balances(path)
    settled(window.desk)
    assert [row.forward for row in page.grid.model.rows] == [30]


def test_connections_lead_to_the_checklist(window: MainWindow) -> None:
    window.show_page("connections")
    settled(window.desk)
    page = window.pages["connections"]
    assert len(page.systems.grid.model.rows) == 4  # type: ignore[attr-defined]
    next(each for each in page.acts() if "checklist" in each.title).run()
    settled(window.desk)
    assert window.pages["settings"].isVisible()
