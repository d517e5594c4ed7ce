"""The lock beside a field that is owned elsewhere: it bears the owner's name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.ui.inputs import owned_words
from app.ui.parts.controls import Button


class OwnerLock(Button):
    """Pressed, or asked by F4, it tells where the field is changed."""

    asked = Signal(str)
    """Who owns the field, in words."""

    def __init__(self, field: str, owner: str) -> None:
        super().__init__(owner.split(maxsplit=1)[0], kind="quiet", icon_name="lock")
        self.setStyleSheet("padding: 0 4px")
        self.words = owned_words(owner, field)
        self.setAccessibleName(f"{field}: owned by {owner}")
        self.setToolTip(self.words)
        self.clicked.connect(self.tell)

    def tell(self) -> None:
        """Tells who owns the field."""
        self.asked.emit(self.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F4 asks for the owner, as everywhere."""
        if event.key() == Qt.Key.Key_F4:
            self.tell()
            return
        super().keyPressEvent(event)
