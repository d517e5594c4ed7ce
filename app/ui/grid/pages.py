"""A table of the company file, read page by page as it is looked at; never all of it in memory."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.ui.grid.source import PAGE, Page, PageReader, PageWish
from app.ui.tasks import Job, Lane, Tasks

_PAGES_KEPT: Final = 60
_PAGES_WANTED: Final = 3
"""Who drags the scroll bar over a million rows wants the pages where it stops."""


class _Wishing(Protocol):
    def __call__(self, first: int, count: int, *, with_total: bool = False) -> PageWish: ...


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A page, and for which showing it was asked."""

    age: int
    page: Page
    is_first: bool
    is_sums: bool = False


class PagedRows(QObject):
    """The pages that are here, and those that are on the way."""

    restarted = Signal()
    """The first page of another showing is here; ``turn`` takes it."""
    arrived = Signal(int, int)
    """A page is here: its first line and how many."""
    added = Signal()
    """The sums are here."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.reader: PageReader | None = None
        self.total = 0
        self.most = 0
        """How many rows there are without a filter, as far as is known."""
        self.sums: dict[str, Decimal | int] = {}
        self._tasks = tasks
        self._wishing: _Wishing | None = None
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._wanted: deque[int] = deque(maxlen=_PAGES_WANTED)
        self._on_the_way: int | None = None
        self._age = 0
        self._next: Page | None = None
        self._is_broken = False
        self._is_whole = True

    def start(self, wishing: _Wishing) -> None:
        """Asks for the first page of a showing; the pages of the one before stay until it comes."""
        self._age += 1
        self._is_broken = False
        self._wishing = wishing
        self._wanted.clear()
        self._on_the_way = None
        self._read(0, is_first=True)

    def row(self, line: int) -> Any:  # noqa: ANN401  a row of whatever table
        """The row on a line; None while its page is on the way."""
        found = self.loaded(line)
        if found is None and 0 <= line < self.total:
            self._want(line - line % PAGE)
        return found

    def loaded(self, line: int) -> Any:  # noqa: ANN401  a row of whatever table
        """The row on a line if it is here."""
        first = line - line % PAGE
        page = self._pages.get(first)
        if page is None:
            return None
        self._pages.move_to_end(first)
        return page[line - first] if line - first < len(page) else None

    def loaded_rows(self, lines: range) -> list[Any]:
        """The rows on some lines that are here, in their order."""
        found: list[Any] = []
        for first in sorted(self._pages):
            page = self._pages[first]
            begin, end = max(lines.start - first, 0), min(lines.stop - first, len(page))
            found += page[begin:end] if begin < end else ()
        return found

    def turn(self) -> None:
        """Takes the first page of the new showing."""
        page = self._next
        if page is not None:
            self._pages.clear()
            self._pages[0] = page.rows
            self.total = page.total
            self.most = page.total if self._is_whole else max(self.most, page.total)
            self.sums = page.sums or {}
            if page.sums is None:
                self._add_up()

    def _add_up(self) -> None:
        """Asks for the sums, which take longer than the rows, in the lane of what takes longer."""
        reader, wishing, age = self.reader, self._wishing, self._age
        if reader is None or wishing is None:
            return
        wish = replace(wishing(0, 0, with_total=True), only_sums=True)
        job = Job(
            run=lambda _: _Arrived(age, reader(wish), is_first=False, is_sums=True),
            lane=Lane.READ,
            key=f"sums {id(self)}",
        )
        self._tasks.start(job, done=self._take)

    def _want(self, first: int) -> None:
        if first in self._pages or first == self._on_the_way:
            return
        if first in self._wanted:
            self._wanted.remove(first)
        self._wanted.append(first)
        self._go_on()

    def _go_on(self) -> None:
        if self._on_the_way is None and self._wanted and not self._is_broken:
            self._read(self._wanted.pop())

    def _read(self, first: int, *, is_first: bool = False) -> None:
        reader, wishing = self.reader, self._wishing
        if reader is None or wishing is None:
            return
        self._on_the_way = first
        wish, age = wishing(first, PAGE, with_total=is_first), self._age
        self._is_whole = not wish.text and not wish.filters
        job = Job(
            run=lambda _: _Arrived(age, reader(wish), is_first),
            lane=Lane.PAGE,
            key=f"pages {id(self)}",
        )
        task = self._tasks.start(job, done=self._take, ended=self._ended)
        task.failed.connect(self._missed)

    @Slot(object)
    def _take(self, found: object) -> None:
        if not isinstance(found, _Arrived) or found.age != self._age:
            return
        if found.is_sums:
            self.sums.update(found.page.sums or {})
            self.added.emit()
            return
        self._on_the_way = None
        if found.is_first:
            self._next = found.page
            self.restarted.emit()
            return
        page = found.page
        self._pages[page.first] = page.rows
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        self.arrived.emit(page.first, len(page.rows))

    @Slot(object)
    def _missed(self, _: object) -> None:
        # Asking again at each repaint would tell the same fault for ever: the next showing asks.
        self._on_the_way = None
        self._is_broken = True

    @Slot()
    def _ended(self) -> None:
        self._go_on()
