"""Watched folders: which, for which source, asked about or imported by themselves."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.operations.browse_usage.calls import known_sources
from app.operations.changes import Changes
from app.operations.import_usage import Choices
from app.operations.office import Office
from app.operations.watch_folders import (
    Seen,
    WatchedFolder,
    looked_into,
    stop_watching,
    watch,
    watched,
)
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.dialogs.drop_work import import_calls
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, Choice, beside, label
from app.ui.parts.dialog import Dialog

_EVERY_MS = 15_000


class FolderWatch(QObject):
    """Looks into the watched folders of a desk from time to time, on a worker."""

    waiting = Signal(list)
    """Files that are new and complete and wait for a person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._seen: Seen | None = None
        self.paths: list[Path] = []
        self._begun: set[Path] = set()
        self.timer = QTimer(self)
        self.timer.setInterval(_EVERY_MS)
        self.timer.timeout.connect(self.look)
        desk.opened.connect(self._company_changed)
        self._company_changed()

    @classmethod
    def of(cls, desk: Desk) -> "FolderWatch":
        """The one of a desk."""
        found = desk.findChild(cls)
        return found if isinstance(found, cls) else cls(desk)

    @Slot()
    def _company_changed(self) -> None:
        self._seen = None
        self.paths = []
        self._begun.clear()
        if self._desk.company is None:
            self.timer.stop()
        else:
            self.timer.start()

    @Slot()
    def look(self) -> None:
        """Looks now."""
        before = self._seen
        self._desk.read(lambda office: looked_into(office, before), self._looked, key="folders")

    @Slot(object)
    def _looked(self, found: object) -> None:
        if not isinstance(found, Seen):
            return
        self._seen = found
        asked = []
        for path, folder in found.new:
            if not folder.by_itself:
                asked.append(path)
            elif path not in self._begun:
                self._begun.add(path)
                import_calls(self._desk, path, Choices(source=folder.source or None))
        if asked != self.paths:
            self.paths = asked
            self.waiting.emit(asked)


class WatchDialog(Dialog):
    """The folders that are watched."""

    def __init__(
        self, desk: Desk, folder: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = desk
        self.setWindowTitle("Watched folders")
        self.resize(LOOK.scaled(560), LOOK.scaled(380))
        self.list = QListWidget()
        self.list.setAccessibleName("Watched folders")
        self.folder = label(str(folder or ""), wraps=True)
        self.source = Choice("Source")
        self.by_itself = QCheckBox("Import complete files without asking")
        self.errors = QVBoxLayout()
        self.choose = Button("Choose folder…", icon_name="folder-open", on_press=self._choose)
        self.add = Button("Watch this folder", kind="primary", icon_name="eye")
        self.add.clicked.connect(self._add)
        self.add.setDefault(True)
        self.stop = Button("Watch no more", on_press=self._stop)
        self.close_button = Button("Close", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(label("Watched folders", "pane"))
        text = "Each file is taken once, by its content, when it has stopped growing."
        column.addWidget(label(text, "muted", wraps=True))
        column.addWidget(self.list, 1)
        column.addLayout(beside(self.stop, None))
        row = beside(self.choose, self.folder)
        row.setStretch(1, 1)
        column.addLayout(row)
        column.addLayout(beside(label("Source"), self.source, self.by_itself, None))
        column.addLayout(self.errors)
        column.addLayout(beside(None, self.close_button, self.add))
        self.list.currentRowChanged.connect(self._enable)
        self._enable()
        desk.read(_all, self._show, key="watched folders")

    @Slot()
    def _enable(self, *_: object) -> None:
        self.stop.setEnabled(self.list.currentItem() is not None)
        self.add.setEnabled(bool(self.folder.text()))

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, tuple):
            return
        folders, sources = found
        self.source.clear()
        self.source.addItem("Told by each file", "")
        for each in sources:
            self.source.addItem(each, each)
        self.list.clear()
        for each in folders:
            way = "imported by itself" if each.by_itself else "asked about"
            item = QListWidgetItem(f"{each.folder}\n{each.source or 'any source'}, {way}")
            item.setData(Qt.ItemDataRole.UserRole, each.folder)
            self.list.addItem(item)
        self._enable()

    def _choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, "Which folder?", self.folder.text())
        if path:
            self.folder.setText(path)
            self._enable()

    @Slot()
    def _add(self) -> None:
        folder = WatchedFolder(
            folder=self.folder.text(),
            source=str(self.source.currentData() or ""),
            by_itself=self.by_itself.isChecked(),
        )
        self._do(f"Watching {folder.folder}", lambda office: watch(office, folder))

    def _stop(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            folder = str(item.data(Qt.ItemDataRole.UserRole))
            self._do(f"Watching {folder} no more", lambda office: stop_watching(office, folder))

    def _do(self, title: str, run: Callable[[Office], None]) -> None:
        def done(_: object) -> None:
            self.desk.read(_all, self._show, key="watched folders")
            FolderWatch.of(self.desk).look()

        self.desk.do(
            title,
            lambda office, _: run(office),
            changes=Changes.NOTHING,
            told=lambda _: "The folder is kept in this list",
            done=done,
            failed=self._failed,
        )

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.errors.addWidget(ErrorPanel(told(error)))


def _all(office: Office) -> tuple[list[WatchedFolder], list[str]]:
    return watched(office), list(known_sources(office))


def new_files_words(paths: list[Path]) -> str:
    """What waits in watched folders, in a few words."""
    return f"{words.plural(len(paths), 'new file')}, show" if paths else ""
