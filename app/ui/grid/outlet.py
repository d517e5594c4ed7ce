"""The ways out of a grid: copy, file, paper; each reads on a worker."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.grid.output import Shown, to_clipboard, write
from app.ui.grid.paper import on_paper, read_for_paper
from app.ui.grid.rows_model import RowsModel
from app.ui.tasks import Job, Lane, Tasks

_SILENT = 1000
"""So many rows are copied without a word."""


class Outlet(QObject):
    """What leaves one grid."""

    def __init__(
        self, grid: QWidget, model: RowsModel, tasks: Tasks, *, title: Callable[[], str]
    ) -> None:
        super().__init__(grid)
        self._grid = grid
        self._model = model
        self._tasks = tasks
        self._title = title

    def copy(self, shown: Shown) -> None:
        """Copies rows with their titles and types."""
        title = f"Copying {shown.count:,} rows" if shown.count > _SILENT else ""
        job = Job(
            run=shown.table,
            title=title,
            lane=Lane.LOOK,
            told=lambda _: words.plural(shown.count, "row"),
        )
        self._tasks.start(job, done=self._copied)

    @Slot(object)
    def _copied(self, lines: object) -> None:
        if isinstance(lines, list):
            to_clipboard(lines)

    def choose(self, at: QPoint, shown: Callable[[], Shown]) -> None:
        """Asks which way."""
        menu = QMenu(self._grid)
        file = menu.addAction(icon("file-spreadsheet"), "Excel or CSV…")
        paper = menu.addAction(icon("printer"), "Print…")
        found = menu.exec(at)
        menu.deleteLater()
        if found is file:
            self.choose_file(shown())
        elif found is paper:
            self.print(shown())

    def choose_file(self, shown: Shown) -> None:
        """Asks for a file and writes what is shown."""
        path, _ = QFileDialog.getSaveFileName(
            self._grid,
            "Export what is shown",
            f"{self._title()}.xlsx",
            "Excel (*.xlsx);;CSV (*.csv)",
        )
        if path:
            self.export_to(Path(path), shown)

    def export_to(self, path: Path, shown: Shown) -> None:
        """Writes what is shown, in its order, as Excel or CSV."""
        self._tasks.start(
            Job(
                run=lambda progress: write(path, shown, progress),
                title=f"Writing {path.name}",
                leaves="Cancel writes no file.",
                lane=Lane.LOOK,
            )
        )

    def print(self, shown: Shown) -> None:
        """Opens the preview of what is shown, in its order."""
        sums = [self._model.sum_of(column) for column in shown.columns]
        title = self._title()
        job = Job(
            run=lambda progress: read_for_paper(title, shown, sums, progress=progress),
            title=f"Reading {title} for print",
            told=lambda _: words.plural(shown.count, "row"),
            leaves="Cancel prints nothing.",
            lane=Lane.LOOK,
        )
        self._tasks.start(job, done=self._print)

    @Slot(object)
    def _print(self, printed: object) -> None:
        on_paper(printed, self._grid)
