"""The card of an invoice that was changed over there: what shall hold, and what that comes to."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.drift import DriftChoice, Settlement
from app.operations.office import Office
from app.operations.settle_drift import DriftCard, show_drift, show_split
from app.ui import words
from app.ui.desk import Desk
from app.ui.page import Page
from app.ui.pages.connections.drift_table import DriftTable, drift_rows
from app.ui.parts.choice_cards import CardChoice, ChoiceCards
from app.ui.parts.controls import label

_LETTERS: Final = {"t": DriftChoice.THEIRS, "k": DriftChoice.OURS, "s": DriftChoice.SPLIT}


class DriftPart(QWidget):
    """Ours, there now and last agreed; below it the three choices."""

    told = Signal()
    """What is chosen, or what it comes to, is another."""
    committed = Signal()

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.card: DriftCard | None = None
        self.split: Settlement | None = None
        self.kept: set[int] = set()
        self._wanted: tuple[str, str] = ("", "")
        self.table = DriftTable()
        self.table.toggled.connect(self._toggle)
        self.table.letter.connect(self.choose_letter)
        self.title = label("What shall hold?", "strong")
        self.choices = ChoiceCards("What shall hold?")
        self.choices.picked.connect(self._picked)
        self.choices.committed.connect(self.committed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table)
        column.addWidget(self.title)
        column.addWidget(self.choices)
        column.addStretch(1)

    # ---- reading

    def read(self, system: str, number: str) -> None:
        """Reads the drift of an invoice."""
        if (system, number) != self._wanted:
            self.card, self.split, self.kept = None, None, set()
            self._show()
        self._wanted = (system, number)
        self.desk.read(
            lambda office: show_drift(office, system, number),
            self._found,
            key=f"drift/{id(self)}",
            failed=self._agrees,
        )

    @Slot(object)
    def _agrees(self, error: object) -> None:
        """Both sides agree by now, or it cannot be told: the list tells it when it is read."""
        self.card = None
        self._show()
        self.page.failed(error)

    @Slot(object)
    def _found(self, found: object) -> None:
        if not isinstance(found, DriftCard) or found.drift.number != self._wanted[1]:
            return
        known = {each.place for each in found.drift.lines}
        self.card = found
        self.kept &= known
        if self.choice is DriftChoice.SPLIT:
            self._read_split()
        self._show()

    @property
    def choice(self) -> DriftChoice:
        """What is chosen."""
        value = self.choices.value
        return DriftChoice(value) if value else DriftChoice.THEIRS

    @property
    def settlement(self) -> Settlement | None:
        """What the choice comes to; None while that is worked out."""
        if self.card is None:
            return None
        if self.choice is DriftChoice.SPLIT:
            return self.split
        return self.card.theirs if self.choice is DriftChoice.THEIRS else self.card.ours

    def verb(self) -> str:
        """The words of the button: the effect in numbers."""
        card, found = self.card, self.settlement
        if card is None or found is None:
            return "Settle"
        if self.choice is DriftChoice.OURS:
            return f"Set back to {words.money(card.drift.ours_total)} there"
        if found.taken:
            noun = "Credit" if found.taken < 0 else "Charge"
            there = " and set the rest back" if found.write is not None else ""
            return f"{noun} {words.money(abs(found.taken))}{there}"
        return "Set it back there" if found.write is not None else "Let it stand"

    # ---- choosing

    def choose_letter(self, letter: str) -> None:
        """Chooses by its letter."""
        if self.card is not None:
            self.choices.pick(_LETTERS[letter].value)

    @Slot(str)
    def _picked(self, value: str) -> None:
        if value == DriftChoice.SPLIT.value:
            self._read_split()
        self._show(value)
        self.told.emit()

    @Slot(int)
    def _toggle(self, line: int) -> None:
        self.kept ^= {line}
        self._read_split()
        self._show()

    def _read_split(self) -> None:
        card = self.card
        if card is None:
            return
        self.split = None
        self.desk.read(
            _splitter(card.system, card.drift.number, frozenset(self.kept)),
            self._split,
            key=f"split/{id(self)}",
            failed=self.page.failed,
        )

    @Slot(object)
    def _split(self, found: object) -> None:
        if isinstance(found, Settlement):
            self.split = found
            self._show()

    # ---- showing

    def _show(self, chosen: str = "") -> None:
        card = self.card
        self.setEnabled(card is not None)
        if card is None:
            self.table.show_drift([], "", None)
            self.told.emit()
            return
        value = chosen or self.choices.value or DriftChoice.THEIRS.value
        is_split = value == DriftChoice.SPLIT.value
        rows = drift_rows(card.drift, with_all=is_split)
        self.table.show_drift(rows, card.title, self.kept if is_split else None)
        self.choices.show_choices(_choices(card, self.split if is_split else None), value)
        self.told.emit()


def _splitter(system: str, number: str, keep: frozenset[int]) -> Callable[[Office], object]:
    return lambda office: show_split(office, system, number, keep=keep)


def _choices(card: DriftCard, split: Settlement | None) -> tuple[CardChoice, ...]:
    drift = card.drift
    off = abs(drift.difference)
    noun = "credit" if drift.difference < 0 else "charge"
    takes = f"{noun} {words.money(off)} here" if off else "let it stand as it is there"
    lines = any(each.difference for each in drift.lines)
    by_line = split.words if split is not None else "For when only a part of the change is right."
    no_lines = "Its lines are not told there: it holds as a whole, or not."
    return (
        CardChoice(
            value=DriftChoice.THEIRS.value,
            title=f"Take theirs: {takes}",
            words=card.theirs.words,
            letter="T",
        ),
        CardChoice(
            value=DriftChoice.OURS.value,
            title=f"Keep ours: set it back to {words.money(drift.ours_total)} there",
            words=card.why_not or card.ours.words,
            letter="K",
            is_barred=not card.may_write,
        ),
        CardChoice(
            value=DriftChoice.SPLIT.value,
            title="Split: decide line by line",
            words=by_line if lines else no_lines,
            letter="S",
            is_barred=not lines,
        ),
    )
