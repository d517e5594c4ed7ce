"""The canonical call file: columns of text to columns of calls, a block at a time.

The order in which a row's faults are looked for is that of ``setup-workbook.md``: number of
fields, id, start, duration, direction.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from app.files.delimited import Records
from app.files.text import MAX_LINE_BYTES, TextBlock, line_too_long
from app.usage.access_code import without_access_code
from app.usage.malformed import malformed_row, wrong_fields
from app.usage.settings import ReadSettings
from app.usage.stamps import aware_us
from app.usage.table import Direction, MalformedRow, Reason
from app.usage.written import SECONDS_LIMIT

_WHOLE = re.compile(r"[+-]?[0-9]+")
_DIRECTIONS: Final = {
    "out": Direction.OUT.value,
    "in": Direction.IN.value,
    "internal": Direction.INTERNAL.value,
}
_FAULTS: Final = {
    Reason.NO_ID: ("call_id", "The call has no id."),
    Reason.BAD_START: (
        "started_at",
        "The start is not a date and time in ISO 8601 with an offset or Z.",
    ),
    Reason.BAD_DURATION_TEXT: ("duration_seconds", "The duration is not a whole number."),
    Reason.BAD_DIRECTION: ("direction", "The direction is not out, in or internal."),
}
_FEW_TAILS = 1000
_SECONDS, _SECONDS_END = 17, 19
"""Where the seconds stand in 2026-10-01T00:00:00Z."""
_NEWLINE = 10
_BLANK = 32

Lines = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TextColumns:
    """Rows of the right number of fields, still as text, and those of a wrong number."""

    texts: pl.DataFrame
    """``row`` and the eight columns, trimmed; blank: empty."""
    raw: Callable[[int], str]
    """A row, by its place in ``texts``, as it stood in the file."""
    malformed: list[MalformedRow]


def columns_of_block(
    block: TextBlock, header: Sequence[str], delimiter: str, *, file: str
) -> TextColumns:
    """The rows of a block without quotes; blank lines are none.

    Raises InputError at a line past all reason.
    """
    data = block.data if block.data.endswith(b"\n") or not block.data else block.data + b"\n"
    letters = np.frombuffer(data, dtype=np.uint8)
    marks = np.flatnonzero((letters == _NEWLINE) | (letters == ord(delimiter)))
    line_ends = np.flatnonzero(letters[marks] == _NEWLINE)
    ends = marks[line_ends]
    starts = np.concatenate((np.zeros(min(1, ends.size), dtype=np.int64), ends[:-1] + 1))
    _refuse_long_lines(starts, ends, block.first_line, file)
    fields = np.diff(line_ends, prepend=-1)
    good = fields == len(header)
    malformed: list[MalformedRow] = []
    if not good.all():
        for line in np.flatnonzero(~good).tolist():
            text = data[starts[line] : ends[line]].decode()
            if text.strip():
                malformed.append(
                    wrong_fields(
                        str(len(header)),
                        int(fields[line]),
                        file=file,
                        row=block.first_line + line,
                        raw=text,
                    )
                )
        data = _lines_of(data, good, starts, ends)
    kept = np.flatnonzero(good)

    def raw(place: int) -> str:
        line = kept[place]
        return letters[starts[line] : ends[line]].tobytes().decode()

    texts = _as_columns(data, header, delimiter)
    if not data.isascii() or _has_margins(letters, delimiter):
        texts = texts.with_columns(pl.all().str.strip_chars())
    rows = pl.Series("row", kept + block.first_line, dtype=pl.UInt32)
    return TextColumns(texts.insert_column(0, rows), raw, malformed)


def columns_of_records(records: Records, header: Sequence[str], *, file: str) -> TextColumns:
    """The rows of records that a parser has split already."""
    malformed: list[MalformedRow] = []
    kept: list[int] = []
    for place, fields in enumerate(records.rows):
        if len(fields) == len(header):
            kept.append(place)
            continue
        malformed.append(
            wrong_fields(
                str(len(header)),
                len(fields),
                file=file,
                row=records.lines[place],
                raw=records.texts[place],
            )
        )
    malformed += [
        malformed_row(Reason.WRONG_FIELDS, bad.why, file=file, row=bad.line, raw=bad.text)
        for bad in records.broken
    ]
    texts = pl.DataFrame(
        {
            "row": pl.Series([records.lines[place] for place in kept], dtype=pl.UInt32),
            **{
                name: pl.Series([records.rows[place][at] for place in kept], dtype=pl.String)
                for at, name in enumerate(header)
            },
        }
    )
    return TextColumns(
        texts.with_columns(pl.col(pl.String).str.strip_chars()),
        lambda place: records.texts[kept[place]],
        malformed,
    )


def calls(
    columns: TextColumns, settings: ReadSettings, *, file: str
) -> tuple[pl.DataFrame, list[MalformedRow]]:
    """The calls with READ_COLUMNS, and all rows of the columns that are none."""
    texts = columns.texts
    answered = _answered(texts["disposition"])
    read = texts.select(
        "row",
        "call_id",
        starts_of(texts["started_at"]).alias("started_us"),
        seconds_of(texts["duration_seconds"], answered).alias("raw_seconds"),
        "caller",
        "called",
        "billing_number",
        _direction().alias("direction"),
        answered.alias("answered"),
        pl.lit(None, pl.Int64).alias("cost"),
        pl.lit(0, pl.Int16).alias("hold"),
    )
    malformed = list(columns.malformed)
    faults = _faults(read)
    bad = np.flatnonzero(faults)
    for place in bad.tolist():
        reason = Reason(faults[place])
        column, message = _FAULTS[reason]
        malformed.append(
            malformed_row(
                reason,
                message,
                file=file,
                row=texts["row"][place],
                column=column,
                raw=columns.raw(place),
            )
        )
    if len(bad):
        read = read[np.flatnonzero(faults == 0)]
        malformed.sort(key=lambda row: row.row)
    if settings.access_code:
        read = read.with_columns(without_access_code(settings.access_code))
    return read, malformed


def _faults(read: pl.DataFrame) -> npt.NDArray[np.int32]:
    """The first fault of each row, as its ``Reason``; 0: none."""
    blank = read["call_id"] == ""
    judged = [read[name] for name in ("started_us", "raw_seconds", "direction")]
    if not blank.any() and not any(column.null_count() for column in judged):
        return np.zeros(read.height, np.int32)
    fault = (
        pl.when(blank)
        .then(Reason.NO_ID.value)
        .when(pl.col("started_us").is_null())
        .then(Reason.BAD_START.value)
        .when(pl.col("raw_seconds").is_null())
        .then(Reason.BAD_DURATION_TEXT.value)
        .when(pl.col("direction").is_null())
        .then(Reason.BAD_DIRECTION.value)
        .otherwise(0)
    )
    return read.select(fault.cast(pl.Int32)).to_series().to_numpy()


def _answered(dispositions: pl.Series) -> pl.Series:
    """Whether each call was answered: it says so, in whatever case, or says nothing."""
    kinds = dispositions.unique().to_list()
    return dispositions.is_in([kind for kind in kinds if kind.lower() in {"", "answered"}])


def _direction() -> pl.Expr:
    """The ``Direction`` of each row; null where it names none."""
    text = pl.col("direction")
    return pl.coalesce(
        pl.when(text == word).then(pl.lit(direction, pl.Int8))
        for word, direction in _DIRECTIONS.items()
    )


def starts_of(texts: pl.Series) -> pl.Series:
    """Instants of ISO 8601 texts with an offset, in microseconds; null where they are none.

    What ``datetime.fromisoformat`` reads is read; the usual shapes without calling it row by row.
    """
    text = pl.col("text")
    # Beginning with a digit, below sixty seconds: more than polars asks for.
    second = text.str.slice(_SECONDS, 1)
    usual = (text >= "0") & (text < ":") & second.is_between(pl.lit("0"), pl.lit("5"))
    frame = texts.to_frame("text")
    parts = frame.select(pl.when(usual).then(_local_us("T")), tail=text.str.slice(_SECONDS_END))
    local = parts.to_series(0)
    if local.null_count():
        spaced = frame.select(pl.when(usual).then(_local_us(" ")))
        local = local.fill_null(spaced.to_series())
    found = local + _shifts_of(parts["tail"])
    if found.null_count():
        odd = found.is_null().arg_true()
        found = found.scatter(odd, [aware_us(text) for text in texts.gather(odd)])
    return found


def _local_us(between: str) -> pl.Expr:
    head = pl.col("text").str.head(_SECONDS_END)
    form = f"%Y-%m-%d{between}%H:%M:%S"
    return head.str.to_datetime(form, strict=False, time_unit="us").cast(pl.Int64)


def _shifts_of(tails: pl.Series) -> pl.Series:
    """What fraction and offset behind the seconds add, in microseconds; null where unread."""
    kinds = tails.unique()
    if kinds.len() == 1:
        return pl.Series([_shift(kinds[0])], dtype=pl.Int64).new_from_index(0, len(tails))
    if kinds.len() <= _FEW_TAILS:
        known = {tail: _shift(tail) for tail in kinds}
        return tails.replace_strict(known, default=None, return_dtype=pl.Int64)
    parts = pl.DataFrame({"tail": tails}).select(
        fraction=pl.col("tail").str.extract(r"^\.([0-9]{1,6})[^0-9]"),
        offset=pl.col("tail").str.extract(r"^\.[0-9]{1,6}([^0-9.,].*)$"),
        tail="tail",
    )
    fraction = parts["fraction"].str.pad_end(6, "0").cast(pl.Int64)
    offsets = parts["offset"].fill_null(parts["tail"])
    kinds = offsets.unique()
    if kinds.len() > _FEW_TAILS:
        kinds = offsets.value_counts(sort=True)[offsets.name].head(_FEW_TAILS)
    known = {tail: _shift(tail) for tail in kinds}
    shift = offsets.replace_strict(known, default=None, return_dtype=pl.Int64)
    return shift + fraction.fill_null(0)


def _shift(tail: str) -> int | None:
    """What one fraction and offset add, by reading them behind 1970's first second."""
    return aware_us("1970-01-01T00:00:00" + tail)


