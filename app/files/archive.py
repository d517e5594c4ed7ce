"""Plain, gzip and zip files as streams of their content, refusing what would never end."""

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from app.errors import InputError

MAX_RATIO: Final = 200
"""Largest honest ratio of unpacked to packed size.

Call files pack 5 to 30 to 1. Deflate itself ends at 1,032 to 1, and only a file of one repeated
line comes near that.
"""

RATIO_FREE_BYTES: Final = 64 * 2**20
"""Below this a ratio is not looked at: small files of repeated lines are harmless."""

MAX_UNPACKED_BYTES: Final = 64 * 2**30
"""Most that one archive may hold: 600 million calls, more than a year of any small provider."""

MAX_MEMBERS: Final = 10_000
"""Most files in one zip: a switch that writes a file a minute fills 1,440 a day."""

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCKED = 1
_WORKBOOK_PART = "xl/workbook.xml"


class ByteStream(Protocol):
    """What every opened file here can do."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` next bytes; empty at the end."""

    def close(self) -> None:
        """Lets the file go."""

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> bool | None:
        """Closes."""


class Packing(Enum):
    """How the content of a member lies in its file."""

    PLAIN = "plain"
    GZIP = "gzip"
    ZIP = "zip"
    GZIP_IN_ZIP = "gzip in zip"
    WORKBOOK = "workbook"
    """An Excel workbook: a zip that is opened as a whole."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file's content, wherever it lies."""

    path: Path
    name: str
    """The base name; ``archive/member`` in a zip."""
    packing: Packing
    inner: str
    """The member's name inside a zip, else blank."""
    packed_bytes: int
    """Its size as it lies; of a zip, the whole archive's."""

    def open(self) -> ByteStream:
        """The unpacked bytes. Reading raises InputError where the packing is damaged or a bomb."""
        if self.packing in {Packing.PLAIN, Packing.WORKBOOK}:
            return self.path.open("rb")
        return _Unpacking(self)


def members(path: Path) -> Iterator[Member]:
    """The files in a file: itself, its unpacked self, or what a zip holds, told by content.

    Raises InputError where it cannot be opened, and for a zip that is damaged, locked, nested or
    a bomb by its own directory.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as err:
        raise InputError(
            f"{path.name} cannot be opened.", f"{err.strerror or err}.", "Check the path."
        ) from err
    if head.startswith(_ZIP):
        yield from _zip_members(path, size)
        return
    packing = Packing.GZIP if head.startswith(_GZIP) else Packing.PLAIN
    yield Member(path=path, name=path.name, packing=packing, inner="", packed_bytes=size)


def _zip_members(path: Path, size: int) -> Iterator[Member]:
    with _in_words(path.name), zipfile.ZipFile(path) as archive:
        entries = [
            entry
            for entry in archive.infolist()
            if not entry.is_dir() and not _is_litter(entry.filename)
        ]
    if any(entry.filename == _WORKBOOK_PART for entry in entries):
        yield Member(
            path=path, name=path.name, packing=Packing.WORKBOOK, inner="", packed_bytes=size
        )
        return
    if len(entries) > MAX_MEMBERS:
        raise InputError(
            f"{path.name} holds {len(entries)} files.",
            f"At most {MAX_MEMBERS} are taken from one archive.",
            "Unpack it and import the files in parts.",
        )
    total = sum(entry.file_size for entry in entries)
    check_unpacked(path.name, size, total)
    for entry in entries:
        if entry.flag_bits & _LOCKED:
            raise InputError(
                f"{path.name}: {entry.filename} is locked with a password.",
                remedy="Unpack it and import the files.",
            )
        plain = Member(
            path=path,
            name=f"{path.name}/{entry.filename}",
            packing=Packing.ZIP,
            inner=entry.filename,
            packed_bytes=size,
        )
        yield _look_inside(plain)


def _look_inside(member: Member) -> Member:
    """The member, known as gzip where it is; raises InputError for an archive in an archive."""
    with member.open() as stream:
        head = stream.read(4)
    if head.startswith(_ZIP):
        raise InputError(
            f"{member.name} is an archive or workbook inside an archive.",
            remedy="Unpack it and import the files.",
        )
    return replace(member, packing=Packing.GZIP_IN_ZIP) if head.startswith(_GZIP) else member


def _is_litter(name: str) -> bool:
    """Whether it is what a Mac leaves in archives beside the files."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] == ".DS_Store"


def check_unpacked(name: str, packed: int, unpacked: int) -> None:
    """Raises InputError where so much from so little can be no honest file."""
    if unpacked > MAX_UNPACKED_BYTES or (
        unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1)
    ):
        raise InputError(
            f"{name} unpacks to more than {unpacked // 2**20} megabytes "
            f"from {max(packed // 1024, 1)} kilobytes.",
            f"Call files pack at most {MAX_RATIO} to 1; this looks like an archive made to fill "
            "the disk.",
            "If it is honest, unpack it and import the file itself.",
        )


class _Unpacking:
    """Unpacked bytes of one member, counted against what was packed."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self._unpacked = 0
        with ExitStack() as opened, _in_words(member.name):
            self._stream = _unpacked_stream(member, opened)
            self._opened = opened.pop_all()

    def read(self, size: int, /) -> bytes:
        """At most ``size`` next bytes; raises InputError where the packing is damaged or a bomb."""
        with _in_words(self._member.name):
            data = self._stream.read(size)
        self._unpacked += len(data)
        check_unpacked(self._member.name, self._member.packed_bytes, self._unpacked)
        return data

    def close(self) -> None:
        """Closes the member and its archive."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Readable(Protocol):
    """What unpacks."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` next bytes."""


def _unpacked_stream(member: Member, opened: ExitStack) -> _Readable:
    """The member's stream; ``opened`` closes all that it stands on."""
    if member.packing is Packing.GZIP:
        return opened.enter_context(gzip.open(member.path, "rb"))
    archive = opened.enter_context(zipfile.ZipFile(member.path))
    stream = opened.enter_context(archive.open(member.inner))
    if member.packing is Packing.GZIP_IN_ZIP:
        return opened.enter_context(gzip.open(stream, "rb"))
    return stream


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Turns what a damaged or foreign archive raises into words."""
    try:
        yield
    except RuntimeError as err:  # an unknown way of packing, or a password
        raise InputError(
            f"{name} is packed in a way this program does not know.",
            f"{err}.",
            "Unpack it and import the file itself.",
        ) from err
    except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as err:
        raise InputError(
            f"{name} cannot be unpacked.",
            f"The archive is damaged or cut off: {err}.",
            "Fetch or copy the file again.",
        ) from err
