"""The card of fields that were changed on both sides: whose value each keeps."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_inbox import InboxRow
from app.operations.settle_incoming import Keep
from app.ui import words
from app.ui.pages.connections.drift_table import DriftRow, DriftTable
from app.ui.parts.choice_cards import CardChoice, ChoiceCards
from app.ui.parts.controls import label

_THEIRS: Final = "theirs"
_OURS: Final = "ours"
_SPLIT: Final = "split"
_LETTERS: Final = {"t": _THEIRS, "k": _OURS, "s": _SPLIT}


class FieldsPart(QWidget):
    """Each field as ours, there and last agreed; below it the choices."""

    told = Signal()
    committed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row: InboxRow | None = None
        self.kept: set[int] = set()
        """Of a split: the fields, counted from 1, that stay as ours."""
        self.table = DriftTable()
        self.table.toggled.connect(self._toggle)
        self.table.letter.connect(self.choose_letter)
        self.choices = ChoiceCards("What shall hold?")
        self.choices.picked.connect(self._picked)
        self.choices.committed.connect(self.committed)
        self.why = label("", "muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table)
        column.addWidget(self.why)
        column.addWidget(label("What shall hold?", "strong"))
        column.addWidget(self.choices)

    def show_row(self, row: InboxRow) -> None:
        """Shows the fields of an entry."""
        if self.row is None or self.row.id != row.id:
            self.kept = set()
            self.choices.show_choices((), "")
        self.row = row
        self.why.setText(" ".join(dict.fromkeys(each.why for each in row.asked if each.why)))
        self._show(self.choices.value or _THEIRS)

    @property
    def is_ready(self) -> bool:
        """Whether what is chosen can be done."""
        return bool(self.keep)

    @property
    def keep(self) -> Mapping[str, Keep]:
        """Whose value each field keeps, as it is chosen."""
        asked = self.row.asked if self.row is not None else ()
        value = self.choices.value
        if value == _SPLIT:
            return {
                each.name: Keep.OURS if place in self.kept else Keep.THEIRS
                for place, each in enumerate(asked, 1)
                if place in self.kept or each.can_be_taken
            }
        whose = Keep.OURS if value == _OURS else Keep.THEIRS
        return {e.name: whose for e in asked if whose is Keep.OURS or e.can_be_taken}

    def verb(self) -> str:
        """The words of the button: the effect in numbers."""
        keep = self.keep
        taken = sum(each is Keep.THEIRS for each in keep.values())
        if not taken:
            return f"Keep {words.plural(len(keep), 'field')} as ours"
        kept = len(keep) - taken
        rest = f", keep {words.count(kept)}" if kept else ""
        return f"Take {words.plural(taken, 'field')}{rest}"

    @Slot(str)
    def choose_letter(self, letter: str) -> None:
        """Chooses by its letter."""
        self.choices.pick(_LETTERS[letter])

    @Slot(str)
    def _picked(self, value: str) -> None:
        self._show(value)

    @Slot(int)
    def _toggle(self, place: int) -> None:
        self.kept ^= {place}
        self._show(_SPLIT)

    def _show(self, value: str) -> None:
        row = self.row
        if row is None:
            return
        rows = [
            DriftRow(
                title=each.name.replace("_", " ").capitalize(),
                ours=each.ours,
                there=each.theirs if each.can_be_taken else "not there",
                agreed=each.agreed,
                is_changed=each.theirs != each.agreed,
                line=place,
            )
            for place, each in enumerate(row.asked, 1)
        ]
        self.table.show_drift(rows, row.system_title, self.kept if value == _SPLIT else None)
        can_take = any(each.can_be_taken for each in row.asked)
        named = ", ".join(each.name.replace("_", " ") for each in row.asked)
        title = row.system_title
        choices = (
            CardChoice(
                value=_THEIRS,
                title="Take theirs",
                words=f"What {title} has is written here: {named}. Ctrl Z takes it back."
                if can_take
                else f"{title} has no value that could be taken.",
                letter="T",
                is_barred=not can_take,
            ),
            CardChoice(
                value=_OURS,
                title="Keep ours",
                words=f"Ours stays, and is not asked again until {title} changes it.",
                letter="K",
            ),
            CardChoice(
                value=_SPLIT,
                title="Split: decide field by field",
                words="Space on a field above gives it ours or theirs.",
                letter="S",
                is_barred=len(row.asked) < 2,  # noqa: PLR2004  one field cannot be split
            ),
        )
        self.choices.show_choices(choices, value if can_take or value != _THEIRS else _OURS)
        self.told.emit()
