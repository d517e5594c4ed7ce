"""Tables that ended without a successor: tax rows and rate decks a run would still need."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.billing.gates import AtStake
from app.billing.invoice import Invoice, Line
from app.tax.book import RuleGroup, TaxBook
from app.tax.category import pattern_reaches
from app.tax.place import TaxPlace, reaches
from app.values.money import ZERO


def expired_taxes(
    book: TaxBook,
    invoices: Sequence[Invoice],
    *,
    places: Mapping[str, TaxPlace],
    customer_classes: Mapping[str, str],
) -> list[AtStake]:
    """One per tax code and jurisdiction that ended and matched a charge of the run.

    Its last row ended on or after the first day of an invoice's period and before the invoice's
    date. The money is that of the charges it matched. ``places`` by location code,
    ``customer_classes`` by account number.
    """
    found = []
    for group in book.groups:
        last = max(row.last for row in group.rows)
        amounts = [
            line.amount
            for invoice in invoices
            if invoice.period_start <= last < invoice.invoice_date
            for line in invoice.lines
            if line.location_code in places
            and _matches(
                group,
                place=places[line.location_code],
                kind=customer_classes.get(line.account_number, "business"),
                categories=_categories(line, book),
            )
        ]
        if amounts:
            name = f"{group.code} {group.jurisdiction.text} ended on {last}"
            found.append(AtStake(count=1, amount=sum(amounts, ZERO), records=(name,)))
    return found


def expired_decks(
    last_days: Mapping[str, date | None],
    amounts: Mapping[str, Decimal],
    *,
    period_end: date,
) -> list[AtStake]:
    """One per deck in use that has no row for the last day of the period.

    ``last_days``: of each deck in use the latest ``valid_to``, the first day not covered; None
    where a row has no end. ``amounts``: what was billed by the deck, for the money at stake.
    """
    return [
        AtStake(
            count=1,
            amount=amounts.get(deck, ZERO),
            records=(f"deck {deck} has no rates from {last} on",),
        )
        for deck, last in sorted(last_days.items())
        if last is not None and last < period_end
    ]


def _categories(line: Line, book: TaxBook) -> set[str]:
    components = book.bundles.get(line.product_code, ())
    return {part.category.upper() for part in components} or {line.tax_category.upper()}


def _matches(group: RuleGroup, *, place: TaxPlace, kind: str, categories: set[str]) -> bool:
    return reaches(group.jurisdiction, place) and any(
        ("*" in row.classes or kind in row.classes)
        and any(
            pattern_reaches(pattern, category)
            for pattern in row.patterns
            for category in categories
        )
        for row in group.rows
    )
