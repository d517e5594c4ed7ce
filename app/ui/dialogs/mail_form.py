"""The mail server, who writes and in which words: kept, and tried by one mail."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.billing.mailing import BODY, FIELDS, PORTS, SUBJECT, MailSettings, Security
from app.operations.changes import Changes
from app.operations.keep_mail import MailKept, keep_mail, kept_mail, try_mail
from app.ui.desk import Desk
from app.ui.inputs import Field, TextField
from app.ui.messages import told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, Choice, beside, label

_WAYS = {
    Security.STARTTLS: "STARTTLS, usually port 587",
    Security.TLS: "TLS, usually port 465",
    Security.NONE: "Nothing: everybody on the way can read along",
}
_TYPED = "\u2022" * 8


class MailForm(QWidget):
    """The settings of mail; used in Settings and in a dialog of its own."""

    kept = Signal(object)
    """A ``MailKept``, once the settings are kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.settings = MailSettings()
        self._try_after = False
        self.server = TextField("Mail server", hint="smtp.example.com")
        self.port = TextField("Port")
        self.security = Choice("How the way there is kept safe")
        for way, word in _WAYS.items():
            self.security.addItem(word, way.value)
        self.user = TextField("User", hint="Blank: the server asks for none")
        self.password = TextField("Password")
        self.password.setEchoMode(TextField.EchoMode.Password)
        self.from_address = TextField("Address that invoices come from", hint="billing@example.com")
        self.from_name = TextField("Name beside it")
        self.reply_to = TextField("Answers go to", hint="Blank: to the same address")
        self.bcc = TextField("Hidden copy to", hint="nobody")
        self.subject = TextField("Subject")
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("Text of the mail")
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(120)
        self.test_to = TextField("Test mail to", hint="you@example.com")
        self.warning = BadgeLabel(
            Badge("Everybody on the way can read these mails", "triangle-alert", "warn")
        )
        self.told = label("", "muted", wraps=True)
        self.save_button = Button("Keep mail settings", on_press=self.save)
        self.test_button = Button("Send a test mail", icon_name="send", on_press=self.test)
        self._build()
        self.security.currentIndexChanged.connect(self._way_chosen)
        self._way_chosen()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        places = (
            ("Mail server", self.server, "", 0, 0),
            ("Port", self.port, "", 0, 1),
            ("Way there", self.security, "", 1, 0),
            ("User", self.user, "As your provider names it", 2, 0),
            ("Password", self.password, "Kept in this computer's keyring alone", 2, 1),
            ("Address that invoices come from", self.from_address, "", 3, 0),
            ("Name beside it", self.from_name, "", 3, 1),
            ("Answers go to", self.reply_to, "", 4, 0),
            ("Hidden copy to", self.bcc, "", 4, 1),
        )
        for title, field, note, row, column in places:
            grid.addWidget(Field(title, field, note=note), row, column)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(8)
        column_.addLayout(grid)
        column_.addWidget(self.warning)
        column_.addWidget(Field("Subject", self.subject))
        names = ", ".join(f"{{{name}}}" for name in FIELDS)
        column_.addWidget(Field("Text", self.words, note=f"Filled in: {names}"))
        column_.addWidget(Field("Test mail to", self.test_to))
        column_.addLayout(beside(self.test_button, self.save_button, None))
        column_.addWidget(self.told)

    @Slot()
    def _way_chosen(self) -> None:
        way = Security(self.security.currentData())
        self.warning.setVisible(way is Security.NONE)
        if self.port.text().strip() in {"", *(str(port) for port in PORTS.values())}:
            self.port.setText(str(PORTS[way]))

    # ---- reading

    def read(self) -> None:
        """Reads the settings."""
        if self.desk.company is not None:
            self.desk.read(kept_mail, self._show, key=f"mail {id(self)}", failed=self._failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, MailKept):
            return
        settings = self.settings = found.settings
        self.security.setCurrentIndex(self.security.findData(settings.security.value))
        for field, text in (
            (self.server, settings.server),
            (self.port, str(settings.port)),
            (self.user, settings.user),
            (self.from_address, settings.sender or found.company_email),
            (self.from_name, settings.sender_name or found.company),
            (self.reply_to, settings.reply_to),
            (self.bcc, settings.bcc),
            (self.subject, settings.subject or SUBJECT),
            (self.test_to, found.company_email or settings.sender),
            (self.password, _TYPED if found.has_password else ""),
        ):
            field.setText(text)
        self.words.setPlainText(settings.body or BODY)

    # ---- keeping

    def wanted(self) -> MailSettings | None:
        """The settings as they are typed; None where the port is no number."""
        port = self.port.text().strip()
        if not port.isdecimal():
            self.port.refuse("A port is a number: 587 or 465.")
            return None
        self.port.refuse("")
        return replace(
            self.settings,
            server=self.server.text().strip(),
            port=int(port),
            security=Security(self.security.currentData()),
            user=self.user.text().strip(),
            sender=self.from_address.text().strip(),
            sender_name=self.from_name.text().strip(),
            reply_to=self.reply_to.text().strip(),
            bcc=self.bcc.text().strip(),
            subject=self.subject.text().strip(),
            body=self.words.toPlainText(),
        )

    @Slot()
    def save(self) -> None:
        """Keeps the settings."""
        self._try_after = False
        self._keep()

    @Slot()
    def test(self) -> None:
        """Keeps the settings and sends one mail by them."""
        self._try_after = True
        self._keep()

    def _keep(self) -> None:
        settings = self.wanted()
        if settings is None:
            return
        typed = self.password.text()
        password = None if typed == _TYPED else typed
        self._say("")
        self.desk.do(
            "Keeping mail settings",
            lambda office, _: keep_mail(office, settings, password=password),
            changes=Changes.COMPANY | Changes.INVOICES,
            done=self._kept,
            failed=self._failed,
            key="keep mail",
            told=lambda found: f"Mail goes by {found.settings.server or 'no server yet'}",
        )

    @Slot(object)
    def _kept(self, found: object) -> None:
        if not isinstance(found, MailKept):
            return
        to = self.test_to.text()
        self._show(found)
        self.test_to.setText(to)
        if not self._try_after:
            self._say("Kept.")
            self.kept.emit(found)
            return
        self._say(f"Sending a test mail to {to}")
        self.test_button.setEnabled(False)
        self.desk.look(
            "Sending a test mail",
            lambda office, _: try_mail(office, to),
            self._tried,
            key="test mail",
            told=str,
            failed=self._failed,
        )

    @Slot(object)
    def _tried(self, answer: object) -> None:
        self.test_button.setEnabled(True)
        self._say(f"The server took it: {answer}")

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.test_button.setEnabled(True)
        facts = told(error)
        self._say(f"{facts.what} {facts.why} {facts.remedy}".strip(), refused=True)

    def _say(self, text: str, *, refused: bool = False) -> None:
        self.told.setText(text)
        self.told.setProperty("kind", "refused" if refused else "muted")
        self.told.style().unpolish(self.told)
        self.told.setVisible(bool(text))
