"""What the vendors' files share: routes, JSON in and out, refusals, one request at a time.

Numbers with a point are Decimal both ways, digit for digit. It knows no vendor: how an error reads
is the vendor's own.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.wrappers import Request, Response

Json: TypeAlias = Any
View: TypeAlias = Callable[..., Response]
"""Answers a request: ``view(request, **parts of the path)``."""
Wsgi: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]

JSON_TYPE: Final = "application/json"

_NAME: Final = json.JSONEncoder().encode
_TEXT: Final = json.JSONEncoder(ensure_ascii=False).encode


class Refused(Exception):  # noqa: N818  the request is refused; nothing is in error
    """The answer to a request that is not carried out: raised anywhere, sent as it is."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class UnreadableBody(ValueError):  # noqa: N818  said of the body, not of this program
    """The body of a request is not what its type says."""


@dataclass(frozen=True, slots=True)
class Route:
    """One place of an API: methods as ``GET`` or ``GET POST``, werkzeug's path, who answers."""

    methods: str
    path: str
    view: View


def answer(
    body: Json,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    content_type: str = JSON_TYPE,
) -> Response:
    """A JSON answer; Decimal as numbers, digit for digit."""
    return Response(write_json(body), status, dict(headers or {}), content_type=content_type)


def text_answer(
    text: str,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    content_type: str = "text/plain; charset=utf-8",
) -> Response:
    """An answer of plain text, HTML or nothing."""
    return Response(text, status, dict(headers or {}), content_type=content_type)


def refuse(body: Json, status: int, *, headers: Mapping[str, str] | None = None) -> Refused:
    """What a view raises to refuse with a JSON body."""
    return Refused(answer(body, status, headers=headers))


def read_json(text: str) -> Json:
    """The value of a JSON text, numbers with a point as Decimal; UnreadableBody for any other."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except ValueError as error:
        raise UnreadableBody(str(error)) from error


def json_body(request: Request) -> Json:
    """The JSON of a request's body; UnreadableBody if it is none or not UTF-8."""
    try:
        text = request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableBody(str(error)) from error
    return read_json(text)


def write_json(value: Json) -> str:
    """The value as JSON text; a Decimal as a number, digit for digit."""
    # What most values are is asked for first, and written by an encoder that stands ready.
    if value is None or isinstance(value, str | int | float):
        return _TEXT(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict | Mapping):
        pairs = (f"{_NAME(str(name))}:{write_json(each)}" for name, each in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | Sequence):
        return "[" + ",".join(map(write_json, value)) + "]"
    return _TEXT(value)


def _no_number(name: str) -> Json:
    message = f"{name} is no number"
    raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a vendor answers what no view sees."""

    missing: Callable[[Request], Response]
    """No such path."""
    wrong_method: Callable[[Request], Response]
    crowded: Callable[[Request], Response] | None = None
    """More requests at once than ``concurrent``; None: any number."""
    concurrent: int = 0
    before: Callable[[Request], None] | None = None
    """Looks at each request first (rate limits, API version); may raise Refused."""
    after: Callable[[Request, Response], None] | None = None
    """Adds the vendor's headers to each answer."""


@dataclass(slots=True)
class HttpApp:
    """A vendor's API as a WSGI application: one request at a time changes its tables."""

    routes: Sequence[Route]
    manners: Manners
    fold_case: bool = False
    """Whether paths mean the same in any case; then routes are written in lower case."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    requests: Counter[str] = field(default_factory=Counter)
    """How often each route was asked: ``GET /company/companies``."""
    _map: Map = field(init=False)
    _in_flight: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._map = Map(
            [
                Rule(route.path, methods=route.methods.split(), endpoint=route.view)
                for route in self.routes
            ],
            strict_slashes=False,
            merge_slashes=False,
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401  as WSGI has it
        """Answer one request."""
        request = Request(environ)
        # Read whole, so that an unread body does not become the next request of a kept connection.
        request.get_data()
        with self._counted() as is_crowded:
            response = self._crowded(request) if is_crowded else self._answer(request)
        return response(environ, start_response)

    @contextmanager
    def _counted(self) -> Iterator[bool]:
        with self._counting:
            self._in_flight += 1
            is_crowded = 0 < self.manners.concurrent < self._in_flight
        try:
            yield is_crowded
        finally:
            with self._counting:
                self._in_flight -= 1

    def _crowded(self, request: Request) -> Response:
        if self.manners.crowded is None:
            return self._answer(request)
        return self.manners.crowded(request)

    def _answer(self, request: Request) -> Response:
        with self.lock:
            try:
                response = self._routed(request)
            except Refused as refused:
                response = refused.response
            if self.manners.after is not None:
                self.manners.after(request, response)
        return response

    def _routed(self, request: Request) -> Response:
        if self.manners.before is not None:
            self.manners.before(request)
        path = request.path.lower() if self.fold_case else request.path
        adapter = self._map.bind_to_environ(request.environ)
        try:
            rule, parts = adapter.match(path, return_rule=True)
        except MethodNotAllowed:
            return self.manners.wrong_method(request)
        except (HTTPException, RequestRedirect):
            return self.manners.missing(request)
        self.requests[f"{request.method} {rule.rule}"] += 1
        return cast("View", rule.endpoint)(request, **parts)
