"""Usage: imports, calls, suspense by cause and likely owner, duplicates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence

from app.operations.browse_usage.imports import ImportRow
from app.operations.changes import Changes
from app.ui.desk import Desk
from app.ui.dialogs.drop_dialog import ask_files, open_drop
from app.ui.dialogs.watch_dialog import FolderWatch, WatchDialog, new_files_words
from app.ui.dialogs.what_if_dialog import WhatIfDialog
from app.ui.page import Act, Page, Tabs
from app.ui.pages.usage.calls_part import CallsPart
from app.ui.pages.usage.duplicates_part import DuplicatesPart
from app.ui.pages.usage.imports_part import ImportsPart
from app.ui.pages.usage.suspense_part import SuspensePart
from app.ui.parts.controls import Button
from app.usage.table import Reason

IMPORTS: Final = "Imports"
CALLS: Final = "Calls"
SUSPENSE: Final = "Suspense"
DUPLICATES: Final = "Duplicates"


class UsagePage(Page):
    """Calls as they came, and what became of them."""

    name = "usage"
    title = "Usage"
    areas = Changes.USAGE
    help_text = (
        "Here are the call files you imported, every call in them, and the calls that wait "
        "because something is missing. Under Suspense they are grouped by cause and sorted by "
        "money: choose a row, look at the likely owner at the right, and press Ctrl+Enter to "
        "assign. A assigns, H holds, W writes off, Space selects several; F9 tells why a call "
        "costs what it costs. Drop files anywhere on the window to import them. An import can "
        "be undone until one of its calls is on an invoice."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.again = _unbound(Button("Try all again", icon_name="refresh-cw", key="F5"))
        self.again.clicked.connect(self.try_again)
        self.add_button(self.again)
        self.import_button = _unbound(Button("Import files…", icon_name="upload", key="Ctrl+I"))
        self.import_button.clicked.connect(self.import_files)
        self.add_button(self.import_button)
        self.arrived = Button("", kind="quiet", icon_name="folder-open")
        self.arrived.clicked.connect(self.show_arrived)
        self.arrived.hide()
        self.buttons.insertWidget(0, self.arrived)
        self.folders = FolderWatch.of(desk)
        self.folders.waiting.connect(self._arrived)
        self.imports = ImportsPart(desk, self)
        self.calls = CallsPart(desk, self)
        self.suspense = SuspensePart(desk, self)
        self.duplicates = DuplicatesPart(desk, self)
        self.parts: dict[str, ImportsPart | CallsPart | SuspensePart | DuplicatesPart] = {
            IMPORTS: self.imports,
            CALLS: self.calls,
            SUSPENSE: self.suspense,
            DUPLICATES: self.duplicates,
        }
        self._unread = set[str]()
        """Parts that have not been in view since what they show has changed."""
        self.tabs = Tabs("Parts of Usage")
        for title, part in self.parts.items():
            self.tabs.add(title, part)
        self.body.addWidget(self.tabs, 1)
        self.suspense.counted.connect(self._suspended)
        self.duplicates.counted.connect(self._doubled)
        self.duplicates.repeats_wanted.connect(self._show_repeats)
        self.imports.calls_wanted.connect(self._show_calls_of)
        self.imports.files_wanted.connect(self.import_files)
        self.tabs.chosen.connect(self._chosen)
        self.tabs.show_part(SUSPENSE)

    # ---- what the window asks

    def read(self) -> None:
        """Reads the part in view, and what the tabs count; others when they are shown."""
        self._unread = set(self.parts)
        for title in dict.fromkeys((self.tabs.current, SUSPENSE, DUPLICATES)):
            self._read(title)

    def _read(self, title: str) -> None:
        if title in self._unread:
            self._unread.remove(title)
            self.parts[title].read()

    def show_target(self, target: object) -> None:
        """Shows a part by its title ("calls", "suspense"), or the calls that wait for a cause."""
        if isinstance(target, Reason):
            self.tabs.show_part(SUSPENSE)
            self.suspense.show_reason(target)
            return
        if isinstance(target, str) and target.capitalize() in self.parts:
            self.tabs.show_part(target.capitalize())

    def next_need(self) -> bool:
        """The next row of suspense."""
        self.tabs.show_part(SUSPENSE)
        return self.suspense.next_need()

    def previous_need(self) -> bool:
        """The row of suspense before."""
        self.tabs.show_part(SUSPENSE)
        return self.suspense.next_need(-1)

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            *self.tabs.acts("Usage"),
            Act(
                title="Do what is prepared",
                menu="Usage",
                key="Ctrl+Return",
                icon="check",
                run=self.apply,
            ),
            Act(
                title="Try all suspense again",
                menu="Usage",
                key="Ctrl+F5",
                icon="refresh-cw",
                run=self.suspense.try_again,
            ),
            Act(
                title="Hold the rows chosen",
                menu="Usage",
                key="Alt+Shift+H",
                run=self.suspense.hold,
            ),
            Act(
                title="Write off the rows chosen…",
                menu="Usage",
                key="Alt+Shift+W",
                run=self.suspense.pane.ask_why,
            ),
            Act(title="Why this price", menu="Usage", key="F9", run=self.explain),
            Act(
                title="Show numbers…",
                menu="Usage",
                key="Alt+Shift+U",
                icon="eye",
                run=self.calls.show_numbers,
            ),
            Act(title="What if…", menu="Usage", key="Shift+F9", run=self.what_if),
            Act(
                title="Watched folders…",
                menu="Usage",
                key="Alt+Shift+F",
                run=self.watch_folders,
            ),
            Act(
                title="Undo this import",
                menu="Usage",
                key="Ctrl+Shift+U",
                run=self.imports.undo,
            ),
            Act(
                title="Save bad rows…",
                menu="Usage",
                key="Ctrl+S",
                run=self.imports.choose_place,
            ),
        )

    # ---- acting

    @Slot()
    def apply(self) -> None:
        """Does what the pane of suspense has prepared."""
        if self.tabs.current == SUSPENSE:
            self.suspense.pane.apply()

    @Slot()
    def try_again(self) -> None:
        """Tries all suspense again."""
        self.suspense.try_again()

    @Slot()
    def import_files(self) -> None:
        """Asks for files to import."""
        ask_files(self.desk, self.window())

    @Slot(list)
    def _arrived(self, paths: list[Path]) -> None:
        self.arrived.say(new_files_words(paths))
        self.arrived.setVisible(bool(paths))

    @Slot()
    def show_arrived(self) -> None:
        """Shows the files that are new in watched folders."""
        if self.folders.paths:
            self.dropped(self.folders.paths)

    def dropped(self, paths: Sequence[Path]) -> None:
        """Shows what files are, before they are imported."""
        dialog = open_drop(self.desk, paths, self.window())
        dialog.deck_wanted.connect(self._deck)

    @Slot(object)
    def _deck(self, path: object) -> None:
        self.go.emit("rates", path)

    @Slot()
    def watch_folders(self) -> None:
        """Shows which folders are watched."""
        WatchDialog(self.desk, None, self.window()).open()

    @Slot()
    def what_if(self) -> None:
        """Plays a call or a month through a plan, without keeping anything."""
        WhatIfDialog(self.desk, self.window()).open()

    @Slot()
    def explain(self) -> None:
        """Tells why the call at hand costs what it costs."""
        if self.tabs.current == CALLS:
            self.calls.explain()
        else:
            self.suspense.pane.explain()

    @Slot(object)
    def _show_calls_of(self, row: object) -> None:
        if isinstance(row, ImportRow):
            self.tabs.show_part(CALLS)
            self.calls.show_import(row)

    @Slot()
    def _show_repeats(self) -> None:
        self.tabs.show_part(CALLS)
        self.calls.show_state("duplicate")

    @Slot(int)
    def _doubled(self, pairs: int) -> None:
        self.tabs.count(DUPLICATES, pairs)

    @Slot(int)
    def _suspended(self, calls: int) -> None:
        self.tabs.count(SUSPENSE, calls)
        self.waiting.emit(self.name, calls, False)  # noqa: FBT003  of the signal

    @Slot(str)
    def _chosen(self, title: str) -> None:
        part = self.parts[title]
        self._read(title)
        self.setFocusProxy(part)
        if self.isVisible():
            part.setFocus()


def _unbound(button: Button) -> Button:
    """A button that shows its key; the window's menu has the key itself."""
    button.setShortcut(QKeySequence())
    return button
