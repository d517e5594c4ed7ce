"""Asks Autotask: the zone that serves a user, queries and their pages, single records, metadata.

Source: ``psa-apis.md`` 3.1 to 3.5. What rows mean is told elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.overlap import told_time
from app.connectors.paging import by_link
from app.connectors.reply import Answer, Meaning, Reply, Verdict, told_wait, vendor_words
from app.connectors.row_values import Row, identity, row_of, rows_of, text
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded

TITLE: Final = "Autotask PSA"
PAGE_SIZE: Final = 500
"""The most that a query may answer, and the most conditions of an ``in``."""

_ROOT: Final = "/atservicesrest"
_VERSION: Final = "v1.0"
_ALMOST_ALL: Final = Decimal("0.9")
_USAGE_HOLDS: Final = timedelta(minutes=1)
_THREAD_WAIT: Final = Decimal(5)
_BUSY_WORDS: Final = ("thread threshold", "itgenatr005", "threshold exceeded")
_FAILED_WORDS: Final = ("internal server error", "unexpected error", "an error has occurred")
"""What a 500 says that is no refusal."""

_UNKNOWN_USER: Final = frozenset(
    {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}
)

Condition = Mapping[str, object]
Filter = Sequence[Condition]

EVERY: Final[Filter] = ({"op": "exist", "field": "id"},)
"""What takes the place of an empty filter, which is refused."""


def equal(field: str, value: object) -> Condition:
    """The field holds the value."""
    return {"op": "eq", "field": field, "value": value}


def unequal(field: str, value: object) -> Condition:
    """The field holds anything else."""
    return {"op": "noteq", "field": field, "value": value}


def at_least(field: str, value: object) -> Condition:
    """The field holds the value or a greater one; moments are written in UTC."""
    return {"op": "gte", "field": field, "value": written(value)}


def at_most(field: str, value: object) -> Condition:
    """The field holds the value or a lesser one."""
    return {"op": "lte", "field": field, "value": written(value)}


def one_of(field: str, values: Iterable[str]) -> Condition:
    """The field holds one of these ids, of which there are at most 500."""
    return {"op": "in", "field": field, "value": [int(each) for each in values]}


def filled(field: str) -> Condition:
    """The field holds anything at all."""
    return {"op": "exist", "field": field}


def either(*conditions: Condition) -> Condition:
    """One of the conditions holds."""
    return {"op": "or", "items": list(conditions)}


def written(value: object) -> object:
    """A value as a query writes it."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def lookup_root(address: str) -> str:
    """The address at which the zone is asked for, from what the user has set."""
    plain = address.strip().rstrip("/")
    if "://" not in plain:
        plain = f"https://{plain}"
    plain = plain.removesuffix(f"/{_VERSION}")
    return plain if urlsplit(plain).path else plain + _ROOT


def verdict(reply: Reply) -> Verdict | None:
    """What differs here: 403, a plain 500, and too many threads, which come in any status."""
    words = vendor_words(reply.value) if reply.is_json else reply.text[:400]
    if not reply.is_good and any(each in words.lower() for each in _BUSY_WORDS):
        return _busy(reply, words)
    if reply.status == HTTPStatus.FORBIDDEN and reply.is_json:
        return Verdict(meaning=Meaning.REFUSED)
    if reply.status == HTTPStatus.INTERNAL_SERVER_ERROR and reply.is_json:
        return Verdict(meaning=Meaning.REFUSED if _is_refusal(words) else Meaning.BROKEN)
    return None


def lookup_verdict(reply: Reply) -> Verdict | None:
    """What differs when the zone is asked for: an unknown user is a 500, not a 404."""
    said = vendor_words(reply.value) if reply.is_json else ""
    if reply.status in _UNKNOWN_USER and _is_refusal(said):
        why = f"It knows no zone of this user name, saying: {said}."
        return Verdict(meaning=Meaning.SIGN_IN, why=why)
    return None


def _is_refusal(words: str) -> bool:
    """Whether these words name something to be mended, and not a breakdown."""
    return bool(words) and not any(each in words.lower() for each in _FAILED_WORDS)


