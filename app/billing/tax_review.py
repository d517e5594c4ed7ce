"""What today's tax tables would have taken of invoices that are final, and how to correct it.

A final invoice is never worked out again: what it should have been is told beside what it is, and
on request the difference stands on the account's next invoice, the tax that was billed taken back
and the tax of today restated, each by its own rate (``telecom-tax.md`` 3.7, 3.8).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from app.billing.billed_request import ReviewFacts, billed_request, credited_parts
from app.billing.invoice import Invoice, InvoiceState
from app.billing.tax_change_lines import (
    credited_back,
    credits_taken_back,
    fine_key,
    restated,
    taken_back,
)
from app.findings import Finding, warning
from app.tax.engine import tax_invoice
from app.tax.result import TaxLine, TaxResult
from app.tax.trace import LOCAL
from app.values.money import ZERO

Group = tuple[str, str, str]
"""A tax code, a jurisdiction and a location, blank where it is rounded over the invoice."""

Coarse = tuple[Decimal, str]
"""A rate and a certificate."""


class Why(Enum):
    """What made the tax of a final invoice another."""

    INVOICE_VOID = "the invoice is void"
    CERTIFICATE_RECEIVED = "certificate received after billing"
    CERTIFICATE_ENDED = "certificate no longer holds"
    REGISTRATION_ADDED = "registration added after billing"
    REGISTRATION_ENDED = "registration no longer holds"
    ROW_ADDED = "tax row added after billing"
    ROW_ENDED = "tax row ended or taken away"
    ROW_CHANGED = "tax row changed"
    INCLUDED_TAX = "a tax that joins its base changed"
    RECORDS = "place, share or count is told otherwise now"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxChange:
    """One tax of one final invoice that would be another today."""

    invoice_number: str
    account_number: str
    invoice_date: date
    tax_code: str
    bill_label: str
    class_: str
    jurisdiction: str
    location_code: str | None
    billed: Decimal
    """As it stands: with earlier corrections, less what credits gave back."""
    would_be: Decimal
    why: Why
    lines: tuple[TaxLine, ...]
    """What corrects it; their amounts sum to the difference."""

    @property
    def difference(self) -> Decimal:
        """What is to be charged, or below zero given back."""
        return self.would_be - self.billed


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxReview:
    """The final invoices of some days, their taxes worked out again."""

    changes: tuple[TaxChange, ...]
    findings: tuple[Finding, ...]
    """A warning for each invoice that cannot be worked out again."""
    invoices: int
    """How many were looked at."""

    def summary(self) -> str:
        """It in a line."""
        word = "invoice" if self.invoices == 1 else "invoices"
        taxes = "tax" if len(self.changes) == 1 else "taxes"
        found = f"{len(self.changes):,} {taxes} would differ, {self.difference:+,.2f}"
        return f"{self.invoices:,} {word} looked at; {found}"

    @property
    def difference(self) -> Decimal:
        """All differences together."""
        return sum((change.difference for change in self.changes), ZERO)


@dataclass(kw_only=True, eq=False)
class _Taxes:
    """The taxes of one invoice in one group: as they stand, and as they would be."""

    billed: list[TaxLine] = field(default_factory=list)
    credited: list[TaxLine] = field(default_factory=list)
    """What credits gave back of them."""
    would_be: list[TaxLine] = field(default_factory=list)


def review_invoices(
    wanted: Iterable[Invoice], facts: ReviewFacts, *, codes: Collection[str] = ()
) -> TaxReview:
    """The taxes of these invoices by today's tables, as of their own dates; only ``codes``, if any.

    Void invoices are of interest only where something was corrected on them. Invoices taxed by a
    tax service are left to it.
    """
    changes: list[TaxChange] = []
    findings: list[Finding] = []
    looked_at = 0
    for invoice in wanted:
        looked_at += 1
        result = _result(invoice, facts)
        if isinstance(result, Finding):
            findings.append(result)
            continue
        found = _changes(invoice, result, facts)
        changes += [change for change in found if not codes or change.tax_code in codes]
    return TaxReview(changes=tuple(changes), findings=tuple(findings), invoices=looked_at)


def _result(invoice: Invoice, facts: ReviewFacts) -> TaxResult | Finding:
    """Today's taxes of an invoice, or why nobody can tell."""
    nothing = TaxResult(lines=(), problems=(), exposure=())
    if invoice.state is InvoiceState.VOID:
        return nothing
    if any(line.source != LOCAL for line in invoice.tax_lines):
        return _not_reviewed(invoice, "a tax service worked its taxes out")
    request = billed_request(invoice, facts)
    result = tax_invoice(request, facts.taxes) if request.charges else nothing
    if result.problems:
        return _not_reviewed(invoice, result.problems[0].message.rstrip("."))
    return result


