"""Grids in a window of their own, with the keyboard."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.ui.grid.columns import GridColumn
from app.ui.grid.grid import Grid
from app.ui.tasks import Tasks

MakeGrid = Callable[..., Grid]


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    del qtbot
    made = Tasks()
    yield made
    made.cancel_all()
    made.wait()
    made.quit()


@pytest.fixture
def make_grid(qtbot: QtBot, tasks: Tasks) -> MakeGrid:
    """Makes a grid, shows it and gives it the keyboard."""

    def made(columns: Sequence[GridColumn], rows: Sequence[object] = ()) -> Grid:
        grid = Grid("Lines", columns, tasks, noun="line")
        qtbot.addWidget(grid)
        grid.model.today = date(2026, 10, 5)
        grid.resize(900, 500)
        grid.show()
        qtbot.waitExposed(grid)
        if rows:
            grid.show_rows(rows)
            tasks.wait()
            QCoreApplication.processEvents()
        grid.activateWindow()
        grid.view.setFocus()
        return grid

    return made
