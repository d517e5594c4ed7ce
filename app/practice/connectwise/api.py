"""The API put together: each list's routes, and what is answered before and after them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.connectwise import kinds
from app.practice.connectwise.access import Access
from app.practice.connectwise.accounting import Accounting
from app.practice.connectwise.errors import missing_page, throttled, too_long, wrong_method
from app.practice.connectwise.kinds import KINDS, Kind
from app.practice.connectwise.reading import Reading
from app.practice.connectwise.writing import Writing
from app.practice.http_app import HttpApp, Manners, Refused, Route, View, answer
from app.practice.limits import RateLimit

BASE: Final = "/<codebase>/apis/3.0/"
LONGEST_ADDRESS: Final = 2_000
API_VERSION: Final = "2025.1"
JSON_TYPE: Final = "application/vnd.connectwise.com+json"


@dataclass(frozen=True, slots=True)
class Api:
    """The views of every list."""

    access: Access
    reading: Reading
    writing: Writing
    accounting: Accounting
    limit: RateLimit

    def app(self) -> HttpApp:
        """The application, its paths in any case."""
        routes = [Route("GET", "/login/companyinfo/<company>", self.access.company_info)]
        routes.append(Route("GET", f"{BASE}system/info", self._info))
        routes.append(
            Route("PATCH PUT", f"{BASE}finance/closedinvoices/<int:own_id>", self._close_invoice)
        )
        for kind in KINDS:
            routes += self._routes(kind)
        manners = Manners(
            missing=missing_page,
            wrong_method=wrong_method,
            before=self._before,
            after=_after,
        )
        return HttpApp(routes, manners, fold_case=True)

    def _routes(self, kind: Kind) -> list[Route]:
        whole, one = f"{BASE}{kind.path}", f"{BASE}{kind.path}/<int:own_id>"
        methods = set(kind.methods.split())
        routes = [
            Route("GET", whole, self._view(kind, self.reading.page)),
            Route("GET", f"{whole}/count", self._view(kind, self.reading.count)),
            Route("GET", one, self._view(kind, self.reading.get)),
        ]
        if kind is kinds.BATCHES:
            return [
                *routes,
                Route("POST", whole, self._create_batch),
                Route("DELETE", one, self._delete_batch),
            ]
        if kind.has_search:
            routes.append(Route("POST", f"{whole}/search", self._search(kind)))
        if "POST" in methods:
            routes.append(Route("POST", whole, self._view(kind, self.writing.create)))
        if "PUT" in methods:
            routes.append(Route("PUT", one, self._view(kind, self.writing.replace)))
        if "PATCH" in methods:
            routes.append(Route("PATCH", one, self._view(kind, self.writing.patch)))
        if "DELETE" in methods:
            routes.append(Route("DELETE", one, partial(self._delete, kind)))
        return routes

    def _view(self, kind: Kind, act: Callable[..., Response]) -> View:
        def view(
            request: Request, codebase: str, *, parent: int | None = None, **ids: int
        ) -> Response:
            role = self.access.check(request, codebase)
            return act(request, role, kind, *ids.values(), parent)

        return view

    def _search(self, kind: Kind) -> View:
        def view(request: Request, codebase: str) -> Response:
            return self.reading.search(request, self.access.check(request, codebase), kind)

        return view

    def _delete(
        self, kind: Kind, request: Request, codebase: str, own_id: int, parent: int | None = None
    ) -> Response:
        return self.writing.delete(self.access.check(request, codebase), kind, own_id, parent)

    def _create_batch(self, request: Request, codebase: str) -> Response:
        return self.accounting.create_batch(request, self.access.check(request, codebase))

    def _delete_batch(self, request: Request, codebase: str, own_id: int) -> Response:
        return self.accounting.delete_batch(self.access.check(request, codebase), own_id)

    def _close_invoice(self, request: Request, codebase: str, own_id: int) -> Response:
        return self.writing.close_invoice(request, self.access.check(request, codebase), own_id)

    def _info(self, request: Request, codebase: str) -> Response:
        self.access.check(request, codebase)
        return answer(
            {
                "version": self.access.codebase.replace("_", "."),
                "isCloud": True,
                "serverTimeZone": "Eastern Standard Time",
                "cloudRegion": "NA",
            }
        )

    def _before(self, request: Request) -> None:
        if len(request.url) > LONGEST_ADDRESS:
            raise too_long()
        exceeded = self.limit.take()
        if exceeded is not None:
            raise Refused(throttled(exceeded.retry_after))


def _after(request: Request, response: Response) -> None:
    response.headers["api-current-version"] = API_VERSION
    is_json = response.mimetype == "application/json"
    if is_json and JSON_TYPE in request.headers.get("Accept", ""):
        response.content_type = f"{JSON_TYPE}; version={API_VERSION}; charset=utf-8"
