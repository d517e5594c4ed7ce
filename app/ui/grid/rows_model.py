"""The rows of a grid as Qt sees them: a list in memory, or a table read page by page."""

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, date, tzinfo
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.ui.grid.columns import GridColumn, Kind, text_of
from app.ui.grid.pages import PagedRows
from app.ui.grid.source import (
    Arranged,
    Arrangement,
    GroupRow,
    PageReader,
    PageWish,
    Sorting,
    arrange,
    total,
)
from app.ui.tasks import Job, Lane, Tasks

AnyIndex = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole
"""The row itself; None while its page is on the way, and for heads of groups."""
VALUE: Final = Qt.ItemDataRole.UserRole + 1
"""What the column holds of the row."""
GROUP: Final = Qt.ItemDataRole.UserRole + 2
"""The head of the group, for such a line."""

_AT_ONCE: Final = 1500
"""Lists up to this length are arranged on the window's thread: quicker than asking a worker."""
_WAITS: Final = "\u2026"


class RowsModel(QAbstractTableModel):
    """Any list of values as a table that can be filtered, sorted, grouped and edited."""

    arranged = Signal()
    """What is shown is another."""
    edited = Signal(object, str, str)
    """A row, the key of a column, and the text that was typed."""
    refused = Signal()
    """Which typed values are refused is another."""
    columns: tuple[GridColumn, ...] = ()  # also once Python has cleared the model away

    def __init__(
        self,
        columns: Sequence[GridColumn],
        tasks: Tasks,
        *,
        zone: tzinfo = UTC,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns, self.zone = tuple(columns), zone
        self.today: date | None = None
        """Today, for cells that hold a day; None: such cells take text."""
        self.masked = True
        self.sorting: Sorting | None = None
        self.text = ""
        self.keep: Callable[[Any], bool] | None = None
        self.group: Callable[[Any], str] | None = None
        self.folded: set[str] = set()
        self.filters: tuple[tuple[str, str], ...] = ()
        self.filtered: frozenset[str] = frozenset()
        """Keys of columns that a filter of the bar is about: those have a funnel in the header."""
        self.identify: Callable[[Any], Hashable] | None = None
        """What makes a row the same row when the list is read anew; selections are kept by it."""
        self.refusals: dict[tuple[int, str], str] = {}
        """Why a typed value was refused, by the row's identity and the column's key."""
        self._tasks = tasks
        self._coming: Sequence[Any] = ()
        self.rows: Sequence[Any] = ()
        """The list that is shown, whatever is filtered out."""
        self._texts: dict[int, str] = {}
        self._lines: tuple[int | GroupRow, ...] = ()
        self._sums: dict[str, Decimal | int] = {}
        self._shown = 0
        self._paged = PagedRows(tasks, self)
        self._paged.restarted.connect(self._pages_restarted)
        self._paged.arrived.connect(self._page_arrived)
        self._paged.added.connect(self.arranged)
        self._is_paged = False

    # ---- what is shown

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows a list, in the order, filter and groups chosen before."""
        self._is_paged = False
        self._coming = rows
        self._texts = {}
        self.arrange()

    def show_pages(self, reader: PageReader) -> None:
        """Shows a table of the company file, read page by page as it is looked at."""
        self._is_paged = True
        self._paged.reader = reader
        self.arrange()

    @property
    def is_paged(self) -> bool:
        """Whether the rows are read as they are looked at."""
        return self._is_paged

    def page_wish(self, first: int, count: int, *, with_total: bool = False) -> PageWish:
        """What is asked of a paged source to show these lines."""
        return PageWish(
            first=first,
            count=count,
            sorting=self.sorting,
            text=self.text,
            filters=self.filters,
            with_total=with_total,
        )

    @property
    def page_reader(self) -> PageReader | None:
        """What reads pages; None for a list in memory."""
        return self._paged.reader if self._is_paged else None

    def arrange(self) -> None:
        """Filters, sorts and groups anew."""
        if self._is_paged:
            self._paged.start(self.page_wish)
            return
        wish = Arrangement(
            columns=self.columns,
            text=self.text,
            keep=self.keep,
            sorting=self.sorting,
            group=self.group,
            folded=frozenset(self.folded),
        )
        rows, texts = self._coming, self._texts
        if len(rows) <= _AT_ONCE:
            self._take(arrange(rows, wish, texts))
            return
        job = Job(
            run=lambda _: arrange(rows, wish, texts), key=f"arrange {id(self)}", lane=Lane.READ
        )
        self._tasks.start(job, done=self._take)

    @Slot(object)
    def _take(self, found: object) -> None:
        # What was asked of an earlier list, or before the pages came, is late.
        if not isinstance(found, Arranged) or self._is_paged or found.rows is not self._coming:
            return
        self.beginResetModel()
        if found.rows is not self.rows:
            self.refusals.clear()
        self.rows = found.rows
        self._lines = found.lines
        self._sums = found.sums
        self._shown = found.shown
        self.endResetModel()
        self.refused.emit()
        self.arranged.emit()

    @Slot()
    def _pages_restarted(self) -> None:
        self.beginResetModel()
        self._paged.turn()
        self._sums = self._paged.sums
        self._shown = self._paged.total
        self.endResetModel()
        self.arranged.emit()

    @Slot(int, int)
    def _page_arrived(self, first: int, count: int) -> None:
        last = min(first + count, self.rowCount()) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # ---- what Qt asks

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many lines there are, heads of groups among them."""
        if parent.isValid():
            return 0
        return self._paged.total if self._is_paged else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many columns there are, hidden ones among them."""
        return 0 if parent.isValid() else len(self.columns)

    def row_at(self, line: int) -> Any:  # noqa: ANN401  a row of whatever list
        """The row on a line; None while it is on the way, and for heads of groups."""
        if self._is_paged:
            return self._paged.row(line)
        place = self.place_of(line)
        return None if place is None else self.rows[place]

    def place_of(self, line: int) -> int | None:
        """Where in its list the row of a line stands; None for heads of groups and for pages."""
        if self._is_paged or not 0 <= line < len(self._lines):
            return None
        entry = self._lines[line]
        return None if isinstance(entry, GroupRow) else entry

    def loaded_row(self, line: int) -> Any:  # noqa: ANN401  a row of whatever list
        """The row on a line if it is here already; it is not asked for."""
        return self._paged.loaded(line) if self._is_paged else self.row_at(line)

    def loaded_rows(self, lines: range) -> list[Any]:
        """The rows on some lines that are here already; of a million not each line is looked at."""
        paged = self._is_paged
        return self._paged.loaded_rows(lines) if paged else [self.row_at(line) for line in lines]

    def row_in_list(self, place: int) -> Any:  # noqa: ANN401  a row of whatever list
        """The row at a place of its list."""
        return self.rows[place]

    def group_at(self, line: int) -> GroupRow | None:
        """The head of a group on a line; None where a row stands there."""
        if self._is_paged or not 0 <= line < len(self._lines):
            return None
        entry = self._lines[line]
        return entry if isinstance(entry, GroupRow) else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a cell shows, holds and tells a screen reader."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        head = self.group_at(index.row())
        if head is not None:
            return self._head(head, column, index.column(), role)
        row = self.row_at(index.row())
        if role == ROW:
            return row
        if row is None:
            return _WAITS if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        return self._cell(row, column, role)

    def _cell(self, row: object, column: GridColumn, role: int) -> object:
        if role not in _ROLES:
            return None
        value = column.value(row)
        if role == VALUE:
            return value
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
            return ticked if column.kind is Kind.CHECK else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column, value)
        text = text_of(column, value, zone=self.zone, masked=self.masked)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            second = column.second(row) if column.second is not None else ""
            spoken = f"{text}, {second}" if second else text
            text = f"{column.title}: {spoken}" if column.title else spoken
        return text

    def _tip(self, row: object, column: GridColumn, value: object) -> str | None:
        if why := self.refusals.get((id(row), column.key)):
            return why
        owner = column.edit.owner(row) if column.edit is not None else ""
        if owner:
            return f"{owner} owns this field. Change it there."
        return getattr(value, "tip", None) or None

    def _head(self, head: GroupRow, column: GridColumn, place: int, role: int) -> object:
        if role == GROUP:
            return head
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if place == 0:
            return head.title
        if column.is_summed:
            return text_of(column, total(column, self.rows, head.indexes), zone=self.zone)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        """The titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Whether a cell can be chosen and edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        kept = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        # A tick is set by Space or a click; nothing is typed there.
        if self.columns[index.column()].kind is not Kind.CHECK and self.is_editable(index):
            kept |= Qt.ItemFlag.ItemIsEditable
        return kept

    def is_editable(self, index: AnyIndex) -> bool:
        """Whether something can be typed into a cell."""
        editing = self.columns[index.column()].edit
        if editing is None:
            return False
        row = self.row_at(index.row())
        return row is not None and editing.is_editable(row) and not editing.owner(row)

    def setData(  # noqa: N802
        self,
        index: AnyIndex,
        value: Any,  # noqa: ANN401
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Hands what was typed on to the page; it decides, and shows the row anew."""
        row = self.row_at(index.row())
        if role != Qt.ItemDataRole.EditRole or row is None or not self.is_editable(index):
            return False
        key = self.columns[index.column()].key
        self.accept(row, key)
        self.edited.emit(row, key, str(value))
        return True

    def refuse(self, row: object, key: str, why: str) -> None:
        """Shows a cell as refused, with the reason."""
        self.refusals[id(row), key] = why
        if self.rowCount():
            self.dataChanged.emit(
                self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1)
            )
        self.refused.emit()

    def accept(self, row: object, key: str) -> None:
        """Takes a refusal back."""
        if self.refusals.pop((id(row), key), ""):
            self.refused.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; below 0 takes the list's own order."""
        if column < 0:
            wanted = None
        elif self.columns[column].is_sortable:
            wanted = Sorting(self.columns[column].key, order is Qt.SortOrder.DescendingOrder)
        else:
            return
        if wanted != self.sorting:
            self.sorting = wanted
            self.arrange()

    # ---- counts and sums

    @property
    def shown(self) -> int:
        """How many rows pass the filter."""
        return self._shown

    @property
    def known(self) -> int:
        """How many rows there are without the filter, as far as the window knows."""
        return self._paged.most if self._is_paged else len(self.rows)

    def sum_of(self, column: GridColumn) -> Decimal | int | None:
        """The sum of a column over what passes the filter; None where it is not summed."""
        return self._sums.get(column.key) if column.is_summed else None

    def fold(self, title: str) -> None:
        """Folds a group, or unfolds it."""
        self.folded.symmetric_difference_update({title})
        self.arrange()

    def rows_shown(self) -> list[Any]:
        """All rows that pass the filter, in the order of showing; of a list in memory."""
        rows: list[Any] = []
        for entry in self._lines if not self._is_paged else ():
            if isinstance(entry, GroupRow):
                if entry.title in self.folded:
                    rows += [self.rows[index] for index in entry.indexes]
            else:
                rows.append(self.rows[entry])
        return rows


_ROLES: Final = frozenset(
    {
        VALUE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.CheckStateRole,
    }
)
