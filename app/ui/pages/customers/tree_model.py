"""The tree of customers as Qt asks for it; numbers come when a line is opened."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.operations.browse_customers.tree import Branch, CustomerTree, Level
from app.ui import words
from app.ui.parts.badge import Badge

AnyIndex = QModelIndex | QPersistentModelIndex
BRANCH: Final = Qt.ItemDataRole.UserRole
UNREADY: Final = Qt.ItemDataRole.UserRole + 1
"""Whether the customer is not ready to bill."""
SYNC: Final = Qt.ItemDataRole.UserRole + 2
"""The badge of a customer that other systems know, or are to know."""


class _Node:
    """A line of the tree; what is below it is made when it is looked at."""

    __slots__ = ("asked", "below", "branch", "number", "parent", "row")

    def __init__(self, number: int, branch: Branch, parent: "_Node | None", row: int) -> None:
        self.number = number
        self.branch = branch
        self.parent = parent
        self.row = row
        self.below: list[_Node] | None = None
        self.asked = False


class TreeModel(QAbstractItemModel):
    """All customers, or those that fit."""

    numbers_wanted = Signal(object, int)
    """A branch whose numbers are wanted, and the number of its line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[_Node] = []
        self._unready: frozenset[str] = frozenset()
        self._sync: Mapping[str, Badge] = {}
        self._root = self._make(Branch(level=Level.ALL, key="", title="All customers"), None, 0)
        self.age = 0
        """Counts the trees shown: numbers asked for an earlier one are late."""

    # ---- filling

    def show_tree(self, tree: CustomerTree, *, only: frozenset[str] | None = None) -> None:
        """Shows another tree; ``only``: the customers to show of it."""
        branches = tree.branches
        if only is not None:
            branches = tuple(each for each in branches if each.key in only)
        self.beginResetModel()
        self.age += 1
        self._nodes = []
        whole = Branch(
            level=Level.ALL,
            key="",
            title="All customers",
            numbers=len(branches),
            below=branches,
        )
        self._root = self._make(whole, None, 0)
        self.endResetModel()

    def show_unready(self, numbers: frozenset[str]) -> None:
        """Marks the customers that are not ready to bill."""
        if numbers == self._unready:
            return
        self._unready = numbers
        for node in self._below(self._root):
            index = self.createIndex(node.row, 0, node.number)
            self.dataChanged.emit(index, index, [UNREADY])

    def show_sync(self, badges: Mapping[str, Badge]) -> None:
        """Marks how far customers are in step with other systems."""
        self._sync = badges
        for node in self._below(self._root):
            index = self.createIndex(node.row, 0, node.number)
            self.dataChanged.emit(index, index, [SYNC])

    def take_numbers(self, line: int, age: int, branches: Sequence[Branch]) -> None:
        """Puts numbers that were read below their line."""
        if age != self.age or line >= len(self._nodes) or not branches:
            return
        node = self._nodes[line]
        below = self._below(node)
        index = self.createIndex(node.row, 0, node.number)
        first = len(below)
        self.beginInsertRows(index, first, first + len(branches) - 1)
        below += [self._make(each, node, first + at) for at, each in enumerate(branches)]
        self.endInsertRows()

    def _make(self, branch: Branch, parent: "_Node | None", row: int) -> _Node:
        node = _Node(len(self._nodes), branch, parent, row)
        self._nodes.append(node)
        return node

    def _below(self, node: _Node) -> list[_Node]:
        if node.below is None:
            node.below = []
            node.below += [self._make(each, node, at) for at, each in enumerate(node.branch.below)]
        return node.below

    # ---- what Qt asks

    def _node(self, index: AnyIndex) -> "_Node | None":
        if not index.isValid():
            return None
        return self._nodes[index.internalId()]

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a line."""
        node = self._node(parent)
        if node is None:
            return self.createIndex(0, 0, self._root.number) if row == 0 else QModelIndex()
        below = self._below(node)
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, 0, below[row].number)

    def parent(self, index: AnyIndex) -> QModelIndex:  # type: ignore[override]
        """The line above, as the tree has it."""
        node = self._node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent.number)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many lines are right below."""
        node = self._node(parent)
        return 1 if node is None else len(self._below(node))

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: ARG002, B008, N802
        """One."""
        return 1

    def hasChildren(self, parent: AnyIndex = QModelIndex()) -> bool:  # noqa: B008, N802
        """Whether a line can be opened; numbers below it may not be read yet."""
        node = self._node(parent)
        if node is None:
            return True
        return bool(node.branch.below or node.branch.loose_numbers or node.below)

    def canFetchMore(self, parent: AnyIndex) -> bool:  # noqa: N802
        """Whether numbers are below that were not asked for."""
        node = self._node(parent)
        return node is not None and bool(node.branch.loose_numbers) and not node.asked

    def fetchMore(self, parent: AnyIndex) -> None:  # noqa: N802
        """Asks for the numbers below a line."""
        node = self._node(parent)
        if node is not None and not node.asked:
            node.asked = True
            self.numbers_wanted.emit(node.branch, node.number)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a line shows and tells."""
        node = self._node(index)
        if node is None:
            return None
        branch = node.branch
        if role == BRANCH:
            return branch
        if role == UNREADY:
            return branch.level is Level.ACCOUNT and branch.key in self._unready
        if role == SYNC:
            return self._sync_of(branch)
        return self._text(branch, role)

    def _sync_of(self, branch: Branch) -> Badge | None:
        return self._sync.get(branch.key) if branch.level is Level.ACCOUNT else None

    def _text(self, branch: Branch, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(branch)
        if role == Qt.ItemDataRole.ToolTipRole:
            badge = self._sync_of(branch)
            more = f"\n{badge.tip}" if badge is not None else ""
            return f"{title_of(branch)}  {branch.second}".strip() + more
        return self._spoken(branch) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _spoken(self, branch: Branch) -> str:
        noun = {Level.ALL: "", Level.ACCOUNT: "customer ", Level.LOCATION: "location "}
        text = f"{noun.get(branch.level, branch.level.value + ' ')}{title_of(branch)}"
        if branch.level is Level.ALL:
            return f"{text}, {words.plural(branch.numbers, 'customer')}"
        if branch.level is not Level.NUMBER:
            text += f", {words.plural(branch.numbers, 'number')}"
        badge = self._sync_of(branch)
        text += f", {badge.word.lower()}" if badge is not None else ""
        return f"{text}, not ready to bill" if branch.key in self._unready else text

    # ---- finding

    def find(self, level: Level, key: str, account_number: str) -> QModelIndex:
        """The line of a record as far as it is here; the nearest line above it otherwise."""
        best = QModelIndex()
        node = next(
            (each for each in self._below(self._root) if each.branch.key == account_number), None
        )
        if node is None:
            return best
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each.branch.level is level and each.branch.key == key:
                return self.createIndex(each.row, 0, each.number)
            waiting += self._below(each)
        return self.createIndex(node.row, 0, node.number)

    def root(self) -> QModelIndex:
        """The line of all customers."""
        return self.createIndex(0, 0, self._root.number)


def title_of(branch: Branch) -> str:
    """The words of a line."""
    if branch.level is Level.NUMBER:
        return words.telephone(branch.key)
    return f"Circuit {branch.title}" if branch.level is Level.CIRCUIT else branch.title
