"""The audit file: one row a tax line, with every input it was worked out of."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.facts import BILLED_BASIS, ReportFacts, TaxEntry, tax_entries, ties
from app.billing.tax_reports.jurisdictions import JURISDICTION, jurisdiction_cells
from app.billing.tax_reports.report import (
    ReportColumn,
    Row,
    TaxReport,
    Value,
    amount,
    day,
    exact,
    text,
    totals_of,
    whole,
)
from app.tax.trace import RowTrace, TaxTrace, exact_text
from app.values.money import ZERO, plain

_LINE: Final = (
    day("posted_on", "Day of the invoice; of one taken back, the day it was made void"),
    text("entry", "billed or voided: a voided line stands with the opposite sign"),
    text("invoice_number", "The invoice"),
    day("invoice_date", "Its date"),
    text("account_number", "Who is billed"),
    text("account_name", "The customer's name, as it is now"),
    whole("tax_line", "Place among the invoice's tax lines, from 1"),
    text("source", "LOCAL, or the tax service whose answer it is"),
    text("tax_code", "The tax's code"),
    text("label", "Words on the invoice"),
    text("class", "TAX, PASS_THROUGH or PROVIDER_FEE"),
    text("family", "Kind of tax"),
    *JURISDICTION,
    text("location_code", "The location, where it was rounded by location or by charge"),
    text(
        "charges",
        "Lines behind it, from 1, each with what it raised; of a correction, those of the other"
        " invoice",
    ),
)
_INPUT: Final = (
    text("customer_class", "Kinds of customer whose charges are in it"),
    exact("gross", "Money of those charges, before any share"),
    exact("interstate", "Of these the interstate share"),
    exact("international", "The international share"),
    exact("intrastate", "The intrastate share"),
    exact("taken", "Money, minutes or units that the row takes of them"),
    exact("included", "Other taxes that joined the base"),
    exact("cut_off", "What limits or the cap left out"),
    exact("not_taxable", "What the taxable part left out"),
    exact("exempt_base", "What certificates took out, as money, minutes or units"),
)
_ANSWER: Final = (
    exact("base", "Taken and included, less what was left out and exempt; blank for counts"),
    exact("units_counted", "Units before cap and exemption"),
    exact("units", "Units billed"),
    exact("rate", "Rate or unit amount"),
    exact("exempt_amount", "What was exempt of the base; of fees per unit, the money saved"),
    text("certificate_number", "By which certificate"),
    text("raw", "The exact tax before rounding: decimals, or a fraction"),
    text(
        "rounded_together", "The exact sum it was rounded in, where several rows shared the cents"
    ),
    amount("billed", "What charges raised of it"),
    amount("credited", "What credit lines gave back, and corrections of earlier invoices"),
    amount("amount", "The tax line"),
)
_ROW: Final = (
    day("first_tax_day", "The first tax date"),
    day("last_tax_day", "The last one"),
    text("row_category", "The row: categories it reaches"),
    text("row_customer_class", "The row: kinds of customer"),
    day("row_from", "The row: first day"),
    day("row_to", "The row: last day, as it stood then"),
    text("date_basis", "Which day of a charge decided"),
    text("calc_method", "How it was worked out"),
    text("base_kind", "What it was taken of"),
    text("base_includes", "Taxes that may join"),
    text("unit_kind", "What is counted"),
    exact("taxable_pct", "The taxable part"),
    exact("cap_units", "At most so many units"),
    text("cap_scope", "Over what the cap holds"),
    exact("min_base", "Below this nothing"),
    exact("max_base", "Above this no more"),
    text("prorate", "Y: by days"),
    text("round_level", "Over what it was rounded"),
    text("round_mode", "How it was rounded"),
    text("reverses", "Of a credit or correction: the invoice whose tax it gives back"),
    text("corrects", "yes: it corrects that invoice's tax after the fact"),
    text("part", "Of a credit: the part of the original charge"),
    text("source_note", "Where the rate was read"),
)
_COLUMNS: Final[tuple[ReportColumn, ...]] = (*_LINE, *_INPUT, *_ANSWER, *_ROW)
_NOTE: Final = (
    "One row a tax line. Lines of a tax service have its answer and no inputs of ours. Of an"
    " invoice taken back every amount has the opposite sign."
)


def audit(facts: ReportFacts) -> TaxReport:
    """Every tax line of the window with all that it was worked out of."""
    found = list(tax_entries(facts))
    rows = tuple(_row(facts, taxed) for taxed in found)
    reported: dict[str, Decimal] = {}
    for taxed in found:
        code = taxed.tax.tax_code
        reported[code] = reported.get(code, ZERO) + taxed.amount
    return TaxReport(
        title="Audit file of tax lines",
        columns=_COLUMNS,
        rows=rows,
        totals=totals_of(_COLUMNS, rows, "billed", "credited", "amount"),
        notes=(BILLED_BASIS, _NOTE),
        ties=ties(facts, reported),
    )


def _row(facts: ReportFacts, taxed: TaxEntry) -> Row:
    entry, tax = taxed.entry, taxed.tax
    invoice, sign = entry.invoice, entry.sign
    account = facts.accounts.get(invoice.account_number)
    return (
        entry.day,
        "billed" if sign > 0 else "voided",
        invoice.invoice_number or "",
        invoice.invoice_date,
        invoice.account_number,
        account.name if account else "",
        taxed.number,
        tax.source,
        tax.tax_code,
        tax.bill_label,
        tax.class_,
        tax.family,
        *jurisdiction_cells(tax.jurisdiction),
        tax.location_code or "",
        "; ".join(f"{part.line_index + 1}: {part.amount:.2f}" for part in tax.parts),
        *_inputs(tax.trace, sign),
        _signed(tax.base, sign),
        _signed(tax.units_counted, sign),
        _signed(tax.units, sign),
        tax.rate,
        _signed(tax.exempt_amount, sign),
        tax.certificate_number or "",
        *_exact(tax.trace, sign),
        taxed.billed,
        taxed.credited,
        taxed.amount,
        *_of_row(tax.trace),
    )


def _signed(value: Decimal | None, sign: int) -> Decimal | None:
    return None if value is None else plain(sign * value)


_TRACED: Final[tuple[Callable[[TaxTrace], Decimal | None], ...]] = (
    lambda trace: trace.gross if trace.row.in_money else None,
    lambda trace: trace.interstate,
    lambda trace: trace.international,
    lambda trace: trace.intrastate,
    lambda trace: trace.taken,
    lambda trace: trace.included if trace.row.in_money else None,
    lambda trace: trace.cut_off,
    lambda trace: trace.not_taxable,
    lambda trace: trace.exempt_base,
)


def _inputs(trace: TaxTrace | None, sign: int) -> tuple[Value, ...]:
    if trace is None:
        return (None,) * len(_INPUT)
    return (trace.customer_class, *(_signed(read(trace), sign) for read in _TRACED))


def _exact(trace: TaxTrace | None, sign: int) -> tuple[Value, Value]:
    if trace is None:
        return None, None
    raw = exact_text(Fraction(trace.raw) * sign)
    if trace.sum_together is None:
        return raw, None
    return raw, exact_text(Fraction(trace.sum_together) * sign / 100)


def _of_row(trace: TaxTrace | None) -> tuple[Value, ...]:
    if trace is None:
        return (None,) * len(_ROW)
    row: RowTrace = trace.row
    return (
        trace.first_day,
        trace.last_day,
        row.category,
        row.customer_class,
        row.effective_from,
        row.effective_to,
        row.date_basis,
        row.calc_method,
        row.base_kind,
        row.base_includes,
        row.unit_kind,
        row.taxable_pct,
        row.cap_units,
        row.cap_scope,
        row.min_base,
        row.max_base,
        "Y" if row.prorate else "N",
        row.round_level,
        row.round_mode,
        trace.reverses,
        "yes" if trace.adjusts else "",
        None if trace.part is None else exact_text(Fraction(trace.part)),
        row.source_note,
    )
