"""Mail: the form of the mail server, of who writes, and of the words."""

from app.ui.desk import Desk
from app.ui.dialogs.mail_form import MailForm
from app.ui.pages.settings.part import Part


class MailPart(Part):
    """The mail server that invoices are sent by."""

    name = "mail"
    title = "Mail"
    line = "The server that invoices are sent by. Its password lies in the system keyring."
    icon = "mail"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = MailForm(desk)
        self.inside.addWidget(self.form)
        self.inside.addStretch(1)

    def read(self) -> None:
        """Reads the settings."""
        self.form.read()
