"""Tables on paper: columns sized by what they hold, rows that wrap, pages that break well."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Final

from app.documents.page_style import (
    BADGE,
    BODY,
    CAPTION,
    HEADING,
    LINE,
    LINE_STRONG,
    MARGIN,
    MUTED,
    STRONG,
    STRONG_BODY,
    TEXT,
    Face,
)
from app.documents.pen import Box, Pen, elided, width_of, wrapped

ROW: Final = 14.0
CONTINUED: Final = " (continued)"

_LINE_STEP: Final = 10.5
_BASE: Final = 9.8
_GROUP_SPACE: Final = 3.5
_HEADING: Final = 16.0
_HEADER: Final = 14.0
_SECTION_SPACE: Final = 10.0
_GAP: Final = 9.0
_MOST_LINES: Final = 4
_BETWEEN: Final = 22.0
_PARTS: Final = (0.5, 0.46, 0.54, 0.42, 0.58)
_FOOT_SPACE: Final = 40.0


class RowKind(Enum):
    """How a row stands out."""

    PLAIN = "plain"
    GROUP = "group"
    """Opens a group: set off, in strong letters."""
    TOTAL = "total"
    """Closes a table: a strong line above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; one that wraps takes what the others leave, the others what they need."""

    title: str
    share: float
    """The least part of the table's width, or the part of what is left among those that wrap."""
    right: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells in the order of the columns."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.PLAIN
    aside: str = ""
    """Quieter words behind the first cell of a group row."""
    marker: str = ""
    """A word in a frame behind the first cell."""


@dataclass(frozen=True)
class Table:
    """Rows under columns, laid out in a width."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    width: float

    @cached_property
    def edges(self) -> tuple[tuple[float, float], ...]:
        """Left and right end of each column, from the table's left end."""
        needs = [
            0.0 if column.wraps else max(column.share * self.width, self._widest(place) + _GAP)
            for place, column in enumerate(self.columns)
        ]
        left = self.width - sum(needs)
        shares = sum(column.share for column in self.columns if column.wraps)
        ends, x = [], 0.0
        for column, need in zip(self.columns, needs, strict=True):
            wide = left * column.share / shares if column.wraps else need
            ends.append((x, x + wide))
            x += wide
        return tuple(ends)

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """How high each row is."""
        return tuple(self._height(row) for row in self.rows)

    @property
    def height(self) -> float:
        """How high heading and all rows are."""
        return _HEADING + _HEADER + sum(self.heights)

    def lines(self, row: Row, place: int) -> list[str]:
        """A cell's words in the lines of its column."""
        words = row.cells[place]
        if not self.columns[place].wraps:
            return [words]
        left, right = self.edges[place]
        after = place + 1
        if after < len(row.cells) and not row.cells[after] and not self.columns[after].right:
            right = self.edges[after][1]
        room = right - left - _GAP
        if place == 0 and row.marker:
            room -= width_of(row.marker, BADGE) + 14
        return wrapped(words, room, BODY, lines=_MOST_LINES)

    def _height(self, row: Row) -> float:
        if row.kind is not RowKind.PLAIN:
            return ROW + (_GROUP_SPACE if row.kind is RowKind.GROUP else 1)
        most = max(
            (len(self.lines(row, place)) for place, c in enumerate(self.columns) if c.wraps),
            default=1,
        )
        return ROW + (most - 1) * _LINE_STEP

    def _widest(self, place: int) -> float:
        face = STRONG_BODY if self.columns[place].right else BODY
        kinds = {RowKind.PLAIN, RowKind.TOTAL} if place else {RowKind.PLAIN}
        cells = (row.cells[place] for row in self.rows if row.kind in kinds)
        title = width_of(self.columns[place].title, CAPTION)
        return max(title, max((width_of(words, face) for words in cells), default=0.0))


