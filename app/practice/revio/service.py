"""The calls: a token and the tenant's host on each, rows in one of the envelopes that are seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from app.practice.faults import FaultSwitch
from app.practice.http_app import Refused, Route, UnreadableBody, answer, json_body, refuse
from app.practice.limits import TokenRefused, TokenStore
from app.practice.revio.sign_in import API_KEY, HOST, grant
from app.practice.revio.tenant import (
    PROJECT_STATUSES,
    TICKET_PRIORITIES,
    TICKET_STATUSES,
    TICKET_TYPES,
    Row,
    Tenant,
    stamp,
)

EXCHANGE: Final = "/api/v1/auth/api-key/exchange"
LARGEST_PAGE: Final = 500
_USUAL_PAGE: Final = 50
_BILLING: Final = "/billing/api/v1"
_PROJECTS: Final = "/project-management/api/v1/projects"
_PROJECT_FIELDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "projectName": str,
    "projectStatusId": int,
    "startDate": str,
    "endDate": str,
    "budgetHours": (int, Decimal),
    "estimatedHours": (int, Decimal),
    "isBillable": bool,
    "projectOwnerId": int,
    "customerId": int,
}


@dataclass(slots=True)
class Service:
    """The calls on one tenant."""

    tenant: Tenant
    tokens: TokenStore
    switch: FaultSwitch

    def routes(self) -> list[Route]:
        """The known addresses; the vendor's two hosts are one here."""
        return [
            Route("POST", EXCHANGE, self.exchange),
            Route("GET", f"{_BILLING}/customers", self.customers),
            Route("GET", f"{_BILLING}/customers/<int:number>", self.customer),
            Route("GET", f"{_BILLING}/customers/<int:number>/invoices", self.invoices),
            Route("GET", f"{_BILLING}/contacts", self.contacts),
            Route("GET", f"{_BILLING}/contacts/<int:number>", self.contact),
            Route("GET POST", f"{_BILLING}/opportunities", self.opportunities),
            Route("GET PUT", f"{_BILLING}/opportunities/<int:number>", self.opportunity),
            Route("POST", "/psac/api/v1/ticket", self.new_ticket),
            Route("GET", "/psac/api/v1/ticket-list", self.tickets),
            Route("GET", _PROJECTS, self.projects),
            Route("GET PUT", f"{_PROJECTS}/<int:number>", self.project),
            Route("GET", f"{_PROJECTS}/<int:number>/activity", self.activity),
        ]

    def before(self, request: Request) -> None:
        """Check the token and the tenant's host; the exchange itself needs neither."""
        if request.path.rstrip("/") == EXCHANGE:
            return
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise _refused("A bearer token is needed.", 401)
        try:
            self.tokens.check(token)
        except TokenRefused as error:
            raise _refused(f"The token is {error.why.value}.", 401) from error
        host = request.headers.get("X-Revio-Host", "")
        if not host:
            raise _refused("The header X-Revio-Host is missing.", 400)
        if host.lower() != HOST:
            raise _refused("The token does not belong to this host.", 403)

    def exchange(self, request: Request) -> Response:
        """A token for an API key."""
        if _body(request).get("apiKey") != API_KEY:
            raise _refused("The API key is not valid.", 401)
        return answer({"data": {"token": self.tokens.issue(grant()).access}})

    def customers(self, request: Request) -> Response:
        """The customers; not every tenant offers them."""
        self._offers("customers")
        rows = self._page(request, list(self.tenant.customers.values()), usual=None)
        return answer({"data": {"items": rows}})

    def customer(self, _request: Request, number: int) -> Response:
        """A customer; its name has another name here than in the list."""
        row = _found(self.tenant.customers, number)
        return answer({"data": {"customerId": number, "name": row["customerName"]}})

    def invoices(self, request: Request, number: int) -> Response:
        """The invoices of a customer."""
        self._offers("invoices")
        _found(self.tenant.customers, number)
        rows = [row for row in self.tenant.invoices.values() if row["customerId"] == number]
        return answer({"data": self._page(request, rows, usual=None)})

    def contacts(self, request: Request) -> Response:
        """The contacts, of one customer if asked so."""
        self._offers("contacts")
        wanted = request.args.get("customerId")
        rows = [
            row
            for row in self.tenant.contacts.values()
            if not wanted or str(row["customerId"]) == wanted
        ]
        return answer({"data": self._page(request, rows, usual=None)})

    def contact(self, _request: Request, number: int) -> Response:
        """A contact."""
        self._offers("contacts")
        return answer({"data": _found(self.tenant.contacts, number)})

    def opportunities(self, request: Request) -> Response:
        """The opportunities, or a new one."""
        self._offers("opportunities")
        if request.method == "GET":
            rows = self._page(request, list(self.tenant.opportunities.values()), usual=None)
            return answer({"data": {"results": rows}})
        row = self._checked_opportunity(_body(request))
        number = max(self.tenant.opportunities, default=0) + 1
        self.tenant.opportunities[number] = {**row, "opportunityId": number}
        return answer({"data": self.tenant.opportunities[number]}, 201)

    def opportunity(self, request: Request, number: int) -> Response:
        """An opportunity, read or changed."""
        self._offers("opportunities")
        row = _found(self.tenant.opportunities, number)
        if request.method == "PUT":
            row.update(self._checked_opportunity(_body(request)), opportunityId=number)
        return answer({"data": row})

    def tickets(self, request: Request) -> Response:
        """The tickets by pages; the last has fewer rows than were asked for."""
        self._offers("tickets")
        rows = list(self.tenant.tickets.values())
        return answer({"data": self._page(request, rows, usual=_USUAL_PAGE)})

    def new_ticket(self, request: Request) -> Response:
        """Open a ticket."""
        self._offers("tickets")
        given = _body(request)
        texts = _ticket_texts(given)
        customer = given.get("customerId")
        if customer is not None and customer not in self.tenant.customers:
            raise _refused("customerId is not known.", 400)
        number = max(self.tenant.tickets, default=0) + 1
        now = stamp(self.tenant.clock.now())
        name = self.tenant.customers[customer]["customerName"] if customer else None
        self.tenant.tickets[number] = {
            "ticketId": number,
            **texts,
            "customerId": customer,
            "customerName": name,
            "ticketState": "Open",
            "ticketSeverity": "Normal",
            "techAssigned": None,
            "createdDate": now,
            "modifiedDate": now,
            "openedDate": now,
            "closedDate": None,
        }
        return answer({"data": {"ticketId": number}}, 201)

    def projects(self, request: Request) -> Response:
        """The projects by pages."""
        self._offers("projects")
        rows = self._page(request, list(self.tenant.projects.values()), usual=_USUAL_PAGE)
        return answer({"data": {"items": rows}})

    def project(self, request: Request, number: int) -> Response:
        """A project, read or changed."""
        self._offers("projects")
        row = _found(self.tenant.projects, number)
        if request.method == "PUT":
            row.update(self._checked_project(_body(request)))
            self.tenant.note(number, "Updated", "API key")
        return answer({"data": row})

    def activity(self, request: Request, number: int) -> Response:
        """What happened in a project, behind a cursor; a missing next cursor is the end."""
        self._offers("projects")
        _found(self.tenant.projects, number)
        asked = request.args
        rows = [
            row
            for row in self.tenant.activity
            if row["projectId"] == number
            and row["eventType"] == asked.get("eventType", row["eventType"])
            and row["performedBy"] == asked.get("performedBy", row["performedBy"])
            and _is_within(row["performedAt"], asked.get("from", ""), asked.get("to", ""))
        ]
        start = _whole(asked.get("nextCursor", asked.get("cursor", "0")), "nextCursor", least=0)
        size = _whole(asked.get("perPage", str(_USUAL_PAGE)), "perPage", least=1)
        following = start + size
        more = str(following) if following < len(rows) else None
        return answer({"data": {"items": rows[start:following], "nextCursor": more}})

    def _offers(self, feature: str) -> None:
        if feature in self.tenant.hidden:
            raise _refused("Resource not found", 404)

    def _page(self, request: Request, rows: Sequence[Row], *, usual: int | None) -> list[Row]:
        """The page that is asked for; lists without a usual size come whole if none is named."""
        if usual is None and "perPage" not in request.args:
            return list(rows)
        page = _whole(request.args.get("page", "1"), "page", least=1)
        size = _whole(request.args.get("perPage", str(usual)), "perPage", least=1)
        if size > LARGEST_PAGE:
            raise _refused(f"perPage must not be greater than {LARGEST_PAGE}.", 400)
        return self.switch.page(rows, (page - 1) * size, size, is_ordered=False)

    def _checked_opportunity(self, given: Row) -> Row:
        customer = given.get("customerId")
        if customer is not None and customer not in self.tenant.customers:
            raise _refused("customerId is not known.", 400)
        return given

    def _checked_project(self, given: Row) -> Row:
        values: Row = {}
        for name, kinds in _PROJECT_FIELDS.items():
            if name not in given:
                continue
            value = given[name]
            is_wrong_number = isinstance(value, bool) and kinds is not bool
            if is_wrong_number or not isinstance(value, kinds):
                raise _refused(f"{name} is not valid.", 400)
            values[name] = value
        if values.get("projectStatusId", 1) not in PROJECT_STATUSES:
            raise _refused("projectStatusId is not known.", 400)
        for name in {"startDate", "endDate"} & values.keys():
            _check_day(name, values[name])
        if values.get("customerId") not in {None, *self.tenant.customers}:
            raise _refused("customerId is not known.", 400)
        return values


