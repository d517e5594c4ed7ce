"""The mail server in a dialog of its own, where invoices are to be sent and none is set."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.dialogs.mail_form import MailForm
from app.ui.parts.controls import Button, beside, dress, label
from app.ui.parts.dialog import Dialog


class MailDialog(Dialog):
    """Keeps the settings and closes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Mail server and words")
        self.resize(LOOK.scaled(640), LOOK.scaled(640))
        self.form = MailForm(desk)
        self.verb = self.form.save_button
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label("Mail server and words", "pane"))
        column.addWidget(area, 1)
        column.addLayout(beside(None, self.not_now, self.verb))
        dress(self.verb, "primary")
        self.verb.setDefault(True)
        QWidget.setTabOrder(self.not_now, self.verb)
        self.form.kept.connect(self._kept)
        self.form.server.setFocus()
        self.form.read()

    @Slot(object)
    def _kept(self, _: object) -> None:
        self.accept()
