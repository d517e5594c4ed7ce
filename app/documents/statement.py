"""A statement of account: a customer's invoices of some time, and what is owed, as far as known.

It looks as the invoice does, and says where nothing is known of payments.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.issuer import Company
from app.customers.account import Account
from app.documents.invoice.document import Balance
from app.documents.invoice.front_parts import addressee_lines
from app.documents.labels import currency_name
from app.documents.logo import logo_size
from app.documents.numerals import (
    headline_money,
    long_date,
    long_range,
    money,
    short_date,
    telephone_text,
)
from app.documents.page_style import (
    ADDRESS,
    CAPTION,
    DUE,
    HERO,
    LINE,
    MARGIN,
    MUTED,
    RADIUS,
    SELLER,
    STRONG_ADDRESS,
    STRONG_CAPTION,
    TITLE,
    PageStyle,
)
from app.documents.pen import About, Box, Pen, elided, width_of
from app.documents.tables import Column, Entry, Flow, Row, RowKind, Table, draw_entries
from app.progress import Progress
from app.values.money import ZERO
from app.values.period import Period

_FOOT: Final = 35.0
_LOGO: Final = 36.0
_WINDOW_TOP: Final = 172.0
_BAND_TOP: Final = 245.0
_BAND: Final = 46.0
_TABLE_TOP: Final = 308.0
_NEXT_TOP: Final = MARGIN + 26
WITHOUT_PAYMENTS: Final = (
    "Payments are not on this statement: it lists what was billed. What was paid lowers what is "
    "owed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One invoice on the statement."""

    invoice_number: str
    dated: date
    due: date
    period: str
    amount: Decimal
    is_void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a customer was billed in some days."""

    company: Company
    account: Account
    span: Period
    dated: date
    currency: str
    lines: tuple[StatementLine, ...]
    balance: Balance | None = None
    """What accounting says was owed, paid and adjusted; None: nothing is known of payments."""
    language: str = "en-US"

    @property
    def billed(self) -> Decimal:
        """What the invoices that stand come to."""
        return sum((line.amount for line in self.lines if not line.is_void), ZERO)

    @property
    def owed(self) -> Decimal | None:
        """What accounting says is owed; None where it said nothing."""
        return self.balance.forward if self.balance is not None else None


def statement_bytes(
    statements: Iterable[Statement], style: PageStyle, *, progress: Progress, total: int
) -> bytes:
    """The statements as one PDF, each counting its own pages. ValueError where there is none."""
    pen: Pen | None = None
    for done, statement in enumerate(statements, 1):
        if pen is None:
            told = about(statement)
            title = told.title if total == 1 else f"{total} statements"
            pen = Pen(style, replace(told, title=title))
        draw_statement(pen, statement)
        progress.step(done, total, "Drawing statements")
    if pen is None:
        message = "a pack needs a statement"
        raise ValueError(message)
    return pen.saved()


def about(statement: Statement) -> About:
    """What the file tells of itself."""
    return About(
        title=f"Statement, {statement.account.name}",
        author=statement.company.legal_name or statement.company.name,
        subject=f"Account {statement.account.account_number}, {long_range(statement.span)}",
        language=statement.language,
        dated=statement.dated,
    )


def draw_statement(pen: Pen, statement: Statement) -> None:
    """Draws all pages of one statement, behind those that are there."""
    first = len(pen.pages)
    pen.new_page()

    def begin_page() -> float:
        if len(pen.pages) == first + 1:
            _draw_front(pen, statement)
            return _TABLE_TOP
        pen.text(MARGIN, MARGIN + 10, f"Statement, {statement.account.name}", face=STRONG_ADDRESS)
        return _NEXT_TOP

    flow = Flow(pen, begin_page)
    flow.table(_table(statement, flow.width))
    _draw_sums(flow, statement)
    pages = len(pen.pages) - first
    for number in range(pages):
        pen.turn_to(first + number)
        _draw_foot(pen, statement, number + 1, of_all=pages)


def _draw_front(pen: Pen, statement: Statement) -> None:
    company, account = statement.company, statement.account
    x = MARGIN
    if pen.style.logo is not None:
        wide, high = logo_size(pen.style.logo, most_wide=130.0, most_high=_LOGO)
        pen.image(pen.style.logo, Box(x=MARGIN, y=MARGIN, width=wide, height=high))
        x += wide + 10
    room = pen.style.right - x - width_of("Statement", TITLE) - 20
    seller = company.legal_name or company.name
    pen.text(x, MARGIN + 11, elided(seller, room, SELLER), face=SELLER)
    address = f"{company.address_line1}, {company.city}, {company.region} {company.postal_code}"
    pen.text(x, MARGIN + 26, elided(address, room, CAPTION), face=CAPTION, colour=MUTED)
    phone = company.support_phone or company.phone
    if phone:
        asked = f"Questions: {telephone_text(phone)}"
        pen.text(x, MARGIN + 36.5, asked, face=STRONG_CAPTION)
    pen.right(pen.style.right, MARGIN + 15, "Statement", face=TITLE, colour=pen.style.ink)
    y = _WINDOW_TOP
    pen.text(MARGIN + 46, y - 13, "Account of", face=CAPTION, colour=MUTED)
    for place, words in enumerate(addressee_lines(account, company.country)):
        face = ADDRESS if place else STRONG_ADDRESS
        pen.text(MARGIN + 46, y, elided(words, 222, face), face=face)
        y += 11.8
    side = pen.style.width / 2 + 13
    entries = [
        Entry(label="Account", value=account.account_number, strong_value=True, quiet_label=True),
        Entry(label="Statement date", value=long_date(statement.dated), quiet_label=True),
        Entry(label="Invoices dated", value=long_range(statement.span), quiet_label=True),
        Entry(label="Amounts in", value=currency_name(statement.currency), quiet_label=True),
    ]
    draw_entries(pen, entries, x=side, y=_WINDOW_TOP - 40, width=pen.style.right - side)
    _draw_band(pen, statement)


def _draw_band(pen: Pen, statement: Statement) -> None:
    """Draws the sum that counts: what is owed where it is known, else what was billed."""
    frame = Box(x=MARGIN, y=_BAND_TOP, width=pen.style.inner_width, height=_BAND)
    pen.box(frame, fill=pen.style.soft, radius=RADIUS)
    owed = statement.owed
    label, amount = ("Billed in these days", statement.billed) if owed is None else ("Owed", owed)
    pen.text(MARGIN + 14, _BAND_TOP + 15, label, face=CAPTION, colour=MUTED)
    shown = headline_money(amount, statement.currency)
    face = HERO if width_of(shown, HERO) < pen.style.inner_width / 2 else DUE
    pen.text(MARGIN + 14, _BAND_TOP + 38, shown, face=face, colour=pen.style.ink)


def _table(statement: Statement, width: float) -> Table:
    columns = (
        Column(title="Invoice", share=0.16),
        Column(title="Date", share=0.14),
        Column(title="Due", share=0.14),
        Column(title="For", share=1.0, wraps=True),
        Column(title="Amount", share=0.16, right=True),
    )
    rows = [
        Row(
            cells=(
                line.invoice_number,
                short_date(line.dated),
                short_date(line.due),
                f"{line.period}, void" if line.is_void else line.period,
                money(ZERO if line.is_void else line.amount),
            )
        )
        for line in statement.lines
    ]
    total = Row(cells=("Billed", "", "", "", money(statement.billed)), kind=RowKind.TOTAL)
    return Table("Invoices", columns, (*rows, total), width)


def _draw_sums(flow: Flow, statement: Statement) -> None:
    pen, balance = flow.pen, statement.balance
    if balance is None:
        flow.space()
        flow.need(16)
        pen.text(flow.x, flow.y + 10, WITHOUT_PAYMENTS, face=CAPTION, colour=MUTED)
        return
    entries = [
        Entry(label="Previous balance", value=money(balance.previous)),
        Entry(label="Payments", value=money(balance.payments)),
        Entry(label="Adjustments", value=money(balance.adjustments)),
        Entry(label="Owed, as our books say", value=money(balance.forward), total=True),
    ]
    flow.space()
    flow.need(16.0 * len(entries))
    width = flow.width / 2
    flow.y = draw_entries(pen, entries, x=flow.x + width, y=flow.y, width=width)


def _draw_foot(pen: Pen, statement: Statement, page: int, *, of_all: int) -> None:
    y = pen.style.height - _FOOT
    pen.line(MARGIN, y, to=pen.style.right, colour=LINE)
    known = f"Account {statement.account.account_number}"
    pen.text(MARGIN, y + 11, elided(known, 200, CAPTION), face=CAPTION, colour=MUTED)
    middle = f"Statement of {long_date(statement.dated)}"
    pen.centre(pen.style.width / 2, y + 11, middle, face=CAPTION, colour=MUTED)
    words = f"Page {page} of {of_all}"
    pen.right(pen.style.right, y + 11, words, face=CAPTION, colour=MUTED)
