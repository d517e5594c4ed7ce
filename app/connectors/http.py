"""One client for all systems: time-outs, retries, pace, redaction, and failures as errors of ours.

What may be asked again is asked again, waiting by *Retry-After*. A write is sent again only where
it surely was not carried out: nobody was reached, it was turned away for being too many, or our
sign-in had run out. Answers are JSON, read whole within the time-out; anything else is a gateway's
page.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self
from urllib.parse import urlsplit

from app.connectors.pacing import Pacer
from app.connectors.reply import (
    Answer,
    Judge,
    Meaning,
    Reply,
    Verdict,
    no_hook,
    reply_of,
    usual_verdict,
    usual_why,
)
from app.errors import AppError, InputError, RemoteRefused, RemoteUnavailable, SignInNeeded

if TYPE_CHECKING:
    import httpx

_LOG = logging.getLogger(__name__)

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_REQUEST_IDS: Final = ("x-request-id", "request-id", "x-correlation-id", "x-avalara-uid")
_RENEWALS: Final = 2
"""So often in a row a sign-in is renewed: a new one may run out, or be revoked, on the way."""
_LONGEST_ANSWER: Final = 64 * 2**20
_HIDDEN: Final = "***"
_TELLING: Final = re.compile(r"\d{7,}|[0-9a-fA-F-]{32,}")
"""Numbers and keys in a path, which do not belong in a log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long another system is waited for."""

    answer_seconds: Decimal = Decimal(30)
    """From asking to the last letter of the answer."""
    tries: int = 3
    longest_wait_seconds: Decimal = Decimal(60)
    """Who is told to wait longer gives up."""
    first_wait: Decimal | None = None

    @property
    def first_wait_seconds(self) -> Decimal:
        """How long before the second try; it doubles with each."""
        return self.answer_seconds / 10 if self.first_wait is None else self.first_wait


API_PATIENCE: Final = Patience(tries=5, first_wait=Decimal(1), longest_wait_seconds=Decimal(300))
"""For systems that are read in bulk: five tries, and waits of up to five minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request."""

    method: str
    path: str
    """Below the host's address; or a whole address of the same host, as a link names one."""
    words: str
    """What it is for, to begin an error with: ``The quote``."""
    body: str | None = None
    form: Mapping[str, str] | None = None
    """In place of a body: fields of a form."""
    query: Sequence[tuple[str, str]] = ()
    """Of the address; encoded here."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content_type: str = "application/json"
    """Of the body."""
    may_repeat: bool
    """Whether carrying it out twice is carrying it out once."""
    may_be_empty: bool = False
    """Whether no text at all is an answer, as after a delete; its value is then None."""
    answers: frozenset[int] = frozenset()
    """Statuses that are an answer too, such as 404 for a look-up."""
    counts: str = ""
    """Which limit of its own it counts to, if any (``Limit.counts``)."""


class Signer(Protocol):
    """Signs every request; renews what it signs with when that has run out."""

    def headers(self) -> Mapping[str, str]:
        """What each request carries; signs in first where that is needed and can be done."""
        ...

    def renew(self) -> bool:
        """Makes new credentials after a 401; whether there are new ones to try."""
        ...

    def secrets(self) -> Iterable[str]:
        """What must not be seen in an error or a log."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Another system as it is reached."""

    title: str
    """Its name in words."""
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    basic: tuple[str, str] | None = field(default=None, repr=False)
    """User and password."""
    signer: Signer | None = field(default=None, repr=False)
    secrets: Sequence[str] = field(default=(), repr=False)
    """What must never be seen in an error or a log, beside the signer's."""
    request_ids: Sequence[str] = _REQUEST_IDS
    """Lower-case headers in which it numbers a request, the best first."""
    verdict: Judge = no_hook
    """What its replies mean where that is not the usual."""
    pacer: Pacer | None = field(default=None, repr=False)


