"""JSON text as a stream of its objects: one, one after another, or in an array."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from app.errors import InputError

MAX_OBJECT_LETTERS: Final = 8 * 2**20
"""The longest object: a page of a thousand calls has about one million letters."""

_BETWEEN = " \t\r\n,[]\ufeff"
_NOT_BETWEEN = re.compile(r"[^ \t\r\n,\[\]\ufeff]")
_WIDEST_MARGIN = 100
_LONGEST_WORD = 16
"""Letters from the end within which a text that is only cut off may look broken."""
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}", re.ASCII)
_FORM_FIELD = "cdr="


@dataclass(frozen=True, slots=True)
class JsonObject:
    """One object of a file, or text that is none."""

    number: int
    """Its place in the file, from 1."""
    value: dict[str, Any] | None
    """None: it cannot be read."""
    text: str


def looks_like_json(head: list[str]) -> bool:
    """Whether a file that begins with these lines holds JSON objects, also base64 or a form's."""
    first = next((line.strip() for line in head if line.strip()), "")
    if first[:1] in {"{", "["}:
        return True
    return _unpacked_line(first).lstrip()[:1] in {"{", "["}


def json_objects(texts: Iterable[str], *, name: str) -> Iterator[JsonObject]:
    """The objects of a file in their order; raises InputError at one past all reason.

    After text that is no object reading goes on at the next line that begins as the first did.
    """
    splitter = _Splitter()
    for text in _plain(texts, name):
        yield from splitter.take(text, last=False)
        if splitter.waiting > MAX_OBJECT_LETTERS:
            raise _too_long(name, splitter.number + 1)
    yield from splitter.take("", last=True)


class _Splitter:
    """Cuts a stream of JSON text into its objects."""

    def __init__(self) -> None:
        self.number = 0
        self._text = ""
        self._tried = 0
        self._decoder = json.JSONDecoder()
        self._lead = ""
        self._next_line: re.Pattern[str] | None = None
        """How the line begins on which the next object does."""

    @property
    def waiting(self) -> int:
        """How much text is not used yet."""
        return len(self._text)

    def take(self, text: str, *, last: bool) -> Iterator[JsonObject]:
        """The objects that end in this text."""
        self._text += text
        if len(self._text) < self._tried and not last:
            return
        at = 0
        whole = self._text
        while (at := self._begin(whole, at)) < len(whole):
            value, end = self._object(whole, at, last=last)
            if not end:
                break
            self.number += 1
            yield JsonObject(self.number, value, whole[at:end].rstrip(_BETWEEN))
            at = end
        self._text = whole[at:]
        # An object that is not whole is looked at again when there is half as much more.
        self._tried = len(self._text) * 3 // 2

    def _begin(self, text: str, at: int) -> int:
        """Where the next object begins."""
        found = _NOT_BETWEEN.search(text, at)
        begin = found.start() if found else len(text)
        if self._next_line is None:
            skipped = (self._lead + text[at:begin]).rpartition("\n")[2]
            self._lead = skipped[-_WIDEST_MARGIN:]
            if found:
                # In an array that opens on the first object's own line there is no margin.
                blanks = self._lead if self._lead.isspace() else ""
                self._next_line = re.compile(r"\n" + re.escape(blanks) + r"(?=\{)")
        return begin

    def _object(self, text: str, at: int, *, last: bool) -> tuple[dict[str, Any] | None, int]:
        """The object that begins here and where it ends; end 0: it is not whole yet."""
        try:
            value, end = self._decoder.raw_decode(text, at)
        except json.JSONDecodeError as err:
            cut_off = err.pos >= len(text) - _LONGEST_WORD or err.msg.startswith("Unterminated")
            if cut_off and not last:
                return None, 0
            return None, self._behind(text, at if cut_off else err.pos, last=last)
        except RecursionError:
            return None, self._behind(text, at, last=last)
        return (value if isinstance(value, dict) else None), end

    def _behind(self, text: str, at: int, *, last: bool) -> int:
        """Where the object after a broken one begins."""
        found = self._next_line.search(text, at) if self._next_line else None
        if found:
            return found.end()
        return len(text) if last else 0


def _plain(texts: Iterable[str], name: str) -> Iterator[str]:
    """The JSON text, taken out of base64 or a form's field where it lies in one, line by line."""
    pieces = iter(texts)
    first = next(pieces, "")
    lead = first.lstrip(" \t\r\n\ufeff")
    if lead[:1] in {"{", "["} or not lead:
        yield first
        yield from pieces
        return
    held = first
    for piece in pieces:
        *lines, held = (held + piece).split("\n")
        if len(held) > MAX_OBJECT_LETTERS:
            raise _too_long(name, 1)
        yield from (_unpacked_line(line.strip()) + "\n" for line in lines)
    yield from (_unpacked_line(line.strip()) + "\n" for line in held.split("\n"))


def _unpacked_line(line: str) -> str:
    """A line out of its form field and base64; itself where it is neither."""
    if line.startswith(_FORM_FIELD):
        line = unquote_plus(line.removeprefix(_FORM_FIELD)).strip()
    if _BASE64_LINE.fullmatch(line):
        padded = line + "=" * (-len(line) % 4)
        url_safe = b"-_" if "-" in line or "_" in line else None
        try:
            plain = base64.b64decode(padded, altchars=url_safe)
        except binascii.Error:
            return line
        return plain.decode("utf-8", errors="replace")
    return line


def _too_long(name: str, number: int) -> InputError:
    return InputError(
        f"{name}, record {number}: it is longer than {MAX_OBJECT_LETTERS // 2**20} megabytes.",
        "No call record is that long; the file is damaged or is no list of calls.",
        "Export the file again.",
    )