def _not_reviewed(invoice: Invoice, why: str) -> Finding:
    return warning(
        "not_reviewed",
        f"The taxes of {invoice.invoice_number} cannot be worked out again: {why}.",
        way_out="It stays as it was billed.",
        record=invoice.invoice_number or "",
    )


def _changes(invoice: Invoice, result: TaxResult, facts: ReviewFacts) -> Iterator[TaxChange]:
    groups = _gathered(invoice, result, facts)
    differing = {group: found for group, found in groups.items() if _differing(found)}
    if not differing:
        return
    parts = credited_parts(invoice, facts)
    uncollected = {(each.tax_code, each.jurisdiction) for each in result.exposure}
    for group, found in sorted(differing.items(), key=lambda each: _print_order(each[1])):
        lines = tuple(_correcting(invoice, found, parts))
        named = (found.would_be or found.billed)[-1]
        billed = _amount([*found.billed, *found.credited])
        yield TaxChange(
            invoice_number=invoice.invoice_number or "",
            account_number=invoice.account_number,
            invoice_date=invoice.invoice_date,
            tax_code=group[0],
            bill_label=named.bill_label,
            class_=named.class_,
            jurisdiction=group[1],
            location_code=group[2] or None,
            billed=billed,
            would_be=billed + _amount(lines),
            why=_why(invoice, found, facts, uncollected=uncollected),
            lines=lines,
        )


def _gathered(invoice: Invoice, result: TaxResult, facts: ReviewFacts) -> dict[Group, _Taxes]:
    """What stands and what would be, by group."""
    groups: dict[Group, _Taxes] = {}

    def of(line: TaxLine) -> _Taxes:
        key = (line.tax_code, line.jurisdiction, line.location_code or "")
        return groups.setdefault(key, _Taxes())

    for line in _own_taxes(invoice):
        of(line).billed.append(line)
    for line in _credits_of(invoice, facts):
        of(line).credited.append(line)
    for each in facts.adjustments:
        if each.invoice_number == invoice.invoice_number:
            taxes = of(each.line)
            (taxes.credited if each.is_of_credit else taxes.billed).append(each.line)
    for line in result.lines:
        of(line).would_be.append(line)
    return groups


def _own_taxes(invoice: Invoice) -> list[TaxLine]:
    """What it bills of its own charges; of a void one nothing is left."""
    if invoice.state is InvoiceState.VOID:
        return []
    return [line for line in invoice.tax_lines if line.trace is None or not line.trace.reverses]


def _credits_of(invoice: Invoice, facts: ReviewFacts) -> list[TaxLine]:
    """What credits on later invoices gave back of its taxes."""
    if invoice.state is InvoiceState.VOID:
        return []
    return [
        line
        for other in facts.standing
        for line in other.tax_lines
        if line.trace and line.trace.reverses == invoice.invoice_number and not line.trace.adjusts
    ]


def _coarse(line: TaxLine) -> Coarse:
    return line.rate, line.certificate_number or ""


def _differing(taxes: _Taxes) -> set[Decimal]:
    """The rates by which tax or exempt amounts differ, before any credit."""
    sums: dict[Coarse, tuple[Decimal, Decimal]] = {}
    for lines, sign in ((taxes.billed, -1), (taxes.would_be, 1)):
        for line in lines:
            amount, exempt = sums.get(_coarse(line), (ZERO, ZERO))
            sums[_coarse(line)] = (
                amount + sign * line.amount,
                exempt + sign * line.exempt_amount,
            )
    return {rate for (rate, _), both in sums.items() if any(both)}


