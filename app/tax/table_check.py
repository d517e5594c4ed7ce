"""What the rows of the ``taxes`` sheet must hold together: overlaps, circles, missing partners."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from app.findings import Finding, error, warning
from app.tax.category import share_a_category
from app.tax.jurisdiction import Jurisdiction
from app.tax.rule import TaxRule
from app.tax.rule_row import FUSF, Method, RuleRow, TaxClass
from app.tax.usf import quarter_end, quarter_of

DAYS_OF_WARNING = 15
"""From how long before its end on a quarter is warned of (``telecom-tax.md`` 9)."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A tax row, where it stands, and what it means."""

    number: int | None
    """Its row in the sheet; None where it lies in the company file already."""
    rule: TaxRule
    row: RuleRow

    def error(self, column: str, code: str, message: str, way_out: str) -> Finding:
        """A finding that keeps the row out; the message comes without its period."""
        return error(code, f"{message}.", way_out=way_out, **self._place(column))

    def warning(self, column: str, code: str, message: str, way_out: str) -> Finding:
        """A finding about the row to be looked at; the message comes without its period."""
        return warning(code, f"{message}.", way_out=way_out, **self._place(column))

    def _place(self, column: str) -> dict[str, object]:
        return {
            "sheet": "taxes",
            "row": self.number,
            "column": column,
            "record": self.rule.tax_code,
        }


def check_table(rows: Sequence[Numbered], today: date | None) -> Iterator[Finding]:
    """What is wrong between the rows; only rows of the sheet are blamed."""
    groups: dict[tuple[str, Jurisdiction], list[Numbered]] = {}
    for each in rows:
        groups.setdefault((each.row.code, each.row.jurisdiction), []).append(each)
    for members in groups.values():
        yield from _overlaps(members)
        yield from _different(members)
    yield from _strangers(rows)
    yield from _circles(rows)
    yield from _sequence(rows)
    yield from _nothing_joins(rows)
    if today is not None:
        yield from _next_factor(rows, today)


def _blamed(one: Numbered, other: Numbered) -> tuple[Numbered, Numbered] | None:
    """The row to blame and its partner: the later one of the sheet; None where neither is."""
    if other.number is not None and (one.number is None or other.number > one.number):
        return other, one
    return (one, other) if one.number is not None else None


def _where(each: Numbered) -> str:
    return f"row {each.number}" if each.number is not None else "a row in the company file"


def _overlaps(members: Sequence[Numbered]) -> Iterator[Finding]:
    """Two rows of one code and jurisdiction that speak as exactly of one charge on one day."""
    for one, other in combinations(members, 2):
        pair = _blamed(one, other)
        if pair is None or not collide(one.row, other.row):
            continue
        yield pair[0].error(
            "effective_from",
            "overlap",
            f"{one.row.code} {one.row.jurisdiction.text} has the same category, class and days in "
            f"{_where(pair[1])}",
            "End the older row on the day before the newer begins.",
        )


def collide(one: RuleRow, other: RuleRow) -> bool:
    """Whether two rows of one code and jurisdiction speak as exactly of one charge on one day."""
    if one.last < other.first or other.last < one.first:
        return False
    if not set(one.patterns) & set(other.patterns) or not set(one.classes) & set(other.classes):
        return False
    both_tiered = one.method is Method.TIERED and other.method is Method.TIERED
    return not both_tiered or _slices_meet(one, other)


def _slices_meet(one: RuleRow, other: RuleRow) -> bool:
    none = Fraction(0)
    low = max(one.minimum or none, other.minimum or none)
    ends = [row.maximum for row in (one, other) if row.maximum is not None]
    return not ends or low < min(ends)


def _different(members: Sequence[Numbered]) -> Iterator[Finding]:
    """Rows of one code and jurisdiction that ought to have one way of dating and rounding."""
    first = members[0]
    for other in members[1:]:
        pair = _blamed(first, other)
        if pair is None:
            continue
        where = f"{first.row.code} {first.row.jurisdiction.text}"
        if other.row.basis is not first.row.basis:
            yield pair[0].error(
                "date_basis",
                "several_date_bases",
                f"{where} has another date_basis in {_where(pair[1])}",
                "Give all rows of one tax code and jurisdiction the same.",
            )
        if (other.row.level, other.row.mode) != (first.row.level, first.row.mode):
            yield pair[0].warning(
                "round_level",
                "several_roundings",
                f"{where} rounds otherwise in {_where(pair[1])}",
                "Give all rows of one tax code and jurisdiction the same, unless that is meant.",
            )


