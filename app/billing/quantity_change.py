"""A recurring service whose quantity or price changes: it ends, and another begins on that day.

So the history stays, and what was billed stays true; the next run credits the days that were billed
ahead of the end.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from app.customers.service import Service

_COUNTED: Final = re.compile(r"(?P<base>.+)-(?P<count>\d{1,3})")


def free_code(base: str, taken: Collection[str]) -> str:
    """The code, or the first that follows it and is nobody's: ``X``, ``X-2``, ``X-3``."""
    if base not in taken:
        return base
    found = _COUNTED.fullmatch(base)
    if found is not None and found["base"] in taken:
        base = found["base"]
    count = 2
    while f"{base}-{count}" in taken:
        count += 1
    return f"{base}-{count}"


def changed_service(
    service: Service,
    *,
    quantity: Decimal,
    unit_price: Decimal | None,
    day: date,
    taken: Collection[str],
) -> tuple[Service, ...]:
    """The rows that a change on a day comes to; the last of them is in force afterwards.

    ``taken``: all codes of services. A quantity of 0 ends it and begins nothing.
    """
    if not quantity:
        return (ended_service(service, day),)
    if day <= service.starts_on:
        return (replace(service, quantity=quantity, unit_price=unit_price),)
    return (
        replace(service, ends_on=day),
        replace(
            service,
            service_code=free_code(service.service_code, taken),
            quantity=quantity,
            unit_price=unit_price,
            starts_on=day,
        ),
    )


def ended_service(service: Service, day: date) -> Service:
    """The service as it ends on a day; one that had not begun covers none."""
    return replace(service, ends_on=max(day, service.starts_on))


def in_force(service: Service, day: date) -> bool:
    """Whether a service covers a day."""
    return service.starts_on <= day and (service.ends_on is None or day < service.ends_on)
