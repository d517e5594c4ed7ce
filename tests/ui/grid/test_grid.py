"""The grid as a person uses it: finding, filtering, selecting, layouts, empty lists."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.grid.grid import Grid
from app.ui.tasks import Tasks
from tests.ui.grid.rows import COLUMNS, Line, lines, named, without_amount

MakeGrid = Callable[..., Grid]


def _find(grid: Grid, text: str, qtbot: QtBot) -> None:
    qtbot.keyClicks(grid.find_field, text)
    qtbot.waitUntil(lambda: grid.model.text == text.strip())


def _names(grid: Grid) -> list[str]:
    return [row.name for row in grid.model.rows_shown()]


def test_letters_typed_in_the_list_find(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(60))
    qtbot.keyClick(grid.view, "l")
    qtbot.keyClicks(grid.find_field, "ine04")
    qtbot.waitUntil(lambda: grid.model.shown == 10)
    assert _names(grid)[0] == "Line040"


def test_numbers_are_found_in_any_writing(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(60))
    _find(grid, "(303) 555-0042", qtbot)
    assert _names(grid) == ["Line042"]


def test_amounts_are_found_as_they_are_shown(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, [Line(1, "Much", amount=Decimal("1234.5")), Line(2, "Little")])
    _find(grid, "1,234.50", qtbot)
    assert _names(grid) == ["Much"]


def test_escape_takes_the_search_away(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(60))
    _find(grid, "line05", qtbot)
    qtbot.keyClick(grid.find_field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: grid.model.shown == 60)


def test_the_arrow_down_goes_from_the_field_to_the_list(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(9))
    grid.find_field.setFocus()
    qtbot.keyClicks(grid.find_field, "line00")
    qtbot.keyClick(grid.find_field, Qt.Key.Key_Down)
    assert grid.view.hasFocus()
    assert grid.current_row() is not None


def test_point_23_a_filter_says_when_it_hides_what_is_selected(
    make_grid: MakeGrid, qtbot: QtBot
) -> None:
    grid = make_grid(COLUMNS, lines(60))
    grid.view.selectAll()
    _find(grid, "line00", qtbot)
    assert grid.counts.text() == "10 of 60 shown, 60 selected, 50 of them hidden"
    assert len(grid.selected_rows()) == 60


def test_a_new_selection_lets_go_what_was_hidden(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(60))
    grid.view.selectAll()
    _find(grid, "line00", qtbot)
    qtbot.keyClick(grid.view, Qt.Key.Key_Down)
    assert len(grid.selected_rows()) == 1
    assert grid.counts.text() == "10 of 60 shown"


def test_sorting_keeps_what_is_selected(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(9))
    grid.view.select_line(2)
    grid.view.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    assert [row.name for row in grid.selected_rows()] == ["Line002"]
    assert grid.view.currentIndex().row() == 6


def test_absent_values_stand_last_in_either_order(make_grid: MakeGrid) -> None:
    rows = [without_amount(Line(0, "None")), *lines(3)]
    grid = make_grid(COLUMNS, rows)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        grid.view.horizontalHeader().setSortIndicator(2, order)
        assert _names(grid)[-1] == "None"


def test_rows_read_anew_keep_the_selection_by_what_identifies_them(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(9))
    grid.model.identify = lambda row: row.key
    grid.view.select_line(4)
    grid.show_rows(lines(9)[2:])
    assert [row.key for row in grid.selected_rows()] == [4]


def test_point_1_the_keyboard_keeps_its_column_when_rows_are_read_anew(
    make_grid: MakeGrid,
) -> None:
    grid = make_grid(COLUMNS, lines(5))
    grid.view.setCurrentIndex(grid.model.index(3, 2))
    grid.show_rows(lines(5))
    assert (grid.view.currentIndex().row(), grid.view.currentIndex().column()) == (3, 2)


def test_after_a_row_went_the_next_one_is_current(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(9))
    grid.view.select_line(4)
    grid.show_rows([row for row in lines(9) if row.key != 4])
    assert grid.current_row().key == 5


def test_who_listens_hears_that_nothing_is_selected_any_more(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(2))
    heard: list[list[object]] = []
    grid.selected.connect(heard.append)
    grid.show_rows([])
    assert heard[-1] == []


def test_an_empty_list_and_one_where_nothing_fits_say_different_things(
    make_grid: MakeGrid, qtbot: QtBot
) -> None:
    grid = make_grid(COLUMNS, lines(3))
    grid.empty.say("No calls for November yet", "Drop call files here.")
    _find(grid, "zzz", qtbot)
    assert not grid.empty.isVisible()
    grid.show_all()
    grid.show_rows([])
    assert grid.empty.isVisible()


def test_show_all_takes_search_and_choices_away(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(9))
    box = grid.add_combo("state", {"": "All", "r": "Ready"}, lambda _: None, name="State")
    box.setCurrentIndex(1)
    _find(grid, "zzz", qtbot)
    grid.show_all()
    assert (grid.model.shown, box.currentIndex()) == (9, 0)


def test_a_chosen_filter_shows_a_funnel_at_its_column(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(9))
    box = grid.add_combo("state", {"": "All", "r": "Ready"}, lambda _: None, name="State")
    box.setCurrentIndex(1)
    assert grid.model.filtered == {"state"}


def test_groups_have_sums_and_fold(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS)
    grid.model.group = lambda row: row.name[:1]
    grid.show_rows(named("Ash", "Birch", "Alder"))
    head = grid.model.index(0, 2)
    assert head.data() == "3.00"
    grid.view.select_line(0)
    qtbot.keyClick(grid.view, Qt.Key.Key_Left)
    assert grid.model.rowCount() == 3
    qtbot.keyClick(grid.view, Qt.Key.Key_Left)
    assert grid.model.rowCount() == 3
    qtbot.keyClick(grid.view, Qt.Key.Key_Right)
    assert grid.model.rowCount() == 5


def test_sums_are_of_what_is_shown(make_grid: MakeGrid, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(60))
    _find(grid, "line004", qtbot)
    assert grid.model.sum_of(COLUMNS[2]) == Decimal(1)


def test_point_7_layouts_come_back(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(9))
    grid.view.setColumnWidth(2, 222)
    grid.view.setColumnHidden(3, True)  # noqa: FBT003
    grid.view.horizontalHeader().moveSection(2, 0)
    grid.view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    grid.find_field.setText("line")
    other = make_grid(COLUMNS, lines(9))
    other.lay_out(grid.layout_kept())
    assert other.view.columnWidth(2) == 222
    assert other.view.isColumnHidden(3)
    assert other.columns_shown()[0].key == "amount"
    assert other.current_row().key == 8
    assert other.model.text == "line"


def test_point_7_a_layout_can_be_reset(make_grid: MakeGrid) -> None:
    grid = make_grid(COLUMNS, lines(9))
    before = grid.layout_kept()
    grid.view.setColumnWidth(2, 222)
    grid.view.horizontalHeader().moveSection(2, 0)
    grid.view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    grid.reset_layout()
    assert grid.layout_kept() == before


def test_point_8_a_hundred_thousand_rows_are_there_within_a_second(
    make_grid: MakeGrid, tasks: Tasks, qtbot: QtBot
) -> None:
    grid = make_grid(COLUMNS)
    rows = lines(100_000)
    with qtbot.waitSignal(grid.model.arranged, timeout=3000):
        grid.show_rows(rows)
    tasks.wait()
    QApplication.processEvents()
    assert grid.model.rowCount() == 100_000


def test_a_shorter_list_on_its_way_never_meets_the_lines_of_the_longer(
    make_grid: MakeGrid, tasks: Tasks
) -> None:
    grid = make_grid(COLUMNS, lines(3000))
    grid.show_rows(lines(2000))
    grid.view.viewport().repaint()
    assert grid.model.data(grid.model.index(2999, 0)) == "Line2999"
    tasks.wait()
    assert grid.model.rowCount() == 2000
