"""The API itself: addresses in any case, three headers, limits, and the calls on entities."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from app.practice.autotask import refusals
from app.practice.autotask.database import CHILDREN, ENTITIES, Database, rendered
from app.practice.autotask.fields import Entity
from app.practice.autotask.metadata import (
    entity_information,
    field_information,
    user_field_information,
)
from app.practice.autotask.queries import answer_page, count, read_page, read_query
from app.practice.autotask.seeding_lists import API_RESOURCE
from app.practice.autotask.users import ApiUser, known, signed_in, visible_to
from app.practice.autotask.writing import create, delete, update
from app.practice.faults import FaultSwitch
from app.practice.http_app import Refused, Route, UnreadableBody, answer, json_body, read_json
from app.practice.limits import RateLimit, Window

BASE: Final = "/atservicesrest"
ROOT: Final = f"{BASE}/v1.0"
HOURLY_CALLS: Final = 10_000
HOUR: Final = 3_600

_OPEN: Final = {f"{ROOT}/zoneinformation", f"{BASE}/versioninformation"}
_SLOW_FROM: Final = ((0.75, 1.0), (0.5, 0.5))
"""From which share of the hour's calls each call takes so many seconds longer."""
_PAGES: Final = {
    "fields": field_information,
    "userdefinedfields": user_field_information,
}


