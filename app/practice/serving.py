"""A practice system as a whole: the vendor's application, faults, control pages; serving it.

Control pages, on the vendor's own port, outside the vendor's paths:
``GET /_practice/state`` answers the whole state; ``GET /_practice/faults`` the armed faults;
``POST /_practice/faults`` takes ``{"faults": [...]}`` or an act by somebody else:
``{"act": "pay" | "edit" | "void" | "delete", "number": ..., "amount": ...}``.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any, Final

from werkzeug.http import http_date
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.http_app import HttpApp, Json, UnreadableBody, Wsgi, answer, json_body
from app.practice.striking import FaultyApp, Strikes

HOST: Final = "127.0.0.1"
STATE_PATH: Final = "/_practice/state"
FAULTS_PATH: Final = "/_practice/faults"

Act = Callable[[str, Decimal | None], Mapping[str, Json]]
"""``act(number, amount)`` answers what is so afterwards. LookupError: no such number; ValueError:
the act does not apply (already paid, amount missing)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSystem:
    """One system ready to be served."""

    key: str
    title: str
    app: Wsgi
    api_path: str
    """Behind the address: ``/api``; '' where the vendor's base is the host itself."""
    credentials: Mapping[str, str]
    """What a user would type to connect, as the vendor names it."""
    access_token: str = ""
    """One that holds now, for clients that cannot sign in; '' where there are no tokens."""
    tenant: str = ""
    authorize_path: str = ""
    token_path: str = ""
    switch: FaultSwitch
    vendor: HttpApp


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """What a vendor's folder gives; ``assemble`` makes a practice system of it."""

    key: str
    title: str
    http: HttpApp
    state: Callable[[], Mapping[str, Json]]
    acts: Mapping[str, Act]
    strikes: Strikes
    api_path: str
    credentials: Mapping[str, str]
    access_token: str = ""
    tenant: str = ""
    authorize_path: str = ""
    token_path: str = ""


def assemble(vendor: Vendor, *, clock: PracticeClock, switch: FaultSwitch) -> PracticeSystem:
    """The vendor's application behind its fault switch, with its control pages beside it."""
    sign_in = tuple(path for path in (vendor.authorize_path, vendor.token_path) if path)
    faulty = FaultyApp(
        vendor.http, switch=switch, strikes=vendor.strikes, clock=clock, sign_in_paths=sign_in
    )
    return PracticeSystem(
        key=vendor.key,
        title=vendor.title,
        app=_Controlled(faulty, vendor, switch=switch, clock=clock),
        api_path=vendor.api_path,
        credentials=vendor.credentials,
        access_token=vendor.access_token,
        tenant=vendor.tenant,
        authorize_path=vendor.authorize_path,
        token_path=vendor.token_path,
        switch=switch,
        vendor=vendor.http,
    )