class Flow:
    """Tables and words one below the other, on as many pages as they take."""

    def __init__(self, pen: Pen, begin_page: Callable[[], float]) -> None:
        """Begins the first page; ``begin_page`` draws its head and tells where it ends."""
        self.pen = pen
        self.x = MARGIN
        self.width = pen.style.inner_width
        self.bottom = pen.style.height - _FOOT_SPACE
        self._begin_page = begin_page
        self.y = self.top = begin_page()

    @property
    def room(self) -> float:
        """How much of the page is left."""
        return self.bottom - self.y

    @property
    def whole_page(self) -> float:
        """How much a fresh page holds."""
        return self.bottom - self.top

    def need(self, height: float) -> bool:
        """Whether the page has so much room; if not, a new one is begun."""
        if height <= self.room:
            return True
        self.pen.new_page()
        self.y = self.top = self._begin_page()
        return False

    def space(self, height: float = _SECTION_SPACE) -> None:
        """Leaves room, but none at the top of a page."""
        if self.y > self.top:
            self.y += height

    def table(self, table: Table) -> None:
        """Draws a table; on each further page heading, header and group are told again."""
        if not table.rows:
            return
        self.space()
        self.need(_HEADING + _HEADER + _start(table, 0))
        self.y = draw_head(self.pen, table, self.x, self.y)
        group: Row | None = None
        for place, row in enumerate(table.rows):
            if _start(table, place) > self.room:
                self.need(self.whole_page)
                again = replace(table, title=table.title + CONTINUED)
                self.y = draw_head(self.pen, again, self.x, self.y)
                if group and row.kind is RowKind.PLAIN:
                    told = replace(group, cells=(group.cells[0], *[""] * (len(group.cells) - 1)))
                    told = replace(told, aside=f"{told.aside}{CONTINUED}")
                    self.y = draw_row(self.pen, table, told, x=self.x, y=self.y)
            if row.kind is RowKind.GROUP:
                group = row
            self.y = draw_row(self.pen, table, row, x=self.x, y=self.y)

    def beside(self, left: Table, right: Table) -> None:
        """Draws two tables side by side where half a page holds both, else one below the other."""
        whole = left, right
        room = self.width - _BETWEEN
        split = [
            (replace(left, width=room * part), replace(right, width=room * (1 - part)))
            for part in _PARTS
        ]
        left, right = min(split, key=lambda both: max(both[0].height, both[1].height))
        high = max(left.height, right.height)
        if not (left.rows and right.rows) or high > self.whole_page / 2:
            for table in whole:
                self.table(table)
            return
        self.space()
        self.need(high)
        ends = [
            draw_table(self.pen, table, x, self.y)
            for table, x in ((left, self.x), (right, self.x + self.width - right.width))
        ]
        self.y = max(ends)


def draw_table(pen: Pen, table: Table, x: float, y: float) -> float:
    """Draws the whole table; returns where it ends."""
    y = draw_head(pen, table, x, y)
    for row in table.rows:
        y = draw_row(pen, table, row, x=x, y=y)
    return y


def draw_head(pen: Pen, table: Table, x: float, y: float) -> float:
    """Draws heading and column titles; returns where they end."""
    if table.title:
        title = elided(table.title, table.width, HEADING)
        pen.text(x, y + _BASE, title, face=HEADING, colour=pen.style.ink)
    y += _HEADING
    for column, (left, right) in zip(table.columns, table.edges, strict=True):
        if column.right:
            pen.right(x + right, y + _BASE - 0.5, column.title, face=CAPTION, colour=MUTED)
        else:
            pen.text(x + left, y + _BASE - 0.5, column.title, face=CAPTION, colour=MUTED)
    y += _HEADER
    pen.line(x, y, to=x + table.width, colour=LINE_STRONG, width=STRONG)
    return y


