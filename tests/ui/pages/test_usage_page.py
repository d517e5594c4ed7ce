"""Usage through its page as a user would: points 15, 18, 19, 24, 25, 28 and 29 of the issue."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.operations.browse_usage.calls import CallRow, CallsWanted, calls_page
from app.operations.browse_usage.suspense import SuspenseRow, suspense_work
from app.store import audit
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.main_window import MainWindow
from app.ui.pages.usage.usage_page import UsagePage
from app.usage.table import Reason
from tests.ui.conftest import settled

FIRST = "+13035550187"
SECOND = "+13035550188"


def opened(window: MainWindow, part: str = "suspense") -> UsagePage:
    window.show_page("usage", part)
    settled(window.desk)
    page = window.pages["usage"]
    assert isinstance(page, UsagePage)
    return page


def choose(page: UsagePage, party: str, reason: Reason = Reason.NO_CUSTOMER) -> None:
    grid = page.suspense.grid
    assert grid.select_where(lambda row: (row.party, row.reason) == (party, reason))
    settled(page.desk)


def press(page: UsagePage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.suspense.grid.view, key)
    settled(page.desk)


def preview(page: UsagePage, qtbot: QtBot) -> None:
    """Waits for the sums of what is prepared."""
    pane = page.suspense.pane
    qtbot.waitUntil(lambda: pane.sum_line.text().startswith("Bills"))


def parties(page: UsagePage) -> list[str]:
    return [row.party for row in page.suspense.grid.model.rows]


def test_suspense_stands_by_cause_sorted_by_money_with_likely_owners(october: MainWindow) -> None:
    page = opened(october)
    rows: list[SuspenseRow] = list(page.suspense.grid.model.rows)
    assert rows[0].reason is Reason.TOO_LONG
    assert page.suspense.grid.model.group_at(0) is not None
    choose(page, FIRST)
    pane = page.suspense.pane
    assert pane.title.text() == "(303) 555-0187"
    assert pane.badge.accessibleName() == "Number not assigned"
    assert pane.guess_part.isVisible()
    assert page.tabs.bar.tabText(2) == "Suspense  438"


def test_a_part_that_was_never_in_view_is_read_when_it_is_shown(october: MainWindow) -> None:
    page = opened(october)
    assert page.imports.grid.model.rowCount() == 0
    page = opened(october, "imports")
    assert page.imports.grid.model.rowCount() > 0
    page = opened(october, "calls")
    assert page.calls.grid.model.rowCount() > 0
    columns = page.calls.grid.model.columns
    assert page.calls.grid.model.sum_of(next(c for c in columns if c.key == "charge"))


def test_space_marks_two_and_ctrl_enter_assigns_both_at_the_sum_shown(
    october: MainWindow, qtbot: QtBot
) -> None:
    page = opened(october)
    choose(page, FIRST)
    press(page, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    preview(page, qtbot)
    pane = page.suspense.pane
    assert pane.sum_line.text() == "Bills 179 calls, 15.99"
    assert pane.act.text() == "Assign both"
    october.activateWindow()
    qtbot.waitUntil(october.isActiveWindow)
    QTest.keyClick(page.suspense.grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(october.desk)
    assert FIRST not in parties(page)
    assert SECOND not in parties(page)
    assert len(calls_page(october.desk.office, CallsWanted(text=FIRST, state="rated"))) > 60


def test_after_a_mend_the_keyboard_is_on_the_next_row_and_undo_brings_it_back(
    october: MainWindow, qtbot: QtBot
) -> None:
    page = opened(october)
    choose(page, FIRST)
    preview(page, qtbot)
    press(page, Qt.Key.Key_A)
    assert FIRST not in parties(page)
    assert page.suspense.grid.current_row().party == SECOND
    assert october.desk.undo_title == "Assign (303) 555-0187 to Northfield Orthopedics"
    october.desk.undo()
    settled(october.desk)
    assert FIRST in parties(page)


def test_only_the_first_of_two_is_assigned_where_that_is_wanted(
    october: MainWindow, qtbot: QtBot
) -> None:
    page = opened(october)
    choose(page, FIRST)
    press(page, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    preview(page, qtbot)
    page.suspense.pane.second.click()
    settled(october.desk)
    assert FIRST not in parties(page)
    assert SECOND in parties(page)


def test_h_holds_and_lets_go_and_undo_takes_it_back(october: MainWindow) -> None:
    page = opened(october)
    choose(page, FIRST)
    press(page, Qt.Key.Key_H)
    choose(page, FIRST)
    assert page.suspense.grid.current_row().held == 124
    october.desk.undo()
    settled(october.desk)
    choose(page, FIRST)
    assert page.suspense.grid.current_row().held == 0


def test_w_asks_why_and_what_was_written_off_can_be_taken_back(october: MainWindow) -> None:
    page = opened(october)
    choose(page, "4471")
    press(page, Qt.Key.Key_W)
    pane = page.suspense.pane
    assert pane.act.text() == "Write off 1 call"
    assert not pane.act.isEnabled()
    pane.giving_up.reason.setText("a test call of ours")
    pane.act.click()
    settled(october.desk)
    assert "4471" not in parties(page)
    october.desk.undo()
    settled(october.desk)
    assert "4471" in parties(page)


def test_a_call_that_is_real_after_all_is_accepted(october: MainWindow) -> None:
    page = opened(october)
    choose(page, "+19705550113", Reason.TOO_LONG)
    assert page.suspense.pane.act.text() == "Accept 1 call"
    page.suspense.pane.act.click()
    settled(october.desk)
    assert "+19705550113" not in parties(page)


def test_a_rate_that_lacks_is_added_in_the_pane(october: MainWindow) -> None:
    page = opened(october)
    choose(page, "+17195550151", Reason.NO_RATE)
    pane = page.suspense.pane
    form = pane.form
    assert pane.act.text() == "Add rate"
    assert not pane.act.isEnabled()
    form.price.setText("0.04*2")  # type: ignore[attr-defined]
    assert pane.act.isEnabled()
    before = suspense_work(october.desk.office).calls
    pane.act.click()
    settled(october.desk)
    assert suspense_work(october.desk.office).calls < before


def test_f5_tries_all_again_and_f8_goes_to_the_next_row(october: MainWindow) -> None:
    page = opened(october)
    october.refresh()
    settled(october.desk)
    assert october.task_bar.history[0].title == "Try all suspense again"
    first = page.suspense.grid.current_row()
    october.next_need()
    assert page.suspense.grid.current_row() is not first


def test_an_import_is_undone_while_nothing_of_it_is_billed(october: MainWindow) -> None:
    page = opened(october, "imports")
    grid = page.imports.grid
    assert grid.select_where(lambda row: row.file == "hosted-pbx_2026-10_26.csv")
    assert page.imports.pane.undo.isEnabled()
    page.imports.pane.undo.click()
    settled(october.desk)
    assert not grid.select_where(lambda row: row.file == "hosted-pbx_2026-10_26.csv")
    assert grid.select_where(lambda row: row.file == "hosted-pbx_2026-09.csv.gz")
    assert not page.imports.pane.undo.isEnabled()
    assert page.imports.pane.note.text().startswith("Its calls are on CF-")


def test_bad_rows_are_shown_and_saved(october: MainWindow, tmp_path: Path) -> None:
    page = opened(october, "imports")
    page.imports.grid.select_where(lambda row: row.file == "hosted-pbx_2026-10.csv.gz")
    settled(october.desk)
    assert page.imports.pane.save.text() == "Save 5 bad rows…"
    page.imports.save_to(tmp_path / "bad.csv")
    settled(october.desk)
    lines = (tmp_path / "bad.csv").read_text().splitlines()
    assert lines[0].startswith("Call Type,")
    assert len(lines) == 6


def test_calls_of_an_import_are_shown_alone_and_found_by_number(october: MainWindow) -> None:
    page = opened(october, "calls")
    grid = page.calls.grid
    assert grid.model.rowCount() == 77334
    grid.model.text = "(303) 555-0187"
    grid.model.arrange()
    settled(october.desk)
    assert grid.model.rowCount() == 124
    grid.show_all()
    page.tabs.show_part("Imports")
    settled(october.desk)
    page.imports.grid.select_where(lambda row: row.file == "hosted-pbx_2026-10_26.csv")
    page.imports.pane.calls.click()
    settled(october.desk)
    assert page.tabs.current == "Calls"
    assert grid.model.rowCount() == 4359
    page.calls.only_import.click()
    page.calls.show_state("suspended")
    settled(october.desk)
    assert grid.model.rowCount() == 438


def a_call(page: UsagePage) -> CallRow:
    grid = page.calls.grid
    grid.view.select_line(0)
    settled(page.desk)
    row = grid.current_row()
    assert isinstance(row, CallRow)
    return row


def test_why_this_price_is_told_beside_the_call_with_others_numbers_masked(
    october: MainWindow,
) -> None:
    page = opened(october, "calls")
    row = a_call(page)
    page.explain()
    settled(october.desk)
    text = page.calls.pane.explanation.text
    assert "It is priced by the rate plan" in text
    assert "\u2022\u2022" in text
    other = row.called if row.caller == row.number else row.caller
    assert other[-4:] not in text


def test_numbers_are_shown_only_with_a_reason_that_is_noted(
    october: MainWindow, qtbot: QtBot
) -> None:
    page = opened(october, "calls")
    a_call(page)
    page.calls.show_numbers()
    dialog = october.findChild(UnmaskDialog)
    assert isinstance(dialog, UnmaskDialog)
    assert not dialog.act.isEnabled()
    dialog.why.setText("customer disputes a call")
    dialog.act.click()
    settled(october.desk)
    row = a_call(page)
    shown = page.calls.grid.model.index(0, 2).data()
    assert "\u2022" not in shown
    with october.desk.office.file.read() as conn:
        noted = [each for each in audit.entries(conn) if each.action == "unmasked"]
    assert [each.reason for each in noted] == ["customer disputes a call"]
    page.calls.show_numbers()
    settled(october.desk)
    assert not october.desk.unmasked
    assert row.id == a_call(page).id
    qtbot.wait(1)


@pytest.mark.parametrize(("button", "state"), [("keep", "rated"), ("drop", "written_off")])
def test_a_probable_duplicate_is_compared_and_kept_or_dropped(
    october: MainWindow, button: str, state: str
) -> None:
    page = opened(october, "duplicates")
    pane = page.duplicates.pane
    twins = page.duplicates.grid.current_row()
    assert pane.isEnabled()
    getattr(pane, button).click()
    settled(october.desk)
    assert page.duplicates.grid.model.rowCount() == 0
    found = calls_page(october.desk.office, CallsWanted(text=twins.held.call_id))
    assert [row.status.name.lower() for row in found] == [state]
    october.desk.undo()
    settled(october.desk)
    assert page.duplicates.grid.model.rowCount() == 1


def test_repeats_left_out_are_shown_among_the_calls(october: MainWindow) -> None:
    page = opened(october, "duplicates")
    page.duplicates.repeats.click()
    settled(october.desk)
    assert page.tabs.current == "Calls"
    assert page.calls.grid.model.rowCount() == 219


def test_nothing_is_cut_off_in_a_window_of_1366_by_768(october: MainWindow) -> None:
    october.resize(QSize(1366, 768))
    page = opened(october)
    for title in page.parts:
        page.tabs.show_part(title)
        settled(october.desk)
        assert page.minimumSizeHint().width() <= page.width()


def test_point_1_shift_f8_goes_to_the_row_before(october: MainWindow) -> None:
    page = opened(october)
    rows = page.suspense.grid.model.rows_shown()
    assert page.next_need()
    assert page.suspense.grid.current_row().key == rows[1].key
    QTest.keyClick(page.suspense.grid.view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.suspense.grid.current_row().key == rows[0].key


def test_point_1_a_cause_of_the_month_end_opens_its_rows(october: MainWindow) -> None:
    page = opened(october)
    wanted = page.suspense.grid.model.rows_shown()[-1].reason
    october.show_page("month_end")
    october.show_page("usage", wanted)
    settled(october.desk)
    assert page.suspense.grid.current_row().reason is wanted
