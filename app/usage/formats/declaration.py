"""How a format of call files is declared: what lies where and what it means, as data.

Records travel as texts by *meaning*: ``start``, ``answer``, ``end``, ``seconds`` (talk time),
``elapsed`` (ring and talk time), ``caller``, ``called``, ``billing_number``, ``disposition``,
``direction``, ``context``, ``channel``, ``dest_channel``, ``cost``, ``kind`` (of record), and what
a format's key and its own functions need besides.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from app.files.delimited import Quoting
from app.usage.settings import ReadSettings
from app.usage.table import Direction, Reason

Values = dict[str, str]
"""The texts of one record by meaning, trimmed; absent: blank."""


class Medium(Enum):
    """How records are written."""

    CANONICAL = "canonical"
    """Our own comma-separated layout."""
    DELIMITED = "delimited"
    """Delimited text, or the rows of an Excel sheet."""
    JSON = "json"
    """Objects: one in a file, one after another, or in an array."""


class Zone(Enum):
    """What a stamp without an offset is told in."""

    SOURCE = "source"
    """The zone of the source."""
    UTC = "utc"


class Unit(Enum):
    """What a duration is written in."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    CLOCK = "h:mm:ss"
    STAMPS = "stamps"
    """Not written: from answer to end."""


@dataclass(frozen=True, slots=True)
class Look:
    """What values of a column look like."""

    name: str
    """In words: ``a date and time``."""
    pattern: re.Pattern[str]
    blank: bool = False
    """Whether it may be blank."""

    def fits(self, text: str) -> bool:
        """Whether a value looks so."""
        return self.blank if not text else self.pattern.fullmatch(text) is not None

    def or_blank(self) -> "Look":
        """The same, or nothing."""
        return Look(self.name, self.pattern, blank=True)


def look(name: str, pattern: str) -> Look:
    """A look by its pattern, case ignored."""
    return Look(name, re.compile(pattern, re.IGNORECASE | re.ASCII))


