"""Bandwidth billing detail records (``rating-and-cdr.md`` 5.10)."""

from typing import Final

from app.usage.formats.declaration import (
    MONEY,
    STAMP,
    WHOLE,
    CallFormat,
    DirectionRule,
    Duration,
    Key,
    Layout,
    Zone,
)
from app.usage.table import Direction

BANDWIDTH: Final = CallFormat(
    name="bandwidth",
    title="Bandwidth billing detail records",
    header=(
        "CallStartDateTime",
        "CallEndDateTime",
        "CallType",
        "CallSource",
        "CallDestination",
        "Duration",
        "Amount",
        "BdrID",
    ),
    layouts=(
        Layout(
            columns={
                "start": "CallStartDateTime",
                "end": "CallEndDateTime",
                "direction": "CallType",
                "caller": "CallSource",
                "called": "CallDestination",
                "seconds": "Duration",
                "cost": "Amount",
                "bdr_id": "BdrID",
            },
            looks={
                "start": STAMP,
                "end": STAMP.or_blank(),
                "seconds": WHOLE,
                "cost": MONEY.or_blank(),
            },
        ),
    ),
    zone=Zone.UTC,
    duration=Duration(grain=6),
    direction=DirectionRule(
        meaning="direction",
        parts=(("origination", Direction.IN), ("inbound", Direction.IN)),
        default=Direction.OUT,
    ),
    keys=(Key(meanings=("bdr_id",)),),
    notes=(
        "Times are UTC on a 12-hour clock.",
        "Durations are rounded up to six seconds by the carrier already.",
        "All records are of answered calls; a CallType with ORIGINATION came in.",
    ),
)
