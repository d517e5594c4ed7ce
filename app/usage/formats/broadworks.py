"""BroadWorks accounting records (``rating-and-cdr.md`` 5.5).

There is no duration: talk time is release minus answer, to the nearest second.
"""

import re
from typing import Final

from app.files.delimited import Quoting
from app.usage.formats.declaration import (
    STAMP,
    Answered,
    CallFormat,
    DirectionRule,
    Duration,
    Hold,
    Key,
    Layout,
    Unit,
    Values,
    Zone,
    look,
    word,
)
from app.usage.settings import ReadSettings
from app.usage.table import Direction


def settle_broadworks(values: Values, settings: ReadSettings) -> None:
    """Who pays: the charged number, else the user whose record it is."""
    del settings
    payer = values.get("charged_number") or values.get("user_number")
    if payer:
        values["billing_number"] = payer
    if values.get("indicator", "").lower().startswith("yes"):
        values["answered"] = "yes"


BROADWORKS: Final = CallFormat(
    name="broadworks",
    title="BroadWorks accounting records",
    delimiter=",",
    quoting=Quoting.ESCAPED,
    preamble=re.compile(r"version=", re.IGNORECASE),
    layouts=(
        Layout(
            columns={
                "record_id": 0,
                "kind": 2,
                "user_number": 3,
                "direction": 5,
                "caller": 6,
                "called": 8,
                "start": 9,
                "indicator": 11,
                "answer": 12,
                "end": 13,
                "charged_number": 145,
            },
            looks={
                "record_id": look("a record id", r"\w{18,}\.\d{4}\d?-\d{6}|[\w.:-]{20,}"),
                "kind": word(
                    "a record type",
                    "Normal",
                    "Start",
                    "Interim",
                    "End",
                    "Long Duration",
                    "Failover",
                    "Duration",
                ),
                "direction": word("a direction", "Originating", "Terminating"),
                "start": STAMP,
                "answer": STAMP.or_blank(),
                "end": STAMP.or_blank(),
            },
        ),
    ),
    zone=Zone.UTC,
    duration=Duration(unit=Unit.STAMPS),
    answered=Answered(meaning="answered", words=frozenset({"yes"})),
    direction=DirectionRule(
        meaning="direction",
        words={"originating": Direction.OUT, "terminating": Direction.IN},
        strict=True,
    ),
    keys=(Key(meanings=("record_id",)),),
    hold=Hold(meaning="kind", final=frozenset({"normal"})),
    prepare=settle_broadworks,
    notes=(
        "Times are GMT, whatever the user's zone in the record says.",
        "Start, Interim, End, Long Duration and Failover records are held as partial.",
        "An on-net call has two records, one for each user.",
    ),
)
