"""Privacy: masked numbers, the lock of the program, how long records are kept."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit

from app.billing.retention import RETENTION
from app.operations.decide import Checklist
from app.operations.lock_program import ScreenLock, ask_screen_lock, seal_passphrase
from app.ui.desk import Desk
from app.ui.inputs import Field, TextField
from app.ui.messages import told
from app.ui.pages.settings.part import Part
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, beside, label
from app.ui.tasks import Job, Lane
from app.ui.wizards.first_run.deciding import answer

MINUTES: Final = "program/lock_minutes"
SEALED: Final = "program/lock_sealed"
BY_COMPUTER: Final = "program/lock_by_computer"
_MASKED: Final = Badge("Masked", "eye-off", "ok")
_WHOLE: Final = Badge("Shown whole", "eye", "warn")
_LOCKS: Final = Badge("Locks", "lock", "ok")
_OPEN: Final = Badge("No lock set", "lock-open", "idle")
_TIMES: Final = (0, 2, 5, 10, 15, 30, 60)


class PrivacyPart(Part):
    """Who sees what, and for how long it is kept."""

    name = "privacy"
    title = "Privacy and lock"
    line = "What a passer-by sees, and how long records are kept."
    icon = "eye-off"

    locking_changed = Signal()
    lock_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.masked = BadgeLabel(_MASKED)
        self._build_masking()
        self._build_lock()
        self._build_retention()
        self.inside.addStretch(1)

    def _build_masking(self) -> None:
        self.inside.addLayout(beside(label("Called numbers", "section"), 8, self.masked, None))
        text = (
            "The last two digits of called numbers are dots. Show numbers, in a list of calls, "
            "asks for a reason and notes who, when and why in the audit, as the rules for customer "
            "data (CPNI) ask for. It ends when the company is closed."
        )
        self.inside.addWidget(label(text, "muted", wraps=True))

    def _build_lock(self) -> None:
        self.lock_state = BadgeLabel(_OPEN)
        self.inside.addLayout(beside(label("Lock", "section"), 8, self.lock_state, None))
        text = (
            "The lock hides every window of Switchbook until the passphrase is typed; work that "
            "runs goes on. It does not encrypt the company file: use the encryption of your disk."
        )
        self.inside.addWidget(label(text, "muted", wraps=True))
        self.minutes = QComboBox()
        self.minutes.setAccessibleName("Lock when idle")
        for each in _TIMES:
            self.minutes.addItem(f"after {each} minutes" if each else "only when I lock it", each)
        self.minutes.activated.connect(self._minutes_chosen)
        self.first = TextField("New passphrase", hint="Such as three words")
        self.second = TextField("The same again")
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._compare)
        self.keep_button = Button("Keep passphrase", kind="primary", on_press=self.keep)
        self.keep_button.setEnabled(False)
        self.remove_button = Button("Take the lock off", on_press=self.take_off)
        self.lock_button = Button("Lock now", icon_name="lock", on_press=self.lock_wanted.emit)
        self.by_computer = QCheckBox("Lock this computer's screen instead, where it can")
        self.by_computer.setToolTip("The system's own lock opens with your sign-in.")
        self.by_computer.toggled.connect(self._by_computer_chosen)
        self.by_computer.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.addWidget(Field("New passphrase", self.first), 0, 0)
        grid.addWidget(Field("The same again", self.second), 0, 1)
        grid.addWidget(Field("Lock when idle", self.minutes), 0, 2)
        self.inside.addLayout(grid)
        self.inside.addWidget(self.by_computer)
        self.inside.addLayout(beside(self.keep_button, self.remove_button, self.lock_button, None))

    def _build_retention(self) -> None:
        self.inside.addWidget(label("How long records are kept", "section"))
        text = (
            "Switchbook deletes nothing by itself. When you delete old records, these times are "
            "respected, and so are open disputes."
        )
        self.inside.addWidget(label(text, "muted", wraps=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(2, 1)
        self.kept: dict[str, QComboBox] = {}
        for place, each in enumerate(RETENTION):
            box = QComboBox()
            box.setAccessibleName(f"Keep: {each.title}")
            for choice in each.question.choices:
                is_usual = choice.value == each.question.usual
                box.addItem(f"{choice.title} (usual)" if is_usual else choice.title, choice.value)
            box.activated.connect(partial(self._kept_chosen, each.key, each.title, box))
            self.kept[each.key] = box
            grid.addWidget(label(each.title, wraps=True), place, 0)
            grid.addWidget(box, place, 1)
            grid.addWidget(label(each.basis, "caption", wraps=True), place, 2)
        self.inside.addLayout(grid)

    # ---- showing

    def read(self) -> None:
        """Shows the lock, and asks whether the computer has one of its own."""
        settings = self.desk.settings
        self.masked.show_badge(_WHOLE if self.desk.unmasked else _MASKED)
        is_set = bool(settings.value(SEALED))
        self.lock_state.show_badge(_LOCKS if is_set else _OPEN)
        self.keep_button.say("Change passphrase" if is_set else "Keep passphrase")
        self.remove_button.setEnabled(is_set)
        self.lock_button.setEnabled(is_set)
        minutes = str(settings.value(MINUTES) or "0")
        self.minutes.setCurrentIndex(max(0, self.minutes.findData(int(minutes))))
        self.desk.tasks.start(
            Job(run=lambda _: ask_screen_lock(), key=f"screen lock/{id(self)}", lane=Lane.LOOK),
            done=self._screen_lock,
        )

    @Slot(object)
    def _screen_lock(self, found: object) -> None:
        if isinstance(found, ScreenLock):
            self.by_computer.setVisible(found.is_there)
            kept = str(self.desk.settings.value(BY_COMPUTER) or "").lower() == "true"
            self.by_computer.setChecked(kept)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows how long records are kept."""
        for each in RETENTION:
            value = checklist.answers.get(each.key, each.question.usual)
            box = self.kept[each.key]
            box.setCurrentIndex(max(0, box.findData(value)))

    # ---- choosing

    def _kept_chosen(self, key: str, title: str, box: QComboBox, place: int) -> None:
        answer(self.desk, key, str(box.itemData(place)), title=f"How long: {title}")

    def _minutes_chosen(self, place: int) -> None:
        self.desk.settings.setValue(MINUTES, int(self.minutes.itemData(place)))
        self.locking_changed.emit()

    def _by_computer_chosen(self, chosen: bool) -> None:  # noqa: FBT001  of the signal
        self.desk.settings.setValue(BY_COMPUTER, chosen)
        self.locking_changed.emit()

    def _compare(self) -> None:
        self.first.refuse("")
        both = bool(self.first.text()) and self.first.text() == self.second.text()
        differs = bool(self.second.text()) and not self.first.text().startswith(self.second.text())
        self.second.refuse("It is not the same." if differs else "")
        self.keep_button.setEnabled(both)

    def keep(self) -> None:
        """Keeps the passphrase as a hash; it can be read back by nobody."""
        passphrase = self.first.text()
        self.desk.tasks.start(
            Job(run=lambda _: seal_passphrase(passphrase), lane=Lane.LOOK),
            done=self._sealed,
            failed=self._refused,
        )

    @Slot(object)
    def _sealed(self, sealed: object) -> None:
        self.desk.settings.setValue(SEALED, str(sealed))
        self.first.clear()
        self.second.clear()
        self.line_label.setText("The passphrase is kept. Ctrl+Alt+L locks.")
        self.locking_changed.emit()
        self.read()

    @Slot(object)
    def _refused(self, error: object) -> None:
        facts = told(error)
        self.first.refuse(f"{facts.what} {facts.remedy}")

    def take_off(self) -> None:
        """Forgets the passphrase."""
        self.desk.settings.remove(SEALED)
        self.desk.settings.setValue(MINUTES, 0)
        self.line_label.setText("There is no lock now.")
        self.locking_changed.emit()
        self.read()
