"""Whether it is the right company: asked before anything is ever written there."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from app.operations.connecting import CompanyChecked, check_right_company
from app.ui import words
from app.ui.parts.controls import Button, Card, IconLabel, beside, label, line
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.stepped_wizard import StepPage


class CompanyPage(StepPage):
    """The company at the other end, and what of it is as here."""

    other_wanted = Signal()
    """It is another company: the sign-in begins anew."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__(
            "Right company",
            "Is this your company?",
            "From now on nothing is written when the sign-in leads to another one.",
        )
        self.connecting = connecting
        self.name = label("", "page", wraps=True)
        self.facts = label("", "muted", wraps=True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(20)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(2, 1)
        self.grid.setColumnStretch(3, 1)
        self.warning = label("", "warn", wraps=True)
        card = Card()
        head = beside(IconLabel("building-2", "accent", 28), self.name, spacing=12)
        head.setStretch(1, 1)
        card.rows.addLayout(head)
        card.rows.addWidget(self.facts)
        card.rows.addWidget(line())
        card.rows.addLayout(self.grid)
        card.rows.addWidget(self.warning)
        self.other = Button("No, sign in to another", icon_name="key-round")
        self.other.clicked.connect(self.other_wanted)
        self.body.addWidget(card)
        self.body.addLayout(beside(self.other, None))
        self.body.addStretch(1)
        connecting.found.connect(self._show)
        connecting.working.connect(self._show)

    def enter(self) -> None:
        """Asks whose it is."""
        if self.connecting.checked is None:
            key = self.connecting.key
            self.connecting.ask(
                f"Asking {self.connecting.title} whose it is",
                lambda office, _: check_right_company(office, key),
                self._checked,
                told=_words,
            )
        self._show()

    @Slot(object)
    def _checked(self, found: object) -> None:
        if isinstance(found, CompanyChecked):
            self.connecting.checked = found
            self.connecting.found.emit()

    @Slot()
    def _show(self) -> None:
        found = self.connecting.checked
        while self.grid.count():
            entry = self.grid.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.other.setEnabled(found is not None or not self.connecting.is_working)
        if found is None:
            busy = self.connecting.is_working
            title = self.connecting.title
            self.name.setText(f"Asking {title}…" if busy else f"{title} did not say whose it is")
            self.facts.setText("")
            self.warning.hide()
            self.said.emit()
            return
        self.name.setText(found.name)
        known = [f"{found.title} knows it as {found.tenant_id}" if found.tenant_id else ""]
        self.facts.setText(". ".join(each for each in (*known, found.words) if each))
        for column, head in enumerate(("", "", "Here", f"In {found.title}")):
            if head:
                self.grid.addWidget(label(head, "caption"), 0, column)
        for place, each in enumerate(found.checks, 1):
            sign = {True: ("circle-check", "ok"), False: ("circle-alert", "warn")}.get(
                bool(each.is_same), ("minus", "text_muted")
            )
            if each.is_same is None:
                sign = ("minus", "text_muted")
            self.grid.addWidget(IconLabel(*sign), place, 0)
            self.grid.addWidget(label(each.title, "muted"), place, 1)
            self.grid.addWidget(label(each.ours or words.NOT_APPLICABLE, wraps=True), place, 2)
            self.grid.addWidget(label(each.theirs or "not told", wraps=True), place, 3)
        off = [each.title.lower() for each in found.checks if each.is_same is False]
        self.warning.setVisible(bool(off))
        self.warning.setText(f"The {' and the '.join(off)} differ. Look twice." if off else "")
        self.said.emit()

    def verb(self) -> str:
        """Confirms it."""
        found = self.connecting.checked
        if found is None:
            return "Next" if self.connecting.is_working else "Ask again"
        return f"Yes, it is {found.name}"

    def act(self) -> bool:
        """Goes on once it is known whose it is; asks again where that came to nothing."""
        if self.connecting.checked is None:
            self.enter()
        return self.connecting.checked is not None


def _words(found: object) -> str:
    if not isinstance(found, CompanyChecked):
        return ""
    same, known = found.counted
    return f"{found.name}, {words.count(same)} of {words.plural(known, 'check')}"
