"""The left of the page: the filter, the tree, and how many customers there are."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.operations.browse_customers.readying import not_ready
from app.operations.browse_customers.tree import (
    Branch,
    CustomerTree,
    Level,
    customer_tree,
    numbers_below,
)
from app.operations.office import Office
from app.operations.sync_states import SyncState, sync_states
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.find_field import FindField
from app.ui.pages.customers.tree_model import BRANCH, TreeModel
from app.ui.pages.customers.tree_view import TreeView
from app.ui.parts.controls import Button, beside, label, line
from app.ui.parts.sync_badge import sync_badge

_PAUSE_MS: Final = 120
_NO_LIMIT: Final = 4000
_OPENED: Final = 40
"""Trees of at most so many customers are opened as far as something fits."""


class FilterField(FindField):
    """As wide as the tree."""

    def _make_room(self) -> None:
        self.setMaximumWidth(_NO_LIMIT)


class TreePane(QFrame):
    """The filter, the tree, the counts."""

    chosen = Signal(object)
    """The branch that is current."""
    unready_known = Signal(object)
    """The account numbers of the customers that are not ready."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "card")
        self.model = TreeModel(self)
        self.view = TreeView()
        self.view.setModel(self.model)
        self.field = FilterField(
            "Filter customers by name, code, number or e-mail", "Filter customers"
        )
        self.counts = label("", "muted")
        self.unready_button = Button("Not ready: 0", icon_name="list-filter")
        self.unready_button.setCheckable(True)
        self.unready: frozenset[str] = frozenset()
        self._tree: CustomerTree | None = None
        self._wanted: tuple[Level, str, str] | None = None
        self._open: set[tuple[Level, str]] = set()
        self._asks = False
        self._is_old = False
        """Whether something changed while it was asked who is not ready."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self.setFocusProxy(self.view)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(beside(self.field, margin=10))
        column.addWidget(line())
        column.addWidget(self.view, 1)
        column.addWidget(line())
        column.addLayout(beside(self.counts, None, self.unready_button, margin=10))
        self.unready_button.hide()
        self.field.textChanged.connect(self._pause.start)
        self.field.left_down.connect(self._to_tree)
        self._pause.timeout.connect(self.read)
        self.view.find_asked.connect(self._begin_find)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.model.numbers_wanted.connect(self._read_numbers)
        self.unready_button.toggled.connect(self._show)

    # ---- reading

    def read(self) -> None:
        """Reads the tree, then who is not ready."""
        text = self.field.text().strip()
        self.desk.read(
            lambda office: customer_tree(office, text), self._took, key=self._key("tree")
        )
        self.desk.read(_customer_states, self._took_states, key=self._key("sync"))
        if not text:
            self._read_unready()

    def _read_unready(self) -> None:
        """Asks who is not ready, in the lane of what takes long; one question at a time."""
        self._is_old = self._asks
        if self._asks:
            return
        self._asks = True
        period = self.desk.period
        task = self.desk.look("", lambda office, _: not_ready(office, period), self._took_unready)
        task.ended.connect(self._asked)

    def _asked(self) -> None:
        self._asks = False
        if self._is_old and self.desk.company is not None:
            self._read_unready()

    def _key(self, name: str) -> str:
        return f"customers {name} {id(self)}"

    def _took(self, found: object) -> None:
        if isinstance(found, CustomerTree):
            self._tree = found
            self._show()

    def _took_states(self, found: object) -> None:
        if isinstance(found, dict):
            zone = self.desk.zone
            self.model.show_sync({key: sync_badge(each, zone) for key, each in found.items()})

    def _took_unready(self, found: object) -> None:
        if not isinstance(found, frozenset):
            return
        self.unready = found
        self.model.show_unready(found)
        self.unready_button.say(f"Not ready: {words.count(len(found))}")
        self.unready_button.setVisible(bool(found) or self.unready_button.isChecked())
        if self.unready_button.isChecked():
            self._show()
        self.unready_known.emit(found)

    def _read_numbers(self, branch: Branch, node: int) -> None:
        age, model = self.model.age, self.model

        def took(found: object) -> None:
            if isinstance(found, tuple):
                model.take_numbers(node, age, found)
                if self._wanted is not None and self._wanted[0] is Level.NUMBER:
                    self._go_to(*self._wanted)

        self.desk.read(
            lambda office: numbers_below(office, branch), took, key=self._key(f"numbers {node}")
        )

    def _show(self) -> None:
        tree = self._tree
        if tree is None:
            return
        here = self.current
        self._note_open()
        only = self.unready if self.unready_button.isChecked() else None
        self.model.show_tree(tree, only=only)
        self.view.expand(self.model.root())
        shown = self.model.rowCount(self.model.root())
        if self.field.text().strip() and shown <= _OPENED:
            self._open_hits(self.model.root())
        else:
            self._open_again()
        everything = words.plural(tree.customers, "customer")
        part = f"{words.count(shown)} of {everything}" if shown < tree.customers else everything
        self.counts.setText(f"{part}, {words.plural(tree.numbers, 'number')}")
        if self._wanted is not None:
            self._go_to(*self._wanted)
        elif here is not None and here.account_number in self._shown_accounts():
            self._go_to(here.level, here.key, here.account_number)
        else:
            self._go_to_first()

    def _shown_accounts(self) -> set[str]:
        root = self.model.root()
        rows = range(self.model.rowCount(root))
        return {self.model.index(row, 0, root).data(BRANCH).account_number for row in rows}

    def _go_to_first(self) -> None:
        """Goes to the first line that was looked for, else to the first customer."""
        index = self.model.index(0, 0, self.model.root())
        while index.isValid() and self.field.text().strip() and not index.data(BRANCH).is_hit:
            below = self.model.index(0, 0, index)
            if not below.isValid():
                break
            index = below
        self.view.setCurrentIndex(index if index.isValid() else self.model.root())

    def _note_open(self) -> None:
        if self.field.text().strip():
            return
        waiting, found = [self.model.root()], set()
        while waiting:
            index = waiting.pop()
            for row in range(self.model.rowCount(index)):
                below = self.model.index(row, 0, index)
                if self.view.isExpanded(below):
                    branch = below.data(BRANCH)
                    found.add((branch.level, branch.key))
                    waiting.append(below)
        self._open = found

    def _open_again(self) -> None:
        waiting = [self.model.root()] if self._open else []
        while waiting:
            index = waiting.pop()
            for row in range(self.model.rowCount(index)):
                below = self.model.index(row, 0, index)
                branch = below.data(BRANCH)
                if (branch.level, branch.key) in self._open:
                    self.view.expand(below)
                    waiting.append(below)

    def _open_hits(self, index: QModelIndex) -> None:
        branch = index.data(BRANCH)
        if branch.is_hit:
            return
        self.view.expand(index)
        for row in range(len(branch.below)):
            self._open_hits(self.model.index(row, 0, index))

    # ---- going places

    @property
    def customers(self) -> tuple[Branch, ...]:
        """The customers of the tree, as far as it is filtered."""
        return self._tree.branches if self._tree is not None else ()

    @property
    def current(self) -> Branch | None:
        """The branch that is current."""
        index = self.view.currentIndex()
        return index.data(BRANCH) if index.isValid() else None

    def go_to(self, level: Level, key: str, account_number: str) -> None:
        """Makes a record current, as soon as the tree is here; filters that hide it go."""
        self._wanted = (level, key, account_number)
        if self.field.text() or self.unready_button.isChecked():
            self.unready_button.setChecked(False)
            self.field.clear()
            return
        if account_number in {each.account_number for each in self.customers}:
            self._go_to(level, key, account_number)

    def _go_to(self, level: Level, key: str, account_number: str) -> None:
        index = self.model.find(level, key, account_number)
        if not index.isValid():
            index = self.model.root()
        found = index.data(BRANCH)
        if level is Level.NUMBER and found.level is not Level.NUMBER:
            self._open_numbers(index)
        else:
            self._wanted = None
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _open_numbers(self, index: QModelIndex) -> None:
        """Asks for the numbers of a customer, so that one of them can be gone to."""
        waiting = [index]
        while waiting:
            each = waiting.pop()
            if self.model.canFetchMore(each):
                self.model.fetchMore(each)
            waiting += [self.model.index(r, 0, each) for r in range(self.model.rowCount(each))]

    def go_to_next_unready(self) -> bool:
        """Goes to the next customer that is not ready; whether there is one."""
        if not self.unready or self._tree is None:
            return False
        order = [each.key for each in self._tree.branches if each.key in self.unready]
        here = self.current
        names = [each.key for each in self._tree.branches]
        at = names.index(here.account_number) if here and here.account_number in names else -1
        after = [key for key in order if names.index(key) > at] or order
        if not after:
            return False
        self.go_to(Level.ACCOUNT, after[0], after[0])
        return True

    def go_to_unready_before(self) -> bool:
        """Goes to the customer before that is not ready; whether there is one."""
        if not self.unready or self._tree is None:
            return False
        names = [each.key for each in self._tree.branches]
        order = [key for key in names if key in self.unready]
        here = self.current
        known = here is not None and here.account_number in names
        at = names.index(here.account_number) if here is not None and known else len(names)
        before = [key for key in order if names.index(key) < at] or order
        if not before:
            return False
        self.go_to(Level.ACCOUNT, before[-1], before[-1])
        return True

    def _current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(BRANCH))

    def _begin_find(self, text: str) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.field.setText(self.field.text() + text)

    def _to_tree(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.read()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)


def _customer_states(office: Office) -> dict[str, SyncState]:
    return sync_states(office, "customer")
