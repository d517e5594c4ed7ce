"""The slip at the foot of the first page that goes back with a check."""

import re
from typing import Final

from app.documents.invoice.document import InvoiceDocument
from app.documents.numerals import headline_money, long_date
from app.documents.page_style import (
    BODY,
    CAPTION,
    DUE,
    INCH,
    LINE_STRONG,
    MARGIN,
    MUTED,
    STRONG_BODY,
    STRONG_CAPTION,
    SURFACE,
    TEXT,
)
from app.documents.pen import Box, Pen, elided, width_of, wrapped
from app.documents.tables import Entry, draw_entries

SLIP: Final = 3 * INCH
"""How high it is, from the foot of the page."""

_WORDS: Final = "Please return this part with your check"
_MOST_LINES: Final = 5


def draw_slip(pen: Pen, document: InvoiceDocument) -> None:
    """Draws the slip below a dashed line."""
    top = pen.style.height - SLIP
    pen.path([(0, top), (pen.style.width, top)], colour=LINE_STRONG, width=0.7, dash=2.5)
    wide = width_of(_WORDS, CAPTION)
    pen.box(Box(x=MARGIN - 4, y=top - 5, width=wide + 22, height=10), fill=SURFACE)
    _draw_scissors(pen, MARGIN, top - 4)
    pen.text(MARGIN + 12, top + 2.6, _WORDS, face=CAPTION, colour=MUTED)
    _draw_parties(pen, document, top + 20)
    _draw_sums(pen, document, top + 14)


def _draw_parties(pen: Pen, document: InvoiceDocument, y: float) -> None:
    x, room = MARGIN, pen.style.width / 2 - MARGIN - 20
    pen.text(x, y, "Send to", face=CAPTION, colour=MUTED)
    y += 13
    for words in wrapped(document.seller, room, STRONG_BODY, lines=2):
        pen.text(x, y, words, face=STRONG_BODY)
        y += 11.8
    for words in remit_lines(document, room):
        pen.text(x, y, words, face=BODY)
        y += 11.8
    y += 7
    pen.text(x, y, "From", face=CAPTION, colour=MUTED)
    pen.text(x, y + 12.5, elided(document.customer, room, BODY), face=BODY)
    y += 30
    memo = f"{document.account.account_number} {document.number}"
    begin, end = "Bank transfer: put ", " in the memo line"
    pen.text(x, y, begin, face=CAPTION, colour=MUTED)
    x += width_of(begin, CAPTION)
    pen.text(x, y, memo, face=STRONG_CAPTION)
    pen.text(x + width_of(memo, STRONG_CAPTION), y, end, face=CAPTION, colour=MUTED)


def remit_lines(document: InvoiceDocument, width: float) -> list[str]:
    """Where checks go: street and city on lines of their own."""
    company = document.company
    if not company.remit_to:
        street = ", ".join(each for each in (company.address_line1, company.address_line2) if each)
        lines = [street, f"{company.city}, {company.region} {company.postal_code}"]
    else:
        *street_parts, city, region = ["", "", *_without_name(document).split(",")]
        street = ", ".join(each.strip() for each in street_parts if each.strip())
        end = ", ".join(each.strip() for each in (city, region) if each.strip())
        lines = [each for each in (street, end) if each]
    made = [part for words in lines for part in wrapped(words, width, BODY, lines=3)]
    return made[:_MOST_LINES]


def _without_name(document: InvoiceDocument) -> str:
    """The address for checks without the company's name, which stands above it already."""
    place = (document.company.remit_to or "").strip()
    for name in (document.seller, document.company.name):
        begin = re.match(rf"{re.escape(name)}\s*(?:[,\n]|$)", place, re.IGNORECASE)
        if begin:
            return place[begin.end() :].strip()
    return place


def _draw_sums(pen: Pen, document: InvoiceDocument, y: float) -> None:
    x = pen.style.width / 2 + 13
    width = pen.style.right - x
    due = headline_money(document.total_due, document.invoice.currency)
    entries = [
        Entry(
            label="Account",
            value=document.account.account_number,
            strong_value=True,
            quiet_label=True,
        ),
        Entry(label="Invoice", value=document.number, strong_value=True, quiet_label=True),
        Entry(
            label="Due",
            value=long_date(document.invoice.due_date),
            strong_value=True,
            quiet_label=True,
        ),
        Entry(label="Total due", value=due, quiet_label=True, face=DUE),
    ]
    y = draw_entries(pen, entries, x=x, y=y, width=width)
    pen.line(x, y, to=x + width)
    pen.text(x, y + 21, "Amount enclosed", face=CAPTION, colour=MUTED)
    frame = Box(x=x + width - 112, y=y + 8, width=112, height=20)
    pen.box(frame, stroke=TEXT, radius=2.5, width=0.7)


def _draw_scissors(pen: Pen, x: float, y: float) -> None:
    """A pair of scissors, eight points square."""
    unit = 8 / 24
    for middle in (6, 18):
        pen.circle(x + 6 * unit, y + middle * unit, 3 * unit, colour=MUTED, width=0.6)
    for points in (((20, 4), (8.12, 15.88)), ((14.47, 14.48), (20, 20)), ((8.12, 8.12), (12, 12))):
        placed = [(x + px * unit, y + py * unit) for px, py in points]
        pen.path(placed, colour=MUTED, width=0.6)
