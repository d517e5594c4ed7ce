"""All windows of the program: opened, closed, with what they share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Slot

from app.operations.office import Clock
from app.ui.appearance.icons import icon
from app.ui.application.backups import WindowBackups, back_up, back_up_at_close
from app.ui.application.files import CompanyFiles
from app.ui.application.loading import load_first_page, load_other_pages
from app.ui.application.recent import RecentFiles
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.page import Act, Page
from app.ui.pages.welcome_page import WelcomePage
from app.ui.tasks import Job, Lane

if TYPE_CHECKING:
    from app.ui.application.locking import IdleLock
    from app.ui.dialogs.drop_dialog import Drops


class Program(QObject):
    """All windows of the program. A company file has one desk, and as many windows as wanted."""

    def __init__(self, clock: Clock, settings: QSettings) -> None:
        super().__init__()
        self.clock = clock
        self.settings = settings
        self.windows: list[MainWindow] = []
        self.recent = RecentFiles(settings)
        self.files = CompanyFiles(self, self)
        self.lock: IdleLock | None = None
        self._waiting: dict[Desk, list[Callable[[], object]]] = {}

    # ---- windows

    def open_window(self, desk: Desk | None = None, *, with_pages: bool = True) -> MainWindow:
        """A new window: of a company that is open, or an empty one.

        Without pages it stands at once, and ``with_pages`` brings them when they are needed.
        """
        desk = desk or Desk(self.clock, self.settings, self)
        welcome = WelcomePage()
        pages = self._make_pages(desk) if with_pages else []
        window = MainWindow(desk, pages, welcome)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setWindowIcon(icon("switchbook-mark", "accent"))
        window.add_acts(self._acts(window))
        window.another_wanted.connect(self._another)
        window.closing.connect(self._closing)
        window.dropped.connect(self._dropped)
        files = self.files
        welcome.sample_wanted.connect(lambda: files.make_sample(desk))
        welcome.new_wanted.connect(lambda: files.make_new(window))
        welcome.open_wanted.connect(lambda: files.choose(window))
        welcome.restore_wanted.connect(lambda: files.restore(window))
        welcome.recent_wanted.connect(lambda path: files.open(desk, path))
        welcome.missing_wanted.connect(lambda path: files.look_for(window, path))
        welcome.show_recent(self.recent.files())
        WindowBackups(window)
        self._keep_in_step(window)
        desk.opened.connect(self._remember)
        desk.named.connect(self._remember)
        self.windows.append(window)
        window.show()
        return window

    def _keep_in_step(self, window: MainWindow) -> None:
        """Shows the systems of a company once its pages are in: a window is to stand before."""
        if window.pages:
            from app.ui.application.syncing import WindowSync

            if window.findChild(WindowSync) is None:
                WindowSync(window)

    def with_pages(self, desk: Desk, then: Callable[[], object]) -> None:
        """Does something once the windows of a desk have the page that is shown first.

        Pages are loaded on a worker, so that the window that stands already stays alive, and the
        others are made one after another behind the first.
        """
        if all(window.pages for window in self.windows if window.desk is desk):
            then()
            return
        waiting = self._waiting.setdefault(desk, [])
        waiting.append(then)
        if len(waiting) == 1:
            desk.tasks.start(
                Job(run=load_first_page, lane=Lane.LOOK, key="first page"),
                done=lambda found: self._first_loaded(desk, found),
            )

    def _first_loaded(self, desk: Desk, kind: object) -> None:
        if isinstance(kind, type) and issubclass(kind, Page):
            for window in self.windows:
                if window.desk is desk and not window.pages:
                    window.add_pages([kind(desk)])
        for each in self._waiting.pop(desk, []):
            each()
        desk.tasks.start(
            Job(run=load_other_pages, lane=Lane.LOOK, key="pages"),
            done=lambda found: self._others_loaded(desk, found),
        )

    def _others_loaded(self, desk: Desk, kinds: object) -> None:
        missing = [
            (window, kind)
            for window in self.windows
            if window.desk is desk and isinstance(kinds, tuple)
            for kind in kinds
            if kind.name not in window.pages
        ]
        if all(window.desk is not desk for window in self.windows):
            return
        if not missing:
            for window in self.windows:
                if window.desk is desk:
                    self._keep_in_step(window)
            # They came after the company was opened, and hear of it now.
            desk.opened.emit()
            return
        window, kind = missing[0]
        page = kind(desk)
        window.add_pages([page])
        self._watch_settings([page])
        QTimer.singleShot(0, self, lambda: self._others_loaded(desk, kinds))

    def _make_pages(self, desk: Desk) -> list[Page]:
        from app.ui.pages.registry import make_pages

        pages = make_pages(desk)
        self._watch_settings(pages)
        return pages

    def _watch_settings(self, pages: Sequence[Page]) -> None:
        from app.ui.pages.settings.page import SettingsPage

        for page in pages:
            if isinstance(page, SettingsPage):
                page.locking_changed.connect(self._watch_idle)
                page.lock_wanted.connect(self._lock_now)

    @Slot()
    def _watch_idle(self) -> None:
        if self.lock is not None:
            self.lock.watch()

    @Slot()
    def _lock_now(self) -> None:
        if self.lock is not None:
            self.lock.lock()

    def _acts(self, window: MainWindow) -> Sequence[Act]:
        desk, files = window.desk, self.files
        return (
            Act(
                title="New company…",
                menu="File",
                key="Alt+Shift+N",
                icon="file-plus-corner",
                run=lambda: files.make_new(window),
            ),
            Act(
                title="Open company file…",
                menu="File",
                key="Ctrl+O",
                icon="folder-open",
                run=lambda: files.choose(window),
            ),
            Act(
                title="Open the sample company",
                menu="File",
                key="Alt+Shift+O",
                icon="play",
                run=lambda: files.make_sample(desk),
            ),
            Act(
                title="Set up this company…",
                menu="File",
                key="Alt+Shift+S",
                icon="list-checks",
                run=lambda: files.set_up(window),
            ),
            Act(
                title="Bring in a workbook…",
                menu="File",
                key="Ctrl+Shift+I",
                icon="file-spreadsheet",
                run=lambda: files.bring_in(window),
            ),
            Act(
                title="Import files…",
                menu="File",
                key="Ctrl+I",
                icon="upload",
                run=lambda: _drops(window).ask(),
            ),
            Act(
                title="Back up now",
                menu="File",
                key="Ctrl+Shift+B",
                icon="hard-drive",
                run=lambda: back_up(desk),
            ),
            Act(
                title="Copy the company to…",
                menu="File",
                key="F12",
                icon="copy",
                run=lambda: files.back_up_to(window),
            ),
            Act(
                title="Restore a backup…",
                menu="File",
                key="Alt+Shift+B",
                icon="archive-restore",
                run=lambda: files.restore(window),
            ),
            Act(
                title="Lock Switchbook",
                menu="File",
                key="Ctrl+Alt+L",
                icon="lock",
                run=lambda: self._lock(window),
            ),
            Act(
                title="Close company",
                menu="File",
                key="Ctrl+F4",
                run=lambda: self.close_company(window),
            ),
            Act(title="Quit", menu="File", key="Ctrl+Q", icon="x", run=self.quit),
        )

    @Slot(object)
    def _another(self, wanted: tuple[str, object]) -> None:
        sender = self.sender()
        if isinstance(sender, MainWindow):
            window = self.open_window(sender.desk)
            window.show_page(*wanted)

    @Slot(list)
    def _dropped(self, paths: list[Path]) -> None:
        sender = self.sender()
        if isinstance(sender, MainWindow) and sender.desk.company is not None:
            _drops(sender).open(paths)

    # ---- closing

    @Slot(object)
    def _closing(self, window: MainWindow) -> None:
        self.windows = [each for each in self.windows if each is not window]
        if all(each.desk is not window.desk for each in self.windows):
            _stop_syncing(window.desk)
            window.desk.tasks.wait()
            back_up_at_close(window.desk)
            window.desk.leave()
            window.desk.tasks.quit()

    def close_company(self, window: MainWindow) -> None:
        """Closes the company and shows the welcome again; asks about work that runs."""
        desk = window.desk
        if desk.company is None or not window.task_bar.may_close():
            return
        window.setEnabled(True)
        _stop_syncing(desk)
        back_up_at_close(desk)
        desk.close()
        self.recent.forget_last()
        self.show_recent()

    def quit(self) -> None:
        """Closes every window; each asks about work that runs."""
        if self.lock is not None:
            self.lock.let_go()
        for window in list(self.windows):
            if not window.close():
                if self.lock is not None and self.lock.is_covering:
                    self.lock.lock()
                return

    def _lock(self, window: MainWindow) -> None:
        if self.lock is not None and self.lock.is_set:
            self.lock.lock()
        else:
            window.show_page("settings", "privacy")

    # ---- what was open before

    @Slot()
    def _remember(self) -> None:
        for window in self.windows:
            self.recent.remember(window.desk, window.colour)
        self.show_recent()

    def show_recent(self) -> None:
        """Lists the recent files on every welcome."""
        for window in self.windows:
            for welcome in window.findChildren(WelcomePage):
                welcome.show_recent(self.recent.files())


def _stop_syncing(desk: Desk) -> None:
    """Lets a sync that goes by the clock end at its next safe point: the company is closed."""
    from app.ui.pages.connections.syncing import SyncWork

    work = desk.findChild(SyncWork)
    if isinstance(work, SyncWork):
        work.stop()


def _drops(window: MainWindow) -> "Drops":
    """What opens the dialog for files that come to a window; each window has one."""
    from app.ui.dialogs.drop_dialog import Drops

    found = window.findChild(Drops)
    if isinstance(found, Drops):
        return found
    drops = Drops(window.desk, window)
    drops.go.connect(window.show_page)
    return drops
