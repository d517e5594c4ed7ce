"""Taxes of credits that reverse something billed before: the original lines' part, given back.

A row of ``charges`` with ``credits`` takes back its part of every tax that the original lines
raised, at the rates of then; the last credit takes the remainder, so that all credits together
give back exactly what was taken (``setup-workbook.md``, how an invoice is taxed, 12). A fee per
unit comes back only with the last: a price reduction does not undo a month of service
(``telecom-tax.md`` 3.10). A credit of something on the same invoice needs none of this: it is taxed
there, by the same rows, as the reduction it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from app.billing.charge import OneTimeCharge
from app.billing.cycle import bill_period
from app.billing.invoice import Invoice, Line
from app.billing.tax_adjustment import TaxAdjustment
from app.errors import InputError
from app.findings import Finding, error
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart
from app.values.money import SCALE_PLACES, ZERO, Rounding, cents, plain, round_exact


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditBook:
    """What credits of one account can reverse."""

    charges: Sequence[OneTimeCharge]
    """All its rows of ``charges``, billed or not."""
    history: Sequence[Invoice]
    """Its approved invoices that are not void."""
    cycle_day: int
    same_invoice: Sequence[Line] = ()
    """The lines of the invoice in the making."""
    corrections: Sequence[TaxAdjustment] = ()
    """What was corrected since of the taxes on those invoices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCredit:
    """A credit on the invoice in the making."""

    charge: OneTimeCharge
    line: Line
    line_index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditedTaxes:
    """What the credits of one account give back of taxes."""

    tax_lines: tuple[TaxLine, ...] = ()
    line_indexes: frozenset[int] = frozenset()
    """The lines that are taxed by this, and by nothing else."""
    findings: tuple[Finding, ...] = ()
    """An error for each credit that reverses nothing of ours."""


