"""Call detail as a PDF: every call of an account, by number, with totals that add up.

What is masked here stays masked: the file holds the dots, not the digits under them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Final

from app.documents.fonts import Weight
from app.documents.numerals import (
    MINUS,
    clock,
    count,
    length,
    long_date,
    long_range,
    minutes,
    money,
    short_day,
    telephone,
)
from app.documents.page_style import (
    CAPTION,
    HEADING,
    LINE,
    LINE_STRONG,
    MARGIN,
    MUTED,
    STRONG,
    STRONG_CAPTION,
    WATERMARK,
    Face,
    PageStyle,
)
from app.documents.pen import About, Pen, elided
from app.documents.whole_file import put_in_place
from app.values.money import CENT_PLACES, ZERO, plain
from app.values.period import Period

_STEP: Final = 11.0
_FOOT: Final = 35.0
_ROOM_FOR_FOOT: Final = 48.0
_HEAD: Final = Face(Weight.SEMIBOLD, 11.0)
_ACROSS: Final = Face(Weight.SEMIBOLD, 150.0)
_ROW: Final = Face(Weight.REGULAR, 7.5)
_GAP: Final = 6.0

# Where each column begins, in parts of the width; the last three end there.
_COLUMNS: Final = (
    ("Date", 0.0),
    ("Time", 0.075),
    ("From", 0.16),
    ("To", 0.315),
    ("Place", 0.47),
    ("Kind", 0.625),
)
_ENDS: Final = (("Length", 0.9), ("Amount", 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailCall:
    """One call as it is printed; numbers are E.164 or the text of the file."""

    number: str
    """The account's own number, by which calls are grouped."""
    started_at: datetime
    """In the account's time zone."""
    caller: str
    called: str
    place: str
    """Where the call went, as the rate deck names it."""
    kind: str
    """The call class in words."""
    seconds: int
    """What was billed."""
    charge: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageDetail:
    """The calls of an account in a period, ordered by number."""

    seller: str
    customer: str
    account_number: str
    invoice_number: str
    dated: date
    period: Period
    calls: Sequence[DetailCall]
    invoiced: Decimal | None = None
    """What the invoice bills for these calls, its lines rounded to cents."""
    masked: bool = True
    draft: bool = False
    language: str = "en-US"


def write_usage_detail(path: Path, detail: UsageDetail, style: PageStyle) -> str:
    """Writes the call detail, there whole or not at all; returns the letters that the fonts lack.

    InputError where it cannot be written.
    """
    pen = _drawn(detail, style)
    drawn = pen.saved()
    with put_in_place(path) as own:
        own.write_bytes(drawn)
    return "".join(sorted(pen.lacking))


def usage_detail_bytes(detail: UsageDetail, style: PageStyle) -> bytes:
    """The call detail as a PDF; the same calls make the same bytes."""
    return _drawn(detail, style).saved()


def _drawn(detail: UsageDetail, style: PageStyle) -> Pen:
    """All pages of the call detail, not saved yet."""
    title = f"Call detail {detail.invoice_number}, {detail.customer}"
    about = About(
        title=title,
        author=detail.seller,
        subject=f"Account {detail.account_number}, {long_range(detail.period)}",
        language=detail.language,
        dated=detail.dated,
    )
    pen = Pen(style, about)
    listing = _Listing(pen, detail)
    listing.begin_page()
    for number, calls in groupby(detail.calls, key=lambda call: call.number):
        listing.draw_number(number, list(calls))
    listing.draw_end()
    for page in range(len(pen.pages)):
        pen.turn_to(page)
        _draw_foot(pen, detail, page + 1)
    return pen


