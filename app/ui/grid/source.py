"""Where the rows of a grid come from: a list in memory, or pages of a table in the company file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.ui.grid.columns import GridColumn, Kind, find_text, is_absent, order_of

PAGE: Final = 200
"""Rows read at once from a paged source."""


_NEXT: Final = "\n"
_GROUPING: Final = ","


@dataclass(frozen=True, slots=True)
class Sorting:
    """The column a grid is sorted by."""

    key: str
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a paged source and how many there are in all."""

    first: int
    rows: Sequence[Any]
    total: int
    sums: dict[str, Decimal | int] | None = None
    """Sums of the summed columns over all rows; None where they were not asked for, or come when
    they are asked for alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWish:
    """What is asked of a paged source."""

    first: int
    count: int
    sorting: Sorting | None
    text: str
    """What to find; blank: everything."""
    filters: tuple[tuple[str, str], ...] = ()
    with_total: bool = True
    """Whether to count all rows, and to add them up where that is no longer work than to count."""
    only_sums: bool = False
    """Asks for the sums alone, once the rows stand."""


PageReader = Callable[[PageWish], Page]
"""Reads a page; runs on a worker's thread."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group of rows."""

    title: str
    indexes: tuple[int, ...]
    """The rows in it, by their place in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """A list in the order of showing: indexes of rows, and heads of groups."""

    rows: Sequence[Any]
    lines: tuple[int | GroupRow, ...]
    shown: int
    """How many rows pass the filter."""
    sums: dict[str, Decimal | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How a list is to be shown."""

    columns: tuple[GridColumn, ...]
    text: str = ""
    keep: Callable[[Any], bool] | None = None
    sorting: Sorting | None = None
    group: Callable[[Any], str] | None = None
    folded: frozenset[str] = frozenset()


def arrange(rows: Sequence[Any], wish: Arrangement, texts: dict[int, str]) -> Arranged:
    """Filters, sorts and groups a list; may run on a worker's thread.

    ``texts`` keeps what can be found of each row, so that the second letter is quicker than the
    first.
    """
    columns = {column.key: column for column in wish.columns}
    indexes = _found(rows, wish, texts)
    if wish.sorting is not None and wish.sorting.key in columns:
        indexes = _sorted(rows, indexes, columns[wish.sorting.key], falls=wish.sorting.falls)
    sums = {
        key: total(column, rows, indexes) for key, column in columns.items() if column.is_summed
    }
    if wish.group is None:
        return Arranged(rows=rows, lines=tuple(indexes), shown=len(indexes), sums=sums)
    groups: dict[str, list[int]] = {}
    for index in indexes:
        groups.setdefault(wish.group(rows[index]), []).append(index)
    lines: list[int | GroupRow] = []
    for title, members in groups.items():
        lines.append(GroupRow(title, tuple(members)))
        if title not in wish.folded:
            lines += members
    return Arranged(rows=rows, lines=tuple(lines), shown=len(indexes), sums=sums)


def _found(rows: Sequence[Any], wish: Arrangement, texts: dict[int, str]) -> list[int]:
    wanted = wish.text.casefold().split()
    indexes = [index for index, row in enumerate(rows) if wish.keep is None or wish.keep(row)]
    if not wanted:
        return indexes
    found = []
    for index in indexes:
        text = texts.get(index)
        if text is None:
            text = texts[index] = _text(rows[index], wish.columns)
        if all(_fits(word, text) for word in wanted):
            found.append(index)
    return found


def _text(row: object, columns: Sequence[GridColumn]) -> str:
    whole = "\n".join(find_text(column, row) for column in columns).casefold()
    numbers = [str(c.value(row) or "") for c in columns if c.kind is Kind.NUMBER]
    return f"{whole}\x00{_NEXT.join(_digits(number) for number in numbers)}"


def _fits(word: str, text: str) -> bool:
    if word in text or (word[:1].isdigit() and word.replace(_GROUPING, "") in text):
        return True
    return _is_number(word) and _digits(word) in text[text.index("\x00") :]


def _sorted(
    rows: Sequence[Any], indexes: Sequence[int], column: GridColumn, *, falls: bool
) -> list[int]:
    there, absent = [], []
    for index in indexes:
        value = column.value(rows[index])
        if is_absent(value):
            absent.append(index)
        else:
            there.append((order_of(value), index))
    there.sort(key=_first, reverse=falls)
    return [index for _, index in there] + absent


def _first(pair: tuple[Any, int]) -> Any:  # noqa: ANN401  whatever a column holds
    return pair[0]


def total(column: GridColumn, rows: Sequence[Any], indexes: Sequence[int]) -> Decimal | int:
    """The sum of a column over some rows."""
    found: Decimal | int = 0 if column.kind in {Kind.COUNT, Kind.LENGTH} else Decimal(0)
    for index in indexes:
        value = column.value(rows[index])
        if isinstance(value, Decimal | int):
            found += value
    return found


def _digits(word: str) -> str:
    return "".join(mark for mark in word if mark.isdigit())


def _is_number(word: str) -> bool:
    """Whether a word is a telephone number in some writing."""
    return len(_digits(word)) > 2 and all(mark.isdigit() or mark in "+()-./" for mark in word)  # noqa: PLR2004
