"""A deck's file before it comes in: what it adds and changes, from which day, which calls."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from app.operations.edit_records import Edited
from app.operations.import_rates import DeckPlan, RateFate, plan_rates
from app.operations.office import Office
from app.progress import Progress
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import DateField, Field, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog

_FILES: Final = "Rate decks (*.csv *.xlsx)"
_FATES: Final = {
    RateFate.ADDED: Badge("Added", "plus", "ok"),
    RateFate.CHANGED: Badge("Changed", "pencil", "warn"),
    RateFate.ENDED: Badge("Ended", "clock", "away"),
    RateFate.UNCHANGED: Badge("Same", "minus", "idle"),
}


def ask_deck(parent: QWidget) -> Path | None:
    """Asks for a deck's file; None where nobody chose one."""
    path, _ = QFileDialog.getOpenFileName(parent, "Which rate deck?", "", _FILES)
    return Path(path) if path else None


class DeckDialog(Dialog):
    """Which deck, from which day, and what then happens prefix by prefix."""

    def __init__(
        self,
        desk: Desk,
        path: Path,
        decks: Sequence[str],
        deck_code: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = desk
        self.path = path
        self.plan: DeckPlan | None = None
        self._asked = 0
        """Counts what was asked for; an answer to former choices is not shown."""
        self.setWindowTitle(f"Import {path.name}")
        self.resize(LOOK.scaled(860), LOOK.scaled(580))
        today = desk.clock.now().astimezone(desk.zone).date()
        self.code = TextField("Deck", hint="STANDARD")
        self.code.setText(deck_code)
        self.code.setToolTip(f"Decks: {', '.join(decks)}" if decks else "")
        self.begins = DateField("From which day", today)
        self.begins.show_day(today)
        self.others = QCheckBox("End the prefixes that the file leaves out")
        self.look_button = Button("Show what changes", icon_name="search", on_press=self.look)
        self.told = label("Nothing is written yet.", "muted", wraps=True)
        self.refused = label("", "refused", wraps=True)
        self.refused.hide()
        self.grid = Grid("deck_plan", _COLUMNS, desk.tasks, noun="prefix", find="Prefix, place")
        self.verb = Button("Take in", kind="primary", on_press=self.take_in)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        self.errors = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label(f"Rates in {path.name}", "pane", wraps=True))
        column.addLayout(
            beside(Field("Deck", self.code), Field("From which day", self.begins), None)
        )
        column.addLayout(beside(self.others, None, self.look_button))
        column.addWidget(self.told)
        column.addWidget(self.refused)
        column.addLayout(self.errors)
        column.addWidget(self.grid, 1)
        column.addLayout(beside(None, self.not_now, self.verb))
        for signal in (self.code.textChanged, self.begins.textChanged, self.others.toggled):
            signal.connect(self._outdated)
        self._outdated()
        if deck_code:
            self.look()

    @Slot()
    def _outdated(self, _: object = None) -> None:
        """What is shown is of other choices: it cannot be taken in."""
        self.plan = None
        self._asked += 1
        self.verb.say("Take in")
        self.verb.setEnabled(False)
        self.look_button.setEnabled(bool(self.code.text().strip()))

    @Slot()
    def look(self) -> None:
        """Works out what the file makes of the deck."""
        day, code = self.begins.day, self.code.text().strip()
        if day is None or not code:
            return
        self._clear_errors()
        ends = self.others.isChecked()
        self._asked += 1
        asked = self._asked

        def run(office: Office, _: Progress) -> tuple[int, DeckPlan]:
            plan = plan_rates(office, self.path, deck_code=code, begins=day, ends_others=ends)
            return asked, plan

        self.desk.look(
            f"Reading {self.path.name}",
            run,
            self._show,
            failed=self._failed,
            told=lambda found: str(found[1].summary()),
        )

    @Slot(object)
    def _show(self, answer: object) -> None:
        if not isinstance(answer, tuple) or answer[0] != self._asked:
            return
        found: DeckPlan = answer[1]
        self.plan = found
        changing = len(found.steps) - found.count(RateFate.UNCHANGED)
        counts = ", ".join(f"{words.count(found.count(f))} {f.value}" for f in RateFate)
        self.told.setText(
            f"{counts}. Former rates end on {words.day(found.begins)}. "
            f"{words.plural(found.calls, 'unbilled call')} will be priced anew."
        )
        self.refused.setText("\n".join(found.refused[:3]))
        self.refused.setVisible(bool(found.refused))
        self.grid.show_rows(sorted(found.steps, key=lambda s: s.fate is RateFate.UNCHANGED))
        self.verb.say(f"Take in {words.plural(changing, 'rate')}")
        self.verb.setEnabled(bool(changing))

    @Slot()
    def take_in(self) -> None:
        """Writes the rates; Ctrl+Z takes them back."""
        if self.plan is not None:
            self.verb.setEnabled(False)
            self.desk.edit(
                f"Deck {self.plan.deck_code} from {self.path.name}",
                self.plan.rows,
                done=self._done,
                failed=self._failed,
            )

    @Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, Edited) and found.refusals:
            self.refused.setText("\n".join(each.message for each in found.refusals[:3]))
            self.refused.show()
        else:
            self.accept()

    def _clear_errors(self) -> None:
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self._clear_errors()
        self.errors.addWidget(ErrorPanel(told(error)))


_COLUMNS: Final = (
    GridColumn(key="fate", title="", value=lambda s: _FATES[s.fate], kind=Kind.BADGE, width=96),
    GridColumn(key="prefix", title="Prefix", value=lambda s: s.prefix, width=110),
    GridColumn(
        key="place", title="Destination", value=lambda s: s.destination, width=200, stretches=True
    ),
    GridColumn(key="before", title="Before", value=lambda s: s.before, kind=Kind.RATE, width=90),
    GridColumn(key="after", title="From then", value=lambda s: s.after, kind=Kind.RATE, width=90),
    GridColumn(key="row", title="Row", value=lambda s: s.line, kind=Kind.COUNT, width=70),
)
