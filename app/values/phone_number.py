"""Telephone numbers: how a text is read as one, how one is kept, and how one is shown.

Only the writing is judged here; whether an area code is assigned is not.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Final

LONGEST_RANGE: Final = 10_000
"""How many numbers a range may hold: a whole exchange."""

_PUNCTUATION: Final = re.compile(r"[\s().\-]+")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))  # noqa: RUF001  meant are just these
_DIGITS: Final = re.compile(r"[0-9]+")
_NANP: Final = re.compile(r"1?([2-9][0-9]{2}[2-9][0-9]{6})")
_NANP_ABROAD: Final = re.compile(r"1[2-9][0-9]{2}[2-9][0-9]{6}")
_ABROAD: Final = re.compile(r"[2-9][0-9]{2,14}")
_SHORT_CODE: Final = re.compile(r"[2-9]11|988")
_CARRIER_ACCESS: Final = re.compile(r"(101[0-9]{4})(1?[0-9]{10}|011[0-9]+)")
_LOCAL_DIGITS: Final = 7

_AS_NUMBER: Final = re.compile(r"[0-9]+\.0+|([0-9](?:\.[0-9]+)?)E(\+?)[0-9]{1,2}", re.IGNORECASE)
_SHOWN_SHORT: Final = 7
"""As many characters, point included, of a mantissa does Excel show at most."""

_COUNTRY_CODE: Final = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3}"
)
"""ITU-T E.164, list of assigned codes: what has no code of one or two digits has one of three."""

_AREAS: Final = {
    "7": re.compile(r"[3489][0-9]{2}"),
    "33": re.compile(r"[1-9]"),
    "39": re.compile(r"0[26]|3[0-9]{2}"),
    "44": re.compile(r"2[0-9]|1(?:1[0-9]|[0-9]1)|[389][0-9]{2}|[157][0-9]{3}"),
    "49": re.compile(r"30|40|69|89|1[567][0-9]"),
    "61": re.compile(r"[2378]|4[0-9]{2}"),
    "81": re.compile(r"[36](?=[0-9]{8}$)"),
}
"""By country code the area codes with which numbers begin, where their length is sure.

Other numbers are cut into groups without regard to what the digits mean.
"""
_NO_AREA: Final = re.compile(r"(?!)")
_SHORTEST_LINE: Final = 5
_ALL_PAIRS: Final = {"33"}
"""Countries that write all of a number behind the area code in pairs."""


class PartyKind(Enum):
    """What a party of a call is written as."""

    BLANK = "blank"
    NUMBER = "number"
    """A full number."""
    LOCAL = "local"
    """Seven digits that lack their area code."""
    SHORT_CODE = "short code"
    """N11 or 988."""
    FEATURE = "feature"
    """``*`` and more."""
    TEXT = "text"
    """Anything else: an alias, an extension, ``anonymous``, digits that are no number."""


@dataclass(frozen=True, slots=True)
class PartyReading:
    """A party's text, read."""

    kind: PartyKind
    digits: str
    """NUMBER: E.164 without plus; LOCAL, SHORT_CODE: the digits; FEATURE, TEXT: the text, trimmed.
    """
    carrier_code: str | None = None
    """The carrier access code, 101 and four digits, that stood before a NUMBER."""


def read_party(text: str) -> PartyReading:
    """The reading of one text of a call file (``setup-workbook.md``, how a call is priced, 1)."""
    trimmed = text.strip()
    if not trimmed:
        return PartyReading(PartyKind.BLANK, "")
    if trimmed.startswith("*"):
        return PartyReading(PartyKind.FEATURE, trimmed)
    written = _PUNCTUATION.sub("", trimmed)
    number = _full_number(written)
    if number is not None:
        return PartyReading(PartyKind.NUMBER, number)
    access = _CARRIER_ACCESS.fullmatch(written)
    behind = None if access is None else _full_number(access[2])
    if access is not None and behind is not None:
        return PartyReading(PartyKind.NUMBER, behind, access[1])
    return _short_or_text(trimmed, written)


def _short_or_text(trimmed: str, written: str) -> PartyReading:
    if _SHORT_CODE.fullmatch(written):
        return PartyReading(PartyKind.SHORT_CODE, written)
    if len(written) == _LOCAL_DIGITS and _DIGITS.fullmatch(written):
        return PartyReading(PartyKind.LOCAL, written)
    return PartyReading(PartyKind.TEXT, trimmed)


