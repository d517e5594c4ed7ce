"""FreeSWITCH: mod_cdr_csv templates and JSON records.

Facts: ``rating-and-cdr.md`` 5.3. Billable is what was answered and talked, whatever the hang-up
cause says. Talk time is ``billsec``; ``duration`` holds ringing too.
"""

from typing import Any, Final
from urllib.parse import unquote

from app.usage.formats.declaration import (
    STAMP,
    UUID,
    WHOLE,
    Answered,
    CallFormat,
    DirectionRule,
    Key,
    Layout,
    Medium,
    Values,
    Zone,
    look,
)

_CAUSE: Final = look("a hang-up cause", r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_TALKED: Final = Answered(meaning="answer")
_BY_LISTS: Final = DirectionRule(lists=True)
_UUID_KEY: Final = (Key(meanings=("uuid",)),)

_DEFAULT: Final = {
    "caller": 1,
    "called": 2,
    "context": 3,
    "start": 4,
    "answer": 5,
    "end": 6,
    "elapsed": 7,
    "seconds": 8,
    "cause": 9,
    "uuid": 10,
    "other_uuid": 11,
    "billing_number": 12,
}
_DEFAULT_LOOKS: Final = {
    "start": STAMP,
    "answer": STAMP.or_blank(),
    "end": STAMP.or_blank(),
    "elapsed": WHOLE,
    "seconds": WHOLE,
    "cause": _CAUSE.or_blank(),
    "uuid": UUID,
}

FREESWITCH: Final = CallFormat(
    name="freeswitch",
    title="FreeSWITCH cdr_csv, templates default, example, snom and linksys",
    delimiter=",",
    blanks_follow=True,
    layouts=tuple(
        Layout(columns=_DEFAULT, width=width, looks=_DEFAULT_LOOKS) for width in (13, 15, 17, 20)
    ),
    answered=_TALKED,
    direction=_BY_LISTS,
    keys=_UUID_KEY,
    second_leg=("uuid", "other_uuid"),
    notes=(
        "Stamps are the server's local time.",
        (
            "With legs=ab every call is written twice; the later of the two is held as a probable "
            "duplicate."
        ),
    ),
)

FREESWITCH_ASTERISK: Final = CallFormat(
    name="freeswitch-asterisk",
    title="FreeSWITCH cdr_csv, template asterisk",
    delimiter=",",
    blanks_follow=True,
    layouts=(
        Layout(
            columns={
                "billing_number": 0,
                "caller": 1,
                "called": 2,
                "context": 3,
                "channel": 5,
                "dest_channel": 6,
                "start": 9,
                "answer": 10,
                "end": 11,
                "elapsed": 12,
                "seconds": 13,
                "cause": 14,
                "uuid": 16,
            },
            width=18,
            looks={**_DEFAULT_LOOKS, "cause": _CAUSE},
        ),
    ),
    answered=_TALKED,
    direction=_BY_LISTS,
    keys=_UUID_KEY,
    notes=("The hang-up cause stands where Asterisk has its disposition.",),
)


def flatten_record(record: Any) -> Values | None:  # noqa: ANN401  JSON is any
    """Values by meaning of one JSON record, whose texts may be URL-encoded."""
    variables = record.get("variables")
    if not isinstance(variables, dict) or not ("core-uuid" in record or "callflow" in record):
        return None
    flow = record.get("callflow")
    last = flow[0] if isinstance(flow, list) and flow else flow if isinstance(flow, dict) else {}
    profile = _inside(last, "caller_profile")
    times = _inside(record, "times") or _inside(last, "times")
    start = _first(
        _text(variables, "start_epoch"),
        _text(variables, "start_uepoch"),
        _text(times, "created_time"),
    )
    values = {
        "uuid": _text(variables, "uuid"),
        "start": start,
        "answer": _first(_text(variables, "answer_epoch"), _text(variables, "answer_uepoch")),
        "end": _first(_text(variables, "end_epoch"), _text(variables, "end_uepoch")),
        "elapsed": _text(variables, "duration"),
        "seconds": _text(variables, "billsec"),
        "billing_number": _text(variables, "accountcode"),
        "caller": _first(_text(profile, "caller_id_number"), _text(variables, "caller_id_number")),
        "called": _first(
            _text(profile, "destination_number"), _text(variables, "destination_number")
        ),
        "context": _first(_text(profile, "context"), _text(variables, "user_context")),
        "channel": _first(_text(profile, "chan_name"), _text(variables, "channel_name")),
        "other_uuid": _text(variables, "bridge_uuid"),
    }
    return {meaning: text for meaning, text in values.items() if text}


def _inside(record: Any, name: str) -> dict[str, Any]:  # noqa: ANN401
    found = record.get(name) if isinstance(record, dict) else None
    return found if isinstance(found, dict) else {}


def _text(record: dict[str, Any], name: str) -> str:
    """A value as text; URL-encoding undone, ``+`` kept, for numbers begin with it."""
    value = record.get(name)
    if value is None or isinstance(value, dict | list):
        return ""
    return unquote(str(value)).strip()


def _first(*texts: str) -> str:
    """The first that says something; instants say 0 for never."""
    return next((text for text in texts if text.strip("0")), "")


FREESWITCH_JSON: Final = CallFormat(
    name="freeswitch-json",
    title="FreeSWITCH JSON call record",
    medium=Medium.JSON,
    zone=Zone.UTC,
    epochs=True,
    answered=_TALKED,
    direction=_BY_LISTS,
    keys=_UUID_KEY,
    second_leg=("uuid", "other_uuid"),
    flatten=flatten_record,
    notes=(
        "One object in a file, one after another, or an array; also base64.",
        "channel_data.direction is the switch's view of a leg, not the customer's.",
    ),
)
