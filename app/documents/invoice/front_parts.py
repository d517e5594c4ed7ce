"""The upper half of the first page: seller, facts, addressee, and the band with the total."""

from typing import Final

from app.customers.account import Account
from app.documents.invoice.document import InvoiceDocument
from app.documents.labels import currency_name
from app.documents.logo import logo_size
from app.documents.numerals import (
    headline_money,
    long_date,
    long_day,
    long_range,
    telephone,
    telephone_text,
)
from app.documents.page_style import (
    ADDRESS,
    BODY,
    CAPTION,
    DUE,
    HERO,
    INITIALS,
    LINE_STRONG,
    MARGIN,
    MUTED,
    RADIUS,
    SELLER,
    STRONG_ADDRESS,
    STRONG_BODY,
    STRONG_CAPTION,
    SURFACE,
    TITLE,
    Face,
)
from app.documents.pen import Box, Pen, elided, width_of, wrapped
from app.documents.places import country_name
from app.documents.tables import Entry, draw_entries
from app.tax.request import ChargeKind
from app.values.period import Period

_LOGO: Final = 36.0
_MARK_GAP: Final = 10.0
_WIDEST_LOGO: Final = 130.0
_FACTS_TOP: Final = 83.0
# The window of a #10 envelope (7/8 in from the left, 1/2 in from the bottom) and that of a DIN C6/5
# one both show what stands here, however the sheet slides.
_WINDOW_LEFT: Final = MARGIN + _LOGO + _MARK_GAP
_WINDOW_TOP: Final = 172.0
_WINDOW_END: Final = 231.0
_ADDRESS_STEP: Final = 11.8
_WINDOW_WIDTH: Final = 222.0
_BAND_TOP: Final = 245.0
_BAND: Final = 52.0


def draw_seller(pen: Pen, document: InvoiceDocument) -> None:
    """Draws the seller with logo, address and where to ask, and the word for the document."""
    title = "Draft invoice" if document.draft else "Invoice"
    size = _mark_size(pen)
    x = MARGIN + size[0] + _MARK_GAP
    room = pen.style.right - x - width_of(title, TITLE) - 20
    lines = wrapped(document.seller, room, SELLER, lines=2)
    y = MARGIN + 11
    for words in lines:
        pen.text(x, y, words, face=SELLER)
        y += 15
    for words in _seller_lines(document):
        pen.text(x, y, elided(words, room, CAPTION), face=CAPTION, colour=MUTED)
        y += 10.5
    # Further down the facts stand at the right.
    beside = y > _FACTS_TOP
    _draw_where_to_ask(pen, document, x, y, room=pen.style.width / 2 - x if beside else room)
    pen.right(pen.style.right, MARGIN + 15, title, face=TITLE, colour=pen.style.ink)
    _draw_mark(pen, document, size)


def _draw_where_to_ask(
    pen: Pen, document: InvoiceDocument, x: float, y: float, *, room: float
) -> None:
    """Draws where to ask, the telephone number strong (47 CFR 64.2401)."""
    company = document.company
    phone = company.support_phone or company.phone
    if phone:
        words = f"Questions: {telephone_text(phone)}"
        pen.text(x, y, words, face=STRONG_CAPTION)
        begin = width_of(words, STRONG_CAPTION)
        x, room = x + begin, room - begin
    rest = [each for each in (company.email, company.website) if each]
    words = "".join(f" \u00b7 {each}" for each in rest) if phone else " \u00b7 ".join(rest)
    if words:
        pen.text(x, y, elided(words, max(room, 60.0), CAPTION), face=CAPTION, colour=MUTED)


def _mark_size(pen: Pen) -> tuple[float, float]:
    """Width and height of the logo, or of the square that stands for it."""
    logo = pen.style.logo
    if logo is None:
        return _LOGO, _LOGO
    return logo_size(logo, most_wide=_WIDEST_LOGO, most_high=_LOGO)


def _draw_mark(pen: Pen, document: InvoiceDocument, size: tuple[float, float]) -> None:
    """Draws the logo, or the seller's initials where there is none."""
    place = Box(x=MARGIN, y=MARGIN, width=size[0], height=size[1])
    if pen.style.logo:
        pen.image(pen.style.logo, place)
        return
    pen.box(place, fill=pen.style.ink, radius=RADIUS)
    initials = "".join(word[0] for word in document.company.name.split()[:2]).upper()
    pen.centre(MARGIN + _LOGO / 2, MARGIN + 23.5, initials, face=INITIALS, colour=SURFACE)


def _seller_lines(document: InvoiceDocument) -> list[str]:
    company = document.company
    trade = [] if document.seller.startswith(company.name) else [company.name]
    street = ", ".join(each for each in (company.address_line1, company.address_line2) if each)
    city = f"{company.city}, {company.region} {company.postal_code}"
    return [*trade, f"{street}, {city}"]


