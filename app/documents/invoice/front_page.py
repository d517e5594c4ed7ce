"""The first page: who to whom, what is due, the summary, what changed, and the slip."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.documents.invoice.charge_tables import (
    accounts_of,
    credited,
    lines_of,
    location_name,
    one_time,
    one_time_name,
    recurring,
    sum_of,
)
from app.documents.invoice.document import Balance, InvoiceDocument
from app.documents.invoice.front_parts import (
    draw_addressee,
    draw_band,
    draw_facts,
    draw_seller,
)
from app.documents.invoice.side_column import draw_side_column
from app.documents.invoice.slip import SLIP, draw_slip
from app.documents.invoice.tax_tables import group_total
from app.documents.numerals import money
from app.documents.page_style import CAPTION, HEADING, MARGIN, MUTED
from app.documents.pen import Pen
from app.documents.tables import Entry, draw_entries
from app.documents.tax_groups import TaxGroup, government_words

_STEP: Final = 14.2
_SUMMARY_TOP: Final = 310.0
_FOOT_ROOM: Final = 48.0
_GAP: Final = 26.0
_SPACE: Final = 6.0
_WITHOUT_BALANCE: Final = "Earlier balances are not included."


def draw_front_page(pen: Pen, document: InvoiceDocument) -> bool:
    """Draws the first page; returns whether the note found room on it."""
    pen.new_page()
    draw_seller(pen, document)
    draw_addressee(pen, document)
    draw_facts(pen, document)
    draw_band(pen, document)
    pays = document.total_due > 0
    bottom = pen.style.height - (SLIP + 10 if pays else _FOOT_ROOM)
    width = (pen.style.inner_width - _GAP) / 2
    _draw_summary(pen, document, width=width, bottom=bottom)
    shown = draw_side_column(
        pen, document, x=MARGIN + width + _GAP, width=width, top=_SUMMARY_TOP, bottom=bottom
    )
    if pays:
        draw_slip(pen, document)
    return shown


def _draw_summary(pen: Pen, document: InvoiceDocument, *, width: float, bottom: float) -> None:
    y = _SUMMARY_TOP
    pen.text(MARGIN, y + 10, "Account summary", face=HEADING, colour=pen.style.ink)
    y += 15
    if document.balance is None:
        pen.text(MARGIN, y + 9, _WITHOUT_BALANCE, face=CAPTION, colour=MUTED)
        y += _STEP
    before, current, owed = _before(document.balance), _current(document), _owed(document)
    room = bottom - y - _SPACE * (2 if before else 1)
    most = int(room / _STEP) - len(before) - len(owed)
    blocks = [each for each in (before, _at_most(current, most, document), owed) if each]
    step = min(_STEP + 0.8, room / sum(len(block) for block in blocks))
    for block in blocks:
        y = draw_entries(pen, block, x=MARGIN, y=y, width=width, step=step) + _SPACE


def _before(balance: Balance | None) -> list[Entry]:
    """The balance forward; nothing where it is not known."""
    if balance is None:
        return []
    return [
        Entry(label="Previous balance", value=money(balance.previous)),
        Entry(label="Payments", value=money(balance.payments)),
        Entry(label="Adjustments", value=money(balance.adjustments)),
        Entry(label="Balance forward", value=money(balance.forward), total=True),
    ]


def _current(document: InvoiceDocument) -> list[Entry]:
    """The current charges: services by location, then what is billed once, calls, credits.

    A child account stands here with one sum.
    """
    own, *children = accounts_of(document)
    lines = lines_of(document, own)
    locations = dict(document.locations)
    parts = [
        (f"Services, {location_name(locations, code)}", sum_of(placed))
        for code, placed in recurring(lines).items()
    ]
    once, back = one_time(lines), credited(lines)
    calls = [line for line in document.usage_lines if line.account_number == own]
    if once:
        parts.append((one_time_name(once), sum_of(once)))
    if calls:
        parts.append(("Calls", sum_of(calls)))
    if back:
        parts.append(("Credits", sum_of(back)))
    for number in children:
        child = document.children.get(number)
        name = f"Account {number}, {child.name}" if child else f"Account {number}"
        parts.append((name, sum_of(lines_of(document, number))))
    entries = [Entry(label=label, value=money(amount)) for label, amount in parts]
    total = Entry(label="Current charges", value=money(document.invoice.charges), total=True)
    return [*entries, total]


def _owed(document: InvoiceDocument) -> list[Entry]:
    groups = (
        ("Taxes", TaxGroup.TAXES),
        (government_words(document.invoice.tax_lines), TaxGroup.GOVERNMENT),
        ("Company surcharges (not taxes)", TaxGroup.COMPANY),
    )
    entries = [
        Entry(label=label, value=money(group_total(document, group))) for label, group in groups
    ]
    return [*entries, Entry(label="Total due", value=money(document.total_due), total=True)]


def _at_most(entries: list[Entry], most: int, document: InvoiceDocument) -> list[Entry]:
    """The current charges in so many rows: services and children beyond stand as sums."""
    if len(entries) <= most:
        return entries
    own, *children = accounts_of(document)
    services = recurring(lines_of(document, own))
    several = len(services)
    middle = entries[several : len(entries) - 1 - len(children)]
    kept_children, told_children = _folded(
        entries[several + len(middle) : -1],
        [sum_of(lines_of(document, number)) for number in children],
        words="other accounts",
        most=max(1, (most - 1 - len(middle)) // 2 if several else most - 1 - len(middle)),
    )
    kept_services, told_services = _folded(
        entries[:several],
        [sum_of(lines) for lines in services.values()],
        words="other locations",
        most=max(1, most - 1 - len(middle) - len(kept_children) - len(told_children)),
    )
    return [
        *kept_services,
        *told_services,
        *middle,
        *kept_children,
        *told_children,
        entries[-1],
    ]


def _folded(
    entries: list[Entry], amounts: Sequence[Decimal], *, words: str, most: int
) -> tuple[list[Entry], list[Entry]]:
    """The first entries, and one for the sum of the rest where there are more than ``most``."""
    if len(entries) <= most:
        return entries, []
    kept = most - 1
    rest = sum(amounts[kept:], start=Decimal(0))
    label = f"{len(entries) - kept} {words}" if kept else f"All {len(entries)} {words[6:]}"
    return entries[:kept], [Entry(label=label, value=money(rest))]