def credited_taxes(credits_due: Iterable[DueCredit], book: CreditBook) -> CreditedTaxes:
    """The taxes of the credits, in the order in which they come."""
    tax_lines: list[TaxLine] = []
    line_indexes = []
    findings = []
    open_credits: dict[str, _Original] = {}
    for credit in credits_due:
        key = credit.charge.credits or ""
        original = open_credits.get(key) or _original(key, book)
        if original.amount == 0 and _is_on_same_invoice(key, book):
            continue
        if problem := _problem(credit, original):
            findings.append(_finding(credit, problem))
            continue
        open_credits[key], own = _taken(original, credit)
        tax_lines += own
        line_indexes.append(credit.line_index)
    return CreditedTaxes(
        tax_lines=tuple(tax_lines),
        line_indexes=frozenset(line_indexes),
        findings=tuple(findings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raised:
    """A tax line of then, and the cents of it that the original lines raised."""

    line: TaxLine
    amount: Decimal
    invoice_number: str
    returned: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class _Original:
    """What was billed, and how much of it was credited since."""

    amount: Decimal = ZERO
    credited: Decimal = ZERO
    raised: Mapping[tuple[object, ...], _Raised] = field(default_factory=dict)


def _original(key: str, book: CreditBook) -> _Original:
    lines = [
        (invoice, index, line)
        for invoice in book.history
        for index, line in enumerate(invoice.lines)
    ]
    billed = [each for each in lines if names_line(each[2], key, book.cycle_day)]
    references = {charge.reference for charge in book.charges if charge.credits == key}
    given = [
        each
        for each in lines
        if each[2].kind is ChargeKind.CREDIT and each[2].reference in references
    ]
    raised: dict[tuple[object, ...], _Raised] = {}
    for invoice, index, _ in billed:
        for tax, amount in _parts(invoice, index):
            before = raised.get(_tax_key(tax))
            known = before.amount if before else ZERO
            raised[_tax_key(tax)] = _Raised(
                line=tax, amount=known + amount, invoice_number=invoice.invoice_number or ""
            )
    for invoice, index, _ in billed:
        _correct(raised, invoice.invoice_number or "", index, book=book)
    for invoice, index, _ in given:
        for tax, amount in _parts(invoice, index):
            if before := raised.get(_tax_key(tax)):
                returned = before.returned - amount
                raised[_tax_key(tax)] = replace(before, returned=returned)
    return _Original(
        amount=sum((line.amount for *_, line in billed), ZERO),
        credited=-sum((line.amount for *_, line in given), ZERO),
        raised=raised,
    )


def _correct(
    raised: dict[tuple[object, ...], _Raised], number: str, index: int, *, book: CreditBook
) -> None:
    """Adds what corrections made of the taxes of one line, and of what credits gave back of it."""
    for each in book.corrections:
        amounts = [part.amount for part in each.line.parts if part.line_index == index]
        if each.invoice_number != number or not amounts:
            continue
        key = _tax_key(each.line)
        before = raised.get(key) or _Raised(line=each.line, amount=ZERO, invoice_number=number)
        if each.is_of_credit:
            raised[key] = replace(before, returned=before.returned - sum(amounts, ZERO))
        else:
            raised[key] = replace(before, amount=before.amount + sum(amounts, ZERO))


def _is_on_same_invoice(key: str, book: CreditBook) -> bool:
    return any(names_line(line, key, book.cycle_day) for line in book.same_invoice)


def names_line(line: Line, key: str, cycle_day: int) -> bool:
    """Whether a credit's ``credits`` names this line: its reference, or a service and its month."""
    if line.kind not in {ChargeKind.RECURRING, ChargeKind.ONE_TIME}:
        return False
    code, at, label = key.rpartition("@")
    if not at:
        return line.reference == key
    try:
        period = bill_period(label, cycle_day)
    except InputError:
        return line.reference == key
    return line.reference == code and line.start < period.end and period.start < line.end


def _problem(credit: DueCredit, original: _Original) -> str:
    if original.amount == 0:
        return f"it credits {credit.charge.credits}, which no invoice here holds"
    if credit.line.amount > 0:
        return "a credit needs a negative amount"
    if original.credited - credit.line.amount > original.amount:
        left = original.amount - original.credited
        return (
            f"it credits {-credit.line.amount} of {credit.charge.credits}, of which {left} is left"
        )
    return ""


def _taken(original: _Original, credit: DueCredit) -> tuple[_Original, list[TaxLine]]:
    credited = original.credited - credit.line.amount
    is_last = credited == original.amount
    part = Fraction(-credit.line.amount) / Fraction(original.amount)
    after: dict[tuple[object, ...], _Raised] = {}
    tax_lines = []
    for key, raised in original.raised.items():
        left = raised.amount - raised.returned
        back = left if is_last else _part_of(raised, part)
        after[key] = replace(raised, returned=raised.returned + back)
        if back:
            tax_lines.append(_tax_line(raised, back, part=part, line_index=credit.line_index))
    return replace(original, credited=credited, raised=after), tax_lines


def _part_of(raised: _Raised, part: Fraction) -> Decimal:
    if raised.line.units is not None:
        return ZERO
    left = raised.amount - raised.returned
    back = cents(Fraction(raised.amount) * part)
    return min(back, left) if left >= 0 else max(back, left)


def _tax_line(raised: _Raised, back: Decimal, *, part: Fraction, line_index: int) -> TaxLine:
    # A line of 0 whose parts cancel out has no part to speak of: then its whole base is meant.
    whole = raised.line.amount or raised.amount
    own = Fraction(raised.amount) / Fraction(whole) * part
    base = _scaled(raised.line.base, -own)
    trace = raised.line.trace
    return replace(
        raised.line,
        base=base,
        units=_scaled(raised.line.units, -own),
        units_counted=_scaled(raised.line.units_counted, -own),
        exempt_amount=ZERO,
        certificate_number=None,
        amount=-back,
        parts=(TaxPart(line_index=line_index, amount=-back, base=base),),
        trace=trace and trace.scaled(-own, reverses=raised.invoice_number, part=part),
    )


def _scaled(value: Decimal | None, factor: Fraction) -> Decimal | None:
    if value is None:
        return None
    return plain(round_exact(Fraction(value) * factor, SCALE_PLACES, Rounding.HALF_UP))


def _parts(invoice: Invoice, index: int) -> Iterable[tuple[TaxLine, Decimal]]:
    return (
        (tax, part.amount)
        for tax in invoice.tax_lines
        for part in tax.parts
        if part.line_index == index
    )


def _tax_key(tax: TaxLine) -> tuple[object, ...]:
    return (tax.tax_code, tax.jurisdiction, tax.location_code, tax.rate, tax.units is None)


def _finding(credit: DueCredit, problem: str) -> Finding:
    return error(
        "credit_without_original",
        f"Charge {credit.charge.reference} cannot be taxed: {problem}.",
        way_out="Mend credits or the amount, or leave credits blank: then it is taxed by the"
        " rules of this invoice.",
        sheet="charges",
        column="credits",
        record=credit.charge.reference,
    )
