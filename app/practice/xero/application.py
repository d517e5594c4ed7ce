"""The Xero Accounting API as a web application: its paths, elements in, elements out.

Source: accounting-apis.md 2.3 to 2.8.
"""

import copy
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.faults import FaultSwitch
from app.practice.http_app import (
    HttpApp,
    Json,
    Manners,
    Route,
    UnreadableBody,
    answer,
    json_body,
    text_answer,
)
from app.practice.xero.books import ID_FIELDS, Books
from app.practice.xero.gateway import API_PATH, CONCURRENT, Gateway
from app.practice.xero.reading import Reading
from app.practice.xero.refusals import (
    CallError,
    InvalidElementError,
    MissingError,
    call_refused,
    not_found,
    problem,
    validation_body,
    validation_errors,
)
from app.practice.xero.sign_in import (
    AUTHORIZE_PATH,
    CONNECTIONS_PATH,
    REVOKE_PATH,
    TOKEN_PATH,
    SignIn,
)
from app.practice.xero.values import Record, as_xml, made_id, written
from app.practice.xero.writing import (
    ALLOCATED,
    WRITERS,
    Written,
    allocated,
    deleted_payment,
    released,
)
from app.practice.xero.xml_body import is_xml, xml_body

_LONGEST_KEY: Final = 128
_KEY_LIVES: Final = timedelta(minutes=6)
"""How long a key is remembered: minutes, by accounting-apis.md 2.3."""
_SERVER_ERROR: Final = 500


@dataclass(frozen=True, slots=True)
class _Reply:
    asked: str
    status: int
    text: str
    at: datetime


