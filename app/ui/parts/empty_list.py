"""An empty list: why it is empty, what to do next, one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts.controls import Button, IconLabel, label


class EmptyList(QWidget):
    """Stands over a list that has nothing to show."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("info", "text_muted", 28)
        self._title = label("", "strong")
        self._why = label("", "muted", wraps=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = Button("")
        self._press: Callable[[], object] | None = None
        self._button.clicked.connect(self._pressed)
        self._title.setWordWrap(True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 12, 28, 12)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        # As wide as the list: a text that wraps knows its height only by its width.
        column.addWidget(self._title)
        column.addWidget(self._why)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._button.hide()

    def say(
        self,
        title: str,
        why: str = "",
        *,
        icon_name: str = "info",
        button: str = "",
        on_press: Callable[[], object] | None = None,
    ) -> None:
        """Tells why the list is empty and what to do."""
        self._title.setText(title)
        self._why.setText(why)
        self._icon.show_icon(icon_name, "text_muted")
        self._button.say(button)
        self._button.setVisible(bool(button))
        self._press = on_press
        self.setAccessibleName(f"{title}. {why}")

    def _pressed(self) -> None:
        if self._press is not None:
            self._press()