def _full_number(written: str) -> str | None:
    """E.164 without plus of a text free of punctuation, None where it is no full number."""
    if written.startswith("+"):
        return _from_abroad(written[1:])
    if written.startswith("011"):
        return _from_abroad(written[3:])
    nanp = _NANP.fullmatch(written)
    return None if nanp is None else f"1{nanp[1]}"


def _from_abroad(digits: str) -> str | None:
    form = _NANP_ABROAD if digits.startswith("1") else _ABROAD
    return digits if form.fullmatch(digits) else None


def e164(text: str) -> str:
    """E.164 with plus of a number as a workbook cell holds it; ValueError with the reason.

    ``6085550100.0`` and ``6.0855501E9`` are what spreadsheets make of a number; what has lost
    digits (``6.08555E+09``) is refused.
    """
    written = text.strip().translate(_DASHES)
    shape = _AS_NUMBER.fullmatch(written)
    if shape is not None:
        written = _whole(written, shape)
    reading = read_party(written)
    if reading.kind is PartyKind.NUMBER and reading.carrier_code is None:
        return f"+{reading.digits}"
    if reading.kind is PartyKind.LOCAL:
        raise ValueError(f"{text} lacks its area code")
    raise ValueError(f"{text or 'a blank'} is no telephone number")


def _whole(written: str, shape: re.Match[str]) -> str:
    """The digits of a number that passed through a spreadsheet."""
    value = Decimal(written)
    if value != value.to_integral_value():
        raise ValueError(f"{written} is no telephone number")
    shortened = shape[2] and len(shape[1]) <= _SHOWN_SHORT and len(f"{value:f}") >= _SHOWN_SHORT
    if shortened:
        raise ValueError(f"{written} has lost digits in a spreadsheet")
    return f"{value:.0f}"


def number_range(text: str) -> tuple[str, ...]:
    """Each number, E.164 with plus, of a cell that holds one or a range ``first-last``.

    A dash inside a number is punctuation: a range is two full numbers with a dash between.
    ValueError with the reason where the cell holds neither.
    """
    try:
        return (e164(text),)
    except ValueError as single:
        ends = _two_numbers(text)
        if ends is None:
            raise single from None
    first, last = (int(end[1:]) for end in ends)
    if len(ends[0]) != len(ends[1]) or last < first:
        raise ValueError(f"{text} ends before it begins")
    if last - first >= LONGEST_RANGE:
        raise ValueError(f"{text} is more than {LONGEST_RANGE:,} numbers")
    return tuple(f"+{number}" for number in range(first, last + 1))


def _two_numbers(text: str) -> tuple[str, str] | None:
    written = text.translate(_DASHES)
    for place, sign in enumerate(written):
        if sign != "-":
            continue
        try:
            return e164(written[:place]), e164(written[place + 1 :])
        except ValueError:
            continue
    return None


def pretty(number: str) -> str:
    """A number as people write it: ``(303) 555-0142``, or ``+44 20 7946 0000`` beyond +1.

    Takes E.164 with plus; any other text comes back as it is.
    """
    digits = number.removeprefix("+")
    if digits == number or not _DIGITS.fullmatch(digits):
        return number
    if _NANP_ABROAD.fullmatch(digits):
        return f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}"
    country = _COUNTRY_CODE.match(digits)
    if country is None:
        return number
    return " ".join([f"+{country[0]}", *_parts(country[0], digits[country.end() :])])


def _parts(country: str, digits: str) -> list[str]:
    """The area code, where it is known, and the groups behind it."""
    area = _AREAS.get(country, _NO_AREA).match(digits)
    if area is None or len(digits) - area.end() < _SHORTEST_LINE:
        return _groups(digits)
    line = digits[area.end() :]
    if country in _ALL_PAIRS and len(line) % 2 == 0:
        return [area[0], *(line[i : i + 2] for i in range(0, len(line), 2))]
    return [area[0], *_groups(line)]


def _groups(digits: str) -> list[str]:
    """Groups of four from the end, the first of two to five; six and nine digits in threes."""
    if len(digits) in {6, 9}:
        return [digits[i : i + 3] for i in range(0, len(digits), 3)]
    head = len(digits) % 4
    if head == 1 and len(digits) > 1:
        head = 5
    cuts = sorted({0, *range(head, len(digits) + 1, 4)})
    return [digits[start:end] for start, end in pairwise(cuts)]
