"""What customers owe by age: invoices less the payments that are known. Nothing is guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from app.values.money import ZERO


class Age(Enum):
    """How long an invoice has been due."""

    NOT_DUE = "Not due yet"
    TO_30 = "1\u201330 days"
    TO_60 = "31\u201360"
    TO_90 = "61\u201390"
    OLDER = "Over 90"


_UP_TO: Final = ((0, Age.NOT_DUE), (30, Age.TO_30), (60, Age.TO_60), (90, Age.TO_90))
"""The last day late of each age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What an invoice asks for, and what was paid of it."""

    invoice_number: str
    account_number: str
    due_date: date
    total: Decimal
    paid: Decimal = ZERO

    @property
    def open(self) -> Decimal:
        """What is left to pay; below zero where more was paid."""
        return self.total - self.paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """What is owed in all, by age."""

    sums: Mapping[Age, Decimal]
    counts: Mapping[Age, int]
    total: Decimal

    def share(self, age: Age) -> Decimal | None:
        """Which part of all that is owed is of that age; None where nothing is owed."""
        return self.sums[age] / self.total if self.total > 0 else None


def days_late(due_date: date, today: date) -> int:
    """How many days an invoice is late; 0 on its due date and before."""
    return max((today - due_date).days, 0)


def age_of(due_date: date, today: date) -> Age:
    """How old a debt is on a day."""
    late = days_late(due_date, today)
    return next((age for most, age in _UP_TO if late <= most), Age.OLDER)


def ageing(owed: Iterable[Owed], today: date) -> Ageing:
    """What is open, by age; invoices that are paid count nowhere."""
    sums = dict.fromkeys(Age, ZERO)
    counts = dict.fromkeys(Age, 0)
    for each in owed:
        if each.open:
            age = age_of(each.due_date, today)
            sums[age] += each.open
            counts[age] += 1
    return Ageing(sums=sums, counts=counts, total=sum(sums.values(), ZERO))
