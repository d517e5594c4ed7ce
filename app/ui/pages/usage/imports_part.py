"""Imports: the call files that came in, what became of their records, undo, bad rows."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from app.operations.browse_usage.imports import (
    BadRow,
    ImportRow,
    bad_rows,
    list_imports,
    save_bad_rows,
)
from app.operations.changes import Changes
from app.operations.undo_import import undo_import
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, Card, ElidedLabel, beside, label, line
from app.ui.parts.scrolled import scrolled

_CHANGED: Final = Changes.USAGE | Changes.MONTH
_BAD_SHOWN: Final = 50
_OUTCOMES: Final = (
    ("rated", "Rated"),
    ("not_chargeable", "No charge"),
    ("suspended", "In suspense"),
    ("written_off", "Written off"),
    ("duplicate", "Repeats, not billed"),
)


class ImportsPart(QWidget):
    """The list of imports, and the one chosen."""

    calls_wanted = Signal(object)
    """The calls of this import are wanted."""
    counted = Signal(int)
    files_wanted = Signal()

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.grid = page.keep_layout(self._make_grid())
        self.pane = ImportPane()
        self.pane.undo.clicked.connect(self.undo)
        self.pane.save.clicked.connect(self.choose_place)
        self.pane.calls.clicked.connect(self._show_calls)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("imports", self.grid, self.pane, parts=(64, 36)))
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        count = Kind.COUNT
        columns = (
            GridColumn(key="file", title="File", value=lambda r: r.file, width=200, stretches=True),
            GridColumn(key="source", title="Source", value=lambda r: r.source, width=105),
            GridColumn(
                key="format", title="Format", value=lambda r: r.format, width=90, is_hidden=True
            ),
            GridColumn(
                key="at",
                title="Imported",
                value=lambda r: r.imported_at,
                kind=Kind.MOMENT,
                width=138,
                is_hidden=True,
            ),
            GridColumn(
                key="records",
                title="Rows",
                value=lambda r: r.records,
                kind=count,
                width=66,
                is_summed=True,
            ),
            GridColumn(
                key="rated",
                title="Rated",
                value=lambda r: r.count("rated"),
                kind=count,
                width=66,
                is_summed=True,
            ),
            GridColumn(
                key="suspended",
                title="Suspense",
                value=lambda r: r.count("suspended"),
                kind=count,
                width=78,
                is_summed=True,
            ),
            GridColumn(
                key="malformed",
                title="Bad rows",
                value=lambda r: r.malformed,
                kind=count,
                width=86,
                is_summed=True,
                tip="Rows that could not be read; they can be saved, mended and imported alone",
            ),
            GridColumn(
                key="charge",
                title="Money",
                value=lambda r: r.charge,
                kind=Kind.MONEY,
                width=84,
                is_summed=True,
                tip="What the rated calls cost before included minutes",
            ),
        )
        grid = Grid("imports", columns, self.desk.tasks, noun="import", find="File, source")
        grid.model.zone = self.desk.zone
        grid.model.identify = lambda row: row.id
        grid.selected.connect(self._selected)
        grid.opened.connect(self._show_calls)
        return grid

    def read(self) -> None:
        """Reads the imports."""
        self.grid.model.zone = self.desk.zone
        self.desk.read(list_imports, self._show, key="imports")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, list):
            return
        if not found:
            self.grid.empty.say(
                "No call files yet",
                "Drop call files anywhere on the window, or watch a folder.",
                icon_name="upload",
                button="Import files…",
                on_press=self.files_wanted.emit,
            )
        self.grid.show_rows(found)
        self.counted.emit(len(found))
        if found and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    @property
    def current(self) -> ImportRow | None:
        """The import chosen."""
        row = self.grid.current_row()
        return row if isinstance(row, ImportRow) else None

    @Slot()
    def _selected(self, _: object = None) -> None:
        row = self.current
        self.pane.show_import(row, self.desk)
        if row is not None and row.malformed:
            self.desk.read(
                lambda office: bad_rows(office, row.id), self.pane.show_bad, key="bad rows"
            )

    @Slot()
    def _show_calls(self, _: object = None) -> None:
        if self.current is not None:
            self.calls_wanted.emit(self.current)

    # ---- acting

    @Slot()
    def undo(self) -> None:
        """Takes the import back, while no invoice holds one of its calls."""
        row = self.current
        if row is not None:
            self.desk.do(
                f"Undo the import of {row.file}",
                lambda office, _: undo_import(office, row.id),
                changes=_CHANGED,
                failed=self.page.failed,
            )

    @Slot()
    def choose_place(self) -> None:
        """Asks where the bad rows shall be saved."""
        row = self.current
        if row is None or not row.malformed:
            return
        stem = Path(row.file).name.removesuffix(".gz").rsplit(".", 1)[0]
        path, _ = QFileDialog.getSaveFileName(
            self, "Save the rows that could not be read", f"{stem}-bad-rows.csv", "CSV (*.csv)"
        )
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Saves the bad rows of the import chosen."""
        row = self.current
        if row is not None:
            self.desk.look(
                f"Saving {words.plural(row.malformed, 'bad row')}",
                lambda office, _: save_bad_rows(office, row.id, path),
                self._saved,
                failed=self.page.failed,
                told=lambda count: f"{words.plural(count, 'bad row')} in {path}",
            )

    @Slot(object)
    def _saved(self, count: object) -> None:
        if isinstance(count, int):
            saved = words.plural(count, "row")
            self.pane.say(f"Saved {saved}. Mend them, then drop the file here.")


