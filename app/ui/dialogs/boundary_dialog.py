"""Boundary files of states: taken in, held against the locations, and what they say applied."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.place_locations import (
    AppliedPlan,
    TakenFile,
    apply_boundaries,
    plan_boundaries,
    take_boundaries,
)
from app.progress import Progress
from app.tax.boundary_plan import BoundaryPlan, PlaceChange, plan_text
from app.tax.place_history import BEGINNING, PlaceFacts
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog

FILTER: Final = "Boundary files (*.csv *.txt *.zip)"
_ABOUT: Final = (
    "States of the Streamlined agreement publish which street lies in which county, city and "
    "district. Taking a file in moves no location: you see first what would change."
)
_SHOWN_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """The files taken in, and what they say otherwise than is known."""

    taken: tuple[TakenFile, ...]
    plan: BoundaryPlan


class BoundaryDialog(Dialog):
    """What boundary files say of the locations; the button makes exactly the changes shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.found: Planned | None = None
        self.setWindowTitle("Boundary files")
        self.resize(LOOK.scaled(940), LOOK.scaled(540))
        self.choose = Button("Take files in…", icon_name="upload", on_press=self.choose_files)
        self.files = label("", wraps=True)
        self.sums = label("Comparing with the files that are here…", "strong", wraps=True)
        self.errors = QVBoxLayout()
        self.grid = Grid(
            "boundary_plan", _COLUMNS, desk.tasks, noun="location", find="Location, county"
        )
        self.verb = Button("Nothing to change", kind="primary", on_press=self.apply)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label("Where boundary files say your locations lie", "pane", wraps=True))
        column.addWidget(label(_ABOUT, "muted", wraps=True))
        column.addLayout(beside(self.choose, None))
        column.addWidget(self.files)
        column.addLayout(self.errors)
        column.addWidget(self.sums)
        column.addWidget(self.grid, 1)
        column.addLayout(beside(None, self.not_now, self.verb))
        self.files.hide()
        self.verb.setEnabled(False)
        self.choose.setFocus()
        desk.look(
            "Comparing locations", _compare, self._show, failed=self._failed, told=_sums_words
        )

    def _compare(self) -> None:
        self.desk.look(
            "Comparing locations",
            _compare,
            self._show,
            failed=self._failed,
            told=_sums_words,
        )

    # ---- taking in

    @Slot()
    def choose_files(self) -> None:
        """Asks for files and takes them in."""
        names, _ = QFileDialog.getOpenFileNames(self, "Which boundary files?", "", FILTER)
        if names:
            self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Takes files in, on a worker, then compares."""
        self._clear_errors()
        self.verb.setEnabled(False)
        self.sums.setText(f"Taking in {words.plural(len(paths), 'file')}…")
        self.desk.do(
            f"Taking in {words.plural(len(paths), 'boundary file')}",
            partial(_take, tuple(paths)),
            changes=Changes.TAXES,
            done=self._show,
            failed=self._failed,
            leaves="Cancel keeps the files that were there.",
            told=_sums_words,
        )

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, Planned):
            return
        self.found = found
        plan = found.plan
        self.files.setText("\n".join(_file_words(each) for each in found.taken))
        self.files.setVisible(bool(found.taken))
        if not plan.files:
            self.sums.setText("No boundary file is here yet.")
            self.grid.empty.say(
                "No boundary file yet",
                "Take in the file of a state. You find it with the state's department of revenue.",
                icon_name="landmark",
            )
        else:
            self.sums.setText(_sums(plan))
            self.grid.empty.say(
                "Nothing would change",
                f"{words.plural(len(plan.same), 'location')} lie where the files say.",
                icon_name="circle-check",
            )
        self.grid.show_rows(plan.changes)
        count = len(plan.changes)
        self.verb.say(f"Place {words.plural(count, 'location')}" if count else "Nothing to change")
        self.verb.setEnabled(bool(count))

    # ---- applying

    @Slot()
    def apply(self) -> None:
        """Makes exactly the changes that are shown; what changed since is left out and said."""
        if self.found is None or not self.found.plan.changes:
            return
        self._clear_errors()
        self.verb.setEnabled(False)
        self.desk.do(
            f"Placing {words.plural(len(self.found.plan.changes), 'location')}",
            partial(_apply, self.found.plan),
            changes=Changes.TAXES | Changes.CUSTOMERS,
            done=self._applied,
            failed=self._failed,
            told=_applied_words,
        )

    @Slot(object)
    def _applied(self, found: object) -> None:
        if not isinstance(found, AppliedPlan):
            return
        if not found.stale:
            self.accept()
            return
        self.sums.setText(_applied_words(found))
        self.desk.look(
            "Comparing locations", _compare, self._show, failed=self._failed, told=_sums_words
        )

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.sums.setText("No location was changed.")
        self.errors.addWidget(ErrorPanel(told(error)))
        self.verb.setEnabled(bool(self.found and self.found.plan.changes))

    def _clear_errors(self) -> None:
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()


def _compare(office: Office, _: Progress) -> Planned:
    return Planned((), plan_boundaries(office))


def _take(paths: Sequence[Path], office: Office, progress: Progress) -> Planned:
    taken = take_boundaries(office, paths, progress=progress)
    return Planned(tuple(taken), plan_boundaries(office))


def _apply(plan: BoundaryPlan, office: Office, _: Progress) -> AppliedPlan:
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "boundaries.json"
        saved.write_text(plan_text(plan), encoding="utf-8")
        return apply_boundaries(office, saved)


def _file_words(each: TakenFile) -> str:
    file = each.file
    was = "taken in" if each.is_new else "was here already, nothing to do"
    text = (
        f"{file.file}: {file.state} {file.vintage}, {words.plural(file.records, 'record')}, {was}"
    )
    if file.left_out:
        text += f"; {words.plural(file.left_out, 'line')} name no street, ZIP code or day"
    unusable = [f"line {one.line}: {one.why}" for one in each.unusable[:_SHOWN_LINES]]
    return f"{text}. {'; '.join(unusable)}".strip()


def _sums_words(found: Planned) -> str:
    return _sums(found.plan)


def _sums(plan: BoundaryPlan) -> str:
    parts = (
        (len(plan.changes), "would change"),
        (len(plan.same), "lie where the files say"),
        (len(plan.kept), "keep what you told against files"),
        (len(plan.unmatched), "are not in the files"),
    )
    counted = ", ".join(f"{words.count(number)} {what}" for number, what in parts)
    return f"{words.plural(len(plan.files), 'file')}: {counted}."


def _applied_words(found: AppliedPlan) -> str:
    text = f"{words.plural(len(found.applied), 'location')} placed"
    if found.stale:
        text += f"; {words.count(len(found.stale))} left out, changed since they were compared"
    return text


def _since(change: PlaceChange) -> str:
    begins = change.effective_from
    return "the beginning" if begins == BEGINNING else words.day(begins)


def _facts(facts: PlaceFacts) -> dict[str, str]:
    inside = {True: "inside", False: "outside", None: ""}[facts.inside_city]
    return {
        "county": facts.county_fips or "",
        "city": facts.place_fips or "",
        "limits": inside,
        "districts": (facts.district or "").replace("|", ", "),
    }


def _difference(change: PlaceChange) -> str:
    before, after = _facts(change.before), _facts(change.after)
    changed = [
        f"{name} {before[name] or 'not known'} becomes {after[name] or 'none'}"
        for name in before
        if before[name] != after[name]
    ]
    return "; ".join(changed)


_COLUMNS: Final[tuple[GridColumn, ...]] = (
    GridColumn(key="location", title="Location", value=lambda r: r.location_code, width=130),
    GridColumn(key="by", title="Found by", value=lambda r: r.matched_by, width=90),
    GridColumn(key="since", title="From", value=_since, width=110),
    GridColumn(
        key="change", title="What would change", value=_difference, width=330, stretches=True
    ),
    GridColumn(key="note", title="Note", value=lambda r: r.note, width=180),
)
