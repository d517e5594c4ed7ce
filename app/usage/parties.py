"""How the parties of calls lie in integer columns: one code for a number, a short code or a text.

=====================  =========================================================
code                   the party is
=====================  =========================================================
0                      blank
1 and up               a full number, E.164 without plus
-1 to -999             a three-digit code: 911, 411, 988
-1,000,000 - id        a feature code, ``*`` and more; ``id`` names its text
-1,000,000,000 - id    any other text: alias, extension, anonymous, unreadable
-LOCAL_BASE - n        seven digits that lack their area code
=====================  =========================================================
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

import numpy as np
import numpy.typing as npt
import polars as pl

from app.values.phone_number import PartyKind, PartyReading, read_party

FEATURE_BASE: Final = 10**6
TEXT_BASE: Final = 10**9
LOCAL_BASE: Final = 10**12

_AREA: Final = 10**7
_EXCHANGE: Final = 10**4
_NANP_LOWEST: Final = 2_000_000_000
_NANP_DIGITS: Final = 10**10
_NATIONAL_DIGITS: Final = 10
_NANP_LENGTH: Final = 11
_LOWEST_EXCHANGE: Final = 200
_LONGEST: Final = 15
_POWERS: Final = 10 ** np.arange(_LONGEST, dtype=np.int64)

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TextIds = Callable[[Sequence[str]], Mapping[str, int]]
"""Gives each text its id, the same one each time; ids begin at 1 and stay below 999 million."""


@dataclass(frozen=True, slots=True)
class PartyColumn:
    """One column of parties, read."""

    codes: pl.Series
    """Int64."""
    carrier_codes: Mapping[int, str]
    """The carrier access codes, 101 and four digits, that were dropped, by position."""


def is_local(code: int) -> bool:
    """Whether the code is of seven digits without area code."""
    return code <= -LOCAL_BASE


def code_of(reading: PartyReading, text_ids: Mapping[str, int], text: str) -> int:
    """The code of one reading; ``text_ids`` knows the text where it needs one."""
    match reading.kind:
        case PartyKind.BLANK:
            return 0
        case PartyKind.NUMBER:
            return int(reading.digits)
        case PartyKind.LOCAL:
            return -LOCAL_BASE - int(reading.digits)
        case PartyKind.SHORT_CODE:
            return -int(reading.digits)
        case PartyKind.FEATURE:
            return -FEATURE_BASE - text_ids[text]
        case PartyKind.TEXT:
            return -TEXT_BASE - text_ids[text]
        case _ as never:
            assert_never(never)


def text_id(code: int) -> int | None:
    """The id of the text that a code names, None where it names none."""
    if code <= -LOCAL_BASE or code > -FEATURE_BASE:
        return None
    return -code - (TEXT_BASE if code <= -TEXT_BASE else FEATURE_BASE)


def party_words(code: int, texts: Mapping[int, str]) -> str:
    """The party as exports write it: E.164 with plus, short code, or the text itself."""
    if code > 0:
        return f"+{code}"
    if code == 0:
        return ""
    if is_local(code):
        return f"{-code - LOCAL_BASE:07d}"
    known = text_id(code)
    return f"{-code}" if known is None else texts[known]


def read_parties(texts: pl.Series, ids_of: TextIds) -> PartyColumn:
    """The codes of a column of party texts (``setup-workbook.md``, priced, 1).

    The usual writings are read as whole columns; each other distinct text is read once by
    ``read_party``.
    """
    length = texts.str.len_bytes().to_numpy().astype(np.int64)
    if not length.any():
        return PartyColumn(pl.Series(length), {})
    text = pl.col("text")
    facts = texts.to_frame("text").select(
        value=text.cast(pl.Int64, strict=False).fill_null(0), plus=text.str.starts_with("+")
    )
    codes = _plain_numbers(facts["value"].to_numpy(), length, facts["plus"].to_numpy())
    odd = np.flatnonzero((codes == 0) & (length > 0))
    carrier_codes: dict[int, str] = {}
    if len(odd):
        wanted = texts.gather(odd)
        readings = {text: read_party(text) for text in wanted.unique().to_list()}
        named = [
            text
            for text, reading in readings.items()
            if reading.kind in {PartyKind.FEATURE, PartyKind.TEXT}
        ]
        ids = ids_of(named) if named else {}
        code_by_text = {text: code_of(reading, ids, text) for text, reading in readings.items()}
        codes[odd] = wanted.replace_strict(
            list(code_by_text), list(code_by_text.values()), return_dtype=pl.Int64
        ).to_numpy()
        with_code = {t: r.carrier_code for t, r in readings.items() if r.carrier_code}
        if with_code:
            carrier_codes = {
                position: with_code[text]
                for position, text in zip(odd.tolist(), wanted.to_list(), strict=True)
                if text in with_code
            }
    return PartyColumn(pl.Series(codes), carrier_codes)


def _plain_numbers(value: Ints, length: Ints, plus: Bools) -> Ints:
    """Codes of texts that are a full number in plain digits, with or without plus; else 0.

    ``value``: the text as an integer, 0 where it is none; ``length``: its bytes.
    """
    digits = length - plus
    # An integer of as many digits as the text has letters: nothing else stands in the text.
    least = _POWERS[np.clip(digits, 1, _LONGEST) - 1]
    plain = (digits >= _NATIONAL_DIGITS) & (digits <= _LONGEST) & (value >= least)
    leading = value // least
    national = ~plus & (digits == _NATIONAL_DIGITS)
    full = np.where(national, value + _NANP_DIGITS, value)
    nanp = full - _NANP_DIGITS
    good_nanp = (nanp >= _NANP_LOWEST) & ((nanp // _EXCHANGE) % 1000 >= _LOWEST_EXCHANGE)
    ours = good_nanp & (national | ((digits == _NANP_LENGTH) & (leading == 1)))
    abroad = plus & (leading != 1)
    found: Ints = np.where(plain & (ours | abroad), full, 0)
    return found


def complete_local(codes: Ints, payer_number: Ints) -> Ints:
    """Seven-digit codes completed by the area code of a NANP payer; all others as they are."""
    completed = codes.copy()
    local = np.flatnonzero((codes <= -LOCAL_BASE) & (payer_number // _NANP_DIGITS == 1))
    completed[local] = payer_number[local] // _AREA * _AREA - codes[local] - LOCAL_BASE
    return completed
