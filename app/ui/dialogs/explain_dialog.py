"""Why a call costs what it costs, in sentences for the telephone."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.operations.explain_call import Explained, explain_call
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


class Explanation(QWidget):
    """The sentences about one call; also the side pane of the list of calls."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._call_id = ""
        self.text = ""
        """All sentences, a line each; for the clipboard."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.column.addStretch(1)
        self._parts: list[QWidget] = []

    def explain(self, call_id: str, *, key: str) -> None:
        """Asks why a call costs what it costs."""
        self._call_id = call_id
        self.desk.read(
            lambda office: explain_call(office, call_id), self._show, key=key, failed=self._failed
        )

    def clear(self) -> None:
        """Shows nothing."""
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        self.text = ""

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, list):
            return
        self.clear()
        lines: list[str] = []
        for each in found:
            if isinstance(each, Explained):
                place = f"{each.file}, row {words.count(each.row)}, {each.source}"
                self._add(label(place, "muted", wraps=True))
                sentences = [self._masked(text, each.outside) for text in each.sentences]
                for sentence in sentences:
                    self._add(label(sentence, wraps=True))
                lines += [place, *sentences]
        self.text = "\n".join(lines)
        self.setAccessibleName("Why this price")
        self.setAccessibleDescription(self.text)

    def _masked(self, sentence: str, outside: Sequence[str]) -> str:
        """A sentence with the numbers of others masked, unless they are shown."""
        for number in outside if not self.desk.unmasked else ():
            if number.startswith("+"):
                whole, hidden = words.telephone(number), words.telephone(number, masked=True)
                sentence = sentence.replace(whole, hidden).replace(number, hidden)
        return sentence

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.clear()
        self._add(ErrorPanel(told(error)))

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.column.insertWidget(self.column.count() - 1, part)

    def sentences(self) -> Sequence[str]:
        """What is told, line by line."""
        return self.text.splitlines()


class ExplainDialog(Dialog):
    """The explanation of one call in a window of its own."""

    def __init__(self, desk: Desk, call_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Why this price")
        self.resize(LOOK.scaled(560), LOOK.scaled(420))
        self.explanation = Explanation(desk)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.explanation)
        self.copy_button = Button("Copy", icon_name="copy", on_press=self._copy)
        self.close_button = Button("Close", key="Esc", on_press=self.reject)
        self.close_button.setDefault(True)
        column = QVBoxLayout(self)
        column.addWidget(label(f"Call {call_id}", "pane", wraps=True))
        column.addWidget(scroll, 1)
        column.addLayout(beside(self.copy_button, None, self.close_button))
        self.explanation.explain(call_id, key="explain dialog")
        self.close_button.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.explanation.text)


def explain(desk: Desk, call_id: str, parent: QWidget) -> ExplainDialog:
    """Opens the explanation of a call."""
    dialog = ExplainDialog(desk, call_id, parent.window())
    dialog.open()
    return dialog
