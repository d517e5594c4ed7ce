"""The digits dialled for an outside line, taken off what was dialled."""

import re
from functools import lru_cache

import polars as pl

from app.usage.table import Direction

_DIALLED = r"(?:[2-9]11|988|[2-9]\d{6}|[2-9]\d{9}|1[2-9]\d{9}|011\d{3,}|101\d{4}\d{10,})"
"""What may follow an access code: a short code, a local, long distance or foreign number."""


def without_access_code(code: str | None) -> pl.Expr:
    """The column ``called`` without the access code, of calls that did not come in.

    It is taken off only where what remains is a number one can dial, so that 911 stays 911.
    """
    called = pl.col("called")
    if not code:
        return called
    bare = called.str.replace(_pattern_text(code), "${number}")
    return pl.when(pl.col("direction") == Direction.IN.value).then(called).otherwise(bare)


def dialled(called: str, code: str | None) -> str:
    """One called number without the access code."""
    if not code or not called.startswith(code):
        return called
    found = _pattern(code).match(called)
    return found["number"] if found else called


def _pattern_text(code: str) -> str:
    return f"^{re.escape(code)}(?P<number>{_DIALLED})$"


@lru_cache
def _pattern(code: str) -> re.Pattern[str]:
    return re.compile(_pattern_text(code))
