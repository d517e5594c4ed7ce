"""A finished summary at the lower right of a window, for some seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import tokens
from app.ui.parts.controls import Button, beside, label


class Toast(QFrame):
    """A finished summary at the lower right; it pauses under the pointer and under focus."""

    shown = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "done")
        self.title = label("", "strong")
        self.text = label("", "muted", wraps=True)
        self.title.setWordWrap(True)
        self._undo: Callable[[], object] | None = None
        self.undo_button = Button(
            "Undo", kind="quiet", icon_name="undo-2", on_press=self._take_back
        )
        self.close_button = Button("", kind="quiet", icon_name="x", on_press=self.hide)
        self.close_button.setAccessibleName("Close the summary")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 10)
        column.addLayout(beside(self.title, None, self.undo_button, self.close_button))
        column.addWidget(self.text)
        self.setFixedWidth(LOOK.scaled(400))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._hide_unless_used)
        self.hide()

    def tell(self, title: str, text: str, *, undo: Callable[[], object] | None = None) -> None:
        """Shows a summary for some seconds; ``undo`` takes back what it is about."""
        self._undo = undo
        self.undo_button.setVisible(undo is not None)
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(f"{title}. {text}")
        self.setFixedWidth(LOOK.scaled(400))
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(int(tokens().motion["toast_shown_ms"]))

    def _take_back(self) -> None:
        self.hide()
        if self._undo is not None:
            self._undo()

    def _hide_unless_used(self) -> None:
        """Stays while the keyboard is in it."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._timer.start(int(tokens().motion["toast_shown_ms"]))
        else:
            self.hide()

    def place(self) -> None:
        """Stands at the lower right of its window."""
        window = self.window() if self.parentWidget() is None else self.parentWidget()
        if window is not None:
            self.move(window.width() - self.width() - 20, window.height() - self.height() - 44)

    def enterEvent(self, event: QEvent) -> None:  # noqa: N802
        """Stays while the pointer is on it."""
        del event
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Goes some seconds after the pointer left."""
        del event
        self._timer.start(int(tokens().motion["toast_shown_ms"]))
