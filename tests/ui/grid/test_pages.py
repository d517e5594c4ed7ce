"""A million rows: read as they are looked at, never all in memory, never blocking."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Event
from time import perf_counter

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import StoreError
from app.ui.grid.grid import Grid
from app.ui.grid.source import Page, PageWish
from app.ui.tasks import Job, Lane, Tasks
from tests.ui.grid.rows import COLUMNS, Line

MakeGrid = Callable[..., Grid]
MILLION = 1_000_000


class _Table:
    """A table of a million rows that notes what is asked of it."""

    def __init__(self, count: int = MILLION) -> None:
        self.count = count
        self.wishes: list[PageWish] = []

    def read(self, wish: PageWish) -> Page:
        self.wishes.append(wish)
        total = 7 if wish.text else self.count
        last = min(wish.first + wish.count, total)
        rows = [Line(n, f"Call {n}") for n in range(wish.first, last)]
        sums: dict[str, Decimal | int] | None = None
        if wish.with_total:
            sums = {"amount": Decimal(total)}
        return Page(wish.first, rows, total, sums)


def _shown(grid: Grid, table: _Table, tasks: Tasks) -> None:
    grid.model.show_pages(table.read)
    _settle(tasks)


def _settle(tasks: Tasks) -> None:
    for _ in range(5):
        tasks.wait()
        QCoreApplication.processEvents()


def test_a_million_rows_are_there_and_one_page_was_read(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid, table = make_grid(COLUMNS), _Table()
    _shown(grid, table, tasks)
    assert grid.model.rowCount() == MILLION
    assert {wish.first for wish in table.wishes} == {0}
    assert grid.counts.text() == "1,000,000 lines"
    assert grid.model.sum_of(COLUMNS[2]) == Decimal(MILLION)


def test_sums_that_take_long_come_after_the_rows(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid, table, begun = make_grid(COLUMNS), _Table(), list[bool]()

    def read(wish: PageWish) -> Page:
        if wish.only_sums:
            begun.append(grid.model.rowCount() == MILLION)
            return Page(0, (), MILLION, {"amount": Decimal(MILLION)})
        return replace(table.read(wish), sums=None)

    grid.model.show_pages(read)
    _settle(tasks)
    assert begun == [True]
    assert grid.model.sum_of(COLUMNS[2]) == Decimal(MILLION)
    assert grid.model.row_at(0).key == 0


def test_a_page_waits_for_no_list_that_takes_longer(
    make_grid: MakeGrid, tasks: Tasks, qtbot: QtBot
) -> None:
    grid, table, go_on = make_grid(COLUMNS), _Table(), Event()
    tasks.start(Job(run=lambda _: go_on.wait(10), lane=Lane.READ, key="long"))
    grid.model.show_pages(table.read)
    qtbot.waitUntil(lambda: grid.model.rowCount() == MILLION)
    assert not go_on.is_set()
    go_on.set()
    _settle(tasks)


def test_scrolling_to_the_end_reads_the_end_alone(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid, table = make_grid(COLUMNS), _Table()
    _shown(grid, table, tasks)
    grid.view.scrollToBottom()
    QApplication.processEvents()
    grid.view.viewport().repaint()
    _settle(tasks)
    assert grid.model.row_at(MILLION - 1).key == MILLION - 1
    assert len(table.wishes) <= 4


def test_dragging_through_everything_reads_few_pages(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid, table = make_grid(COLUMNS), _Table()
    _shown(grid, table, tasks)
    for line in range(0, MILLION, 5_000):
        grid.model.row_at(line)
    _settle(tasks)
    assert len(table.wishes) <= 6


def test_no_step_of_opening_holds_the_window(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid, table = make_grid(COLUMNS), _Table()
    grid.model.show_pages(table.read)
    tasks.wait()
    longest = 0.0
    for _ in range(20):
        begun = perf_counter()
        QCoreApplication.processEvents()
        longest = max(longest, perf_counter() - begun)
    # The figure itself is measured in tests/bench/window.py; this catches what is out of bounds.
    assert longest < 0.5


def test_a_search_asks_the_table(make_grid: MakeGrid, tasks: Tasks, qtbot: QtBot) -> None:
    grid, table = make_grid(COLUMNS), _Table()
    _shown(grid, table, tasks)
    qtbot.keyClicks(grid.find_field, "0142")
    qtbot.waitUntil(lambda: grid.model.rowCount() == 7)
    assert grid.counts.text() == "7 of 1,000,000 shown"


def test_a_page_that_cannot_be_read_is_told_once(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid, table, told = make_grid(COLUMNS), _Table(), list[object]()
    tasks.faulted.connect(told.append)
    _shown(grid, table, tasks)

    def broken(_: PageWish) -> Page:
        raise StoreError("The company file is locked.")

    grid.model.show_pages(broken)
    _settle(tasks)
    for line in (400, 800, 1200):
        grid.model.row_at(line)
    _settle(tasks)
    assert len(told) == 1


def test_a_file_has_every_row_of_the_table(
    make_grid: MakeGrid, tasks: Tasks, tmp_path: Path
) -> None:
    grid, table = make_grid(COLUMNS), _Table(4_321)
    _shown(grid, table, tasks)
    grid.export_to(tmp_path / "calls.csv")
    _settle(tasks)
    written = (tmp_path / "calls.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(written) == 4_322
    assert written[-1].startswith("Call 4320,")


def test_all_rows_selected_are_counted_without_being_read(
    make_grid: MakeGrid, tasks: Tasks
) -> None:
    grid, table = make_grid(COLUMNS), _Table()
    _shown(grid, table, tasks)
    begun = perf_counter()
    grid.view.selectAll()
    assert perf_counter() - begun < 0.5
    assert grid.counts.text() == "1,000,000 lines, 1,000,000 selected"
    _settle(tasks)
    assert len(table.wishes) <= 3
