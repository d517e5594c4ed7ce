"""Days that a tax table leaves uncovered: holes between rows, rows that ended, rows that soon end.

Looked at by category: two rows of one code and jurisdiction may speak of different products.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.tax.book import RuleGroup
from app.tax.category import ANY, CATEGORIES, pattern_reaches
from app.tax.rule_row import RuleRow

DAYS_BEFORE: Final = 60
"""How long before its end a row without successor is told of."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TableGap:
    """Days that no row of a tax code in a jurisdiction covers, though one did before."""

    before: RuleRow
    """The row that ends."""
    after: RuleRow | None
    """The row that begins after the gap; None: nothing follows."""

    @property
    def first(self) -> date:
        """The first day that is not covered."""
        return self.before.last + _DAY

    @property
    def last(self) -> date | None:
        """The last day that is not covered; None: no end."""
        return None if self.after is None else self.after.first - _DAY


def gaps_of(group: RuleGroup) -> list[TableGap]:
    """The gaps of one tax code in one jurisdiction, each told once, in order of their days.

    A row that ends and that nothing follows is a gap without end.
    """
    found: dict[tuple[date, date | None], TableGap] = {}
    for rows in _covering(group.rows):
        for gap in _gaps(rows):
            found.setdefault((gap.first, gap.last), gap)
    return sorted(found.values(), key=lambda gap: (gap.first, gap.last or date.max))


def _covering(rows: Sequence[RuleRow]) -> Iterator[list[RuleRow]]:
    """For every category and kind of customer that the rows tell apart, the rows that reach it."""
    named = {each for row in rows for each in row.patterns if not each.endswith(ANY)}
    stems = {each.removesuffix(ANY) for row in rows for each in row.patterns}
    categories = CATEGORIES | named | {stem for stem in stems if stem}
    classes = {name for row in rows for name in row.classes}
    told = set()
    for category in sorted(categories):
        for kind in sorted(classes):
            reaching = [row for row in rows if _reaches(row, category, kind)]
            key = tuple(map(id, reaching))
            if reaching and key not in told:
                told.add(key)
                yield reaching


def _reaches(row: RuleRow, category: str, kind: str) -> bool:
    return bool({ANY, kind} & set(row.classes)) and any(
        pattern_reaches(pattern, category) for pattern in row.patterns
    )


def _gaps(rows: Iterable[RuleRow]) -> Iterator[TableGap]:
    ordered = sorted(rows, key=lambda row: (row.first, row.last))
    holder = ordered[0]
    for row in ordered[1:]:
        if row.first.toordinal() > holder.last.toordinal() + 1:
            yield TableGap(holder, row)
        if row.last > holder.last:
            holder = row
    if holder.last != date.max:
        yield TableGap(holder, None)
