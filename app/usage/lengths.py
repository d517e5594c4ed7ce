"""How long calls were by their stamps, and whether their durations agree."""

from typing import Final

from app.usage.formats.declaration import Duration, Unit, Values
from app.usage.stamps import SECOND_US, Instants
from app.usage.written import whole_seconds
from app.values.money import Rounding, round_ratio

TOLERANCE_SECONDS: Final = 2
"""How far a duration may lie from its stamps (``rating-and-cdr.md``, example 18)."""

_ELAPSED_TOLERANCE_SECONDS: Final = 1
"""Both are cut to whole seconds on their own, so talk may seem a second longer than the call."""


def elapsed_of(values: Values) -> int | None:
    """Seconds from start to end, ringing and talking, if the record has them."""
    text = values.get("elapsed")
    return whole_seconds(text, Unit.SECONDS) if text else None


def talked(answer: Instants, end: Instants) -> int:
    """Whole seconds from answer to end, the half away from zero; negative: the end comes first."""
    lengths = _lengths(answer, end)
    return _nearest_seconds(next((length for length in lengths if length >= 0), lengths[0]))


def contradiction(
    seconds: int,
    elapsed: int | None,
    rule: Duration,
    *,
    start: Instants,
    answer: Instants | None,
    end: Instants | None,
) -> str:
    """How a talk time contradicts the rest of its record; blank: it does not."""
    slack = TOLERANCE_SECONDS + rule.grain - 1
    if elapsed is not None and seconds > elapsed + _ELAPSED_TOLERANCE_SECONDS:
        return f"It was talked for {seconds} s in a call of {elapsed} s."
    if end is None or rule.unit is Unit.STAMPS:
        return ""
    if answer is None:
        # Without an answer stamp ringing may be in it: only longer talk contradicts.
        longest = max(_lengths(start, end))
        if seconds * SECOND_US > longest + slack * SECOND_US:
            return f"It was talked for {seconds} s in a call of {_nearest_seconds(longest)} s."
        return ""
    talks = _lengths(answer, end)
    over = [seconds * SECOND_US - talk for talk in talks]
    if any(-TOLERANCE_SECONDS * SECOND_US <= more <= slack * SECOND_US for more in over):
        return ""
    return (
        f"It was talked for {seconds} s by its duration, "
        f"but for {_nearest_seconds(talks[0])} s by its stamps."
    )


def _lengths(begin: Instants, end: Instants) -> list[int]:
    """Every length in microseconds that may lie between two stamps, the likeliest first."""
    if begin.first == begin.second and end.first == end.second:
        return [end.first - begin.first]
    return [
        until - since
        for since in dict.fromkeys((begin.first, begin.second))
        for until in dict.fromkeys((end.first, end.second))
    ]


def _nearest_seconds(microseconds: int) -> int:
    return round_ratio(microseconds, SECOND_US, Rounding.HALF_UP)
