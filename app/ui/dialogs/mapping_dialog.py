"""The mapping of a call file of a new layout: which column means what; kept under a name."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.look_at_files.looking import LookedFile
from app.operations.mapping_profiles import keep_profile, propose_profile
from app.operations.office import Office
from app.progress import Progress
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.inputs import TextField
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog
from app.usage.profile import MEANINGS, MappingProfile, to_choose, to_json
from app.usage.proposal import Proposal

_UNITS: Final = {
    "seconds": "Seconds",
    "minutes": "Minutes",
    "h:mm:ss": "Clock: 0:04:22",
    "stamps": "From start and end",
}
_ORDERS: Final = {"ymd": "Year month day", "dmy": "Day month year", "mdy": "Month day year"}


class MappingDialog(Dialog):
    """Columns of a call file, each with its meaning."""

    saved = Signal(str)
    """The mapping was kept under this name."""

    def __init__(self, desk: Desk, file: LookedFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.file = file
        self.profile: MappingProfile | None = None
        self.columns: dict[str, QComboBox] = {}
        self.setWindowTitle(f"Mapping of {file.path.name}")
        self.resize(LOOK.scaled(620), LOOK.scaled(560))
        self.name = TextField("Name of the mapping")
        self.unit = _combo("Lengths are in", _UNITS)
        self.order = _combo("Dates are written", _ORDERS)
        self.unsure = label("", "muted", wraps=True)
        self.problem = label("", "refused", wraps=True)
        self.errors = QVBoxLayout()
        self.save = Button("Save mapping", kind="primary", icon_name="check", key="Ctrl+Return")
        self.save.clicked.connect(self.keep)
        self.save.setEnabled(False)
        self.save.setDefault(True)
        self.cancel = Button("Not now", key="Esc", on_press=self.reject)
        self._grid = QGridLayout()
        self._build()
        calls = file.calls
        if calls is not None and calls.proposal is not None:
            self.show_proposal(calls.proposal)
        else:
            path = file.path
            self.desk.look(
                f"Looking at the columns of {path.name}",
                lambda _, progress: _propose(path, progress),
                self._proposed,
                failed=self._failed,
                told=lambda _: f"The columns of {path.name} are read",
            )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(label("Which column means what?", "pane"))
        column.addWidget(self.unsure)
        column.addLayout(self.errors)
        inside = QWidget()
        holder = QVBoxLayout(inside)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        holder.addLayout(self._grid)
        holder.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        scroll.setAccessibleName("Columns")
        column.addWidget(scroll, 1)
        column.addWidget(self.problem)
        column.addLayout(beside(None, self.cancel, self.save))

    @Slot(object)
    def _proposed(self, found: object) -> None:
        if isinstance(found, Proposal):
            self.show_proposal(found)

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.errors.addWidget(ErrorPanel(told(error)))

    def show_proposal(self, proposal: Proposal) -> None:
        """Shows what each column seems to mean."""
        self.profile = proposal.profile
        self.name.setText(proposal.profile.name)
        self.unsure.setText(" ".join(proposal.unsure) or "Every column was told by its name.")
        self._field("Name of the mapping", self.name)
        titles = self._titles(proposal.profile)
        for meaning, words_ in MEANINGS.items():
            box = _combo(words_, {"": "No column", **titles})
            chosen = proposal.profile.columns.get(meaning, "")
            place = box.findData(str(chosen))
            box.setCurrentIndex(max(0, place))
            box.setToolTip(proposal.reasons.get(meaning, ""))
            box.currentIndexChanged.connect(self._changed)
            self.columns[meaning] = box
            self._field(f"{words_[:1].upper()}{words_[1:]}", box)
        self.unit.setCurrentIndex(max(0, self.unit.findData(proposal.profile.duration_unit)))
        self.order.setCurrentIndex(max(0, self.order.findData(proposal.profile.date_order)))
        self._field("Lengths are in", self.unit)
        self._field("Dates are written", self.order)
        for before, after in ((self.order, self.cancel), (self.cancel, self.save)):
            QWidget.setTabOrder(before, after)
        self.name.textChanged.connect(self._changed)
        self._changed()
        self.name.setFocus()

    def _titles(self, profile: MappingProfile) -> dict[str, str]:
        if profile.header:
            return {name: name for name in profile.header if name}
        width = profile.width or max(
            (c for c in profile.columns.values() if isinstance(c, int)), default=0
        )
        return {str(place): f"Column {place}" for place in range(1, width + 1)}

    def _field(self, title: str, field: QWidget) -> None:
        place = self._grid.rowCount()
        caption = label(title)
        caption.setBuddy(field)
        self._grid.addWidget(caption, place, 0)
        self._grid.addWidget(field, place, 1)

    # ---- saving

    def chosen(self) -> MappingProfile | None:
        """The mapping as it is chosen now."""
        if self.profile is None:
            return None
        columns: dict[str, str | int] = {}
        for meaning, box in self.columns.items():
            value = str(box.currentData() or "")
            if value:
                columns[meaning] = int(value) if not self.profile.header else value
        return replace(
            self.profile,
            name=self.name.text().strip(),
            columns=columns,
            duration_unit=str(self.unit.currentData()),
            date_order=str(self.order.currentData()),
        )

    @Slot()
    def _changed(self, *_: object) -> None:
        profile = self.chosen()
        lacking = to_choose(profile) if profile is not None else []
        text = ", ".join(MEANINGS[each] for each in lacking)
        self.problem.setText(f"Still to choose: {text}." if lacking else "")
        self.save.setEnabled(profile is not None and not lacking and bool(profile.name))

    @Slot()
    def keep(self) -> None:
        """Keeps the mapping in the company file."""
        profile = self.chosen()
        if profile is not None:
            self.desk.do(
                f"Saving the mapping {profile.name}",
                lambda office, _: _keep(office, profile),
                changes=Changes.NOTHING,
                done=self._kept,
                failed=self._failed,
                told=lambda name: f"{name} reads the next file of this kind",
            )

    @Slot(object)
    def _kept(self, name: object) -> None:
        self.saved.emit(str(name))
        self.accept()


def _combo(name: str, choices: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(f"{name[:1].upper()}{name[1:]}")
    for value, word in choices.items():
        box.addItem(word, value)
    return box


def _propose(path: Path, progress: Progress) -> Proposal:
    progress.step(0, 0, path.name)
    with TemporaryDirectory() as folder:
        return propose_profile(path, Path(folder) / "proposal.json")


def _keep(office: Office, profile: MappingProfile) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "profile.json"
        path.write_text(to_json(profile), encoding="utf-8")
        return keep_profile(office, path).name
