"""Lists and single records: filters, order, both ways of paging, trimmed answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from app.practice.connectwise.access import Role, check_open, sees, shown
from app.practice.connectwise.conditions import (
    BadCondition,
    Test,
    compiled,
    compiled_children,
    compiled_custom,
    sorted_rows,
)
from app.practice.connectwise.errors import Problem, invalid, not_found
from app.practice.connectwise.kinds import Kind
from app.practice.connectwise.tables import Row, Tables
from app.practice.faults import FaultSwitch
from app.practice.http_app import UnreadableBody, answer, json_body

PAGE_SIZE: Final = 25
LARGEST_PAGE: Final = 1000
FORWARD_ONLY: Final = "forward-only"


@dataclass(slots=True)
class Reading:
    """Answers what is asked of the tables."""

    tables: Tables
    switch: FaultSwitch
    views: Mapping[str, Callable[[], Iterable[Row]]] = field(default_factory=dict)
    """Lists that are worked out anew at each look, by path."""

    def rows(self, role: Role, kind: Kind, parent: int | None) -> list[Row]:
        """What a role sees of a list; Refused if the parent is not there for it."""
        check_open(role, kind)
        if parent is not None:
            self._check_parent(role, kind, parent)
        made = self.views.get(kind.path)
        rows = self.tables.of(kind).below(parent) if made is None else made()
        if not role.region:
            return list(rows)
        return [row for row in rows if sees(role, kind, row, self.tables)]

    def one(self, role: Role, kind: Kind, own_id: int, parent: int | None) -> Row:
        """One record; Refused with 404 if it is not there for this role."""
        row: Row | None
        if kind.path in self.views or parent is not None:
            found = (each for each in self.rows(role, kind, parent) if each["id"] == own_id)
            row = next(found, None)
        else:
            check_open(role, kind)
            row = self.tables.of(kind).rows.get(own_id)
        if row is None or not sees(role, kind, row, self.tables):
            raise not_found(kind.resource, own_id)
        return row

    def _check_parent(self, role: Role, kind: Kind, parent: int) -> None:
        above = self.tables.at(kind.parent_path)
        row = above.rows.get(parent)
        if row is None or not sees(role, above.kind, row, self.tables):
            raise not_found(above.kind.resource, parent)

    def count(self, request: Request, role: Role, kind: Kind, parent: int | None) -> Response:
        """How many records fulfil the conditions."""
        rows = _filtered(self.rows(role, kind, parent), kind, request.args)
        return answer({"count": len(rows)})

    def get(
        self, request: Request, role: Role, kind: Kind, own_id: int, parent: int | None
    ) -> Response:
        """One record, trimmed to the fields asked for."""
        return answer(_trimmed(shown(role, self.one(role, kind, own_id, parent)), request.args))

    def search(self, request: Request, role: Role, kind: Kind) -> Response:
        """A list by conditions in the body, where an address would be too long."""
        try:
            body = json_body(request)
        except UnreadableBody:
            body = None
        if not isinstance(body, dict):
            raise invalid(kind.resource, [Problem("InvalidJson", "A JSON object is needed", "")])
        args = MultiDict(request.args)
        for name in ("conditions", "childConditions", "customFieldConditions", "orderBy"):
            if body.get(name):
                args[name] = str(body[name])
        return self._page(request, role, kind, args=args, rows=self.rows(role, kind, None))

    def page(self, request: Request, role: Role, kind: Kind, parent: int | None) -> Response:
        """A page of a list."""
        rows = self.rows(role, kind, parent)
        return self._page(request, role, kind, args=request.args, rows=rows)

    def _page(
        self,
        request: Request,
        role: Role,
        kind: Kind,
        *,
        args: MultiDict[str, str],
        rows: list[Row],
    ) -> Response:
        size = _whole(args, "pageSize", PAGE_SIZE, kind)
        if size > LARGEST_PAGE:
            message = f"pageSize is {LARGEST_PAGE} at most"
            raise invalid(kind.resource, [Problem("InvalidPageSize", message, "pageSize")])
        rows = _filtered(rows, kind, args)
        is_forward = request.headers.get("pagination-type", "").lower() == FORWARD_ONLY
        if is_forward and kind.is_forward:
            found, links = _forward(request, rows, size=size, args=args)
        else:
            found, links = self._navigable(request, kind, rows, size=size, args=args)
            links = {} if is_forward else links
        headers = {"Link": ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())}
        body = [_trimmed(shown(role, row), args) for row in found]
        return answer(body, headers=headers if links else None)

    def _navigable(
        self,
        request: Request,
        kind: Kind,
        rows: list[Row],
        *,
        size: int,
        args: MultiDict[str, str],
    ) -> tuple[list[Row], dict[str, str]]:
        page = _whole(args, "page", 1, kind)
        order = args.get("orderBy", "")
        if order:
            try:
                rows = [dict(row) for row in sorted_rows(rows, order, kind.record)]
            except BadCondition as error:
                raise _bad(kind, "orderBy", error) from error
        found = self.switch.page(rows, (page - 1) * size, size, is_ordered=bool(order))
        is_shifted = bool(order) and page > 1 and self.switch.shifts()
        last = max(1, -(-(len(rows) + is_shifted) // size))
        links = {}
        if page > 1:
            links["prev"] = _url(request, args, page=page - 1)
            links["first"] = _url(request, args, page=1)
        if page < last:
            links["next"] = _url(request, args, page=page + 1)
            links["last"] = _url(request, args, page=last)
        return found, links


def _forward(
    request: Request, rows: list[Row], *, size: int, args: MultiDict[str, str]
) -> tuple[list[Row], dict[str, str]]:
    """Rows by id beyond the page's; pages and orders mean nothing here."""
    after = args.get("pageId", "0")
    start = int(after) if after.isdecimal() else 0
    left = sorted((row for row in rows if row["id"] > start), key=lambda row: row["id"])
    found = left[:size]
    links = {"next": _url(request, args, pageId=found[-1]["id"])} if len(left) > size else {}
    return found, links