class ImportPane(Card):
    """What became of one file's records."""

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self.setAccessibleName("The import chosen")
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "circle-check", "ok"))
        self.facts = label("", "muted", wraps=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        top = beside(self.title, self.badge)
        top.setStretch(0, 1)
        head.addLayout(top)
        head.addWidget(self.facts)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._column.addLayout(self._grid)
        self._values = {}
        for place, (key, title) in enumerate((*_OUTCOMES, ("malformed", "Could not be read"))):
            value = label("")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label(title), place, 0)
            self._grid.addWidget(value, place, 1)
            self._values[key] = value
        self.bad_title = label("Rows that could not be read", "strong")
        self._column.addSpacing(8)
        self._column.addWidget(self.bad_title)
        self._bad: list[QWidget] = []
        self._column.addStretch(1)
        self.rows.addWidget(scrolled(inside, "What became of the rows"), 1)
        self._build_foot()

    def _build_foot(self) -> None:
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        self.note = label("", "muted", wraps=True)
        self.calls = Button("Show calls", icon_name="arrow-right")
        self.save = Button("Save bad rows…", icon_name="file-down")
        self.undo = Button("Undo this import", icon_name="undo-2")
        foot.rows.addWidget(self.note)
        foot.rows.addLayout(beside(self.undo, self.save, None, self.calls))
        self.rows.addWidget(foot)

    def show_import(self, row: ImportRow | None, desk: Desk) -> None:
        """Shows an import; None: nothing is chosen."""
        self.setEnabled(row is not None)
        self.clear_bad()
        if row is None:
            self.title.setText("Nothing chosen")
            return
        self.title.setText(row.file)
        bad = words.plural(row.malformed, "bad row")
        self.badge.show_badge(
            Badge(bad, "circle-alert", "warn")
            if row.malformed
            else Badge("All read", "circle-check", "ok")
        )
        days = ""
        if row.first_at is not None and row.last_at is not None:
            first, last = (m.astimezone(desk.zone).date() for m in (row.first_at, row.last_at))
            days = f"Calls of {words.day(first)} to {words.day(last)}. "
        at = words.moment(row.imported_at, desk.zone)
        self.facts.setText(
            f"{days}From {row.source}, format {row.format}, times in {row.zone}. Imported {at}."
        )
        for key, _ in _OUTCOMES:
            self._values[key].setText(words.count(row.count(key)))
        self._values["malformed"].setText(words.count(row.malformed))
        self.save.say(f"Save {bad}…")
        self.save.setVisible(bool(row.malformed))
        self.bad_title.setVisible(bool(row.malformed))
        self.undo.setEnabled(not row.invoices)
        self.say(
            f"Its calls are on {', '.join(row.invoices)}: it cannot be undone."
            if row.invoices
            else "Undo takes all its calls out again; nothing of it is billed yet."
        )

    def say(self, text: str) -> None:
        """The line above the buttons."""
        self.note.setText(text)

    def clear_bad(self) -> None:
        """Takes the bad rows away."""
        for part in self._bad:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._bad = []

    @Slot(object)
    def show_bad(self, found: object) -> None:
        """Shows the first bad rows."""
        self.clear_bad()
        for bad in (found if isinstance(found, list) else [])[:_BAD_SHOWN]:
            if isinstance(bad, BadRow):
                part = QWidget()
                column = QVBoxLayout(part)
                column.setContentsMargins(0, 2, 0, 2)
                column.setSpacing(0)
                column.addWidget(label(f"Row {words.count(bad.row)}: {bad.message}", wraps=True))
                text = ElidedLabel(bad.raw, "mono")
                column.addWidget(text)
                self._bad.append(part)
                self._column.insertWidget(self._column.count() - 1, part)
