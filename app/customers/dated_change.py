"""Changes that hold from a day on: the old row ends there and another begins.

What a service was, and what a number was priced by, until that day stays as it was billed.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from app.customers.service import Number, Service

R = TypeVar("R", Service, Number)

_DATED: Final = {
    Service: frozenset({"quantity", "unit_price", "product_code", "location_code"}),
    Number: frozenset({"rate_plan", "account_number", "location_code", "circuit_code", "kind"}),
}
_ORDINALS: Final = range(2, 1000)


def asks_day(before: object, after: object) -> bool:
    """Whether a change is one of what is billed, and so asks from which day it holds."""
    fields = _DATED.get(type(before))
    if fields is None:
        return False
    return any(getattr(before, name) != getattr(after, name) for name in fields)


def changed_from(before: R, after: R, day: date, *, taken: Collection[str] = ()) -> list[R]:
    """The rows to write so that ``after`` holds from a day on.

    From the first day of the row, or before it, the row itself changes. ``taken``: service codes
    that are in use. ValueError where the row has ended by then.
    """
    if day <= before.starts_on:
        return [after]
    if before.ends_on is not None and day >= before.ends_on:
        message = f"It ended on {before.ends_on}; nothing can change after that."
        raise ValueError(message)
    following = replace(after, starts_on=day)
    if isinstance(following, Service):
        code = following.service_code
        following = replace(following, service_code=next_code(code, taken))
    return [replace(before, ends_on=day), following]


def next_code(code: str, taken: Collection[str]) -> str:
    """The code of what follows: the first free one of ``CODE-2``, ``CODE-3`` and so on."""
    stem, _, end = code.rpartition("-")
    base = stem if stem and end.isdigit() and int(end) in _ORDINALS and stem in taken else code
    found = (f"{base}-{number}" for number in _ORDINALS)
    return next(each for each in found if each not in taken)