def _url(request: Request, args: MultiDict[str, str], **changed: int) -> str:
    words = {name: value for name, value in args.items() if name not in changed}
    return f"{request.base_url}?{urlencode(words | changed)}"


def _whole(args: MultiDict[str, str], name: str, default: int, kind: Kind) -> int:
    text = args.get(name)
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        message = f"{name} is a whole number from 1 on"
        raise invalid(kind.resource, [Problem("InvalidPage", message, name)])
    return int(text)


def _filtered(rows: list[Row], kind: Kind, args: Mapping[str, str]) -> list[Row]:
    for name, make in _filters(kind).items():
        text = args.get(name, "").strip()
        if not text:
            continue
        try:
            test = make(text)
            rows = [row for row in rows if test(row)]
        except BadCondition as error:
            raise _bad(kind, name, error) from error
    return rows


def _filters(kind: Kind) -> dict[str, Callable[[str], Test]]:
    return {
        "conditions": lambda text: compiled(text, kind.record),
        "childConditions": lambda text: compiled_children(text, kind.record),
        "customFieldConditions": compiled_custom,
    }


def _bad(kind: Kind, name: str, error: BadCondition) -> Exception:
    return invalid(kind.resource, [Problem("InvalidCondition", str(error), name)])


def _trimmed(row: Row, args: Mapping[str, str]) -> Row:
    """The row with only the ``fields`` asked for; names it does not have are passed over."""
    wanted = [name.strip().split("/") for name in args.get("fields", "").split(",") if name.strip()]
    if not wanted:
        return row
    made: Row = {}
    for steps in wanted:
        _copy(row, made, steps)
    return made


def _copy(source: Row, target: Row, steps: list[str]) -> None:
    name = next((each for each in source if each.lower() == steps[0].lower()), None)
    if name is None:
        return
    if len(steps) == 1 or not isinstance(source[name], dict):
        target[name] = source[name]
        return
    _copy(source[name], target.setdefault(name, {}), steps[1:])
