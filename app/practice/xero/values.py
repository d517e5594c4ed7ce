"""Records, money, dates and ids as the Xero Accounting API reads and writes them.

Inside the stand-in a day is a `date` and a moment a `datetime`; answers show both as
`/Date(milliseconds+0000)/`, days with a string form beside. Source: accounting-apis.md 2.4.
"""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from xml.sax.saxutils import escape

# A record is what its JSON holds, under the vendor's names; numbers are Decimal.
Record = dict[str, Any]

ZERO = Decimal("0.00")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_NAMESPACE = uuid.UUID("6e5f0c3a-3f0f-4a0e-9a65-1f6f2f5f4f10")


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """An amount at so many places, half up, as the vendor rounds."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def made_id(kind: str, serial: object) -> str:
    """The id of the n-th record of a kind, the same at every run."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind} {serial}"))


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def moment_text(moment: datetime) -> str:
    """A moment as answers write it."""
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    return f"/Date({milliseconds}+0000)/"


def day_text(day: date) -> str:
    """A day as answers write it: midnight in UTC."""
    return moment_text(datetime(day.year, day.month, day.day, tzinfo=UTC))


def read_day(value: object) -> date | None:
    """A day from `2026-10-01`, a time or the milliseconds form; None when unreadable."""
    text = str(value)
    match = _MILLISECONDS.fullmatch(text)
    if match:
        return (_EPOCH + timedelta(milliseconds=int(match[1]))).date()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """A moment from `2026-10-01T00:00:00` (UTC) or a date of HTTP; None when unreadable."""
    for form in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%a, %d %b %Y %H:%M:%S GMT"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def read_number(value: object) -> Decimal | None:
    """A number from a JSON number or its text; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def places_of(number: Decimal) -> int:
    """How many places after the point a number uses."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def written(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A record as JSON holds it: days and moments in the vendor's form, days also as strings."""
    if isinstance(value, dict):
        found: Record = {}
        has_strings = "LineItems" in value or "PaymentID" in value
        for field, part in value.items():
            if has_strings and isinstance(part, date):
                found.update(_string_form(field, part))
            found[field] = written(part)
        return found
    if isinstance(value, list | tuple):
        return [written(part) for part in value]
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    return value


def _string_form(field: str, day: date) -> Record:
    if isinstance(day, datetime):
        return {f"{field}String": day.isoformat(timespec="seconds")[:19]}
    if field in {"Date", "DueDate"}:
        return {f"{field}String": f"{day.isoformat()}T00:00:00"}
    return {}


def as_xml(body: Record) -> str:
    """An answer as XML, which is what comes when JSON was not asked for."""
    return f"<Response>{_elements(body)}</Response>"


def _elements(body: Record) -> str:
    parts = []
    for field, value in body.items():
        if isinstance(value, list):
            inner = "".join(f"<{field[:-1]}>{_content(part)}</{field[:-1]}>" for part in value)
        else:
            inner = _content(value)
        parts.append(f"<{field}>{inner}</{field}>")
    return "".join(parts)


def _content(value: object) -> str:
    if isinstance(value, dict):
        return _elements(value)
    if isinstance(value, bool):
        return str(value).lower()
    return escape("" if value is None else str(value))
