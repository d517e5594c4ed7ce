"""A desk that answers as QuickBooks Online would, from replies laid out by each test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from app.connectors.json_value import read_json
from app.connectors.quickbooks.declaration import QUICKBOOKS
from app.connectors.quickbooks.service import QuickBooks
from app.connectors.tokens import Tokens, keep_tokens
from tests.connectors.openings import START, MemorySecrets, VirtualTime, opening_of

REALM = "9341450000000001"
KEY = "0a1b2c3d-0a1b-4c2d-8e3f-0123456789ab"
NOW = "2026-11-02T08:00:00-08:00"
"""What it says its time is: that of ``START``."""

Reply = httpx.Response | Mapping[str, Any]


@dataclass
class Asked:
    """One request that came in."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: httpx.Headers


@dataclass
class Desk:
    """Replies by what is asked, each used once but for the last; and all that was asked."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    time: VirtualTime = field(default_factory=VirtualTime)

    def on(self, what: str, *replies: Reply) -> None:
        """Lays out replies: to ``query Invoice``, ``POST invoice``, ``cdc``, ``preferences``."""
        self.replies[what] = list(replies)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        parts = urlsplit(str(request.url))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/tokens/bearer"):
            return _answer(
                {"access_token": "token-b", "refresh_token": "token-q", "expires_in": 3600}
            )
        body = read_json(request.content.decode()) if request.content else None
        path = parts.path.removeprefix(f"/v3/company/{REALM}/")
        self.asked.append(Asked(request.method, path, query, body, request.headers))
        waiting = self.replies.get(self._what(request.method, path, query))
        if waiting is None:
            return _answer({"QueryResponse": {}, "time": NOW})
        return _answer(waiting.pop(0) if len(waiting) > 1 else waiting[0])

    def _what(self, method: str, path: str, query: Mapping[str, str]) -> str:
        if path == "query":
            return f"query {query['query'].split(maxsplit=4)[3]}"
        return path.split("/", maxsplit=1)[0] if method == "GET" else f"POST {path}"

    def sent(self, path: str) -> list[Asked]:
        """The requests below a path."""
        return [each for each in self.asked if each.path.split("/")[0] == path]

    def queries(self, entity: str) -> list[str]:
        """The queries for a kind of record."""
        texts = [each.query["query"] for each in self.sent("query")]
        return [text for text in texts if f"FROM {entity} " in text]


def _answer(reply: Reply) -> httpx.Response:
    if isinstance(reply, httpx.Response):
        return reply
    return httpx.Response(200, text=json.dumps(reply, default=float))


def opened(desk: Desk, **settings: str) -> QuickBooks:
    """The connector at work on a desk."""
    secrets = MemorySecrets({"client_secret": "very-hidden"})
    lives = START + timedelta(minutes=50)
    keep_tokens(secrets, Tokens(access="token-a", access_until=lives, refresh="token-r"))
    given = {"client_id": "app", "realm_id": REALM, "environment": "sandbox", **settings}
    opening = opening_of(
        QUICKBOOKS, given, secrets=secrets, transport=httpx.MockTransport(desk), time=desk.time
    )
    port = QUICKBOOKS.open(opening)
    assert isinstance(port, QuickBooks)
    return port


def found(entity: str, *rows: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a query."""
    return {"QueryResponse": {entity: list(rows), "maxResults": len(rows)}, "time": NOW}


def changes(**entities: list[Mapping[str, Any]]) -> dict[str, Any]:
    """An answer of change data."""
    parts = [{entity: rows} for entity, rows in entities.items()]
    return {"CDCResponse": [{"QueryResponse": parts}], "time": NOW}


def fault(code: str, message: str = "No", detail: str = "", **more: str) -> dict[str, Any]:
    """A fault, as it comes in any status."""
    error = {"Message": message, "Detail": detail, "code": code, **more}
    return {"Fault": {"Error": [error], "type": "ValidationFault"}, "time": NOW}


def refused(status: int, code: str, message: str = "No", detail: str = "") -> httpx.Response:
    """A fault with a status of its own."""
    return httpx.Response(status, text=json.dumps(fault(code, message, detail)))


def an_invoice(**more: Any) -> dict[str, Any]:  # noqa: ANN401  any field of a record
    """An invoice of 32.31 that is open."""
    lines = [
        {
            "Id": str(number),
            "Amount": amount,
            "Description": words,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {
                "ItemRef": {"value": item},
                "Qty": 1,
                "UnitPrice": amount,
                "ItemAccountRef": {"value": account},
                "TaxCodeRef": {"value": "NON"},
            },
        }
        for number, (amount, words, item, account) in enumerate(
            [(30.00, "Dial tone", "21", "79"), (2.31, "Federal USF", "44", "90")], start=1
        )
    ]
    return {
        "Id": "130",
        "SyncToken": "2",
        "MetaData": {"LastUpdatedTime": "2026-10-02T09:14:16-07:00"},
        "DocNumber": "TB-42",
        "TxnDate": "2026-10-01",
        "DueDate": "2026-10-31",
        "CustomerRef": {"value": "58", "name": "Harbor Dental"},
        "CurrencyRef": {"value": "USD"},
        "PrivateNote": "T-1042 / 2026-10",
        "TotalAmt": 32.31,
        "Balance": 32.31,
        "Line": [*lines, {"Amount": 32.31, "DetailType": "SubTotalLineDetail"}],
        "LinkedTxn": [],
        **more,
    }


def a_payment(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A payment of 50.00, of which 32.31 is on an invoice."""
    return {
        "Id": "190",
        "SyncToken": "0",
        "TxnDate": "2026-10-20",
        "TotalAmt": 50.00,
        "UnappliedAmt": 17.69,
        "CustomerRef": {"value": "58"},
        "PaymentRefNum": "chk 881",
        "Line": [{"Amount": 32.31, "LinkedTxn": [{"TxnId": "130", "TxnType": "Invoice"}]}],
        **more,
    }


def a_credit(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A credit memo of 7.31 of which nothing is used."""
    return {
        "Id": "140",
        "SyncToken": "0",
        "DocNumber": "TC-7",
        "TxnDate": "2026-10-05",
        "CustomerRef": {"value": "58"},
        "TotalAmt": 7.31,
        "RemainingCredit": 7.31,
        "Line": [],
        **more,
    }


def a_customer(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A customer with the trail of our number."""
    return {
        "Id": "58",
        "SyncToken": "3",
        "DisplayName": "Harbor Dental",
        "Notes": "Call Ann first\nbilling-id T-1042",
        "Balance": 32.31,
        "Active": True,
        **more,
    }


SERVER_TIME = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
CENTS = Decimal("32.31")
