"""Columns of a grid: what each shows of a row, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import Qt

from app.ui import words
from app.ui.parts.badge import Badge


class Kind(Enum):
    """What a column holds, and so how it is written, aligned, sorted and copied."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    CHANGE = "change"
    """Money with its sign."""
    RATE = "rate"
    EXACT = "exact"
    """Money with all its places."""
    PERCENT = "percent"
    LENGTH = "length"
    """Seconds."""
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    """A telephone number in E.164; masked while the list is, unless ``is_own``."""
    BADGE = "badge"
    """A state: the value is a ``Badge``."""
    CHECK = "check"
    BAR = "bar"
    """A change as a bar from the middle: the value is a part from -1 to 1."""
    BUTTON = "button"
    """The words of what can be done with the row; blank: nothing."""


RIGHT: Final = frozenset(
    {
        Kind.COUNT,
        Kind.MONEY,
        Kind.CHANGE,
        Kind.RATE,
        Kind.EXACT,
        Kind.PERCENT,
        Kind.LENGTH,
    }
)
"""Kinds that stand at the right edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """One column of a grid."""

    key: str
    """Its name in kept layouts and in a paged source's order."""
    title: str
    value: Callable[[Any], object]
    """What it shows of a row."""
    kind: Kind = Kind.TEXT
    width: int = 120
    tip: str = ""
    is_summed: bool = False
    is_sortable: bool = True
    stretches: bool = False
    """Whether it takes the room that is left."""
    is_hidden: bool = False
    """Whether it is shown only when chosen."""
    second: Callable[[Any], str] | None = None
    """A muted second text behind the first."""
    tone: Callable[[Any], str] | None = None
    """In which role's ink a value stands out, as the odd one of several; blank: in none."""
    is_own: bool = False
    """Whether its telephone numbers are customers' own: those are never masked."""
    edit: "Editing | None" = None
    """How a cell is edited; None: it is not."""

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Where the text stands."""
        side = Qt.AlignmentFlag.AlignRight if self.kind in RIGHT else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """How a cell is edited."""

    choices: Callable[[], Mapping[str, str]] | None = None
    """The values to choose from with their words; None: any."""
    is_editable: Callable[[Any], bool] = field(default=lambda _: True)
    owner: Callable[[Any], str] = field(default=lambda _: "")
    """Who owns the field where it cannot be changed here."""


_WRITERS: Final[Mapping[Kind, tuple[type, Callable[[Any], str]]]] = {
    Kind.COUNT: (int, words.count),
    Kind.MONEY: (Decimal, words.money),
    Kind.CHANGE: (Decimal, words.change),
    Kind.RATE: (Decimal, words.rate),
    Kind.EXACT: (Decimal, words.exact),
    Kind.PERCENT: (Decimal, words.percent),
    Kind.LENGTH: (int, words.length),
    Kind.DAY: (date, words.day),
}
"""By kind what it is written from, and how."""


def text_of(column: GridColumn, value: object, *, zone: tzinfo = UTC, masked: bool = True) -> str:
    """A value in the words of the window."""
    if value is None or column.kind is Kind.BAR:
        return words.ABSENT
    if column.kind is Kind.MOMENT and isinstance(value, datetime):
        return words.moment(value, zone)
    if column.kind is Kind.NUMBER:
        return words.telephone(str(value), masked=masked and not column.is_own)
    if column.kind is Kind.CHECK:
        return "yes" if value else "no"
    if isinstance(value, Badge):
        return value.word
    expected, write = _WRITERS.get(column.kind, (object, str))
    return str(write(value)) if isinstance(value, expected) else str(value)


def plain_of(
    column: GridColumn, value: object, *, zone: tzinfo = UTC, masked: bool = True
) -> object:
    """A value as it is copied and exported: plain days, times and figures, no masks lifted."""
    if isinstance(value, Badge):
        return value.word
    if column.kind is Kind.CHECK:
        return "yes" if value else "no"
    if column.kind is Kind.NUMBER and value and masked and not column.is_own:
        return words.telephone(str(value), masked=True)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value


def find_text(column: GridColumn, row: object) -> str:
    """What of a cell can be found by typing; figures stand as they are typed, without grouping."""
    value = column.value(row)
    if value is None:
        text = ""
    elif isinstance(value, str):
        text = value
    elif isinstance(value, Badge):
        text = value.word
    elif isinstance(value, Decimal):
        text = f"{value:.2f} {value.normalize():f}"
    elif isinstance(value, date):
        text = _day_text(value)
    else:
        text = str(value)
    return f"{text}\n{column.second(row)}" if column.second is not None else text


@lru_cache(maxsize=4096)
def _day_text(value: date) -> str:
    return f"{words.day(value)} {value.isoformat()}"


def order_of(value: object) -> object:
    """What a value is sorted by."""
    if isinstance(value, Badge):
        return value.word.casefold()
    if isinstance(value, str):
        return value.casefold()
    return value


def is_absent(value: object) -> bool:
    """Whether there is no value; such rows stand last, however a list is sorted."""
    return value is None or value == ""
