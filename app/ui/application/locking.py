"""The lock of the program: after idle minutes or when asked; it covers every window."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.operations.lock_program import lock_computer, opens, seconds_passed
from app.ui.dialogs.lock_dialog import LockCover, LockDialog, cover_all
from app.ui.tasks import Job, Lane, Tasks

MINUTES: Final = "program/lock_minutes"
SEALED: Final = "program/lock_sealed"
BY_COMPUTER: Final = "program/lock_by_computer"
_AWAKE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_MS: Final = 60_000
_LOOK_MS: Final = 15_000


class IdleLock(QObject):
    """Watches keys and mouse; locks when neither moved for so long."""

    def __init__(
        self,
        program: QObject,
        settings: QSettings,
        *,
        passed: Callable[[], float] = seconds_passed,
    ) -> None:
        super().__init__(program)
        self._passed = passed
        self._last = passed()
        self._program: Any = program
        self._settings = settings
        self.dialog: LockDialog | None = None
        self._covers: list[LockCover] = []
        self._tasks: Tasks | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.lock)
        # Timers stand still while the computer sleeps; after it this one looks at the clock.
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.look)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.watch()

    @property
    def is_set(self) -> bool:
        """Whether there is a way to unlock again."""
        return bool(self._settings.value(SEALED)) or self._by_computer

    @property
    def is_covering(self) -> bool:
        """Whether the windows are hidden."""
        return bool(self._covers)

    @property
    def _by_computer(self) -> bool:
        return str(self._settings.value(BY_COMPUTER) or "").lower() == "true"

    @Slot()
    def watch(self) -> None:
        """Takes the minutes as they are set now; 0: never by itself."""
        kept = str(self._settings.value(MINUTES) or "0")
        minutes = int(kept) if kept.isdigit() else 0
        self._last = self._passed()
        if minutes and self.is_set:
            self._timer.start(minutes * _MS)
            self._looking.start()
        else:
            self._timer.stop()
            self._looking.stop()

    @Slot()
    def look(self) -> bool:
        """Locks where nobody did anything for so long, asleep or awake; whether it did."""
        if not self._timer.isActive():
            return False
        if (self._passed() - self._last) * 1000 < self._timer.interval():
            return False
        self.lock()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Begins to wait anew whenever somebody does something."""
        del watched
        if event.type() in _AWAKE and self._timer.isActive():
            if self.look():
                return True
            self._last = self._passed()
            self._timer.start()
        return False

    @Slot()
    def lock(self) -> None:
        """Locks now, where there is a way to unlock again."""
        if self.dialog is not None or not self.is_set:
            return
        if self._by_computer and self._run(Job(run=lambda _: lock_computer(), lane=Lane.NETWORK)):
            self.watch()
            return
        self.dialog = LockDialog()
        self.dialog.tried.connect(self._tried)
        self.dialog.opened.connect(self._opened)
        self.dialog.quit_wanted.connect(self._program.quit)
        self._covers = self._covers or cover_all(self.dialog)
        self._timer.stop()
        self.dialog.open()

    def _run(self, job: Job, done: Any = None) -> bool:  # noqa: ANN401  a slot
        windows = self._program.windows
        if not windows:
            return False
        windows[-1].desk.tasks.start(job, done=done, failed=self._not_tried)
        return True

    @Slot(str)
    def _tried(self, passphrase: str) -> None:
        sealed = str(self._settings.value(SEALED) or "")
        job = Job(run=lambda _: opens(passphrase, sealed), lane=Lane.NETWORK)
        self._run(job, self._answered)

    @Slot(object)
    def _answered(self, is_right: object) -> None:
        if self.dialog is not None:
            self.dialog.answer(is_right=bool(is_right))

    @Slot(object)
    def _not_tried(self, _: object) -> None:
        self._answered(is_right=False)

    @Slot()
    def _opened(self) -> None:
        for cover in self._covers:
            cover.lift()
        self._covers = []
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.watch()

    def let_go(self) -> None:
        """The program is to close: nobody is asked for the passphrase; the covers stay."""
        if self.dialog is not None:
            dialog, self.dialog = self.dialog, None
            dialog.let_go()
