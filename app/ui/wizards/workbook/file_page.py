"""Which workbook: chosen, or dropped here; and the empty one to begin with."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from app.operations.import_workbook import export_workbook, write_empty_workbook
from app.ui import words
from app.ui.desk import Desk
from app.ui.drops import dropped_paths
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, Card, IconLabel, beside, label
from app.ui.wizards.stepped_wizard import StepPage

_BOOKS: Final = "Workbooks (*.xlsx *.xlsm *.csv *.zip);;All files (*)"
_XLSX: Final = "Excel workbooks (*.xlsx)"


class FilePage(StepPage):
    """Asks for the file or the folder."""

    chosen = Signal(object)
    """The path of a workbook."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "File",
            "Which workbook?",
            "One Excel file, or a folder of CSV files, with the sheets of Switchbook. "
            "You see what it does before anything is written.",
        )
        self.desk = desk
        self.path: Path | None = None
        self.setAcceptDrops(True)
        self.file_button = Button("Choose a file…", icon_name="upload", on_press=self._ask_file)
        self.folder_button = Button(
            "Choose a folder…", icon_name="folder-open", on_press=self._ask_folder
        )
        self.template_button = Button(
            "Write an empty workbook…", icon_name="file-spreadsheet", on_press=self._template
        )
        self.export_button = Button(
            "Write out what is here…", icon_name="download", on_press=self._export
        )
        self.state = label("No file chosen yet. You can also drop one here.", "muted", wraps=True)
        self.errors = QVBoxLayout()
        source = Card(margin=14)
        source.rows.addLayout(beside(IconLabel("file-spreadsheet", "accent", 28), 8, self.state))
        source.rows.addLayout(beside(self.file_button, self.folder_button, None))
        begin = Card(margin=14)
        begin.rows.addWidget(label("To fill one in", "strong"))
        text = (
            "The empty workbook has each sheet with its columns, what they mean and one example "
            "row. Writing out what is here gives the same layout with your own rows: change them "
            "there and bring them in again."
        )
        begin.rows.addWidget(label(text, "caption", wraps=True))
        begin.rows.addLayout(beside(self.template_button, self.export_button, None))
        for part in (source, begin):
            self.body.addWidget(part)
        self.body.addLayout(self.errors)
        self.body.addStretch(1)

    def enter(self) -> None:
        """Begins on the button that chooses."""
        self.file_button.setFocus()

    def take(self, path: Path) -> None:
        """Takes a file, and has it looked at."""
        self.clear()
        self.path = path
        self.state.setText(f"Reading {path.name}…")
        self.said.emit()
        self.chosen.emit(path)

    def show_state(self, text: str) -> None:
        """Tells how far it is."""
        self.state.setText(text)

    def show_error(self, error: object) -> None:
        """Tells why the file cannot be read."""
        self.clear()
        self.path = None
        self.state.setText("No file chosen yet.")
        self.errors.addWidget(ErrorPanel(told(error)))
        self.said.emit()

    def clear(self) -> None:
        """Takes an error away."""
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()

    def verb(self) -> str:
        """What the button says."""
        return "Show what it does"

    def act(self) -> bool:
        """Asks for a file first, where none was chosen."""
        if self.path is None:
            self._ask_file()
        else:
            self.take(self.path)
        return False

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Which workbook?", "", _BOOKS)
        if path:
            self.take(Path(path))

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, "Which folder of CSV files?")
        if path:
            self.take(Path(path))

    def _template(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Write an empty workbook", "Switchbook setup.xlsx", _XLSX
        )
        if path:
            place = Path(path)
            self.desk.look(
                f"Writing {place.name}",
                lambda _office, _progress: write_empty_workbook(place),
                self._written,
                failed=self.show_error,
                told=lambda path: f"An empty workbook in {path}",
            )

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Write out what is here", "Switchbook setup of today.xlsx", _XLSX
        )
        if path:
            place = Path(path)
            self.desk.look(
                f"Writing {place.name}",
                lambda office, _: (place, export_workbook(office, place, sheets=())),
                self._exported,
                failed=self.show_error,
                told=lambda found: f"{words.plural(sum(found[1].values()), 'row')} in {place}",
            )

    def _written(self, found: object) -> None:
        if isinstance(found, Path):
            self.show_state(f"Wrote {found.name}. Fill it in, then choose it here.")

    def _exported(self, found: object) -> None:
        if isinstance(found, tuple):
            place, rows = found
            self.show_state(f"Wrote {words.plural(sum(rows.values()), 'row')} to {place.name}.")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """A file may be dropped here."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Takes the file that was dropped."""
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take(paths[0])
