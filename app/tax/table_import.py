"""A tax table that comes in: which rows it adds, corrects and ends in the table that is there.

A row with a later first day ends the row it follows on the day before; nothing is overwritten
that has priced a final invoice. What the rows must hold is judged by ``rule_check.py``, on the
table as it would be. Nothing is written here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from app.findings import Finding, Severity, error, warning
from app.tax.jurisdiction import Jurisdiction
from app.tax.rule import TAXES, TaxRule
from app.tax.rule_check import check_taxes
from app.tax.rule_row import RuleRow, rule_row
from app.tax.table_check import collide
from app.tax.usf import UsfFactor

END: Final = "effective_to"

_TOLD_ONLY: Final = frozenset({END, "tax_name", "calc_seq", "source_note"})
"""Columns that no amount of a final invoice came from."""

_KEY_TEXTS: Final = tuple(name for name in TAXES.key if name not in {"effective_from", "min_base"})

Series = tuple[str, Jurisdiction, frozenset[str], frozenset[str]]
"""Tax code, jurisdiction, categories and kinds of customers: whose rows follow each other."""


class RowFate(Enum):
    """What becomes of a row of the table."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value that would change."""

    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStep:
    """What becomes of one row."""

    fate: RowFate
    number: int | None
    """Its row in the file; None: a row of the company file that a row of the file ends."""
    rule: TaxRule
    """As it would be."""
    before: TaxRule | None
    """As it is; None where it is new."""
    row: RuleRow = field(compare=False, repr=False)
    """As it would be, made ready."""

    @property
    def changes(self) -> tuple[CellChange, ...]:
        """The values that would change; none of a new row."""
        if self.before is None:
            return ()
        return tuple(
            CellChange(column.name, getattr(self.before, name), getattr(self.rule, name))
            for name, column in TAXES.columns.items()
            if getattr(self.before, name) != getattr(self.rule, name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """What a tax table would do."""

    steps: tuple[TableStep, ...]
    """Rows of the company file that the table ends, then the table's rows in their order."""
    findings: tuple[Finding, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not any(each.severity is Severity.ERROR for each in self.findings)


@dataclass(slots=True, eq=False)
class _Slot:
    """A row of the table as it would be, on the way there."""

    number: int | None
    rule: TaxRule
    before: TaxRule | None
    row: RuleRow = field(init=False)

    def __post_init__(self) -> None:
        self.row = rule_row(self.number or 0, self.rule)

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def before_end(self) -> str:
        """How far it ran, in words."""
        end = None if self.before is None else self.before.effective_to
        return "without end" if end is None else f"to {end}"

    def become(self, rule: TaxRule) -> None:
        self.rule = rule
        self.row = rule_row(self.number or 0, rule)

    def end_before(self, follower: RuleRow) -> None:
        self.become(replace(self.rule, effective_to=follower.first - timedelta(days=1)))


def plan_table(
    current: Iterable[TaxRule],
    incoming: Sequence[tuple[int, TaxRule]],
    *,
    absent: Iterable[str] = (),
    usf_factors: tuple[UsfFactor, ...],
    today: date,
    invoices_priced: Callable[[TaxRule], Sequence[str]],
) -> TablePlan:
    """What taking in ``incoming`` would do to the rows that are there.

    ``incoming`` comes with its rows in the file. ``absent`` are the fields for which the file has
    no column: rows that are there keep theirs. ``invoices_priced`` tells the final invoices whose
    charges a row has priced, by number.
    """
    slots = _merged(current, incoming, frozenset(absent))
    series: dict[Series, list[_Slot]] = {}
    for slot in slots:
        series.setdefault(series_of(slot.row), []).append(slot)
    for members in series.values():
        _end_followed(sorted(members, key=lambda slot: slot.row.first))
    findings = [found for slot in slots for found in _refusals(slot, invoices_priced)]
    findings += [found for members in series.values() for found in _left_open(members)]
    findings += check_taxes(
        [(slot.number, slot.rule) for slot in slots], usf_factors=usf_factors, today=today
    )
    steps = [_step(slot) for slot in slots if slot.number is not None or slot.rule != slot.before]
    return TablePlan(
        steps=tuple(sorted(steps, key=_order)),
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda each: each.row or 0)),
    )


def series_of(row: RuleRow) -> Series:
    """Whose rows follow each other in time."""
    return row.code, row.jurisdiction, frozenset(row.patterns), frozenset(row.classes)


def _merged(
    current: Iterable[TaxRule], incoming: Sequence[tuple[int, TaxRule]], absent: frozenset[str]
) -> list[_Slot]:
    """The rows that are there with the file's in their place, then the file's new ones."""
    slots = [_Slot(None, rule, rule) for rule in current]
    known = {_identity(slot.row): slot for slot in slots}
    for number, rule in incoming:
        slot = known.get(_identity(rule_row(number, rule)))
        if slot is None or slot.before is None:
            slots.append(_Slot(number, rule, None))
            continue
        slot.number = number
        slot.become(_like(rule, slot.before, absent))
    return slots


def _identity(row: RuleRow) -> tuple[object, ...]:
    """By what a row is known, however its lists and blanks are written."""
    return (*series_of(row), row.first, row.minimum or Fraction(0))


def _like(rule: TaxRule, before: TaxRule, absent: frozenset[str]) -> TaxRule:
    """The row of the file, written as the row that is there where that means the same."""
    kept = {name: getattr(before, name) for name in (*_KEY_TEXTS, "min_base", *absent)}
    merged, meant = replace(rule, **kept), _means(before)
    for name in TAXES.columns:
        own = getattr(before, name)
        is_other = getattr(merged, name) != own
        if is_other and _means(replace(before, **{name: getattr(merged, name)})) == meant:
            merged = replace(merged, **{name: own})
    return merged


def _means(rule: TaxRule) -> tuple[object, ...]:
    """What a row says, blanks given their meaning."""
    row = rule_row(0, rule)
    told = (rule.tax_name, rule.source_note)
    return (*told, *(getattr(row, each.name) for each in fields(row)))


def _end_followed(members: Sequence[_Slot]) -> None:
    """Ends the rows of a series, in order of their first days, that a later one takes over from.

    A new row of the file ends the row in force when it begins. A row that the file leaves open
    though a later row is there, in the file or in the company file, keeps that row's eve as its
    end: a table that never writes ends can be taken in again and again.
    """
    for index, later in enumerate(members):
        for earlier in members[:index]:
            if earlier.row.first == later.row.first or not collide(earlier.row, later.row):
                continue
            left_open = earlier.number is not None and earlier.rule.effective_to is None
            comes_in = later.number is not None and later.is_new and not earlier.is_new
            if comes_in or (left_open and not (earlier.is_new and later.number is None)):
                earlier.end_before(later.row)


def _left_open(members: Sequence[_Slot]) -> Iterable[Finding]:
    """A row that ends another, and ends itself before that one would have, with nothing after."""
    for new in members:
        if not new.is_new or new.number is None or new.rule.effective_to is None:
            continue
        followed = any(new.row.last < other.row.last for other in members)
        cut = [
            old
            for old in members
            if old.before is not None
            and old.row.last == new.row.first - timedelta(days=1)
            and new.row.last < (old.before.effective_to or date.max)
        ]
        if cut and not followed:
            yield warning(
                "nothing_follows",
                f"{new.row.code} from {new.row.first} ends on {new.row.last} and nothing follows, "
                f"but it ends a row that ran {cut[0].before_end}.",
                way_out="Leave effective_to blank, or add the row that follows.",
                sheet=TAXES.name,
                row=new.number,
                column=END,
                record=new.rule.tax_code,
            )


def _refusals(
    slot: _Slot, invoices_priced: Callable[[TaxRule], Sequence[str]]
) -> Iterable[Finding]:
    """A row that has priced final invoices is not corrected: it ends, and another begins."""
    if slot.before is None or slot.number is None or slot.rule == slot.before:
        return
    changed = [
        name for name in TAXES.columns if getattr(slot.before, name) != getattr(slot.rule, name)
    ]
    if set(changed) <= _TOLD_ONLY:
        return
    numbers = invoices_priced(slot.before)
    if not numbers:
        return
    column = next(name for name in changed if name not in _TOLD_ONLY)
    named = TAXES.columns[column].name
    before, after = getattr(slot.before, column), getattr(slot.rule, column)
    more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
    yield error(
        "row_has_priced",
        f"{slot.rule.tax_code} from {slot.rule.effective_from} cannot be changed ({named}: "
        f"{_shown(before)} becomes {_shown(after)}): it has priced final invoice {numbers[0]}"
        f"{more}.",
        way_out="Leave that row as it is and add a row with the new values and the first day they "
        "hold from; the old one then ends by itself. What was billed is put right by a credit.",
        sheet=TAXES.name,
        row=slot.number,
        column=named,
        record=slot.rule.tax_code,
    )


def _shown(value: object) -> str:
    return "blank" if value is None else str(value)


def _step(slot: _Slot) -> TableStep:
    return TableStep(
        fate=_fate(slot), number=slot.number, rule=slot.rule, before=slot.before, row=slot.row
    )


def _fate(slot: _Slot) -> RowFate:
    before = slot.before
    if before is None:
        return RowFate.ADDED
    if slot.rule == before:
        return RowFate.UNCHANGED
    end = slot.rule.effective_to
    shorter = end is not None and (before.effective_to is None or end < before.effective_to)
    if shorter and replace(slot.rule, effective_to=before.effective_to) == before:
        return RowFate.ENDED
    return RowFate.CHANGED


def _order(step: TableStep) -> tuple[object, ...]:
    """By row in the file; rows of the company file first, by code and first day."""
    return (
        step.number is not None,
        step.number or 0,
        step.rule.tax_code,
        step.rule.effective_from,
        step.row.jurisdiction.text,
        step.row.patterns,
        step.row.classes,
        step.rule.min_base or Decimal(0),
    )
