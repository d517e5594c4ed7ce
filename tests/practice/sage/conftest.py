"""A Sage business on a clock that only moves when told, and how tests ask it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.http_app import read_json, write_json
from app.practice.sage import assembled
from app.practice.sage.business import Business, Settings
from app.practice.sage.opening import open_books, open_settings
from app.practice.sage.sign_in import TOKEN_PATH
from app.practice.sage.values import made_id
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.practice.transport import PracticeTransport

Json = Any
API = "/v3.1"


@dataclass(slots=True)
class Books:
    """A client of the business's API."""

    clock: VirtualClock
    business: Business
    other: Business
    system: PracticeSystem
    client: httpx.Client
    refresh: str
    headers: dict[str, str] = field(default_factory=dict)

    def renew(self) -> None:
        """Another access token: the last lives five minutes."""
        credentials = self.system.credentials
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh,
            "client_id": credentials["client_id"],
            "client_secret": credentials["client_secret"],
        }
        told = self.client.post(TOKEN_PATH, data=form).json()
        self.refresh = told["refresh_token"]
        self.headers["Authorization"] = f"Bearer {told['access_token']}"

    def ask(self, method: str, path: str, **asked: Json) -> httpx.Response:
        """An answer of the business."""
        body = asked.pop("json", None)
        headers = {**self.headers, **asked.pop("headers", {})}
        if body is not None:
            asked["content"] = write_json(body)
            headers["Content-Type"] = "application/json"
        return self.client.request(method, f"{API}/{path}", headers=headers, **asked)

    def get(self, path: str, **params: str) -> Json:
        """The JSON of a read that holds."""
        response = self.ask("GET", path, params=params)
        assert response.status_code == 200, response.text
        return read_json(response.text)

    def items(self, path: str, **params: str) -> Json:
        """The items of a list."""
        return self.get(path, **params)["$items"]

    def post(self, path: str, body: Json) -> Json:
        """The JSON of a record that was made."""
        response = self.ask("POST", path, json=body)
        assert response.status_code == 201, response.text
        return read_json(response.text)

    def put(self, path: str, body: Json) -> Json:
        """The JSON of a record that was changed."""
        response = self.ask("PUT", path, json=body)
        assert response.status_code == 200, response.text
        return read_json(response.text)

    def refused(self, path: str, body: Json, *, method: str = "POST") -> Json:
        """The only error of a write that is refused."""
        response = self.ask(method, path, json=body)
        assert response.status_code == 422, response.text
        told = read_json(response.text)
        assert told[0]["$severity"] == "error"
        return told[0]

    def act(self, act: str, number: str, amount: str | None = None) -> Json:
        """What somebody else does."""
        body = {"act": act, "number": number, "amount": amount}
        response = self.client.post("/_practice/faults", json=body)
        assert response.status_code == 200, response.text
        return read_json(response.text)


@pytest.fixture
def books() -> Iterator[Books]:
    clock = VirtualClock(datetime(2026, 11, 2, 17, tzinfo=UTC))
    facts = world()
    business = Business(clock, made_id("business", 1), Settings(facts.company, "US", "USD"))
    other = Business(clock, made_id("business", 2), Settings("Second Business", "GB", "GBP"))
    for one in (business, other):
        open_settings(one, facts)
    open_books(business, facts)
    system = assembled(business, other, clock=clock)
    with httpx.Client(
        transport=PracticeTransport(system.app), base_url="http://practice.test"
    ) as client:
        headers = {
            "Authorization": f"Bearer {system.access_token}",
            "X-Business": system.tenant,
        }
        refresh = system.credentials["refresh_token"]
        yield Books(clock, business, other, system, client, refresh, headers)


@pytest.fixture
def contact(books: Books) -> str:
    """The id of a contact."""
    key: str = next(books.business.all("contacts"))["id"]
    return key


@pytest.fixture
def line(books: Books) -> Callable[..., dict[str, Any]]:
    """Makes a line on a ledger account, by its nominal code."""
    accounts = {one["nominal_code"]: one["id"] for one in books.business.all("ledger_accounts")}

    def make(amount: str, code: int = 4010, **more: Json) -> dict[str, Any]:
        return {
            "description": "Dial tone",
            "ledger_account_id": accounts[code],
            "quantity": 1,
            "unit_price": Decimal(amount),
            "tax_rate_id": "US_NO_TAX",
            "tax_amount": 0,
            **more,
        }

    return make


@pytest.fixture
def invoice(contact: str, line: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Makes the body of an invoice."""

    def make(reference: str, *amounts: str, **more: Json) -> dict[str, Any]:
        return {
            "sales_invoice": {
                "contact_id": contact,
                "date": "2026-11-01",
                "due_date": "2026-12-01",
                "reference": reference,
                "invoice_lines": [line(amount) for amount in amounts],
                **more,
            }
        }

    return make
