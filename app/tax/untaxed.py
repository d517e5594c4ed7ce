"""Untaxed charges: what an invoice takes nothing of, and which rows decided so.

A tax of nothing is a decision on record: it is kept with the invoice, beside its tax lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from app.tax.book import Choice, RuleGroup, TaxBook
from app.tax.request import TaxRequest
from app.tax.rule_row import RuleRow
from app.tax.selection import said_of
from app.tax.unbundling import Item, items_of


class Untaxed(Enum):
    """Why a row that matches a charge takes nothing of it."""

    ZERO_RATE = "zero_rate"
    """The row says that it is not taxed."""
    NOT_REGISTERED = "not_registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class UntaxedCharge:
    """One row that decided that a charge, or a component of a bundle, is not taxed."""

    line_index: int
    """The charge's ``index``."""
    category: str
    tax_code: str
    jurisdiction: str
    why: Untaxed
    source_note: str = ""


def untaxed_charges(request: TaxRequest, book: TaxBook) -> tuple[UntaxedCharge, ...]:
    """The charges that no collected row takes anything of, each with the rows that decided it.

    Fees per unit that count a service are no tax on its charge, and do not make it taxed.
    """
    found: list[UntaxedCharge] = []
    for item in items_of(request, book):
        if item.is_billed and item.cents:
            said = list(said_of(item, request.invoice_date, book))
            if not any(_takes(choice) for _, choice in said):
                found += _decisions(item, said)
    return tuple(found)


def _takes(choice: Choice) -> bool:
    return choice.registered and any(row.multiplier and not row.is_count for row in choice.rows)


def _decisions(item: Item, said: Iterable[tuple[RuleGroup, Choice]]) -> Iterable[UntaxedCharge]:
    for group, choice in said:
        row: RuleRow = choice.rows[0]
        if row.is_count:
            continue
        yield UntaxedCharge(
            line_index=item.charge.index,
            category=item.category,
            tax_code=group.code,
            jurisdiction=group.jurisdiction.text,
            why=Untaxed.ZERO_RATE if choice.registered else Untaxed.NOT_REGISTERED,
            source_note=row.facts.source_note,
        )
