"""The tables of taxes, government fees, company surcharges and exempt amounts."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.documents.invoice.charge_tables import location_name
from app.documents.invoice.document import InvoiceDocument
from app.documents.labels import MINUTE, unit_word
from app.documents.numerals import exact_money, money, percent, quantity
from app.documents.places import COUNTRIES, authority
from app.documents.tables import Column, Row, RowKind, Table
from app.documents.tax_groups import TaxGroup, government_words, tax_group
from app.tax.result import TaxLine
from app.values.money import ZERO, Rounding, round_exact

_FEDERAL_BY_PROVINCE: Final = frozenset({"GST", "HST"})
"""Families with rows by province though Canada takes them (``telecom-tax.md`` 2.5)."""
_LAST: Final = 1_000_000
_UNIT_PLACES: Final = 4
_FIGURES: Final = (
    Column(title="On", share=0.11, right=True),
    Column(title="Rate", share=0.09, right=True),
    Column(title="Amount", share=0.13, right=True),
)
_TAX_COLUMNS: Final = (
    Column(title="Tax", share=1.05, wraps=True),
    Column(title="Authority", share=1, wraps=True),
    *_FIGURES,
)
_EXEMPT_COLUMNS: Final = (
    Column(title="Tax or fee", share=1.2, wraps=True),
    Column(title="Authority", share=1, wraps=True),
    Column(title="Certificate", share=1, wraps=True),
    Column(title="Exempt amount", share=0.13, right=True),
)


def group_total(document: InvoiceDocument, group: TaxGroup) -> Decimal:
    """What one group of tax lines comes to."""
    return sum((line.amount for line in grouped(document, group)), ZERO)


def grouped(document: InvoiceDocument, group: TaxGroup) -> list[TaxLine]:
    """The tax lines of a group in the order of print, corrections of other invoices last.

    Rows of one tax and jurisdiction at one rate stand as one line.
    """
    found: dict[tuple[object, ...], TaxLine] = {}
    for line in document.invoice.tax_lines:
        if tax_group(line) is group:
            key = _print_key(line)
            found[key] = _together(found[key], line) if key in found else line
    return sorted(found.values(), key=_place)


def _place(line: TaxLine) -> tuple[bool, int]:
    """Where a line stands; corrections stay in the order of the invoices that they correct."""
    if line.adjusts:
        return True, 0
    return False, _LAST if line.sequence is None else line.sequence


def _charged(document: InvoiceDocument, group: TaxGroup) -> list[TaxLine]:
    """The lines of a group but those wholly exempt, which stand among the exempt amounts."""
    return [line for line in grouped(document, group) if line.amount or not line.exempt_amount]


def _print_key(line: TaxLine) -> tuple[object, ...]:
    return (
        line.adjusts,
        line.amount < 0,
        line.tax_code,
        line.bill_label,
        line.jurisdiction,
        line.location_code,
        line.rate,
        line.units is None,
        line.certificate_number,
    )


def _together(one: TaxLine, other: TaxLine) -> TaxLine:
    return replace(
        one,
        base=None if one.base is None else one.base + (other.base or ZERO),
        units=None if one.units is None else one.units + (other.units or ZERO),
        exempt_amount=one.exempt_amount + other.exempt_amount,
        amount=one.amount + other.amount,
    )


def tax_table(document: InvoiceDocument, width: float) -> Table:
    """Taxes: one line per tax and jurisdiction."""
    rows = [
        Row(cells=(_label(document, line), _authority(document, line), *_figures(document, line)))
        for line in _charged(document, TaxGroup.TAXES)
    ]
    total = ("Taxes, total", "", "", "", money(group_total(document, TaxGroup.TAXES)))
    return _table("Taxes", _TAX_COLUMNS, rows, total=total, width=width)


def fee_table(document: InvoiceDocument, width: float) -> Table:
    """What governments and their funds ask by line, by number or of our revenue."""
    columns = (Column(title="Fee", share=1, wraps=True), *_FIGURES)
    rows = [
        Row(cells=(_fee_label(document, line), *_figures(document, line)))
        for line in _charged(document, TaxGroup.GOVERNMENT)
    ]
    amount = money(group_total(document, TaxGroup.GOVERNMENT))
    title = government_words(document.invoice.tax_lines)
    words = "Fees and universal service" if title == TaxGroup.GOVERNMENT.value else title
    return _table(title, columns, rows, total=(f"{words}, total", "", "", amount), width=width)


def surcharge_rows(document: InvoiceDocument) -> list[Row]:
    """The company's own surcharges."""
    return [
        Row(cells=(_label(document, line), *_figures(document, line)))
        for line in _charged(document, TaxGroup.COMPANY)
    ]


