"""How ConnectWise PSA is asked: its address, its codebase, its pages and its conditions.

Source: ``psa-apis.md`` 1.1 to 1.5.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlsplit

from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.overlap import told_time
from app.connectors.paging import by_last_id, by_link
from app.connectors.reply import Answer, Meaning, Reply, Verdict, vendor_words
from app.connectors.row_values import Row, needed_identity, row_of, rows_of, text
from app.errors import InputError, RemoteRefused

TITLE: Final = "ConnectWise PSA"
PAGE_SIZE: Final = 1000
"""Rows of a page, the most there may be."""

_FORWARD: Final = {"pagination-type": "forward-only"}
_NEXT: Final = re.compile(r'<([^<>]*)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)
_LONGEST_ADDRESS: Final = 1800
"""Addresses over roughly 2,000 characters fail; this leaves room for host and path."""
_STATIC_CODEBASE: Final = "v4_6_release/"
_CLOUDS: Final = ("myconnectwise.net", "connectwisedev.com")


def api_root(site_url: str) -> str:
    """The API host of an address as the user knows it: cloud sites have another for the API."""
    given = site_url.strip().rstrip("/")
    whole = given if "://" in given else f"https://{given}"
    parts = urlsplit(whole)
    if not parts.netloc:
        raise InputError(
            f"“{site_url}” is no address of {TITLE}.",
            "",
            "Write it as https://na.myconnectwise.net.",
        )
    host = parts.netloc
    if host.endswith(_CLOUDS) and not host.startswith("api-"):
        host = f"api-{host}"
    return f"{parts.scheme}://{host}"


def verdict(reply: Reply) -> Verdict | None:
    """403 is no right of the API member, and no sign-in helps it."""
    if reply.status == HTTPStatus.FORBIDDEN:
        return Verdict(meaning=Meaning.REFUSED)
    return None


def stamp_text(moment: datetime) -> str:
    """A moment as conditions have it, to the second below."""
    return f"[{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}]"


def quoted(value: str) -> str:
    """A text as conditions have it; quotes within it cannot be written there."""
    return '"' + value.replace('"', "") + '"'


def id_conditions(ids: Iterable[str], *, longest: int = _LONGEST_ADDRESS) -> Iterator[str]:
    """Conditions that name ids, as many in each as an address can hold."""
    chosen: list[str] = []
    for each in ids:
        if chosen and len(quote(_id_condition([*chosen, each]))) > longest:
            yield _id_condition(chosen)
            chosen = []
        chosen.append(each)
    if chosen:
        yield _id_condition(chosen)


def _id_condition(ids: Sequence[str]) -> str:
    return f"id in ({','.join(ids)})"


def next_link(answer: Answer) -> str | None:
    """The path of the next page by the *Link* header; None where it names none.

    Only path and query: the host is the one we sign for, whatever a gateway writes there.
    """
    found = _NEXT.search(answer.headers.get("link", ""))
    if found is None:
        return None
    parts = urlsplit(found.group(1))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Manage:
    """One ConnectWise PSA: finds its codebase, again after an upgrade, and walks its lists."""

    def __init__(
        self, client: Client, *, lookup: Callable[[], Client], company_id: str, codebase: str
    ) -> None:
        """``lookup``: a client that signs nothing; ``codebase``: blank to look it up."""
        self._client = client
        self._lookup = lookup
        self._company_id = company_id
        self._codebase = _as_codebase(codebase)
        self._is_fixed = bool(self._codebase)
        self._company_name = ""
        self.begun_at: datetime | None = None
        """The server's time at the first answer since ``begin``."""
        self.ended_at: datetime | None = None
        """The server's time at the last answer."""

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    def company_name(self) -> str:
        """The company as the look-up names it; its id where nothing is looked up."""
        if not self._company_name and not self._is_fixed:
            self._look_up()
        return self._company_name or self._company_id

    def begin(self) -> None:
        """Forgets the times of answers, as a walk begins."""
        self.begun_at = self.ended_at = None

    def one(self, path: str, words: str) -> Row:
        """One record; RemoteRefused where there is none."""
        return row_of(self.ask("GET", path, words).value, words=words)

    def patch(self, path: str, fields: Sequence[tuple[str, object]], words: str) -> Row:
        """Sets fields of a record to values; the record as it then is. May be repeated."""
        changes = [{"op": "replace", "path": name, "value": value} for name, value in fields]
        answer = self.ask("PATCH", path, words, body=write_json(changes))
        return row_of(answer.value, words=words)

    def post(self, path: str, fields: Row, words: str) -> Row:
        """Makes a record; sent once."""
        answer = self.ask("POST", path, words, body=write_json(fields), may_repeat=False)
        return row_of(answer.value, words=words)

    def first(self, path: str, words: str, *, conditions: str = "") -> list[Row]:
        """The first row of a list, or none."""
        query = (("page", "1"), ("pageSize", "1"), *_given("conditions", conditions))
        return rows_of(self.ask("GET", path, words, query=query).value, words=words)

    def whole(
        self, path: str, words: str, query: Sequence[tuple[str, str]] = ()
    ) -> Iterator[list[Row]]:
        """All rows of a list by pages: forward only, or by ids where no heed is paid to that.

        Without forward-only paging a full page comes without a link to the next.
        """
        base = (*query, ("orderBy", "id asc"), ("pageSize", str(PAGE_SIZE)))
        links = 0

        def fetch(link: str | None) -> tuple[list[Row], str | None]:
            nonlocal links
            answer = (
                self.ask("GET", path, words, query=base, headers=_FORWARD)
                if link is None
                else self.ask_link(link, words)
            )
            following = next_link(answer)
            links += following is not None
            return rows_of(answer.value, words=words), following

        rows: Sequence[Row] = ()
        for rows in by_link(fetch):
            yield list(rows)
        if links == 0 and len(rows) >= PAGE_SIZE:
            yield from self.by_last_id(path, words, query, after=needed_identity(rows[-1]))

    def by_last_id(
        self,
        path: str,
        words: str,
        query: Sequence[tuple[str, str]] = (),
        *,
        conditions: str = "",
        after: str = "",
    ) -> Iterator[list[Row]]:
        """The rows of a list in the order of their ids, each page after the last id before it.

        Pages by number lose rows when others are deleted meanwhile.
        """

        def fetch(last: str | None) -> list[Row]:
            beyond = f"id > {last or after}" if last or after else ""
            both = " and ".join(filter(None, (conditions, beyond)))
            pages = (("orderBy", "id asc"), ("page", "1"), ("pageSize", str(PAGE_SIZE)))
            whole = (*query, *_given("conditions", both), *pages)
            return rows_of(self.ask("GET", path, words, query=whole).value, words=words)

        for rows in by_last_id(fetch, id_of=needed_identity, size=PAGE_SIZE):
            yield list(rows)

    def changed(
        self, path: str, words: str, query: Sequence[tuple[str, str]] = (), *, since: datetime
    ) -> Iterator[list[Row]]:
        """The rows of a list whose stamp lies after a moment."""
        conditions = f"lastUpdated > {stamp_text(since)}"
        return self.by_last_id(path, words, query, conditions=conditions)

    def by_ids(self, path: str, words: str, ids: Iterable[str]) -> Iterator[Row]:
        """The rows that have one of these ids, in as few requests as addresses can hold."""
        for condition in id_conditions(ids):
            for rows in self.by_last_id(path, words, conditions=condition):
                yield from rows

    def ask_link(self, link: str, words: str) -> Answer:
        """What a link of an answer leads to."""
        answer = self._client.ask(
            Ask(method="GET", path=link, words=words, headers=_FORWARD, may_repeat=True)
        )
        return self._timed(answer)

    def ask(
        self,
        method: str,
        path: str,
        words: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        body: str | None = None,
        headers: dict[str, str] | None = None,
        may_repeat: bool = True,
    ) -> Answer:
        """The answer below the codebase; after a 404 once more if the codebase has changed."""
        used = self._found_codebase()

        def once() -> Answer:
            found = self._client.ask(
                Ask(
                    method=method,
                    path=f"/{self._codebase}apis/3.0{path}",
                    words=words,
                    query=query,
                    body=body,
                    headers=headers or {},
                    may_repeat=may_repeat,
                    answers=frozenset({HTTPStatus.NOT_FOUND}),
                )
            )
            return self._timed(found)

        answer = once()
        # A codebase of before an upgrade answers 404, as a record does that is not there.
        is_missing = answer.status == HTTPStatus.NOT_FOUND
        if is_missing and not self._is_fixed and self._look_up() != used:
            answer = once()
        if answer.status == HTTPStatus.NOT_FOUND:
            raise _not_there(answer, words)
        return answer

    def _timed(self, answer: Answer) -> Answer:
        self.ended_at = told_time(answer.headers) or self.ended_at
        self.begun_at = self.begun_at or self.ended_at
        return answer

    def _found_codebase(self) -> str:
        return self._codebase or self._look_up()

    def _look_up(self) -> str:
        """The codebase that holds now."""
        words = "The look-up of the company"
        path = f"/login/companyinfo/{quote(self._company_id, safe='')}"
        with self._lookup() as client:
            found = client.ask(
                Ask(
                    method="GET",
                    path=path,
                    words=words,
                    may_repeat=True,
                    answers=frozenset({HTTPStatus.NOT_FOUND}),
                )
            )
        if found.status == HTTPStatus.NOT_FOUND:
            raise RemoteRefused(
                f"{TITLE} does not know the company “{self._company_id}”.",
                "Its look-up of companies gave status 404.",
                "Look at company_id and site_url of the connection.",
            )
        row = row_of(found.value, words=words)
        self._company_name = text(row, "CompanyName") or self._company_name
        self._codebase = _as_codebase(text(row, "Codebase")) or _STATIC_CODEBASE
        return self._codebase


def _as_codebase(given: str) -> str:
    inner = given.strip().strip("/")
    return f"{inner}/" if inner else ""


def _given(name: str, value: str) -> tuple[tuple[str, str], ...]:
    return ((name, value),) if value else ()


def _not_there(answer: Answer, words: str) -> RemoteRefused:
    said = vendor_words(answer.value)
    numbered = f" Its number for this is {answer.request_id}." if answer.request_id else ""
    return RemoteRefused(
        f"{words}: {TITLE} has nothing there.",
        f"It gave status 404{f', saying: {said}' if said else ''}.{numbered}",
        "Look whether the record was deleted there, and whether the module is in use.",
    )
