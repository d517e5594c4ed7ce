"""The right column of the first page: what changed, a note, and the last six invoices."""

from collections.abc import Sequence
from typing import Final

from app.documents.invoice.document import Change, InvoiceDocument, PastInvoice
from app.documents.numerals import MINUS, headline_money, signed_money
from app.documents.page_style import (
    BODY,
    CAPTION,
    HEADING,
    LINE_STRONG,
    MUTED,
    RADIUS,
    STRONG_BODY,
    SUNKEN,
)
from app.documents.pen import Box, Pen, width_of, wrapped
from app.documents.tables import Entry, draw_entries
from app.values.money import ZERO, Rounding, round_exact

_PAD: Final = 9.5
_STEP: Final = 13.4
_GAP: Final = 8.0
_LINE: Final = 10.6
_BARS: Final = 60.0
_HIGHEST_BAR: Final = 29.0
_MOST_CHANGES: Final = 8
_SHORT_NOTE: Final = 5
_SHOWN: Final = 6


def draw_side_column(
    pen: Pen, document: InvoiceDocument, *, x: float, width: float, top: float, bottom: float
) -> bool:
    """Draws what finds room, the most telling first; returns whether the note did."""
    y = top
    note = wrapped(document.note, width - 2 * _PAD, BODY) if document.note else []
    note_height = _note_height(note)
    short = len(note) <= _SHORT_NOTE
    if document.changes:
        room = bottom - y - (note_height + _GAP if note and short else 0)
        y = _draw_changes(pen, document, Box(x=x, y=y, width=width, height=room)) + _GAP
    shown = not note
    if note and y + note_height <= bottom:
        _draw_note(pen, note, Box(x=x, y=y, width=width, height=note_height))
        y += note_height + _GAP
        shown = True
    if len(document.history) > 1 and y + _BARS <= bottom:
        _draw_history(pen, document.history[-_SHOWN:], x=x, y=y, width=width)
    return shown


def _draw_changes(pen: Pen, document: InvoiceDocument, space: Box) -> float:
    """Draws the changes in a frame; returns where it ends."""
    most = min(_MOST_CHANGES, int((space.height - 2 * _PAD - 26) / _STEP) - 1)
    changes = _at_most(document.changes, max(1, most))
    height = 2 * _PAD + 22 + (len(changes) + 1) * _STEP
    frame = Box(x=space.x, y=space.y, width=space.width, height=height)
    pen.box(frame, stroke=LINE_STRONG, radius=RADIUS)
    x, width = space.x + _PAD, space.width - 2 * _PAD
    y = space.y + _PAD
    title = "What changed since last month"
    pen.text(x, y + 8, title, face=HEADING, colour=pen.style.ink)
    before = document.before
    if before:
        total = headline_money(before.total, document.invoice.currency)
        words = f"Your {before.label} invoice was {total}."
        pen.text(x, y + 19.5, words, face=CAPTION, colour=MUTED)
    entries = [Entry(label=each.label, value=signed_money(each.amount)) for each in changes]
    whole = sum((each.amount for each in changes), ZERO)
    entries.append(Entry(label="Change", value=signed_money(whole), total=True))
    draw_entries(pen, entries, x=x, y=y + 24, width=width, step=_STEP)
    return space.y + height


def _at_most(changes: Sequence[Change], most: int) -> list[Change]:
    """The changes, the smallest together in one where there are too many."""
    if len(changes) <= most:
        return list(changes)
    by_size = sorted(range(len(changes)), key=lambda i: -abs(changes[i].amount))
    kept = sorted(by_size[: most - 1])
    rest = sum((changes[i].amount for i in by_size[most - 1 :]), ZERO)
    several = len(changes) - len(kept)
    return [*(changes[i] for i in kept), Change(label=f"{several} smaller changes", amount=rest)]


def _note_height(lines: Sequence[str]) -> float:
    return 2 * _PAD + 11 + len(lines) * _LINE - 4 if lines else 0.0


def _draw_note(pen: Pen, lines: Sequence[str], frame: Box) -> None:
    pen.box(frame, fill=SUNKEN, stroke=LINE_STRONG, radius=RADIUS)
    y = frame.y + _PAD + 7
    pen.text(frame.x + _PAD, y, "A note from us", face=STRONG_BODY)
    for words in lines:
        y += _LINE
        pen.text(frame.x + _PAD, y, words, face=BODY)


def _draw_history(
    pen: Pen, history: Sequence[PastInvoice], *, x: float, y: float, width: float
) -> None:
    """Draws bars by the totals, the last one strong; a total below zero has none."""
    several = {6: "six", 5: "five", 4: "four", 3: "three", 2: "two"}[len(history)]
    words = f"Your last {several} invoices"
    pen.text(x, y + 8, words, face=CAPTION, colour=MUTED)
    most = max((each.total for each in history), default=ZERO)
    step = width / len(history)
    floor = y + _BARS - 11
    for place, each in enumerate(history):
        part = float(each.total / most) if most > 0 and each.total > 0 else 0.0
        high = part * _HIGHEST_BAR
        colour = pen.style.ink if place == len(history) - 1 else pen.style.soft_bar
        middle = x + step * (place + 0.5)
        if high:
            left = x + step * place + (3 if place else 0)
            wide = step - (3 if place in (0, len(history) - 1) else 6)
            middle = left + wide / 2
            pen.box(Box(x=left, y=floor - high, width=wide, height=high), fill=colour)
        whole = round_exact(each.total, 0, Rounding.HALF_UP)
        value = f"{whole:,f}".replace("-", MINUS)
        pen.text(middle - width_of(value, CAPTION) / 2, floor - high - 3, value, face=CAPTION)
        pen.centre(middle, floor + 9, each.label, face=CAPTION, colour=MUTED)
