"""How one file of a format opens: where its records begin and which column means what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.files.delimited import (
    DELIMITERS,
    SAMPLE_RECORDS,
    Dialect,
    delimiter_of,
    sample_records,
)
from app.usage.formats.declaration import CallFormat, Layout, Look, Medium

_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.9
_ENOUGH_ROWS: Final = 10


class NotThisFormatError(Exception):
    """The file is not of the format tried; ``why`` says what speaks against it."""

    def __init__(self, why: str, *, near: int = 0) -> None:
        """``near`` counts what spoke for it."""
        super().__init__(why)
        self.why = why
        self.near = near


@dataclass(frozen=True, slots=True)
class Placed:
    """A layout whose columns are places."""

    places: tuple[tuple[str, int], ...]
    """Meaning and place, in pairs."""
    looks: tuple[tuple[str, int, Look], ...]
    width: int
    """Fields a row must have; 0: enough to reach the last of its looks."""

    def takes(self, count: int) -> bool:
        """Whether a row of so many fields fits this layout."""
        if self.width:
            return count == self.width
        return count > max((place for _, place, _ in self.looks), default=0)

    def misfits(self, fields: Sequence[str]) -> list[tuple[str, int, Look, str]]:
        """The columns whose values do not look as they should."""
        return [
            (meaning, place, look, fields[place])
            for meaning, place, look in self.looks
            if not look.fits(fields[place].strip())
        ]


@dataclass(frozen=True, slots=True)
class Opening:
    """How to read one file as one format."""

    dialect: Dialect
    first_line: int
    """Physical line (or sheet row) of the first record."""
    placed: tuple[Placed, ...]
    header: tuple[str, ...] = ()
    """The header as it stands there, trimmed."""
    rows: list[list[str]] = field(default_factory=list)
    """The first records, as a sample."""

    def widths(self) -> str:
        """The numbers of fields a record may have, in words."""
        known = sorted({layout.width for layout in self.placed if layout.width})
        return " or ".join(map(str, known)) or "more"


def open_text(lines: list[str], fmt: CallFormat) -> Opening:
    """How the file that begins with these lines opens as this format.

    Raises NotThisFormatError. Values are not judged where a header names the columns.
    """
    first, rest = _behind_preamble(lines, fmt)
    tried = [_open_with(delimiter, first, rest, fmt=fmt) for delimiter in _delimiters(rest, fmt)]
    openings = [opening for opening in tried if isinstance(opening, Opening)]
    if openings:
        return openings[0]
    failures = [failure for failure in tried if isinstance(failure, NotThisFormatError)]
    raise max(failures, key=lambda failure: failure.near)


def open_rows(rows: Sequence[tuple[int, list[str]]], fmt: CallFormat) -> Opening:
    """How the sheet with these numbered rows opens as this format; raises NotThisFormatError."""
    filled = [(number, fields) for number, fields in rows if any(fields)]
    if not filled:
        raise NotThisFormatError("it has no rows")
    opening = _open_records(filled, Dialect(), fmt)
    if isinstance(opening, NotThisFormatError):
        raise opening
    return opening


def shift_of(opening: Opening) -> str | None:
    """Why the values cannot be what the columns are named; None: they can.

    Judged on the first records, for single bad ones are to be expected: either most rows are
    wrong in two columns and more, or nearly all of at least ten in the same one.
    """
    counted: Counter[tuple[str, int, str]] = Counter()
    shown: dict[tuple[str, int, str], str] = {}
    shifted = judged = 0
    for fields in opening.rows:
        layout = layout_for(fields, opening.placed)
        if layout is None:
            continue
        judged += 1
        misfits = layout.misfits(fields)
        shifted += len(misfits) > 1
        for meaning, place, look, text in misfits:
            fact = (meaning, place, look.name)
            counted[fact] += 1
            shown.setdefault(fact, text)
    if not counted or judged < 2:  # noqa: PLR2004  one row alone proves nothing
        return None
    fact, most = counted.most_common(1)[0]
    if shifted > _MOST * judged or (judged >= _ENOUGH_ROWS and most > _NEARLY_ALL * judged):
        meaning, place, name = fact
        column = opening.header[place] if place < len(opening.header) else meaning
        return _misfit_words(place, column, name, shown[fact])
    return None


def _misfit_words(place: int, column: str, wanted: str, text: str) -> str:
    held = f'holds "{text}"' if text.strip() else "is blank"
    return f"column {place + 1} ({column}) {held}, not {wanted}"


def layout_for(fields: Sequence[str], placed: Sequence[Placed]) -> Placed | None:
    """The layout of a row: of its width, and of several such the one it looks like.

    A blank field too many is the trace of a trailing delimiter.
    """
    count = len(fields)
    if len(placed) == 1 and placed[0].width == count:
        return placed[0]
    fitting = [layout for layout in placed if layout.takes(count)]
    if not fitting and not fields[-1].strip():
        fitting = [layout for layout in placed if layout.takes(count - 1)]
    if len(fitting) > 1:
        return next((layout for layout in fitting if not layout.misfits(fields)), fitting[0])
    return fitting[0] if fitting else None


def _behind_preamble(lines: list[str], fmt: CallFormat) -> tuple[int, list[str]]:
    """The number of the first line that is no preamble, and the lines from there."""
    at = 0
    while at < len(lines) and (
        not lines[at].strip()
        or (fmt.preamble is not None and fmt.preamble.match(lines[at].strip()))
    ):
        at += 1
    return at + 1, lines[at:]


def _delimiters(lines: list[str], fmt: CallFormat) -> list[str]:
    if fmt.delimiter:
        return [fmt.delimiter]
    likely = delimiter_of(lines)
    return [likely, *(other for other in DELIMITERS if other != likely)]


def _open_with(
    delimiter: str, first: int, lines: list[str], *, fmt: CallFormat
) -> "Opening | NotThisFormatError":
    dialect = Dialect(delimiter, fmt.quoting, fmt.blanks_follow)
    records = sample_records(lines, dialect)
    numbered = [
        (first + line - 1, fields) for line, fields in zip(records.lines, records.rows, strict=True)
    ]
    # A file may consist of one record that was cut off within its last quotes.
    numbered += [
        (first + bad.line - 1, bad.text.replace('"', "").split(delimiter))
        for bad in records.broken
        if not records.rows
    ]
    if not numbered:
        return NotThisFormatError("it has no rows")
    return _open_records(numbered, dialect, fmt)


def _open_records(
    numbered: Sequence[tuple[int, list[str]]], dialect: Dialect, fmt: CallFormat
) -> "Opening | NotThisFormatError":
    first_line, first = numbered[0]
    header: tuple[str, ...] = ()
    if fmt.header:
        header = tuple(name.strip() for name in first)
        lacking = _lacking(fmt, header)
        if lacking:
            return NotThisFormatError(
                f"its first line lacks {_listed(lacking)}", near=len(fmt.header) - len(lacking)
            )
        numbered = numbered[1:]
        first_line += 1
    while numbered and fmt.not_records and fmt.not_records.fullmatch(numbered[0][1][0].strip()):
        first_line = numbered[0][0] + 1
        numbered = numbered[1:]
    placed = tuple(_placed(layout, header) for layout in fmt.layouts)
    rows = [fields for _, fields in numbered[:SAMPLE_RECORDS]]
    opening = Opening(dialect, first_line, placed, header, rows)
    if not fmt.header:
        against = _against(opening)
        if against:
            return against
    return opening


def _lacking(fmt: CallFormat, header: Sequence[str]) -> list[str]:
    """The names the header ought to have and has not; canonical: also what is too much."""
    found = {name.lower() for name in header}
    lacking = [name for name in fmt.header if name.lower() not in found]
    if fmt.medium is Medium.CANONICAL and not lacking and len(header) != len(fmt.header):
        return ["nothing but its eight columns"]
    return lacking


def _listed(names: Sequence[str], most: int = 4) -> str:
    text = ", ".join(names[:most])
    return f"{text} and {len(names) - most} more" if len(names) > most else text


def _placed(layout: Layout, header: Sequence[str]) -> Placed:
    by_name = {name.lower(): place for place, name in reversed(list(enumerate(header)))}
    places = _places(layout.columns, by_name)
    width = layout.width or len(header)
    return Placed(
        places=tuple(places.items()),
        looks=tuple(
            (meaning, places[meaning], look)
            for meaning, look in layout.looks.items()
            if meaning in places
        ),
        width=width,
    )


def _places(columns: Mapping[str, str | int], by_name: Mapping[str, int]) -> dict[str, int]:
    places: dict[str, int] = {}
    for meaning, column in columns.items():
        if isinstance(column, int):
            places[meaning] = column
        elif column.lower() in by_name:
            places[meaning] = by_name[column.lower()]
    return places


def _against(opening: Opening) -> NotThisFormatError | None:
    """What speaks against a headerless format: rows of other widths, or of other looks."""
    if not opening.rows:
        return NotThisFormatError("it has no records")
    near = 0
    why = ""
    for fields in opening.rows:
        layout = layout_for(fields, opening.placed)
        if layout is None:
            why = why or f"fields in a record: {len(fields)}, not {opening.widths()}"
            continue
        misfits = layout.misfits(fields)
        if not misfits:
            near += 1
            continue
        meaning, place, look, text = misfits[0]
        why = why or _misfit_words(place, meaning, look.name, text)
    if near >= _MOST * len(opening.rows):
        return None
    return NotThisFormatError(why, near=near)
