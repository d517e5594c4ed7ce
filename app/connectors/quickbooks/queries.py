"""Queries and change data of QuickBooks Online: whole walks, what changed, and exact look-ups.

Deletes stand in change data alone. That looks back 30 days and holds 1000 records with no second
page; where it cannot be trusted to be whole, all is read anew, so that what is missing is gone.
Source: ``accounting-apis.md`` 1.4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.quickbooks.faults import fault_of, why_of
from app.connectors.quickbooks.fields import TITLE, Row, moment, rows, text
from app.connectors.reply import Answer
from app.errors import RemoteRefused, RemoteUnavailable

MINOR_VERSION: Final = ("minorversion", "75")
_NEARLY_FULL: Final = 950
"""An answer of change data holds at most 1000 records; so many or more are not trusted."""
LONGEST_LOOK_BACK: Final = timedelta(days=29)
"""It is 30 days; a day is left for clocks and for the walk itself."""
OVERLAP: Final = timedelta(minutes=10)

_PAGE: Final = 1000
"""The most there is; asking for more silently gives this."""
_DOCUMENT_PAGE: Final = 250
_OVERLAP_PART: Final = 10
"""Pages overlap by a tenth of their rows."""
_TURNS: Final = 3
_NAMED: Final = frozenset({"Customer", "Item", "Account", "Term", "TaxCode", "TaxRate"})
"""Lists whose inactive records are left out unless they are asked for."""
_TAX_LISTS: Final = frozenset({"TaxCode", "TaxRate"})
"""Short lists; ids of pseudo codes are no numbers to be ordered by."""
_DOCUMENTS: Final = frozenset({"Invoice", "CreditMemo", "Payment", "RefundReceipt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed of some kinds, by kind; ``at`` is the server's time."""

    found: dict[str, list[Row]]
    at: datetime | None
    is_trusted: bool
    """Whether it is surely all that changed."""


class Queries:
    """Reads one company."""

    def __init__(self, client: Client, *, realm: str) -> None:
        """``realm``: the company's id."""
        self._client = client
        self.realm = realm
        self._base = f"/v3/company/{realm}"

    def get(self, path: str, words: str, *query: tuple[str, str]) -> Answer:
        """The answer to a read below the company's address."""
        return self._client.ask(
            Ask(
                method="GET",
                path=f"{self._base}/{path}",
                words=words,
                query=(*query, MINOR_VERSION),
                may_repeat=True,
            )
        )

    def post(self, path: str, body: object, words: str, **rest: str) -> Answer:
        """The answer to a write, sent once; ``rest`` goes into the address, but for *counts*."""
        counts = rest.pop("counts", "")
        return self._client.ask(
            Ask(
                method="POST",
                path=f"{self._base}/{path}",
                words=words,
                body=write_json(body),
                query=(*rest.items(), MINOR_VERSION),
                may_repeat=False,
                counts=counts,
            )
        )

    def select(self, entity: str, where: str = "", *, words: str = "") -> list[Row]:
        """The records that a condition picks; for look-ups, which are never more than a page."""
        answer = self._query(entity, where, start=1, size=_PAGE, words=words)
        return rows(answer.value, "QueryResponse", entity)

    def walk(self, entity: str) -> Iterator[tuple[list[Row], datetime | None]]:
        """All records page by page, each with the server's time when the walk began.

        Pages overlap: where the first row of one was not on the page before, more records have
        gone meanwhile than that, and the walk begins anew; records that come again do no harm.
        """
        size = _DOCUMENT_PAGE if entity in _DOCUMENTS else _PAGE
        began: datetime | None = None
        position, before, turns = 1, frozenset[str](), 1
        while True:
            answer = self._query(entity, "", start=position, size=size)
            began = began or server_time(answer)
            found = rows(answer.value, "QueryResponse", entity)
            ids = [text(row, "Id") for row in found]
            if before and (not ids or ids[0] not in before):
                turns += 1
                if turns > _TURNS:
                    raise _restless(entity)
                position, before = 1, frozenset()
                continue
            yield found, began
            if len(found) < size:
                return
            if before.issuperset(ids):
                raise _restless(entity)
            position += size - size // _OVERLAP_PART
            before = frozenset(ids)

    def _query(self, entity: str, where: str, *, start: int, size: int, words: str = "") -> Answer:
        conditions = [where] if where else []
        if entity in _NAMED:
            conditions.append("Active IN (true, false)")
        picked = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = "" if entity in _TAX_LISTS else "ORDERBY Id "
        page = f"{order}STARTPOSITION {start} MAXRESULTS {size}"
        # Values in a condition are quoted where it is made.
        query = f"SELECT * FROM {entity}{picked} {page}"  # noqa: S608
        return self.get("query", words or f"The list of {entity} records", ("query", query))

    def changes(self, entities: Sequence[str], since: datetime) -> Changes:
        """What changed since a moment, deleted ones too; asks once."""
        answer = self.get(
            "cdc",
            f"The changes of {', '.join(entities)}",
            ("entities", ",".join(entities)),
            ("changedSince", (since - OVERLAP).isoformat(timespec="seconds")),
        )
        found: dict[str, list[Row]] = {entity: [] for entity in entities}
        for part in rows(answer.value, "CDCResponse"):
            _check(part)
            for response in rows(part, "QueryResponse"):
                _check(response)
                for entity in entities:
                    found[entity] += rows(response, entity)
        now = server_time(answer)
        count = sum(map(len, found.values()))
        is_recent = now is not None and now - since < LONGEST_LOOK_BACK
        return Changes(found=found, at=now, is_trusted=is_recent and count < _NEARLY_FULL)


def quoted(value: str) -> str:
    """A text as a query holds it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def one_of(name: str, values: Sequence[str]) -> str:
    """The condition that a field is one of some values; there is no OR."""
    return f"{name} IN ({', '.join(map(quoted, values))})"


def server_time(answer: Answer) -> datetime | None:
    """When the server answered, by its body or its *Date*."""
    told = moment(answer.value, "time")
    if told is None and answer.headers.get("date"):
        told = parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
    return told


def _check(part: Row) -> None:
    fault = fault_of(part)
    if fault is not None:
        raise RemoteRefused(f"The changes: {TITLE} refused them.", why_of(fault), "Pull it whole.")


def _restless(entity: str) -> RemoteUnavailable:
    return RemoteUnavailable(
        f"The list of {entity} records of {TITLE} does not come to its end.",
        "It moves while it is read, or gives the same page again.",
        "Pull again; what was read stays.",
    )
