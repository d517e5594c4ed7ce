"""One client for all systems: time-outs, retries, redaction, and failures as errors of ours.

What may be asked again is asked again, waiting by *Retry-After*. A write is sent again only where
it surely was not carried out: nobody was reached, or it was turned away for being too many.
Answers are JSON, read whole within the time-out; anything else is a gateway's page.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from app.connectors.json_value import read_json
from app.errors import AppError, InputError, RemoteRefused, RemoteUnavailable, SignInNeeded

if TYPE_CHECKING:
    import httpx

_LOG = logging.getLogger(__name__)

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_REQUEST_IDS: Final = ("x-request-id", "request-id", "x-correlation-id", "x-avalara-uid")
_LONGEST_ANSWER: Final = 64 * 2**20
_SHOWN: Final = 200
_TAG: Final = re.compile(r"<[^>]*>")
_HIDDEN: Final = "***"
_GOOD: Final = 2
_REDIRECTED: Final = 3
_ASKED_WRONG: Final = 4
"""Hundreds of a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long another system is waited for."""

    answer_seconds: Decimal = Decimal(30)
    """From asking to the last letter of the answer."""
    tries: int = 3
    longest_wait_seconds: Decimal = Decimal(60)
    """Who is told to wait longer gives up."""

    @property
    def first_wait_seconds(self) -> Decimal:
        """How long before the second try; it doubles with each."""
        return self.answer_seconds / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request."""

    method: str
    path: str
    words: str
    """What it is for, to begin an error with: ``The quote``."""
    body: str | None = None
    may_repeat: bool
    """Whether carrying it out twice is carrying it out once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: JSON, and its text."""

    value: object
    text: str
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Another system as it is reached."""

    title: str
    """Its name in words."""
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    basic: tuple[str, str] | None = field(default=None, repr=False)
    """User and password."""
    secrets: Sequence[str] = field(default=(), repr=False)
    """What must never be seen in an error or a log."""


class Client:
    """Speaks to one host; to be closed. Time is told and passed by what it is given."""

    def __init__(
        self,
        host: Host,
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """InputError for an address that is none, or is not encrypted and not this computer."""
        import httpx

        _check_address(host)
        self._host = host
        self._patience = patience or Patience()
        self._sleep = sleep
        self._clock = clock
        self._http = httpx.Client(
            base_url=host.base_url,
            headers={"User-Agent": "Switchbook", "Accept": "application/json", **host.headers},
            auth=host.basic,
            timeout=float(self._patience.answer_seconds),
            follow_redirects=False,
            # What stays on this computer goes through no proxy.
            trust_env=urlsplit(host.base_url).hostname not in _LOOPBACK,
        )

    def close(self) -> None:
        """Ends its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, ask: Ask) -> Answer:
        """The answer; SignInNeeded, RemoteRefused or RemoteUnavailable tell why there is none."""
        wait = self._patience.first_wait_seconds
        turn = 0
        while True:
            turn += 1
            outcome = self._once(ask)
            if isinstance(outcome, Answer):
                _LOG.info("%s: %s answered at try %d", self._host.title, ask.path, turn)
                return outcome
            again = ask.may_repeat or not outcome.happened
            wanted = wait if outcome.wait is None else outcome.wait
            is_last = turn == self._patience.tries or outcome.is_final or not again
            if is_last or wanted > self._patience.longest_wait_seconds:
                _LOG.info("%s: %s failed at try %d", self._host.title, ask.path, turn)
                raise self._error(ask, outcome, turn)
            self._sleep(float(wanted))
            wait *= 2

    def _once(self, ask: Ask) -> "Answer | _Failure":
        import httpx

        try:
            status, headers, text = self._exchange(ask)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            return _Failure(why=f"It could not be reached: {problem}.")
        except httpx.TimeoutException:
            seconds = self._patience.answer_seconds
            why = f"It did not answer within {seconds} seconds."
            return _Failure(why=why, happened=True)
        except httpx.RequestError as problem:
            why = f"The connection broke: {problem}."
            return _Failure(why=why, happened=True)
        return _judged(status, headers, text)

    def _exchange(self, ask: Ask) -> "tuple[int, httpx.Headers, str]":
        """Status, headers and text of one exchange, the whole within the time-out."""
        import httpx

        ends = self._clock() + float(self._patience.answer_seconds)
        content = None if ask.body is None else ask.body.encode()
        kind = {} if content is None else {"Content-Type": "application/json"}
        with self._http.stream(ask.method, ask.path, content=content, headers=kind) as response:
            letters = bytearray()
            for part in response.iter_bytes():
                letters += part
                if self._clock() > ends or len(letters) > _LONGEST_ANSWER:
                    message = "too slow or too long"
                    raise httpx.ReadTimeout(message)
            return response.status_code, response.headers, letters.decode("utf-8", "replace")

    def _error(self, ask: Ask, failure: "_Failure", tries: int) -> AppError:
        title = self._host.title
        named = f" Its number for this is {failure.request_id}." if failure.request_id else ""
        why = self._redacted(failure.why) + named
        if failure.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return SignInNeeded(
                f"{ask.words}: {title} did not take our credentials.",
                why,
                "Give them again.",
            )
        if failure.is_final:
            return RemoteRefused(
                f"{ask.words}: {title} refused it.", why, "Mend what it names; then try again."
            )
        often = f" It was tried {tries} times." if tries > 1 else ""
        return RemoteUnavailable(
            f"{ask.words}: {title} did not answer.",
            why + often,
            "Try again later.",
            may_have_happened=failure.happened and not ask.may_repeat,
        )

    def _redacted(self, text: str) -> str:
        for secret in self._host.secrets:
            if secret:
                text = text.replace(secret, _HIDDEN)
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """Why an exchange gave no answer."""

    why: str
    status: int | None = None
    is_final: bool = False
    """Whether trying again is of no use."""
    happened: bool = False
    """Whether what was asked may have been carried out."""
    wait: Decimal | None = None
    """How long we are asked to wait, in seconds."""
    request_id: str = ""


