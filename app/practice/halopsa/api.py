"""The API put together: each list's routes, and what every call has to pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.halopsa import tables as lists
from app.practice.halopsa.access import Access
from app.practice.halopsa.errors import forbidden, missing, throttled, wrong_method
from app.practice.halopsa.reading import Reading
from app.practice.halopsa.tables import ENTITIES, Entity
from app.practice.halopsa.writing import Writing
from app.practice.http_app import HttpApp, Manners, Refused, Route, View, answer
from app.practice.limits import RateLimit

TOKEN_PATH: Final = "/auth/token"  # noqa: S105  a path
_FIRST_REF: Final = 1_000


@dataclass(frozen=True, slots=True)
class Api:
    """The views of every list."""

    access: Access
    reading: Reading
    writing: Writing
    limit: RateLimit

    def app(self) -> HttpApp:
        """The application; names of lists mean the same in any case."""
        routes = [
            Route("GET", "/api/authinfo", self.access.auth_info),
            Route("POST", TOKEN_PATH, self.access.token),
            Route("GET", "/api/clientcontract/nextref", self._next_ref),
            Route("POST", "/api/report", self._report),
        ]
        for entity in ENTITIES:
            routes += self._routes(entity)
        manners = Manners(missing=missing, wrong_method=wrong_method, before=self._before)
        return HttpApp(routes, manners, fold_case=True)

    def _routes(self, entity: Entity) -> Iterator[Route]:
        whole, one = f"/api/{entity.path}", f"/api/{entity.path}/<int:own_id>"
        yield Route("GET", whole, self._page(entity))
        yield Route("GET", one, self._get(entity))
        if "POST" in entity.methods:
            yield Route("POST", whole, self._post(entity))
        if "DELETE" in entity.methods:
            yield Route("DELETE", one, self._delete(entity))

    def _page(self, entity: Entity) -> View:
        def view(request: Request) -> Response:
            caller = self.access.caller(request)
            caller.check(f"read:{entity.right}")
            return self.reading.page(request, caller, entity)

        return view

    def _get(self, entity: Entity) -> View:
        def view(request: Request, own_id: int) -> Response:
            caller = self.access.caller(request)
            caller.check(f"read:{entity.right}")
            return self.reading.get(request, caller, entity, own_id)

        return view

    def _post(self, entity: Entity) -> View:
        def view(request: Request) -> Response:
            caller = self.access.caller(request)
            caller.check(f"edit:{entity.right}")
            return self.writing.post(request, caller, entity)

        return view

    def _delete(self, entity: Entity) -> View:
        def view(request: Request, own_id: int) -> Response:
            caller = self.access.caller(request)
            caller.check(f"edit:{entity.right}")
            return self.writing.delete(request, caller, entity, own_id)

        return view

    def _next_ref(self, request: Request) -> Response:
        """The next number for a contract."""
        self.access.caller(request).check("read:contracts")
        count = len(self.reading.tables.all(lists.CONTRACT))
        return answer({"ref": str(_FIRST_REF + count)})

    def _report(self, request: Request) -> Response:
        """No agent here may run reports: their text is the server's own SQL."""
        self.access.caller(request)
        raise forbidden()

    def _before(self, _: Request) -> None:
        if self.limit.take() is not None:
            raise Refused(throttled())
