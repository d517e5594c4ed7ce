"""The systems in the status strip of one window: state and age; a click tells more."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidgetAction

from app.operations.browse_connections import ConnectionRow, Connections
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.pages.connections.syncing import SyncWork
from app.ui.pages.connections.telling import age_of, cell_of, system_badge, waits_words
from app.ui.parts.controls import BadgeLabel, Button, Card, beside, label

_CELL: Final = "system"


class WindowSync(QObject):
    """The cells of the systems in one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: Desk = window.desk
        self._known: Connections | None = None
        self.work = SyncWork.of(window.desk)
        self.work.told.connect(self._told)
        self.work.running_changed.connect(self._show)
        window.desk.opened.connect(self._company_changed)
        if self.work.connections is not None:
            self._told(self.work.connections)

    @property
    def now(self) -> datetime:
        """By the clock of the program."""
        return self._desk.clock.now()

    @Slot()
    def _company_changed(self) -> None:
        self._known = None
        self._show()

    @Slot(object)
    def _told(self, found: object) -> None:
        if isinstance(found, Connections):
            self._known = found
            self._show()

    @Slot()
    def _show(self) -> None:
        bar = self._window.task_bar
        systems = self._known.systems if self._known is not None else ()
        shown = {f"{_CELL}/{each.key}" for each in systems}
        for name, button in bar.cells.items():
            if name.startswith(f"{_CELL}/"):
                button.setVisible(name in shown)
        now = self._desk.clock.now()
        for each in systems:
            name = f"{_CELL}/{each.key}"
            is_new = name not in bar.cells
            cell = cell_of(each, now, is_running=self.work.is_running)
            button = bar.show_cell(
                name, cell.text, icon_name=cell.icon, role=cell.role, tip=cell.tip
            )
            if is_new:
                button.clicked.connect(self._opener(each.key))

    def _opener(self, key: str) -> Callable[[], None]:
        def pressed() -> None:
            self.open_panel(key)

        return pressed

    def open_panel(self, key: str) -> None:
        """A small panel above the cell: what is known, and what can be done."""
        row = next((e for e in (self._known.systems if self._known else ()) if e.key == key), None)
        button = self._window.task_bar.cells.get(f"{_CELL}/{key}")
        if row is None or button is None:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = QWidgetAction(menu)
        panel = _Panel(row, self)
        panel.sync.clicked.connect(menu.close)
        panel.show_it.clicked.connect(menu.close)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        high = menu.sizeHint().height()
        menu.popup(button.mapToGlobal(QPoint(0, -high)))
        panel.sync.setFocus()

    def sync(self) -> None:
        """Syncs now."""
        self.work.sync()

    def show_system(self, key: str) -> None:
        """Shows a system on its page."""
        self._window.show_page("connections", key)


class _Panel(Card):
    """What stands above the cell of a system."""

    def __init__(self, row: ConnectionRow, owner: WindowSync) -> None:
        super().__init__(margin=14, spacing=6)
        now = owner.now
        self.setAccessibleName(row.title)
        badge = BadgeLabel(system_badge(row, now))
        self.rows.addLayout(beside(label(row.title, "pane"), None, badge))
        age = age_of(row, now)
        self.rows.addWidget(label(f"{age[:1].upper()}{age[1:]}", "muted"))
        self.rows.addWidget(label(row.company))
        self.rows.addWidget(label(waits_words(row), "muted"))
        if row.note:
            self.rows.addWidget(label(row.note, "muted", wraps=True))
        self.sync = Button("Sync now", icon_name="refresh-cw", on_press=owner.sync)
        self.sync.setEnabled(not owner.work.is_running)
        self.show_it = Button("Show", kind="quiet")
        key = row.key
        self.show_it.clicked.connect(lambda: owner.show_system(key))
        self.rows.addLayout(beside(self.sync, self.show_it, None))
