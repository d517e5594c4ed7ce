"""An invoice drawn and written as a PDF."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.billing.invoice import InvoiceState
from app.documents.fonts import Weight
from app.documents.invoice.detail_pages import draw_detail_pages
from app.documents.invoice.document import InvoiceDocument
from app.documents.invoice.front_page import draw_front_page
from app.documents.numerals import headline_money, long_date, long_range
from app.documents.page_style import CAPTION, LINE, MARGIN, MUTED, WATERMARK, Face, PageStyle
from app.documents.pen import About, Pen, elided
from app.documents.whole_file import put_in_place
from app.progress import Progress

_ACROSS: Final = Face(Weight.SEMIBOLD, 150.0)
_FOOT: Final = 35.0


def write_invoice(path: Path, document: InvoiceDocument, style: PageStyle) -> str:
    """Writes the invoice, there whole or not at all; returns the letters that the fonts lack.

    The same document and style make the same bytes. InputError where it cannot be written, or the
    logo or the fonts cannot be read.
    """
    pen = Pen(style, about(document))
    draw_invoice(pen, document)
    drawn = pen.saved()
    with put_in_place(path) as own:
        own.write_bytes(drawn)
    return "".join(sorted(pen.lacking))


def invoice_bytes(document: InvoiceDocument, style: PageStyle) -> bytes:
    """The invoice as a PDF."""
    pen = Pen(style, about(document))
    draw_invoice(pen, document)
    return pen.saved()


def pack_bytes(
    documents: Iterable[InvoiceDocument], style: PageStyle, *, progress: Progress, total: int
) -> bytes:
    """Several invoices as one PDF; each counts its own pages. ValueError where there is none."""
    pen: Pen | None = None
    for done, document in enumerate(documents, 1):
        if pen is None:
            pen = Pen(style, replace(about(document), title=f"{total} invoices", subject=""))
        draw_invoice(pen, document)
        progress.step(done, total, "Drawing invoices")
    if pen is None:
        message = "a pack needs an invoice"
        raise ValueError(message)
    return pen.saved()


def draw_invoice(pen: Pen, document: InvoiceDocument) -> None:
    """Draws all pages of the invoice, behind those that are there."""
    first = len(pen.pages)
    note_shown = draw_front_page(pen, document)
    draw_detail_pages(pen, document, note_left=not note_shown)
    pages = len(pen.pages) - first
    for number in range(pages):
        pen.turn_to(first + number)
        _draw_foot(pen, document, number + 1, of_all=pages)


def about(document: InvoiceDocument) -> About:
    """What the file tells of itself."""
    period = long_range(document.period)
    return About(
        title=f"Invoice {document.number}, {document.customer}",
        author=document.seller,
        subject=f"Account {document.account.account_number}, {period}",
        language=document.language,
        dated=document.invoice.invoice_date,
    )


def _draw_foot(pen: Pen, document: InvoiceDocument, page: int, *, of_all: int) -> None:
    """Draws account, invoice and page; across a draft or void invoice the word for it."""
    y = pen.style.height - _FOOT
    pen.line(MARGIN, y, to=pen.style.right, colour=LINE)
    base = y + 11
    known = f"Account {document.account.account_number} \u00b7 Invoice {document.number}"
    pen.text(MARGIN, base, elided(known, 200, CAPTION), face=CAPTION, colour=MUTED)
    middle = _due_words(document) if page > 1 else document.customer
    words = elided(middle, 220, CAPTION)
    pen.centre(pen.style.width / 2, base, words, face=CAPTION, colour=MUTED)
    words = f"Page {page} of {of_all}"
    pen.right(pen.style.right, base, words, face=CAPTION, colour=MUTED)
    mark = watermark(document)
    if mark:
        pen.across_under(mark, face=_ACROSS, colour=WATERMARK)


def watermark(document: InvoiceDocument) -> str:
    """The word across a page that is not to be paid; blank where it is."""
    if document.invoice.state is InvoiceState.VOID:
        return "VOID"
    return "DRAFT" if document.draft else ""


def _due_words(document: InvoiceDocument) -> str:
    due = document.total_due
    if due <= 0:
        return "Nothing to pay"
    amount = headline_money(due, document.invoice.currency)
    return f"Total due {amount} by {long_date(document.invoice.due_date)}"
