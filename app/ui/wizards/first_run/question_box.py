"""One question with its answers, each with what follows from it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.billing.decision import Question, answered, choices_of, is_asked
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Card, beside, label

_OPEN = Badge("Not decided yet", "circle-alert", "warn")
_DECIDED = Badge("Decided", "circle-check", "ok")
_NOT_NEEDED = Badge("Not needed", "minus", "idle")


class QuestionBox(Card):
    """A question; answering keeps the answer at once."""

    answered = Signal(str, str)
    """The key of the question, and the answer."""

    def __init__(self, question: Question) -> None:
        super().__init__(margin=14, spacing=4)
        self.question = question
        self.setAccessibleName(question.title)
        self._state = BadgeLabel(_OPEN)
        self.rows.addLayout(beside(label(question.title, "strong"), None, self._state))
        self.why = label(question.why, "caption", wraps=True)
        self.rows.addWidget(self.why)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._places: dict[str, QWidget] = {}
        for choice in question.choices:
            words = choice.title
            if choice.value == question.usual:
                words += " (usual)"
            button = QRadioButton(words)
            spoken = f"{question.title} {choice.title}"
            button.setAccessibleName(f"{spoken}, {choice.follows}" if choice.follows else spoken)
            self._group.addButton(button)
            self.buttons[choice.value] = button
            place = QWidget()
            row = QVBoxLayout(place)
            row.setContentsMargins(0, 0, 0, 0)
            follows = label(choice.follows, "caption")
            row.addLayout(beside(button, 6, follows, None))
            self._places[choice.value] = place
            self.rows.addWidget(place)
        self._group.buttonClicked.connect(self._clicked)

    def show_answers(self, answers: Mapping[str, str]) -> None:
        """Shows what is decided, and which answers can be given."""
        question = self.question
        is_needed = is_asked(question, answers)
        can_be = {choice.value for choice in choices_of(question, answers)}
        given = answered(question, answers)
        self._group.setExclusive(False)
        for value, button in self.buttons.items():
            self._places[value].setVisible(is_needed and value in can_be)
            button.setChecked(given is not None and given.value == value)
        self._group.setExclusive(True)
        state = _DECIDED if given is not None else _OPEN
        self._state.show_badge(state if is_needed else _NOT_NEEDED)
        reason = "No other system is used, so nothing is asked here."
        self.why.setText(question.why if is_needed else reason)

    def first_button(self) -> QRadioButton | None:
        """Where the keyboard begins: the answer that holds, else the first."""
        shown = [
            button for value, button in self.buttons.items() if not self._places[value].isHidden()
        ]
        checked = [button for button in shown if button.isChecked()]
        return next(iter(checked or shown), None)

    def _clicked(self) -> None:
        for value, button in self.buttons.items():
            if button.isChecked():
                self.answered.emit(self.question.key, value)
