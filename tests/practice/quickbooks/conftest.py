"""A QuickBooks Online company on a clock that only moves when told, and how tests ask it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.faults import FaultSwitch
from app.practice.http_app import read_json, write_json
from app.practice.quickbooks import assembled
from app.practice.quickbooks.books import Books
from app.practice.quickbooks.opening import open_books
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.practice.transport import PracticeTransport

Json = Any


@dataclass(slots=True)
class Company:
    """A client of the company's API."""

    clock: VirtualClock
    books: Books
    system: PracticeSystem
    client: httpx.Client
    paced: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **asked: Json) -> httpx.Response:
        """An answer of the company, ten requests a second at most."""
        if self.paced:
            self.clock.sleep(0.2)
        body = asked.pop("json", None)
        headers = {**self.headers, **asked.pop("headers", {})}
        if body is not None:
            asked["content"] = write_json(body)
            headers["Content-Type"] = "application/json"
        url = f"/v3/company/{self.system.tenant}/{path}"
        return self.client.request(method, url, headers=headers, **asked)

    def get(self, path: str, **params: str) -> Json:
        """The JSON of a read that holds."""
        response = self.ask("GET", path, params=params)
        assert response.status_code == 200, response.text
        return read_json(response.text)

    def post(self, path: str, body: Json, **params: str) -> Json:
        """The JSON of a write that holds."""
        response = self.ask("POST", path, json=body, params=params)
        assert response.status_code == 200, response.text
        return read_json(response.text)

    def refused(self, path: str, body: Json, *, status: int = 400, **params: str) -> Json:
        """The only error of a write that is refused."""
        response = self.ask("POST", path, json=body, params=params)
        assert response.status_code == status, response.text
        return read_json(response.text)["Fault"]["Error"][0]

    def query(self, text: str) -> Json:
        """The answer of a query."""
        return self.get("query", query=text)["QueryResponse"]

    def query_refused(self, text: str) -> Json:
        """The only error of a query that is refused."""
        response = self.ask("GET", "query", params={"query": text})
        assert response.status_code == 400, response.text
        return read_json(response.text)["Fault"]["Error"][0]

    def act(self, act: str, number: str, amount: str | None = None) -> Json:
        """What somebody else does."""
        body = {"act": act, "number": number, "amount": amount}
        response = self.client.post("/_practice/faults", json=body)
        assert response.status_code == 200, response.text
        return read_json(response.text)


@pytest.fixture
def company() -> Iterator[Company]:
    clock = VirtualClock(datetime(2026, 11, 2, 17, tzinfo=UTC))
    switch = FaultSwitch()
    books = Books(clock=clock, realm="9341452800012345")
    open_books(books, world())
    system = assembled(books, clock=clock, switch=switch)
    with httpx.Client(
        transport=PracticeTransport(system.app), base_url="http://practice.test"
    ) as client:
        headers = {"Authorization": f"Bearer {system.access_token}", "Accept": "application/json"}
        yield Company(clock, books, system, client, headers=headers)


def sales_line(amount: str, *, item: str = "1", code: str | None = "NON") -> dict[str, Any]:
    """A line of one item at a price."""
    detail: dict[str, Any] = {"ItemRef": {"value": item}, "Qty": 1, "UnitPrice": Decimal(amount)}
    if code is not None:
        detail["TaxCodeRef"] = {"value": code}
    return {
        "Amount": Decimal(amount),
        "Description": "Dial tone",
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }


@pytest.fixture
def line() -> Callable[..., dict[str, Any]]:
    return sales_line


@pytest.fixture
def invoice() -> Callable[..., dict[str, Any]]:
    def make(number: str, *amounts: str, customer: str = "2", **more: Json) -> dict[str, Any]:
        return {
            "DocNumber": number,
            "TxnDate": "2026-11-01",
            "DueDate": "2026-12-01",
            "CustomerRef": {"value": customer},
            "Line": [sales_line(amount) for amount in amounts],
            **more,
        }

    return make
