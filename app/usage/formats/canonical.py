"""The canonical call file (``setup-workbook.md``, canonical call file)."""

from typing import Final

from app.usage.formats.declaration import (
    PARTY,
    STAMP,
    WHOLE,
    Answered,
    CallFormat,
    DirectionRule,
    Key,
    Layout,
    Medium,
    word,
)
from app.usage.table import Direction

COLUMNS: Final = (
    "call_id",
    "started_at",
    "billing_number",
    "caller",
    "called",
    "duration_seconds",
    "direction",
    "disposition",
)
"""The header, in the order of the contract; a file may have it in any order."""

CANONICAL: Final = CallFormat(
    name="canonical",
    title="Canonical call file of Switchbook",
    medium=Medium.CANONICAL,
    header=COLUMNS,
    layouts=(
        Layout(
            columns={
                "id": "call_id",
                "start": "started_at",
                "billing_number": "billing_number",
                "caller": "caller",
                "called": "called",
                "seconds": "duration_seconds",
                "direction": "direction",
                "disposition": "disposition",
            },
            looks={
                "start": STAMP,
                "seconds": WHOLE.or_blank(),
                "billing_number": PARTY.or_blank(),
                "caller": PARTY.or_blank(),
                "called": PARTY.or_blank(),
                "direction": word("out, in or internal", "out", "in", "internal"),
            },
        ),
    ),
    answered=Answered(meaning="disposition", words=frozenset({"answered"}), blank=True),
    direction=DirectionRule(
        meaning="direction",
        words={"out": Direction.OUT, "in": Direction.IN, "internal": Direction.INTERNAL},
        strict=True,
    ),
    keys=(Key(meanings=("id",)),),
)