def draw_facts(pen: Pen, document: InvoiceDocument) -> None:
    """Draws account, invoice, dates and currency."""
    invoice = document.invoice
    entries = [
        ("Account", document.account.account_number, True),
        ("Invoice", document.number, True),
        ("Invoice date", long_date(invoice.invoice_date), False),
    ]
    if document.account.btn:
        main = telephone(document.account.btn, masked=document.masked)
        entries.append(("Main number", main, False))
    services = services_period(document)
    if services:
        entries.append(("Services", long_range(services), False))
    entries.append(("Calls and time", long_range(document.period), False))
    if document.account.contract_reference:
        entries.append(("Your reference", document.account.contract_reference, False))
    entries.append(("Amounts in", currency_name(invoice.currency), False))
    for name, number in document.seller_numbers:
        entries.append((f"Our {name} number", number, False))
    x = pen.style.width / 2 + 13
    drawn = [
        Entry(label=label, value=elided(value, 190, BODY), strong_value=strong, quiet_label=True)
        for label, value, strong in entries
    ]
    draw_entries(pen, drawn, x=x, y=_FACTS_TOP, width=pen.style.right - x)


def services_period(document: InvoiceDocument) -> Period | None:
    """The days that most of the whole recurring charges cover; None where there are none."""
    whole = [
        (line.start, line.end)
        for line in document.invoice.lines
        if line.kind is ChargeKind.RECURRING and line.covered_days == line.period_days
    ]
    if not whole:
        return None
    return Period(*max(sorted(set(whole)), key=whole.count))


def draw_addressee(pen: Pen, document: InvoiceDocument) -> None:
    """Draws who is billed where the window of an envelope shows it."""
    name, *rest = addressee_lines(document.account, document.company.country)
    names = wrapped(name, _WINDOW_WIDTH, STRONG_ADDRESS, lines=2)
    # A long address begins higher, so that its last line stays in the window.
    y = min(_WINDOW_TOP + 13, _WINDOW_END - (len(names) + len(rest) - 1) * _ADDRESS_STEP)
    pen.text(_WINDOW_LEFT, y - 13, "Billed to", face=CAPTION, colour=MUTED)
    for words in names:
        pen.text(_WINDOW_LEFT, y, words, face=STRONG_ADDRESS)
        y += _ADDRESS_STEP
    for words in rest:
        pen.text(_WINDOW_LEFT, y, elided(words, _WINDOW_WIDTH, ADDRESS), face=ADDRESS)
        y += _ADDRESS_STEP


def addressee_lines(account: Account, home: str) -> list[str]:
    """The lines of an address; the country only where it is another one than the seller's."""
    contact = f"Attn: {account.contact_name}" if account.contact_name else None
    lines = [
        account.billing_name or account.name,
        contact,
        account.address_line1,
        account.address_line2,
        f"{account.city}, {account.region} {account.postal_code}",
        None if account.country == home else country_name(account.country),
    ]
    return [each for each in lines if each]


def draw_band(pen: Pen, document: InvoiceDocument) -> None:
    """Draws what is due, until when, and what was paid last."""
    x, width = MARGIN, pen.style.inner_width
    frame = Box(x=x, y=_BAND_TOP, width=width, height=_BAND)
    pen.box(frame, fill=pen.style.soft, radius=RADIUS)
    due = document.total_due
    amount = headline_money(abs(due) if due < 0 else due, document.invoice.currency)
    label = "Credit in your favor" if due < 0 else "Total due"
    second, third = x + width * 0.43, x + width * 0.69
    room = second - x - 24
    size = min(HERO.size, room / width_of(amount, HERO) * HERO.size)
    pen.text(x + 14, _BAND_TOP + 16, label, face=CAPTION, colour=MUTED)
    face = Face(HERO.weight, round(size, 1))
    pen.text(x + 14, _BAND_TOP + 42, amount, face=face, colour=pen.style.ink)
    pen.path([(second, _BAND_TOP + 14), (second, _BAND_TOP + 40)], colour=LINE_STRONG)
    if due > 0:
        terms = document.account.terms or document.company.terms
        words = elided(f"Please pay by \u00b7 {terms}", third - second - 24, CAPTION)
        pen.text(second + 14, _BAND_TOP + 21, words, face=CAPTION, colour=MUTED)
        by = long_date(document.invoice.due_date)
        pen.text(second + 14, _BAND_TOP + 36, by, face=DUE)
    else:
        pen.text(second + 14, _BAND_TOP + 30, "Nothing to pay", face=DUE)
    if document.last_payment:
        pen.path([(third, _BAND_TOP + 10), (third, _BAND_TOP + 44)], colour=LINE_STRONG)
        _draw_payment(pen, document, third + 14)


def _draw_payment(pen: Pen, document: InvoiceDocument, x: float) -> None:
    payment = document.last_payment
    if payment is None:
        return
    amount = headline_money(payment.amount, document.invoice.currency)
    on = payment.received_on
    this_year = on.year == document.invoice.invoice_date.year
    day = long_day(on) if this_year else long_date(on)
    pen.text(x, _BAND_TOP + 16, "Last payment received", face=CAPTION, colour=MUTED)
    pen.text(x, _BAND_TOP + 28.5, amount, face=STRONG_BODY)
    begin = x + width_of(f"{amount} ", STRONG_BODY)
    pen.text(begin, _BAND_TOP + 28.5, f"on {day}.", face=BODY)
    pen.text(x, _BAND_TOP + 40, "Thank you.", face=BODY)
