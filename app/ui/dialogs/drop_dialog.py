"""Dropped files: what each is, its first rows rated, what has to be asked, and the import."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.operations.import_usage import Choices
from app.operations.look_at_files.kinds import FileKind
from app.operations.look_at_files.looking import LookedFile
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.dialogs.drop_facts import FileFacts
from app.ui.dialogs.drop_list import FileList, has_question, second_line, standing
from app.ui.dialogs.drop_work import Looked, Plan, import_calls, import_other, look
from app.ui.dialogs.mapping_dialog import MappingDialog
from app.ui.dialogs.watch_dialog import WatchDialog
from app.ui.messages import ErrorPanel, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, IconLabel, beside, label
from app.ui.parts.dialog import Dialog, screen_room
from app.ui.tasks import Task

_CALLS_A_SECOND: Final = 15_000
_NARROW: Final = 900
"""On screens less wide the facts stand below the files."""

_NAMES: Final = {
    FileKind.CALLS: ("call file", "call files"),
    FileKind.WORKBOOK: ("workbook", "workbooks"),
    FileKind.DECK: ("deck", "decks"),
    FileKind.TAXES: ("tax table", "tax tables"),
    FileKind.CERTIFICATE: ("certificate", "certificates"),
}


class DropDialog(Dialog):
    """Files that were dropped or chosen, before they come in."""

    deck_wanted = Signal(object)
    """A rate deck of a layout of its own is to be opened under Rates."""

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.paths = list(paths)
        self.files: dict[Path, LookedFile] = {}
        self.plans: dict[Path, Plan] = {}
        self.certificates: dict[str, tuple[str, str]] = {}
        self.choices: dict[Path, Choices] = {}
        self.chosen_certificate: dict[Path, tuple[str, str]] = {}
        self.looking: Task | None = None
        self.started: list[Task] = []
        count = len(self.paths)
        self.setWindowTitle(f"Import {words.plural(count, 'dropped file')}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(LOOK.scaled(1192), LOOK.scaled(634))
        self.list = FileList()
        self._is_narrow = screen_room(self).width() < LOOK.scaled(_NARROW)
        self.facts = FileFacts(desk, is_narrow=self._is_narrow)
        self.errors = QVBoxLayout()
        self.progress = label("Looking at the files…", "muted")
        self.sum_line = label("", "muted", wraps=True)
        self.watch = Button("Watch folder…", on_press=self._watch)
        self.cancel = Button("Cancel", key="Esc", on_press=self.reject)
        self.act = Button("Import", kind="primary", icon_name="download", key="Ctrl+Return")
        self.act.setEnabled(False)
        self.act.setDefault(True)
        self._build()
        self._connect()
        self.look(self.paths)

    def _build(self) -> None:
        left = QWidget()
        left.setProperty("kind", "ground")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 14, 0, 12)
        column.setSpacing(2)
        for text, kind in (("What you dropped", "pane"), ("Told from the content", "muted")):
            head = label(text, kind)
            head.setContentsMargins(12, 0, 12, 0)
            column.addWidget(head)
        column.addSpacing(6)
        column.addWidget(self.list, 1)
        asks = label("Watch this folder and ask me when something new lies in it?", "muted")
        asks.setWordWrap(True)
        folder = beside(IconLabel("folder-open", "text_muted"), asks)
        folder.setContentsMargins(12, 8, 12, 0)
        folder.setStretch(1, 1)
        column.addLayout(folder)
        row = beside(self.watch, None)
        row.setContentsMargins(12, 4, 12, 0)
        column.addLayout(row)
        way = Qt.Orientation.Vertical if self._is_narrow else Qt.Orientation.Horizontal
        split = QSplitter(way)
        split.addWidget(left)
        split.addWidget(self.facts)
        split.setStretchFactor(1, 1)
        split.setSizes([LOOK.scaled(270), LOOK.scaled(920)])
        split.setChildrenCollapsible(False)
        foot = QFrame()
        foot.setProperty("kind", "foot")
        inside = beside(self.progress, self.sum_line, self.cancel, self.act)
        inside.setContentsMargins(18, 12, 18, 12)
        inside.setStretch(1, 1)
        foot.setLayout(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.errors)
        whole.addWidget(split, 1)
        whole.addWidget(foot)

    def _connect(self) -> None:
        self.act.clicked.connect(self.apply)
        self.list.currentItemChanged.connect(self._current_changed)
        self.list.itemChanged.connect(self._checked)
        self.facts.answered.connect(self._answered)
        self.facts.certificate_chosen.connect(self._certificate_chosen)
        self.facts.mapping_wanted.connect(self._map)
        self.facts.deck_wanted.connect(self._deck)

    # ---- looking

    def look(self, paths: Sequence[Path]) -> None:
        """Looks at files on a worker; nothing is written."""
        self.progress.setText("Looking at the files…")
        self.progress.show()
        self.act.setEnabled(False)
        run = partial(look, list(paths), dict(self.choices))
        title = f"Looking at {words.plural(len(paths), 'file')}"
        self.looking = self.desk.look(
            title,
            run,
            self._looked,
            failed=self._failed,
            told=lambda found: f"{words.plural(len(found.files), 'file')} looked at",
        )
        self.looking.progressed.connect(self._progressed)

    @Slot()
    def _progressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, Task):
            self.progress.setText(f"Looking at {sender.note}…")

    @Slot(object)
    def _looked(self, found: object) -> None:
        if not isinstance(found, Looked):
            return
        self.looking = None
        first = not self.files
        self.progress.hide()
        for file in found.files:
            self.files[file.path] = file
            if file.calls is not None and file.path not in self.choices:
                self.choices[file.path] = Choices(source=file.calls.source or None)
        self.plans.update(found.plans)
        self.certificates.update(found.certificates)
        for file in found.files:
            self._show_in_list(file)
        self.setWindowTitle(f"Import {words.plural(len(self.files), 'dropped file')}")
        if first and self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()
        self._show_current()
        self._tell()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.looking = None
        self.progress.hide()
        self.errors.addWidget(ErrorPanel(told(error)))

    def _badge(self, file: LookedFile) -> Badge:
        answered = not has_question(file) or self._is_answered(file)
        return standing(file, self.plans.get(file.path), answered=answered)

    def _is_answered(self, file: LookedFile) -> bool:
        if file.kind is FileKind.CERTIFICATE:
            return file.path in self.chosen_certificate
        if file.kind is FileKind.DECK and not file.told.sheets:
            return False
        choices = self.choices.get(file.path, Choices())
        calls = file.calls
        return calls is not None and bool(calls.format) and bool(choices.source)

    def _show_in_list(self, file: LookedFile) -> None:
        self.list.blockSignals(True)  # noqa: FBT003  of Qt
        known = self.list.item_of(file.path)
        taken = (
            not file.is_skipped
            if known is None
            else known.checkState() is Qt.CheckState.Checked and not file.is_skipped
        )
        plan = self.plans.get(file.path)
        self.list.show_file(file, second_line(file, plan), self._badge(file), taken=taken)
        self.list.blockSignals(False)  # noqa: FBT003  of Qt
        self.list.viewport().update()

    # ---- the file at hand

    @property
    def current(self) -> LookedFile | None:
        """The file whose facts are shown."""
        row = self.list.currentRow()
        files = list(self.files.values())
        return files[row] if 0 <= row < len(files) else None

    @Slot()
    def _current_changed(self, *_: object) -> None:
        self._show_current()

    def _show_current(self) -> None:
        file = self.current
        self.facts.setVisible(file is not None)
        if file is not None:
            self.facts.show_file(
                file,
                self.plans.get(file.path),
                self._badge(file),
                choices=self.choices.get(file.path, Choices()),
                certificates=self.certificates,
            )

    @Slot(QListWidgetItem)
    def _checked(self, _: QListWidgetItem) -> None:
        self._tell()

    # ---- answers

    @Slot(object, object)
    def _answered(self, path: Path, choices: Choices) -> None:
        self.choices[path] = choices
        self.look([path])

    @Slot(object, str)
    def _certificate_chosen(self, path: Path, text: str) -> None:
        self.chosen_certificate[path] = self.certificates[text]
        self._show_in_list(self.files[path])
        self._tell()

    @Slot(object)
    def _map(self, file: LookedFile) -> None:
        dialog = MappingDialog(self.desk, file, self)
        dialog.saved.connect(partial(self._mapped, file.path))
        dialog.open()

    def _mapped(self, path: Path, name: str) -> None:
        source = self.choices.get(path, Choices()).source
        self.choices[path] = Choices(profile=name, source=source)
        self.look([path])

    @Slot(object)
    def _deck(self, path: Path) -> None:
        self.deck_wanted.emit(path)
        self.reject()

    def _watch(self) -> None:
        folder = self.paths[0] if self.paths[0].is_dir() else self.paths[0].parent
        WatchDialog(self.desk, folder, self).open()

    # ---- bringing them in

    def ready(self) -> list[LookedFile]:
        """The files that are checked and can come in."""
        taken = self.list.taken()
        return [
            file
            for path, file in self.files.items()
            if path in taken
            and not file.is_skipped
            and (not has_question(file) or self._is_answered(file))
            and not (self.plans.get(path) is not None and self.plans[path].wrong)
        ]

    def _tell(self) -> None:
        """Tells what would be done, in numbers."""
        ready = self.ready()
        counts: dict[FileKind, int] = {}
        for file in ready:
            counts[file.kind] = counts.get(file.kind, 0) + 1
        parts = [words.plural(n, *_NAMES[kind]) for kind, n in counts.items()]
        self.act.say(f"Import {' and '.join(parts)}" if parts else "Nothing to import")
        self.act.setEnabled(bool(parts) and self.looking is None)
        calls = sum(file.calls.calls for file in ready if file.calls is not None)
        waiting = [f for f in self.files.values() if has_question(f) and not self._is_answered(f)]
        texts = []
        if calls:
            seconds = max(1, round(calls / _CALLS_A_SECOND))
            texts.append(
                f"{words.plural(calls, 'call')}, about {words.plural(seconds, 'second')}. "
                "You can go on working. Undo is possible until a call is on a final invoice."
            )
        if waiting:
            texts.append(f"{words.plural(len(waiting), 'file')} left out until answered.")
        self.sum_line.setText(" ".join(texts))

    @Slot()
    def apply(self) -> None:
        """Imports what is ready in the background, and closes."""
        for file in self.ready():
            if file.kind is FileKind.CALLS:
                choices = self.choices.get(file.path, Choices())
                self.started.append(import_calls(self.desk, file.path, choices))
            else:
                certificate = self.chosen_certificate.get(file.path, ("", ""))
                task = import_other(self.desk, file, certificate)
                if task is not None:
                    self.started.append(task)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter imports, also that of the number pad."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.act.click()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Stops looking; nothing was kept."""
        if self.looking is not None:
            self.looking.cancel()
        super().reject()