def _correcting(invoice: Invoice, taxes: _Taxes, parts: dict[int, Fraction]) -> Iterator[TaxLine]:
    """The lines that take back what differs and restate it; then the same of what credits gave."""
    number = invoice.invoice_number or ""
    rates = _differing(taxes)
    would_be = [line for line in taxes.would_be if line.rate in rates]
    for members in _alike(taxes.billed, rates):
        yield from taken_back(members, number)
    for line in would_be:
        yield restated(line, number)
    for members in _alike(taxes.credited, rates):
        billed = [line for line in taxes.billed if line.rate == members[0].rate]
        yield from credits_taken_back(members, number, billed=billed, parts=parts)
    for line in would_be:
        yield from credited_back(line, number, parts=parts)


def _alike(lines: Iterable[TaxLine], rates: Collection[Decimal]) -> Iterable[Sequence[TaxLine]]:
    found: dict[object, list[TaxLine]] = {}
    for line in lines:
        if line.rate in rates:
            found.setdefault(fine_key(line), []).append(line)
    return found.values()


def _why(
    invoice: Invoice,
    taxes: _Taxes,
    facts: ReviewFacts,
    *,
    uncollected: Collection[tuple[str, str]],
) -> Why:
    """What made the difference, by what the lines themselves tell."""
    if invoice.state is InvoiceState.VOID:
        return Why.INVOICE_VOID
    before, now = _standing(taxes.billed), taxes.would_be
    held, holds = _certificates(before), _certificates(now)
    if held != holds:
        return Why.CERTIFICATE_RECEIVED if holds - held else Why.CERTIFICATE_ENDED
    if not before:
        name = (now[-1].tax_code, now[-1].jurisdiction)
        was_exposed = name in facts.exposures.get(invoice.invoice_number or "", frozenset())
        return Why.REGISTRATION_ADDED if was_exposed else Why.ROW_ADDED
    if not now:
        return _why_gone(before[-1], facts, uncollected=uncollected)
    if _rows(before) != _rows(now):
        return Why.ROW_CHANGED
    joins = any(each.trace and each.trace.row.base_includes for each in now)
    return Why.INCLUDED_TAX if joins else Why.RECORDS


def _why_gone(
    line: TaxLine, facts: ReviewFacts, *, uncollected: Collection[tuple[str, str]]
) -> Why:
    """What made a tax that was billed disappear."""
    if (line.tax_code, line.jurisdiction) in uncollected:
        return Why.REGISTRATION_ENDED
    has_row = line.trace is not None and any(
        row.code == line.tax_code
        and row.jurisdiction.text == line.jurisdiction
        and row.in_force(line.trace.first_day)
        for row in facts.taxes.rows
    )
    return Why.RECORDS if has_row else Why.ROW_ENDED


def _standing(lines: Iterable[TaxLine]) -> list[TaxLine]:
    """The lines that no correction has taken back."""
    left: dict[object, list[TaxLine]] = {}
    for line in lines:
        left.setdefault(fine_key(line), []).append(line)
    return [
        members[-1]
        for members in left.values()
        if _amount(members) or sum((each.exempt_amount for each in members), ZERO)
    ]


def _certificates(lines: Iterable[TaxLine]) -> set[str]:
    return {name for line in lines for name in (line.certificate_number or "").split("|") if name}


def _rows(lines: Iterable[TaxLine]) -> set[object]:
    """The rows behind the lines, but for their last day and note."""
    return {
        (
            line.rate,
            line.trace and replace(line.trace.row, effective_to=None, source_note=""),
        )
        for line in lines
    }


def _print_order(taxes: _Taxes) -> tuple[object, ...]:
    line = (taxes.would_be or taxes.billed)[-1]
    return (
        line.sequence is None,
        line.sequence or 0,
        line.tax_code,
        line.jurisdiction,
        line.location_code or "",
    )


def _amount(lines: Iterable[TaxLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
