"""A row of the canonical file as the bench's script reads it."""

import re
from dataclasses import dataclass
from datetime import datetime

from tests.bench.script_company import Row

PUNCTUATION = str.maketrans("", "", " ()-.")
WHOLE = re.compile(r"[+-]?[0-9]+")


@dataclass(slots=True)
class Call:
    """A record that could be read."""

    row: int
    call_id: str
    start: datetime
    seconds: int
    caller: str
    called: str
    billing: str
    direction: str
    answered: bool


def read_party(text: str) -> str:
    """Digits of a full number in E.164; other texts as they are."""
    digits = text.translate(PUNCTUATION)
    if digits.startswith("+"):
        return digits[1:] if digits[1:].isdigit() else text
    if not digits.isdigit():
        return text
    if digits.startswith("101") and len(digits) > 16:
        digits = digits[7:]
    if digits.startswith("011"):
        return digits[3:]
    if len(digits) == 10 and digits[0] in "23456789":
        return "1" + digits
    return digits


def read_call(number: int, row: Row) -> Call | str:
    """The call, or why it is none."""
    if not row["call_id"]:
        return "no_id"
    try:
        start = datetime.fromisoformat(row["started_at"])
    except ValueError:
        return "bad_start"
    if start.tzinfo is None:
        return "bad_start"
    answered = not row["disposition"] or row["disposition"].lower() == "answered"
    duration = row["duration_seconds"] or ("" if answered else "0")
    if not WHOLE.fullmatch(duration):
        return "bad_duration_text"
    if row["direction"] not in {"out", "in", "internal"}:
        return "bad_direction"
    return Call(
        row=number,
        call_id=row["call_id"].strip(),
        start=start,
        seconds=int(duration),
        caller=read_party(row["caller"].strip()),
        called=read_party(row["called"].strip()),
        billing=read_party(row["billing_number"].strip()),
        direction=row["direction"],
        answered=answered,
    )
