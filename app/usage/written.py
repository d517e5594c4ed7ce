"""Numbers as call files write them: durations, amounts, parties."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.usage.formats.declaration import Unit
from app.values.money import SCALE, Rounding, round_ratio

SECONDS_LIMIT: Final = 10**15
"""Durations beyond are taken as this: whole numbers all the same, and far too long."""

NOTHING: Final = frozenset({"", "NULL", "null", "<null>", "<NULL>", "NA", "N/A", "\\N"})
"""What exports write for a value that is not there."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?|[+-]?\.\d+", re.ASCII)
_CLOCK = re.compile(r"([+-]?)(?:(\d+):)?(\d+):(\d\d)(?:\.(\d+))?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", re.ASCII | re.IGNORECASE)
_NAMED = re.compile(r".*<\s*([^<>]*?)\s*>\s*")
_SIP = re.compile(r"sips?:(\+?\d+)@.*", re.IGNORECASE | re.ASCII)
_CURRENCY = re.compile(r"^[^\d\s.,+-]{1,3}\s*|\s*[A-Z]{3}$")
_MOST_DIGITS = 15


def whole_seconds(text: str, unit: Unit, *, decimal_sign: str = ".") -> int | None:
    """The duration in whole seconds, a fraction to the nearer one, the half away from zero.

    None where it is no duration. Past ``SECONDS_LIMIT`` it is cut to that.
    """
    if unit is Unit.SECONDS and text.isdecimal() and text.isascii():
        return int(text) if len(text) < _MOST_DIGITS else _limited(text)
    number = text.replace(",", ".") if decimal_sign == "," else text
    clock = _CLOCK.fullmatch(number)
    if clock and unit in {Unit.CLOCK, Unit.MINUTES}:
        return _clock_seconds(clock)
    if not _NUMBER.fullmatch(number):
        return None
    if len(number) > _MOST_DIGITS:
        return _limited(number.partition(".")[0] or "0")
    per_unit = 60 if unit is Unit.MINUTES else 1
    exact = Fraction(Decimal(number)) * per_unit
    return round_ratio(exact.numerator, exact.denominator, Rounding.HALF_UP)


def _limited(digits: str) -> int:
    negative = digits.startswith("-")
    bare = digits.lstrip("+-").lstrip("0") or "0"
    size = SECONDS_LIMIT if len(bare) > len(str(SECONDS_LIMIT)) else int(bare)
    size = min(size, SECONDS_LIMIT)
    return -size if negative else size


def _clock_seconds(clock: re.Match[str]) -> int:
    sign, hours, minutes, seconds, fraction = clock.groups()
    whole = int((hours or "0")[-12:]) * 3600 + int(minutes[-12:]) * 60 + int(seconds)
    digits = fraction or "0"
    size = round_ratio(whole * 10 ** len(digits) + int(digits), 10 ** len(digits), Rounding.HALF_UP)
    return -size if sign == "-" else size


def counts(text: str, *, decimal_sign: str = ".") -> int | None:
    """An amount in counts of 1e-8, rounded half away from zero past that; None: it is none."""
    number = _CURRENCY.sub("", text.strip())
    if decimal_sign == ",":
        number = number.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(number):
        number = number.replace(",", "")
    if not _AMOUNT.fullmatch(number) or len(number) > _MOST_DIGITS:
        return None
    exact = Fraction(Decimal(number)) * SCALE
    return round_ratio(exact.numerator, exact.denominator, Rounding.HALF_UP)


def party(text: str) -> str:
    """Who a party text names: the number of ``"Name" <number>`` and of a SIP address."""
    if "<" in text:
        named = _NAMED.fullmatch(text)
        if named:
            text = named[1]
    if text[:3].lower() == "sip":
        address = _SIP.fullmatch(text)
        if address:
            return address[1]
    return text
