"""A document to look at beside the numbers: pages, zoom, and print through the system's dialog.

What is shown, printed and kept as a file is one PDF; the page stays white in every theme. Printing
draws its pages on a worker: this module only makes the work, whoever shows the view starts it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMarginsF,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPageLayout, QPageSize, QPainter, QPalette, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.progress import Progress
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.parts.controls import Button, ElidedLabel, beside, label

_STEPS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_POINTS_AN_INCH: Final = 72.0
_FINEST: Final = 300
"""Dots an inch in which pages are printed: finer ones are not told apart on paper."""


@dataclass(frozen=True, slots=True)
class PrintWork:
    """Pages on their way to a printer; ``run`` draws them, on a worker."""

    title: str
    """Verb and object, "Printing the invoice"."""
    run: Callable[[Progress], int]
    """Draws the pages; how many."""


def printed_words(pages: int) -> str:
    """What came of printing, in a line."""
    return f"{words.plural(pages, 'page')} handed to the printer"


def open_pdf(content: bytes, parent: QObject | None = None) -> QPdfDocument:
    """A PDF of these bytes, ready to be drawn."""
    document = QPdfDocument(parent)  # type: ignore[arg-type]  # without a parent its maker keeps it
    buffer = QBuffer(document)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def print_pages(content: bytes, printer: QPrinter, progress: Progress) -> int:
    """Draws the pages that the printer was asked for, each as it lies in the PDF; how many."""
    document = open_pdf(content)
    first = (printer.fromPage() or 1) - 1
    last = (printer.toPage() or document.pageCount()) - 1
    wanted = range(max(first, 0), min(last, document.pageCount() - 1) + 1)
    painter = QPainter(printer)
    try:
        for done, number in enumerate(wanted):
            progress.step(done, len(wanted), "Printing")
            if done:
                printer.newPage()
            _draw_page(painter, document, number, printer)
    finally:
        painter.end()
    progress.step(len(wanted), len(wanted), "Printing")
    return len(wanted)


def _draw_page(painter: QPainter, document: QPdfDocument, number: int, printer: QPrinter) -> None:
    """One page, as large as the paper and never larger than the page is."""
    points = document.pagePointSize(number)
    paper = printer.paperRect(QPrinter.Unit.Point)
    dots = printer.resolution() / _POINTS_AN_INCH
    part = min(1.0, paper.width() / points.width(), paper.height() / points.height())
    size = points * part * dots
    sharpness = min(1.0, _FINEST / printer.resolution())
    image = document.render(
        number, QSize(round(size.width() * sharpness), round(size.height() * sharpness))
    )
    margin = printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()
    corner = QPointF(0, 0) if printer.fullPage() else -QPointF(margin)
    painter.drawImage(QRectF(corner, size), image)


class PdfView(QFrame):
    """A PDF with its page, its zoom, and print."""

    print_wanted = Signal(object)
    """A ``PrintWork``, once the user has chosen a printer."""

    def __init__(self, title: str = "Preview", *, bare: bool = False) -> None:
        """``title`` stands before the page; ``bare`` leaves the frame to what it stands in."""
        super().__init__()
        self.setProperty("kind", "" if bare else "card")
        self.setAccessibleName(title)
        self.title = title
        self.name = ""
        self.content = b""
        self._document: QPdfDocument | None = None
        self.view = QPdfView()
        self.view.setAccessibleName(title)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.viewport().installEventFilter(self)
        self.view.installEventFilter(self)
        self._build()
        self.view.pageNavigator().currentPageChanged.connect(self._told)
        self.view.zoomFactorChanged.connect(self._told)
        self.view.zoomModeChanged.connect(self._told)
        LOOK.changed.connect(self._dress)
        self._dress()
        self.fit_width()
        self.say("Nothing to look at yet")

    def _build(self) -> None:
        self.page_label = ElidedLabel(self.title, "muted")
        self.zoom_label = label("", "muted")
        self.smaller = self._button("minus", "Smaller", self.zoom_out)
        self.larger = self._button("plus", "Larger", self.zoom_in)
        self.whole = self._button("move-horizontal", "As wide as here", self.fit_width)
        self.print_button = self._button("printer", "Print", self.print_with_dialog)
        self.bar = beside(
            self.page_label,
            self.smaller,
            self.zoom_label,
            self.larger,
            self.whole,
            self.print_button,
            spacing=2,
        )
        self.bar.setStretchFactor(self.page_label, 1)
        self.bar.setContentsMargins(10, 2, 6, 2)
        self._words = QLabel("")
        self._words.setProperty("kind", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._words)
        self._stack.addWidget(self.view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(self.bar)
        whole.addWidget(holder, 1)

    def _button(self, icon_name: str, name: str, on_press: Callable[[], object]) -> Button:
        button = Button("", kind="quiet", icon_name=icon_name, tip=name, on_press=on_press)
        button.setAccessibleName(name)
        button.setProperty("tight", True)  # noqa: FBT003  Qt's order
        button.setFixedWidth(LOOK.scaled(28))
        return button

    def _dress(self) -> None:
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, LOOK.colour("header"))
        palette.setColor(QPalette.ColorRole.Window, LOOK.colour("header"))
        self.view.setPalette(palette)

    # ---- what is shown

    def show_pdf(self, content: bytes, name: str) -> None:
        """Shows a PDF; ``name`` is what it is, "Invoice CF-1043"."""
        if content == self.content and self._document is not None:
            self._stack.setCurrentWidget(self.view)
            return
        before = self._document
        document = open_pdf(content, self)
        self.content, self.name = content, name
        self._document = document
        self.view.setDocument(document)
        if before is not None:
            before.deleteLater()
        self._stack.setCurrentWidget(self.view)
        self.view.pageNavigator().jump(0, QPointF())
        self._told()

    def say(self, text: str) -> None:
        """Shows words in the place of a document: why there is none."""
        self.content, self.name = b"", ""
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self._stack.setCurrentWidget(self._words)
        self._told()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount() if self._document is not None and self.content else 0

    @property
    def page(self) -> int:
        """The page in view, counted from 1."""
        return self.view.pageNavigator().currentPage() + 1

    def turn(self, by: int) -> None:
        """Goes some pages on, or back."""
        wanted = min(max(self.page - 1 + by, 0), max(self.pages - 1, 0))
        self.view.pageNavigator().jump(wanted, QPointF())

    def _told(self) -> None:
        here = bool(self.pages)
        for button in (self.smaller, self.larger, self.whole, self.print_button):
            button.setEnabled(here)
        if not here:
            self.page_label.setText(self.title)
            self.zoom_label.setText("")
            return
        of = f"page {words.count(self.page)} of {words.count(self.pages)}"
        self.page_label.setText(of.capitalize())
        self.view.setAccessibleName(f"{self.name or self.title}, {of}")
        self.zoom_label.setText(f"{round(self.factor * 100)} %")

    # ---- zoom

    @property
    def factor(self) -> float:
        """How large a page is drawn; 1 is as on paper."""
        if self.view.zoomMode() is not QPdfView.ZoomMode.FitToWidth or self._document is None:
            return self.view.zoomFactor()
        margins = self.view.documentMargins()
        room = self.view.viewport().width() - margins.left() - margins.right()
        points = self._document.pagePointSize(0).width() or 1.0
        return max(room, 1) / (points * self.view.logicalDpiX() / _POINTS_AN_INCH)

    def fit_width(self) -> None:
        """Draws pages as wide as there is room."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._told()

    def zoom_in(self) -> None:
        """Draws pages larger."""
        self._zoom(next((step for step in _STEPS if step > self.factor + 0.005), _STEPS[-1]))

    def zoom_out(self) -> None:
        """Draws pages smaller."""
        self._zoom(next((s for s in reversed(_STEPS) if s < self.factor - 0.005), _STEPS[0]))

    def _zoom(self, factor: float) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(factor)
        self._told()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Ctrl and the wheel zoom; plus, minus and the page keys work in the page."""
        if isinstance(event, QWheelEvent):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._key(event):
                return True
        elif event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._told)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
            Qt.Key.Key_PageDown: lambda: self.turn(1),
            Qt.Key.Key_PageUp: lambda: self.turn(-1),
        }
        act = keys.get(event.key())
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        act()
        return True

    # ---- print

    def printer(self) -> QPrinter:
        """A printer whose paper is that of the first page, printed to its edges."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.name or self.title)
        if self._document is not None and self.pages:
            points = self._document.pagePointSize(0)
            size = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
            printer.setPageLayout(
                QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
            )
            printer.setFullPage(True)
        return printer

    def print_with_dialog(self) -> None:
        """Asks the system which printer, and asks for the pages to be drawn there."""
        if not self.pages:
            return
        printer = self.printer()
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(f"Print {self.name or self.title}")
        dialog.setMinMax(1, self.pages)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Asks for the pages to be drawn on a printer that was chosen."""
        content = self.content
        title = f"Printing {self.name or self.title}"
        self.print_wanted.emit(
            PrintWork(title, lambda progress: print_pages(content, printer, progress))
        )
