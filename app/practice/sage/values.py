"""Records, money and times as the Sage Accounting API reads and writes them."""

import hashlib
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

# A record is what its JSON holds under the vendor's names; ids of others stand as `contact_id`.
Record = dict[str, Any]

ZERO = Decimal("0.00")


def rounded(amount: Decimal) -> Decimal:
    """An amount at two places, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def made_id(kind: str, serial: object) -> str:
    """The id of the n-th record of a kind, the same at every run."""
    return hashlib.sha256(f"sage {kind} {serial}".encode()).hexdigest()[:32]


def moment_text(moment: datetime) -> str:
    """A moment as answers write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_moment(text: str) -> datetime | None:
    """A moment with its zone; None when it has none or cannot be read."""
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def read_day(text: str) -> date | None:
    """A day; None when it cannot be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def money(amount: Decimal) -> str:
    """An amount as documents carry it: as text, although the description says number."""
    return f"{rounded(amount):f}"
