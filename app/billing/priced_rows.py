"""Which tax rows final invoices were priced by, looked up as the engine looks them up."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from app.billing.invoice import Invoice
from app.billing.taxable import taxable_charge
from app.tax.book import TaxBook
from app.tax.place import TaxPlace
from app.tax.request import TaxableCharge, TaxRequest
from app.tax.selection import chosen_for, uses_by_service
from app.tax.unbundling import items_of


def invoices_by_row(
    invoices: Iterable[Invoice],
    book: TaxBook,
    *,
    codes: frozenset[str],
    places_on: Callable[[date], Mapping[str, TaxPlace]],
    customer_classes: Mapping[str, str],
) -> dict[int, list[str]]:
    """The numbers of the invoices each row of some tax codes speaks of, by the row's own number.

    Rows of rate 0 are among them: they decided that nothing was taken. ``places_on`` a day gives
    the places by location code; ``customer_classes`` by account number.
    """
    found: dict[int, list[str]] = {}
    for invoice in invoices:
        places = places_on(invoice.invoice_date)
        rows = set(_rows(invoice, book, codes, places=places, classes=customer_classes))
        for number in sorted(rows):
            found.setdefault(number, []).append(invoice.invoice_number or "")
    return found


def _rows(
    invoice: Invoice,
    book: TaxBook,
    codes: frozenset[str],
    *,
    places: Mapping[str, TaxPlace],
    classes: Mapping[str, str],
) -> Iterable[int]:
    charges = _charges(invoice, places=places, classes=classes)
    request = TaxRequest(
        account_number=invoice.account_number,
        customer_class=classes.get(invoice.account_number, "business"),
        invoice_date=invoice.invoice_date,
        charges=charges,
        locations={charge.location_code: places[charge.location_code] for charge in charges},
    )
    for item in items_of(request, book):
        chosen = chosen_for(item, invoice.invoice_date, book)
        found = [(group, choice) for group, choice in chosen.now if group.code in codes]
        for reach in chosen.by_service:
            if reach.group.code in codes:
                uses = uses_by_service(item, reach, book)
                found += [(reach.group, use.choice) for use in uses]
        for _, choice in found:
            yield from (row.number for row in choice.rows)


def _charges(
    invoice: Invoice, *, places: Mapping[str, TaxPlace], classes: Mapping[str, str]
) -> tuple[TaxableCharge, ...]:
    return tuple(
        taxable_charge(line, index, customer_class=classes.get(line.account_number))
        for index, line in enumerate(invoice.lines)
        if line.location_code in places
    )
