"""The browser round trip of OAuth: consent in the system browser, the way back by loopback or hand.

Three ways back, by the redirect that is registered at the vendor:

- loopback: ``http://localhost:PORT/callback``; this program listens on both addresses of that name;
- relay: an https page that passes what it was given on to that loopback address;
- paste: any https address; the user copies the whole address to which the browser was led.

The state is checked in all of them. Nothing of it is shown inside a window of ours.
"""

import hmac
import secrets
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

from app.connectors.http import check_address
from app.connectors.oauth import OAuthApp, token_client
from app.connectors.reply import plain_words
from app.errors import InputError, NotAllowed, RemoteUnavailable, SignInNeeded

_ADDRESSES: Final = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
_VERIFIER_BYTES: Final = 48  # 64 characters; 43 to 128 are allowed
_DONE: Final = (
    "<!doctype html><meta charset=utf-8><title>Switchbook</title>"
    "<p>Signed in. This page can be closed; Switchbook goes on.</p>"
)


class WayBack(Enum):
    """How the browser's answer reaches this program."""

    LOOPBACK = "loopback"
    RELAY = "relay"
    PASTE = "paste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A question to the user that is under way."""

    url: str
    """What the system browser is to open."""
    state: str = field(repr=False)
    verifier: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What the vendor gave back."""

    code: str = field(repr=False)
    tenant: str
    """The company, where the redirect names it; else blank."""


def begin(app: OAuthApp) -> Consent:
    """A question with a state of its own, and a proof where the vendor takes one."""
    state = secrets.token_urlsafe(24)
    verifier = secrets.token_urlsafe(_VERIFIER_BYTES) if app.uses_pkce else None
    with token_client(app) as client:
        url, _ = client.create_authorization_url(
            app.authorize_url, state=state, code_verifier=verifier, **app.authorize_extras
        )
    return Consent(url=str(url), state=state, verifier=verifier)


def granted(app: OAuthApp, consent: Consent, address: str) -> Granted:
    """What stands in the address to which the browser was led.

    InputError for an address that is none of ours; SignInNeeded where consent was not given.
    """
    parts = urlsplit(address.strip())
    found = dict(parse_qsl(parts.query))
    if not hmac.compare_digest(found.get("state", "").encode(), consent.state.encode()):
        raise InputError(
            f"This address does not belong to the sign-in at {app.title} that was begun.",
            "Its state is not the one that was sent.",
            "Begin again, and copy the whole address that the browser then shows.",
        )
    if "error" in found:
        told = found.get("error_description") or found["error"]
        raise SignInNeeded(f"{app.title} gave no consent.", f"It says {told}.", "Sign in again.")
    if not found.get("code"):
        raise InputError(
            f"{app.title} sent no code.", "", "Copy the whole address, from https to its end."
        )
    tenant = found.get(app.tenant_parameter, "") if app.tenant_parameter else ""
    if app.tenant_parameter and not tenant:
        raise InputError(
            f"{app.title} named no company.",
            f"The address has no {app.tenant_parameter}.",
            "Copy the whole address, from https to its end.",
        )
    return Granted(code=found["code"], tenant=tenant)


class Loopback:
    """Listens for one redirect on this computer's own addresses; to be closed."""

    def __init__(self, port: int, *, path: str = "/callback") -> None:
        """NotAllowed where another program has the port. ``port`` 0: any that is free."""
        self._arrived = threading.Event()
        self._address = ""
        self._path = path
        self._servers: list[_Listener] = []
        for family, host in _ADDRESSES:
            try:
                server = _Listener(family, host, self.port or port, self._take)
            except OSError as problem:
                if family == socket.AF_INET:
                    raise NotAllowed(
                        f"Port {port} of this computer is in use.",
                        f"The browser could not come back to it: {problem.strerror}.",
                        "Set another callback_port that is registered, or close what uses it.",
                    ) from None
                continue  # a computer without the newer addresses
            self._servers.append(server)
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self._servers[0].server_address[1]) if self._servers else 0

    def wait(self, seconds: float) -> str | None:
        """The address to which the browser was led; None where none came in that time."""
        return self._address if self._arrived.wait(seconds) else None

    def close(self) -> None:
        """Listens no more."""
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, target: str) -> bool:
        """Whether a request was the redirect; others, such as for an icon, are not."""
        parts = urlsplit(target)
        if parts.path != self._path or "state=" not in parts.query:
            return False
        if not self._arrived.is_set():
            self._address = f"http://localhost:{self.port}{target}"
            self._arrived.set()
        return True


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    # Elsewhere this lets another program take a port that is in use.
    allow_reuse_address = sys.platform != "win32"

    def __init__(
        self, family: socket.AddressFamily, host: str, port: int, take: Callable[[str], bool]
    ) -> None:
        self.address_family = family
        self.take = take
        super().__init__((host, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener

    def do_GET(self) -> None:
        is_ours = self.server.take(self.path)
        body = _DONE.encode() if is_ours else b""
        self.send_response(200 if is_ours else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the address holds the code."""


def asked_by_browser(
    app: OAuthApp,
    *,
    port: int,
    browse: Callable[[str], object],
    wait: Callable[[Loopback], str | None],
) -> tuple[Consent, Granted]:
    """Consent by loopback or relay: opens the system browser and waits for the way back.

    ``wait`` listens in turns, so that it may tell how far it is and be stopped; None from it ends
    in SignInNeeded.
    """
    consent = begin(app)
    redirect = urlsplit(app.redirect_uri)
    # A relay page has a path of its own, and hands on to the usual one.
    path = redirect.path or "/" if redirect.hostname == "localhost" else "/callback"
    with Loopback(port, path=path) as listening:
        browse(consent.url)
        address = wait(listening)
    if address is None:
        raise SignInNeeded(
            f"Nobody has signed in to {app.title}.",
            "The browser did not come back in time.",
            "Begin again; or copy the address from the browser and paste it.",
        )
    return consent, granted(app, consent, address)


def redirected(url: str) -> str:
    """Where a consent page of this computer leads at once, as a practice system's does.

    NotAllowed for any other page: there a person has to be asked.
    """
    import httpx

    if not check_address(url):
        raise NotAllowed("Consent is asked for in the browser.", f"{url} is not this computer.")
    try:
        answer = httpx.get(url, trust_env=False, follow_redirects=False)
    except httpx.HTTPError as problem:
        raise RemoteUnavailable(
            "The practice system does not answer.", f"{problem}.", "Start: practice serve."
        ) from None
    if not answer.has_redirect_location:
        raise NotAllowed(
            "The practice system gave no consent.", f"It says: {plain_words(answer.text)}."
        )
    return str(answer.headers["location"])
