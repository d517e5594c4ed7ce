"""Queries: how a body or a search text asks, which page is answered, where the next one is.

Rows come by id. The address of a page holds where it begins and a hash of what was asked, so that
it answers only the method and the query that it belongs to.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import quote

from app.practice.autotask.database import Table, rendered
from app.practice.autotask.fields import Entity, Record
from app.practice.autotask.filters import Test, lowered, read_filter
from app.practice.faults import FaultSwitch
from app.practice.http_app import UnreadableBody, read_json, write_json

LARGEST_PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of one entity; ``digest`` tells it from any other query by any other method."""

    test: Test
    names: tuple[str, ...]
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page begins: behind which id, and how many pages lie before it."""

    after: int = -1
    index: int = 0


def read_query(entity: Entity, given: Any, *, method: str) -> Query:  # noqa: ANN401  comes from JSON
    """The query of a JSON body or search text; ValueError tells what the server says against it."""
    parts = lowered(given, "The query")
    names = _names(entity, parts.get("includefields"))
    size = parts.get("maxrecords")
    if size is None:
        size = LARGEST_PAGE
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= LARGEST_PAGE:
        message = f"MaxRecords must be between 1 and {LARGEST_PAGE}."
        raise ValueError(message)
    asked = f"{method} {entity.path} {write_json(parts)}"
    return Query(
        test=read_filter(entity, parts.get("filter")),
        names=names,
        size=size,
        digest=hashlib.sha256(asked.encode()).hexdigest()[:16],
    )


def _names(entity: Entity, given: Any) -> tuple[str, ...]:  # noqa: ANN401  comes from JSON
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        message = "IncludeFields is no list of field names."
        raise ValueError(message)
    for name in given:
        if entity.field(name) is None and entity.user_field(name) is None:
            message = f"Unable to find {name} in the {entity.name} Entity."
            raise ValueError(message)
    return tuple(given)


def read_page(query: Query, text: str | None) -> Page:
    """The page that an address asks for; ValueError if it belongs to another query."""
    if not text:
        return Page()
    try:
        parts = lowered(read_json(text), "The paging value")
        page = Page(int(parts["after"]), int(parts["index"]))
    except (UnreadableBody, KeyError, TypeError) as error:
        message = "The paging value is invalid."
        raise ValueError(message) from error
    if parts.get("query") != query.digest:
        message = "The paging value belongs to a query with another method or another body."
        raise ValueError(message)
    return page


def answer_page(
    table: Table, query: Query, page: Page, *, visible: Test, switch: FaultSwitch, address: str
) -> dict[str, Any]:
    """The body of a query's answer; ``address`` is that of the query, without its paging."""
    rows, more = _taken(table, query, page, visible=visible, switch=switch)
    if query.names and "id" not in {name.lower() for name in query.names}:
        _refuse_long(table, query, visible)
    after = _after(rows)
    return {
        "items": [rendered(table.entity, row, query.names) for row in rows],
        "pageDetails": {
            "count": len(rows),
            "requestCount": query.size,
            "prevPageUrl": _previous(table, query, page, visible=visible, address=address),
            "nextPageUrl": _url(address, query, Page(after, page.index + 1)) if more else None,
        },
    }


def count(table: Table, query: Query, *, visible: Test) -> int:
    """How many records meet a query."""
    return sum(1 for _ in _meeting(table, query, visible))


def _meeting(table: Table, query: Query, visible: Test, after: int = -1) -> Iterator[Record]:
    return (row for row in table.after(after) if query.test(row) and visible(row))


def _taken(
    table: Table, query: Query, page: Page, *, visible: Test, switch: FaultSwitch
) -> tuple[list[Record], bool]:
    """The rows of a page, and whether there are more behind it."""
    if page.index and switch.shifts():
        rows = list(_meeting(table, query, visible))
        start = page.index * query.size
        taken = switch.page(rows, start, query.size, is_ordered=True)
        return taken, bool(taken) and taken[-1] is not rows[-1]
    taken = list(islice(_meeting(table, query, visible, page.after), query.size + 1))
    return taken[: query.size], len(taken) > query.size


def _after(rows: list[Record]) -> int:
    last = rows[-1]["id"] if rows else -1
    return last if isinstance(last, int) else -1


def _refuse_long(table: Table, query: Query, visible: Test) -> None:
    found = islice(_meeting(table, query, visible), LARGEST_PAGE + 1)
    if sum(1 for _ in found) > LARGEST_PAGE:
        message = f"id must be among the IncludeFields of more than {LARGEST_PAGE} records."
        raise ValueError(message)


def _previous(table: Table, query: Query, page: Page, *, visible: Test, address: str) -> str | None:
    if not page.index:
        return None
    before = (row for row in table.up_to(page.after) if query.test(row) and visible(row))
    rows = list(islice(before, query.size + 1))
    after = _after(rows[query.size :])
    return _url(address, query, Page(after, page.index - 1))


def _url(address: str, query: Query, page: Page) -> str:
    paging = {"after": page.after, "index": page.index, "query": query.digest}
    joined = "&" if "?" in address else "?"
    return f"{address}{joined}paging={quote(json.dumps(paging, separators=(',', ':')))}"
