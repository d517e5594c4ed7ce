"""Rows of the ``charges`` sheet that fall due in a run."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from app.billing.charge import OneTimeCharge
from app.billing.cycle import period_of
from app.billing.invoice import Line
from app.customers.product import Product
from app.tax.request import ChargeKind
from app.values.money import cents


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeBook:
    """The one-time charges of one account in one run."""

    label: str
    cycle_day: int
    charges: Sequence[OneTimeCharge]
    products: Mapping[str, Product]
    billed_references: Collection[str] = ()
    """References on approved invoices that are not void."""
    final_labels: frozenset[str] = field(default_factory=frozenset)
    """The bill periods for which a final run of this account exists in the file."""


def due_charges(book: ChargeBook) -> list[tuple[OneTimeCharge, Line]]:
    """The rows the run bills, with their lines, by day and reference.

    A row of an earlier period is billed, marked late, only if a final run of that period exists;
    otherwise it waits for its own run (``setup-workbook.md``, what a run bills).
    """
    due = []
    for charge in sorted(book.charges, key=lambda row: (row.charged_on, row.reference)):
        label = period_of(charge.charged_on, book.cycle_day)
        is_late = label < book.label and label in book.final_labels
        if (label == book.label or is_late) and charge.reference not in book.billed_references:
            due.append((charge, _line(charge, book, late=is_late)))
    return due


def _line(charge: OneTimeCharge, book: ChargeBook, *, late: bool) -> Line:
    product = book.products[charge.product_code]
    price = product.price if charge.unit_price is None else charge.unit_price
    amount = cents(Fraction(charge.quantity) * Fraction(price))
    return Line(
        kind=ChargeKind.CREDIT if amount < 0 or charge.credits else ChargeKind.ONE_TIME,
        account_number=charge.account_number,
        product_code=product.product_code,
        gl_code=product.gl_code,
        tax_category=product.tax_category,
        location_code=charge.location_code,
        description=charge.description or product.name,
        quantity=charge.quantity,
        unit_price=price,
        amount=amount,
        start=charge.charged_on,
        end=charge.charged_on + timedelta(days=1),
        reference=charge.reference,
        covered_days=1,
        period_days=1,
        late=late,
    )