def missing(_request: Request) -> Response:
    """The gateway's answer for an address that it does not know."""
    return answer({"message": "Resource not found"}, 404)


def wrong_method(_request: Request) -> Response:
    """The answer for a method that an address does not take."""
    return answer({"message": "Method not allowed"}, 405)


def too_many(_request: Request) -> Response:
    """The gateway's answer when it is called too often."""
    return answer({"message": "Rate limit is exceeded."}, 429, headers={"Retry-After": "2"})


def server_error(_request: Request) -> Response:
    """The answer when the server itself fails."""
    return answer({"message": "Internal server error"}, 500)


def _refused(message: str, status: int) -> Refused:
    return refuse({"message": message}, status)


def _found(rows: Mapping[int, Row], number: int) -> Row:
    row = rows.get(number)
    if row is None:
        raise _refused("Resource not found", 404)
    return row


def _body(request: Request) -> Row:
    if request.mimetype != "application/json":
        raise _refused("The content type must be application/json.", 415)
    try:
        given: Any = json_body(request)
    except UnreadableBody as error:
        raise _refused("The body is no valid JSON.", 400) from error
    if not isinstance(given, dict):
        raise _refused("The body is no JSON object.", 400)
    return given


def _whole(text: str, name: str, *, least: int) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < least:
        raise _refused(f"{name} is not valid.", 400)
    return int(text)


def _is_within(moment: str, first: str, last: str) -> bool:
    """Whether a moment lies between two days or moments; '' leaves an end open."""
    return first <= moment and moment[: len(last)] <= last


def _check_day(name: str, text: str) -> None:
    try:
        date.fromisoformat(text[:10])
    except ValueError as error:
        raise _refused(f"{name} is no date.", 400) from error


def _ticket_texts(given: Row) -> Row:
    """What a new ticket must say, in the words that the list shows; Refused if it does not."""
    text = given.get("ticketDescription")
    if not isinstance(text, str) or not text.strip():
        raise _refused("ticketDescription is required.", 400)
    texts = {"ticketDescription": text}
    for name, known in (
        ("ticketType", TICKET_TYPES),
        ("ticketStatus", TICKET_STATUSES),
        ("ticketPriority", TICKET_PRIORITIES),
    ):
        number = given.get(f"{name}Id")
        if number is None:
            raise _refused(f"{name}Id is required.", 400)
        if isinstance(number, bool) or number not in known:
            raise _refused(f"{name}Id is not known.", 400)
        texts[name] = known[number]
    return texts