def _busy(reply: Reply, words: str) -> Verdict:
    wait = told_wait(reply.headers)
    return Verdict(
        meaning=Meaning.WAIT,
        why=f"It says: {words.rstrip('.')}.",
        wait_seconds=_THREAD_WAIT if wait is None else wait,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Where a user's company is served."""

    base: str
    """The address below which its entities lie."""
    name: str
    web: str
    customer: str
    """The company's number at the vendor; blank where it is not told."""

    @classmethod
    def of(cls, row: Row, *, asked: str) -> "Zone":
        """The zone as the look-up tells it; RemoteRefused for an address of somebody else."""
        url = text(row, "url")
        if not _is_of_same_house(url, asked):
            raise RemoteRefused(
                f"The zone of {TITLE} cannot be used.",
                f"The look-up leads to {urlsplit(url).netloc or 'no address'}.",
                "Look at zone_url in the connection's settings.",
            )
        number = text(row, "ci")
        return cls(
            base=f"{url.rstrip('/')}/{_VERSION}",
            name=text(row, "zoneName"),
            web=text(row, "webUrl"),
            customer="" if number == "0" else number,
        )


def _is_of_same_house(url: str, asked: str) -> bool:
    """Whether credentials may go there: the same host, or one beside it in the same domain."""
    there, here = urlsplit(url), urlsplit(asked)
    if there.scheme != here.scheme or not there.hostname or not here.hostname:
        return False
    if there.hostname == here.hostname:
        return there.netloc == here.netloc
    _, _, domain = here.hostname.partition(".")
    is_name = "." in domain and not domain.replace(".", "").isdigit()
    return is_name and there.hostname.endswith(f".{domain}")


class Autotask:
    """One user's Autotask; finds its zone when first asked, and again when it is turned away."""

    def __init__(
        self,
        lookup: Callable[[], Client],
        opened: Callable[[str], Client],
        *,
        user: str,
        root: str,
        now: Callable[[], datetime],
    ) -> None:
        """``lookup`` reaches ``root``, where the zone of ``user`` is asked; ``opened`` a zone.

        ``now``: the time where the server does not tell its own.
        """
        self._now = now
        self._lookup = lookup
        self._opened = opened
        self._user = user
        self._root = root
        self._zone: Zone | None = None
        self._client: Client | None = None
        self._entities: dict[str, Mapping[str, Row]] = {}
        self._used_at: datetime | None = None
        self.told_at: datetime | None = None
        """The moment of the last answer, by the server."""

    @property
    def zone(self) -> Zone:
        """The zone; asked once and kept."""
        if self._zone is None:
            self._zone = self._found_zone()
        return self._zone

    def close(self) -> None:
        """Ends the connection."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def moment(self) -> datetime:
        """The moment of the last answer by the server, else by this computer."""
        return self.told_at or self._now()

    def today(self) -> date:
        """The day of that moment."""
        return self.moment().date()

    def ask(self, ask: Ask) -> Answer:
        """The answer; on a 401 the zone is asked anew, and the question put once more.

        A page of a list lies in the zone that began it: where the zone has moved, it is lost.
        """
        try:
            answer = self._reached().ask(ask)
        except SignInNeeded:
            if self._has_moved() and urlsplit(ask.path).netloc:
                raise
            answer = self._reached().ask(ask)
        self.told_at = told_time(answer.headers) or self.told_at
        return answer

    def pages(
        self,
        entity: str,
        words: str,
        wanted: Filter = EVERY,
        *,
        fields: Sequence[str] = (),
        is_optional: bool = False,
    ) -> Iterator[list[Row]]:
        """The rows of a query, page by page: each by the same method and with the same body.

        ``is_optional``: none where this system has no such entity.
        """
        body: dict[str, object] = {"MaxRecords": PAGE_SIZE, "Filter": list(wanted)}
        if fields:
            body["IncludeFields"] = list(dict.fromkeys(("id", *fields)))
        return (
            list(rows)
            for rows in by_link(
                lambda link: self._page(
                    link or f"{entity}/query", words, write_json(body), is_optional=is_optional
                )
            )
        )

    def _page(
        self, path: str, words: str, body: str, *, is_optional: bool
    ) -> tuple[list[Row], str | None]:
        absent = frozenset({int(HTTPStatus.NOT_FOUND)}) if is_optional else frozenset[int]()
        answer = self.ask(
            Ask(method="POST", path=path, words=words, body=body, may_repeat=True, answers=absent)
        )
        if answer.status == HTTPStatus.NOT_FOUND:
            return [], None
        found = row_of(answer.value, words=words)
        details = found.get("pageDetails") or {}
        link = details.get("nextPageUrl") if isinstance(details, Mapping) else None
        return rows_of(found.get("items"), words=words), str(link) if link else None

    def first(self, entity: str, words: str, wanted: Filter = EVERY) -> list[Row]:
        """One row at the most: whether anything is shown."""
        body = write_json({"MaxRecords": 1, "Filter": list(wanted)})
        rows, _ = self._page(f"{entity}/query", words, body, is_optional=False)
        return rows

    def by_ids(
        self,
        entity: str,
        words: str,
        ids: Iterable[str],
        *,
        field: str = "id",
        also: Filter = (),
        fields: Sequence[str] = (),
        is_optional: bool = False,
    ) -> Iterator[Row]:
        """The rows whose field holds one of the ids, each once, 500 of the ids in a request."""
        sought = sorted(set(ids), key=int)
        # A page may begin with the last row of the one before, where a row was put in meanwhile.
        told: set[str | None] = set()
        for begin in range(0, len(sought), PAGE_SIZE):
            batch = sought[begin : begin + PAGE_SIZE]
            wanted = (one_of(field, batch), *also)
            for rows in self.pages(entity, words, wanted, fields=fields, is_optional=is_optional):
                for row in rows:
                    if (own_id := identity(row, "id")) is None or own_id not in told:
                        told.add(own_id)
                        yield row

    def one(self, entity: str, number: str, words: str) -> Row | None:
        """A record by its id; None where there is none, which is told within a 200."""
        answer = self.ask(
            Ask(method="GET", path=f"{entity}/{number}", words=words, may_repeat=True)
        )
        found = row_of(answer.value, words=words).get("item")
        return row_of(found, words=words) if found is not None else None

    def change(self, path: str, words: str, changed: Mapping[str, object]) -> None:
        """Writes fields of a record by PATCH: what is not named stays, and twice is once."""
        self.ask(
            Ask(
                method="PATCH",
                path=path,
                words=words,
                body=write_json(changed),
                may_repeat=True,
                may_be_empty=True,
            )
        )

    def about(self, entity: str, words: str) -> Row:
        """What the user may do with an entity."""
        path = f"{entity}/entityInformation"
        answer = self.ask(Ask(method="GET", path=path, words=words, may_repeat=True))
        return row_of(row_of(answer.value, words=words).get("info"), words=words)

    def fields(self, entity: str, words: str) -> Mapping[str, Row]:
        """The fields of an entity in this company's version, by lower-case name; asked once."""
        if entity not in self._entities:
            path = f"{entity}/entityInformation/fields"
            answer = self.ask(Ask(method="GET", path=path, words=words, may_repeat=True))
            rows = rows_of(row_of(answer.value, words=words).get("fields"), words=words)
            self._entities[entity] = {text(row, "name").lower(): row for row in rows}
        return self._entities[entity]

    def labels(self, entity: str, field: str, words: str) -> Mapping[str, str]:
        """The labels of a picklist, by value as text: metadata writes it so, records a number."""
        listed = self.fields(entity, words).get(field.lower(), {}).get("picklistValues") or []
        return {text(row, "value"): text(row, "label") for row in rows_of(listed, words=words)}

    def check_usage(self) -> None:
        """RemoteUnavailable where all programs of this company have nearly used its hour up.

        Past the limit Autotask turns every integration of the company away. What was told within
        the last minute holds, since asking counts as well.
        """
        if self._used_at is not None and self.moment() - self._used_at < _USAGE_HOLDS:
            return
        words = "The count of calls"
        ask = Ask(method="GET", path="ThresholdInformation", words=words, may_repeat=True)
        try:
            found = row_of(self.ask(ask).value, words=words)
        except RemoteRefused:
            found = {}
        most, used = (
            found.get("externalRequestThreshold"),
            found.get("currentTimeframeRequestCount"),
        )
        if isinstance(most, int) and isinstance(used, int) and most and used >= most * _ALMOST_ALL:
            raise RemoteUnavailable(
                f"{TITLE} takes few more calls within this hour.",
                f"All programs of the company have made {used:,} of {most:,}.",
                "Try again later: past the limit it turns every program away.",
            )
        self._used_at = self.moment()

    def _reached(self) -> Client:
        if self._client is None:
            self._client = self._opened(self.zone.base)
        return self._client

    def _has_moved(self) -> bool:
        before = self.zone
        self._zone = self._found_zone()
        if self._zone.base == before.base:
            return False
        self.close()
        return True

    def _found_zone(self) -> Zone:
        words = "The look-up of the zone"
        with self._lookup() as client:
            answer = client.ask(
                Ask(
                    method="GET",
                    path=f"{_VERSION}/zoneInformation",
                    words=words,
                    query=(("user", self._user),),
                    may_repeat=True,
                )
            )
        return Zone.of(row_of(answer.value, words=words), asked=self._root)
