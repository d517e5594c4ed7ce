"""What stands beside a customer's name: whether it is ready to bill, and a button with its key."""

from typing import Final

from PySide6.QtGui import QKeySequence, QShowEvent

from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button

READY: Final = Badge("Ready to bill", "circle-check", "ok")
NOT_READY: Final = Badge("Not ready to bill", "circle-alert", "warn")
CLOSED: Final = Badge("Closed", "ban", "idle")


class HintedButton(Button):
    """A button that shows its key and leaves it to whatever list has the keyboard."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Takes the key from the button; the tree and the lists answer it."""
        super().showEvent(event)
        self.setShortcut(QKeySequence())
