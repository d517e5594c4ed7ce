"""What is shown in a grid leaves it: as a copy, as a file, on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.progress import Progress
from app.ui import words
from app.ui.grid.columns import GridColumn, text_of
from app.ui.grid.copying import as_tabs, as_typed_html, table
from app.ui.grid.rows_model import RowsModel
from app.ui.grid.source import PageReader, PageWish

CHUNK: Final = 2000
"""Rows of a paged source read at once for a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a grid shows, apart from its widgets: a worker can read it."""

    columns: tuple[GridColumn, ...]
    rows: Sequence[Any]
    """The rows of a list in memory."""
    reader: PageReader | None
    wish: PageWish
    ranges: tuple[range, ...]
    """The lines wanted of a paged source."""
    zone: tzinfo
    masked: bool

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(len(each) for each in self.ranges) if self.reader else len(self.rows)

    def read(self, progress: Progress, *, most: int | None = None) -> list[Any]:
        """The rows; of a paged source in chunks."""
        rows: list[Any] = []
        for chunk in self._chunks():
            rows += chunk
            progress.step(len(rows), self.count, "")
            if most is not None and len(rows) >= most:
                return rows[:most]
        return rows

    def _chunks(self) -> Iterator[Sequence[Any]]:
        if self.reader is None:
            yield self.rows
            return
        for each in self.ranges:
            for first in range(each.start, each.stop, CHUNK):
                count = min(CHUNK, each.stop - first)
                wish = PageWish(
                    first=first,
                    count=count,
                    sorting=self.wish.sorting,
                    text=self.wish.text,
                    filters=self.wish.filters,
                    with_total=False,
                )
                yield self.reader(wish).rows[:count]

    def table(self, progress: Progress) -> list[list[object]]:
        """The titles and the plain values."""
        rows = self.read(progress)
        return table(self.columns, rows, zone=self.zone, masked=self.masked)

    def texts(self, rows: Sequence[Any]) -> list[list[str]]:
        """Rows in the words of the window."""
        return [
            [text_of(c, c.value(row), zone=self.zone, masked=self.masked) for c in self.columns]
            for row in rows
        ]


def shown_of(
    model: RowsModel,
    columns: Sequence[GridColumn],
    *,
    selected: Sequence[range] | None = None,
    rows: Sequence[Any] | None = None,
) -> Shown:
    """What a model shows, all of it or what is selected."""
    return Shown(
        columns=tuple(columns),
        rows=rows if rows is not None else model.rows_shown(),
        reader=model.page_reader,
        wish=model.page_wish(0, CHUNK),
        ranges=tuple(selected) if selected is not None else (range(model.rowCount()),),
        zone=model.zone,
        masked=model.masked,
    )


def to_clipboard(lines: Sequence[Sequence[object]]) -> None:
    """Puts a table onto the clipboard, as text and with its types."""
    data = QMimeData()
    data.setText(as_tabs(lines))
    data.setHtml(as_typed_html(lines))
    QGuiApplication.clipboard().setMimeData(data)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: Path
    rows: int

    def summary(self) -> str:
        """What the history says."""
        return f"{words.plural(self.rows, 'row')} in {self.path}"


def write(path: Path, shown: Shown, progress: Progress) -> Written:
    """Writes what is shown as CSV or Excel, by the file's ending."""
    from app.operations.export_list import write_list

    return Written(path, write_list(path, shown.table(progress)))
