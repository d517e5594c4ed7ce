"""Delimited text as records, each with the physical line on which it begins."""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import Final, Protocol

from app.files.text import MAX_LINE_BYTES, TextBlock, line_too_long

DELIMITERS: Final = (",", ";", "\t", "|")

MAX_RECORD_LINES: Final = 100
"""The most lines one record may run over.

A quote that is opened and never closed would else swallow all the good records after it.
"""

SAMPLE_RECORDS: Final = 50
"""How many records are looked at to judge a file."""

_END = "\x00end\x00"
"""A line of its own behind the last one: whoever swallows it was not finished."""


class Quoting(Enum):
    """How a delimiter or a line end may stand inside a field."""

    DOUBLED = "doubled"
    """Fields in double quotes, a quote inside doubled."""
    ESCAPED = "escaped"
    """No quotes; a backslash before the delimiter and before itself."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the fields of a record are told apart."""

    delimiter: str = ","
    quoting: Quoting = Quoting.DOUBLED
    blanks_follow: bool = False
    """Whether blanks after a delimiter are no part of the field, also before a quote."""


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A stretch of text that is no record."""

    line: int
    text: str
    why: str


@dataclass(slots=True)
class Records:
    """The records of one block, as parallel lists."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """The physical line on which each row begins, from 1."""
    texts: list[str] = field(default_factory=list)
    """Each row as it stood there."""
    broken: list[BrokenRecord] = field(default_factory=list)


class RecordSplitter:
    """Splits the blocks of one file into records, in their order; blank lines are none.

    A record cut by the end of a block waits for the next one, so that the blocks' size never
    shows. A quote that is not closed within ``MAX_RECORD_LINES`` makes its own line a broken
    record; reading goes on with the line after it.
    """

    def __init__(self, dialect: Dialect, *, name: str) -> None:
        self._dialect = dialect
        self._name = name
        self._waiting: list[str] = []

    @property
    def is_between_records(self) -> bool:
        """Whether the next block begins with a record."""
        return not self._waiting

    def take(self, block: TextBlock) -> Records:
        """The records that end in this block; raises InputError at a line past all reason."""
        lines = block.data.decode("utf-8", errors="replace").split("\n")
        if not lines[-1]:
            lines.pop()
        first_line = block.first_line - len(self._waiting)
        lines = self._waiting + lines
        records = Records()
        used = _parse(
            lines, first_line, self._dialect, name=self._name, last=block.last, into=records
        )
        self._waiting = lines[used:]
        return records


def sample_records(lines: list[str], dialect: Dialect) -> Records:
    """The first records among the lines, the last of which may be cut off."""
    return _sample(tuple(lines), dialect)


@lru_cache(maxsize=32)
def _sample(lines: tuple[str, ...], dialect: Dialect) -> Records:
    """The same; every format that is tried looks at the same few lines, split in the same ways."""
    records = Records()
    count = SAMPLE_RECORDS
    _parse(list(lines), 1, dialect, name="", last=True, into=records, most=count)
    return Records(
        records.rows[:count], records.lines[:count], records.texts[:count], records.broken[:count]
    )


def delimiter_of(lines: list[str]) -> str:
    """The delimiter under which the lines have the same number of fields, and more than one.

    A comma where none does.
    """
    best = (0.0, 0, ",")
    for delimiter in DELIMITERS:
        rows = sample_records(lines, Dialect(delimiter)).rows
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        best = max(best, (count / len(rows), width, delimiter), key=lambda score: score[:2])
    return best[2]


def _parse(
    lines: list[str],
    first_line: int,
    dialect: Dialect,
    *,
    name: str,
    last: bool,
    into: Records,
    most: int = sys.maxsize,
) -> int:
    """Adds the records of the lines, ``most`` at most; returns how many lines are used up.

    Lines of a record that is not finished are left over, unless these lines are the last.
    """
    for offset, line in enumerate(lines):
        if len(line) > MAX_LINE_BYTES:
            raise line_too_long(name, first_line + offset)
    begin = 0
    while begin < len(lines) and len(into.rows) < most:
        begin, stuck = _parse_from(begin, lines, first_line, dialect=dialect, into=into, most=most)
        if not stuck:
            continue
        if not last and len(lines) - begin < MAX_RECORD_LINES:
            return begin
        into.broken.append(
            BrokenRecord(first_line + begin, lines[begin], "A quote is opened and never closed.")
        )
        begin += 1
    return begin


def _parse_from(
    begin: int,
    lines: list[str],
    first_line: int,
    *,
    dialect: Dialect,
    into: Records,
    most: int = sys.maxsize,
) -> tuple[int, bool]:
    """Adds records from ``begin`` on; the line it came to, and whether a quote stays open there."""
    reader = _reader(chain(lines[begin:] if begin else lines, (_END,)), dialect)
    at = begin
    try:
        for fields in reader:
            after = begin + reader.line_num
            if after > len(lines):
                return at, after - at > 1 and at < len(lines)
            if after - at > MAX_RECORD_LINES:
                return at, True
            if len(fields) > 1 or (fields and fields[0].strip()):
                into.rows.append(fields)
                into.lines.append(first_line + at)
                into.texts.append(lines[at] if after == at + 1 else "\n".join(lines[at:after]))
            at = after
            if len(into.rows) >= most:
                break
    except csv.Error:
        # A field longer than the parser takes: the same open quote, met sooner.
        return at, True
    return at, False


class _Reader(Protocol):
    """What ``csv.reader`` makes."""

    @property
    def line_num(self) -> int:
        """How many lines it has taken."""

    def __iter__(self) -> Iterator[list[str]]:
        """Records."""


def _reader(lines: Iterable[str], dialect: Dialect) -> _Reader:
    ended = (line + "\n" for line in lines)
    if dialect.quoting is Quoting.ESCAPED:
        return csv.reader(
            ended, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE, escapechar="\\"
        )
    return csv.reader(ended, delimiter=dialect.delimiter, skipinitialspace=dialect.blanks_follow)
