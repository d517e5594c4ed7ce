"""The preview: pages, zoom, words in its place, and print that equals the file."""

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.errors import Cancelled
from app.progress import Silent
from app.ui.parts.pdf_view import PdfView, PrintWork, print_pages

PAGES = 3


def a_pdf(pages: int = PAGES) -> bytes:
    """Letter pages with a bar, a box and words, each in a place of its own."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    for number in range(pages):
        canvas.rect(40, 700 - 60 * number, 530, 40, fill=1)
        canvas.drawString(60, 400, f"Page {number + 1}")
        canvas.rect(2, 2, 608, 788)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    made = PdfView("Invoice preview")
    qtbot.addWidget(made)
    made.resize(420, 560)
    made.show()
    return made


def test_it_says_why_there_is_nothing(view: PdfView) -> None:
    view.say("Choose a customer at the left.")
    assert (view.pages, view.print_button.isEnabled()) == (0, False)


def test_it_tells_page_and_zoom(view: PdfView) -> None:
    view.show_pdf(a_pdf(), "Invoice CF-1043")
    QTest.qWait(30)
    assert (view.pages, view.page_label.text()) == (PAGES, "Page 1 of 3")
    assert view.zoom_label.text().endswith(" %")
    assert view.view.accessibleName() == "Invoice CF-1043, page 1 of 3"


def test_pages_turn_by_their_keys(view: PdfView) -> None:
    view.show_pdf(a_pdf(), "Invoice CF-1043")
    QTest.keyClick(view.view, Qt.Key.Key_PageDown)
    assert view.page == 2
    QTest.keyClick(view.view, Qt.Key.Key_PageUp)
    assert view.page == 1


def test_it_zooms_in_steps_and_back_to_the_width(view: PdfView) -> None:
    view.show_pdf(a_pdf(), "Invoice CF-1043")
    before = view.factor
    view.zoom_in()
    assert view.factor > before
    view.zoom_out()
    view.zoom_out()
    assert view.factor < before
    QTest.keyClick(view.view, Qt.Key.Key_0)
    assert view.factor == pytest.approx(before)


def test_the_same_document_is_not_loaded_twice(view: PdfView) -> None:
    content = a_pdf()
    view.show_pdf(content, "Invoice CF-1043")
    view.turn(1)
    view.show_pdf(content, "Invoice CF-1043")
    assert view.page == 2


def rendered(content: bytes, page: int) -> QImage:
    document = pypdfium2.PdfDocument(content)
    picture = document[page].render(scale=1.0)
    raw = picture.to_pil().convert("RGB")
    return QImage(
        raw.tobytes(), raw.width, raw.height, raw.width * 3, QImage.Format.Format_RGB888
    ).copy()


def to_file(view: PdfView, path: Path) -> QPrinter:
    printer = view.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_what_is_printed_equals_what_is_shown(view: PdfView, tmp_path: Path) -> None:
    content, path = a_pdf(), tmp_path / "printed.pdf"
    view.show_pdf(content, "Invoice CF-1043")
    assert print_pages(content, to_file(view, path), Silent()) == PAGES
    printed = path.read_bytes()
    for page in range(PAGES):
        here, there = rendered(content, page), rendered(printed, page)
        assert here.size() == there.size()
        differing = sum(
            abs(here.pixelColor(x, y).lightness() - there.pixelColor(x, y).lightness()) > 96
            for x in range(0, here.width(), 3)
            for y in range(0, here.height(), 3)
        )
        assert differing < here.width() * here.height() / 9 * 0.01


def test_only_the_pages_asked_for_are_printed(view: PdfView, tmp_path: Path) -> None:
    content, path = a_pdf(), tmp_path / "printed.pdf"
    view.show_pdf(content, "Invoice CF-1043")
    printer = to_file(view, path)
    printer.setFromTo(2, 3)
    assert print_pages(content, printer, Silent()) == 2
    assert len(pypdfium2.PdfDocument(path.read_bytes())) == 2


def test_the_work_goes_to_whoever_shows_the_view(view: PdfView, tmp_path: Path) -> None:
    asked: list[PrintWork] = []
    view.print_wanted.connect(asked.append)
    view.show_pdf(a_pdf(1), "Invoice CF-1043")
    view.print_to(to_file(view, tmp_path / "printed.pdf"))
    assert asked[0].title == "Printing Invoice CF-1043"
    assert asked[0].run(Silent()) == 1


def test_printing_stops_between_pages(view: PdfView, tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, note: str) -> None:
            del total, note
            if done == 1:
                raise Cancelled

    content = a_pdf()
    view.show_pdf(content, "Invoice CF-1043")
    with pytest.raises(Cancelled):
        print_pages(content, to_file(view, tmp_path / "printed.pdf"), Stop())
