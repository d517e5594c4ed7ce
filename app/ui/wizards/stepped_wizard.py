"""A wizard whose pages stand in a list at its side; it can be left at any page and resumed."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)

from app.ui.appearance.look import LOOK
from app.ui.parts.controls import Button, IconLabel, dress, label
from app.ui.parts.dialog import screen_room

_SIDE: Final = 208
_FOLDED: Final = 52
_NARROW: Final = 900
"""On screens less wide the list of pages folds to its signs."""
_WIDTH: Final = 1000
_HEIGHT: Final = 600
LEAVE: Final = "You can leave at any page. Switchbook keeps what you did."


class StepPage(QWizardPage):
    """One page of a wizard: a heading, a line below it, and ordinary widgets."""

    said = Signal()
    """The words of the button, or whether it can be pressed, are others."""

    def __init__(self, step: str, title: str, line: str = "") -> None:
        """``step`` is its name in the list; ``title`` stands above it."""
        super().__init__()
        self.step = step
        self.heading = label(title, "page", wraps=True)
        self.line = label(line, "muted", wraps=True)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(22, 16, 22, 8)
        self.body.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.line)
        self.body.addLayout(head)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(_scrolling(inside))
        self.setAccessibleName(title)

    def say(self, title: str, line: str = "") -> None:
        """Other words above the page."""
        self.heading.setText(title)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.setAccessibleName(title)

    @property
    def is_narrow(self) -> bool:
        """Whether what stands side by side has to stand below each other."""
        return self.window().width() < LOOK.scaled(_NARROW)

    def enter(self) -> None:
        """Called whenever the page comes into view."""

    def verb(self) -> str:
        """The words of the button that goes on; they say the effect."""
        return "Next"

    def is_filled(self) -> bool:
        """Whether that button is the filled one: nothing on the page is likelier."""
        return True

    def act(self) -> bool:
        """What pressing it does; whether the wizard may go on at once."""
        return True

    def note(self) -> str:
        """What stands below the list of pages."""
        return LEAVE

    def may_leave(self) -> bool:
        """Whether there is anything to go on with later."""
        return True


def _scrolling(inside: QWidget) -> QScrollArea:
    """Where the screen is small it scrolls, and the buttons stay in view."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class StepList(QFrame):
    """The pages: those done, the current one, those to come."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self._icons: list[IconLabel] = []
        self._rows: list[QFrame] = []
        self._labels: list[QLabel] = []
        self._is_folded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 18, 10, 12)
        column.setSpacing(2)
        for step in steps:
            row = QFrame()
            row.setProperty("kind", "")
            inside = QHBoxLayout(row)
            inside.setContentsMargins(8, 5, 8, 5)
            sign, text = IconLabel("circle", "text_muted"), label(step, wraps=True)
            inside.addWidget(sign)
            inside.addWidget(text, 1)
            self._icons.append(sign)
            self._labels.append(text)
            self._rows.append(row)
            column.addWidget(row)
        column.addSpacing(12)
        self.hint = label("", "muted", wraps=True)
        column.addWidget(self.hint)
        column.addStretch(1)

    @property
    def is_folded(self) -> bool:
        """Whether only the signs are shown."""
        return self._is_folded

    def fold(self, *, is_folded: bool) -> None:
        """Shows the signs alone; the names stand in their tooltips."""
        self._is_folded = is_folded
        for text in (*self._labels, self.hint):
            text.setVisible(not is_folded)

    def show_step(self, place: int) -> None:
        """Marks the current page, and those before it as done."""
        for number, (sign, row, text) in enumerate(
            zip(self._icons, self._rows, self._labels, strict=True)
        ):
            done, here = number < place, number == place
            name = "circle-check" if done else "circle-dot" if here else "circle"
            sign.show_icon(name, "ok" if done else "accent" if here else "text_muted")
            dress(text, "current" if here else "" if done else "muted")
            dress(row, "step" if here else "")
            state = "done" if done else "current" if here else "to come"
            row.setAccessibleName(f"{text.text()}, {state}")
            row.setToolTip(f"{text.text()}, {state}")


class SteppedWizard(QWizard):
    """Pages in a list, own buttons, the page's verb on the filled one."""

    def __init__(self, title: str, pages: list[StepPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.NoDefaultButton)
        self.setOption(QWizard.WizardOption.NoBackButtonOnLastPage, on=False)
        self.pages_in_order = pages
        self._skips = False
        self.steps = StepList([page.step for page in pages])
        self.side = _scrolling(self.steps)
        self.side.setFixedWidth(LOOK.scaled(_SIDE))
        self.setSideWidget(self.side)
        self.leave = Button("Leave, go on later", kind="quiet")
        self.back_button = Button("Back")
        self.next_button = Button("Next", kind="primary")
        self.finish_button = Button("Close", kind="primary")
        for which, button in (
            (QWizard.WizardButton.CancelButton, self.leave),
            (QWizard.WizardButton.BackButton, self.back_button),
            (QWizard.WizardButton.NextButton, self.next_button),
            (QWizard.WizardButton.FinishButton, self.finish_button),
        ):
            self.setButton(which, button)
        self.setButtonLayout(
            [
                QWizard.WizardButton.Stretch,
                QWizard.WizardButton.CancelButton,
                QWizard.WizardButton.BackButton,
                QWizard.WizardButton.NextButton,
                QWizard.WizardButton.FinishButton,
            ]
        )
        for page in pages:
            self.addPage(page)
            page.said.connect(self._say)
        self.currentIdChanged.connect(self._entered)
        self.resize(min(LOOK.scaled(_WIDTH), 1240), min(LOOK.scaled(_HEIGHT), 680))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fits the screen before it is seen."""
        if not event.spontaneous():
            room = screen_room(self)
            self.steps.fold(is_folded=room.width() < LOOK.scaled(_NARROW))
            self.side.setFixedWidth(LOOK.scaled(_FOLDED if self.steps.is_folded else _SIDE))
            self.resize(self.size().boundedTo(room))
        super().showEvent(event)

    @property
    def page_shown(self) -> StepPage:
        """The page in view."""
        return self.pages_in_order[max(self.currentId(), 0)]

    def begin_at(self, place: int) -> None:
        """Goes to a page, with those before it behind it."""
        self._skips = True
        try:
            self.restart()
            for _ in range(place):
                self.next()
        finally:
            self._skips = False
        self._entered(self.currentId())

    def validateCurrentPage(self) -> bool:  # noqa: N802
        """Does what the button says; goes on when that is done."""
        return True if self._skips else self.page_shown.act()

    def go_on(self) -> None:
        """Goes on without asking the page again: what it began is done."""
        self._skips = True
        try:
            self.next()
        finally:
            self._skips = False
        self._entered(self.currentId())

    def entered(self, place: int) -> None:
        """Called when the user comes to a page; a wizard that is resumed keeps it."""

    @Slot(int)
    def _entered(self, place: int) -> None:
        if place < 0 or self._skips:
            return
        self.steps.show_step(place)
        self.entered(place)
        self.page_shown.enter()
        self._say()

    @Slot()
    def _say(self) -> None:
        page = self.page_shown
        last = page is self.pages_in_order[-1]
        button = self.finish_button if last else self.next_button
        # Both hold the words: which of them is in view is the wizard's own affair.
        for each in (self.next_button, self.finish_button):
            each.say(page.verb())
            each.setDefault(each is button)
            dress(each, "primary" if page.is_filled() else "")
        self.steps.hint.setText(page.note())
        self.leave.setVisible(page.may_leave())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter presses the filled button from anywhere."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            last = self.page_shown is self.pages_in_order[-1]
            (self.finish_button if last else self.next_button).click()
            return
        super().keyPressEvent(event)
