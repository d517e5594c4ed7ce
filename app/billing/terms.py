"""Payment terms in words, and the day on which they make an invoice due."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.values.period import add_months

_AT_ONCE: Final = {
    "due on receipt",
    "due upon receipt",
    "on receipt",
    "upon receipt",
    "immediate",
    "cod",
}
# "2/10 Net 30" offers a discount for early payment; the bill is due by its net days.
_DISCOUNT: Final = re.compile(r"\d+(\.\d+)?\s*%?\s*/\s*\d+\s*,?\s*(?=net|n)")
_NET: Final = re.compile(r"(?:net|n)?[\s/-]*(\d{1,3})(?:\s*days?)?(?:\s*(eom|prox))?")
_END_OF_MONTH: Final = re.compile(r"(?:net\s*)?(?:eom|end of month)(?:\s*\+?\s*(\d{1,3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How many days after the invoice's date, or after the end of its month, it is due."""

    days: int
    from_month_end: bool = False

    def due(self, invoice_date: date) -> date:
        """The day on which an invoice of that date is due."""
        start = invoice_date
        if self.from_month_end:
            start = add_months(invoice_date.replace(day=1), 1) - timedelta(days=1)
        return start + timedelta(days=self.days)


def read_terms(text: str) -> Terms | None:
    """The terms of words such as "Net 30", "Net 15 EOM", "EOM", "Due on receipt"; None if unread.

    A discount for early payment ("2/10 Net 30") changes nothing about the due date.
    """
    words = " ".join(text.casefold().replace(".", " ").split())
    if words in _AT_ONCE:
        return Terms(days=0)
    words = _DISCOUNT.sub("", words)
    if match := _NET.fullmatch(words):
        return Terms(days=int(match[1]), from_month_end=match[2] is not None)
    if match := _END_OF_MONTH.fullmatch(words):
        return Terms(days=int(match[1] or 0), from_month_end=True)
    return None
