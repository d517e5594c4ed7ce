import codecs
import io
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.files.text import (
    MAX_LINE_BYTES,
    TextBlock,
    from_line,
    line_blocks,
    pieces,
    smaller,
    text_facts,
)


def _opener(data: bytes) -> Callable[[], io.BytesIO]:
    return lambda: io.BytesIO(data)


def _encoding(data: bytes) -> str:
    return text_facts(_opener(data)).encoding


def _digest(data: bytes) -> str:
    return text_facts(_opener(data)).digest


def _blocks(data: bytes, block_bytes: int = 10**6) -> list[TextBlock]:
    return list(
        line_blocks(io.BytesIO(data), _encoding(data), name="calls", block_bytes=block_bytes)
    )


def _text(data: bytes, block_bytes: int = 10**6) -> str:
    return b"".join(block.data for block in _blocks(data, block_bytes)).decode()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Zürich\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "Zürich\n".encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + "Zürich\n".encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + "Zürich\n".encode("utf-16-be"), "utf-16-be"),
        ("plain,text\n".encode("utf-16-le"), "utf-16-le"),
        ("plain,text\n".encode("utf-16-be"), "utf-16-be"),
        ("Zürich\n".encode("cp1252"), "cp1252"),
    ],
)
def test_each_usual_encoding_is_told_and_read(data: bytes, encoding: str) -> None:
    assert _encoding(data) == encoding
    assert _text(data) in {"Zürich\n", "plain,text\n"}


def test_a_byte_far_inside_decides_for_cp1252() -> None:
    assert _encoding(b"plain\n" * 500_000 + b"M\xfcller\n") == "cp1252"


def test_a_letter_cut_off_at_the_end_leaves_utf8() -> None:
    assert _encoding("Zürich ü".encode()[:-1]) == "utf-8"
    assert _text("Zürich ü".encode()[:-1]) == "Zürich \N{REPLACEMENT CHARACTER}"


def test_the_digest_forgets_bom_line_ends_and_the_last_line_end() -> None:
    plain = _digest(b"a,b\nc,d\n")
    for other in (
        b"a,b\r\nc,d\r\n",
        b"a,b\rc,d",
        b"a,b\nc,d",
        b"a,b\nc,d\n\n",
        codecs.BOM_UTF8 + b"a,b\nc,d\n",
        codecs.BOM_UTF16_LE + "a,b\nc,d\n".encode("utf-16-le"),
    ):
        assert _digest(other) == plain


def test_the_digest_tells_other_text_and_other_lines_apart() -> None:
    assert len({_digest(text) for text in (b"a\nb\n", b"ab\n", b"a\n\nb\n", b"")}) == 4


def test_the_digest_does_not_depend_on_how_a_file_is_read() -> None:
    lines = b"".join(b"line %d\r\n" % number for number in range(300_000))
    assert _digest(lines) == _digest(lines.replace(b"\r\n", b"\n"))


def test_bare_returns_end_lines_only_where_nothing_else_does() -> None:
    assert _text(b"a\rb\rc") == "a\nb\nc"
    assert _text(b"a\rx\nb\n") == "a x\nb\n"


@given(st.lists(st.text('ab,"\u00fc', max_size=8), max_size=30), st.integers(1, 60))
def test_blocks_of_any_size_hold_the_same_lines(lines: list[str], block_bytes: int) -> None:
    data = "\n".join(lines).encode()
    blocks = list(line_blocks(io.BytesIO(data), "utf-8", name="x", block_bytes=block_bytes))
    assert b"".join(block.data for block in blocks) == data
    assert [block.last for block in blocks] == [False] * (len(blocks) - 1) + [True]
    line = 1
    for block in blocks:
        assert block.first_line == line
        line += block.data.count(b"\n")


def test_a_line_past_all_reason_is_refused_by_number() -> None:
    data = b"a\nb\n" + b"x" * (3 * MAX_LINE_BYTES) + b"\n"
    with pytest.raises(InputError, match="calls, line 3"):
        _blocks(data)


def test_pieces_are_the_whole_text() -> None:
    text = "".join(random.Random(1).choices("ab\nü€", k=3_000_000))
    assert "".join(pieces(io.BytesIO(text.encode()), "utf-8")) == text


def test_leading_lines_can_be_left_out() -> None:
    blocks = [TextBlock(1, b"a\nb\n", last=False), TextBlock(3, b"c\n", last=True)]
    assert list(from_line(blocks, 3)) == [TextBlock(3, b"c\n", last=True)]
    assert next(iter(from_line(blocks, 2))) == TextBlock(2, b"b\n", last=False)


def test_a_block_can_be_cut_smaller() -> None:
    parts = list(smaller(TextBlock(5, b"aa\nbb\ncc\n", last=True), 3))
    assert parts == [
        TextBlock(5, b"aa\nbb\n", last=False),
        TextBlock(7, b"cc\n", last=True),
    ]


def test_line_ends_cut_by_reading_are_still_one() -> None:
    data = b"x" * (2**20 - 1) + b"\r\nb\r\n" + b"c\r"
    assert _text(data) == "x" * (2**20 - 1) + "\nb\nc\n"
    assert _digest(data) == _digest(data.replace(b"\r\n", b"\n"))


def test_a_block_of_one_long_line_stays_whole() -> None:
    block = TextBlock(1, b"aaaaaaaa", last=True)
    assert list(smaller(block, 3)) == [block]
