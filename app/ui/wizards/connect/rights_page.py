"""The rights test: each thing the connection is to do, yes or no, and why."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.connecting import RightsTested, try_rights
from app.ui import words
from app.ui.messages import ErrorPanel, Told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Card, ElidedLabel, IconLabel, beside, label, line
from app.ui.parts.key_button import KeyButton
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.connect.rights_list import RightsList
from app.ui.wizards.stepped_wizard import StepPage

_SIGNED_IN = Badge("Signed in", "circle-check", "ok")
_TESTING = Badge("Testing", "loader-circle", "run")


class RightsPage(StepPage):
    """What the connection may do."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__(
            "Test the rights",
            "May Switchbook do what it needs?",
            "Each right is tried with a harmless read, or told from what the other side says.",
        )
        self.connecting = connecting
        self.company = ElidedLabel("", "strong")
        self.server = ElidedLabel("", "muted")
        self.badge = BadgeLabel(_TESTING)
        self.rights = RightsList()
        self.card = Card(margin=0, spacing=0)
        head = beside(IconLabel("building-2", "accent", 19), self.company, self.server, self.badge)
        head.setContentsMargins(14, 12, 14, 12)
        head.setStretch(1, 1)
        head.setStretch(2, 1)
        self.card.rows.addLayout(head)
        self.card.rows.addWidget(line())
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self.rights)
        self.card.rows.addLayout(inside)
        self.lacking = QVBoxLayout()
        self.again = KeyButton("Test again", key="F5", icon_name="refresh-cw")
        self.again.clicked.connect(self.test)
        self.count = label("", "muted")
        self._shortcut = QShortcut(QKeySequence("F5"), self)
        self._shortcut.activated.connect(self.test)
        self.body.addWidget(self.card)
        self.body.addLayout(self.lacking)
        self.body.addLayout(beside(self.again, self.count, None))
        self.body.addStretch(1)
        connecting.found.connect(self._show)
        connecting.working.connect(self._show)

    def enter(self) -> None:
        """Tests at once, where that was not done."""
        if self.connecting.rights is None:
            self.test()
        self._show()

    @Slot()
    def test(self) -> None:
        """Tries each right again."""
        key = self.connecting.key
        self.connecting.ask(
            f"Testing the rights at {self.connecting.title}",
            lambda office, _: try_rights(office, key),
            self._tested,
            told=_words,
        )

    @Slot(object)
    def _tested(self, found: object) -> None:
        if isinstance(found, RightsTested):
            self.connecting.rights = found
            self.connecting.found.emit()

    @Slot()
    def _show(self) -> None:
        found = self.connecting.rights
        busy = self.connecting.is_working
        self.badge.show_badge(_TESTING if found is None or busy else _SIGNED_IN)
        self.company.setText(found.company if found is not None else self.connecting.title)
        self.server.setText(found.server if found is not None else "")
        self.rights.show_rights(found)
        self.again.setEnabled(not busy)
        self.count.setText(_words(found))
        while self.lacking.count():
            entry = self.lacking.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        needed = [each for each in found.lacking if each.is_needed] if found is not None else []
        if found is not None and needed:
            names = ", ".join(each.name for each in needed)
            panel = ErrorPanel(
                Told(
                    what=f"{found.title} does not let it: {names}.",
                    which=f"{found.company}, {found.server}".strip(", "),
                    why=" ".join(dict.fromkeys(each.why for each in needed if each.why)),
                    remedy=f"Give the right in {found.title}, then test again. Without it the "
                    "connection is of little use.",
                )
            )
            self.lacking.addWidget(panel)
            QWidget.setTabOrder(panel.copy_button, self.again)
        self.again.fill(filled=bool(needed))
        self.said.emit()

    def verb(self) -> str:
        """Goes on, also without a right."""
        found = self.connecting.rights
        if found is None and not self.connecting.is_working:
            return "Test the rights"
        if found is None or not found.lacking:
            return "Next"
        return f"Go on without {words.plural(len(found.lacking), 'right')}"

    def is_filled(self) -> bool:
        """Testing again is likelier while a needed right lacks."""
        found = self.connecting.rights
        return found is None or found.may_go_on

    def act(self) -> bool:
        """Goes on once it was tested; tests where that came to nothing."""
        if self.connecting.rights is None:
            self.test()
        return self.connecting.rights is not None and not self.connecting.is_working


def _words(found: object) -> str:
    if not isinstance(found, RightsTested):
        return ""
    given = sum(each.is_given for each in found.rows)
    return f"{words.count(given)} of {words.plural(len(found.rows), 'right')} given"
