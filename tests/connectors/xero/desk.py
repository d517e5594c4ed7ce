"""A desk that answers as Xero would, from replies laid out by each test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from app.connectors.json_value import read_json
from app.connectors.system import Opening
from app.connectors.tokens import Tokens, keep_tokens
from app.connectors.xero.declaration import XERO
from app.connectors.xero.service import Xero
from tests.connectors.openings import START, MemorySecrets, VirtualTime, opening_of

TENANT = "70784a63-d24b-46a9-a4db-0e70a274b056"
KEY = "0a1b2c3d-0a1b-4c2d-8e3f-0123456789ab"
NOW = "/Date(1793635200000)/"
"""What it says its time is: that of ``START``."""
MARK = "2026-11-02T16:00:00+00:00"
STAMP = "/Date(1790930056000+0000)/"

Reply = httpx.Response | Mapping[str, Any] | list[dict[str, str]]


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
    requests: list[httpx.Request] = field(default_factory=list)
    time: VirtualTime = field(default_factory=VirtualTime)

    def on(self, what: str, *replies: Reply) -> None:
        """Lays out replies: to ``GET Invoices``, ``PUT Invoices``, ``GET Invoices/i-1``."""
        self.replies[what] = list(replies)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        parts = urlsplit(str(request.url))
        if parts.path.endswith("/token"):
            return _answer({"access_token": "token-b", "refresh_token": "token-q"})
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = read_json(request.content.decode()) if request.content else None
        path = parts.path.removeprefix("/api.xro/2.0/")
        self.requests.append(request)
        self.asked.append(Asked(request.method, path, query, body, request.headers))
        waiting = self.replies.get(f"{request.method} {path}")
        if waiting is None:
            is_list = "/" not in path
            empty = {path: [], "DateTimeUTC": NOW}
            return _answer(empty) if is_list else httpx.Response(404, text="Not found")
        return _answer(waiting.pop(0) if len(waiting) > 1 else waiting[0])

    def sent(self, what: str) -> list[Asked]:
        """The requests of a method and path."""
        return [each for each in self.asked if f"{each.method} {each.path}" == what]

    @property
    def written(self) -> list[Asked]:
        """The requests that write."""
        return [each for each in self.asked if each.method != "GET"]


def _answer(reply: Reply) -> httpx.Response:
    if isinstance(reply, httpx.Response):
        return reply
    return httpx.Response(200, text=json.dumps(reply, default=float))


def opening(desk: Desk, **settings: str) -> Opening:
    """An opening on a desk."""
    secrets = MemorySecrets()
    lives = START + timedelta(minutes=20)
    keep_tokens(secrets, Tokens(access="token-a", access_until=lives, refresh="token-r"))
    given = {"client_id": "app", "tenant_id": TENANT, **settings}
    return opening_of(
        XERO, given, secrets=secrets, transport=httpx.MockTransport(desk), time=desk.time
    )


def opened(desk: Desk, **settings: str) -> Xero:
    """The connector at work on a desk."""
    port = XERO.open(opening(desk, **settings))
    assert isinstance(port, Xero)
    return port


def listed(kind: str, *rows: Mapping[str, Any], **pagination: int) -> dict[str, Any]:
    """The answer to a list; ``pagination``: its pageCount and itemCount."""
    paging = {"pagination": pagination} if pagination else {}
    return {kind: list(rows), "DateTimeUTC": NOW, **paging}


def an_invoice(**more: Any) -> dict[str, Any]:  # noqa: ANN401  any field of a record
    """An invoice of 32.31 that is open."""
    return {
        "Type": "ACCREC",
        "InvoiceID": "i-1",
        "InvoiceNumber": "TB-42",
        "Reference": "T-1042 / 2026-10",
        "Contact": {"ContactID": "c-1", "Name": "Harbor Dental"},
        "DateString": "2026-10-01T00:00:00",
        "Date": "/Date(1790812800000+0000)/",
        "DueDate": "/Date(1793404800000+0000)/",
        "CurrencyCode": "USD",
        "LineAmountTypes": "NoTax",
        "Status": "AUTHORISED",
        "Total": 32.31,
        "TotalTax": 0,
        "AmountDue": 32.31,
        "AmountPaid": 0,
        "AmountCredited": 0,
        "UpdatedDateUTC": STAMP,
        "LineItems": [
            {
                "LineItemID": "l-1",
                "Description": "Dial tone",
                "Quantity": 1,
                "UnitAmount": 30.00,
                "LineAmount": 30.00,
                "AccountID": "a-400",
                "AccountCode": "400",
                "TaxType": "NONE",
            }
        ],
        **more,
    }


def a_credit(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A credit note of 7.31 of which nothing is used."""
    return {
        "Type": "ACCRECCREDIT",
        "CreditNoteID": "n-1",
        "CreditNoteNumber": "TC-7",
        "Contact": {"ContactID": "c-1"},
        "Date": "/Date(1791158400000+0000)/",
        "CurrencyCode": "USD",
        "Status": "AUTHORISED",
        "Total": 7.31,
        "RemainingCredit": 7.31,
        "UpdatedDateUTC": STAMP,
        "LineItems": [],
        "Allocations": [],
        **more,
    }


def a_payment(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A payment of 10.00 on an invoice."""
    return {
        "PaymentID": "p-1",
        "PaymentType": "ACCRECPAYMENT",
        "Status": "AUTHORISED",
        "Date": "/Date(1792454400000+0000)/",
        "Amount": 10.00,
        "Reference": "chk 881",
        "Account": {"AccountID": "a-090", "Name": "Checking"},
        "Invoice": {
            "InvoiceID": "i-1",
            "InvoiceNumber": "TB-42",
            "CurrencyCode": "USD",
            "Contact": {"ContactID": "c-1"},
        },
        "UpdatedDateUTC": STAMP,
        **more,
    }


def a_contact(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A contact with our number."""
    return {
        "ContactID": "c-1",
        "ContactNumber": "T-1042",
        "ContactStatus": "ACTIVE",
        "Name": "Harbor Dental",
        "EmailAddress": "",
        "Addresses": [{"AddressType": "STREET"}, {"AddressType": "POBOX", "City": "Austin"}],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneAreaCode": "512", "PhoneNumber": "555 0100"}],
        "PaymentTerms": {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}},
        "Balances": {"AccountsReceivable": {"Outstanding": 32.31, "Overdue": 2.31}},
        "UpdatedDateUTC": STAMP,
        **more,
    }


def refused(element: Mapping[str, Any], *words: str) -> dict[str, Any]:
    """An element that was refused in an answer of status 200."""
    errors = [{"Message": each} for each in words]
    return {**element, "StatusAttributeString": "ERROR", "ValidationErrors": errors}
