"""Customer map: who is who in each system, and the wizards that begin with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.operations.list_systems import ListedSystem, list_systems
from app.ui.desk import Desk
from app.ui.page import Act
from app.ui.pages.connections.system_choice import SystemChoice
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.empty_list import EmptyList
from app.ui.wizards.consolidate_wizard import ConsolidateWizard
from app.ui.wizards.map_customers.map_work import MapWork
from app.ui.wizards.map_customers_wizard import MapCustomersWizard


class CustomerMapPart(QWidget):
    """The map of one system at a time."""

    go = Signal(str, object)
    counted = Signal(int)
    """How many customers need a look."""
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.wizard: MapCustomersWizard | ConsolidateWizard | None = None
        self.choice = SystemChoice(desk, "Map of which system", "map/system")
        self.choice.picked.connect(self._picked)
        self.steps = Button("Map customers step by step…", icon_name="list-checks")
        self.steps.clicked.connect(self.open_wizard)
        self.consolidate = Button("Consolidate invoices…", icon_name="git-merge")
        self.consolidate.clicked.connect(self.open_consolidation)
        self.work = MapWork(desk)
        self.grid = self.work.grid
        self.work.counted.connect(self.counted)
        self.work.failed.connect(self.failed)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(
            beside(label("Customers in", "muted"), self.choice, None, self.steps, self.consolidate)
        )
        column.addWidget(self.work, 1)
        self.empty = EmptyList()
        self.empty.say(
            "No system is connected yet",
            "Connect your PSA or accounting system; then everybody here is compared with it.",
            icon_name="plug",
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self.empty)
        self.setFocusProxy(self.grid)

    def read(self) -> None:
        """Reads which systems there are, and the map of the one chosen."""
        self.desk.read(list_systems, self._took, key=f"systems {id(self)}", failed=self.failed.emit)

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, tuple):
            return
        self.choice.offer(found)
        self._stack.setCurrentIndex(0 if found else 1)
        self.consolidate.setVisible(any(each.is_psa for each in found))
        system = self.choice.system
        if system is not None:
            self.work.show_system(system)
        else:
            self.counted.emit(0)

    @Slot(object)
    def _picked(self, system: object) -> None:
        if isinstance(system, ListedSystem):
            self.work.show_system(system)

    def show_target(self, target: object) -> None:
        """Shows the map of a system by its name."""
        self.choice.choose(str(target))

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next customer that needs a look."""
        return self.work.next_need(step)

    # ---- wizards

    @Slot()
    def open_wizard(self) -> None:
        """Opens the wizard that maps customers, where it was left."""
        system = self.choice.system
        if system is not None:
            self.wizard = MapCustomersWizard(self.desk, system, self)
            self.wizard.go.connect(self.go)
            self.wizard.open()

    @Slot()
    def open_consolidation(self) -> None:
        """Opens the wizard that puts the PSA's charges onto our invoices."""
        if self.choice.system is not None:
            self.wizard = ConsolidateWizard(self.desk, self)
            self.wizard.go.connect(self.go)
            self.wizard.open()

    def acts(self) -> Sequence[Act]:
        """What can be done here; the letters do the same in the list."""
        work, verbs = self.work, self.work.verbs
        told = (
            ("Accept exact matches", "Ctrl+E", "check-check", verbs.accept_all_exact),
            ("Link the customer", "Alt+Shift+K", "link", verbs.link),
            ("New there", "Alt+Shift+Q", "plus", verbs.make_new),
            ("Ignore the customer…", "Alt+Shift+M", "minus", verbs.ignore),
            ("Link to another…", "Alt+Shift+A", "search", verbs.link_another),
            ("Unlink, or ask again", "Alt+Shift+U", "unlink", verbs.unlink),
            ("History of the links", "Alt+Shift+Y", "history", work.show_history),
            ("Map customers step by step…", "Ctrl+Shift+G", "list-checks", self.open_wizard),
            ("Consolidate invoices…", "Ctrl+Shift+J", "git-merge", self.open_consolidation),
        )
        return [
            Act(title=title, menu="Sync", key=key, icon=icon_name, run=run)
            for title, key, icon_name, run in told
        ]