@dataclass(frozen=True, slots=True)
class _Controlled:
    inner: Wsgi
    vendor: Vendor
    switch: FaultSwitch
    clock: PracticeClock

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401  as WSGI has it
        path = environ.get("PATH_INFO", "")
        if path not in {STATE_PATH, FAULTS_PATH}:
            return self.inner(environ, self._dated(start_response))
        request = Request(environ)
        request.get_data()
        return self._control(request)(environ, start_response)

    def _dated(self, start_response: Any) -> Any:  # noqa: ANN401  as WSGI has it
        """Tells the time in the head of each answer, as a server with a clock has to."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401
            return start_response(status, [*headers, ("Date", http_date(self.clock.now()))], *more)

        return start

    def _control(self, request: Request) -> Response:
        if request.path == STATE_PATH:
            return self._state() if request.method == "GET" else answer({"error": "GET only"}, 405)
        if request.method == "GET":
            return answer({"faults": self.switch.told()})
        if request.method != "POST":
            return answer({"error": "GET or POST"}, 405)
        try:
            return self._ordered(json_body(request))
        except LookupError as error:
            return answer({"error": str(error.args[0] if error.args else error)}, 404)
        except (UnreadableBody, ValueError) as error:
            return answer({"error": str(error)}, 400)

    def _state(self) -> Response:
        with self.vendor.http.lock:
            told = {
                "system": self.vendor.key,
                "faults": self.switch.told(),
                "requests": dict(self.vendor.http.requests),
                **self.vendor.state(),
            }
            return answer(told)

    def _ordered(self, body: Json) -> Response:
        if not isinstance(body, dict):
            message = 'a JSON object is needed: {"faults": [...]} or {"act": ...}'
            raise ValueError(message)  # noqa: TRY004  answered as 400 like any other body
        if "act" in body:
            return self._acted(body)
        faults = body.get("faults")
        if not isinstance(faults, list):
            message = 'neither "faults" as a list nor "act" is given'
            raise ValueError(message)  # noqa: TRY004  the same
        self.switch.arm(faults)
        return answer({"faults": self.switch.told()})

    def _acted(self, body: dict[str, Json]) -> Response:
        name = str(body["act"])
        act = self.vendor.acts.get(name)
        if act is None:
            message = f"{name} is no act here; known are {', '.join(self.vendor.acts)}"
            raise ValueError(message)
        with self.vendor.http.lock:
            done = act(str(body.get("number", "")), _amount(body.get("amount")))
        return answer({"act": name, **done})


def _amount(value: Json) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        message = f"{value} is no amount"
        raise ValueError(message) from error


class _QuietHandler(WSGIRequestHandler):
    """Writes no line for each request: addresses hold numbers and tokens."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ANN401  as the library names it
        """Say nothing."""


@dataclass(slots=True)
class Serving:
    """Practice systems on loopback, each on a port of its own."""

    systems: Mapping[str, PracticeSystem]
    first_port: int | None = None
    """They take this one and those after it; None: any free ones."""
    _servers: dict[str, BaseWSGIServer] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Answer from now on; OSError if a port is taken, then none is served."""
        try:
            for place, (key, system) in enumerate(self.systems.items()):
                port = 0 if self.first_port is None else self.first_port + place
                self._servers[key] = make_server(
                    HOST, port, system.app, threaded=True, request_handler=_QuietHandler
                )
        except (OSError, SystemExit) as error:
            self.stop()
            message = f"port {self.first_port} or one after it is taken"
            raise OSError(message) from error
        for key, server in self._servers.items():
            thread = threading.Thread(
                target=server.serve_forever, name=f"practice {key}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Answer no more."""
        if self._threads:
            for server in self._servers.values():
                server.shutdown()
        for server in self._servers.values():
            server.server_close()
        for thread in self._threads:
            thread.join()
        self._servers.clear()
        self._threads.clear()

    def address(self, key: str) -> str:
        """The address of one system: ``http://127.0.0.1:5011``."""
        return f"http://{HOST}:{self._servers[key].server_port}"

    def told(self) -> dict[str, dict[str, Json]]:
        """For each system what a client needs, as ``practice serve --json`` prints it."""
        return {key: described(system, self.address(key)) for key, system in self.systems.items()}


def described(system: PracticeSystem, address: str) -> dict[str, Json]:
    """What a client needs to reach a system at an address."""
    return {
        "api_url": address + system.api_path,
        "authorize_url": address + system.authorize_path if system.authorize_path else "",
        "token_url": address + system.token_path if system.token_path else "",
        "credentials": dict(system.credentials),
        "access_token": system.access_token,
        "tenant": system.tenant,
        "state_url": address + STATE_PATH,
        "faults_url": address + FAULTS_PATH,
    }


def somebody_else(
    system: PracticeSystem, act: str, number: str, amount: Decimal | None = None
) -> Json:
    """What is so after somebody did something there; ValueError where it cannot be done."""
    order = {"act": act, "number": number}
    if amount is not None:
        order["amount"] = str(amount)
    told = Client(system.app).post(FAULTS_PATH, json=order)
    done: Json = told.get_json()
    if told.status_code != HTTPStatus.OK:
        raise ValueError(str(done))
    return done


@contextmanager
def serve(systems: Mapping[str, PracticeSystem], port: int | None = None) -> Iterator[Serving]:
    """The systems on loopback while the context lasts; OSError if a port is taken."""
    serving = Serving(systems, port)
    serving.start()
    try:
        yield serving
    finally:
        serving.stop()