def draw_row(pen: Pen, table: Table, row: Row, *, x: float, y: float) -> float:
    """Draws one row; returns where it ends."""
    if row.kind is not RowKind.PLAIN:
        return _draw_strong(pen, table, row, x=x, y=y)
    high = ROW
    for place, (column, (left, right)) in enumerate(zip(table.columns, table.edges, strict=True)):
        if column.right:
            pen.right(x + right, y + _BASE, row.cells[place], face=BODY)
            continue
        lines = table.lines(row, place)
        for step, words in enumerate(lines):
            pen.text(x + left, y + _BASE + step * _LINE_STEP, words, face=BODY)
        high = max(high, ROW + (len(lines) - 1) * _LINE_STEP)
        if place == 0 and row.marker:
            base = y + _BASE + (len(lines) - 1) * _LINE_STEP
            _draw_marker(pen, x + left + width_of(lines[-1], BODY) + 6, base, row.marker)
    pen.line(x, y + high, to=x + table.width)
    return y + high


def _draw_strong(pen: Pen, table: Table, row: Row, *, x: float, y: float) -> float:
    """Draws a group's head or a total: strong letters over the width of the table."""
    end = x + table.width
    if row.kind is RowKind.TOTAL:
        pen.line(x, y, to=end, colour=LINE_STRONG, width=STRONG)
        y += 1
    else:
        y += _GROUP_SPACE
    places = [place for place, words in enumerate(row.cells) if words and place]
    room = (table.edges[places[0]][0] if places else table.width) - _GAP
    name = elided(row.cells[0], room, STRONG_BODY)
    pen.text(x, y + _BASE, name, face=STRONG_BODY)
    if row.aside:
        begin = width_of(name, STRONG_BODY)
        aside = elided(row.aside, max(0.0, room - begin), STRONG_BODY)
        pen.text(x + begin, y + _BASE, aside, face=STRONG_BODY, colour=MUTED)
    for place in places:
        pen.right(x + table.edges[place][1], y + _BASE, row.cells[place], face=STRONG_BODY)
    if row.kind is RowKind.GROUP:
        pen.line(x, y + ROW, to=end, colour=LINE_STRONG)
    return y + ROW


def _draw_marker(pen: Pen, x: float, base: float, word: str) -> None:
    wide = width_of(word, BADGE) + 7
    frame = Box(x=x, y=base - 7.2, width=wide, height=9.6)
    pen.box(frame, stroke=LINE_STRONG, radius=2)
    pen.text(x + 3.5, base - 0.4, word, face=BADGE, colour=MUTED)


def _start(table: Table, place: int) -> float:
    """The room that a row needs to begin on this page.

    A group's head takes its first row with it, and the last row the total below it.
    """
    row = table.rows[place]
    after = table.rows[place + 1] if place + 1 < len(table.rows) else None
    high = table.heights[place]
    if after and (row.kind is RowKind.GROUP or after.kind is RowKind.TOTAL):
        high += table.heights[place + 1]
    return high


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label and its value at the end of the line."""

    label: str
    value: str
    total: bool = False
    """Strong, with a strong line above."""
    strong_value: bool = False
    quiet_label: bool = False
    face: Face | None = None
    """Another size for the value."""


def draw_entries(
    pen: Pen, entries: Sequence[Entry], *, x: float, y: float, width: float, step: float = ROW
) -> float:
    """Draws entries one below the other with lines between; returns where they end."""
    for place, entry in enumerate(entries):
        if entry.total:
            pen.line(x, y, to=x + width, colour=LINE_STRONG, width=STRONG)
        face = STRONG_BODY if entry.total or entry.strong_value else BODY
        label = STRONG_BODY if entry.total else CAPTION if entry.quiet_label else BODY
        base = y + step * 0.68
        value_face = entry.face or face
        room = width - width_of(entry.value, value_face) - _GAP
        colour = MUTED if entry.quiet_label else TEXT
        pen.text(x, base, elided(entry.label, room, label), face=label, colour=colour)
        pen.right(x + width, base, entry.value, face=value_face)
        y += step
        last = place == len(entries) - 1
        if not last and not entries[place + 1].total and not entry.total:
            pen.line(x, y, to=x + width, colour=LINE)
    return y
