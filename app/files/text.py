"""Text files of any usual encoding, read in bounded blocks and always handed on as UTF-8."""

import codecs
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.errors import InputError
from app.files.archive import ByteStream

BLOCK_BYTES: Final = 32 * 2**20
"""How much text is looked at in one go; two to three copies of it live at a time."""

MAX_LINE_BYTES: Final = 2**20
"""The longest line taken for a line.

The longest records seen in call files have a few kilobytes (a FreeSWITCH JSON record about 20),
so a mebibyte without a line end is damage or an attack, not a record.
"""

_PIECE: Final = 2**20
_HEAD: Final = 4096
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS_OF_PLAIN_UTF16 = 0.4
"""Plain Latin text has a zero in nearly each second byte; other text has none at all."""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What one pass over a whole text file tells."""

    encoding: str
    """A Python codec name: utf-8, utf-16-le, utf-16-be or cp1252."""
    digest: str
    """SHA-256 of the text without BOM, with ``\\n`` line ends and none at its end."""
    size: int
    """Bytes as they came."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A stretch of whole lines."""

    first_line: int
    """Number of its first line in the file, from 1."""
    data: bytes
    """UTF-8; each line ends with ``\\n``, save perhaps the last of the file."""
    last: bool
    """Whether nothing follows."""


def text_facts(open_file: Callable[[], ByteStream]) -> TextFacts:
    """Encoding and content hash of a file, in one pass, or two if it is neither UTF-8 nor UTF-16.

    A file that is not valid UTF-8 is CP1252; a character cut off at the very end does not count,
    for files are cut off while being copied.
    """
    with open_file() as stream:
        encoding = _encoding_by_head(stream.read(_HEAD))
    facts = _scan(open_file, encoding or "utf-8", strict=encoding is None)
    return facts or _known(_scan(open_file, "cp1252", strict=False))


def line_blocks(
    stream: ByteStream, encoding: str, *, name: str, block_bytes: int = BLOCK_BYTES
) -> Iterator[TextBlock]:
    r"""The file's text in blocks of whole lines; the last one may be empty.

    ``\r\n`` becomes ``\n``. In a file that knows no ``\n`` a bare ``\r`` ends lines, elsewhere it
    is data and becomes a blank. Raises InputError at a line longer than ``MAX_LINE_BYTES``.
    """
    yield from _cut(_one_line_end(_utf8(stream, encoding)), name, block_bytes)


