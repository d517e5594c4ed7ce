"""The QuickBooks Online API as a web application: its gateway, its paths, its answers.

The gateway answers for itself in XML (401, 403), before any company is asked. Source:
accounting-apis.md 1.1 to 1.5.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.faults import FaultSwitch
from app.practice.http_app import (
    HttpApp,
    Json,
    Manners,
    Refused,
    Route,
    UnreadableBody,
    answer,
    json_body,
    text_answer,
)
from app.practice.limits import RateLimit, TokenRefused, Window
from app.practice.quickbooks.books import Books
from app.practice.quickbooks.faults import (
    FaultError,
    missing,
    not_found,
    subscription_ended,
    wrong_length,
)
from app.practice.quickbooks.operations import entity_named, run_batch, write
from app.practice.quickbooks.queries import changes_since, run_query
from app.practice.quickbooks.reports import report
from app.practice.quickbooks.shown import shown, shown_company, shown_preferences
from app.practice.quickbooks.sign_in import (
    AUTHORIZE_PATH,
    DISCOVERY_PATHS,
    JWKS_PATH,
    REVOKE_PATH,
    TOKEN_PATH,
    USERINFO_PATH,
    SignIn,
    bearer,
)
from app.practice.quickbooks.values import Record, precise_moment_text

API_PATH: Final = "/v3"
COMPANY_PATH: Final = "/v3/company/<realm>"
WINDOWS: Final = (Window("minute", 500, 60), Window("second", 10, 1))
BATCH_WINDOWS: Final = (Window("batch minute", 40, 60),)
_LONGEST_REQUEST_ID: Final = 50
_LONGEST_BATCH_REQUEST_ID: Final = 36
_UNAUTHORIZED: Final = 401
_NAMESPACE: Final = "http://schema.intuit.com/finance/v3"

Action = Callable[[Request], Record]


@dataclass(slots=True)
class Application:
    """One company behind the gateway."""

    books: Books
    sign_in: SignIn
    switch: FaultSwitch
    limit: RateLimit = field(init=False)
    batch_limit: RateLimit = field(init=False)
    _served: int = 0

    def __post_init__(self) -> None:
        self.limit = RateLimit(self.books.clock, WINDOWS)
        self.batch_limit = RateLimit(self.books.clock, BATCH_WINDOWS)

    def http(self) -> HttpApp:
        """The application with all its paths."""
        company = COMPANY_PATH
        routes = [
            Route("GET", AUTHORIZE_PATH, self.sign_in.authorize),
            Route("POST", TOKEN_PATH, self.sign_in.token),
            Route("POST", REVOKE_PATH, self.sign_in.revoke),
            *(Route("GET", path, self.sign_in.discovery) for path in DISCOVERY_PATHS),
            Route("GET", JWKS_PATH, self.sign_in.keys),
            Route("GET", USERINFO_PATH, self.sign_in.user),
            Route("GET POST", f"{company}/query", self._query),
            Route("GET", f"{company}/cdc", self._changes),
            Route("POST", f"{company}/batch", self._batch),
            Route("GET", f"{company}/preferences", self._preferences),
            Route("GET", f"{company}/companyinfo/<key>", self._company),
            Route("GET", f"{company}/reports/<name>", self._report),
            Route("POST", f"{company}/<entity>", self._write),
            Route("GET", f"{company}/<entity>/<key>", self._read),
        ]
        manners = Manners(
            missing=self._missing,
            wrong_method=self._wrong_method,
            before=self._gateway,
            after=self._stamp,
        )
        return HttpApp(routes=routes, manners=manners)

    def too_many(self, request: Request) -> Response:
        """The answer to one request too many."""
        del request
        error = {
            "Message": "message=ThrottleExceeded; errorCode=003001; statusCode=429",
            "Detail": "You've made too many requests. Wait for 60 seconds and try again.",
            "code": "3001",
        }
        body = {"Fault": {"Error": [error], "type": "SystemFault"}, "time": self._time()}
        return answer(body, 429)

    def server_error(self, request: Request) -> Response:
        """The answer when the vendor's own system fails."""
        del request
        fault = FaultError(
            "10000",
            "An application error has occurred while processing your request",
            detail="System Failure Error: An unexpected error has occurred.",
            status=500,
            kind="SystemFault",
        )
        return self._faulty(fault)

    def _gateway(self, request: Request) -> None:
        if not request.path.startswith(f"{API_PATH}/company/"):
            return
        realm = request.path.split("/")[3]
        try:
            grant = self.sign_in.store.check(bearer(request))
        except TokenRefused:
            raise Refused(
                _gateway_fault(self._time(), "AuthenticationFailed", "3200", 401)
            ) from None
        if grant.subject != realm:
            fault = _gateway_fault(self._time(), "ApplicationAuthorizationFailed", "3100", 403)
            raise Refused(fault)
        if self.limit.take(realm) is not None:
            raise Refused(self.too_many(request))

    def _stamp(self, request: Request, response: Response) -> None:
        self._served += 1
        serial = hashlib.sha256(f"{self._served} {request.path}".encode()).hexdigest()[:32]
        response.headers["intuit_tid"] = f"1-{serial[:8]}-{serial[8:]}"

    def _query(self, request: Request, realm: str) -> Response:
        del realm
        return self._answered(request, self._run_query)

    def _run_query(self, request: Request) -> Record:
        if request.method == "POST":
            kind = request.mimetype
            if kind not in {"application/text", "text/plain"}:
                raise FaultError("500", "Unsupported Operation", detail=f"Content type {kind}")
            text = request.get_data(as_text=True)
        else:
            text = request.args.get("query", "")
        if not text.strip():
            raise missing("query")
        return {"QueryResponse": run_query(self.books, text, self.switch)}

    def _changes(self, request: Request, realm: str) -> Response:
        del realm
        return self._answered(request, self._run_changes)

    def _run_changes(self, request: Request) -> Record:
        if not request.args.get("changedSince"):
            raise missing("changedSince")
        parts = changes_since(
            self.books, request.args.get("entities", ""), request.args["changedSince"]
        )
        return {"CDCResponse": [{"QueryResponse": parts}]}

    def _batch(self, request: Request, realm: str) -> Response:
        if self.batch_limit.take(realm) is not None:
            raise Refused(self.too_many(request))
        return self._answered(
            request, self._run_batch, longest_request_id=_LONGEST_BATCH_REQUEST_ID
        )

    def _run_batch(self, request: Request) -> Record:
        has_request_id = "requestid" in request.args
        return run_batch(self.books, _body(request), self.switch, has_request_id=has_request_id)

    def _preferences(self, request: Request, realm: str) -> Response:
        del realm
        return self._answered(request, lambda _: {"Preferences": shown_preferences(self.books)})

    def _company(self, request: Request, realm: str, key: str) -> Response:
        def told(_: Request) -> Record:
            if key not in {realm, "1"}:
                raise not_found()
            return {"CompanyInfo": shown_company(self.books)}

        return self._answered(request, told)

    def _report(self, request: Request, realm: str, name: str) -> Response:
        del realm
        try:
            told = report(self.books, name, request.args.to_dict())
        except FaultError as fault:
            return self._faulty(fault)
        return answer(told)

    def _write(self, request: Request, realm: str, entity: str) -> Response:
        del realm
        options = request.args.to_dict()
        return self._answered(
            request, lambda r: write(self.books, entity_named(entity), _body(r), options)
        )

    def _read(self, request: Request, realm: str, entity: str, key: str) -> Response:
        del realm

        def told(_: Request) -> Record:
            kind = entity_named(entity)
            record = self.books.get(kind, key)
            return {kind: shown(self.books, kind, record)}

        return self._answered(request, told)

    def _answered(
        self,
        request: Request,
        action: Action,
        *,
        longest_request_id: int = _LONGEST_REQUEST_ID,
    ) -> Response:
        """The answer of an action, or the first answer again where its `requestid` is known."""
        request_id = request.args.get("requestid", "")
        is_write = request.method == "POST" and not request.path.endswith("/query")
        try:
            if len(request_id) > longest_request_id:
                raise wrong_length("requestid", most=longest_request_id, length=len(request_id))
            if not self.books.settings.is_subscribed:
                raise subscription_ended()
            if is_write and request_id in self.books.replies:
                return answer(self.books.replies[request_id])
            told = {**action(request), "time": self._time()}
        except FaultError as fault:
            return self._faulty(fault)
        if is_write and request_id:
            self.books.replies[request_id] = _frozen(told)
        return answer(told)

    def _faulty(self, fault: FaultError) -> Response:
        return answer({"Fault": fault.body(), "time": self._time()}, fault.status)

    def _missing(self, request: Request) -> Response:
        del request
        return text_answer("Not found", 404)

    def _wrong_method(self, request: Request) -> Response:
        fault = FaultError(
            "500", "Unsupported Operation", detail=f"Operation {request.method}", status=405
        )
        return self._faulty(fault)

    def _time(self) -> str:
        return precise_moment_text(self.books.clock.now())