def _judged(status: int, headers: "httpx.Headers", text: str) -> Answer | _Failure:
    request_id = next((headers[name] for name in _REQUEST_IDS if name in headers), "")
    value: object = None
    try:
        value = read_json(text)
        is_json = True
    except ValueError:
        is_json = False
    is_good = status // 100 == _GOOD
    if is_good and is_json:
        return Answer(value=value, text=text, request_id=request_id)
    turned_away = status == HTTPStatus.TOO_MANY_REQUESTS
    is_final = status // 100 in {_REDIRECTED, _ASKED_WRONG} and not turned_away
    words = vendor_words(value) if is_json else _plain(text)
    what = "an answer that is none" if is_good else f"status {status}"
    return _Failure(
        why=f"It gave {what}{f', saying: {words}' if words else ''}.",
        status=status,
        is_final=is_final and status != HTTPStatus.REQUEST_TIMEOUT,
        happened=not turned_away,
        wait=_wait(headers),
        request_id=request_id,
    )


def vendor_words(value: object) -> str:
    """What another system says of a failure, from the places where systems say it."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, Mapping):
        for name in ("err", "errors", "error", "message", "msg", "title", "detail"):
            if words := vendor_words(value.get(name)):
                code = value.get("code")
                return f"{words.rstrip('.')} ({code})" if code not in {None, ""} else words
        return ""
    if isinstance(value, Sequence):
        return "; ".join(filter(None, map(vendor_words, value)))
    return ""


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).split())[:_SHOWN].rstrip(".")


def _wait(headers: "httpx.Headers") -> Decimal | None:
    """The seconds of *Retry-After*; a moment there is told against the answer's own *Date*."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return Decimal(text)
    try:
        until, sent = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("date", ""))
        seconds = (until - sent).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(Decimal(0), Decimal(int(seconds)))


def _check_address(host: Host) -> None:
    parts = urlsplit(host.base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(
            f"{host.base_url} is no web address.", "", "Write it as https://name.example."
        )
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise InputError(
            f"{host.base_url} is not encrypted.",
            "Credentials and customers' data would go over the network in the open.",
            "Write it with https.",
        )
