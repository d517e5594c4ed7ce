"""Why one tax line is what it is, in sentences for a customer or an auditor.

Explains what the line keeps; it decides nothing and looks at no table. The order of the sentences
is that of the steps by which the line was worked out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.tax.result import Exposure, TaxLine
from app.tax.trace import CENTS, LOCAL, RowTrace, TaxTrace, exact_text
from app.tax.unbundling import BundleSplit
from app.tax.untaxed import Untaxed, UntaxedCharge
from app.values.money import CENT_PLACES, cents, plain, round_exact
from app.values.money import Rounding as Mode

_CLASSES: Final = {
    "TAX": "a tax of the customer",
    "PASS_THROUGH": "an assessment on the provider that it passes on",
    "PROVIDER_FEE": "a fee of the provider's own",
}
_DATES: Final = {
    "INVOICE_DATE": "the invoice's date",
    "SERVICE_START": "the first day of service",
    "SERVICE_END": "the last day of service",
    "PRORATE": "each day of service",
}
_BASES: Final = {
    "INTERSTATE": "interstate",
    "INTERNATIONAL": "international",
    "INTERSTATE_INTL": "interstate and international",
    "INTRASTATE": "intrastate",
}
_SOURCES: Final = {
    "safe_harbor": "the safe harbor",
    "study": "a traffic study",
    "actual": "the rated calls of the period",
    "fixed": "a fixed share",
    "built_in": "what it is",
}
_LEVELS: Final = {
    "INVOICE_TAX": "over the invoice",
    "LOCATION_TAX": "over the location",
    "CHARGE": "over each charge",
}
_MODES: Final = {
    "HALF_UP": "half up",
    "HALF_EVEN": "half to even",
    "UP": "up (away from zero)",
    "DOWN": "down (toward zero)",
}
_UNITS: Final = {
    "LINE": "lines",
    "TRUNK": "trunks",
    "CALL_PATH": "call paths",
    "DID": "DIDs",
    "ACCOUNT": "accounts",
    "LOCATION": "locations",
}
_CAP_SCOPES: Final = {
    "ACCOUNT": "over the invoice",
    "LOCATION": "at each location",
    "ACCOUNT_LOCATION": "at each location",
    "LINE_TYPE": "for each kind at each location",
}
_METHODS: Final = {
    "SSP": "split by stand-alone prices",
    "FIXED_PCT": "split by fixed percentages",
    "COMPONENT_PRICE": "split by the prices of its components",
    "ALL_TELECOM": "wholly as telecommunications",
}
_LEVEL_OF_PARTS: Final = ("the country", "the state or province", "the county", "the city")


def explain_tax(line: TaxLine, charges: Mapping[int, str]) -> list[str]:
    """The sentences of one tax line. ``charges``: by index what each line of the invoice bills."""
    trace = line.trace
    if trace is None:
        return [*_without_trace(line), *_parts(line, charges)]
    if trace.reverses:
        return [*_row(line, trace), *_reversed(line, trace), *_parts(line, charges)]
    return [
        *_row(line, trace),
        *_charges(trace),
        *_shares(trace),
        *_counted(trace),
        *_included(trace),
        *_limits(trace),
        *_exempt(line, trace),
        _base(line, trace),
        _tax(line, trace),
        *_rounding(line, trace),
        *_parts(line, charges),
    ]


def _without_trace(line: TaxLine) -> Iterator[str]:
    where = f"{line.tax_code}, {place_words(line.jurisdiction)}"
    if line.source == LOCAL:
        yield f"{where}: how it was worked out was not kept."
    else:
        yield f"{where}: the tax service {line.source} worked it out; its answer is kept."


def _row(line: TaxLine, trace: TaxTrace) -> Iterator[str]:
    row = trace.row
    kind = _CLASSES.get(line.class_, line.class_)
    yield (
        f"{line.tax_code} is {kind}, family {line.family}, of {place_words(line.jurisdiction)}: "
        "it reaches what is used there."
    )
    yield (
        f"The row that applies is for {_categories(row)} and {_customers(row)}, in force "
        f"{_force(row)}."
    )
    if row.source_note:
        yield f"Its source: {row.source_note}."
    days = trace.first_day.isoformat()
    if trace.first_day != trace.last_day:
        days = f"{days} to {trace.last_day.isoformat()}"
    yield f"Its date is {_DATES.get(row.date_basis, row.date_basis)}: {days}."


def _categories(row: RowTrace) -> str:
    return "every category" if row.category == "*" else row.category.replace("|", ", ")


def _customers(row: RowTrace) -> str:
    if row.customer_class == "*":
        return "every kind of customer"
    return f"{row.customer_class.replace('|', ', ')} customers"


def _force(row: RowTrace) -> str:
    first = row.effective_from.isoformat() if row.effective_from else "always"
    return f"from {first}" + (f" to {row.effective_to.isoformat()}" if row.effective_to else "")


def _charges(trace: TaxTrace) -> Iterator[str]:
    if trace.row.base_kind == "TAX_OF":
        yield "It is taken of other taxes alone, not of the charges."
    elif trace.row.base_kind == "MINUTES":
        yield f"The rated calls it matches came to {_number(trace.taken)} billed minutes."
    elif trace.row.in_money:
        yield f"The charges it matches come to {_money(trace.gross)}."


def _shares(trace: TaxTrace) -> Iterator[str]:
    if trace.split is None:
        return
    for each in trace.shares:
        parts = f"{_percent(Fraction(each.interstate))} interstate"
        if each.international:
            parts += f" and {_percent(Fraction(each.international))} international"
        yield f"{each.category} counts as {parts}, by {_SOURCES.get(each.source, each.source)}."
    name = _BASES[trace.row.base_kind]
    yield f"The {name} part of the charges is {_money(trace.taken)}."


def _counted(trace: TaxTrace) -> Iterator[str]:
    if not trace.row.is_count:
        return
    kinds = [
        f"{_number(_exact(each.counted))} {_UNITS.get(each.kind, each.kind)}"
        for each in trace.tallies
    ]
    told = f" ({', '.join(kinds)})" if kinds else ""
    yield f"Counted: {_number(trace.taken)} units{told}."
    if trace.row.prorate:
        yield "The row counts by days in force."


def _included(trace: TaxTrace) -> Iterator[str]:
    row = trace.row
    if row.base_includes:
        names = row.base_includes.replace("|", ", ")
        yield f"To these joins what {names} took of them: {_money(trace.included)}."


def _limits(trace: TaxTrace) -> Iterator[str]:
    row = trace.row
    if row.cap_units is not None:
        scope = _CAP_SCOPES.get(row.cap_scope, row.cap_scope)
        yield f"At most {_number(row.cap_units)} units count {scope}."
    if row.calc_method == "TIERED":
        above = "" if row.max_base is None else f" and not above {_measure(trace, row.max_base)}"
        lowest = _measure(trace, row.min_base or Decimal(0))
        yield f"This step takes what lies above {lowest}{above}."
    else:
        if row.min_base is not None:
            yield f"Below {_measure(trace, row.min_base)} nothing is taken."
        if row.max_base is not None:
            yield f"What is above {_measure(trace, row.max_base)} is not taken."
    if trace.cut:
        yield f"Left out by that: {_measure(trace, trace.cut_off)}."
    if row.taxable_pct != 1:
        yield (
            f"Of the rest {_percent(Fraction(row.taxable_pct))} is taxable; "
            f"{_measure(trace, trace.not_taxable)} is not."
        )


def _exempt(line: TaxLine, trace: TaxTrace) -> Iterator[str]:
    if trace.exempt or line.certificate_number:
        numbers = (line.certificate_number or "").replace("|", ", ")
        yield f"Exempt by certificate {numbers}: {_measure(trace, trace.exempt_base)}."


def _base(line: TaxLine, trace: TaxTrace) -> str:
    if trace.row.is_count:
        return f"Billed: {_number(line.units or Decimal(0))} units."
    left = _measure(trace, line.base or Decimal(0))
    return f"That leaves {left} as its base{'' if trace.row.in_money else ', in minutes'}."


def _tax(line: TaxLine, trace: TaxTrace) -> str:
    rate = _number(line.rate)
    if not trace.row.in_money:
        return f"At {_money(line.rate)} each that is exactly {trace.raw}."
    percent = _percent(Fraction(line.rate))
    if trace.row.calc_method == "GROSS_UP":
        return (
            f"The rate is {percent} of receipts that hold the tax itself: the base times "
            f"{rate} / (1 - {rate}) is exactly {trace.raw}."
        )
    return f"At {percent} that is exactly {trace.raw}."


def _rounding(line: TaxLine, trace: TaxTrace) -> Iterator[str]:
    row = trace.row
    mode, level = _MODES.get(row.round_mode, row.round_mode), _LEVELS.get(row.round_level, "")
    amount = f"{line.amount:.2f}"
    if trace.ceiling is not None:
        ceiling = exact_text(Fraction(trace.ceiling) / CENTS)
        yield (
            f"By law it may not pass {ceiling}, the interstate part of the bill times the factor "
            "of the quarter, to the nearest cent."
        )
    if trace.sum_together is None:
        yield f"Rounded {mode} to the cent, once {level}: {amount}."
        return
    whole = Fraction(trace.sum_together) / CENTS
    rounded = round_exact(whole, CENT_PLACES, Mode[row.round_mode])
    words = "was lowered" if trace.ceiling is not None else f"became {rounded:.2f}"
    yield (
        f"{trace.rows_together} rows of this tax were rounded as one, {mode} {level}: "
        f"{exact_text(whole)} {words}, and of its cents, shared by largest remainder, this row "
        f"has {amount}."
    )


def _reversed(line: TaxLine, trace: TaxTrace) -> Iterator[str]:
    if trace.adjusts:
        yield f"It corrects the tax of invoice {trace.reverses}: {line.amount:.2f}."
        return
    part = "" if trace.part is None else f" {exact_text(Fraction(trace.part))} of"
    yield (
        f"It gives back{part} what the credited charge raised on invoice {trace.reverses}, at the "
        f"rate of then, {_number(line.rate)}: {line.amount:.2f}. The last credit of a charge takes "
        "what is left."
    )


def _parts(line: TaxLine, charges: Mapping[int, str]) -> Iterator[str]:
    parts = [part for part in line.parts if part.amount]
    if parts:
        told = [
            f"{charges.get(part.line_index, f'line {part.line_index + 1}')} {part.amount:.2f}"
            for part in parts
        ]
        yield f"It lies on: {'; '.join(told)}."


def explain_splits(splits: Sequence[BundleSplit], charges: Mapping[int, str]) -> list[str]:
    """One sentence for each bundled line."""
    by_line: dict[int, list[BundleSplit]] = {}
    for each in splits:
        by_line.setdefault(each.line_index, []).append(each)
    found = []
    for index, parts in by_line.items():
        charge = charges.get(index, f"line {index + 1}")
        told = ", ".join(f"{each.category} {each.amount:.2f}" for each in parts)
        found.append(f"{charge} is taxed as {told}, {_METHODS.get(parts[0].method, '')}.")
    return found


def explain_untaxed(decisions: Iterable[UntaxedCharge], charges: Mapping[int, str]) -> list[str]:
    """One sentence for each row that decided that a charge is not taxed."""
    found = []
    for each in decisions:
        charge = charges.get(each.line_index, f"line {each.line_index + 1}")
        row = f"{each.tax_code} of {place_words(each.jurisdiction)}"
        if each.why is Untaxed.ZERO_RATE:
            why = f"the row {row} says that it is not taxed"
            why += f" ({each.source_note})" if each.source_note else ""
        else:
            why = f"{row} may not be collected: there is no registration"
        found.append(f"{charge} ({each.category}): {why}.")
    return found


def explain_exposure(exposure: Exposure) -> str:
    """What was left uncollected for want of a registration, in one sentence."""
    where = place_words(exposure.jurisdiction)
    return (
        f"{exposure.tax_code} of {where} would have taken {exposure.amount:.2f}; without a "
        f"registration for {exposure.family} there it is not collected."
    )


def place_words(jurisdiction: str) -> str:
    """A jurisdiction in words: ``the city 20000 (US/CO//20000)``."""
    parts = jurisdiction.split("/")
    depth = len(parts)
    if depth > len(_LEVEL_OF_PARTS):
        return f"the district {parts[-1]} ({jurisdiction})"
    if depth == 1:
        return f"the country {jurisdiction}"
    return f"{_LEVEL_OF_PARTS[depth - 1]} {parts[-1]} ({jurisdiction})"


def _exact(value: int | Fraction) -> Decimal:
    return round_exact(Fraction(value), 8, Mode.HALF_UP)


def _number(value: Decimal) -> str:
    """Plain digits."""
    return f"{plain(value):f}"


def _money(value: Decimal) -> str:
    """Plain digits, with both decimals of cents at least."""
    exact = plain(value)
    return f"{exact:.2f}" if cents(exact) == exact else f"{exact:f}"


def _measure(trace: TaxTrace, value: Decimal) -> str:
    """Money, minutes or units of a base."""
    return _money(value) if trace.row.in_money else _number(value)


def _percent(part: Fraction) -> str:
    return f"{_number(_exact(part * 100))} %"
