"""How HaloPSA is asked: sign-in, pages, full records, and what it says when it refuses.

Source: ``psa-apis.md`` 2.1 to 2.6.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from app.connectors.auth import AccessToken, needed
from app.connectors.http import Ask, Client, Host
from app.connectors.json_value import write_json
from app.connectors.overlap import told_time
from app.connectors.paging import by_offset
from app.connectors.reply import Answer, Meaning, Reply, Verdict, plain_words
from app.connectors.row_values import Row, amount, needed_identity, row_of, rows_of, text
from app.connectors.system import Opening
from app.errors import InputError, RemoteRefused, RemoteUnavailable

TITLE: Final = "HaloPSA"
SECRET: Final = "client_secret"  # noqa: S105  its name, not itself

_WALKS: Final = 3
"""How often a list is walked at most when its length changes on the way."""
_ACTIONS: Final = 1000
_LIFE_SECONDS: Final = 3600
"""How long a token lives where its answer does not say."""
_WORDS: Final = ("Message", "error_description", "errorMessage", "message", "error")
"""Where it says what is wrong: the shapes differ from endpoint to endpoint."""


def site_root(settings: Mapping[str, str]) -> str:
    """The address of the site: as given, or the vendor's own of the tenant."""
    given, tenant = settings["site_url"].rstrip("/"), settings["tenant"]
    if not given and not tenant:
        raise InputError(
            f"{TITLE} needs its address.",
            "Neither site_url nor tenant is set.",
            "Set site_url to what your browser shows, such as https://acme.halopsa.com.",
        )
    whole = given or f"https://{tenant}.halopsa.com"
    whole = whole if "://" in whole else f"https://{whole}"
    parts = urlsplit(whole)
    return f"{parts.scheme}://{parts.netloc}"


def words_of(reply: Reply) -> str:
    """What a refusal says, whichever of its shapes it has."""
    if isinstance(reply.value, Mapping):
        code = text(reply.value, "resultCode")
        said = plain_words(text(reply.value, *_WORDS))
        return f"{said} ({code})" if said and code else said
    return plain_words(reply.value if isinstance(reply.value, str) else reply.text)


def verdict(reply: Reply) -> Verdict | None:
    """A refusal in its own words; 403 is a right that the agent or the program lacks."""
    if reply.status == HTTPStatus.FORBIDDEN:
        said = words_of(reply) or "the agent or the program has no right to it"
        return Verdict(meaning=Meaning.REFUSED, why=f"It gave status 403: {said}.")
    is_asked_wrong = reply.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
    if is_asked_wrong and (said := words_of(reply)):
        return Verdict(
            meaning=Meaning.REFUSED, why=f"It gave status {reply.status}, saying: {said}."
        )
    return None


def token_verdict(reply: Reply) -> Verdict | None:
    """At the sign-in a refusal means that the program's id or secret is not taken."""
    if reply.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Verdict(
            meaning=Meaning.SIGN_IN, why=f"It gave status {reply.status}: {words_of(reply)}."
        )
    return None


