"""The columns every call record becomes, and the closed lists they speak in."""

from dataclasses import dataclass
from enum import IntEnum

from app.findings import Finding


class Direction(IntEnum):
    """Which way a call went, seen from the customer."""

    OUT = 0
    IN = 1
    INTERNAL = 2
    UNKNOWN = 3
    """The file does not tell; decided by whose numbers the parties are."""


class Status(IntEnum):
    """What became of a record. Malformed records are kept apart, as their text."""

    RATED = 0
    NOT_CHARGEABLE = 1
    SUSPENDED = 2
    WRITTEN_OFF = 3
    DUPLICATE = 4


class Reason(IntEnum):
    """Why a call is not charged, waits in suspense, or could not be read."""

    NONE = 0
    # Not chargeable, in the order in which they are tried (setup-workbook.md, priced, 3).
    NOT_ANSWERED = 1
    ZERO_DURATION = 2
    INTERNAL = 3
    EMERGENCY = 4
    FEATURE_CODE = 5
    FREE_SERVICE = 6
    TOLL_FREE_CALLED = 7
    ON_NET = 8
    FREE_BELOW = 9
    # Suspended.
    BAD_DURATION = 20
    TOO_LONG = 21
    BAD_TIMESTAMP = 22
    BAD_NUMBER = 23
    NO_CUSTOMER = 24
    AMBIGUOUS_CUSTOMER = 25
    NO_RATE = 26
    UNKNOWN_JURISDICTION = 27
    PROBABLE_DUPLICATE = 28
    PARTIAL = 29
    CONTROL_TOTAL = 30
    # Malformed.
    WRONG_FIELDS = 40
    NO_ID = 41
    BAD_START = 42
    BAD_DURATION_TEXT = 43
    BAD_DIRECTION = 44


class CallClass(IntEnum):
    """What kind of call it is, on invoices."""

    NONE = 0
    INTRASTATE = 1
    INTERSTATE = 2
    INDETERMINATE = 3
    INTERNATIONAL = 4
    PREMIUM = 5
    OTHER = 6
    INBOUND = 7
    TOLL_FREE_INBOUND = 8
    DIRECTORY_ASSISTANCE = 9


class Jurisdiction(IntEnum):
    """Where a call ran, by its two ends."""

    NONE = 0
    INTRASTATE = 1
    INTERSTATE = 2
    INTERNATIONAL = 3
    INDETERMINATE = 4


READ_COLUMNS = {
    "row": "UInt32",
    "call_id": "String",
    "started_us": "Int64",
    "raw_seconds": "Int64",
    "caller": "String",
    "called": "String",
    "billing_number": "String",
    "direction": "Int8",
    "answered": "Boolean",
    "cost": "Int64",
    "hold": "Int16",
}
"""Column names and polars types of what a format makes of a file.

``row``: the physical line on which the record begins, from 1. ``call_id``: the record's own key;
null where the format has none (the fingerprint takes its place). ``started_us``: microseconds since
1970 in UTC. ``raw_seconds``: as the file says, also negative. Party texts are trimmed, not yet read
as numbers; empty: blank. ``direction``: a ``Direction``. ``cost``: the carrier's price in counts of
1e-8, null where none. ``hold``: a suspending ``Reason`` that the format itself found (``PARTIAL``),
else 0.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MalformedRow:
    """A record that could not be read; kept as its text."""

    row: int
    reason: Reason
    finding: Finding
    """Names file, line and column; ``raw`` is the text."""