def ask_files(desk: Desk, window: QWidget) -> DropDialog | None:
    """Asks for files and shows what they are; None where nobody chose any."""
    if desk.company is None:
        return None
    paths, _ = QFileDialog.getOpenFileNames(window, "Which files?")
    return open_drop(desk, [Path(path) for path in paths], window) if paths else None


def open_drop(desk: Desk, paths: Sequence[Path], window: QWidget) -> DropDialog:
    """Shows what dropped files are."""
    dialog = DropDialog(desk, paths, window)
    dialog.open()
    return dialog


class Drops(QObject):
    """Opens the dialog for the files that are dropped on one window."""

    go = Signal(str, object)
    """Another page is wanted, and what it is to show."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    @Slot(list)
    def open(self, paths: list[Path]) -> None:
        """Shows what was dropped."""
        if self._desk.company is not None:
            self._show(open_drop(self._desk, paths, self._window))

    @Slot()
    def ask(self) -> None:
        """Asks for files."""
        dialog = ask_files(self._desk, self._window)
        if dialog is not None:
            self._show(dialog)

    def _show(self, dialog: DropDialog) -> None:
        dialog.deck_wanted.connect(self._deck)

    @Slot(object)
    def _deck(self, path: object) -> None:
        self.go.emit("rates", path)
