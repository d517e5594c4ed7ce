"""The month end through the window, by keys, on the sample company with October's calls in."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.billing.month_steps import RowState, Step, StepName, StepRow, StepState
from app.operations.changes import Changes
from app.operations.close_month import list_closings, reopen_month
from app.operations.invoice_papers import PrintChoices
from app.operations.keep_steps import keep_step_time, waive_item
from app.operations.print_invoices import print_invoices
from app.operations.run_bills import bill
from app.operations.show_month import show_month
from app.ui.dialogs.reason_dialog import ReasonDialog
from app.ui.main_window import MainWindow
from app.ui.messages import Confirmation, ErrorPanel
from app.ui.pages.month_end.page import MonthEndPage
from app.ui.pages.month_end.telling import TITLES, spoken
from app.ui.pages.month_end.times_dialog import TimesDialog
from app.usage.table import Reason
from tests.ui.conftest import settled

PERIOD = "2026-10"
WAIVED = ("suspended_usage", "probable_duplicates", "accounts_not_ready", "not_registered")


def page_of(window: MainWindow) -> MonthEndPage:
    page = window.pages["month_end"]
    assert isinstance(page, MonthEndPage)
    window.show_page("month_end")
    page.refresh()
    settled(window.desk)
    return page


def step_of(page: MonthEndPage, name: StepName) -> Step:
    assert page.month is not None
    return page.month.step(name)


def row_of(page: MonthEndPage, kind: str, name: str) -> StepRow:
    assert page.month is not None
    return next(
        row
        for step in page.month.steps
        for row in step.rows
        if (row.kind, row.name) == (kind, name)
    )


def pressing(window: MainWindow, title: str) -> None:
    """Runs what a menu entry does."""
    actions = [each for each in window.findChildren(QAction) if each.text() == title]
    actions[0].trigger()
    QApplication.processEvents()
    settled(window.desk)


def answering(kind: type[QDialog], answer: Callable[[QDialog], None]) -> None:
    """Answers the dialog that is about to open."""
    looks = 200

    def look() -> None:
        nonlocal looks
        dialog = QApplication.activeModalWidget()
        looks -= 1
        if isinstance(dialog, kind):
            answer(dialog)
        elif looks:
            QTimer.singleShot(5, look)

    QTimer.singleShot(5, look)


def giving(reason: str) -> Callable[[QDialog], None]:
    def give(dialog: QDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.reason_field.setText(reason)
        dialog.accept()

    return give


@pytest.fixture
def sent(october: MainWindow, tmp_path_factory: pytest.TempPathFactory) -> MainWindow:
    """October is approved and its invoices are written."""
    office = october.desk.office
    for gate in WAIVED:
        waive_item(office, PERIOD, gate, why="sample")
    run = bill(office, PERIOD, approve=True).run_id
    folder = tmp_path_factory.mktemp("documents")
    print_invoices(office, run, folder, choices=PrintChoices(detail=False))
    return october


# ---- what is shown


def test_the_ten_steps_stand_with_state_count_and_money(october: MainWindow) -> None:
    page = page_of(october)
    assert page.title_label.text() == "October 2026 month end"
    assert page.line_label.text().startswith("1 of 10 steps done. 4")
    assert page.line_label.text().endswith("things worth $\u200986.97 wait for you.")
    exceptions = step_of(page, StepName.EXCEPTIONS)
    assert (exceptions.state, exceptions.count, f"{exceptions.amount:.2f}") == (
        StepState.NEEDS_YOU,
        408,
        "86.97",
    )
    assert spoken(exceptions, PERIOD).startswith("Step 5, Clear exceptions, needs you, 408 calls")


def test_the_steps_and_lines_are_spoken(october: MainWindow) -> None:
    page = page_of(october)
    page.steps.choose(StepName.EXCEPTIONS)
    role = Qt.ItemDataRole.AccessibleTextRole
    told = [page.steps.model().index(line, 0).data(role) for line in range(10)]
    assert told[2] == "Step 3, Refresh systems, not connected, No PSA is connected"
    assert all(told)
    line = page.pane.table.model().index(0, 0).data(role)
    assert line == "Open, Longer than 4 hours, 3 numbers, 3, 51.91, Enter: Review calls"


def test_the_rail_tells_how_many_steps_need_a_person(october: MainWindow) -> None:
    told: list[tuple[str, int, bool]] = []
    page = page_of(october)
    page.waiting.connect(lambda *facts: told.append(facts))
    october.show_page("usage")
    waive_item(october.desk.office, PERIOD, "suspended_usage", why="a test")
    page.refresh()
    settled(october.desk)
    assert told[-1] == ("month_end", 2, False)


def test_looking_is_quick(october: MainWindow) -> None:
    """Point 15: the page asks a worker, and asks nothing that makes a draft."""
    page = page_of(october)
    office = october.desk.office
    before = show_month(office, PERIOD)
    page.refresh()
    settled(october.desk)
    assert page.month == before


def test_another_month_is_shown_when_it_is_chosen(october: MainWindow) -> None:
    page = page_of(october)
    october.desk.choose_period("2026-09")
    settled(october.desk)
    assert page.title_label.text() == "September 2026 month end"
    assert step_of(page, StepName.REVIEW).state is StepState.DONE


# ---- the next thing, and where it leads


def test_f8_goes_to_the_first_step_that_needs_a_person_and_on(
    october: MainWindow,
) -> None:
    """Point 1: the month end needs no mouse."""
    page = page_of(october)
    page.steps.choose(StepName.CLOSE)
    october.next_need()
    assert page.steps.step is StepName.OPEN
    october.next_need()
    settled(october.desk)
    assert october.page is not None
    assert october.page.name == "usage"


def test_f8_on_another_page_comes_here_where_nothing_is_left_there(october: MainWindow) -> None:
    page = page_of(october)
    page.steps.choose(StepName.CLOSE)
    october.show_page("bills")
    october.show_page("month_end", "next")
    settled(october.desk)
    QApplication.processEvents()
    assert page.steps.step is StepName.OPEN


def test_enter_goes_where_the_work_of_a_step_is_done(october: MainWindow) -> None:
    page = page_of(october)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, target: went.append((name, target)))
    for name in (StepName.CALLS, StepName.EXCEPTIONS, StepName.POST):
        october.show_page("month_end")
        page.steps.choose(name)
        QTest.keyClick(page.steps, Qt.Key.Key_Return)
    assert went == [("usage", "imports"), ("usage", "suspense"), ("connections", None)]


def test_enter_on_a_line_goes_where_it_is_cleared(october: MainWindow) -> None:
    page = page_of(october)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, target: went.append((name, target)))
    page.steps.choose(StepName.EXCEPTIONS)
    titles = page.pane.table.titles()
    page.pane.table.selectRow(titles.index("Probable duplicate"))
    QTest.keyClick(page.pane.table, Qt.Key.Key_Return)
    october.show_page("month_end")
    page.pane.table.selectRow(titles.index("Number not assigned"))
    QTest.keyClick(page.pane.table, Qt.Key.Key_Return)
    assert went == [("usage", "duplicates"), ("usage", Reason.NO_CUSTOMER)]


def test_the_page_opens_with_the_keyboard_in_its_list(october: MainWindow) -> None:
    page = page_of(october)
    october.activateWindow()
    october.show_page("usage")
    october.show_page("month_end")
    assert october.focusWidget() is page.steps


# ---- what is done here


def test_a_check_and_a_backup_do_the_first_step(october: MainWindow) -> None:
    page = page_of(october)
    page.steps.choose(StepName.OPEN)
    QTest.keyClick(page.steps, Qt.Key.Key_Return)
    settled(october.desk)
    assert step_of(page, StepName.OPEN).state is StepState.DONE
    assert [row.state for row in step_of(page, StepName.OPEN).rows] == [RowState.CLEAR] * 2


def test_the_draft_is_made_here_and_its_gates_stand(october: MainWindow) -> None:
    page = page_of(october)
    page.steps.choose(StepName.DRAFT)
    QTest.keyClick(page.steps, Qt.Key.Key_Return)
    settled(october.desk)
    step = step_of(page, StepName.DRAFT)
    assert (step.state, step.invoices) == (StepState.BLOCKED, 55)
    assert [row.name for row in step.open_rows] == ["accounts_not_ready", "not_registered"]
    assert page.pane.note.text().startswith("55 invoices, ")


def test_a_running_import_shows_at_its_step(october: MainWindow) -> None:
    page = page_of(october)
    task = october.desk.do(
        "Importing a file",
        lambda *_: 3,
        changes=Changes.USAGE,
        told=lambda calls: f"{calls} calls",
    )
    index = page.steps.model().index(1, 0)
    spoken_now = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert task.job.title in spoken_now
    settled(october.desk)
    assert task.job.title not in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert october.task_bar.history[0].text == "3 calls"


def test_a_line_is_waived_with_a_reason_and_taken_back(october: MainWindow) -> None:
    """Nothing red is passed but by a waiver; Ctrl+Z takes it back, Ctrl+Y gives it again."""
    page = page_of(october)
    page.steps.choose(StepName.EXCEPTIONS)
    answering(ReasonDialog, giving("carrier test rows"))
    pressing(october, "Waive a line with a reason…")
    row = row_of(page, "suspense", "no_customer")
    assert row.state is RowState.WAIVED
    assert row.waiver is not None
    assert (row.waiver.why, bool(row.waiver.by)) == ("carrier test rows", True)
    assert row_of(page, "suspense", "probable_duplicate").state is RowState.OPEN
    october.desk.undo()
    settled(october.desk)
    assert row_of(page, "suspense", "no_customer").state is RowState.OPEN
    october.desk.redo()
    settled(october.desk)
    assert row_of(page, "suspense", "no_customer").waiver is not None


def test_a_waiver_names_its_effect_in_numbers_and_needs_a_reason(october: MainWindow) -> None:
    """Point 21."""
    page = page_of(october)
    page.steps.choose(StepName.EXCEPTIONS)
    titles: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        titles.append(dialog.windowTitle())
        assert not dialog.verb.isEnabled()
        dialog.reject()

    answering(ReasonDialog, look)
    page.pane.waive()
    assert titles == ["Waive 407 calls in suspense, $\u200986.95?"]
    assert october.desk.undo_title == ""


def test_point_24_a_waiver_is_taken_back_by_name_and_by_enter_never(
    october: MainWindow,
) -> None:
    """Enter opens what the line is about; the waiver goes by its own act, and Ctrl+Z gives it."""
    page = page_of(october)
    waive_item(october.desk.office, PERIOD, "probable_duplicates", why="both are real")
    page.refresh()
    settled(october.desk)
    page.steps.choose(StepName.EXCEPTIONS)
    page.pane.table.selectRow(page.pane.table.titles().index("Probable duplicate"))
    assert page.pane.waive_button.isHidden()
    assert not page.pane.back_button.isHidden()
    QTest.keyClick(page.pane.table, Qt.Key.Key_Return)
    settled(october.desk)
    assert october.page is october.pages["usage"]
    page = page_of(october)
    assert row_of(page, "suspense", "probable_duplicate").state is RowState.WAIVED
    pressing(october, "Take the waiver back")
    assert row_of(page, "suspense", "probable_duplicate").state is RowState.OPEN
    assert october.task_bar.history[0].text == ("It is open again. The reason was: both are real")
    october.desk.undo()
    settled(october.desk)
    waiver = row_of(page, "suspense", "probable_duplicate").waiver
    assert waiver is not None
    assert waiver.why == "both are real"


def test_the_waiver_of_an_open_line_cannot_be_taken_back(october: MainWindow) -> None:
    page = page_of(october)
    page.steps.choose(StepName.EXCEPTIONS)
    pressing(october, "Take the waiver back")
    assert october.desk.undo_title == ""
    assert page.pane.back_button.isHidden()


# ---- closing


def test_what_keeps_the_month_open_is_named(october: MainWindow) -> None:
    page = page_of(october)
    answering(Confirmation, lambda dialog: dialog.accept())
    pressing(october, "Close the month…")
    (panel,) = page.findChildren(ErrorPanel)
    assert panel.facts.what == "October 2026 is not closed yet."
    assert "October 2026 has no approved bills." in panel.facts.why
    assert list_closings(october.desk.office) == []


def test_a_month_is_closed_and_reopened_with_a_reason(sent: MainWindow) -> None:
    """Point 27, on the page: closed, named in the line, reopened with a reason, listed."""
    page = page_of(sent)
    page.steps.choose(StepName.CLOSE)
    assert page.pane.button.text() == "Close October 2026…"
    titles: list[str] = []

    def accept(dialog: QDialog) -> None:
        titles.append(dialog.windowTitle())
        dialog.accept()

    answering(Confirmation, accept)
    QTest.keyClick(page.steps, Qt.Key.Key_Return)
    settled(sent.desk)
    assert titles == ["Close October 2026 with 55 invoices?"]
    assert is_closed(page)
    assert "The month is closed since" in page.line_label.text()
    assert page.pane.button.text() == "Reopen October 2026…"
    answering(ReasonDialog, giving("a late bill"))
    QTest.keyClick(page.steps, Qt.Key.Key_Return)
    settled(sent.desk)
    assert not is_closed(page)
    assert row_of(page, "reopened", page_user(sent)).waiver is not None


def is_closed(page: MonthEndPage) -> bool:
    return page.month is not None and page.month.closed is not None


def page_user(window: MainWindow) -> str:
    (closing,) = list_closings(window.desk.office)
    return closing.reopened_by or ""


def test_a_closed_month_tells_why_it_refuses(sent: MainWindow) -> None:
    page = page_of(sent)
    answering(Confirmation, lambda dialog: dialog.accept())
    page.work.close_month()
    settled(sent.desk)
    page.work.draft()
    settled(sent.desk)
    waived = row_of(page, "gate", "accounts_not_ready")
    page.work.take_back(waived)
    settled(sent.desk)
    (panel,) = page.findChildren(ErrorPanel)
    assert panel.facts.what == "The waiver stays."
    assert "October 2026 is closed since" in panel.facts.why
    reopen_month(sent.desk.office, PERIOD, why="end of the test")


# ---- time


def test_a_persons_time_is_measured_for_the_step_looked_at(october: MainWindow) -> None:
    """Point 40: while the page is there and the step is looked at, or its page is open from it."""
    page = page_of(october)
    page.watch._is_at_work = lambda: True  # noqa: SLF001  as with a person at the window
    page.steps.choose(StepName.EXCEPTIONS)
    page.watch._seconds = 7.5  # noqa: SLF001
    page.steps.choose(StepName.DRAFT)
    settled(october.desk)
    assert step_of(page, StepName.EXCEPTIONS).seconds == 7
    found = show_month(october.desk.office, PERIOD)
    assert found.step(StepName.EXCEPTIONS).seconds == 7
    page.open_step(StepName.EXCEPTIONS)
    assert watched(page) is StepName.DRAFT
    october.show_page("month_end")
    page.steps.choose(StepName.EXCEPTIONS)
    october.show_page("bills")
    assert watched(page) is None
    settled(october.desk)


def watched(page: MonthEndPage) -> StepName | None:
    return page.watch.step


def test_times_of_two_months_stand_beside_each_other(october: MainWindow) -> None:
    keep_step_time(october.desk.office, "2026-09", StepName.EXCEPTIONS, seconds=754)
    keep_step_time(october.desk.office, PERIOD, StepName.EXCEPTIONS, seconds=157)
    page = page_of(october)
    page.refresh()
    settled(october.desk)
    assert "September took <b>12:34</b>" in page.times.text()
    assert "This month so far <b>2:" in page.times.text()
    assert TITLES[StepName.EXCEPTIONS] in page.chart.accessibleDescription()
    assert "September 12:34, October 2:37" in page.chart.accessibleDescription()


def test_point_11_the_chart_of_times_is_a_table_behind_t(october: MainWindow) -> None:
    page = page_of(october)
    QTest.keyClick(page.steps, Qt.Key.Key_T)
    dialog = october.findChild(TimesDialog)
    assert dialog is not None
    assert dialog.grid.model.rowCount() == len(StepName)
    dialog.reject()
