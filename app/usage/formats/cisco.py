"""Cisco Unified Communications Manager (``rating-and-cdr.md`` 5.4).

Columns are known by name only: their order and number change from release to release.
"""

import re
from typing import Final

from app.usage.formats.declaration import (
    EPOCH,
    WHOLE,
    Answered,
    CallFormat,
    DirectionRule,
    Key,
    Layout,
    Values,
    Zone,
    look,
)
from app.usage.settings import ReadSettings


def settle_cucm(values: Values, settings: ReadSettings) -> None:
    """The called number without the ``#`` that ends dialling."""
    del settings
    if "called" in values:
        values["called"] = values["called"].rstrip("#")


CUCM: Final = CallFormat(
    name="cucm",
    title="Cisco CUCM call detail records",
    header=(
        "cdrRecordType",
        "globalCallID_callId",
        "dateTimeOrigination",
        "callingPartyNumber",
        "finalCalledPartyNumber",
        "dateTimeConnect",
        "dateTimeDisconnect",
        "duration",
        "pkid",
    ),
    layouts=(
        Layout(
            columns={
                "kind": "cdrRecordType",
                "start": "dateTimeOrigination",
                "answer": "dateTimeConnect",
                "end": "dateTimeDisconnect",
                "seconds": "duration",
                "caller": "callingPartyNumber",
                "called": "finalCalledPartyNumber",
                "channel": "origDeviceName",
                "dest_channel": "destDeviceName",
                "context": "callingPartyNumberPartition",
                "pkid": "pkid",
            },
            looks={
                "kind": look("the record type 1", r"1"),
                "start": EPOCH,
                "answer": EPOCH,
                "end": EPOCH,
                "seconds": WHOLE,
            },
        ),
    ),
    not_records=re.compile(
        r"(INTEGER|VARCHAR\(\d+\)|UNIQUEIDENTIFIER|DATETIME|BIGINT)", re.IGNORECASE
    ),
    zone=Zone.UTC,
    epochs=True,
    answered=Answered(meaning="answer"),
    direction=DirectionRule(lists=True),
    keys=(Key(meanings=("pkid",)),),
    prepare=settle_cucm,
    notes=(
        "The second header row with SQL types may be there or not.",
        "The called number may hold the access code; give it to the source.",
        (
            "Inbound calls are told by origDeviceName (trunk_channels) or the caller's partition "
            "(inbound_contexts), else by whose numbers the parties are."
        ),
        "cmr_ files beside it are quality records and no calls.",
    ),
)
