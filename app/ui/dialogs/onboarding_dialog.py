"""Notes of one onboarding question who was asked, what is known, or that it is settled."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.onboarding import TITLES, CardItem, ItemState, note_onboarding, put_item_back
from app.progress import Progress
from app.ui.desk import Desk, Step
from app.ui.inputs import Field, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


class OnboardingDialog(Dialog):
    """Whom you asked, what is known, and whether that is all."""

    def __init__(
        self, desk: Desk, item: CardItem, customer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.item = item
        self.customer = customer
        self.setWindowTitle(f"{TITLES[item.item]} {customer}")
        self.setMinimumWidth(440)
        self.whom = TextField("Whom did you ask?", hint="Priya in sales")
        self.whom.setText(item.asked_whom)
        self.note = TextField("What is known", hint="Order form of Oct 12, page 2")
        self.note.setText(item.note)
        self.is_done = QCheckBox("This is settled")
        self.is_done.setChecked(item.state is ItemState.DONE)
        self.verb = Button("Note it", kind="primary", on_press=self.keep)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(TITLES[item.item], "pane", wraps=True))
        about = f"{customer}. Today is kept as the day you asked. What is entered here settles it."
        column.addWidget(label(about, "muted", wraps=True))
        self.errors = QVBoxLayout()
        column.addLayout(self.errors)
        column.addWidget(Field("Whom did you ask?", self.whom, note="Blank: nobody yet"))
        column.addWidget(Field("What is known", self.note))
        column.addWidget(self.is_done)
        column.addLayout(beside(None, self.not_now, self.verb))
        self.whom.setFocus()

    def keep(self) -> None:
        """Keeps what was noted; it can be taken back."""
        item = self.item
        title = f"{TITLES[item.item]} of {self.customer}"
        was_done = item.state is ItemState.DONE
        state = ItemState.DONE if self.is_done.isChecked() else ItemState.OPEN if was_done else None
        whom, note = self.whom.text(), self.note.text()

        def run(office: Office, _: Progress) -> Step:
            before = note_onboarding(
                office, item.account_number, item.item, state=state, asked_whom=whom, note=note
            )
            return Step(title, partial(_turned, item=before, title=title), Changes.CUSTOMERS)

        self.desk.do(
            title,
            run,
            changes=Changes.CUSTOMERS,
            done=self._done,
            failed=self._failed,
            told=lambda _: f"Noted of {self.customer}",
        )

    def _done(self, step: object) -> None:
        if isinstance(step, Step):
            self.desk.did(step)
            self.accept()

    def _failed(self, fault: object) -> None:
        self.errors.addWidget(ErrorPanel(told(fault)))


def _turned(office: Office, *, item: CardItem, title: str) -> Step:
    again = put_item_back(office, item)
    return Step(title, partial(_turned, item=again, title=title), Changes.CUSTOMERS)
