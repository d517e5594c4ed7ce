"""The locked program: every window hidden behind a cover, until the passphrase is typed."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.ui import words
from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.inputs import Field, TextField
from app.ui.parts.controls import Button, IconLabel, beside, label
from app.ui.parts.dialog import Dialog

_FREE_TRIES: Final = 3
_LONGEST_WAIT: Final = 60
_ICON: Final = 40


class LockCover(QWidget):
    """Stands over the whole of one window; nothing of it is seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("Locked")
        window.installEventFilter(self)
        self._title = window.windowTitle()
        window.setWindowTitle("Switchbook, locked")
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stays as large as the window, and above what comes later."""
        parent = self.parentWidget()
        if watched is parent and event.type() in {QEvent.Type.Resize, QEvent.Type.ChildAdded}:
            self.setGeometry(parent.rect())
            self.raise_()
        return False

    def lift(self) -> None:
        """Takes the cover off."""
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
            parent.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paper and a lock."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("window"))
        box = QRect(0, 0, _ICON, _ICON)
        box.moveCenter(self.rect().center())
        draw_icon(painter, "lock", box, "text_muted")


class LockDialog(Dialog):
    """Asks for the passphrase; it cannot be put away without it."""

    opened = Signal()
    """The right passphrase was typed."""
    quit_wanted = Signal()
    tried = Signal(str)
    """A passphrase was typed; ``answer`` is told whether it is the right one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Switchbook is locked")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
        self.setMinimumWidth(LOOK.scaled(400))
        self._wrong = 0
        self._left = 0
        self._is_open = False
        self.field = TextField("Passphrase")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_button = Button("Unlock", kind="primary", on_press=self._try)
        self.open_button.setDefault(True)
        self.quit_button = Button("Close Switchbook…", on_press=self.quit_wanted.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._count_down)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        head = beside(
            IconLabel("lock", "accent", 24), 4, label("Switchbook is locked", "pane"), None
        )
        column.addLayout(head)
        text = "What was running goes on. Nothing was closed, and nothing is lost."
        column.addWidget(label(text, "muted", wraps=True))
        column.addWidget(Field("Passphrase", self.field))
        column.addLayout(beside(self.quit_button, None, self.open_button))
        self.field.setFocus()

    def _try(self) -> None:
        if self._left or not self.field.text():
            return
        self.open_button.setEnabled(False)
        self.tried.emit(self.field.text())

    def answer(self, *, is_right: bool) -> None:
        """Unlocks, or says that the passphrase is another one and lets some time pass."""
        self.field.clear()
        if is_right:
            self._is_open = True
            self.accept()
            self.opened.emit()
            return
        self._wrong += 1
        over = self._wrong - _FREE_TRIES
        self._left = min(2**over, _LONGEST_WAIT) if over >= 0 else 0
        self._tell()
        if self._left:
            self._timer.start()
        self.field.setFocus()

    def _count_down(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._timer.stop()
        self._tell()

    def _tell(self) -> None:
        why = "That is not the passphrase."
        if self._left:
            why += f" Try again in {words.plural(self._left, 'second')}."
        self.field.refuse(why)
        self.open_button.setEnabled(not self._left)

    def let_go(self) -> None:
        """Closes without a passphrase: the program itself is closing."""
        self._is_open = True
        self.reject()

    def reject(self) -> None:
        """Esc does not unlock."""
        if self._is_open:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Stays until it is unlocked."""
        if self._is_open:
            super().closeEvent(event)
        else:
            event.ignore()


def cover_all(but: QWidget) -> list[LockCover]:
    """Covers every window of the program."""
    return [
        LockCover(window)
        for window in QApplication.topLevelWidgets()
        if window is not but and window.isVisible() and window.isWindow()
    ]