def _strangers(rows: Sequence[Numbered]) -> Iterator[Finding]:
    codes = {each.row.code for each in rows}
    for each in rows:
        for name in each.row.includes:
            if name not in codes and each.number is not None:
                yield each.error(
                    "base_includes",
                    "unknown_tax_code",
                    f"base_includes names {name}, which is no tax code of this sheet",
                    "Mend the name, take it out, or add the rows of that code.",
                )


def _circles(rows: Sequence[Numbered]) -> Iterator[Finding]:
    """Codes whose amounts join each other's base."""
    before: dict[str, set[str]] = {}
    for each in rows:
        before.setdefault(each.row.code, set()).update(each.row.includes)
    while True:
        try:
            TopologicalSorter(before).prepare()
        except CycleError as fault:
            circle: list[str] = list(reversed(fault.args[1]))
            yield from _circle(rows, circle)
            for code in circle:
                before[code] = set()
        else:
            return


def _circle(rows: Sequence[Numbered], circle: list[str]) -> Iterator[Finding]:
    words = " includes ".join(circle)
    for each in rows:
        turns = each.row.code in circle and set(each.row.includes) & set(circle)
        if turns and each.number is not None:
            yield each.error(
                "base_includes",
                "cycle",
                f"{words}: each would wait for the other",
                "Take one of them out of the base_includes of the other.",
            )


def _sequence(rows: Sequence[Numbered]) -> Iterator[Finding]:
    """``calc_seq`` is the order of print; it should not contradict the order of the work."""
    printed = {each.row.code: each.row.sequence for each in rows}
    for each in rows:
        own = each.row.sequence
        for name in each.row.includes:
            other = printed.get(name)
            if each.number is not None and own is not None and other is not None and other >= own:
                yield each.warning(
                    "calc_seq",
                    "calc_seq_contradicts",
                    f"{name} joins the base of {each.row.code} but its calc_seq comes later",
                    "The order of the work follows base_includes.",
                )


def _nothing_joins(rows: Sequence[Numbered]) -> Iterator[Finding]:
    """A tax of the customer with a blank base_includes, where our own charges might belong in it.

    ``telecom-tax.md`` 3.4: a charge imposed on the provider and passed on normally is taxable.
    """
    told: set[str] = set()
    own = [each.row for each in rows if each.row.class_ is not TaxClass.TAX and each.row.multiplier]
    for each in rows:
        row = each.row
        if each.number is None or row.code in told or row.includes or not row.is_percentage:
            continue
        if row.class_ is not TaxClass.TAX:
            continue
        codes = sorted({fee.code for fee in own if _may_join(fee, row)})
        if codes:
            told.add(row.code)
            yield each.warning(
                "base_includes",
                "nothing_joins",
                f"base_includes of {row.code} is blank, so {_listed(codes)} not taxed by it",
                "Name those that belong into its base, as the state says.",
            )


def _listed(codes: Sequence[str]) -> str:
    *others, last = codes
    return f"{', '.join(others)} and {last} are" if others else f"{last} is"


def _may_join(fee: RuleRow, tax: RuleRow) -> bool:
    """Whether some charge can bear both, at one place, on one day."""
    return (
        fee.code != tax.code
        and _may_meet(fee.jurisdiction, tax.jurisdiction)
        and share_a_category(fee.patterns, tax.patterns)
        and fee.first <= tax.last
        and tax.first <= fee.last
    )


def _may_meet(here: Jurisdiction, there: Jurisdiction) -> bool:
    if here.country != there.country:
        return False
    pairs = (
        (here.state, there.state),
        (here.county, there.county),
        (here.place, there.place),
    )
    return all(not one or not other or one == other for one, other in pairs)


def quarters_without_factor(rows: Sequence[RuleRow], today: date) -> tuple[date, ...]:
    """A day of each quarter for which a universal service row is missing: now, or in a few days.

    The quarter of ``today``, and from 15 days before its end the next one. None where there is no
    such row at all: a company that bills no universal service charge needs no factor.
    """
    fusf = [row for row in rows if row.family == FUSF]
    if not fusf:
        return ()
    days = [today]
    last = quarter_end(today)
    if (last - today).days <= DAYS_OF_WARNING:
        days.append(last + timedelta(days=1))
    return tuple(day for day in days if not any(row.in_force(day) for row in fusf))


def _next_factor(rows: Sequence[Numbered], today: date) -> Iterator[Finding]:
    """A universal service factor that is missing, or will be in a few days."""
    for day in quarters_without_factor([each.row for each in rows], today):
        quarter = quarter_of(day)
        yield warning(
            "usf_factor_missing",
            f"No FUSF row covers {quarter}, so no invoice of that quarter can be approved.",
            way_out=f"Add the row with the factor the FCC announced for {quarter} to the sheet "
            "taxes.",
            sheet="taxes",
            column="effective_to",
            record=quarter,
        )