def pieces(stream: ByteStream, encoding: str) -> Iterator[str]:
    """The file's text in pieces of about a mebibyte, cut anywhere between characters."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for data in _utf8(stream, encoding):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def from_line(blocks: Iterable[TextBlock], line: int) -> Iterator[TextBlock]:
    """The blocks without the lines before ``line``."""
    for block in blocks:
        data = block.data
        at = block.first_line
        while at < line and data:
            _, _, data = data.partition(b"\n")
            at += 1
        if data or block.last:
            yield TextBlock(first_line=at, data=data, last=block.last)


def smaller(block: TextBlock, block_bytes: int) -> Iterator[TextBlock]:
    """The same lines in blocks of about ``block_bytes``."""
    data = block.data
    line = block.first_line
    begin = 0
    while len(data) - begin > block_bytes:
        cut = data.find(b"\n", begin + block_bytes) + 1
        if not cut:
            break
        part = data[begin:cut]
        yield TextBlock(first_line=line, data=part, last=False)
        line += part.count(b"\n")
        begin = cut
    yield TextBlock(first_line=line, data=data[begin:], last=block.last)


def _encoding_by_head(head: bytes) -> str | None:
    """The encoding the first bytes prove; None: UTF-8, unless a later byte disproves it."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name if name != "utf-8" else None
    even = head[: len(head) // 2 * 2]
    if even:
        zeros_first = even[0::2].count(0) * 2 / len(even)
        zeros_second = even[1::2].count(0) * 2 / len(even)
        if zeros_second > _ZEROS_OF_PLAIN_UTF16 > zeros_first:
            return "utf-16-le"
        if zeros_first > _ZEROS_OF_PLAIN_UTF16 > zeros_second:
            return "utf-16-be"
    return None


def _scan(open_file: Callable[[], ByteStream], encoding: str, *, strict: bool) -> TextFacts | None:
    """The facts under one encoding; None where ``strict`` and a byte disproves UTF-8."""
    digest = _TextDigest()
    size = 0
    with open_file() as raw:
        stream = _Counting(raw)
        try:
            for data in _utf8(stream, encoding, strict=strict):
                digest.add(data)
        except UnicodeDecodeError:
            return None
        size = stream.size
    return TextFacts(encoding, digest.finish(), size)


def _known(facts: TextFacts | None) -> TextFacts:
    if facts is None:  # pragma: no cover  a lenient scan always has a result
        raise AssertionError
    return facts


class _Counting:
    """Counts the bytes read through it."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.size = 0

    def read(self, length: int) -> bytes:
        data = self._stream.read(length)
        self.size += len(data)
        return data


class _TextDigest:
    """SHA-256 over text that forgets how lines end and how many empty ones close the file."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._held_return = False
        self._held_ends = 0

    def add(self, data: bytes) -> None:
        """Takes the next UTF-8 bytes, cut anywhere."""
        if self._held_return:
            data = b"\r" + data
        self._held_return = data.endswith(b"\r")
        if self._held_return:
            data = data[:-1]
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        body = data.rstrip(b"\n")
        if body:
            self._hash.update(b"\n" * self._held_ends)
            self._hash.update(body)
            self._held_ends = 0
        self._held_ends += len(data) - len(body)

    def finish(self) -> str:
        """The digest in hexadecimal."""
        return self._hash.hexdigest()


def _utf8(
    stream: "ByteStream | _Counting", encoding: str, *, strict: bool = False
) -> Iterator[bytes]:
    """The bytes as UTF-8 without BOM, in pieces cut anywhere between characters."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict" if strict else "replace")
    whole = True
    first = True
    while data := stream.read(_PIECE):
        if first:
            data = _without_bom(data, encoding)
            first = False
        if whole and encoding in {"utf-8", "cp1252"} and data.isascii():
            yield data
            continue
        text = decoder.decode(data)
        whole = not decoder.getstate()[0]
        yield text.encode("utf-8", errors="replace")
    if not whole:
        # What a cut-off file leaves of its last character.
        yield "\N{REPLACEMENT CHARACTER}".encode()


def _without_bom(data: bytes, encoding: str) -> bytes:
    for bom, name in _BOMS:
        if name == encoding:
            return data.removeprefix(bom)
    return data


def _one_line_end(parts: Iterator[bytes]) -> Iterator[bytes]:
    r"""The same text whose lines all end with ``\n``, as far as the file's own habit tells."""
    returns_end_lines: bool | None = None
    held = b""
    for part in parts:
        data = held + part
        held = b""
        if data.endswith(b"\r"):
            data, held = data[:-1], b"\r"
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n")
            if b"\r" in data and returns_end_lines is None:
                returns_end_lines = b"\n" not in data
            if b"\r" in data:
                data = data.replace(b"\r", b"\n" if returns_end_lines else b" ")
        elif returns_end_lines is None and b"\n" in data:
            returns_end_lines = False
        yield data
    if held:
        yield b"\n"


def _cut(parts: Iterator[bytes], name: str, block_bytes: int) -> Iterator[TextBlock]:
    """Blocks of about ``block_bytes`` that end with a line; the last may be shorter or empty."""
    waiting: list[bytes] = []
    size = 0
    open_bytes = 0
    line = 1
    for part in parts:
        end = part.rfind(b"\n")
        waiting.append(part)
        size += len(part)
        open_bytes = open_bytes + len(part) if end < 0 else len(part) - end - 1
        if open_bytes > MAX_LINE_BYTES:
            raise line_too_long(name, line + sum(piece.count(b"\n") for piece in waiting))
        if size >= block_bytes and size > open_bytes:
            data = b"".join(waiting)
            cut = len(data) - open_bytes
            waiting = [data[cut:]]
            size = open_bytes
            block = TextBlock(first_line=line, data=data[:cut], last=False)
            del data
            line += block.data.count(b"\n")
            yield block
    yield TextBlock(first_line=line, data=b"".join(waiting), last=True)


def line_too_long(name: str, line: int) -> InputError:
    """The refusal of a line that is no record."""
    return InputError(
        f"{name}, line {line}: the line is longer than {MAX_LINE_BYTES // 1024} kilobytes.",
        "No call record is that long; the file is damaged or is no list of calls.",
        "Export the file again, or cut the line out.",
    )
