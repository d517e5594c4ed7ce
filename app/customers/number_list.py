"""A list of telephone numbers as people paste it: numbers and ranges in any writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.values.phone_number import number_range

_LINES: Final = re.compile(r"[\n\r,;\t|]+")
_RANGE_WORDS: Final = re.compile(r"\s+(?:to|through|thru|until|-|\u2013|\u2014)\s+", re.IGNORECASE)
_LAST_DIGITS: Final = re.compile(r"(.*\d)\s*-\s*(\d{1,4})")
_FULL: Final = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """One number of a list, or a text that is none."""

    text: str
    """As it stood there."""
    number: str
    """E.164; blank where it cannot be read."""
    why: str = ""
    """Why not."""


def read_numbers(text: str) -> list[Listed]:
    """The numbers of a pasted text, one or a range in each line or cell, in their order."""
    found: list[Listed] = []
    for part in _LINES.split(text):
        written = part.strip().strip("'\"").strip()
        if written:
            found += _read(written)
    return found


def _read(written: str) -> Iterator[Listed]:
    try:
        for number in number_range(_as_range(written)):
            yield Listed(written, number)
    except ValueError as fault:
        yield Listed(written, "", f"{fault}")


def _as_range(written: str) -> str:
    """A range in words, or with the last digits alone, as first and last number."""
    ends = _RANGE_WORDS.split(written)
    if len(ends) == 2:  # noqa: PLR2004  first and last
        first, last = ends
        if _count(last) < _FULL <= _count(first):
            last = _filled(first, last)
        return f"{first}-{last}"
    short = _LAST_DIGITS.fullmatch(written)
    if short is not None and _count(short[1]) >= _FULL:
        return f"{short[1]}-{_filled(short[1], short[2])}"
    return written


def _filled(first: str, last: str) -> str:
    """The last number of a range of which only its last digits were written."""
    digits = _digits(first)
    end = _digits(last)
    sign = "+" if first.strip().startswith("+") else ""
    return f"{sign}{digits[: len(digits) - len(end)]}{end}"


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdigit())


def _count(text: str) -> int:
    return len(_digits(text))
