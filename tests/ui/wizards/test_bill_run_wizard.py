"""The wizard that runs bills: walked through, left, resumed, cancelled."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.billing.bill_run import RunState
from app.ui.main_window import MainWindow
from app.ui.pages.bills_page import BillsPage
from app.ui.wizards.bill_run import gates_page
from app.ui.wizards.bill_run_wizard import (
    APPROVE,
    DOCUMENTS,
    DRAFT,
    GATES,
    PERIOD,
    REVIEW,
    BillRunWizard,
)
from tests.ui.conftest import settled


@pytest.fixture(autouse=True)
def _reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates_page, "ask_reason", lambda *_: "known")


def opened(window: MainWindow) -> BillRunWizard:
    page = window.pages["bills"]
    assert isinstance(page, BillsPage)
    window.show_page("bills")
    settled(window.desk)
    page.open_wizard()
    settled(window.desk)
    wizard = page._wizard  # noqa: SLF001  the page keeps it alive
    assert wizard is not None
    return wizard


def press(wizard: BillRunWizard, button: QPushButton | None = None) -> None:
    target = button or wizard.next_button
    assert target.isVisible()
    assert target.isEnabled()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    settled(wizard.desk)


def state_of(wizard: BillRunWizard) -> RunState | None:
    review = wizard.kept.review
    return review.state if review is not None else None


def waive_all(wizard: BillRunWizard) -> None:
    while wizard.gates_page.open_gates():
        wizard.gates_page.grid.view.select_line(0)
        press(wizard, wizard.gates_page.waive_button)


def to_approval(wizard: BillRunWizard) -> None:
    press(wizard)
    waive_all(wizard)
    while wizard.currentId() != APPROVE:
        if wizard.currentId() == REVIEW:
            wizard.review_page.approve_rest()
            settled(wizard.desk)
        press(wizard)


def test_it_leads_from_the_period_to_the_documents(october: MainWindow, tmp_path: Path) -> None:
    wizard = opened(october)
    assert wizard.currentId() == PERIOD
    press(wizard)
    assert wizard.currentId() == GATES
    assert wizard.gates_page.heading.text() == "4 gates stand open"
    waive_all(wizard)
    press(wizard)
    assert wizard.currentId() == DRAFT
    press(wizard)
    assert wizard.currentId() == REVIEW
    press(wizard, wizard.review_page.all_button)
    press(wizard)
    assert wizard.currentId() == APPROVE
    assert wizard.next_button.text() == "Approve 55 invoices, 31,894.13"
    press(wizard)
    assert wizard.currentId() == DOCUMENTS
    assert state_of(wizard) is RunState.APPROVED
    wizard.documents_page.folder.setText(str(tmp_path / "out"))
    wizard.documents_page.detail.setChecked(False)
    wizard.documents_page.drafts.setChecked(True)
    assert wizard.finish_button.text() == "Write 55 drafts"
    press(wizard, wizard.finish_button)
    assert len(list((tmp_path / "out/invoices").glob("*.pdf"))) == 55
    assert "55 invoices written" in wizard.documents_page.summary.text()
    press(wizard, wizard.finish_button)
    assert not wizard.isVisible()
    october.desk.undo()
    settled(october.desk)
    assert state_of(wizard) is RunState.DRAFT


def test_it_is_left_and_resumed_at_the_same_page(october: MainWindow) -> None:
    wizard = opened(october)
    press(wizard)
    waive_all(wizard)
    press(wizard)
    press(wizard)
    assert wizard.currentId() == REVIEW
    press(wizard, wizard.leave)
    assert not wizard.isVisible()
    again = opened(october)
    assert again.currentId() == REVIEW
    press(again, again.back_button)
    assert again.currentId() == DRAFT
    again.reject()


def test_open_gates_keep_the_approval_away(october: MainWindow) -> None:
    wizard = opened(october)
    press(wizard)
    press(wizard)
    assert wizard.next_button.text() == "Draft October 2026"
    press(wizard)
    assert wizard.draft_page.heading.text() == "October 2026 is drafted: 55 invoices, 31,894.13"
    press(wizard)
    press(wizard)
    assert wizard.approve_page.heading.text() == "4 gates stand open"
    assert wizard.next_button.text() == "Go to the gates"
    press(wizard)
    assert wizard.currentId() == GATES
    assert wizard.kept.draft is not None
    wizard.reject()


def test_a_gate_leads_to_where_it_is_cleared(october: MainWindow) -> None:
    wizard = opened(october)
    press(wizard)
    went: list[tuple[str, object]] = []
    wizard.go.connect(lambda name, target: went.append((name, target)))
    grid = wizard.gates_page.grid
    assert grid.select_where(lambda gate: gate.name.value == "suspended_usage")
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    assert went == [("usage", "suspense")]
    assert not wizard.isVisible()
    assert opened(october).currentId() == GATES


def test_a_waiver_can_be_undone(october: MainWindow) -> None:
    wizard = opened(october)
    press(wizard)
    before = len(wizard.gates_page.open_gates())
    press(wizard, wizard.gates_page.waive_button)
    assert len(wizard.gates_page.open_gates()) == before - 1
    october.desk.undo()
    settled(october.desk)
    assert len(wizard.gates_page.open_gates()) == before
    wizard.reject()


def test_a_draft_is_cancelled_at_a_safe_point(october: MainWindow) -> None:
    wizard = opened(october)
    press(wizard)
    press(wizard)
    wizard.kept.make_draft()
    task = wizard.kept.task
    assert task is not None
    task.cancel()
    settled(october.desk)
    assert wizard.kept.task is None
    wizard.kept.want()
    settled(october.desk)
    assert wizard.kept.review is not None
    assert wizard.kept.review.state is None
    assert wizard.draft_page.verb() == "Draft October 2026"
    wizard.reject()


def test_documents_need_a_folder_that_can_be_written(october: MainWindow, tmp_path: Path) -> None:
    wizard = opened(october)
    to_approval(wizard)
    press(wizard)
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    wizard.documents_page.folder.setText(str(taken))
    press(wizard, wizard.finish_button)
    assert "cannot be written" in wizard.documents_page.folder.why
    assert wizard.isVisible()
    assert wizard.kept.review is not None
    assert wizard.kept.review.state is RunState.APPROVED
    wizard.reject()


def test_another_invoice_date_makes_the_draft_anew(october: MainWindow) -> None:
    wizard = opened(october)
    wizard.period_page.day.setText("2026-11-05")
    press(wizard)
    press(wizard)
    press(wizard)
    review = wizard.kept.review
    assert review is not None
    assert {row.invoice.invoice_date.day for row in review.rows if row.invoice} == {5}
    wizard.reject()


def test_a_day_that_is_none_is_refused_in_words(october: MainWindow) -> None:
    wizard = opened(october)
    wizard.period_page.day.setText("February 31")
    press(wizard)
    assert wizard.currentId() == PERIOD
    assert wizard.period_page.day.why
    wizard.reject()


def test_control_enter_presses_the_filled_button(october: MainWindow) -> None:
    wizard = opened(october)
    QTest.keyClick(wizard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(october.desk)
    assert wizard.currentId() == GATES
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