def surcharge_table(rows: Sequence[Row], width: float, *, total: str) -> Table:
    """A part of the surcharges, with the total where it is the last part."""
    columns = (Column(title="Surcharge", share=1, wraps=True), *_FIGURES)
    last = ("Company surcharges, total", "", "", total) if total else None
    return _table("", columns, rows, total=last, width=width)


def exempt_table(document: InvoiceDocument, width: float) -> Table:
    """What was not taxed, by whose certificate."""
    rows = tuple(
        Row(
            cells=(
                _label(document, line),
                _authority(document, line),
                (line.certificate_number or "").replace("|", ", "),
                money(line.exempt_amount),
            )
        )
        for group in TaxGroup
        for line in grouped(document, group)
        if line.exempt_amount
    )
    return Table("Exempt amounts", _EXEMPT_COLUMNS, rows, width)


def _table(
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    *,
    total: tuple[str, ...] | None,
    width: float,
) -> Table:
    if not rows:
        return Table(title, columns, (), width)
    last = (Row(cells=total, kind=RowKind.TOTAL),) if total else ()
    return Table(title, columns, (*rows, *last), width)


def _label(document: InvoiceDocument, line: TaxLine) -> str:
    """The words on the bill, with the location where one line stands for each.

    A correction names the invoice whose tax it corrects.
    """
    if line.adjusts:
        return f"{line.bill_label}, correction of {line.adjusts}"
    if not line.location_code:
        return line.bill_label
    alike = {
        other.location_code
        for other in document.invoice.tax_lines
        if not other.adjusts
        and (other.tax_code, other.jurisdiction) == (line.tax_code, line.jurisdiction)
    }
    if len(alike) == 1:
        return line.bill_label
    return f"{line.bill_label}, {location_name(dict(document.locations), line.location_code)}"


def _fee_label(document: InvoiceDocument, line: TaxLine) -> str:
    """The words on the bill, with the authority where two of them ask for the same fee."""
    label = _label(document, line)
    alike = {
        other.jurisdiction
        for other in document.invoice.tax_lines
        if (other.bill_label, tax_group(other)) == (line.bill_label, tax_group(line))
    }
    return label if len(alike) == 1 else f"{label}, {_authority(document, line)}"


def _authority(document: InvoiceDocument, line: TaxLine) -> str:
    if line.family in _FEDERAL_BY_PROVINCE:
        return COUNTRIES["CA"]
    return authority(line.jurisdiction, locations=document.locations, names=document.authorities)


def _figures(document: InvoiceDocument, line: TaxLine) -> tuple[str, str, str]:
    """What it is taken of, at which rate, and the amount.

    A line counts units or minutes at a price each; else the rate is a part of the base.
    """
    kind = document.unit_kinds.get(line.tax_code, "")
    counted = line.base if kind == MINUTE else line.units
    if counted is not None:
        on = f"{_measure(counted)} {unit_word(kind, one=counted == 1)}".rstrip()
        return on, exact_money(line.rate), money(line.amount)
    on = "" if line.base is None else money(line.base)
    return on, percent(line.rate), money(line.amount)


def _measure(value: Decimal) -> str:
    return quantity(round_exact(value, _UNIT_PLACES, Rounding.HALF_UP))
