"""The tables of charges and calls: what stands on the pages of detail."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from app.billing.invoice import Line
from app.customers.location import ServiceLocation
from app.documents.invoice.document import CallKind, InvoiceDocument
from app.documents.labels import LABOUR, component_name, marker
from app.documents.numerals import (
    EN_DASH,
    TIMES,
    count,
    exact_money,
    long_range,
    minutes,
    money,
    quantity,
    short_day,
    short_range,
)
from app.documents.tables import Column, Row, RowKind, Table
from app.tax.request import ChargeKind
from app.values.money import ZERO, plain
from app.values.period import Period

_CREDITS: Final = frozenset({ChargeKind.CREDIT, ChargeKind.ADJUSTMENT})
_RATE_PLACES: Final = 4

_CHARGE_COLUMNS: Final = (
    Column(title="Service", share=1, wraps=True),
    Column(title="Period", share=0.11),
    Column(title="Quantity", share=0.09, right=True),
    Column(title="Price", share=0.09, right=True),
    Column(title="Amount", share=0.12, right=True),
)
_CALL_COLUMNS: Final = (
    Column(title="Kind of call", share=1, wraps=True),
    Column(title="Calls", share=0.11, right=True),
    Column(title="Minutes", share=0.115, right=True),
    Column(title="Included", share=0.12, right=True),
    Column(title="Charged", share=0.115, right=True),
    Column(title="Rate", share=0.14, right=True),
    Column(title="Amount", share=0.12, right=True),
)


def sum_of(lines: Iterable[Line]) -> Decimal:
    """What the lines come to."""
    return sum((line.amount for line in lines), ZERO)


def lines_of(document: InvoiceDocument, account_number: str) -> list[Line]:
    """One account's lines on the invoice, in their order."""
    return [line for line in document.invoice.lines if line.account_number == account_number]


def accounts_of(document: InvoiceDocument) -> list[str]:
    """Whose lines stand on the invoice: the account that pays, then its children by number."""
    own = document.account.account_number
    others = {line.account_number for line in document.invoice.lines} - {own}
    return [own, *sorted(others)]