def seconds_of(texts: pl.Series, answered: pl.Series) -> pl.Series:
    """Whole seconds; blank is 0 where not answered, else null, as what is no whole number."""
    found = texts.cast(pl.Int64, strict=False).clip(-SECONDS_LIMIT, SECONDS_LIMIT)
    if found.null_count():
        odd = found.is_null().arg_true()
        values = [
            _seconds(text, answered=is_answered)
            for text, is_answered in zip(texts.gather(odd), answered.gather(odd), strict=True)
        ]
        found = found.scatter(odd, values)
    return found


def _seconds(text: str, *, answered: bool) -> int | None:
    if not text:
        return None if answered else 0
    if not _WHOLE.fullmatch(text):
        return None
    digits = text.lstrip("+-").lstrip("0")
    size = SECONDS_LIMIT if len(digits) > len(str(SECONDS_LIMIT)) else int(digits or "0")
    return -size if text.startswith("-") else size


def _as_columns(data: bytes, header: Sequence[str], delimiter: str) -> pl.DataFrame:
    if not data:
        return pl.DataFrame(schema=dict.fromkeys(header, pl.String))
    return pl.read_csv(
        data,
        has_header=False,
        schema=dict.fromkeys(header, pl.String),
        separator=delimiter,
        quote_char=None,
        empty_string_is_null=False,
    )