STAMP: Final = look(
    "a date and time",
    r"\d{4}-\d\d-\d\d[ T]\d\d?:\d\d(:\d\d([.,]\d+)?)? ?(Z|[+-]\d\d:?\d\d)?"
    r"|\d{1,4}[/.]\d{1,2}[/.]\d{1,4},? \d\d?:\d\d(:\d\d([.,]\d+)?)?( ?[AP]\.?M\.?)?"
    r"|\d{8} \d\d:\d\d:\d\d([.,]\d+)?|\d{14}([.,]\d+)?"
    r"|(\w{3}, ?)?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d ?([+-]\d{4}|[A-Z]{1,4})?",
)
DATE: Final = look("a date", r"\d{4}-\d\d-\d\d|\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|\d{8}")
TIME: Final = look("a time of day", r"\d{1,2}:\d\d(:\d\d([.,]\d+)?)?( ?[AP]M)?")
EPOCH: Final = look("seconds since 1970", r"\d{1,10}")
WHOLE: Final = look("a whole number of seconds", r"[+-]?\d{1,9}")
FRACTION: Final = look("a number of seconds", r"[+-]?\d{1,9}([.,]\d+)?")
CLOCK: Final = look("a duration h:mm:ss", r"[+-]?\d+:\d\d(:\d\d([.,]\d+)?)?")
MONEY: Final = look("an amount", r"[^\d\s.,+-]?[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?")
UNIQUEID: Final = look("an Asterisk unique id", r"(\S*-)?\d{9,10}\.\d+")
UUID: Final = look("a UUID", r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PARTY: Final = look(
    "a telephone number or name",
    r"(?!\d{4}-\d\d-\d\d)(?!\d{1,4}[/.]\d{1,2}[/.]\d{1,4} ).*",
)


def word(name: str, *words: str) -> Look:
    """One of some words."""
    return look(name, "|".join(re.escape(text) for text in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the meanings lie in rows of one shape."""

    columns: Mapping[str, str | int]
    """Header name, or place from 0, by meaning. A column that is not there is blank."""
    width: int = 0
    """The number of fields such rows have; 0: that of the header, or any that reaches."""
    looks: Mapping[str, Look] = field(default_factory=dict)
    """How its values look: by this rows without header are known and shifted ones refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """When a call counts as answered."""

    meaning: str = ""
    """The value that tells; blank: every record is of an answered call."""
    words: frozenset[str] = frozenset()
    """What it must say, in lower case; empty: anything but nothing and zero."""
    blank: bool = False
    """What a blank value tells."""

    def holds(self, values: Values) -> bool:
        """Whether the record is of an answered call."""
        if not self.meaning:
            return True
        text = values.get(self.meaning, "")
        if not text:
            return self.blank
        return text.lower() in self.words if self.words else text.strip("0") != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionRule:
    """How a record tells which way the call went."""

    meaning: str = ""
    """The value that tells; blank: none does."""
    words: Mapping[str, Direction] = field(default_factory=dict)
    """By the whole value, in lower case."""
    parts: tuple[tuple[str, Direction], ...] = ()
    """By a part of the value, in lower case; the first that is in it."""
    default: Direction = Direction.UNKNOWN
    lists: bool = False
    """Whether the source's contexts and channels tell, before anything else."""
    strict: bool = False
    """Whether a value that is none of the words makes the record malformed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """Where talk time is written and how."""

    unit: Unit = Unit.SECONDS
    meaning: str = "seconds"
    grain: int = 1
    """The carrier has rounded it up to multiples of so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Which records are no final ones."""

    meaning: str
    final: frozenset[str]
    """What final records say, in lower case."""
    reason: Reason = Reason.PARTIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One way of making a record's own key out of its values."""

    meanings: tuple[str, ...]
    joined_by: str = ""
    needed: tuple[str, ...] = ()
    """Which of them must not be blank; empty: all."""

    def of(self, values: Values) -> str | None:
        """The key; None where a needed value is blank."""
        if not all(values.get(name) for name in self.needed or self.meanings):
            return None
        return self.joined_by.join(values.get(name, "") for name in self.meanings)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CallFormat:
    """A format of call files: how it is known, what lies where, and what it means."""

    name: str
    """What ``--format`` takes."""
    title: str
    """In words, for people."""
    medium: Medium = Medium.DELIMITED
    header: tuple[str, ...] = ()
    """Names the header must have, case ignored; empty: the format has none."""
    layouts: tuple[Layout, ...] = ()
    delimiter: str | None = None
    """None: whichever the file uses."""
    quoting: Quoting = Quoting.DOUBLED
    blanks_follow: bool = False
    """Whether blanks may stand between a delimiter and a quote."""
    preamble: re.Pattern[str] | None = None
    """Lines at the file's beginning that are no records."""
    not_records: re.Pattern[str] | None = None
    """What the first field of lines looks like that are no records: a second header."""
    zone: Zone = Zone.SOURCE
    zone_name: str = ""
    """The zone by name, where neither of these."""
    date_order: str = ""
    """Order of day and month if the source does not say: ``dmy``, ``mdy``; blank: refused."""
    epochs: bool = False
    """Whether bare digits in stamps count seconds since 1970 (or micro-, or milliseconds)."""
    duration: Duration = field(default_factory=Duration)
    answered: Answered = field(default_factory=Answered)
    direction: DirectionRule = field(default_factory=DirectionRule)
    keys: tuple[Key, ...] = ()
    """Ways to a record's key, the first that can be gone; none can: the record has none."""
    cost_sign: int = 1
    """-1: the file writes what is charged as negative."""
    decimal_sign: str = "."
    hold: Hold | None = None
    second_leg: tuple[str, str] | None = None
    """A record's own id and the other leg's: the later of two that name each other is held."""
    child: str = ""
    """A value that marks a part of another record's call; held where it was answered."""
    prepare: Callable[[Values, ReadSettings], None] | None = None
    """Settles what data cannot say, in place."""
    unfold: Callable[[Any], list[Any] | None] | None = None
    """JSON: the records in one object of the file; None if it is one itself."""
    flatten: Callable[[Any], Values | None] | None = None
    """JSON: values by meaning of one record; None if it is not of this format."""
    variants: tuple["CallFormat", ...] = ()
    """Other shapes the same format comes in: with a header, as JSON."""
    notes: tuple[str, ...] = ()
    """What one should know about it, for people."""
