"""The presence matrix and the counts through their tabs as a user would."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.billing.counts import CountAction, CountRow, Suggestion
from app.operations.map_customers import accept_exact
from app.operations.presence import CellState, PresenceRow, PresenceState
from app.ui.dialogs.pick_dialog import PickWish
from app.ui.main_window import MainWindow
from app.ui.pages.connections.counts_part import CountsPart
from app.ui.pages.connections.counts_words import odd_ones
from app.ui.pages.connections.page import ConnectionsPage
from app.ui.pages.connections.presence_part import PresencePart
from app.ui.parts.badge import Mark
from tests.ui.conftest import settled
from tests.ui.in_step import BOOKS, PSA


def linked(window: MainWindow) -> ConnectionsPage:
    """The page, with every exact customer linked."""
    for system in (PSA, BOOKS):
        accept_exact(window.desk.office, system)
    window.show_page("connections")
    page = window.pages["connections"]
    assert isinstance(page, ConnectionsPage)
    return page


def presence_of(window: MainWindow) -> PresencePart:
    page = linked(window)
    page.tabs.show_part("Presence")
    settled(window.desk)
    part = page.others["Presence"]
    assert isinstance(part, PresencePart)
    return part


def counts_of(window: MainWindow) -> CountsPart:
    page = linked(window)
    page.tabs.show_part("Counts")
    settled(window.desk)
    part = page.others["Counts"]
    assert isinstance(part, CountsPart)
    return part


def press(part: PresencePart | CountsPart, key: Qt.Key) -> None:
    QTest.keyClick(part.grid.view, key)
    settled(part.desk)


def row_of(part: PresencePart, account: str) -> PresenceRow:
    assert part.found is not None
    return next(each for each in part.found.rows if each.account_number == account)


def test_holes_stand_first_and_chips_show_each_state_alone(both: MainWindow) -> None:
    part = presence_of(both)
    rows = list(part.grid.model.rows)
    assert rows[0].state is PresenceState.HOLE
    assert len(rows) == 60
    titles = [column.title for column in part.grid.columns_shown()]
    assert titles[:4] == ["Customer", "Switchbook", "ConnectWise PSA", "QuickBooks Online"]
    cell = next(column for column in part.grid.model.columns if column.key == "system1")
    mark = cell.value(rows[0])
    assert isinstance(mark, Mark)
    assert (mark.word, mark.is_strong) == ("Missing", True)
    chip = part.chips.chip("all")
    assert chip is not None
    chip.click()
    assert {row.state for row in part.grid.model.rows} == {PresenceState.ALL}
    chip.click()
    assert len(part.grid.model.rows) == 60


def test_enter_fixes_a_hole_and_a_choice_is_kept_with_its_reason(
    both: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = presence_of(both)
    first = part.current()
    assert first is not None
    assert first.account_number is not None
    assert part.pane.title.text() == f"{first.name} is missing in QuickBooks Online"
    assert part.pane.main.text() == "Make it in QuickBooks Online with the next posting"
    press(part, Qt.Key.Key_Return)
    second = part.current()
    assert second is not None
    assert second.account_number != first.account_number
    monkeypatch.setattr(
        "app.ui.pages.connections.presence_pane.ask_reason", lambda *_: "Billed by its parent"
    )
    press(part, Qt.Key.Key_X)
    assert second.account_number is not None
    now = row_of(part, second.account_number)
    assert now.state is PresenceState.BY_CHOICE
    assert now.there[BOOKS].state is CellState.NOT_NEEDED
    both.desk.undo()
    settled(both.desk)
    assert row_of(part, second.account_number).state is PresenceState.HOLE


def test_l_links_a_hole_with_somebody_there(
    both: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = presence_of(both)
    row = part.current()
    assert row is not None
    monkeypatch.setattr(
        "app.ui.pages.connections.presence_pane.pick",
        lambda _, wish: next(iter(wish.entries.values())) if isinstance(wish, PickWish) else "",
    )
    press(part, Qt.Key.Key_L)
    assert row.account_number is not None
    there = row_of(part, row.account_number).there[BOOKS].state
    assert there in {CellState.LINKED, CellState.RENAMED, CellState.INACTIVE}


def test_only_differences_stand_with_the_odd_one_and_their_money(both: MainWindow) -> None:
    part = counts_of(both)
    rows: list[CountRow] = list(part.grid.model.rows)
    assert rows
    assert all(row.differs for row in rows)
    assert rows[0].amount == max(row.amount for row in rows)
    assert all(odd_ones(row) for row in rows if row.contract is not None)
    carrier = next(column for column in part.grid.model.columns if column.key == "carrier")
    assert carrier.value(rows[0]) == "no list"
    assert part.found is not None
    assert part.grid.sums.label == f"{len(rows)} differences"
    part.grid.combos["which"].setCurrentIndex(0)
    assert len(part.grid.model.rows) == len(part.found.rows)


def test_enter_settles_as_suggested_and_it_is_taken_back(both: MainWindow) -> None:
    part = counts_of(both)
    assert part.grid.select_where(lambda row: row.suggestion is Suggestion.BILL_PROVISIONED)
    settled(both.desk)
    row = part.current()
    assert row is not None
    pane = part.pane
    assert pane.action is CountAction.BILL_PROVISIONED
    assert pane.title.text() == f"{row.account_name}, {row.product_name}"
    before = len(part.grid.model.rows)
    press(part, Qt.Key.Key_Return)
    assert len(part.grid.model.rows) == before - 1
    both.desk.undo()
    settled(both.desk)
    assert len(part.grid.model.rows) == before


def test_f_leaves_what_is_beyond_the_contract_free_until_a_day(both: MainWindow) -> None:
    part = counts_of(both)
    wanted = (Suggestion.BILL_PROVISIONED, True)
    assert part.grid.select_where(
        lambda row: (
            (row.suggestion, row.contract is not None) == wanted and row.provisioned > row.contract
        )
    )
    settled(both.desk)
    row = part.current()
    assert row is not None
    press(part, Qt.Key.Key_F)
    pane = part.pane
    assert pane.free.isVisible()
    pane.main.click()
    assert pane.until.why
    pane.until.show_day(date(2027, 1, 1))
    pane.reason.setText("Trial until the move")
    pane.main.click()
    settled(both.desk)
    assert part.found is not None
    now = part.found.row(row.account_number, row.product_code)
    assert now.suggestion is Suggestion.FREE
    assert now.settled is not None
    assert (now.settled.reason, now.settled.until) == ("Trial until the move", date(2027, 1, 1))


def test_a_carrier_s_list_is_imported(both: MainWindow, tmp_path: Path) -> None:
    part = counts_of(both)
    path = tmp_path / "Lumen.csv"
    path.write_text("number\n303-555-0100\n303-555-0101\n")
    part.take_list(path)
    settled(both.desk)
    assert part.found is not None
    assert [(each.carrier, each.numbers) for each in part.found.lists] == [("Lumen", 2)]


def test_f8_goes_to_the_next_difference(both: MainWindow) -> None:
    part = counts_of(both)
    first = part.current()
    both.next_need()
    settled(both.desk)
    assert part.current() != first