@dataclass(slots=True)
class Service:
    """The calls of the API on one database."""

    database: Database
    switch: FaultSwitch
    limit: RateLimit

    def routes(self) -> list[Route]:
        """Every address, in lower case."""
        one, part = f"{ROOT}/<entity>", f"{ROOT}/<parent>/<int:owner>/<part>"
        return [
            Route("GET", f"{BASE}/versioninformation", self.versions),
            Route("GET", f"{ROOT}/zoneinformation", self.zone),
            Route("GET", f"{ROOT}/thresholdinformation", self.threshold),
            Route("GET POST", f"{one}/query", self.query),
            Route("GET POST", f"{one}/query/count", self.query_count),
            Route("GET", f"{one}/entityinformation", self.information),
            Route("GET", f"{one}/entityinformation/<page>", self.information),
            Route("GET DELETE PUT PATCH POST", f"{one}/<int:number>", self.one),
            Route("GET DELETE PUT PATCH POST", one, self.root),
            Route("GET DELETE PUT PATCH POST", part, self.children),
            Route("GET DELETE PUT PATCH POST", f"{part}/<int:number>", self.child),
            Route("GET", f"{part}/entityinformation", self.child_information),
            Route("GET", f"{part}/entityinformation/<page>", self.child_information),
        ]

    def before(self, request: Request) -> None:
        """Check the headers, count the call, and take the time that a busy hour takes."""
        path = request.path.lower().rstrip("/")
        if path in _OPEN or not path.startswith(f"{ROOT}/"):
            return
        if signed_in(request.headers) is None:
            raise refusals.unauthorized()
        exceeded = self.limit.take()
        if exceeded is not None:
            raise Refused(refusals.too_many_requests(exceeded.retry_after))
        used = self._used() / self.limit.windows[0].calls
        for share, seconds in _SLOW_FROM:
            if used > share:
                self.limit.clock.sleep(seconds)
                break

    def versions(self, _request: Request) -> Response:
        """Which versions of the API there are."""
        return answer({"apiVersions": ["v1.0"]})

    def zone(self, request: Request) -> Response:
        """Where the database of a user lives: here. Unknown users get status 500."""
        names = {name.lower(): value for name, value in request.args.items()}
        if known(names.get("user", "")) is None:
            return refusals.errors("Zone information could not be determined.")
        return answer(
            {
                "zoneName": "Practice",
                "url": f"{request.host_url}ATServicesRest/",
                "webUrl": request.host_url,
                "ci": 0,
            }
        )

    def threshold(self, _request: Request) -> Response:
        """How many calls the database takes in its timeframe (minutes), and took."""
        window = self.limit.windows[0]
        return answer(
            {
                "externalRequestThreshold": window.calls,
                "requestThresholdTimeframe": window.seconds // 60,
                "currentTimeframeRequestCount": self._used(),
            }
        )

    def query(self, request: Request, entity: str) -> Response:
        """A page of the records that meet a filter."""
        own = _queryable(request, entity)
        table = self.database.table(own.path)
        address = f"{request.host_url}ATServicesRest/v1.0/{own.path}/query"
        if request.method == "GET":
            address += f"?search={quote(_argument(request, 'search') or '')}"
        try:
            query = read_query(own, _asked(request), method=request.method)
            page = read_page(query, _argument(request, "paging"))
            body = answer_page(
                table,
                query,
                page,
                visible=visible_to(_user(request), self.database, own.path),
                switch=self.switch,
                address=address,
            )
        except ValueError as error:
            raise refusals.invalid(str(error)) from error
        return answer(body)

    def query_count(self, request: Request, entity: str) -> Response:
        """How many records meet a filter."""
        own = _queryable(request, entity)
        try:
            query = read_query(own, _asked(request), method=request.method)
        except ValueError as error:
            raise refusals.invalid(str(error)) from error
        visible = visible_to(_user(request), self.database, own.path)
        return answer({"queryCount": count(self.database.table(own.path), query, visible=visible)})

    def information(self, request: Request, entity: str, page: str = "") -> Response:
        """What an entity is."""
        return _information(request, _entity(request, entity), page)

    def child_information(
        self, request: Request, parent: str, owner: int, part: str, page: str = ""
    ) -> Response:
        """What a child entity is, whoever the parent."""
        del owner
        return _information(request, _child(request, parent, part), page)

    def one(self, request: Request, entity: str, number: int) -> Response:
        """A record, or null; only some entities may be deleted here, none written."""
        own = _entity(request, entity)
        if request.method == "GET" and own.can_query:
            return self._item(request, own, number, parent=None)
        if request.method == "DELETE" and own.at_root and own.can_delete:
            return self._deleted(request, own, number, parent=None)
        raise Refused(refusals.wrong_method(request))

    def root(self, request: Request, entity: str) -> Response:
        """Create and change; entities that are written through a parent have nothing here."""
        own = _entity(request, entity)
        if not own.at_root or not (own.can_create or own.can_update):
            raise Refused(refusals.missing(request))
        return self._written(request, own, parent=None)

    def children(self, request: Request, parent: str, owner: int, part: str) -> Response:
        """The children of a record: all of them, a new one, a changed one."""
        own = _child(request, parent, part)
        if request.method != "GET":
            return self._written(request, own, parent=owner)
        if not own.can_query or own.parent is None:
            raise Refused(refusals.wrong_method(request))
        visible = visible_to(_user(request), self.database, own.path)
        rows = self.database.where(own.path, **{own.parent.field: owner})
        items = [rendered(own, row) for row in rows if visible(row)]
        return answer(
            {
                "items": items,
                "pageDetails": {
                    "count": len(items),
                    "requestCount": len(items),
                    "prevPageUrl": None,
                    "nextPageUrl": None,
                },
            }
        )

    def child(self, request: Request, parent: str, owner: int, part: str, number: int) -> Response:
        """One child of a record: read or deleted here, written at the list."""
        own = _child(request, parent, part)
        if request.method == "GET" and own.can_query:
            return self._item(request, own, number, parent=owner)
        if request.method == "DELETE" and own.can_delete:
            return self._deleted(request, own, number, parent=owner)
        raise Refused(refusals.wrong_method(request))

    def _item(
        self, request: Request, entity: Entity, number: int, *, parent: int | None
    ) -> Response:
        record = self.database.rows(entity.path).get(number)
        if record is not None and parent is not None and entity.parent is not None:
            record = record if record[entity.parent.field] == parent else None
        visible = visible_to(_user(request), self.database, entity.path)
        if record is None or not visible(record):
            return answer({"item": None})
        return answer({"item": rendered(entity, record)})

    def _written(self, request: Request, entity: Entity, *, parent: int | None) -> Response:
        is_new = request.method == "POST"
        if request.method in {"GET", "DELETE"} or not (
            entity.can_create if is_new else entity.can_update
        ):
            raise Refused(refusals.wrong_method(request))
        _check_right(request, entity, "create" if is_new else "update")
        actor = self._actor(request)
        try:
            given = _body(request)
            if is_new:
                number = create(self.database, entity, given, parent=parent, actor=actor)
            else:
                number = update(
                    self.database,
                    entity,
                    given,
                    parent=parent,
                    actor=actor,
                    is_whole=request.method == "PUT",
                )
        except ValueError as error:
            raise refusals.invalid(str(error)) from error
        if is_new and actor != API_RESOURCE:
            record = self.database.rows(entity.path)[number]
            if "impersonatorCreatorResourceID" in record:
                record["impersonatorCreatorResourceID"] = API_RESOURCE
        return answer({"itemId": number})

    def _deleted(
        self, request: Request, entity: Entity, number: int, *, parent: int | None
    ) -> Response:
        _check_right(request, entity, "delete")
        try:
            delete(self.database, entity, number, parent=parent)
        except ValueError as error:
            raise refusals.invalid(str(error)) from error
        return answer({"itemId": number})

    def _actor(self, request: Request) -> int:
        """As which resource a write is made: the API user's, or the one it impersonates."""
        text = request.headers.get("ImpersonationResourceId", "")
        if not text:
            return API_RESOURCE
        found = self.database.rows("Resources").get(int(text)) if text.isdecimal() else None
        if found is None or not found["isActive"]:
            raise refusals.invalid("The ImpersonationResourceId is no active resource.")
        return int(text)

    def _used(self) -> int:
        window: Window = self.limit.windows[0]
        return window.calls - self.limit.left(window)


