"""Company files: made, opened, restored, closed; nothing is ever overwritten."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.operations.back_up import back_up, restore
from app.operations.changes import Changes
from app.operations.make_company import make_empty_company, safe_path
from app.operations.office import Clock
from app.progress import Progress
from app.ui import words
from app.ui.application.recent import RecentFiles
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.messages import ErrorDialog, told
from app.ui.tasks import Job, Lane

_FILTER: Final = "Company files (*.switchbook)"
_KEEP_OLD: Final = QFileDialog.Option.DontConfirmOverwrite


class Windows(Protocol):
    """What company files need of the program that has the windows."""

    clock: Clock
    windows: list[MainWindow]
    recent: RecentFiles

    def open_window(self, desk: Desk | None = None) -> MainWindow:
        """A new window."""
        ...

    def with_pages(self, desk: Desk, then: Callable[[], object]) -> None:
        """Does something once the windows of a desk have their first page."""
        ...

    def show_recent(self) -> None:
        """Lists the recent files on every welcome."""
        ...


def _restored_words(place: Path, old: Path | None) -> str:
    kept = f"; the old file is kept as {old.name}" if old is not None else ""
    return f"{place.name} is restored{kept}"


class CompanyFiles(QObject):
    """What the File menu and the welcome do with company files."""

    def __init__(self, program: Windows, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._wizards: list[QWidget] = []

    def open(self, desk: Desk, path: Path) -> None:
        """Opens a company file on a desk; one that is open already comes to the front."""
        for window in self._program.windows:
            company = window.desk.company
            if company is not None and company.path.resolve() == path.resolve():
                window.raise_()
                window.activateWindow()
                return
        if desk.company is not None:
            desk = self._program.open_window().desk
        wanted = desk
        self._program.with_pages(wanted, lambda: wanted.open(path, failed=self.failed))

    def choose(self, window: MainWindow) -> None:
        """Asks for a company file and opens it."""
        path, _ = QFileDialog.getOpenFileName(window, "Open a company file", "", _FILTER)
        if path:
            self.open(window.desk, Path(path))

    def make_sample(self, desk: Desk) -> None:
        """Makes the sample company and opens it."""

        def run(progress: Progress) -> Path:
            from app.operations.show_sample import make_sample

            return make_sample(None, progress=progress)

        def done(path: object) -> None:
            if isinstance(path, Path):
                self.open(desk, path)

        job = Job(
            run=run,
            title="Making the sample company",
            told=lambda path: f"{path.name} is made, with a month billed",
            key="sample",
            lane=Lane.FILE,
            leaves="Cancel keeps no sample company.",
        )
        desk.tasks.start(job, done=done, failed=self.failed)

    def make_new(self, window: MainWindow) -> None:
        """Asks where, and makes an empty company there; the wizard takes it from there."""
        path, _ = QFileDialog.getSaveFileName(
            window,
            "Where shall the new company lie?",
            "New company.switchbook",
            _FILTER,
            options=_KEEP_OLD,
        )
        if not path:
            return
        place, clock = safe_path(Path(path)), self._program.clock
        free = window if window.desk.company is None else None

        def made(_: object) -> None:
            target = free or self._program.open_window()
            self._program.with_pages(
                target.desk,
                lambda: target.desk.open(
                    place, done=lambda _: self.set_up(target), failed=self.failed
                ),
            )

        window.desk.tasks.start(
            Job(
                run=lambda _: make_empty_company(place, clock),
                title=f"Making {place.name}",
                told=lambda path: f"{path.name} is made, empty",
            ),
            done=made,
            failed=self.failed,
        )

    def set_up(self, window: MainWindow, line: str = "") -> None:
        """Opens the first run: at a line of the checklist, or where it was left."""
        if window.desk.company is None:
            return
        from app.ui.wizards.first_run_wizard import FirstRunWizard

        wizard = FirstRunWizard(window.desk, window, at=line)
        wizard.go.connect(window.show_page)
        wizard.open()

    def bring_in(self, window: MainWindow, path: Path | None = None) -> None:
        """Opens the wizard that brings in a workbook."""
        if window.desk.company is None:
            return
        from app.ui.wizards.workbook_wizard import WorkbookWizard

        WorkbookWizard(window.desk, window, path=path).open()

    def back_up_to(self, window: MainWindow) -> None:
        """Asks where, and copies the company file there."""
        company = window.desk.company
        if company is None:
            return
        stamp = self._program.clock.now().astimezone(window.desk.zone)
        name = f"{company.path.stem}-{stamp:%Y-%m-%d-%H%M}.switchbook"
        path, _ = QFileDialog.getSaveFileName(
            window, "Copy the company to", name, _FILTER, options=_KEEP_OLD
        )
        if path:
            source, place = company.path, safe_path(Path(path))
            window.desk.look(
                f"Copying to {place.name}",
                lambda _, progress: back_up(source, place, progress=progress),
                lambda _: window.desk.changed.emit(Changes.MONTH),
                told=lambda rows: (
                    f"{words.plural(rows, 'row')} in {place.name}, read again and equal"
                ),
                failed=self.failed,
            )

    def restore(self, window: MainWindow) -> None:
        """Asks for a backup and where it shall go; the old file is kept."""
        source, _ = QFileDialog.getOpenFileName(window, "Which backup?", "", _FILTER)
        if not source:
            return
        target, _ = QFileDialog.getSaveFileName(
            window,
            "Restore to (an old file there is kept beside it)",
            source,
            _FILTER,
            options=_KEEP_OLD,
        )
        if not target:
            return
        place, clock, desk = safe_path(Path(target)), self._program.clock, window.desk
        desk.tasks.start(
            Job(
                run=lambda progress: restore(Path(source), place, clock=clock, progress=progress),
                title=f"Restoring {place.name}",
                told=lambda old: _restored_words(place, old),
                leaves="Cancel keeps everything as it was.",
            ),
            done=lambda _: self.open(desk, place),
            failed=self.failed,
        )

    def look_for(self, window: MainWindow, missing: Path) -> None:
        """Asks where a file that was moved lies now, and opens it there."""
        path, _ = QFileDialog.getOpenFileName(
            window, f"Where is {missing.name} now?", str(missing.parent), _FILTER
        )
        if path:
            self._program.recent.move(missing, Path(path))
            self._program.show_recent()
            self.open(window.desk, Path(path))

    @Slot(object)
    def failed(self, error: object) -> None:
        """Shows an error that has no page."""
        windows = self._program.windows
        ErrorDialog(told(error), windows[-1] if windows else None).open()
