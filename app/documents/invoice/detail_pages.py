"""The pages after the first: charges, calls, taxes, fees, surcharges and what the law asks for."""

from datetime import timedelta
from typing import Final

from app.documents.fonts import Weight
from app.documents.invoice.charge_tables import (
    accounts_of,
    call_table,
    charge_table,
    lines_of,
    sum_of,
)
from app.documents.invoice.document import InvoiceDocument
from app.documents.invoice.tax_tables import (
    exempt_table,
    fee_table,
    group_total,
    surcharge_rows,
    surcharge_table,
    tax_table,
)
from app.documents.numerals import long_date, money, telephone_text
from app.documents.page_style import (
    CAPTION,
    HEADING,
    LINE_STRONG,
    MARGIN,
    MUTED,
    RADIUS,
    STRONG_CAPTION,
    Face,
)
from app.documents.pen import Box, Pen, elided, width_of, wrapped
from app.documents.tables import CONTINUED, Flow, Row, draw_table
from app.documents.tax_groups import TaxGroup

LOCAL_SERVICE: Final = "LOCAL"
"""The tax category of basic local service."""

LOCAL_SERVICE_WORDS: Final = (
    "Basic local service can end only where charges marked \u201clocal\u201d, and taxes and fees "
    "on them, are not paid. No other charge on this invoice puts it at risk."
)
"""47 CFR 64.2401(c): which charges can lead to disconnection of basic local service."""

_HEAD: Final = Face(Weight.SEMIBOLD, 11.0)
_NAME: Final = Face(Weight.SEMIBOLD, 11.5)
_PAD: Final = 11.0
_LINE: Final = 10.3
_GUTTER: Final = 24.0
_MOST_SURCHARGES: Final = 30


def draw_detail_pages(pen: Pen, document: InvoiceDocument, *, note_left: bool) -> None:
    """Draws all that follows the first page, on as many pages as it takes."""
    pen.new_page()
    flow = Flow(pen, lambda: draw_running_head(pen, document))
    own, *children = accounts_of(document)
    flow.table(charge_table(document, own, flow.width))
    _draw_calls(flow, document, own)
    for number in children:
        _draw_child(flow, document, number)
    flow.beside(tax_table(document, flow.width), fee_table(document, flow.width))
    _draw_surcharges(flow, document)
    flow.table(exempt_table(document, flow.width))
    if note_left and document.note:
        _draw_words(flow, [[("A note from us.", document.note)]])
    _draw_words(flow, _legal_words(document))


def draw_running_head(pen: Pen, document: InvoiceDocument) -> float:
    """Draws the head of a further page; returns where it ends."""
    mark = "Draft \u00b7 " if document.draft and document.invoice.invoice_number else ""
    day = long_date(document.invoice.invoice_date)
    known = f" \u00b7 Invoice {document.number} \u00b7 {day}"
    y = MARGIN + 7
    room = pen.style.inner_width
    name = elided(document.seller, room * 0.45, _HEAD)
    pen.text(MARGIN, y, name, face=_HEAD)
    left = room - width_of(name, _HEAD) - width_of(known, CAPTION) - 16
    customer = elided(f"{mark}{document.customer}", left, CAPTION)
    pen.right(pen.style.right, y, customer + known, face=CAPTION, colour=MUTED)
    pen.line(MARGIN, y + 8, to=pen.style.right, colour=pen.style.ink, width=1.4)
    return y + 17


def _draw_calls(flow: Flow, document: InvoiceDocument, account_number: str) -> None:
    table = call_table(document, account_number, flow.width)
    flow.table(table)
    if table.rows and document.annex:
        words = f"Every call is listed in the annex \u201cCall detail {document.number}\u201d."
        flow.need(14)
        flow.pen.text(flow.x, flow.y + 11, words, face=CAPTION, colour=MUTED)
        flow.y += 14


def _draw_child(flow: Flow, document: InvoiceDocument, number: str) -> None:
    """Draws a child account under a heading of its own."""
    child = document.children.get(number)
    name = f"Account {number} \u00b7 {child.name}" if child else f"Account {number}"
    amount = money(sum_of(lines_of(document, number)))
    flow.space(20)
    flow.need(100)
    pen = flow.pen
    band = Box(x=flow.x, y=flow.y, width=flow.width, height=22)
    pen.box(band, fill=pen.style.soft, radius=RADIUS)
    room = flow.width - width_of(amount, _NAME) - 40
    pen.text(flow.x + 10, flow.y + 15, elided(name, room, _NAME), face=_NAME)
    pen.right(flow.x + flow.width - 10, flow.y + 15, amount, face=_NAME)
    flow.y += 22
    flow.table(charge_table(document, number, flow.width))
    _draw_calls(flow, document, number)