def _entity(request: Request, name: str) -> Entity:
    found = ENTITIES.get(name)
    if found is None:
        raise Refused(refusals.missing(request))
    return found


def _queryable(request: Request, name: str) -> Entity:
    found = _entity(request, name)
    if not found.can_query:
        raise Refused(refusals.missing(request))
    return found


def _child(request: Request, parent: str, part: str) -> Entity:
    found = CHILDREN.get((parent, part))
    if found is None:
        raise Refused(refusals.missing(request))
    return found


def _information(request: Request, entity: Entity, page: str) -> Response:
    if not page:
        return answer(entity_information(entity, may_write=_user(request).may_write))
    made = _PAGES.get(page)
    if made is None:
        raise Refused(refusals.missing(request))
    return answer(made(entity))


def _user(request: Request) -> ApiUser:
    user = signed_in(request.headers)
    if user is None:
        raise refusals.unauthorized()
    return user


def _check_right(request: Request, entity: Entity, verb: str) -> None:
    if not _user(request).may_write:
        raise refusals.forbidden(entity.name, verb)


def _argument(request: Request, name: str) -> str | None:
    found: Mapping[str, str] = {key.lower(): value for key, value in request.args.items()}
    return found.get(name)


def _asked(request: Request) -> Any:  # noqa: ANN401  comes from JSON
    """The query of a request; ValueError if there is none."""
    if request.method != "GET":
        return _body(request)
    text = _argument(request, "search")
    if not text:
        message = "The search parameter is missing."
        raise ValueError(message)
    try:
        return read_json(text)
    except UnreadableBody as error:
        message = "The search parameter is no valid JSON."
        raise ValueError(message) from error


def _body(request: Request) -> Any:  # noqa: ANN401  comes from JSON
    if request.mimetype not in {"application/json", "text/json"}:
        text = (
            f"The request entity's media type '{request.mimetype}' is not supported for this"
            " resource."
        )
        raise Refused(answer({"Message": text}, 415))
    try:
        return json_body(request)
    except UnreadableBody as error:
        message = "The body of the request is no valid JSON."
        raise ValueError(message) from error
