"""Twilio call records, as CSV and as JSON (``rating-and-cdr.md`` 5.10)."""

from dataclasses import replace
from typing import Any, Final

from app.usage.formats.declaration import (
    MONEY,
    STAMP,
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
from app.usage.settings import ReadSettings
from app.usage.table import Direction

_COLUMNS: Final = {
    "sid": "sid",
    "parent_sid": "parent_call_sid",
    "called": "to",
    "caller": "from",
    "disposition": "status",
    "start": "start_time",
    "end": "end_time",
    "seconds": "duration",
    "cost": "price",
    "direction": "direction",
}


def settle_twilio(values: Values, settings: ReadSettings) -> None:
    """Marks the child of another call: both are records of one conversation.

    A call that never began has no start; it is dated by its creation, where that is told.
    """
    del settings
    if "parent_sid" in values:
        values["child"] = "yes"
    if "start" not in values and "created" in values:
        values["start"] = values["created"]


def unfold_page(page: Any) -> list[Any] | None:  # noqa: ANN401  JSON is any
    """The calls of a page of the list resource."""
    calls = page.get("calls")
    return calls if isinstance(calls, list) else None


def flatten_call(call: Any) -> Values | None:  # noqa: ANN401  JSON is any
    """Values by meaning of one Call resource."""
    if not isinstance(call, dict) or not {"sid", "status", "direction", "duration"} <= call.keys():
        return None
    values = {meaning: call.get(name) for meaning, name in _COLUMNS.items()}
    values["created"] = call.get("date_created")
    return {
        meaning: str(text).strip() for meaning, text in values.items() if text not in {None, ""}
    }


_CSV: Final = CallFormat(
    name="twilio",
    title="Twilio call",
    header=("sid", "to", "from", "status", "start_time", "duration", "price", "direction"),
    layouts=(
        Layout(
            columns={**_COLUMNS, "created": "date_created"},
            looks={
                "sid": look("a call sid", r"CA[0-9a-f]{32,34}"),
                "start": STAMP.or_blank(),
                "end": STAMP.or_blank(),
                "seconds": WHOLE.or_blank(),
                "cost": MONEY.or_blank(),
            },
        ),
    ),
    zone=Zone.UTC,
    answered=Answered(meaning="disposition", words=frozenset({"completed"})),
    direction=DirectionRule(
        meaning="direction",
        words={
            "inbound": Direction.IN,
            "outbound-api": Direction.OUT,
            "outbound-dial": Direction.OUT,
            "trunking-originating": Direction.IN,
            "trunking-terminating": Direction.OUT,
        },
        strict=True,
    ),
    keys=(Key(meanings=("sid",)),),
    cost_sign=-1,
    child="child",
    prepare=settle_twilio,
    notes=(
        "Times are GMT. The price is negative, and empty until Twilio settles it.",
        (
            "The child of another call is held as a probable duplicate where it was answered: both "
            "are one conversation."
        ),
    ),
)

_JSON: Final = replace(
    _CSV, medium=Medium.JSON, header=(), layouts=(), unfold=unfold_page, flatten=flatten_call
)

TWILIO: Final = replace(_CSV, variants=(_JSON,))
