"""Point 3: cells are edited by the keyboard alone; what cannot be edited is skipped."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.grid.columns import Editing, GridColumn
from app.ui.grid.grid import Grid
from tests.ui.grid.rows import EDITED, lines, without_amount

MakeGrid = Callable[..., Grid]
Edits = list[tuple[int, str, str]]


def _edits(grid: Grid) -> Edits:
    found: Edits = []
    grid.edited.connect(lambda row, key, text: found.append((row.key, key, text)))
    return found


def _editor(grid: Grid) -> QLineEdit:
    editors = [each for each in grid.view.viewport().findChildren(QLineEdit) if each.isVisible()]
    return editors[-1]


def _open(grid: Grid, line: int, column: int, qtbot: QtBot) -> QLineEdit:
    grid.view.setCurrentIndex(grid.model.index(line, column))
    qtbot.keyClick(grid.view, Qt.Key.Key_F2)
    return _editor(grid)


def test_f2_edits_and_enter_hands_over(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    editor = _open(grid, 1, 1, qtbot)
    qtbot.keyClicks(editor, "Other")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edits == [(1, "name", "Other")])


def test_f2_on_a_cell_that_is_read_only_goes_to_the_first_that_is_not(
    make_grid: MakeGrid, qtbot: QtBot
) -> None:
    grid = make_grid(EDITED, lines(3))
    _open(grid, 1, 0, qtbot)
    assert grid.view.currentIndex().column() == 1


def test_escape_leaves_the_cell_as_it_was(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    editor = _open(grid, 1, 1, qtbot)
    qtbot.keyClicks(editor, "Other")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert edits == []


def test_tab_skips_what_is_read_only(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    editor = _open(grid, 0, 1, qtbot)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert grid.view.currentIndex().column() == 3
    qtbot.keyClick(_editor(grid), Qt.Key.Key_Tab)
    qtbot.keyClick(_editor(grid), Qt.Key.Key_Tab)
    assert (grid.view.currentIndex().row(), grid.view.currentIndex().column()) == (1, 1)
    qtbot.keyClick(_editor(grid), Qt.Key.Key_Backtab)
    assert (grid.view.currentIndex().row(), grid.view.currentIndex().column()) == (0, 4)


def test_tab_past_the_end_asks_for_a_new_row(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(2))
    grid.view.adds_rows = True
    editor = _open(grid, 1, 4, qtbot)
    with qtbot.waitSignal(grid.new_asked):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)


def test_a_sum_is_worked_out(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    editor = _open(grid, 1, 3, qtbot)
    qtbot.keyClicks(editor, "12*3.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edits == [(1, "amount", "42.00")])


def test_rubbish_is_refused_in_the_cell_and_below_the_list(
    make_grid: MakeGrid, qtbot: QtBot
) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    editor = _open(grid, 1, 3, qtbot)
    qtbot.keyClicks(editor, "cheap")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(grid.refusal.isVisible)
    assert edits == []
    assert "cheap" in grid.refusal.text()
    assert "no amount" in str(grid.model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole))


def test_what_is_typed_right_takes_the_refusal_away(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    for text in ("cheap", "4"):
        editor = _open(grid, 1, 3, qtbot)
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.wait(1)
    qtbot.waitUntil(lambda: not grid.refusal.isVisible())


def test_a_day_takes_its_letters(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    editor = _open(grid, 1, 4, qtbot)
    qtbot.keyClicks(editor, "h")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edits == [(1, "on", "2026-10-31")])


def test_ctrl_d_copies_from_above(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    grid.view.setCurrentIndex(grid.model.index(2, 1))
    qtbot.keyClick(grid.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert edits == [(2, "name", "Line001")]


def test_ctrl_d_while_editing_puts_it_into_the_cell(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    editor = _open(grid, 2, 1, qtbot)
    qtbot.keyClick(editor, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "Line001"


def test_ctrl_enter_hands_over_and_commits(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    editor = _open(grid, 1, 1, qtbot)
    qtbot.keyClicks(editor, "Other")
    with qtbot.waitSignal(grid.committed):
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert edits == [(1, "name", "Other")]


def test_an_amount_left_as_it_was_is_no_edit(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, [*lines(3), without_amount(lines(1)[0])])
    edits = _edits(grid)
    for line in (1, 3):
        editor = _open(grid, line, 3, qtbot)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.wait(1)
    assert edits == []


def test_space_ticks_all_that_is_selected(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(EDITED, lines(3))
    edits = _edits(grid)
    grid.view.selectAll()
    qtbot.keyClick(grid.view, Qt.Key.Key_Space)
    assert edits == [(0, "ticked", "yes"), (1, "ticked", "yes"), (2, "ticked", "yes")]


def test_what_another_system_owns_is_not_edited_and_says_whose_it_is(
    make_grid: MakeGrid, qtbot: QtBot
) -> None:
    owned = GridColumn(
        key="name",
        title="Name",
        value=lambda r: r.name,
        edit=Editing(owner=lambda _: "ConnectWise"),
    )
    grid = make_grid((owned,), lines(2))
    qtbot.keyClick(grid.view, Qt.Key.Key_F2)
    assert not [each for each in grid.view.viewport().findChildren(QLineEdit) if each.isVisible()]
    assert "ConnectWise owns" in str(grid.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_choices_are_chosen_from_a_list(make_grid: MakeGrid, qtbot: QtBot) -> None:
    plan = GridColumn(
        key="plan",
        title="Plan",
        value=lambda _: "b",
        edit=Editing(choices=lambda: {"b": "Business 500", "u": "Unlimited"}),
    )
    grid = make_grid((plan,), lines(2))
    edits = _edits(grid)
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    qtbot.keyClick(grid.view, Qt.Key.Key_F2)
    box = grid.view.viewport().findChild(QComboBox)
    assert isinstance(box, QComboBox)
    qtbot.keyClick(box, "u")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: edits == [(0, "plan", "u")])
