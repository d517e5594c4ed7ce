"""Backups by themselves: when a company is opened and closed; their age in the status strip."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from app.errors import AppError
from app.operations.changes import Changes
from app.operations.keep_backups import BackupState, back_up_if_due, back_up_now, backup_state
from app.ui import words
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.tasks import Job

_CELL: Final = "backup"
_LOOK_MS: Final = 15 * 60 * 1000
"""Ages grow while nothing happens."""


class WindowBackups(QObject):
    """The backup cell of one window, and the backup that is due."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: Desk = window.desk
        self._opened_path = ""
        self._desk.opened.connect(self._opened)
        self._desk.changed.connect(self._changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def _opened(self) -> None:
        company = self._desk.company
        cell = self._window.task_bar.cells.get(_CELL)
        if cell is not None:
            cell.setVisible(company is not None)
        if company is None:
            self._opened_path = ""
            return
        self.look()
        if self._opened_path != str(company.path):
            self._opened_path = str(company.path)
            self._back_up_if_due()

    def _back_up_if_due(self) -> None:
        office = self._desk.office
        if not office.file.writable:
            return
        job = Job(
            run=lambda progress: back_up_if_due(office, closing=False, progress=progress),
            key="backup if due",
        )
        self._desk.tasks.start(job, done=self._made, failed=self._not_made)

    @Slot(object)
    def _made(self, found: object) -> None:
        if found is not None:
            self._desk.changed.emit(Changes.MONTH)

    @Slot(object)
    def _not_made(self, error: object) -> None:
        why = error.what if isinstance(error, AppError) else str(error)
        self._show("Backup not made", role="bad", icon_name="circle-x", tip=why)

    @Slot(object)
    def _changed(self, areas: Changes) -> None:
        if areas:
            self.look()

    @Slot()
    def look(self) -> None:
        """Reads how old the last backup is."""
        self._desk.read(backup_state, self._shown, key=f"backup age/{id(self)}")

    @Slot(object)
    def _shown(self, found: object) -> None:
        if not isinstance(found, BackupState):
            return
        if found.made_at is None:
            text, role, name = "No backup yet", "warn", "triangle-alert"
        else:
            text = f"Backup {words.age(found.made_at, found.now)}"
            role, name = ("warn", "triangle-alert") if found.is_old else ("ok", "hard-drive")
        tip = f"{found.made_to}. Click for backups." if found.made_to else "Click for backups."
        self._show(text, role=role, icon_name=name, tip=tip)

    def _show(self, text: str, *, role: str, icon_name: str, tip: str) -> None:
        is_new = _CELL not in self._window.task_bar.cells
        button = self._window.task_bar.show_cell(
            _CELL, text, icon_name=icon_name, role=role, tip=tip
        )
        button.setVisible(self._desk.company is not None)
        if is_new:
            button.clicked.connect(self._clicked)

    @Slot()
    def _clicked(self) -> None:
        self._window.show_page("settings", "backup")


def back_up(desk: Desk) -> None:
    """Backs the company up now, into the folders of its settings."""
    if desk.company is None:
        return
    desk.do(
        "Backing up",
        lambda office, progress: back_up_now(office, progress=progress),
        changes=Changes.MONTH,
        key="backup",
        leaves="Cancel keeps the backups there are.",
    )


def back_up_at_close(desk: Desk) -> None:
    """Backs the company up where that is due when it is closed, and waits for it."""
    company = desk.company
    if company is None or not company.office.file.writable:
        return
    office = company.office
    desk.tasks.start(
        Job(
            run=lambda progress: back_up_if_due(office, closing=True, progress=progress),
            key="backup at close",
        ),
        failed=lambda _: None,
    )
    desk.tasks.wait()