class _Listing:
    """Rows of calls on page after page."""

    def __init__(self, pen: Pen, detail: UsageDetail) -> None:
        self.pen = pen
        self.detail = detail
        self.y = 0.0
        self.bottom = pen.style.height - _ROOM_FOR_FOOT
        wide = pen.style.inner_width
        self.starts = [MARGIN + part * wide for _, part in _COLUMNS]
        self.ends = [MARGIN + part * wide for _, part in _ENDS]
        self.years = detail.period.start.year != detail.period.last_day.year
        self.places = _most_places(detail.calls)
        self._shown: dict[str, str] = {}
        self._elided: dict[tuple[str, float], str] = {}

    def begin_page(self) -> None:
        """Draws the head of a page and the titles of the columns."""
        pen, detail = self.pen, self.detail
        pen.new_page()
        y = MARGIN + 7
        wide = pen.style.inner_width
        title = f"Call detail, {long_range(detail.period)}"
        pen.text(MARGIN, y, title, face=_HEAD)
        words = f"{detail.customer} \u00b7 Invoice {detail.invoice_number}"
        right = elided(words, wide * 0.5, CAPTION)
        pen.right(pen.style.right, y, right, face=CAPTION, colour=MUTED)
        pen.line(MARGIN, y + 8, to=pen.style.right, colour=pen.style.ink, width=1.4)
        y += 22
        for (title, _), x in zip(_COLUMNS, self.starts, strict=True):
            pen.text(x, y, title, face=CAPTION, colour=MUTED)
        for (title, _), x in zip(_ENDS, self.ends, strict=True):
            pen.right(x, y, title, face=CAPTION, colour=MUTED)
        pen.line(MARGIN, y + 4.5, to=pen.style.right, colour=LINE_STRONG, width=STRONG)
        self.y = y + 5

    def draw_number(self, number: str, calls: list[DetailCall]) -> None:
        """Draws one number's calls below its own head, and their sums."""
        if self.y + 4 * _STEP > self.bottom:
            self.begin_page()
        self._draw_head(telephone(number))
        for call in calls:
            if self.y + _STEP > self.bottom:
                self.begin_page()
                self._draw_head(f"{telephone(number)} (continued)")
            self._draw_call(call)
        if self.y + _STEP + 4 > self.bottom:
            self.begin_page()
        self._draw_sums(f"{telephone(number)}, {_calls(len(calls))}", calls)

    def draw_end(self) -> None:
        """Draws the sums of all calls, and what the invoice makes of them."""
        calls, pen = self.detail.calls, self.pen
        if self.y + 4 * _STEP > self.bottom:
            self.begin_page()
        self.y += 6
        self._draw_sums(f"All numbers, {_calls(len(calls))}", calls)
        if self.detail.invoiced is not None:
            words = "On the invoice, each kind of call rounded to cents"
            pen.text(MARGIN, self.y + 8, words, face=CAPTION, colour=MUTED)
            amount = money(self.detail.invoiced)
            pen.right(self.ends[-1], self.y + 8, amount, face=STRONG_CAPTION)
            self.y += _STEP

    def _draw_head(self, words: str) -> None:
        self.y += 5
        self.pen.text(MARGIN, self.y + 9, words, face=HEADING, colour=self.pen.style.ink)
        self.y += 14
        self.pen.line(MARGIN, self.y, to=self.pen.style.right, colour=LINE_STRONG)

    def _draw_call(self, call: DetailCall) -> None:
        pen, base = self.pen, self.y + 8
        day = call.started_at
        words = (
            f"{short_day(day)}, {day:%y}" if self.years else short_day(day),
            clock(day),
            self._party(call.caller),
            self._party(call.called),
            self._fitted(call.place, 4),
            self._fitted(call.kind, 5),
        )
        for x, text in zip(self.starts, words, strict=True):
            pen.text(x, base, text, face=_ROW)
        pen.right(self.ends[0], base, length(call.seconds), face=_ROW)
        pen.right(self.ends[1], base, self._charge(call.charge), face=_ROW)
        self.y += _STEP
        pen.line(MARGIN, self.y, to=pen.style.right, colour=LINE)

    def _draw_sums(self, words: str, calls: Iterable[DetailCall]) -> None:
        pen, base = self.pen, self.y + 9
        calls = list(calls)
        pen.line(MARGIN, self.y, to=pen.style.right, colour=LINE_STRONG, width=STRONG)
        pen.text(MARGIN, base, words, face=STRONG_CAPTION)
        seconds = sum(call.seconds for call in calls)
        pen.right(self.ends[0], base, f"{minutes(seconds)} min", face=STRONG_CAPTION)
        total = sum((call.charge for call in calls), ZERO)
        pen.right(self.ends[1], base, self._charge(total), face=STRONG_CAPTION)
        self.y += _STEP + 2

    def _charge(self, amount: Decimal) -> str:
        """An amount with as many places as any call has, so that points stand below each other."""
        return f"{amount:,.{self.places}f}".replace("-", MINUS)

    def _party(self, text: str) -> str:
        """A caller or called number, masked if so set, fitted into its column."""
        shown = self._shown.get(text)
        if shown is None:
            shown = self._fitted(telephone(text, masked=self.detail.masked), 2)
            self._shown[text] = shown
        return shown

    def _fitted(self, words: str, column: int) -> str:
        """The words, cut where the next column begins."""
        after = [*self.starts[1:], self.ends[0] - 30]
        room = after[column] - self.starts[column] - _GAP
        key = (words, room)
        if key not in self._elided:
            self._elided[key] = elided(words, room, _ROW)
        return self._elided[key]


def _most_places(calls: Iterable[DetailCall]) -> int:
    """How many decimals the finest charge has; at least those of cents."""
    exponents = (plain(call.charge).as_tuple().exponent for call in calls)
    return max([CENT_PLACES, *(-each for each in exponents if isinstance(each, int))])


def _calls(several: int) -> str:
    return f"{count(several)} {'call' if several == 1 else 'calls'}"


def _draw_foot(pen: Pen, detail: UsageDetail, page: int) -> None:
    y = pen.style.height - _FOOT
    pen.line(MARGIN, y, to=pen.style.right, colour=LINE)
    known = f"Account {detail.account_number} \u00b7 Invoice {detail.invoice_number}"
    pen.text(MARGIN, y + 11, elided(known, 200, CAPTION), face=CAPTION, colour=MUTED)
    seller = elided(detail.seller, 200, CAPTION)
    dated = f"{seller} \u00b7 {long_date(detail.dated)}"
    pen.centre(pen.style.width / 2, y + 11, dated, face=CAPTION, colour=MUTED)
    of_all = f"Page {page} of {len(pen.pages)}"
    pen.right(pen.style.right, y + 11, of_all, face=CAPTION, colour=MUTED)
    if detail.draft:
        pen.across_under("DRAFT", face=_ACROSS, colour=WATERMARK)
