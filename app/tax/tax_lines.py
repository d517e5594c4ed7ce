"""Tax lines: what a row takes, as one line; its parts and inputs are worked out when asked for."""

from collections.abc import Sequence
from decimal import Decimal

from app.tax.bases import SharesOf
from app.tax.result import TaxLine
from app.tax.rounding import Exact
from app.tax.row_base import OVER_INVOICE
from app.tax.row_tax import RowTax
from app.tax.rule_row import CENTS
from app.tax.unbundling import Item
from app.tax.written import cents_written, ratio_written, written

NOTHING: Exact = 0


def base_of(tax: RowTax) -> Decimal:
    """What the row is taken of after limits, taxable part and exemption: money, minutes, units."""
    return ratio_written(tax.whole, tax.base.base.over * tax.base.row.steps)


def tax_line(
    tax: RowTax, blank: TaxLine, items: Sequence[Item], splits: SharesOf
) -> TaxLine | None:
    """The line of one row, from the ``blank`` one of the row.

    None where it takes nothing and nothing was exempt.
    """
    given = tax.base
    exempt, certificates = (NOTHING, None) if given.exempt is None else _exempt(tax)
    if not tax.cents and not exempt:
        return None
    tax.items, tax.splits = items, splits
    found: dict[str, object] = {
        "amount": cents_written(tax.cents),
        "_parts": tax.parts,
        "_trace": tax.trace,
    }
    base = ratio_written(tax.whole, given.base.over * given.row.steps)
    if given.row.is_count:
        found["units"] = found["units_counted"] = base
        if given.counted is not given.base:
            found["units_counted"] = written(given.counted.whole_of(tax.places))
    else:
        found["base"] = base
    if tax.key is not OVER_INVOICE:
        found["location_code"] = tax.key[0]
    if certificates:
        found["certificate_number"] = certificates
        found["exempt_amount"] = written(exempt * tax.price, CENTS)
    return blank.changed(found)


def _exempt(tax: RowTax) -> tuple[Exact, str | None]:
    """What certificates took out of the base, and their numbers, joined by ``|``."""
    taken, reliefs = tax.base.exempt, tax.base.reliefs
    if taken is None or reliefs is None:
        return NOTHING, None
    numbers = {reliefs[place].certificate for place in tax.places if taken.parts[place]}
    return taken.whole_of(tax.places), "|".join(sorted(numbers)) or None
