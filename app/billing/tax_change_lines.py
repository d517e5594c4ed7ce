"""The lines that correct the tax of a final invoice: what was billed taken back, and restated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.tax.result import TaxLine, TaxPart
from app.tax.trace import TaxTrace
from app.values.money import (
    CENT_PLACES,
    SCALE_PLACES,
    ZERO,
    Rounding,
    cents,
    plain,
    round_exact,
    share_out,
)

WHOLE = Fraction(1)


def fine_key(line: TaxLine) -> tuple[object, ...]:
    """What lines of one tax and place have in common that are taken back as one."""
    row = line.trace.row if line.trace else None
    return (
        line.rate,
        line.certificate_number or "",
        line.class_,
        line.family,
        row and (row.category, row.customer_class),
    )


def taken_back(lines: Sequence[TaxLine], invoice_number: str) -> Iterator[TaxLine]:
    """One line that takes back what alike lines come to; none where they cancel out already."""
    last = lines[-1]
    amount = _sum(line.amount for line in lines)
    exempt = _sum(line.exempt_amount for line in lines)
    if not amount and not exempt:
        return
    base, units, counted = (
        _sum_of(getattr(line, name) for line in lines)
        for name in ("base", "units", "units_counted")
    )
    yield replace(
        last,
        base=_negated(base),
        units=_negated(units),
        units_counted=_negated(counted),
        exempt_amount=-exempt,
        amount=-amount,
        parts=_negated_parts(lines),
        trace=last.trace
        and _corrects(_turned(last.trace, last, base if units is None else units), invoice_number),
    )


def credits_taken_back(
    lines: Sequence[TaxLine],
    invoice_number: str,
    *,
    billed: Sequence[TaxLine],
    parts: Mapping[int, Fraction],
) -> Iterator[TaxLine]:
    """One line that takes back what credits gave, laid on the charges that were credited.

    ``billed`` are the lines that the credits reversed; ``parts`` as in ``credited_back``.
    """
    weights: dict[int, Fraction] = {}
    for line in billed:
        for part in line.parts:
            share = parts.get(part.line_index, Fraction(0)) * Fraction(part.amount)
            weights[part.line_index] = weights.get(part.line_index, Fraction(0)) + share
    indexes = sorted(index for index, weight in weights.items() if weight)
    for line in taken_back(lines, invoice_number):
        steps = int(line.amount.scaleb(CENT_PLACES))
        given = share_out(steps, [abs(weights[index]) for index in indexes])
        own = tuple(
            TaxPart(line_index=index, amount=Decimal(step).scaleb(-CENT_PLACES))
            for index, step in zip(indexes, given, strict=True)
            if step
        )
        yield replace(line, parts=own)


def restated(line: TaxLine, invoice_number: str) -> TaxLine:
    """The line as today's tables have it."""
    return replace(line, trace=line.trace and _corrects(line.trace, invoice_number))


def credited_back(
    line: TaxLine, invoice_number: str, *, parts: Mapping[int, Fraction]
) -> Iterator[TaxLine]:
    """What credits would have given back of the line; fees per unit only with the whole charge.

    ``parts`` tells which part of each charge was credited (``telecom-tax.md`` 3.10).
    """
    given = [
        replace(part, amount=-back, base=None, units=None, counted=None, joined=ZERO, exempt=ZERO)
        for part in line.parts
        if (back := _given_back(line, part, parts.get(part.line_index, Fraction(0))))
    ]
    amount = _sum(part.amount for part in given)
    if not amount:
        return
    ratio = Fraction(amount) / Fraction(line.amount) if line.amount else -WHOLE
    yield replace(
        line,
        base=_times(line.base, ratio),
        units=_times(line.units, ratio),
        units_counted=_times(line.units_counted, ratio),
        exempt_amount=ZERO,
        certificate_number=None,
        amount=amount,
        parts=tuple(given),
        trace=line.trace
        and replace(line.trace.scaled(ratio, reverses=invoice_number, part=-ratio), adjusts=True),
    )


def _given_back(line: TaxLine, part: TaxPart, share: Fraction) -> Decimal:
    if line.units is not None:
        return part.amount if share == WHOLE else ZERO
    return cents(Fraction(part.amount) * share)


def _turned(trace: TaxTrace, line: TaxLine, whole: Decimal | None) -> TaxTrace:
    """The trace of a line with its sign turned, as large as the lines it stands for together."""
    own = line.base if line.units is None else line.units
    factor = Fraction(whole) / Fraction(own) if whole and own else WHOLE
    turned = trace.scaled(-factor, reverses=trace.reverses, part=WHOLE)
    return replace(turned, part=trace.part)


def _corrects(trace: TaxTrace, invoice_number: str) -> TaxTrace:
    return replace(trace, reverses=invoice_number, adjusts=True)


def _negated_parts(lines: Sequence[TaxLine]) -> tuple[TaxPart, ...]:
    """The parts of all lines by charge, with their signs turned."""
    amounts: dict[int, Decimal] = {}
    for line in lines:
        for part in line.parts:
            amounts[part.line_index] = amounts.get(part.line_index, ZERO) - part.amount
    return tuple(
        TaxPart(line_index=index, amount=amount)
        for index, amount in sorted(amounts.items())
        if amount
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


def _sum_of(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return _sum(known) if known else None


def _negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _times(value: Decimal | None, factor: Fraction) -> Decimal | None:
    if value is None:
        return None
    return plain(round_exact(Fraction(value) * factor, SCALE_PLACES, Rounding.HALF_UP))