def _lines_of(data: bytes, good: npt.NDArray[np.bool_], starts: Lines, ends: Lines) -> bytes:
    """The good lines alone."""
    turns = np.flatnonzero(np.diff(good, prepend=False, append=False)).reshape(-1, 2)
    return b"".join(data[starts[first] : ends[after - 1] + 1] for first, after in turns.tolist())


def _has_margins(letters: npt.NDArray[np.uint8], delimiter: str) -> bool:
    """Whether a blank stands at the beginning or end of some field."""
    blanks = np.flatnonzero(letters <= _BLANK)
    blanks = blanks[letters[blanks] != _NEWLINE]
    for neighbours in (blanks - 1, blanks + 1):
        # A blank before the first field or behind the last finds a line end of the other side.
        beside = letters[neighbours % letters.size] if blanks.size else letters[:0]
        if bool(((beside == ord(delimiter)) | (beside == _NEWLINE) | (beside <= _BLANK)).any()):
            return True
    return False


def _refuse_long_lines(starts: Lines, ends: Lines, first_line: int, file: str) -> None:
    lengths = ends - starts
    if lengths.size and int(lengths.max()) > MAX_LINE_BYTES:
        raise line_too_long(file, first_line + int((lengths > MAX_LINE_BYTES).argmax()))
