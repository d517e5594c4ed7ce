"""An Excel file as a package: a zip of XML parts, opened with care and read as a stream."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.parsers import expat

from app.errors import InputError

LARGEST_PACKAGE: Final = 4 * 2**30
"""Unpacked bytes; a sheet of a million rows and twenty columns has a fifth of them."""
SMALL_PART: Final = 64 * 2**20
"""A part of fewer unpacked bytes does no harm, however small it was packed."""
HIGHEST_RATIO: Final = 200
"""Real sheets pack to a tenth or a fortieth."""

_CHUNK: Final = 64 * 1024
_OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG: Final = 0x1
_SAVE_AS: Final = "Save it as an Excel workbook (.xlsx)."

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    expat.ExpatError,
    ValueError,
    LookupError,
)

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an open file."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    """By part name in lower case: names of parts ignore case."""

    def has(self, part: str) -> bool:
        """Whether the file holds the part."""
        return part.lower() in self.members

    def size(self, part: str) -> int:
        """The part's unpacked bytes."""
        return self.members[part.lower()].file_size

    def parse(
        self, part: str, start: OnStart, *, end: OnEnd | None = None, text: OnText | None = None
    ) -> Iterator[None]:
        """Tells the handlers what the part holds, and yields after each piece of it.

        Element names come without the prefix of their namespace, if the whole part has one.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.CharacterDataHandler = text

        def start_root(name: str, attributes: Attributes) -> None:
            has_prefix = ":" in name
            parser.StartElementHandler = _prefix_free(start) if has_prefix else start
            parser.EndElementHandler = _prefix_free_end(end) if has_prefix and end else end
            parser.StartElementHandler(name, attributes)

        parser.StartElementHandler = start_root
        with self.archive.open(self.members[part.lower()]) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003  expat takes no keywords
                yield
            parser.Parse(b"", True)  # noqa: FBT003  expat takes no keywords
        yield

    def elements(self, part: str) -> list[tuple[str, Attributes]]:
        """Each element of a small part with its attributes, in order."""
        found: list[tuple[str, Attributes]] = []
        for _ in self.parse(part, lambda name, attributes: found.append((name, attributes))):
            pass
        return found

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """The parts to which a part refers: id, last word of the type, part name."""
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(relations):
            return []
        return [
            (
                each.get("Id", ""),
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
            )
            for element, each in self.elements(relations)
            if element == "Relationship" and each.get("TargetMode") != "External"
        ]


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """The parts of an Excel file; InputError where it is none that can be read."""
    with worded(path):
        _refuse_other_kinds(path)
        with zipfile.ZipFile(path) as archive:
            members = {
                info.filename.replace("\\", "/").lower(): info for info in archive.infolist()
            }
            _refuse_bombs(path, members)
            yield Package(archive, members)


@contextmanager
def worded(path: Path) -> Iterator[None]:
    """Says in words what fails while the file is read."""
    try:
        yield
    except OSError as problem:
        why = f"The system says: {problem.strerror or problem}."
        raise InputError(f"{path.name} cannot be read.", why) from problem
    except _DAMAGE as problem:
        raise InputError(
            f"{path.name} is damaged, or no Excel workbook.",
            f"Reading it stopped with: {problem}.",
            "Open it in Excel and save it again as .xlsx.",
        ) from problem
    except RuntimeError as problem:  # zipfile says so of packings it does not know
        raise InputError(
            f"{path.name} is packed in a way that Excel does not use.", f"{problem}.", _SAVE_AS
        ) from problem


def _refuse_other_kinds(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_OLE_MAGIC)) != _OLE_MAGIC:
            return
        before = b""
        while chunk := file.read(2**20):
            if _ENCRYPTED_STREAM in before + chunk:
                raise InputError(
                    f"{path.name} is protected by a password.",
                    remedy="Open it in Excel, remove the password and save it.",
                )
            before = chunk[-len(_ENCRYPTED_STREAM) :]
    raise InputError(f"{path.name} is a workbook of the old Excel format (.xls).", remedy=_SAVE_AS)


def _refuse_bombs(path: Path, members: Mapping[str, zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in members.values()):
        raise InputError(
            f"{path.name} is protected by a password.", remedy="Save it without a password."
        )
    whole = sum(info.file_size for info in members.values())
    if whole > LARGEST_PACKAGE:
        raise InputError(
            f"{path.name} is too large.",
            f"Unpacked it would be {whole / 2**30:.1f} GB; {LARGEST_PACKAGE / 2**30:.0f} GB is the"
            " most.",
            "Split it into smaller files, or save it as CSV.",
        )
    for info in members.values():
        ratio = info.file_size // max(1, info.compress_size)
        if info.file_size > SMALL_PART and ratio > HIGHEST_RATIO:
            raise InputError(
                f"{path.name} is refused.",
                f"Its part {info.filename} unpacks to {ratio} times its size, as no real workbook"
                " does.",
                "Copy the filled cells into a new workbook.",
            )


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it holds a document type, which no workbook has")


def _prefix_free(handler: OnStart) -> OnStart:
    def started(name: str, attributes: Attributes) -> None:
        handler(name[name.find(":") + 1 :], attributes)

    return started


def _prefix_free_end(handler: OnEnd) -> OnEnd:
    def ended(name: str) -> None:
        handler(name[name.find(":") + 1 :])

    return ended
