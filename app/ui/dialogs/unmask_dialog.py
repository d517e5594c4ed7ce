"""Called numbers shown whole: asks why, notes it in the audit, and masks them again in time."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.unmask import unmask
from app.ui.desk import Desk
from app.ui.inputs import Field, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog

SHOWN_MINUTES: Final = 15
"""So long numbers stay whole; they are masked again when the company is closed, too."""


class UnmaskDialog(Dialog):
    """Asks why numbers are needed whole."""

    def __init__(self, desk: Desk, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = desk
        self.place = place
        self.setWindowTitle("Show numbers")
        self.setMinimumWidth(440)
        self.why = TextField("Why", hint="Customer disputes a call")
        self.errors = QVBoxLayout()
        self.act = Button(
            f"Show numbers for {SHOWN_MINUTES} minutes", kind="primary", icon_name="eye"
        )
        self.act.setDefault(True)
        self.act.setEnabled(False)
        self.act.clicked.connect(self.apply)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(label("Show called numbers whole?", "pane"))
        text = (
            "Who called whom is the customer's private matter. That you looked, when, where and "
            "why is kept in the audit."
        )
        column.addWidget(label(text, "muted", wraps=True))
        column.addWidget(Field("Why", self.why))
        column.addLayout(self.errors)
        column.addLayout(beside(None, self.not_now, self.act))
        self.why.textChanged.connect(self._typed)
        self.why.setFocus()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.act.setEnabled(bool(text.strip()))

    @Slot()
    def apply(self) -> None:
        """Notes it, then shows the numbers."""
        place, why = self.place, self.why.text()
        self.desk.do(
            "Show numbers",
            lambda office, _: unmask(office, place=place, why=why),
            changes=Changes.NOTHING,
            done=self._noted,
            told=lambda _: f"Noted with your name: {why}",
            failed=self._failed,
        )

    @Slot(object)
    def _noted(self, _: object) -> None:
        self.desk.unmasked = True
        Masking.of(self.desk).start()
        self.desk.changed.emit(Changes.EVERYTHING)
        self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.errors.addWidget(ErrorPanel(told(error)))


class Masking(QObject):
    """Masks numbers again after some minutes; each desk has one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SHOWN_MINUTES * 60 * 1000)
        self.timer.timeout.connect(partial(mask, desk))
        desk.opened.connect(self.timer.stop)

    @classmethod
    def of(cls, desk: Desk) -> "Masking":
        """The one of a desk."""
        found = desk.findChild(cls)
        return found if isinstance(found, cls) else cls(desk)

    def start(self) -> None:
        """Begins the minutes."""
        self.timer.start()


def mask(desk: Desk) -> None:
    """Masks numbers again."""
    if desk.unmasked:
        desk.unmasked = False
        desk.changed.emit(Changes.EVERYTHING)


def show_or_mask(desk: Desk, place: str, window: QWidget) -> UnmaskDialog | None:
    """Masks numbers that are shown; else asks why they are to be shown."""
    if desk.unmasked:
        mask(desk)
        return None
    dialog = UnmaskDialog(desk, place, window)
    dialog.open()
    return dialog
