"""A counter that answers as Sage Accounting would, from replies laid out by each test."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from app.connectors.json_value import read_json
from app.connectors.sage.declaration import SAGE
from app.connectors.sage.lists import Lists
from app.connectors.sage.service import Sage
from app.connectors.tokens import Tokens, keep_tokens
from tests.connectors.openings import START, MemorySecrets, VirtualTime, opening_of

BUSINESS = "0d40000000000000000000000000beef"
KEY = "0a1b2c3d-0a1b-4c2d-8e3f-0123456789ab"
SECRETS = {"client_secret": "very-hidden"}

Reply = httpx.Response | Mapping[str, Any] | Sequence[Any]


@dataclass
class Asked:
    """One request that came in."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: httpx.Headers


@dataclass
class Counter:
    """Replies by method and path, each used once but for the last; and all that was asked."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    tokens: list[dict[str, str]] = field(default_factory=list)
    time: VirtualTime = field(default_factory=VirtualTime)
    secrets: MemorySecrets = field(default_factory=lambda: MemorySecrets(SECRETS))

    def on(self, what: str, *replies: Reply) -> None:
        """Lays out replies to such as ``GET /contacts``."""
        self.replies[what] = list(replies)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        parts = urlsplit(str(request.url))
        if parts.path == "/token":
            return self._token(request)
        body = read_json(request.content.decode()) if request.content else None
        path = parts.path.removeprefix("/v3.1")
        query = dict(parse_qsl(parts.query))
        self.asked.append(Asked(request.method, path, query, body, request.headers))
        waiting = self.replies.get(f"{request.method} {path}")
        if waiting is None:
            return _answer(listed() if request.method == "GET" and path.count("/") == 1 else {})
        return _answer(waiting.pop(0) if len(waiting) > 1 else waiting[0])

    def _token(self, request: httpx.Request) -> httpx.Response:
        self.tokens.append(dict(parse_qsl(request.content.decode())))
        number = len(self.tokens)
        return _answer(
            {
                "access_token": f"access-{number}",
                "refresh_token": f"refresh-{number}",
                "expires_in": 300,
                "refresh_token_expires_in": 2_678_400,
                "token_type": "bearer",
            }
        )

    def sent(self, method: str, path: str) -> list[Asked]:
        """The requests of a method to a path."""
        return [each for each in self.asked if (each.method, each.path) == (method, path)]


def _answer(reply: Reply) -> httpx.Response:
    if isinstance(reply, httpx.Response):
        return reply
    return httpx.Response(200, text=json.dumps(reply))


def opened(counter: Counter, **settings: str) -> Sage:
    """The connector at work on a counter."""
    port = SAGE.open(opening(counter, **settings))
    assert isinstance(port, Sage)
    return port


def opening(counter: Counter, **settings: str) -> Any:  # noqa: ANN401  an opening for any system
    """An opening on a counter, signed in."""
    if "tokens" not in counter.secrets.kept:
        lives = START + timedelta(minutes=5)
        keep_tokens(
            counter.secrets, Tokens(access="access-0", access_until=lives, refresh="refresh-0")
        )
    given = {"client_id": "app", "business_id": BUSINESS, "country": "us", **settings}
    return opening_of(
        SAGE,
        given,
        secrets=counter.secrets,
        transport=httpx.MockTransport(counter),
        time=counter.time,
    )


def lists(counter: Counter) -> Lists:
    """The lists alone."""
    return opened(counter)._lists  # noqa: SLF001  what is tested


def listed(*rows: Mapping[str, Any], total: int | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """An envelope with these rows."""
    return {
        "$total": len(rows) if total is None else total,
        "$page": 1,
        "$next": None,
        "$back": None,
        "$items_per_page": 200,
        "$items": list(rows),
        **more,
    }


def refused(status: int, message: str, source: str = "") -> httpx.Response:
    """A refusal as a list of one."""
    row = {
        "$severity": "error",
        "$dataCode": "ValidationError",
        "$message": message,
        "$source": source,
    }
    return httpx.Response(status, text=json.dumps([row]))


def an_invoice(**more: Any) -> dict[str, Any]:  # noqa: ANN401  any field of a record
    """An invoice of 32.31 that is open; its money is text."""
    return {
        "id": "i1",
        "displayed_as": "SI-7",
        "$path": "/sales_invoices/i1",
        "updated_at": "2026-10-02T09:14:16Z",
        "invoice_number": "SI-7",
        "reference": "TB-42",
        "date": "2026-10-01",
        "due_date": "2026-10-31",
        "contact": {"id": "c1", "displayed_as": "Harbor Dental (T-1042)"},
        "contact_name": "Harbor Dental",
        "currency": {"id": "USD"},
        "status": {"id": "UNPAID", "displayed_as": "Unpaid"},
        "total_amount": "32.31",
        "tax_amount": "0.00",
        "outstanding_amount": "32.31",
        "total_paid": "0.00",
        "invoice_lines": [
            {
                "id": "l1",
                "description": "Dial tone",
                "quantity": "1.0",
                "unit_price": "30.00",
                "net_amount": "30.00",
                "tax_amount": "0.00",
                "ledger_account": {"id": "a4010"},
                "tax_rate": {"id": "US_NO_TAX"},
            }
        ],
        **more,
    }


def a_credit(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A credit note of 7.31 of which nothing is used."""
    return {
        "id": "n1",
        "credit_note_number": "SCN-3",
        "reference": "TC-7",
        "updated_at": "2026-10-05T10:00:00Z",
        "date": "2026-10-05",
        "contact": {"id": "c1"},
        "status": {"id": "UNPAID"},
        "total_amount": "7.31",
        "outstanding_amount": "7.31",
        "credit_note_lines": [],
        **more,
    }


