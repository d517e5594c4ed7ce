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
from app.usage.table import READ_COLUMNS, Direction, MalformedRow, Reason
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
    ends = np.flatnonzero(letters == _NEWLINE)
    starts = np.concatenate((np.zeros(min(1, ends.size), dtype=np.int64), ends[:-1] + 1))
    _refuse_long_lines(starts, ends, block.first_line, file)
    counts = _delimiters_by_line(letters, ends, starts, delimiter=delimiter, width=len(header))
    malformed: list[MalformedRow] = []
    kept = np.arange(ends.size, dtype=np.int64)
    if counts is not None:
        good = counts == len(header) - 1
        for line in np.flatnonzero(~good).tolist():
            text = data[starts[line] : ends[line]].decode()
            if text.strip():
                malformed.append(
                    wrong_fields(
                        str(len(header)),
                        int(counts[line]) + 1,
                        file=file,
                        row=block.first_line + line,
                        raw=text,
                    )
                )
        kept = np.flatnonzero(good)
        data = _lines_of(data, good, starts, ends)

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
    answered = (texts["disposition"] == "") | (
        texts["disposition"].str.to_lowercase() == "answered"
    )
    read = pl.DataFrame(
        {
            "row": texts["row"],
            "call_id": texts["call_id"],
            "started_us": starts_of(texts["started_at"]),
            "raw_seconds": seconds_of(texts["duration_seconds"], answered),
            "caller": texts["caller"],
            "called": texts["called"],
            "billing_number": texts["billing_number"],
            "direction": texts["direction"].replace_strict(
                _DIRECTIONS, default=None, return_dtype=pl.Int8
            ),
            "answered": answered,
            "cost": pl.Series([None], dtype=pl.Int64).new_from_index(0, texts.height),
            "hold": pl.Series([0], dtype=pl.Int16).new_from_index(0, texts.height),
        }
    )
    fault = read.select(
        pl.when(pl.col("call_id") == "")
        .then(Reason.NO_ID.value)
        .when(pl.col("started_us").is_null())
        .then(Reason.BAD_START.value)
        .when(pl.col("raw_seconds").is_null())
        .then(Reason.BAD_DURATION_TEXT.value)
        .when(pl.col("direction").is_null())
        .then(Reason.BAD_DIRECTION.value)
        .otherwise(0)
        .alias("fault")
    )["fault"]
    malformed = list(columns.malformed)
    bad = (fault != 0).arg_true().to_list()
    for place in bad:
        reason = Reason(fault[place])
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
    if bad:
        read = read.filter(fault == 0)
        malformed.sort(key=lambda row: row.row)
    frame = read.with_columns(without_access_code(settings.access_code))
    return frame.select(*READ_COLUMNS), malformed


def starts_of(texts: pl.Series) -> pl.Series:
    """Instants of ISO 8601 texts with an offset, in microseconds; null where they are none.

    What ``datetime.fromisoformat`` reads is read; the usual shapes without calling it row by row.
    """
    second = texts.str.slice(17, 1)
    usual = texts.str.slice(0, 1).is_in(list("0123456789")) & (second >= "0") & (second <= "5")
    heads = texts.str.head(19)
    local = _local_us(heads, "T")
    if local.null_count():
        local = local.fill_null(_local_us(heads, " "))
    shift = _shifts_of(texts.str.slice(19))
    found = pl.DataFrame({"us": local + shift, "usual": usual}).select(pl.when("usual").then("us"))[
        "us"
    ]
    odd = found.is_null().arg_true()
    if not odd.is_empty():
        found = found.scatter(odd, [aware_us(text) for text in texts.gather(odd)])
    return found


def _local_us(heads: pl.Series, between: str) -> pl.Series:
    form = f"%Y-%m-%d{between}%H:%M:%S"
    return heads.str.to_datetime(form, strict=False, time_unit="us").cast(pl.Int64)


def _shifts_of(tails: pl.Series) -> pl.Series:
    """What fraction and offset behind the seconds add, in microseconds; null where unread."""
    kinds = tails.unique()
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
    found = texts.cast(pl.Int64, strict=False)
    odd = found.is_null().arg_true()
    if not odd.is_empty():
        values = [
            _seconds(text, answered=is_answered)
            for text, is_answered in zip(texts.gather(odd), answered.gather(odd), strict=True)
        ]
        found = found.scatter(odd, values)
    return found.clip(-SECONDS_LIMIT, SECONDS_LIMIT)


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


def _delimiters_by_line(
    letters: npt.NDArray[np.uint8], ends: Lines, starts: Lines, *, delimiter: str, width: int
) -> Lines | None:
    """How many delimiters each line has; None: each has as many as it should."""
    places = np.flatnonzero(letters == ord(delimiter))
    if places.size == ends.size * (width - 1):
        grid = places.reshape(-1, width - 1)
        if bool((grid[:, 0] >= starts).all() and (grid[:, -1] < ends).all()):
            return None
    return np.diff(np.searchsorted(places, ends), prepend=0).astype(np.int64)


def _lines_of(data: bytes, good: npt.NDArray[np.bool_], starts: Lines, ends: Lines) -> bytes:
    """The good lines alone."""
    turns = np.flatnonzero(np.diff(good, prepend=False, append=False)).reshape(-1, 2)
    return b"".join(data[starts[first] : ends[after - 1] + 1] for first, after in turns.tolist())


def _has_margins(letters: npt.NDArray[np.uint8], delimiter: str) -> bool:
    """Whether a blank stands at the beginning or end of some field."""
    blanks = np.flatnonzero((letters <= _BLANK) & (letters != _NEWLINE))
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
