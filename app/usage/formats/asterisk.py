"""Asterisk: cdr_csv (Master.csv) and cdr_custom, and what FreePBX exports.

Facts: ``rating-and-cdr.md`` 5.2. Inbound rows look like outbound ones: the source's lists of
contexts and channels tell, else whose numbers the parties are.
"""

import re
from collections.abc import Sequence
from typing import Final

from app.usage.formats.declaration import (
    FRACTION,
    STAMP,
    UNIQUEID,
    Answered,
    CallFormat,
    DirectionRule,
    Key,
    Layout,
    Look,
    Values,
    look,
    word,
)
from app.usage.settings import ReadSettings

_DISPOSITION: Final = word(
    "a disposition", "ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "CANCEL", "UNKNOWN"
)
_SEQUENCE: Final = look("a sequence number", r"\d+")

_COURSE: Final = (
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
)
"""What became of the call: the run of columns that all layouts share."""
_CSV: Final = ["accountcode", "src", "dst", "dcontext", "clid", *_COURSE]
_CUSTOM: Final = [
    *("clid", "src", "dst", "dcontext", *_COURSE),
    *("accountcode", "uniqueid", "userfield", "sequence"),
]
_FREEPBX: Final = [
    "calldate",
    "clid",
    "src",
    "dst",
    "dcontext",
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
    "accountcode",
    "uniqueid",
    "userfield",
    "did",
    "recordingfile",
    "cnum",
    "cnam",
    "outbound_cnum",
    "outbound_cnam",
    "dst_cnam",
]

_MEANINGS: Final = {
    "accountcode": "billing_number",
    "src": "caller",
    "dst": "called",
    "dcontext": "context",
    "channel": "channel",
    "dstchannel": "dest_channel",
    "lastapp": "last_app",
    "lastdata": "last_data",
    "start": "start",
    "calldate": "start",
    "answer": "answer",
    "end": "end",
    "duration": "elapsed",
    "billsec": "seconds",
    "disposition": "disposition",
    "uniqueid": "uniqueid",
    "linkedid": "linkedid",
    "sequence": "sequence",
    "did": "did",
}
"""Asterisk's names of fields to meanings; the others are not needed."""

_LOOKS: Final = {
    "start": STAMP,
    "answer": STAMP.or_blank(),
    "end": STAMP.or_blank(),
    "elapsed": FRACTION,
    "seconds": FRACTION,
    "disposition": _DISPOSITION,
}


def _layout(names: Sequence[str], width: int = 0, **looks: Look) -> Layout:
    columns = {_MEANINGS[name]: at for at, name in enumerate(names) if name in _MEANINGS}
    known = {meaning: look for meaning, look in _LOOKS.items() if meaning in columns}
    return Layout(columns=columns, width=width or len(names), looks={**known, **looks})


_DIALPLAN_STEPS: Final = frozenset({"s", "i", "t", "h", "a", "o", "e", "T", "fax"})
_DIAL_TARGET: Final = re.compile(r"[A-Za-z0-9_]+/(?:[^@/,&]*/)?(\+?\d{3,})(?=[@,&/|]|$)")
_TRUNK_DIGITS = 7
_EPOCH: Final = re.compile(r"(?:\S*-)?(\d{9,10})\.\d+", re.ASCII)


def settle_asterisk(values: Values, settings: ReadSettings) -> None:
    """The number dialled where ``dst`` is a step of the dialplan, and what the id tells.

    A feature code such as ``*72`` stands for the number only where that went out to a trunk.
    ``;1`` is the half of a Local channel that runs no dialplan: the other one makes the call.
    """
    del settings
    called = values.get("called", "")
    if (called in _DIALPLAN_STEPS or called.startswith("*")) and (
        values.get("last_app", "").lower() == "dial"
    ):
        target = _DIAL_TARGET.match(values.get("last_data", ""))
        if target and (not called.startswith("*") or len(target[1]) >= _TRUNK_DIGITS):
            values["called"] = target[1]
    epoch = _EPOCH.fullmatch(values.get("uniqueid", ""))
    if epoch:
        values["epoch"] = epoch[1]
    channel = values.get("channel", "")
    if channel.startswith("Local/") and channel.endswith(";1"):
        values["pseudo"] = channel