def _draw_surcharges(flow: Flow, document: InvoiceDocument) -> None:
    """Draws the company's own surcharges in a frame, with the sentence that they are not taxes."""
    rows = surcharge_rows(document)
    total = money(group_total(document, TaxGroup.COMPANY))
    parts = [rows[i : i + _MOST_SURCHARGES] for i in range(0, len(rows), _MOST_SURCHARGES)]
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        _draw_frame(flow, document, part, total=total if last else "", first=place == 0)


def _draw_frame(
    flow: Flow, document: InvoiceDocument, rows: list[Row], *, total: str, first: bool
) -> None:
    width = flow.width - 2 * _PAD
    table = surcharge_table(rows, width * 0.56, total=total)
    words = wrapped(document.copy.surcharges, width * 0.38, CAPTION)
    # A table without a title begins with the room for one; the frame takes it up.
    high = max(table.height - 9, 22 + len(words) * _LINE) + _PAD
    flow.space()
    flow.need(high)
    pen = flow.pen
    frame = Box(x=flow.x, y=flow.y, width=flow.width, height=high)
    pen.box(frame, stroke=LINE_STRONG, radius=RADIUS)
    x, y = flow.x + _PAD, flow.y + _PAD + 8
    title = "Company surcharges" if first else f"Company surcharges{CONTINUED}"
    pen.text(x, y, title, face=HEADING, colour=pen.style.ink)
    for line in words:
        y += _LINE
        pen.text(x, y + 3, line, face=CAPTION, colour=MUTED)
    draw_table(pen, table, flow.x + flow.width - _PAD - table.width, flow.y - 6)
    flow.y += high


def _legal_words(document: InvoiceDocument) -> list[list[tuple[str, str]]]:
    """What the law or the terms ask for, in columns: where to ask, then what follows."""
    copy = document.copy
    ask = [
        ("Questions or a dispute?", (copy.dispute or _where_to_ask(document)) + _until(document))
    ]
    terms = []
    if copy.late_payment:
        terms.append(("Late payment.", copy.late_payment))
    if copy.nonpayment or _has_local_service(document):
        terms.append(("If a charge is not paid.", copy.nonpayment or LOCAL_SERVICE_WORDS))
    if copy.regulator:
        terms.append(("If we cannot settle a matter.", copy.regulator))
    return [ask, terms] if terms else [ask]


def _until(document: InvoiceDocument) -> str:
    """Until when an amount can be disputed, where that is said."""
    days = document.copy.dispute_days
    if days is None:
        return ""
    last = long_date(document.invoice.invoice_date + timedelta(days=days))
    return f" Please tell us within {days} days, by {last}."


def _has_local_service(document: InvoiceDocument) -> bool:
    return any(line.tax_category == LOCAL_SERVICE for line in document.invoice.lines)


def _where_to_ask(document: InvoiceDocument) -> str:
    company = document.company
    phone = company.support_phone or company.phone
    call = f"Call {telephone_text(phone)}" if phone else ""
    write = f"{'or write' if call else 'Write'} to {company.email}" if company.email else ""
    if not (call or write):
        return f"Write to {document.seller} at the address on the first page."
    asked = " ".join(part for part in (call, write) if part)
    return f"{asked}. Name account {document.account.account_number} and invoice {document.number}."


def _draw_words(flow: Flow, columns: list[list[tuple[str, str]]]) -> None:
    """Draws columns of paragraphs in small letters, each with its first words strong."""
    width = (flow.width - _GUTTER * (len(columns) - 1)) / len(columns)
    made = [[_paragraph(each, width) for each in column] for column in columns]
    high = max(sum(len(lines) for _, lines in column) for column in made) * _LINE
    flow.space(6)
    flow.need(min(high, flow.whole_page))
    for place, column in enumerate(made):
        y = flow.y + 8
        for title, lines in column:
            _draw_paragraph(flow.pen, title, lines, x=flow.x + place * (width + _GUTTER), y=y)
            y += len(lines) * _LINE
    flow.y += high


def _paragraph(paragraph: tuple[str, str], width: float) -> tuple[str, list[str]]:
    """The strong words, and the lines: the first one begins behind them."""
    title, words = paragraph
    words = " ".join(words.split())
    indent = width_of(f"{title} ", STRONG_CAPTION)
    first, *_ = wrapped(words, width - indent, CAPTION)
    rest = words[len(first) :].lstrip()
    return title, [first, *(wrapped(rest, width, CAPTION) if rest else [])]


def _draw_paragraph(pen: Pen, title: str, lines: list[str], *, x: float, y: float) -> None:
    pen.text(x, y, title, face=STRONG_CAPTION)
    indent = width_of(f"{title} ", STRONG_CAPTION)
    for place, words in enumerate(lines):
        begin = x if place else x + indent
        pen.text(begin, y + place * _LINE, words, face=CAPTION, colour=MUTED)
