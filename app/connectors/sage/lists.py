"""Lists and records of Sage Accounting: walks by page, single records, and writes.

A list holds names alone unless all attributes are asked for. Its envelope tells how many there are
in all; where a walk brought fewer, rows moved between pages and it begins anew. Source:
``accounting-apis.md`` 3.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.overlap import OVERLAP, told_time
from app.connectors.reply import Answer
from app.connectors.row_values import Row, amount, rows_of, text
from app.errors import RemoteRefused, RemoteUnavailable

TITLE: Final = "Sage Accounting"
PAGE: Final = 200
"""The most that a page may hold; 20 where it is not said."""
WHOLE: Final = ("attributes", "all")

_TURNS: Final = 3
_USUAL_PAGE: Final = 20
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A list to be walked, and what is asked of it."""

    path: str
    query: tuple[tuple[str, str], ...] = ()
    may_be_missing: bool = False
    """Whether an edition may lack the list; it then has no rows."""

    def changed(self, since: datetime) -> "Walk":
        """The same, of what was made or changed since, the overlap taken off."""
        return self._with("updated_or_created_since", since - OVERLAP)

    def deleted(self, since: datetime | None) -> "Walk":
        """The same, of what was deleted since; None: ever."""
        return self._with("deleted_since", _EPOCH if since is None else since - OVERLAP)

    def _with(self, name: str, moment: datetime) -> "Walk":
        stamp = moment.astimezone(UTC).isoformat(timespec="seconds")
        return replace(self, query=(*self.query, (name, stamp)))


class Lists:
    """Reads and writes one business."""

    def __init__(self, client: Client) -> None:
        """Its signer names the business."""
        self._client = client

    def get(
        self, path: str, words: str, *query: tuple[str, str], may_be_missing: bool = False
    ) -> Answer:
        """The answer to a read."""
        missing = frozenset({HTTPStatus.NOT_FOUND}) if may_be_missing else frozenset()
        return self._client.ask(
            Ask(method="GET", path=path, words=words, query=query, may_repeat=True, answers=missing)
        )

    def one(self, path: str, source_id: str, *query: tuple[str, str]) -> Row | None:
        """A record by its id with all that is in it; None where it is not there."""
        answer = self.get(
            f"{path}/{quote(source_id, safe='')}",
            f"The look at one of {path}",
            WHOLE,
            ("nested_attributes", "all"),
            *query,
            may_be_missing=True,
        )
        is_there = answer.status != HTTPStatus.NOT_FOUND
        return answer.value if is_there and isinstance(answer.value, Mapping) else None

    def read_back(self, path: str, source_id: str) -> Row | None:
        """Reads what was just written; where that fails, the write has happened all the same."""
        try:
            return self.one(path, source_id)
        except RemoteUnavailable as problem:
            raise RemoteUnavailable(
                problem.what, problem.why, problem.remedy, may_have_happened=True
            ) from None

    def first(self, path: str, words: str) -> None:
        """Reads one row of a list, to see whether it may be read."""
        self.get(path, words, ("items_per_page", "1"))

    def all(self, walk: Walk) -> Iterator[tuple[list[Row], datetime | None]]:
        """The rows page by page, each with the server's time when the walk began."""
        began: datetime | None = None
        seen: set[str] = set()
        wanted = 0
        for _ in range(_TURNS):
            for page, answer in self._pages(walk):
                began = began or told_time(answer.headers)
                seen.update(text(row, "id") for row in page)
                wanted = _total(answer.value)
                yield page, began
            if len(seen) >= wanted:
                return
        raise RemoteUnavailable(
            f"The list {walk.path} of {TITLE} moves while it is read.",
            f"It says to have {wanted} records, and gave {len(seen)}.",
            "Pull again; what was read stays.",
        )

    def _pages(self, walk: Walk) -> Iterator[tuple[list[Row], Answer]]:
        number = 1
        before: list[Row] = []
        while True:
            paging = (("page", str(number)), ("items_per_page", str(PAGE)))
            words = f"The list {walk.path}"
            query = (WHOLE, *walk.query, *paging)
            answer = self.get(walk.path, words, *query, may_be_missing=walk.may_be_missing)
            if answer.status == HTTPStatus.NOT_FOUND:
                yield [], answer
                return
            page = _items(answer.value, words)
            if page and page == before:
                raise RemoteUnavailable(
                    f"The list {walk.path} of {TITLE} gives the same page again.",
                    "",
                    "Pull again; what was read stays.",
                )
            yield page, answer
            if _is_last(answer.value, page, number):
                return
            before = page
            number += 1

    def post(self, path: str, body: Mapping[str, Any], words: str) -> Row:
        """Makes a record; never sent twice, as there is no key by which it would be known."""
        return self._write("POST", path, body, words)

    def put(self, path: str, body: Mapping[str, Any], words: str) -> Row:
        """Changes a record."""
        return self._write("PUT", path, body, words)

    def _write(self, method: str, path: str, body: Mapping[str, Any], words: str) -> Row:
        answer = self._client.ask(
            Ask(method=method, path=path, words=words, body=write_json(body), may_repeat=False)
        )
        if not isinstance(answer.value, Mapping) or not text(answer.value, "id"):
            raise RemoteUnavailable(
                f"{words}: {TITLE} gave an answer that is none.",
                "It does not tell what was made.",
                "Look whether it is there before it is sent again.",
                may_have_happened=True,
            )
        return answer.value

    def delete(self, path: str, words: str, *query: tuple[str, str]) -> None:
        """Deletes a record, or makes it void."""
        self._client.ask(
            Ask(
                method="DELETE",
                path=path,
                words=words,
                query=query,
                may_repeat=False,
                may_be_empty=True,
            )
        )

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()


def _items(value: object, words: str) -> list[Row]:
    if not isinstance(value, Mapping) or "$items" not in value:
        raise RemoteRefused(
            f"{words}: the answer is no list of {TITLE}.",
            "",
            "Look at the address in the connection's settings.",
        )
    return rows_of(value["$items"], words=words)


def _total(value: object) -> int:
    return int((amount(value, "$total") if isinstance(value, Mapping) else None) or 0)


def _is_last(value: object, page: list[Row], number: int) -> bool:
    """By the link to the next page; where there is none to see, by the counts.

    The size of a page is spelled in two ways.
    """
    if not page or not isinstance(value, Mapping):
        return True
    if "$next" in value:
        return not value["$next"]
    size = int(amount(value, "$items_per_page", "$itemsPerPage") or _USUAL_PAGE)
    return number * size >= _total(value)
