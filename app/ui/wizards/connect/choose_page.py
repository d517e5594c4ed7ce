"""Which system is connected; a practice company of it, or the real one."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from app.operations.connecting import SystemForm
from app.ui.appearance.look import LOOK
from app.ui.parts.controls import label
from app.ui.parts.entry_list import Entry, EntryList
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.stepped_wizard import StepPage

_ROLES: Final = {
    "psa": ("users", "PSA: customers, sites, contracts and time come from it"),
    "accounting": ("landmark", "Accounting: invoices go there, payments come from it"),
}


class ChoosePage(StepPage):
    """The systems there are."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__(
            "Choose the system",
            "Which system do you connect?",
            "Nothing is written there while you connect it. One PSA and one accounting system are "
            "enough; either alone works too.",
        )
        self.connecting = connecting
        self.wanted = ""
        """A system, or a role to choose of; blank: any."""
        self.list = EntryList("Systems there are")
        self.list.setMinimumHeight(LOOK.scaled(150))
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        self.practice = QCheckBox("A practice company, to try everything on")
        company = connecting.desk.company
        self._wants_practice = company is not None and company.facts.is_practice
        self.practice.clicked.connect(self.want_practice)
        self.practice.toggled.connect(self._toggled)
        self.about = label("", "caption", wraps=True)
        self.body.addWidget(frame, 1)
        self.body.addWidget(self.practice)
        self.body.addWidget(self.about)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        connecting.listed.connect(self._show)

    def enter(self) -> None:
        """Shows the systems; the keyboard goes into their list."""
        if not self.connecting.forms:
            self.connecting.list()
        self._show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show(self) -> None:
        forms = self.connecting.forms
        shown = [
            each
            for each in forms.values()
            if self.wanted in {"", each.role, each.key} or self.wanted not in {*_ROLES, *forms}
        ]
        self.list.show_entries([_entry(each) for each in shown])
        self.list.choose(self.connecting.key or self.wanted)
        self._chosen()

    @Slot()
    def _chosen(self, *_: object) -> None:
        form = self.form
        has = form is not None and form.has_practice
        self.practice.setEnabled(has)
        self.practice.setChecked(has and self._wants_practice)
        self._toggled()

    @Slot(bool)
    def want_practice(self, wanted: bool) -> None:  # noqa: FBT001  of the signal
        """A practice company is wanted, of each system that has one."""
        self._wants_practice = wanted
        self._chosen()

    @Slot()
    def _toggled(self, *_: object) -> None:
        form = self.form
        if form is None:
            self.about.setText("")
        elif self.practice.isChecked():
            self.about.setText(
                f"Switchbook serves a {form.title} of its own on this computer, with the data of a "
                "made-up company. Nothing leaves the computer, and nothing has to be typed."
            )
        elif form.by_files:
            self.about.setText("It is read and written by files in a folder, without a network.")
        else:
            self.about.setText(f"You need an account at {form.title} that may use its API.")
        self.said.emit()

    @property
    def form(self) -> SystemForm | None:
        """The system that is chosen."""
        return self.connecting.forms.get(str(self.list.key or ""))

    @Slot(object)
    def _opened(self, _: object) -> None:
        wizard = self.wizard()
        if wizard is not None:
            wizard.next()

    def act(self) -> bool:
        """Takes the system that is chosen."""
        if self.form is None:
            return False
        self.connecting.choose(self.form.key, is_practice=self.practice.isChecked())
        return True


def _entry(form: SystemForm) -> Entry:
    icon, words = _ROLES[form.role]
    second = f"Connected to {form.company}" if form.company else words
    return Entry(
        key=form.key,
        icon="circle-check" if form.company else icon,
        role="ok" if form.company else "text_muted",
        state="connected" if form.company else "not connected",
        title=form.title,
        second=second,
    )