def recurring(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Recurring lines by location, in the order in which locations appear."""
    places: dict[str, list[Line]] = {}
    for line in lines:
        if line.kind is ChargeKind.RECURRING:
            places.setdefault(line.location_code, []).append(line)
    return places


def one_time(lines: Iterable[Line]) -> list[Line]:
    """One-time charges."""
    return [line for line in lines if line.kind is ChargeKind.ONE_TIME]


def credited(lines: Iterable[Line]) -> list[Line]:
    """Credits and adjustments."""
    return [line for line in lines if line.kind in _CREDITS]


def location_name(locations: dict[str, ServiceLocation], code: str) -> str:
    """What a location is called: its name, else its street, else its code."""
    location = locations.get(code)
    return (location.name or location.address_line1) if location else code


def one_time_name(lines: Sequence[Line]) -> str:
    """What the one-time charges are, by what is sold."""
    labour = all(line.tax_category in LABOUR for line in lines)
    return "Technician time" if labour else "One-time charges"


def charge_table(document: InvoiceDocument, account_number: str, width: float) -> Table:
    """One account's recurring charges by location, then its one-time charges and credits."""
    lines = lines_of(document, account_number)
    rows: list[Row] = []
    for code, placed in recurring(lines).items():
        rows.append(_location_row(document, code, sum_of(placed)))
        for line in placed:
            rows.append(_recurring_row(document, line))
            rows.extend(_component_rows(document, line))
    once, back = one_time(lines), credited(lines)
    if once or back:
        rows.append(_group(_once_title(once, back), sum_of(once) + sum_of(back)))
        several = len({line.location_code for line in lines}) > 1
        for line in (*once, *back):
            rows.append(_one_time_row(document, line, several=several))
            rows.extend(_component_rows(document, line))
    return Table("Charges by location", _CHARGE_COLUMNS, tuple(rows), width)


def call_table(document: InvoiceDocument, account_number: str, width: float) -> Table:
    """One account's calls by kind, with what its plans include."""
    kinds = [each for each in document.call_kinds if each.account_number == account_number]
    title = f"Calls, {long_range(document.period, year=False)}"
    if not kinds:
        return Table(title, _CALL_COLUMNS, (), width)
    billed = sum(each.billed_seconds for each in kinds)
    included = sum(each.included_seconds for each in kinds)
    total = Row(
        cells=(
            "Calls, total",
            count(sum(each.calls for each in kinds)),
            minutes(billed),
            minutes(included),
            minutes(billed - included),
            "",
            money(sum((each.amount for each in kinds), ZERO)),
        ),
        kind=RowKind.TOTAL,
    )
    return Table(title, _CALL_COLUMNS, (*map(_call_row, kinds), total), width)


def address_line(location: ServiceLocation) -> str:
    """A location's address in one line."""
    street = " ".join(part for part in (location.address_line1, location.address_line2) if part)
    return f"{street}, {location.city}, {location.region} {location.postal_code}"


def _location_row(document: InvoiceDocument, code: str, amount: Decimal) -> Row:
    location = document.locations.get(code)
    name = location_name(dict(document.locations), code)
    aside = f" \u00b7 {address_line(location)}" if location else ""
    return Row(cells=(name, "", "", "", money(amount)), kind=RowKind.GROUP, aside=aside)


def _group(name: str, amount: Decimal) -> Row:
    return Row(cells=(name, "", "", "", money(amount)), kind=RowKind.GROUP)


def _once_title(once: Sequence[Line], back: Sequence[Line]) -> str:
    if not once:
        return "Credits and adjustments"
    return f"{one_time_name(once)} and credits" if back else one_time_name(once)


def _recurring_row(document: InvoiceDocument, line: Line) -> Row:
    words = f"{line.description}, of an earlier month" if line.late else line.description
    return Row(
        cells=(
            words,
            short_range(Period(line.start, line.end)),
            _quantity(line),
            exact_money(line.unit_price),
            money(line.amount),
        ),
        marker=document.markers.get(line.product_code) or marker(line.tax_category),
    )


def _component_rows(document: InvoiceDocument, line: Line) -> list[Row]:
    """What a bundled price holds, apart: Internet access stays untaxed only where told apart.

    47 USC 151 note, 1106 (``telecom-tax.md`` 3.1).
    """
    return [
        Row(
            cells=(
                f"{EN_DASH} {component_name(each.category)}",
                "",
                "",
                money(each.amount),
                "",
            )
        )
        for each in document.components_of(line)
    ]


def _one_time_row(document: InvoiceDocument, line: Line, *, several: bool) -> Row:
    words = line.description
    if line.kind is ChargeKind.ONE_TIME:
        words = f"{short_day(line.start)} \u00b7 {words}"
    if several and line.location_code:
        words = f"{words}, {location_name(dict(document.locations), line.location_code)}"
    if line.late:
        words = f"{words}, of an earlier month"
    days = short_range(Period(line.start, line.end)) if _spans(line) else ""
    single = line.quantity == 1 and line.covered_days == line.period_days
    return Row(
        cells=(
            words,
            days,
            "" if single else _quantity(line),
            "" if single else exact_money(line.unit_price),
            money(line.amount),
        )
    )


def _spans(line: Line) -> bool:
    return line.kind in _CREDITS and (line.end - line.start).days > 1


def _quantity(line: Line) -> str:
    """How many; a part of a period as its days of the period's days, ``13/31``."""
    whole = quantity(line.quantity)
    if line.covered_days == line.period_days:
        return whole
    part = f"{line.covered_days}/{line.period_days}"
    return part if line.quantity == 1 else f"{whole} {TIMES} {part}"


def _call_row(kind: CallKind) -> Row:
    charged = kind.billed_seconds - kind.included_seconds
    return Row(
        cells=(
            kind.label,
            count(kind.calls),
            *_minutes(kind, charged),
            kind.rate or _rate_words(kind, charged),
            money(kind.amount),
        )
    )


def _minutes(kind: CallKind, charged: int) -> tuple[str, str, str]:
    """Billed, included and charged minutes; dashes for what is priced by the call."""
    if kind.billed_seconds == 0:
        return EN_DASH, EN_DASH, EN_DASH
    return minutes(kind.billed_seconds), minutes(kind.included_seconds), minutes(charged)


def _rate_words(kind: CallKind, charged_seconds: int) -> str:
    """How a kind without one price is priced, as far as its sums tell."""
    if charged_seconds == 0 and kind.amount == 0:
        return "included"
    if kind.amount == 0:
        return "free"
    if kind.label.startswith("International"):
        return "by country"
    if kind.label.startswith("Directory") and kind.calls:
        each = plain(kind.amount / kind.calls)
        if each * kind.calls == kind.amount and _places(each) <= _RATE_PLACES:
            return f"{exact_money(each)} a call"
    return "by call"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