def settle_freepbx(values: Values, settings: ReadSettings) -> None:
    """As Asterisk; an inbound call's own number is ``did``, its ``dst`` only an extension."""
    settle_asterisk(values, settings)
    did = values.get("did")
    if did and len(values.get("called", "").lstrip("+")) < _TRUNK_DIGITS:
        values["called"] = did


_ANSWERED: Final = Answered(meaning="disposition", words=frozenset({"answered"}))
_BY_LISTS: Final = DirectionRule(lists=True)
_NUMBERED: Final = Key(meanings=("uniqueid", "sequence"), joined_by=":")
_ATTEMPT: Final = Key(
    meanings=("uniqueid", "start", "answer", "end", "dest_channel"),
    joined_by="|",
    needed=("uniqueid",),
)
"""Attempts of one call share the unique id and are different records."""

_LINKED: Final = Key(meanings=("linkedid", "sequence"), joined_by=":")

ASTERISK: Final = CallFormat(
    name="asterisk",
    title="Asterisk cdr_csv",
    delimiter=",",
    layouts=(
        _layout(_CSV),
        _layout([*_CSV, "uniqueid"], uniqueid=UNIQUEID.or_blank()),
        _layout([*_CSV, "userfield"]),
        _layout([*_CSV, "uniqueid", "userfield"]),
        _layout([*_CSV, "peeraccount", "linkedid", "sequence"], sequence=_SEQUENCE),
        _layout([*_CSV, "uniqueid", "peeraccount", "linkedid", "sequence"], sequence=_SEQUENCE),
        _layout([*_CSV, "uniqueid", "userfield", "peeraccount", "linkedid", "sequence"]),
    ),
    answered=_ANSWERED,
    direction=_BY_LISTS,
    keys=(_NUMBERED, _ATTEMPT, _LINKED),
    prepare=settle_asterisk,
    notes=(
        (
            "Stamps are the server's local time; set the source's time zone to UTC where "
            "usegmtime=yes."
        ),
        "A record longer than 1,023 bytes is never written by Asterisk.",
        (
            "The files named after account codes repeat the records of Master.csv; imported under "
            "the same source they are duplicates."
        ),
    ),
)

ASTERISK_CUSTOM: Final = CallFormat(
    name="asterisk-custom",
    title="Asterisk cdr_custom, stock template",
    layouts=(_layout(_CUSTOM),),
    answered=_ANSWERED,
    direction=_BY_LISTS,
    keys=(_NUMBERED, _ATTEMPT),
    prepare=settle_asterisk,
    notes=("Another template than the stock one is mapped with a profile.",),
)

_FREEPBX_KEY: Final = Key(
    meanings=("uniqueid", "start", "elapsed", "seconds", "dest_channel"),
    joined_by="|",
    needed=("uniqueid",),
)
"""Without answer and end, ring and talk time tell attempts apart as well."""

_FREEPBX_WITH_HEADER: Final = CallFormat(
    name="freepbx",
    title="FreePBX call report export with a header",
    header=("calldate", "src", "dst", "dcontext", "channel", "billsec", "disposition", "uniqueid"),
    layouts=(
        Layout(
            columns={
                _MEANINGS[name]: name for name in [*_FREEPBX, "sequence"] if name in _MEANINGS
            },
            looks={key: look for key, look in _LOOKS.items() if key not in {"answer", "end"}},
        ),
    ),
    date_order="dmy",
    answered=_ANSWERED,
    direction=_BY_LISTS,
    keys=(_NUMBERED, _FREEPBX_KEY),
    prepare=settle_freepbx,
)

FREEPBX: Final = CallFormat(
    name="freepbx",
    title="FreePBX call report export",
    layouts=(
        _layout(_FREEPBX, 25),
        _layout([*_FREEPBX, "linkedid", "peeraccount", "sequence"], 26),
        _layout(_FREEPBX),
    ),
    variants=(_FREEPBX_WITH_HEADER,),
    date_order="dmy",
    answered=_ANSWERED,
    direction=_BY_LISTS,
    keys=(_NUMBERED, _FREEPBX_KEY),
    prepare=settle_freepbx,
    notes=("Dates are written as the server's locale has them; day first unless the source says.",),
)
