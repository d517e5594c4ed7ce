"""The Sage Accounting API as a web application: its paths, tokens, businesses and limits.

Source: accounting-apis.md 3.2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.http_app import (
    HttpApp,
    Manners,
    Refused,
    Route,
    UnreadableBody,
    answer,
    json_body,
    text_answer,
)
from app.practice.limits import RateLimit, Window
from app.practice.sage.business import Business
from app.practice.sage.catalogue import (
    create_journal,
    create_ledger_account,
    create_service,
    update_ledger_account,
)
from app.practice.sage.contacts import create_contact, delete_contact, update_contact
from app.practice.sage.documents import (
    CREDIT_NOTE,
    INVOICE,
    Kind,
    create_document,
    release,
    update_document,
    void,
)
from app.practice.sage.field_checks import checked_body
from app.practice.sage.lists import PARAMETERS, envelope, list_of
from app.practice.sage.refusals import RefusedError, not_found
from app.practice.sage.settings import financial_settings, invoice_settings
from app.practice.sage.settlements import (
    create_allocation,
    create_payment,
    delete_allocation,
    delete_payment,
    update_payment,
)
from app.practice.sage.shown import full
from app.practice.sage.sign_in import AUTHORIZE_PATH, REVOKE_PATH, TOKEN_PATH, SignIn
from app.practice.sage.values import Record

API_PATH: Final = "/v3.1"
MINUTE: Final = Window("minute", 100, 60)
DAY: Final = Window("day", 2500, 86_400)
_KINDS: Final = {kind.table: kind for kind in (INVOICE, CREDIT_NOTE)}
_BODIES: Final = {
    "contacts": "contact",
    "sales_invoices": "sales_invoice",
    "sales_credit_notes": "sales_credit_note",
    "contact_payments": "contact_payment",
    "contact_allocations": "contact_allocation",
    "ledger_accounts": "ledger_account",
    "services": "service",
    "journals": "journal",
}
_CREATE: Final[Mapping[str, Callable[[Business, Record], Record]]] = {
    "contacts": create_contact,
    "contact_payments": create_payment,
    "contact_allocations": create_allocation,
    "ledger_accounts": create_ledger_account,
    "services": create_service,
    "journals": create_journal,
}
_UPDATE: Final[Mapping[str, Callable[[Business, Record, Record], Record]]] = {
    "contacts": update_contact,
    "contact_payments": update_payment,
    "ledger_accounts": update_ledger_account,
}
_DELETE: Final[Mapping[str, Callable[[Business, Record], None]]] = {
    "contacts": delete_contact,
    "contact_payments": delete_payment,
    "contact_allocations": delete_allocation,
}


@dataclass(slots=True)
class Application:
    """The businesses of one user; the first is the lead business."""

    clock: PracticeClock
    businesses: Mapping[str, Business]
    sign_in: SignIn
    switch: FaultSwitch
    limit: RateLimit = field(init=False)

    def __post_init__(self) -> None:
        self.limit = RateLimit(self.clock, (MINUTE, DAY))

    def http(self) -> HttpApp:
        """The application with all its paths."""
        routes = [
            Route("GET", AUTHORIZE_PATH, self.sign_in.authorize),
            Route("POST", TOKEN_PATH, self.sign_in.token),
            Route("POST", REVOKE_PATH, self.sign_in.revoke),
            Route("GET", f"{API_PATH}/businesses", self._businesses),
            Route("GET", f"{API_PATH}/businesses/<key>", self._business),
            Route("GET", f"{API_PATH}/financial_settings", self._financial),
            Route("GET", f"{API_PATH}/invoice_settings", self._invoicing),
            Route("GET", f"{API_PATH}/<table>", self._list),
            Route("POST", f"{API_PATH}/<table>", self._create),
            Route("GET", f"{API_PATH}/<table>/<key>", self._one),
            Route("PUT", f"{API_PATH}/<table>/<key>", self._update),
            Route("DELETE", f"{API_PATH}/<table>/<key>", self._delete),
            Route("POST", f"{API_PATH}/<table>/<key>/release", self._release),
        ]
        manners = Manners(
            missing=lambda _: not_found().response(),
            wrong_method=lambda _: _method_refused(),
            before=self._gateway,
        )
        return HttpApp(routes=routes, manners=manners)

    def too_many(self, request: Request, *, retry_after: int = 60) -> Response:
        """The answer to one request too many."""
        del request
        refused = RefusedError("Too many requests", code="TooManyRequests", status=429)
        response = refused.response()
        response.headers["Retry-After"] = str(retry_after)
        return response

    def server_error(self, request: Request) -> Response:
        """The answer when the vendor's own system fails."""
        del request
        return RefusedError(
            "An unexpected error occurred", code="UnexpectedError", status=500
        ).response()

    def _gateway(self, request: Request) -> None:
        if not request.path.startswith(f"{API_PATH}/"):
            return
        try:
            business = self._allowed(request)
        except RefusedError as refused:
            raise Refused(refused.response()) from refused
        exceeded = self.limit.take(business.id)
        if exceeded is not None:
            raise Refused(self.too_many(request, retry_after=exceeded.retry_after))

    def _allowed(self, request: Request) -> Business:
        grant = self.sign_in.checked(request)
        if request.method != "GET" and grant.scope != "full_access":
            raise RefusedError("The scope is readonly", code="Forbidden", status=403)
        return self._of(request)

    def _of(self, request: Request) -> Business:
        key = request.headers.get("X-Business", "")
        if not key:
            return next(iter(self.businesses.values()))
        found = self.businesses.get(key)
        if found is None:
            raise RefusedError("The business is not yours", code="Forbidden", status=403)
        return found

    def _businesses(self, request: Request) -> Response:
        rows = [self._told(one) for one in self.businesses.values()]
        return self._answered(lambda: envelope("businesses", rows, request.args, self.switch))

    def _business(self, request: Request, key: str) -> Response:
        del request
        found = self.businesses.get(key)
        return not_found().response() if found is None else answer(self._told(found))

    @staticmethod
    def _told(business: Business) -> Record:
        return {
            "id": business.id,
            "displayed_as": business.settings.name,
            "$path": f"/businesses/{business.id}",
        }

    def _financial(self, request: Request) -> Response:
        return answer(financial_settings(self._of(request)))

    def _invoicing(self, request: Request) -> Response:
        return answer(invoice_settings(self._of(request)))

    def _list(self, request: Request, table: str) -> Response:
        if table not in PARAMETERS:
            return not_found().response()
        return self._answered(lambda: list_of(self._of(request), table, request.args, self.switch))

    def _one(self, request: Request, table: str, key: str) -> Response:
        business = self._of(request)
        if table not in PARAMETERS:
            return not_found().response()
        return self._answered(lambda: full(business, table, business.get(table, key), request.args))

    def _create(self, request: Request, table: str) -> Response:
        business = self._of(request)
        if table not in _BODIES:
            return _method_refused() if table in PARAMETERS else not_found().response()

        def action() -> Record:
            sent = _body(request, table, is_new=True)
            kind = _KINDS.get(table)
            if kind is not None:
                record = create_document(business, kind, sent)
            else:
                record = _CREATE[table](business, sent)
            return full(business, table, record, request.args)

        return self._answered(action, status=201)

    def _update(self, request: Request, table: str, key: str) -> Response:
        business = self._of(request)
        kind = _KINDS.get(table)
        if kind is None and table not in _UPDATE:
            return _method_refused()

        def action() -> Record:
            found = business.get(table, key)
            sent = _body(request, table, is_new=False)
            if kind is not None:
                update_document(business, kind, found, sent)
            else:
                _UPDATE[table](business, found, sent)
            return full(business, table, found, request.args)

        return self._answered(action)

    def _delete(self, request: Request, table: str, key: str) -> Response:
        business = self._of(request)
        kind = _KINDS.get(table)
        if kind is not None:
            reason = request.args.get("void_reason")
            return self._voided(business, kind, key, reason)
        if table not in _DELETE:
            return _method_refused()
        try:
            _DELETE[table](business, business.get(table, key))
        except RefusedError as refused:
            return refused.response()
        return text_answer("", 204)

    def _voided(self, business: Business, kind: Kind, key: str, reason: str | None) -> Response:
        def action() -> Record:
            record = void(business, kind, business.get(kind.table, key), reason=reason)
            return full(business, kind.table, record, {})

        return self._answered(action)

    def _release(self, request: Request, table: str, key: str) -> Response:
        business, kind = self._of(request), _KINDS.get(table)
        if kind is None:
            return not_found().response()
        return self._answered(
            lambda: full(
                business, table, release(business, kind, business.get(table, key)), request.args
            )
        )

    @staticmethod
    def _answered(action: Callable[[], Record], *, status: int = 200) -> Response:
        try:
            return answer(action(), status)
        except RefusedError as refused:
            return refused.response()


def _body(request: Request, table: str, *, is_new: bool) -> Record:
    if request.mimetype != "application/json":
        raise RefusedError(
            f"{request.mimetype or 'No content type'} is not supported",
            code="UnsupportedMediaType",
            status=415,
        )
    try:
        body = json_body(request)
    except UnreadableBody as error:
        raise RefusedError("The body is not JSON", code="BadRequest", status=400) from error
    return checked_body(_BODIES[table], body, is_new=is_new)


def _method_refused() -> Response:
    return RefusedError(
        "The method is not allowed here", code="MethodNotAllowed", status=405
    ).response()
