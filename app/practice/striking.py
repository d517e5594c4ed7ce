"""Faults carried out: the one layer around every vendor's application that misbehaves.

``timeout_after_commit`` lets the request through and never answers: over a socket the connection is
closed after a wait; in process a TimeoutError is raised.
"""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from app.practice.clock import PracticeClock
from app.practice.faults import Fault, FaultSwitch
from app.practice.http_app import HttpApp, text_answer

SILENT_SECONDS: Final = 2.0
"""How long a connection stays open without an answer before it is closed."""
SOCKET: Final = "werkzeug.socket"
"""Where the server puts the connection; not there in process."""
SLOW_PIECES: Final = 4
SLOW_SECONDS: Final = 0.4
"""Between two pieces of a slow body."""

GATEWAY_PAGE: Final = (
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n"
    "<body><center><h1>502 Bad Gateway</h1></center><hr></body></html>\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikes:
    """A vendor's own answers to faults that it words itself."""

    too_many: Callable[[Request], Response]
    server_error: Callable[[Request], Response]
    expire: Callable[[Request], Response | None]
    """Let the access tokens expire, then None; or the answer, where there are no tokens."""
    revoke: Callable[[Request], Response | None]


@dataclass(frozen=True, slots=True)
class FaultyApp:
    """A vendor's application behind its fault switch."""

    inner: HttpApp
    switch: FaultSwitch
    strikes: Strikes
    clock: PracticeClock
    sign_in_paths: tuple[str, ...] = ()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401  as WSGI has it
        """Answer, or misbehave as armed."""
        request = Request(environ)
        body = request.get_data()
        fault = self.switch.strike(
            is_write=_is_write(request), is_signing_in=request.path in self.sign_in_paths
        )
        if fault is None:
            return self._through(environ, body, start_response)
        if fault in {Fault.HALF_ANSWER, Fault.SLOW_BODY}:
            return self._spoiled(environ, body, start_response, fault=fault)
        instead = self._instead(fault, environ, body)
        if instead is not None:
            return instead(environ, start_response)
        return self._through(environ, body, start_response)

    def _through(
        self,
        environ: dict[str, Any],
        body: bytes,
        start_response: Any,  # noqa: ANN401  as WSGI has it
    ) -> Iterable[bytes]:
        return self.inner({**environ, "wsgi.input": BytesIO(body)}, start_response)

    def _answer(self, environ: dict[str, Any], body: bytes) -> Response:
        return Response.from_app(self.inner, {**environ, "wsgi.input": BytesIO(body)})

    def _instead(self, fault: Fault, environ: dict[str, Any], body: bytes) -> Response | None:
        """The answer that stands in; None: the request now goes through."""
        if fault is Fault.HTML_GATEWAY:
            return text_answer(GATEWAY_PAGE, 502, content_type="text/html")
        if fault in {Fault.DUPLICATE_DELIVERY, Fault.TIMEOUT_AFTER_COMMIT}:
            self._answer(environ, body)
            if fault is Fault.TIMEOUT_AFTER_COMMIT:
                self._stay_silent(environ)
            return None
        worded = {
            Fault.TOO_MANY_REQUESTS: self.strikes.too_many,
            Fault.SERVER_ERROR: self.strikes.server_error,
            Fault.EXPIRED_TOKEN: self.strikes.expire,
            Fault.REVOKED_TOKEN: self.strikes.revoke,
        }[fault]
        with self.inner.lock:
            return worded(Request({**environ, "wsgi.input": BytesIO(body)}))

    def _stay_silent(self, environ: dict[str, Any]) -> None:
        message = "no answer, on purpose"
        if SOCKET not in environ:
            raise TimeoutError(message)
        self.clock.sleep(SILENT_SECONDS)
        _hang_up(environ)
        # The server takes this for a client that hung up, and says nothing.
        raise ConnectionAbortedError(message)

    def _spoiled(
        self,
        environ: dict[str, Any],
        body: bytes,
        start_response: Any,  # noqa: ANN401  as WSGI has it
        *,
        fault: Fault,
    ) -> Iterable[bytes]:
        """The answer's first half, or all of it in pieces; its length is told in full."""
        response = self._answer(environ, body)
        whole = response.get_data()
        headers = [(k, v) for k, v in response.headers if k.lower() != "content-length"]
        start_response(response.status, [*headers, ("Content-Length", str(len(whole)))])
        if fault is Fault.HALF_ANSWER:
            return self._broken_off(environ, whole)
        return self._trickling(whole)

    @staticmethod
    def _broken_off(environ: dict[str, Any], whole: bytes) -> Iterator[bytes]:
        yield whole[: len(whole) // 2]
        if SOCKET in environ:
            _hang_up(environ)

    def _trickling(self, whole: bytes) -> Iterator[bytes]:
        step = max(1, -(-len(whole) // SLOW_PIECES))
        for start in range(0, len(whole), step):
            self.clock.sleep(SLOW_SECONDS)
            yield whole[start : start + step]


def _hang_up(environ: dict[str, Any]) -> None:
    with suppress(OSError):
        environ[SOCKET].shutdown(socket.SHUT_RDWR)


def _is_write(request: Request) -> bool:
    """Whether a request changes something: queries by POST do not."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return False
    return not request.path.rstrip("/").endswith(("/query", "/query/count", "/search"))