@dataclass(slots=True)
class Application:
    """The organisations behind the gateway."""

    organisations: Mapping[str, Books]
    sign_in: SignIn
    gateway: Gateway
    switch: FaultSwitch
    _replies: dict[tuple[str, str], _Reply] = field(default_factory=dict)

    def http(self) -> HttpApp:
        """The application with all its paths."""
        routes = [
            Route("GET", AUTHORIZE_PATH, self.sign_in.authorize),
            Route("POST", TOKEN_PATH, self.sign_in.token),
            Route("POST", REVOKE_PATH, self.sign_in.revoke),
            Route("GET", CONNECTIONS_PATH, self.sign_in.listed),
            Route("GET", "/Connections", self.sign_in.listed),
            Route("DELETE", f"{CONNECTIONS_PATH}/<key>", self.sign_in.disconnect),
            Route("DELETE", "/Connections/<key>", self.sign_in.disconnect),
            Route("GET", f"{API_PATH}/<table>", self._list),
            Route("GET", f"{API_PATH}/<table>/<key>", self._one),
            Route("PUT POST", f"{API_PATH}/<table>", self._write),
            Route("POST", f"{API_PATH}/<table>/<key>", self._write_one),
            Route("PUT", f"{API_PATH}/<table>/<key>/Allocations", self._allocate),
            Route("DELETE", f"{API_PATH}/<table>/<key>/Allocations/<allocation>", self._release),
        ]
        manners = Manners(
            missing=lambda _: not_found(),
            wrong_method=lambda _: text_answer("Method not allowed", 405),
            crowded=self.gateway.crowded,
            concurrent=CONCURRENT,
            before=self.gateway.check,
            after=self.gateway.stamp,
        )
        return HttpApp(routes=routes, manners=manners)

    def server_error(self, request: Request) -> Response:
        """The answer when the vendor's own system fails."""
        del request
        return problem("Internal Server Error", _SERVER_ERROR, "An error occurred in Xero.")

    def _books(self, request: Request) -> Books:
        return self.organisations[self.gateway.tenant(request)]

    def _list(self, request: Request, table: str) -> Response:
        reading = Reading(self._books(request), self.switch)
        return self._answered(request, lambda: reading.listed(table, request))

    def _one(self, request: Request, table: str, key: str) -> Response:
        reading = Reading(self._books(request), self.switch)
        return self._answered(request, lambda: reading.one(table, key, request))

    def _write(self, request: Request, table: str) -> Response:
        writer = WRITERS.get((request.method, table))
        if writer is None:
            return not_found() if table not in ID_FIELDS else text_answer("Not allowed", 405)
        return self._once(request, lambda: self._elements(request, table, writer))

    def _write_one(self, request: Request, table: str, key: str) -> Response:
        writer = WRITERS.get(("POST", table))
        if writer is None or table not in ID_FIELDS:
            return not_found()

        def action() -> Response:
            books = self._books(request)
            element = _elements_of(request, table)[0]
            if table == "Payments":
                return self._single(
                    request, table, element, lambda: deleted_payment(books, key, element)
                )
            books.get(table, key)
            named = {**element, ID_FIELDS[table]: key}
            return self._single(request, table, element, lambda: writer(books, named, request.args))

        return self._once(request, action)

    def _elements(self, request: Request, table: str, writer: Callable[..., Written]) -> Response:
        books = self._books(request)
        summarizes = request.args.get("summarizeErrors", "true").lower() != "false"
        before = copy.deepcopy(books.tables) if summarizes else None
        shown: list[Record] = []
        refused: list[Record] = []
        for element in _elements_of(request, table):
            try:
                shown.append(
                    {**writer(books, element, request.args)(), "StatusAttributeString": "OK"}
                )
            except InvalidElementError as error:
                refused.append(_refused(element, error))
                shown.append(refused[-1])
        if before is not None and refused:
            books.tables = before
            return self._dressed(request, validation_body(refused), 400)
        if summarizes:
            for one in shown:
                del one["StatusAttributeString"]
        return self._told(request, {table: shown})

    def _single(
        self, request: Request, table: str, element: Record, action: Callable[[], Written]
    ) -> Response:
        try:
            return self._told(request, {table: [action()()]})
        except InvalidElementError as error:
            return self._dressed(request, validation_body([_refused(element, error)]), 400)

    def _allocate(self, request: Request, table: str, key: str) -> Response:
        if table not in ALLOCATED:
            return not_found()

        def action() -> Response:
            books = self._books(request)
            sent = _elements_of(request, "Allocations")
            before = copy.deepcopy(books.tables)
            try:
                shown = allocated(books, table, key, sent)
            except InvalidElementError as error:
                books.tables = before
                return self._dressed(request, validation_body([_refused(sent[0], error)]), 400)
            return self._told(request, {"Allocations": shown})

        return self._once(request, action)

    def _release(self, request: Request, table: str, key: str, allocation: str) -> Response:
        if table not in ALLOCATED:
            return not_found()
        books = self._books(request)

        def action() -> Record:
            return released(books, table, key, allocation)

        return self._answered(request, action)

    def _answered(self, request: Request, action: Callable[[], Record]) -> Response:
        try:
            return self._told(request, action())
        except CallError as error:
            return call_refused(error)
        except MissingError:
            return not_found()

    def _once(self, request: Request, action: Callable[[], Response]) -> Response:
        """The answer of a write, or the first answer again where its key is known."""
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > _LONGEST_KEY:
            return call_refused(CallError("The Idempotency-Key must not exceed 128 characters"))
        known = self._known(request, key)
        if known is not None:
            return known
        try:
            response = action()
        except CallError as error:
            response = call_refused(error)
        except MissingError:
            response = not_found()
        if key:
            tenant = self.gateway.tenant(request)
            self._replies[tenant, key] = _Reply(
                _digest(request),
                response.status_code,
                response.get_data(as_text=True),
                self.gateway.clock.now(),
            )
        return response

    def _known(self, request: Request, key: str) -> Response | None:
        reply = self._replies.get((self.gateway.tenant(request), key)) if key else None
        if reply is None or reply.at + _KEY_LIVES <= self.gateway.clock.now():
            return None
        if reply.asked != _digest(request):
            return call_refused(
                CallError(
                    "The Idempotency-Key was used with a different request", kind="BadRequest"
                )
            )
        return text_answer(reply.text, reply.status, content_type="application/json")

    def _told(self, request: Request, body: Record) -> Response:
        now = self.gateway.clock.now()
        head = {
            "Id": made_id("answer", now.isoformat()),
            "Status": "OK",
            "ProviderName": "Switchbook",
            "DateTimeUTC": now,
        }
        return self._dressed(request, {**head, **body}, 200)

    def _dressed(self, request: Request, body: Record, status: int) -> Response:
        shown = written(body)
        if "json" in request.headers.get("Accept", ""):
            return answer(shown, status)
        return text_answer(as_xml(shown), status, content_type="text/xml")


def _elements_of(request: Request, table: str) -> list[Record]:
    """The elements of a body: a list under the table's name, or one alone."""
    try:
        says_xml = is_xml(request.content_type or "")
        body: Json = xml_body(request.get_data()) if says_xml else json_body(request)
    except UnreadableBody as error:
        raise CallError(str(error), kind="JsonReaderException", number=14) from error
    if isinstance(body, dict) and table in body:
        body = body[table]
    elements = body if isinstance(body, list) else [body]
    if not elements or not all(isinstance(one, dict) for one in elements):
        raise CallError(f"No {table} were provided", kind="PostDataInvalidException")
    return elements


def _refused(element: Record, error: InvalidElementError) -> Record:
    return {
        **element,
        "HasErrors": True,
        "StatusAttributeString": "ERROR",
        "ValidationErrors": validation_errors(error.messages),
    }


def _digest(request: Request) -> str:
    told = f"{request.method} {request.full_path} ".encode() + request.get_data()
    return hashlib.sha256(told).hexdigest()
