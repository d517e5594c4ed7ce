"""NetSapiens "advanced" export (``rating-and-cdr.md`` 5.6).

Its words are the platform's: an Origination comes in, a Termination goes out.
"""

from typing import Final

from app.usage.formats.declaration import (
    STAMP,
    WHOLE,
    Answered,
    CallFormat,
    DirectionRule,
    Key,
    Layout,
    Values,
    Zone,
    word,
)
from app.usage.settings import ReadSettings
from app.usage.table import Direction


def settle_netsapiens(values: Values, settings: ReadSettings) -> None:
    """Who called whom, by the call's type."""
    del settings
    remote, dialled = values.get("remote", ""), values.get("dialled", "")
    if values.get("direction", "").lower() in {"origination", "missed"}:
        values["caller"], values["called"] = remote, dialled
    else:
        values["caller"] = values.get("billing_number") or values.get("user", "")
        values["called"] = remote or dialled


NETSAPIENS: Final = CallFormat(
    name="netsapiens",
    title="NetSapiens advanced export",
    header=(
        "Call Type",
        "BTN",
        "Time Start",
        "Time Answer",
        "Duration",
        "Remote Number",
        "Dialed Number",
        "CallId",
    ),
    layouts=(
        Layout(
            columns={
                "direction": "Call Type",
                "user": "User",
                "billing_number": "BTN",
                "start": "Time Start",
                "answer": "Time Answer",
                "seconds": "Duration",
                "remote": "Remote Number",
                "dialled": "Dialed Number",
                "call_id": "CallId",
            },
            looks={
                "direction": word(
                    "a call type", "Origination", "Termination", "Missed", "On-Net", "OnNet"
                ),
                "start": STAMP,
                "answer": STAMP.or_blank(),
                "seconds": WHOLE.or_blank(),
            },
        ),
    ),
    zone=Zone.UTC,
    answered=Answered(meaning="answer"),
    direction=DirectionRule(
        meaning="direction",
        words={
            "origination": Direction.IN,
            "termination": Direction.OUT,
            "missed": Direction.IN,
            "on-net": Direction.INTERNAL,
            "onnet": Direction.INTERNAL,
        },
        strict=True,
    ),
    keys=(Key(meanings=("call_id",)),),
    prepare=settle_netsapiens,
    notes=(
        "Times are GMT.",
        "The connected (remote) number is what a call out is priced by; its caller is the BTN.",
    ),
)
