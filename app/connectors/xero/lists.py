"""Lists and records of Xero: walks by page, what changed since a moment, and single records.

Without a page lists come without lines and with thin contacts, so pages are always asked for.
Source: ``accounting-apis.md`` 2.3 and 2.4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.reply import Answer
from app.connectors.xero.faults import element_words, is_refused, sentence
from app.connectors.xero.fields import TITLE, Row, amount, id_of, moment, rows
from app.errors import RemoteRefused, RemoteUnavailable

BASE: Final = "/api.xro/2.0"
FOUR_PLACES: Final = ("unitdp", "4")
"""Without it unit prices are cut to cents, on reads and on writes."""
EACH_ALONE: Final = ("summarizeErrors", "false")
"""Makes a refused element fail alone, and the answer say so for each."""
OVERLAP: Final = timedelta(minutes=10)

_PAGES: Final = (250, 230, 190)
"""Rows of a page, of the first walk and of those after it: they break at other rows."""
_USUAL_PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A list to be walked: its path and name, what is asked of it, and since when."""

    path: str
    query: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    is_paged: bool = True


class Lists:
    """Reads and writes one organisation."""

    def __init__(self, client: Client) -> None:
        """Its signer names the organisation."""
        self._client = client

    def get(
        self,
        path: str,
        words: str,
        *query: tuple[str, str],
        since: datetime | None = None,
        may_be_missing: bool = False,
    ) -> Answer:
        """The answer to a read; of a list, nothing is no answer."""
        headers = {}
        answers = {HTTPStatus.NOT_FOUND} if may_be_missing else set()
        if since is not None:
            answers.add(HTTPStatus.NOT_MODIFIED)
            moved = (since - OVERLAP).astimezone(UTC)
            headers["If-Modified-Since"] = moved.strftime("%Y-%m-%dT%H:%M:%S")
        return self._client.ask(
            Ask(
                method="GET",
                path=f"{BASE}/{path}",
                words=words,
                query=query,
                headers=headers,
                may_repeat=True,
                answers=frozenset(answers),
            )
        )

    def one(self, kind: str, source_id: str, *query: tuple[str, str]) -> Row | None:
        """A record by its id; None where it is not there."""
        path = f"{kind}/{quote(source_id, safe='')}"
        words = f"The look at one of {kind}"
        answer = self.get(path, words, *query, may_be_missing=True)
        found = rows(answer.value, kind) if answer.status != HTTPStatus.NOT_FOUND else []
        return found[0] if found else None

    def all(self, walk: Walk) -> Iterator[tuple[list[Row], datetime | None]]:
        """The rows page by page, each with the server's time when the walk began.

        Where fewer came than the list says to have, rows moved between pages meanwhile, and the
        walk begins anew; rows that come again do no harm.
        """
        began: datetime | None = None
        seen: set[str] = set()
        for size in _PAGES:
            wanted = 0
            for page, answer in self._pages(walk, size=size):
                began = began or server_time(answer)
                seen.update(id_of(row) for row in page)
                wanted = int(amount(answer.value, "pagination", "itemCount") or 0)
                yield page, began
            if len(seen) >= wanted:
                return
        raise RemoteUnavailable(
            f"The list {walk.path} of {TITLE} moves while it is read.",
            f"It says to have {wanted} records, and gave {len(seen)}.",
            "Pull again; what was read stays.",
        )

    def _pages(self, walk: Walk, *, size: int) -> Iterator[tuple[list[Row], Answer]]:
        number = 1
        before: list[Row] = []
        while True:
            paging = (("page", str(number)), ("pageSize", str(size))) if walk.is_paged else ()
            words = f"The list {walk.path}"
            answer = self.get(walk.path, words, *walk.query, *paging, since=walk.since)
            page = rows(answer.value, walk.path)
            if page and page == before:
                raise RemoteUnavailable(
                    f"The list {walk.path} of {TITLE} gives the same page again.",
                    "",
                    "Pull again; what was read stays.",
                )
            yield page, answer
            if not walk.is_paged or _is_last(answer, page, number):
                return
            before = page
            number += 1

    def put(self, path: str, body: object, words: str, *, key: str) -> list[Row]:
        """Makes new records and never changes one; the elements of the answer, in order."""
        return self._write("PUT", path, body, words, key=key)

    def post(self, path: str, body: object, words: str, *, key: str) -> list[Row]:
        """Changes a record that is there."""
        return self._write("POST", path, body, words, key=key)

    def _write(self, method: str, path: str, body: object, words: str, *, key: str) -> list[Row]:
        parts = path.split("/")
        is_one = method == "POST" and len(parts) > 1
        query = [] if is_one else [EACH_ALONE]
        if parts[0] in {"Invoices", "CreditNotes"} and parts[-1] != "Allocations":
            query.append(FOUR_PLACES)
        answer = self._client.ask(
            Ask(
                method=method,
                path=f"{BASE}/{path}",
                words=words,
                body=write_json(body),
                query=query,
                headers={"Idempotency-Key": key} if key else {},
                may_repeat=False,
            )
        )
        kind = "Allocations" if parts[-1] == "Allocations" else parts[0]
        return rows(answer.value, kind)


def only(found: Sequence[Row], words: str) -> Row:
    """The one element of an answer; RemoteRefused where it was refused."""
    outcome = outcome_of(found[0] if len(found) == 1 else None, words)
    if isinstance(outcome, RemoteRefused):
        raise outcome
    return outcome


def outcome_of(row: Row | None, words: str) -> Row | RemoteRefused:
    """An element, or its refusal; RemoteUnavailable where the answer leaves it out."""
    if row is None:
        raise RemoteUnavailable(
            f"{words}: {TITLE} gave an answer that is none.",
            "It does not hold what was sent.",
            "Look whether it is there before it is sent again.",
            may_have_happened=True,
        )
    if is_refused(row):
        why = sentence(element_words(row) or ["no reason"])
        return RemoteRefused(f"{words}: {TITLE} refused it.", why, "Mend what it names.")
    return row


def server_time(answer: Answer) -> datetime | None:
    """When the server answered, by its body or its *Date*."""
    told = moment(answer.value, "DateTimeUTC")
    if told is None and answer.headers.get("date"):
        told = parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
    return told


def _is_last(answer: Answer, page: list[Row], number: int) -> bool:
    """By what the list says of itself; an older one says nothing, and has pages of 100."""
    told = amount(answer.value, "pagination", "pageCount")
    if told is not None:
        return number >= told
    return len(page) < _USUAL_PAGE
