"""Call files as they arrive: one by one, out of archives, known by their content."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Final

from app.files.archive import ByteStream, Member, Packing
from app.files.archive import members as members_of
from app.files.excel import read_excel
from app.files.text import TextBlock, TextFacts, line_blocks, pieces, text_facts
from app.usage.cells import cell_text

_HEAD_LETTERS: Final = 2**18
_HEAD_LINES: Final = 400
_SAMPLE_ROWS: Final = 60


@dataclass(frozen=True)
class CallFile:
    """One file of calls, wherever it lies."""

    member: Member

    @property
    def name(self) -> str:
        """What exports call it: the base name, ``archive/member`` in a zip."""
        return self.member.name

    @property
    def path(self) -> Path:
        """The file on disk that holds it."""
        return self.member.path

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel workbook."""
        return self.member.packing is Packing.WORKBOOK

    @cached_property
    def facts(self) -> TextFacts:
        """Encoding, content hash and unpacked size; reads the whole file once.

        Of a workbook the hash is that of its bytes.
        """
        if not self.is_workbook:
            return text_facts(self.open)
        with self.path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        return TextFacts(encoding="", digest=digest, size=self.member.packed_bytes)

    @property
    def size(self) -> int:
        """Unpacked bytes."""
        return self.facts.size

    @cached_property
    def head(self) -> list[str]:
        """Its first lines."""
        text = ""
        for piece in self.text():
            text += piece
            if len(text) >= _HEAD_LETTERS:
                break
        begin = text[:_HEAD_LETTERS].replace("\r\n", "\n").replace("\r", "\n")
        lines = begin.split("\n", _HEAD_LINES)
        whole = lines if len(text) <= _HEAD_LETTERS or len(lines) == 1 else lines[:-1]
        return whole[:_HEAD_LINES]

    @cached_property
    def sample_rows(self) -> list[tuple[int, list[str]]]:
        """The first rows of a workbook's first sheet that has any, with their numbers."""
        return list(islice(self.sheet_rows(), _SAMPLE_ROWS))

    def sheet_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of a workbook's first sheet that has any, as texts, with their numbers."""
        for sheet in read_excel(self.path):
            rows = ((number, [cell_text(cell) for cell in cells]) for number, cells in sheet.rows)
            filled = (row for row in rows if any(row[1]))
            first = next(filled, None)
            if first is not None:
                yield first
                yield from filled
                return

    def open(self) -> ByteStream:
        """The unpacked bytes."""
        return self.member.open()

    def blocks(self, block_bytes: int) -> Iterator[TextBlock]:
        """Its text in blocks of whole lines."""
        with self.open() as stream:
            yield from line_blocks(
                stream, self.facts.encoding, name=self.name, block_bytes=block_bytes
            )

    def text(self) -> Iterator[str]:
        """Its text in pieces cut anywhere."""
        with self.open() as stream:
            yield from pieces(stream, self.facts.encoding)


def members(path: Path) -> Iterator[CallFile]:
    """The call files in a file: itself, its unpacked self, or what a zip holds.

    Raises InputError where it cannot be opened or unpacked.
    """
    return map(CallFile, members_of(path))


def content_hash(call_file: CallFile) -> str:
    """What tells a file from others whatever its name, line ends, BOM or last line end."""
    return call_file.facts.digest
