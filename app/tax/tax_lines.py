"""Tax lines: parts rounded once per code, jurisdiction and level, the cents shared out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from app.tax.jurisdiction import Jurisdiction
from app.tax.parts import OVER_INVOICE, Part
from app.tax.result import TaxLine, TaxPart
from app.tax.rounding import Exact, share_cents
from app.tax.rule_row import CENTS, RuleRow
from app.tax.unbundling import Item
from app.values.money import SCALE, Rounding, from_counts, round_ratio


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowTax:
    """What one row takes of a rounded group: its parts, and the cents of each."""

    row: RuleRow
    parts: list[Part]
    positions: list[int]
    """The charges, each once, in the order in which cents are shared."""
    numerators: list[int]
    """The exact cents each charge raised, over the one denominator."""
    denominator: int
    cents: int
    charge_cents: list[int]


def row_taxes(parts: list[Part], *, ceiling: Exact | None = None) -> list[RowTax]:
    """The parts of one tax code, jurisdiction and round level, rounded together.

    The cents are shared to the rows, then to the charges of each. ``ceiling``, in cents, is what
    the sum may not pass once the ceiling is rounded half up.
    """
    by_row: dict[RuleRow, list[Part]] = {}
    for part in parts:
        by_row.setdefault(part.row, []).append(part)
    rows = list(by_row)
    if len(rows) > 1:
        rows.sort(key=lambda row: (row.order, row.number))
    exact = [_exact_cents(row, by_row[row]) for row in rows]
    shared = lcm(*(each.denominator for each in exact))
    sums = [sum(each.by_position.values()) * (shared // each.denominator) for each in exact]
    total = round_ratio(sum(sums), shared, rows[0].mode)
    if ceiling is not None:
        highest = round_ratio(ceiling.numerator, ceiling.denominator, Rounding.HALF_UP)
        total = min(total, max(0, highest))
    found = []
    for row, each, cents in zip(rows, exact, share_cents(total, sums, shared), strict=True):
        positions = sorted(each.by_position)
        numerators = [each.by_position[position] for position in positions]
        found.append(
            RowTax(
                row=row,
                parts=by_row[row],
                positions=positions,
                numerators=numerators,
                denominator=each.denominator,
                cents=cents,
                charge_cents=share_cents(cents, numerators, each.denominator),
            )
        )
    return found


@dataclass(slots=True)  # not frozen: made for every line
class _ExactCents:
    """The exact cents that charges raised: numerators over one denominator."""

    by_position: dict[int, int]
    denominator: int


def _exact_cents(row: RuleRow, parts: list[Part]) -> _ExactCents:
    shared = lcm(*(part.base.denominator for part in parts))
    factor = row.multiplier.numerator
    found: dict[int, int] = {}
    for part in parts:
        numerator = part.base.numerator * (shared // part.base.denominator) * factor
        found[part.position] = found.get(part.position, 0) + numerator
    return _ExactCents(found, shared * row.multiplier.denominator)


def raised_by(tax: RowTax) -> list[tuple[int, Exact]]:
    """Positions of charges, each with the exact cents it raised and its part of the rounding.

    The rounding difference of the line is laid on its charges in proportion
    (``setup-workbook.md``, how an invoice is taxed, 6).
    """
    whole = sum(tax.numerators)
    scale, over = (tax.cents, whole) if whole else (1, tax.denominator)
    return [
        (position, Fraction(numerator * scale, over))
        for position, numerator in zip(tax.positions, tax.numerators, strict=True)
    ]


def tax_line(tax: RowTax, jurisdiction: Jurisdiction, items: tuple[Item, ...]) -> TaxLine | None:
    """The line of one row; None where it takes nothing and nothing was exempt."""
    row, parts = tax.row, tax.parts
    certificates = sorted({part.certificate for part in parts if part.certificate})
    exempt = sum(part.exempt for part in parts) if certificates else 0
    if not tax.cents and not exempt:
        return None
    base = Fraction(sum(tax.numerators), tax.denominator) / row.multiplier
    units = counted = None
    if row.is_count:
        units = _decimal(base)
        counted = _decimal(sum(part.counted for part in parts))
    price = 1 if row.in_money else row.multiplier
    return TaxLine(
        tax_code=row.code,
        bill_label=row.label,
        class_=row.class_.value,
        family=row.family,
        jurisdiction=jurisdiction.text,
        location_code=None if parts[0].key == OVER_INVOICE else parts[0].location,
        base=None if row.is_count else _decimal(base, row.steps),
        units=units,
        units_counted=counted,
        exempt_amount=_decimal(exempt * price, CENTS),
        certificate_number="|".join(certificates) or None,
        rate=row.price,
        amount=Decimal(tax.cents).scaleb(-2),
        sequence=row.sequence,
        parts=_line_parts(tax, items),
    )


def _line_parts(tax: RowTax, items: tuple[Item, ...]) -> tuple[TaxPart, ...]:
    by_index: dict[int, int] = {}
    for position, cents in zip(tax.positions, tax.charge_cents, strict=True):
        if cents:
            index = items[position].charge.index
            by_index[index] = by_index.get(index, 0) + cents
    return tuple(
        TaxPart(line_index=index, amount=Decimal(cents).scaleb(-2))
        for index, cents in sorted(by_index.items())
        if cents
    )


def _decimal(value: Exact, steps: int = 1) -> Decimal:
    """An exact value, given in ``steps`` to one, printed with at most eight decimals."""
    counts = round_ratio(value.numerator * SCALE, value.denominator * steps, Rounding.HALF_UP)
    return from_counts(counts)
