"""Systems and sync: what was answered at the first run, to be changed here; and who owns what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.billing.decision import question_of
from app.operations.decide import Checklist
from app.ui.desk import Desk
from app.ui.pages.settings.owners_card import OwnersList
from app.ui.pages.settings.part import Part
from app.ui.parts.controls import Button, label
from app.ui.wizards.first_run.deciding import answer
from app.ui.wizards.first_run.question_box import QuestionBox


class QuestionsPart(Part):
    """A part made of questions."""

    keys: Sequence[str] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.boxes: dict[str, QuestionBox] = {}
        for key in self.keys:
            box = QuestionBox(question_of(key))
            box.answered.connect(self._answered)
            self.inside.addWidget(box)
            self.boxes[key] = box

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the answers."""
        for box in self.boxes.values():
            box.show_answers(checklist.answers)

    def show_target(self, target: object) -> None:
        """Puts the keyboard on a question."""
        box = self.boxes.get(str(target))
        button = box.first_button() if box is not None else None
        if button is not None:
            button.setFocus()

    def _answered(self, key: str, value: str) -> None:
        answer(self.desk, key, value, title=question_of(key).title)


class SyncPart(QuestionsPart):
    """Which systems, how customers are matched, how often."""

    name = "sync"
    title = "Systems and sync"
    line = "Which systems you use beside Switchbook, and how both sides stay the same."
    icon = "plug"
    keys = ("psa", "accounting", "payments", "invoices", "matching", "sync")

    connections_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.add_button(
            Button(
                "Connections",
                icon_name="plug",
                on_press=self.connections_wanted.emit,
                tip="Where systems are connected, tested and read",
            )
        )
        self.inside.addStretch(1)


class OwnersPart(QuestionsPart):
    """Who owns which fields, and what a conflict does."""

    name = "owners"
    title = "Who owns what"
    line = "Change a field where its owner is. Elsewhere it carries a lock."
    icon = "lock"
    keys = ("conflict",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = OwnersList()
        self.inside.insertWidget(0, self.list)
        text = (
            "These are the usual owners. They follow from the systems you use; single fields are "
            "given to another owner where a system is connected."
        )
        self.inside.insertWidget(1, label(text, "caption", wraps=True))
        self.inside.addStretch(1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows owners and the answer."""
        super().show_checklist(checklist)
        self.list.show_owners(checklist.owners, checklist.answers)