class Client:
    """Speaks to one host; to be closed. Time is told and passed by what it is given."""

    def __init__(
        self,
        host: Host,
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        """InputError for an address that is none, or is not encrypted and not this computer.

        ``transport``: another way than the network, such as into this process.
        """
        import httpx

        is_near = check_address(host.base_url)
        # It tells whole addresses, with what is asked for in them.
        logging.getLogger("httpx").setLevel(logging.WARNING)
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
            trust_env=not is_near,
            transport=transport,
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
        renewals = 0
        while True:
            turn += 1
            outcome = self._once(ask)
            if isinstance(outcome, Answer):
                _LOG.info("%s: %s answered at try %d", self._host.title, _masked(ask), turn)
                return outcome
            is_refused = outcome.meaning is Meaning.SIGN_IN
            if is_refused and renewals < _RENEWALS and self._renewed():
                renewals += 1
                turn -= 1
                continue
            renewals = 0
            wanted = wait if outcome.wait is None else outcome.wait
            is_last = turn >= self._patience.tries or not outcome.may_go_again(ask)
            if is_last or wanted > self._patience.longest_wait_seconds:
                _LOG.info("%s: %s failed at try %d", self._host.title, _masked(ask), turn)
                raise self._error(ask, outcome, turn)
            self._wait(outcome, wanted)
            wait *= 2

    def _renewed(self) -> bool:
        return self._host.signer is not None and self._host.signer.renew()

    def _wait(self, outcome: "_Failure", wanted: Decimal) -> None:
        if outcome.meaning is Meaning.WAIT and self._host.pacer is not None:
            # Whoever else asks this system waits too.
            self._host.pacer.hold(wanted)
        self._sleep(float(wanted))

    def _once(self, ask: Ask) -> "Answer | _Failure":
        import httpx

        signed = self._host.signer.headers() if self._host.signer is not None else {}
        if self._host.pacer is not None:
            self._host.pacer.take(ask.counts)
        try:
            reply = self._exchange(ask, signed)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            why = f"It could not be reached: {problem}."
            return _Failure(meaning=Meaning.NOT_DONE, why=why)
        except httpx.TimeoutException:
            seconds = self._patience.answer_seconds
            return _Failure(
                meaning=Meaning.BROKEN, why=f"It did not answer within {seconds} seconds."
            )
        except httpx.RequestError as problem:
            return _Failure(meaning=Meaning.BROKEN, why=f"The connection broke: {problem}.")
        return self._judged(ask, reply)

    def _exchange(self, ask: Ask, signed: Mapping[str, str]) -> Reply:
        """One exchange, the whole within the time-out."""
        import httpx

        ends = self._clock() + float(self._patience.answer_seconds)
        headers = {**ask.headers, **signed}
        content = None if ask.body is None else ask.body.encode()
        if content is not None:
            headers = {"Content-Type": ask.content_type, **headers}
        _check_same_host(ask, self._host)
        with self._http.stream(
            ask.method,
            ask.path,
            # None: what stands in the path already is kept.
            params=list(ask.query) or None,
            content=content,
            data=None if ask.form is None else dict(ask.form),
            headers=headers,
        ) as response:
            letters = bytearray()
            for part in response.iter_bytes():
                letters += part
                if self._clock() > ends or len(letters) > _LONGEST_ANSWER:
                    message = "too slow or too long"
                    raise httpx.ReadTimeout(message)
            return reply_of(
                response.status_code,
                response.headers,
                letters.decode("utf-8", "replace"),
                id_headers=self._host.request_ids,
            )

    def _judged(self, ask: Ask, reply: Reply) -> "Answer | _Failure":
        is_wanted = reply.status in ask.answers
        verdict = self._host.verdict(reply)
        if verdict is None:
            usual = usual_verdict(reply, may_be_empty=ask.may_be_empty)
            verdict = Verdict(meaning=Meaning.ANSWER) if is_wanted else usual
        if verdict.meaning is Meaning.ANSWER:
            return Answer(
                value=reply.value,
                text=reply.text,
                request_id=reply.request_id,
                status=reply.status,
                headers=reply.headers,
            )
        return _Failure(
            meaning=verdict.meaning,
            why=verdict.why or usual_why(reply),
            wait=verdict.wait_seconds,
            request_id=reply.request_id,
        )

    def _error(self, ask: Ask, failure: "_Failure", tries: int) -> AppError:
        title = self._host.title
        named = f" Its number for this is {failure.request_id}." if failure.request_id else ""
        why = self._redacted(failure.why + named)
        if failure.meaning is Meaning.SIGN_IN:
            return SignInNeeded(
                f"{ask.words}: {title} did not take our credentials.",
                why,
                "Give them again.",
            )
        if failure.meaning is Meaning.REFUSED:
            return RemoteRefused(
                f"{ask.words}: {title} refused it.", why, "Mend what it names; then try again."
            )
        often = f" It was tried {tries} times." if tries > 1 else ""
        return RemoteUnavailable(
            f"{ask.words}: {title} did not answer.",
            why + often,
            "Try again later.",
            may_have_happened=failure.meaning is Meaning.BROKEN and not ask.may_repeat,
        )

    def _redacted(self, text: str) -> str:
        hidden = [*self._host.secrets]
        if self._host.signer is not None:
            hidden += self._host.signer.secrets()
        for secret in hidden:
            if secret:
                text = text.replace(secret, _HIDDEN)
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """Why an exchange gave no answer."""

    meaning: Meaning
    why: str
    wait: Decimal | None = None
    """How long we are asked to wait, in seconds."""
    request_id: str = ""

    def may_go_again(self, ask: Ask) -> bool:
        """Whether asking once more does no harm and may help."""
        if self.meaning is Meaning.BROKEN:
            return ask.may_repeat
        return self.meaning in {Meaning.WAIT, Meaning.NOT_DONE}


def _masked(ask: Ask) -> str:
    return _TELLING.sub(_HIDDEN, urlsplit(ask.path).path)


def _check_same_host(ask: Ask, host: Host) -> None:
    """Signs nothing that leads elsewhere: a link of an answer may name any address."""
    there = urlsplit(ask.path)
    if not there.netloc:
        return
    here = urlsplit(host.base_url)
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        raise RemoteRefused(
            f"{ask.words}: {host.title} leads to another address.",
            f"It names {there.netloc}, and is known as {here.netloc}.",
            "Look at the address in the connection's settings.",
        )


def check_address(url: str) -> bool:
    """Whether an address leads to this computer; InputError if it is none or not encrypted."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"{url} is no web address.", "", "Write it as https://name.example.")
    is_near = parts.hostname in _LOOPBACK
    if parts.scheme == "http" and not is_near:
        raise InputError(
            f"{url} is not encrypted.",
            "Credentials and customers' data would go over the network in the open.",
            "Write it with https.",
        )
    return is_near
