"""Call files read: a file and its format in, columns of calls out, chunk by chunk."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import polars as pl

from app.files.delimited import Records, RecordSplitter
from app.files.text import BLOCK_BYTES, TextBlock, from_line, smaller
from app.findings import Finding
from app.progress import Progress
from app.usage.call_file import CallFile, content_hash, members
from app.usage.canonical import TextColumns, calls, columns_of_block, columns_of_records
from app.usage.detection import detect, opened
from app.usage.formats.declaration import CallFormat, Medium
from app.usage.json_records import json_records
from app.usage.malformed import malformed_row, wrong_fields
from app.usage.opening import Opening, layout_for
from app.usage.rows import Call, RowReader, values_of
from app.usage.settings import ReadSettings
from app.usage.table import READ_COLUMNS, MalformedRow, Reason

__all__ = [
    "CallFile",
    "ReadChunk",
    "ReadSettings",
    "content_hash",
    "detect",
    "members",
    "read_chunks",
]

_QUOTE = b'"'
_SHEET_ROWS: Final = 50_000
_JSON_ROWS: Final = 20_000
_SPLIT_BYTES: Final = 4 * 2**20
"""Texts split by the parser take some ten times the room they had in the file."""


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """A stretch of a call file."""

    frame: pl.DataFrame
    """Its calls, with READ_COLUMNS, in the order of the file."""
    malformed: list[MalformedRow]
    warnings: list[Finding]


def read_chunks(
    call_file: CallFile,
    fmt: CallFormat,
    settings: ReadSettings,
    progress: Progress,
    *,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[ReadChunk]:
    """The file's records in their order, in memory bounded by ``block_bytes``.

    Raises InputError where the file is not of the format, its columns have shifted, or a line is
    past all reason; Cancelled by ``progress``.
    """
    shape, opening = opened(call_file, fmt)
    if opening is None:
        yield from _json_chunks(call_file, shape, settings, progress)
        return
    if shape.medium is Medium.CANONICAL:
        for columns in _canonical_columns(call_file, opening, progress, block_bytes=block_bytes):
            frame, malformed = calls(columns, settings, file=call_file.name)
            yield ReadChunk(frame, malformed, [])
        return
    reader = RowReader(shape, settings, file=call_file.name)
    for records in _records(call_file, opening, progress, block_bytes=block_bytes):
        yield _read_records(records, opening, reader, call_file.name)


def _read_records(records: Records, opening: Opening, reader: RowReader, name: str) -> ReadChunk:
    batch = Batch()
    for fields, line, text in zip(records.rows, records.lines, records.texts, strict=True):
        layout = layout_for(fields, opening.placed)
        if layout is None:
            batch.add(wrong_fields(opening.widths(), len(fields), file=name, row=line, raw=text))
        else:
            batch.add(reader.read(values_of(fields, layout), line, text))
    for bad in records.broken:
        batch.add(
            malformed_row(Reason.WRONG_FIELDS, bad.why, file=name, row=bad.line, raw=bad.text)
        )
    return batch.chunk(reader)


def _json_chunks(
    call_file: CallFile, fmt: CallFormat, settings: ReadSettings, progress: Progress
) -> Iterator[ReadChunk]:
    """A JSON file's records; their rows are their places in the file."""
    reader = RowReader(fmt, settings, file=call_file.name)
    batch = Batch()
    for row, record, text in json_records(call_file, fmt):
        values = None if record is None else fmt.flatten and fmt.flatten(record)
        if values is None:
            batch.add(
                malformed_row(
                    Reason.WRONG_FIELDS,
                    f"The text is no {fmt.title} record.",
                    file=call_file.name,
                    row=row,
                    raw=text,
                )
            )
        else:
            batch.add(reader.read(values, row, text))
        if batch.size >= _JSON_ROWS:
            progress.step(row, 0, call_file.name)
            yield batch.chunk(reader)
            batch = Batch()
    yield batch.chunk(reader)


class Batch:
    """Rows gathered for one chunk."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._malformed: list[MalformedRow] = []

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self._calls) + len(self._malformed)

    def add(self, row: Call | MalformedRow) -> None:
        """Takes one row."""
        if isinstance(row, MalformedRow):
            self._malformed.append(row)
        else:
            self._calls.append(row)

    def chunk(self, reader: RowReader) -> ReadChunk:
        """The rows as a chunk, with what the reader found to be looked at."""
        columns = zip(*self._calls, strict=True) if self._calls else ([] for _ in READ_COLUMNS)
        frame = pl.DataFrame(
            [
                pl.Series(name, column, dtype=getattr(pl, kind))
                for (name, kind), column in zip(READ_COLUMNS.items(), columns, strict=True)
            ]
        )
        self._malformed.sort(key=lambda row: row.row)
        return ReadChunk(frame, self._malformed, reader.take_warnings())


def _records(
    call_file: CallFile, opening: Opening, progress: Progress, *, block_bytes: int
) -> Iterator[Records]:
    if call_file.is_workbook:
        yield from _sheet_records(call_file, opening, progress)
        return
    splitter = RecordSplitter(opening.dialect, name=call_file.name)
    for block in _blocks(call_file, opening, progress, block_bytes=min(block_bytes, _SPLIT_BYTES)):
        yield splitter.take(block)


def _canonical_columns(
    call_file: CallFile, opening: Opening, progress: Progress, *, block_bytes: int
) -> Iterator[TextColumns]:
    header = [name.lower() for name in opening.header]
    name = call_file.name
    if call_file.is_workbook:
        for records in _sheet_records(call_file, opening, progress):
            yield columns_of_records(records, header, file=name)
        return
    splitter = RecordSplitter(opening.dialect, name=name)
    for block in _blocks(call_file, opening, progress, block_bytes=block_bytes):
        if splitter.is_between_records and _QUOTE not in block.data:
            yield columns_of_block(block, header, opening.dialect.delimiter, file=name)
            continue
        for part in smaller(block, min(block_bytes, _SPLIT_BYTES)):
            yield columns_of_records(splitter.take(part), header, file=name)


def _blocks(
    call_file: CallFile, opening: Opening, progress: Progress, *, block_bytes: int
) -> Iterator[TextBlock]:
    """The blocks from the first record on, telling how far reading is."""
    done = 0
    for block in from_line(call_file.blocks(block_bytes), opening.first_line):
        progress.step(done, call_file.size, call_file.name)
        done += len(block.data)
        yield block


def _sheet_records(call_file: CallFile, opening: Opening, progress: Progress) -> Iterator[Records]:
    """The rows of a workbook's sheet from the first record on; their lines are the sheet's rows."""
    rows = (row for row in call_file.sheet_rows() if row[0] >= opening.first_line)
    done = 0
    while batch := list(islice(rows, _SHEET_ROWS)):
        progress.step(done, 0, call_file.name)
        done += len(batch)
        width = len(opening.header)
        filled = [fields + [""] * (width - len(fields)) for _, fields in batch]
        yield Records(
            rows=filled,
            lines=[number for number, _ in batch],
            texts=["\t".join(fields) for fields in filled],
        )
