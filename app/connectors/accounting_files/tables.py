"""Lists as programs export them: CSV with a header, or an interchange file of QuickBooks Desktop.

A column is known by any of its names, whatever its case, blanks and marks.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from app.errors import InputError, RemoteRefused

IN: Final = "exported"
"""The folder in which the user lays what the program has exported."""

_PLAIN: Final = re.compile(r"[^a-z0-9#]")
_MONEY: Final = re.compile(r"[\s$£€%,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of a list."""

    file_name: str
    line: int
    fields: Mapping[str, str]
    """By plain column names."""

    def get(self, *names: str) -> str:
        """The first of these columns that holds something."""
        found = (self.fields.get(plain_name(name), "") for name in names)
        return next(filter(None, found), "")

    def money(self, *names: str) -> Decimal | None:
        """An amount, however it is written; None where there is none."""
        found = self.get(*names)
        if not found:
            return None
        is_below = found.startswith("(") and found.endswith(")")
        try:
            number = Decimal(_MONEY.sub("", found.strip("()")))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise self.problem(f"“{found}” is no amount")
        return -number if is_below else number

    def problem(self, why: str) -> RemoteRefused:
        """What is wrong with it, as an error that names the place."""
        return RemoteRefused(
            f"{self.file_name}, line {self.line} cannot be read.",
            f"{why}.",
            "Mend it, or export the list again.",
        )


def plain_name(name: str) -> str:
    """A column's name without case, blanks and marks."""
    return _PLAIN.sub("", name.lower())


def files_of(folder: Path, *kinds: str) -> list[Path]:
    """The files whose name begins with one of these words, in order of their names."""
    try:
        # By stem: a file without a number stands before the numbered ones.
        found = sorted((folder / IN).iterdir(), key=lambda path: (path.stem.lower(), path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as problem:
        raise RemoteRefused(
            f"{folder / IN} cannot be read.", f"{problem}.", "Look at the folder."
        ) from None
    return [
        path
        for path in found
        if path.suffix.lower() in {".csv", ".iif", ".txt"}
        and path.name.lower().startswith(tuple(kinds))
    ]


def digest_of(folder: Path, *more: Path) -> str:
    """A digest of all that was exported, and of other files: the same as long as they are."""
    made = hashlib.sha256()
    for path in (*files_of(folder, ""), *(each for each in more if each.exists())):
        made.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:32]


def rows_of(folder: Path, *kinds: str, word: str) -> Iterator[TableRow]:
    """The rows of the lists of a kind; ``word``: what they are called in an interchange file."""
    for path in files_of(folder, *kinds):
        text = _text(path)
        if path.suffix.lower() == ".iif" or text.startswith("!"):
            yield from _interchange(path.name, text, word)
        else:
            yield from _delimited(path.name, text)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise InputError(f"{path.name} cannot be read.", f"{problem}.", "Look at it.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimited(name: str, text: str) -> Iterator[TableRow]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    header: list[str] | None = None
    for fields in reader:
        if not any(field.strip() for field in fields):
            continue
        if header is None:
            header = [plain_name(field) for field in fields]
            continue
        found = {key: field.strip() for key, field in zip(header, fields, strict=False) if key}
        yield TableRow(file_name=name, line=reader.line_num, fields=found)


def _interchange(name: str, text: str, word: str) -> Iterator[TableRow]:
    header: list[str] = []
    rows = csv.reader(text.splitlines(keepends=True), delimiter="\t")
    for fields in rows:
        if not fields:
            continue
        if fields[0] == f"!{word}":
            header = [plain_name(field) for field in fields[1:]]
        elif fields[0] == word:
            found = {
                key: field.strip() for key, field in zip(header, fields[1:], strict=False) if key
            }
            yield TableRow(file_name=name, line=rows.line_num, fields=found)
