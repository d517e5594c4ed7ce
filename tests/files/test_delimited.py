import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.files.delimited import (
    MAX_RECORD_LINES,
    BrokenRecord,
    Dialect,
    Quoting,
    RecordSplitter,
    delimiter_of,
    sample_records,
)
from app.files.text import MAX_LINE_BYTES, TextBlock, line_blocks

Found = tuple[list[tuple[int, list[str]]], list[BrokenRecord]]


def _split(text: str, dialect: Dialect = Dialect(), block_bytes: int = 10**6) -> Found:  # noqa: B008
    splitter = RecordSplitter(dialect, name="calls")
    rows: list[tuple[int, list[str]]] = []
    broken: list[BrokenRecord] = []
    stream = io.BytesIO(text.encode())
    for block in line_blocks(stream, "utf-8", name="calls", block_bytes=block_bytes):
        records = splitter.take(block)
        rows += zip(records.lines, records.rows, strict=True)
        broken += records.broken
    return rows, broken


def test_each_record_knows_the_line_on_which_it_begins() -> None:
    rows, broken = _split('a,b\n"x\ny",2\n\n  \nc,d')
    assert rows == [(1, ["a", "b"]), (2, ["x\ny", "2"]), (6, ["c", "d"])]
    assert broken == []


@pytest.mark.parametrize("block_bytes", [1, 5, 10**6])
def test_a_quote_never_closed_costs_its_own_line_alone(block_bytes: int) -> None:
    rows, broken = _split('a,b\n"x,2\nc,d\ne,f\n', block_bytes=block_bytes)
    assert rows == [(1, ["a", "b"]), (3, ["c", "d"]), (4, ["e", "f"])]
    assert broken == [BrokenRecord(2, '"x,2', "A quote is opened and never closed.")]


def test_a_quote_closed_only_far_below_does_not_swallow_the_rows_between() -> None:
    rows, broken = _split('"x,2\n' + "c,d\n" * (MAX_RECORD_LINES + 50) + 'e,"f"\n')
    assert len(rows) == MAX_RECORD_LINES + 51
    assert [bad.line for bad in broken] == [1]


def test_a_field_too_long_for_the_parser_costs_its_own_line_alone() -> None:
    rows, broken = _split("a,b\n" + "x" * 200_000 + ",2\nc,d\n")
    assert [line for line, _ in rows] == [1, 3]
    assert [bad.line for bad in broken] == [2]


def test_a_backslash_protects_delimiters_where_there_are_no_quotes() -> None:
    dialect = Dialect(quoting=Quoting.ESCAPED)
    assert _split('Acme\\, LLC,"x\\\\y\n', dialect)[0] == [(1, ["Acme, LLC", '"x\\y'])]


def test_blanks_before_a_quote_are_no_part_of_the_field() -> None:
    assert _split('"a", "b"\n', Dialect(blanks_follow=True))[0] == [(1, ["a", "b"])]


def test_a_line_past_all_reason_is_refused() -> None:
    splitter = RecordSplitter(Dialect(), name="calls")
    with pytest.raises(InputError, match="calls, line 2"):
        splitter.take(TextBlock(1, b"a\n" + b"x" * (MAX_LINE_BYTES + 1) + b"\n", last=True))


_FIELD = st.text('ab",\n ', max_size=5)


@given(st.lists(st.lists(_FIELD, min_size=2, max_size=4), max_size=20), st.integers(1, 40))
def test_blocks_of_any_size_hold_the_same_records(rows: list[list[str]], block_bytes: int) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    found, broken = _split(text.getvalue(), block_bytes=block_bytes)
    assert [fields for _, fields in found] == rows
    assert broken == []


@given(st.text('ab",\n', max_size=60), st.integers(1, 40))
def test_damaged_text_is_split_alike_whatever_the_blocks(text: str, block_bytes: int) -> None:
    assert _split(text, block_bytes=block_bytes) == _split(text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_equal_rows(delimiter: str) -> None:
    lines = [delimiter.join(("2026-11-02", "Denver, CO", "95")) for _ in range(5)]
    assert delimiter_of([line.replace(", ", " ") for line in lines]) == delimiter


def test_text_without_any_delimiter_counts_as_commas() -> None:
    assert delimiter_of(["abc", "def"]) == ","


def test_a_sample_is_at_most_fifty_records() -> None:
    assert len(sample_records(["a,b"] * 80, Dialect()).rows) == 50