def a_receipt(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A receipt of 50.00, of which 32.31 is on an invoice."""
    return {
        "id": "p1",
        "updated_at": "2026-10-20T10:00:00Z",
        "transaction_type": {"id": "CUSTOMER_RECEIPT"},
        "contact": {"id": "c1"},
        "bank_account": {"id": "b1"},
        "date": "2026-10-20",
        "total_amount": "50.00",
        "reference": "chk 881",
        "allocated_artefacts": [
            {"artefact": {"id": "i1", "$path": "/sales_invoices/i1"}, "amount": "32.31"}
        ],
        "payment_on_account": {"id": "o1", "outstanding_amount": "17.69"},
        **more,
    }


def an_allocation(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A credit note of which 7.31 was put on an invoice."""
    return {
        "id": "x1",
        "updated_at": "2026-10-21T10:00:00Z",
        "transaction_type": {"id": "CUSTOMER_ALLOCATION"},
        "contact": {"id": "c1"},
        "date": "2026-10-21",
        "allocated_artefacts": [
            {"artefact": {"id": "n1", "$path": "/sales_credit_notes/n1"}, "amount": "-7.31"},
            {"artefact": {"id": "i1", "$path": "/sales_invoices/i1"}, "amount": "7.31"},
        ],
        **more,
    }


def a_contact(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A contact with our number."""
    return {
        "id": "c1",
        "updated_at": "2026-10-01T10:00:00Z",
        "name": "Harbor Dental",
        "reference": "T-1042",
        "credit_days": 30,
        "balance": "32.31",
        "currency": {"id": "USD"},
        "is_active": True,
        "main_address": {"address_line_1": "1 Main St", "city": "Austin", "country": {"id": "US"}},
        "main_contact_person": {"email": "ap@harbor.example", "telephone": "512 555 0100"},
        **more,
    }


def an_account(code: int, kind: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A ledger account that is visible in sales."""
    return {
        "id": f"a{code}",
        "nominal_code": code,
        "display_name": f"Account {code}",
        "ledger_account_type": {"id": kind.upper().replace(" ", "_"), "displayed_as": kind},
        "visible_in_sales": True,
        "included_in_chart": True,
        "is_control_account": False,
        **more,
    }


def a_rate(source_id: str, percentage: str = "0.0") -> dict[str, Any]:
    """A tax rate."""
    return {"id": source_id, "name": source_id, "percentage": percentage, "is_visible": True}
