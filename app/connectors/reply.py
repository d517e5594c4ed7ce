"""What came back over HTTP, and what it means: an answer, a refusal, a wait, a broken exchange.

The usual meaning is told here; where a system means something else, its declaration brings a
function that looks first (``Host.verdict``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from typing import Final

from app.connectors.json_value import read_json

_SHOWN: Final = 200
_TAG: Final = re.compile(r"<[^>]*>")
_GOOD: Final = 2
_REDIRECTED: Final = 3
_ASKED_WRONG: Final = 4
"""Hundreds of a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An exchange that came to its end."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    text: str
    value: object
    """Of its JSON; None where it is none."""
    is_json: bool
    request_id: str = ""

    @property
    def is_good(self) -> bool:
        """Whether its status says that it went well."""
        return self.status // 100 == _GOOD


class Meaning(Enum):
    """What a reply means for whoever asked."""

    ANSWER = "answer"
    SIGN_IN = "sign_in"
    """Our credentials are not taken: one new sign-in is tried, then it is the user's turn."""
    REFUSED = "refused"
    """Trying again is of no use; nothing was done."""
    WAIT = "wait"
    """Too many calls; nothing was done."""
    BROKEN = "broken"
    """It may have been done: only what may be repeated is asked again."""
    NOT_DONE = "not_done"
    """It was surely not done, and may be asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reply means, why, and how long to wait before asking again."""

    meaning: Meaning
    why: str = ""
    """A whole sentence; blank: the usual one."""
    wait_seconds: Decimal | None = None


Judge = Callable[[Reply], Verdict | None]
"""Looks at a reply of one system; None leaves it to ``usual_verdict``."""

no_hook: Final[Judge] = lambda _reply: None  # noqa: E731


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: JSON, and its text."""

    value: object
    text: str
    request_id: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name."""


def reply_of(
    status: int, headers: Mapping[str, str], text: str, *, id_headers: Sequence[str]
) -> Reply:
    """The reply, its JSON read; money in it is exact."""
    names = {name.lower(): value for name, value in headers.items()}
    value: object = None
    try:
        value = read_json(text)
        is_json = True
    except ValueError:
        is_json = False
    return Reply(
        status=status,
        headers=names,
        text=text,
        value=value,
        is_json=is_json,
        request_id=next((names[name] for name in id_headers if names.get(name)), ""),
    )


def usual_verdict(reply: Reply, *, may_be_empty: bool = False) -> Verdict:
    """What a reply means where a system says nothing else."""
    is_empty = may_be_empty and not reply.text.strip()
    if reply.is_good and (reply.is_json or is_empty):
        return Verdict(meaning=Meaning.ANSWER)
    wait = told_wait(reply.headers)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Verdict(meaning=Meaning.WAIT, wait_seconds=wait)
    if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Verdict(meaning=Meaning.SIGN_IN)
    is_final = reply.status // 100 in {_REDIRECTED, _ASKED_WRONG}
    if is_final and reply.status != HTTPStatus.REQUEST_TIMEOUT:
        return Verdict(meaning=Meaning.REFUSED)
    return Verdict(meaning=Meaning.BROKEN, wait_seconds=wait)


def usual_why(reply: Reply) -> str:
    """What came back, in words."""
    words = vendor_words(reply.value) if reply.is_json else plain_words(reply.text)
    what = "an answer that is none" if reply.is_good else f"status {reply.status}"
    return f"It gave {what}{f', saying: {words}' if words else ''}."


def vendor_words(value: object) -> str:
    """What another system says of a failure, from the places where systems say it."""
    if isinstance(value, str):
        return plain_words(value)
    if isinstance(value, Mapping):
        for name in ("err", "errors", "error", "message", "msg", "title", "detail"):
            if words := vendor_words(value.get(name)):
                code = value.get("code")
                return f"{words.rstrip('.')} ({code})" if code not in {None, ""} else words
        return ""
    if isinstance(value, Sequence):
        return "; ".join(filter(None, map(vendor_words, value)))
    return ""


def plain_words(text: str) -> str:
    """The words of a page or message, short and without its tags."""
    return " ".join(_TAG.sub(" ", text).split())[:_SHOWN].rstrip(".")


def told_wait(headers: Mapping[str, str]) -> Decimal | None:
    """The seconds of *Retry-After*; a moment there is told against the answer's own *Date*."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return Decimal(text)
    try:
        until = _utc(parsedate_to_datetime(text))
        seconds = (until - _utc(parsedate_to_datetime(headers.get("date", "")))).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(Decimal(0), Decimal(int(seconds)))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