def stamp_text(moment: datetime) -> str:
    """A moment as its filters have it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def fetched_token(opening: Opening, root: str) -> AccessToken:
    """A token by client credentials, from the host that the site names for it.

    Both calls may be told to wait. A tenant that is not known is status 500.
    """
    settings = opening.settings
    secret = needed(opening.secrets, SECRET, title=TITLE)
    address, tenant = sign_in_address(opening, root)
    parts = urlsplit(address)
    host = Host(
        title=TITLE,
        base_url=f"{parts.scheme}://{parts.netloc}",
        secrets=(secret,),
        verdict=token_verdict,
        pacer=opening.pacer,
    )
    ask = Ask(
        method="POST",
        path=parts.path,
        words="The sign-in",
        query=(("tenant", tenant),) if tenant else (),
        form={
            "grant_type": "client_credentials",
            "client_id": settings["client_id"],
            "client_secret": secret,
            "scope": settings["scope"],
        },
        may_repeat=True,
    )
    with opening.client(host) as client:
        found = row_of(client.ask(ask).value, words="The sign-in")
    token = text(found, "access_token")
    if not token:
        raise RemoteUnavailable(f"{TITLE} gave no token.", "Its answer holds none.", "Try again.")
    lives = amount(found, "expires_in") or Decimal(_LIFE_SECONDS)
    return AccessToken(value=token, expires_at=opening.timing.now() + timedelta(seconds=int(lives)))


def sign_in_address(opening: Opening, root: str) -> tuple[str, str]:
    """The address of the token call and the tenant, as the site tells them."""
    tenant = opening.settings["tenant"]
    words = "The look-up of the sign-in"
    ask = Ask(method="GET", path="/api/authinfo", words=words, may_repeat=True)
    try:
        with opening.client(Host(title=TITLE, base_url=root, pacer=opening.pacer)) as client:
            found = row_of(client.ask(ask).value, words=words)
    except RemoteRefused:
        found = {}
    base = text(found, "auth_url").rstrip("/") or f"{root}/auth"
    return f"{base}/token", tenant or text(found, "tenant_id")


class Halo:
    """One HaloPSA: its lists, its full records, and its writing."""

    def __init__(self, client: Client, *, page_size: int) -> None:
        """``page_size``: rows of a page of plain lists."""
        self._client = client
        self.page_size = page_size
        self.begun_at: datetime | None = None
        """The server's time at the first answer since ``begin``."""
        self.ended_at: datetime | None = None
        """The server's time at the last answer."""

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    def begin(self) -> None:
        """Forgets the times of answers, as a walk begins."""
        self.begun_at = self.ended_at = None

    def get(self, path: str, words: str, query: Sequence[tuple[str, str]] = ()) -> Answer:
        """What a path answers."""
        return self._timed(
            self._client.ask(
                Ask(method="GET", path=f"/api{path}", words=words, query=query, may_repeat=True)
            )
        )

    def full(self, path: str, number: str, words: str) -> Row:
        """The whole record: rows of lists are short."""
        answer = self.get(f"{path}/{number}", words, (("includedetails", "true"),))
        return row_of(answer.value, words=words)

    def filled(self, path: str, row: Row, needs: Collection[str], words: str) -> Row:
        """A row that holds the fields it needs: itself, or the whole record."""
        if needs and all(name in row for name in needs):
            return row
        return self.full(path, needed_identity(row), words)

    def listed(
        self, path: str, key: str, words: str, query: Sequence[tuple[str, str]] = ()
    ) -> list[Row]:
        """A list that has no pages."""
        return _rows(self.get(path, words, query).value, key, words)[0]

    def first(self, path: str, key: str, words: str) -> list[Row]:
        """The first row of a list, or none."""
        query = (("pageinate", "true"), ("page_size", "1"), ("page_no", "1"))
        return self.listed(path, key, words, query)

    def pages(
        self,
        path: str,
        key: str,
        words: str,
        query: Sequence[tuple[str, str]] = (),
        *,
        size: int | None = None,
    ) -> Iterator[list[Row]]:
        """A list by pages; walked again where its length changes on the way, as rows move then."""
        for _ in range(_WALKS):
            lengths: set[int | None] = set()
            yield from self._walk(path, key, words, query, size or self.page_size, lengths)
            if len(lengths) <= 1:
                return

    def _walk(
        self,
        path: str,
        key: str,
        words: str,
        query: Sequence[tuple[str, str]],
        size: int,
        lengths: set[int | None],
    ) -> Iterator[list[Row]]:
        number = 0
        before: list[Row] = []

        def fetch(_offset: int) -> tuple[list[Row], int | None]:
            nonlocal number, before
            number += 1
            # Spelled like this; without it neither size nor number is looked at.
            paging = (("pageinate", "true"), ("page_size", str(size)), ("page_no", str(number)))
            answer = self.get(path, words, (*query, ("order", "id"), *paging))
            rows, length = _rows(answer.value, key, words)
            lengths.add(length)
            if rows and rows == before:
                raise RemoteUnavailable(
                    f"{words}: {TITLE} gives the same page again.",
                    f"Page {number} is the one before it.",
                    "Pull again; what was read stays.",
                )
            before = rows
            # A list alone tells no length: then a page that is not full is the last.
            is_short = length is None and len(rows) < size
            return rows, 0 if is_short else length

        for rows in by_offset(fetch):
            yield list(rows)

    def actions(self, ticket_id: str, words: str) -> list[Row]:
        """The actions of a ticket that hold time, all of them."""
        query = (("ticket_id", ticket_id), ("timeentriesonly", "true"))
        most = _ACTIONS
        while True:
            value = self.get("/Actions", words, (*query, ("count", str(most)))).value
            rows, length = _rows(value, "actions", words)
            is_cut = len(rows) >= most if length is None else len(rows) < length
            if not is_cut or not rows:
                return rows
            if length is not None and most >= length:
                raise RemoteUnavailable(
                    f"{words}: {TITLE} keeps back actions of ticket {ticket_id}.",
                    f"It tells of {length} and gives {len(rows)}.",
                    "Pull again.",
                )
            most = length or most * 10

    def post(
        self, path: str, fields: Mapping[str, Any], words: str, *, may_repeat: bool = True
    ) -> Row | None:
        """Writes fields of one record: create and update are the same call, with a list of one.

        ``may_repeat``: false of what has no id yet. None where the answer tells nothing.
        """
        answer = self._timed(
            self._client.ask(
                Ask(
                    method="POST",
                    path=f"/api{path}",
                    words=words,
                    body=write_json([fields]),
                    may_repeat=may_repeat,
                    may_be_empty=True,
                )
            )
        )
        return None if answer.value is None else row_of(answer.value, words=words)

    def _timed(self, answer: Answer) -> Answer:
        self.ended_at = told_time(answer.headers) or self.ended_at
        self.begun_at = self.begun_at or self.ended_at
        return answer


def _rows(value: object, key: str, words: str) -> tuple[list[Row], int | None]:
    """The rows of a list and how many there are in all: an object with both, or a list alone.

    ``key``: the name of the rows; blank where it is not known, and the only list is meant.
    """
    if not isinstance(value, Mapping):
        return rows_of(value, words=words), None
    names = [key] if key else [name for name, each in value.items() if isinstance(each, list)]
    if len(names) != 1 or names[0] not in value:
        raise RemoteRefused(
            f"{words}: the answer holds no {key or 'list'}.",
            "It is not what this system is known to answer.",
            "Look at the address in the connection's settings.",
        )
    length = amount(value, "record_count")
    return rows_of(value[names[0]], words=words), None if length is None else int(length)
