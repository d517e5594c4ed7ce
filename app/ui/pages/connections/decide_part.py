"""A question that many records wait for: answered once, in the inbox."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.decision import BASE_PRODUCT, TIME_PRODUCT
from app.billing.flows import CLOSED_PERIOD
from app.operations.browse_inbox import InboxRow, decision_choices
from app.ui.desk import Desk
from app.ui.parts.controls import Choice, beside, label

_QUESTIONS = {
    BASE_PRODUCT: "As which product is an agreement's own fee billed?",
    TIME_PRODUCT: "As which product is technician time billed?",
    CLOSED_PERIOD: "What of invoices dated in a closed period?",
}


class DecidePart(QWidget):
    """The question and its answers."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.key = ""
        self.title = label("", "strong", wraps=True)
        self.choice = Choice("Answer")
        self.choice.currentIndexChanged.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addLayout(beside(self.choice, None))
        self.hide()

    @property
    def value(self) -> str:
        """The answer that is chosen; blank: none yet."""
        return str(self.choice.currentData() or "")

    def verb(self) -> str:
        """The words of the button."""
        if not self.value:
            return "Decide"
        if self.key == CLOSED_PERIOD:
            return self.choice.currentText()
        return f"Bill it as {self.value}"

    def show_row(self, row: InboxRow) -> None:
        """Shows the question of an entry, where it has one."""
        self.setVisible(bool(row.decides) and row.solved_at is None)
        if not row.decides or row.decides == self.key:
            return
        key = self.key = row.decides
        self.title.setText(_QUESTIONS.get(key, ""))
        self.choice.clear()
        self.desk.read(
            lambda office: decision_choices(office, key), self._show, key=f"decide/{id(self)}"
        )

    @Slot(object)
    def _show(self, found: object) -> None:
        self.choice.blockSignals(True)  # noqa: FBT003  of Qt
        self.choice.clear()
        self.choice.addItem("Choose…", "")
        for value, text in found if isinstance(found, list) else ():
            self.choice.addItem(text, value)
        self.choice.blockSignals(False)  # noqa: FBT003  of Qt
        self.told.emit()

    @Slot(int)
    def _chosen(self, _: int) -> None:
        self.told.emit()
