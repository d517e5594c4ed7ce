"""A list on paper: the same pages in the preview, from the printer and as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme, tokens

PRINTED: Final = 5000
"""So many rows are printed; who wants more wants a file."""
_PAD: Final = 4.0
_SHARE_MIN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A list in words, ready for paper."""

    title: str
    note: str
    """What is shown of what, and when."""
    titles: Sequence[str]
    rights: Sequence[bool]
    """By column whether it stands at the right edge."""
    rows: Sequence[Sequence[str]]
    sums: Sequence[str]


def print_list(printed: Printed, parent: QWidget) -> QPrintPreviewDialog:
    """Opens the preview; printing from there goes through the system's own dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(printed.title)
    if len(printed.titles) > _SHARE_MIN * 2:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    preview = QPrintPreviewDialog(printer, parent)
    preview.setWindowTitle(f"Print: {printed.title}")
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.resize(900, 640)
    preview.paintRequested.connect(_Painter(printed, preview, printer).paint)
    preview.open()
    return preview


class _Painter(QWidget):
    """Draws for the preview, and keeps its printer; lives as long as the preview does."""

    def __init__(self, printed: Printed, preview: QPrintPreviewDialog, printer: QPrinter) -> None:
        super().__init__(preview)
        self.hide()
        self._printed = printed
        self._printer = printer

    def paint(self, printer: QPrinter) -> None:
        """Draws all pages."""
        draw_list(printer, self._printed)


def draw_list(printer: QPrinter, printed: Printed) -> int:
    """Draws the list onto a printer, page by page; how many pages."""
    painter = QPainter(printer)
    scale = printer.resolution() / 72
    page = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
    page.moveTo(0, 0)
    paper = _Paper(painter, printed, scale, page)
    pages = paper.draw(printer)
    painter.end()
    return pages


class _Paper:
    """The measures of one list on one paper."""

    def __init__(self, painter: QPainter, printed: Printed, scale: float, page: QRectF) -> None:
        self._painter = painter
        self._printed = printed
        self._scale = scale
        self._page = page
        self._body = LOOK.paper_font()
        self._strong = LOOK.paper_font(weight=600)
        self._row = QFontMetricsF(self._body, painter.device()).height() + _PAD * scale
        self._widths = self._shared()

    def _shared(self) -> list[float]:
        """The width of each column: what its texts need, shrunk where they need too much."""
        metrics = QFontMetricsF(self._strong, self._painter.device())
        pad = 2 * _PAD * self._scale
        needs = []
        for place, title in enumerate(self._printed.titles):
            texts = [title, *(row[place] for row in self._printed.rows[:400])]
            longest = sorted(set(texts), key=len)[-8:]
            needs.append(max(metrics.horizontalAdvance(text) for text in longest) + pad)
        whole = sum(needs) or 1.0
        return [need * min(1.6, self._page.width() / whole) for need in needs]

    def draw(self, printer: QPrinter) -> int:
        """Draws everything; how many pages."""
        rows = list(self._printed.rows)
        top = self._row * 2.6
        a_page = max(1, int((self._page.height() - top - 3 * self._row) // self._row))
        pages = max(1, -(-len(rows) // a_page))
        for number in range(pages):
            if number:
                printer.newPage()
            self._head(number + 1, pages)
            y = top
            self._line(self._printed.titles, y, strong=True)
            for row in rows[number * a_page : (number + 1) * a_page]:
                y += self._row
                self._line(row, y)
            if number == pages - 1 and any(self._printed.sums):
                self._line(self._printed.sums, y + self._row, strong=True)
        return pages

    def _head(self, number: int, pages: int) -> None:
        self._painter.setPen(QColor(tokens().themes[Theme.LIGHT]["text"]))
        self._painter.setFont(LOOK.paper_font("title", 600))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        box = QRectF(0, 0, self._page.width(), self._row * 2)
        self._painter.drawText(box, left, self._printed.title)
        self._painter.setFont(self._body)
        self._painter.drawText(box, right, f"{self._printed.note}\nPage {number} of {pages}")

    def _line(self, texts: Sequence[str], y: float, *, strong: bool = False) -> None:
        self._painter.setFont(self._strong if strong else self._body)
        metrics = self._painter.fontMetrics()
        pad, x = _PAD * self._scale, 0.0
        for place, text in enumerate(texts):
            width = self._widths[place]
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width - 2 * pad) + 1)
            right = self._printed.rights[place]
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            box = QRectF(x + pad, y, width - 2 * pad, self._row)
            self._painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
            x += width
        self._painter.drawLine(
            QRectF(0, y, x, self._row).bottomLeft(), QRectF(0, y, x, self._row).bottomRight()
        )