def _body(request: Request) -> Json:
    if request.mimetype != "application/json":
        raise FaultError(
            "500",
            "Unsupported Operation",
            detail=f"Content type {request.mimetype} is not supported.",
            status=415,
        )
    try:
        return json_body(request)
    except UnreadableBody as error:
        raise FaultError(
            "2010",
            "Request has invalid or unsupported property",
            detail=f"The body cannot be read: {error}",
        ) from error


def _frozen(value: Json) -> Json:
    """A copy that later changes of the books do not reach."""
    if isinstance(value, dict):
        return {k: _frozen(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_frozen(v) for v in value]
    return value


def _gateway_fault(time: str, message: str, code: str, status: int) -> Response:
    said = f"message={message}; errorCode=00{code}; statusCode={status}"
    kind = "AUTHENTICATION" if status == _UNAUTHORIZED else "AUTHORIZATION"
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<IntuitResponse time="{time}" xmlns="{_NAMESPACE}"><Fault type="{kind}">'
        f'<Error code="{code}"><Message>{said}</Message></Error></Fault></IntuitResponse>'
    )
    headers = {"WWW-Authenticate": 'Bearer realm="Intuit"'} if status == _UNAUTHORIZED else {}
    return text_answer(text, status, headers=headers, content_type="text/xml")
