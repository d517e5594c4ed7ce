"""A tax report: columns, rows, totals, and how it ties to the journal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from app.billing.journal import Ledger
from app.findings import Finding
from app.values.money import ZERO

Value = str | Decimal | int | date | None
"""What a cell holds; None where there is nothing to say."""

Row = tuple[Value, ...]


class ColumnKind(Enum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    MONEY = "money"
    """Whole cents."""
    EXACT = "rate, units or exact amount"
    """At most eight decimals."""
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumn:
    """One column; its name stands in files and JSON and does not change."""

    name: str
    kind: ColumnKind
    doc: str

    @property
    def title(self) -> str:
        """The name in words."""
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]


def text(name: str, doc: str) -> ReportColumn:
    """A column of texts."""
    return ReportColumn(name=name, kind=ColumnKind.TEXT, doc=doc)


def whole(name: str, doc: str) -> ReportColumn:
    """A column of whole numbers."""
    return ReportColumn(name=name, kind=ColumnKind.WHOLE, doc=doc)


def amount(name: str, doc: str) -> ReportColumn:
    """A column of money in whole cents."""
    return ReportColumn(name=name, kind=ColumnKind.MONEY, doc=doc)


def exact(name: str, doc: str) -> ReportColumn:
    """A column of rates, units and amounts of up to eight decimals."""
    return ReportColumn(name=name, kind=ColumnKind.EXACT, doc=doc)


def day(name: str, doc: str) -> ReportColumn:
    """A column of days."""
    return ReportColumn(name=name, kind=ColumnKind.DAY, doc=doc)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a report says of one tax code, beside what the journal says."""

    ledger: Ledger
    code: str
    reported: Decimal
    journal: Decimal
    """Credits less debits of the code's postings in the window: what is payable."""

    @property
    def difference(self) -> Decimal:
        """What the report has more than the journal; 0 where they agree."""
        return self.reported - self.journal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxReport:
    """What one report says of one window."""

    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[Row, ...]
    totals: Row = ()
    """One value a column, None where a column has no sum; empty: the report has no totals."""
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    ties: tuple[Tie, ...] = ()
    """Empty where the report is of nothing that the journal holds."""

    @property
    def does_tie(self) -> bool:
        """Whether every code agrees with the journal to the cent."""
        return not any(tie.difference for tie in self.ties)


def totals_of(columns: tuple[ReportColumn, ...], rows: tuple[Row, ...], *names: str) -> Row:
    """The sums of the columns named, ``Total`` in the first; None elsewhere and where all is blank.

    Columns of money and of units can be added; rates cannot, and are not to be named.
    """
    sums: list[Value] = [None] * len(columns)
    for place, column in enumerate(columns):
        if column.name not in names:
            continue
        cells = [cell for row in rows if isinstance(cell := row[place], Decimal | int)]
        sums[place] = sum(cells, ZERO) if cells or column.kind is ColumnKind.MONEY else None
    sums[0] = "Total"
    return tuple(sums)
