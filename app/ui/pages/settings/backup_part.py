"""Backups: when, where, how many, how old; and the drill that restores one."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from app.billing.decision import BACKUP_FOLDER, BACKUP_TIMES, BACKUP_WHEN, SECOND_FOLDER
from app.operations.changes import Changes
from app.operations.keep_backups import (
    BackupState,
    Drilled,
    back_up_now,
    backup_state,
    restore_drill,
)
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import Field, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.pages.settings.part import Part
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, beside, label
from app.ui.wizards.first_run.deciding import answer
from app.ui.wizards.first_run.question_box import QuestionBox

_FRESH: Final = Badge("Fresh", "circle-check", "ok")
_SAME: Final = Badge("Nothing changed since", "equal", "ok")
_OLD: Final = Badge("Old", "triangle-alert", "warn")
_NONE: Final = Badge("None yet", "triangle-alert", "warn")


class BackupPart(Part):
    """The backups of this company."""

    name = "backup"
    title = "Backup"
    line = "A backup is a company file of its own. It is read again before it counts."
    icon = "hard-drive"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state: BackupState | None = None
        self.drill_button = self.add_button(
            Button("Try a restore", icon_name="archive-restore", on_press=self.drill)
        )
        self.drill_button.setToolTip(
            "Restores the newest backup into a temporary place, reads it through and compares "
            "all totals. Your company is not touched."
        )
        self.now_button = self.add_button(
            Button("Back up now", kind="primary", icon_name="hard-drive", on_press=self.back_up)
        )
        self.badge = BadgeLabel(_NONE)
        self.last = label("", wraps=True)
        self.drilled = label("", "muted", wraps=True)
        head = beside(self.badge, self.last)
        head.setStretch(1, 1)
        self.inside.addLayout(head)
        self.inside.addWidget(self.drilled)
        self.errors = QHBoxLayout()
        self.inside.addLayout(self.errors)
        self.when = QuestionBox(BACKUP_TIMES)
        self.when.answered.connect(self._when_chosen)
        self.inside.addWidget(self.when)
        self.folder = self._folder_field("Folder", BACKUP_FOLDER)
        self.second = self._folder_field("Second folder, such as another drive", SECOND_FOLDER)
        text = (
            "Of each company seven daily, four weekly and twelve monthly backups stay; older ones "
            "are let go when a new one was made. Other files in the folder are never touched. "
            "Restoring never overwrites: the old file is kept beside the restored one."
        )
        self.inside.addWidget(label(text, "caption", wraps=True))
        self.list = Grid("Backups", _columns(), desk.tasks, noun="backup")
        self.list.setMinimumHeight(LOOK.scaled(180))
        self.list.empty.say(
            "No backup in this folder",
            "The first is made by itself when the company is opened or closed, or with Back up "
            "now.",
            icon_name="hard-drive",
        )
        self.inside.addWidget(self.list, 1)

    def _folder_field(self, title: str, key: str) -> TextField:
        field = TextField(title)
        field.editingFinished.connect(partial(self._folder_typed, field, key))
        button = Button("Choose…", icon_name="folder-open")
        button.setAccessibleName(f"Choose: {title}")
        button.clicked.connect(partial(self._choose, field, key))
        row = QHBoxLayout()
        row.addWidget(Field(title, field), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.inside.addLayout(row)
        return field

    # ---- reading

    def read(self) -> None:
        """Asks how the backups stand."""
        self.desk.read(backup_state, self._shown, key=f"backups/{id(self)}", failed=self._failed)

    @Slot(object)
    def _shown(self, found: object) -> None:
        if not isinstance(found, BackupState):
            return
        self.state = found
        self.when.show_answers({BACKUP_WHEN: found.when})
        if not self.folder.hasFocus():
            self.folder.setText(str(found.folder))
        if not self.second.hasFocus():
            self.second.setText(str(found.second or ""))
        if found.made_at is None:
            self.badge.show_badge(_NONE)
            self.last.setText("This company has no backup yet.")
        else:
            self.badge.show_badge(_OLD if found.is_old else _FRESH if found.has_changed else _SAME)
            age = words.age(found.made_at, found.now)
            self.last.setText(f"Last backup {age}, to {found.made_to}")
        drilled = found.drilled_at
        self.drilled.setText(
            f"Restore tried {words.age(drilled, found.now)}: {found.drill_said}"
            if drilled is not None
            else "No restore was tried yet. A backup that was never restored is a hope."
        )
        self.drill_button.setEnabled(bool(found.files))
        self.list.show_rows(list(found.files))

    # ---- doing

    def back_up(self) -> None:
        """Backs up now."""
        self.clear()
        self.desk.do(
            "Backing up",
            lambda office, progress: back_up_now(office, progress=progress),
            changes=Changes.MONTH,
            key="backup",
            leaves="Cancel keeps the backups there are.",
            failed=self._failed,
        )

    def drill(self) -> None:
        """Restores the newest backup into a temporary place and tells what came of it."""
        self.clear()
        self.desk.do(
            "Trying a restore",
            lambda office, progress: restore_drill(office, progress=progress),
            changes=Changes.MONTH,
            key="restore drill",
            leaves="Cancel leaves everything as it is.",
            done=self._drilled,
            failed=self._failed,
        )

    @Slot(object)
    def _drilled(self, found: object) -> None:
        if isinstance(found, Drilled):
            self.drilled.setText(f"Restore tried just now: {found.summary()}")

    def _when_chosen(self, key: str, value: str) -> None:
        answer(self.desk, key, value, title=BACKUP_TIMES.title, failed=self._failed)

    def _choose(self, field: TextField, key: str) -> None:
        path = QFileDialog.getExistingDirectory(self, "Where shall backups go?", field.text())
        if path:
            field.setText(path)
            self._folder_typed(field, key)

    def _folder_typed(self, field: TextField, key: str) -> None:
        state, text = self.state, field.text().strip()
        if state is None:
            return
        if text and not Path(text).is_absolute():
            field.refuse("Name the whole folder, from the drive on.")
            return
        field.refuse("")
        before = str(state.folder) if key == BACKUP_FOLDER else str(state.second or "")
        if text != before:
            answer(self.desk, key, text, title="Backup folder", failed=self._failed)

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.clear()
        self.errors.addWidget(ErrorPanel(told(error)))

    def clear(self) -> None:
        """Takes an error away."""
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn(key="at", title="Made", value=lambda each: each.at, kind=Kind.MOMENT, width=190),
        GridColumn(
            key="file", title="File", value=lambda each: each.path.name, stretches=True, width=320
        ),
    )
