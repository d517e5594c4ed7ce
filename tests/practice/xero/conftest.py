"""A Xero organisation on a clock that only moves when told, and how tests ask it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.http_app import read_json, write_json
from app.practice.serving import PracticeSystem
from app.practice.world import world
from app.practice.xero import assembled
from app.practice.xero.books import Books, Settings
from app.practice.xero.opening import open_books, open_settings
from app.practice.xero.values import made_id
from tests.practice.transport import PracticeTransport

Json = Any
API = "/api.xro/2.0"


@dataclass(slots=True)
class Organisation:
    """A client of the organisation's API."""

    clock: VirtualClock
    books: Books
    system: PracticeSystem
    client: httpx.Client
    paced: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **asked: Json) -> httpx.Response:
        """An answer of the organisation, a call a second at most."""
        if self.paced:
            self.clock.sleep(1)
        body = asked.pop("json", None)
        headers = {**self.headers, **asked.pop("headers", {})}
        if body is not None:
            asked["content"] = write_json(body)
            headers["Content-Type"] = "application/json"
        return self.client.request(method, f"{API}/{path}", headers=headers, **asked)

    def get(self, path: str, *, headers: Json = None, **params: str) -> Json:
        """The JSON of a read that holds."""
        response = self.ask("GET", path, params=params, headers=headers or {})
        assert response.status_code == 200, response.text
        return read_json(response.text)

    def write(self, method: str, path: str, body: Json, **params: str) -> Json:
        """The JSON of a write that holds."""
        response = self.ask(method, path, json=body, params=params)
        assert response.status_code == 200, response.text
        return read_json(response.text)

    def put(self, table: str, element: Json, **params: str) -> Json:
        """One element, new."""
        return self.write("PUT", table, {table: [element]}, **params)[table][0]

    def post(self, path: str, element: Json, **params: str) -> Json:
        """One element, new or changed."""
        table = path.split("/", maxsplit=1)[0]
        return self.write("POST", path, {table: [element]}, **params)[table][0]

    def refused(self, path: str, element: Json, *, method: str = "PUT", **params: str) -> list[str]:
        """What is said of one element that is refused."""
        table = (
            path.rsplit("/", maxsplit=1)[-1]
            if path.endswith("Allocations")
            else path.split("/", maxsplit=1)[0]
        )
        response = self.ask(method, path, json={table: [element]}, params=params)
        assert response.status_code == 400, response.text
        told = read_json(response.text)
        assert (told["ErrorNumber"], told["Type"]) == (10, "ValidationException")
        return [error["Message"] for error in told["Elements"][0]["ValidationErrors"]]

    def act(self, act: str, number: str, amount: str | None = None) -> Json:
        """What somebody else does."""
        body = {"act": act, "number": number, "amount": amount}
        response = self.client.post("/_practice/faults", json=body)
        assert response.status_code == 200, response.text
        return read_json(response.text)


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    clock = VirtualClock(datetime(2026, 11, 2, 17, tzinfo=UTC))
    facts = world()
    books = Books(clock, made_id("tenant", 1), Settings(facts.company))
    demo = Books(clock, made_id("tenant", 2), Settings("Demo Company (US)", is_demo=True))
    for one in (books, demo):
        open_settings(one, facts)
    open_books(books, facts)
    system = assembled(books, demo, clock=clock)
    with httpx.Client(
        transport=PracticeTransport(system.app), base_url="http://practice.test"
    ) as client:
        headers = {
            "Authorization": f"Bearer {system.access_token}",
            "xero-tenant-id": system.tenant,
            "Accept": "application/json",
        }
        yield Organisation(clock, books, system, client, headers=headers)


@pytest.fixture
def contact(organisation: Organisation) -> str:
    """The id of a contact."""
    key: str = next(organisation.books.all("Contacts"))["ContactID"]
    return key


@pytest.fixture
def invoice(contact: str) -> Callable[..., dict[str, Any]]:
    def make(number: str, *amounts: str, **more: Json) -> dict[str, Any]:
        return {
            "Type": "ACCREC",
            "InvoiceNumber": number,
            "Contact": {"ContactID": contact},
            "Date": "2026-11-01",
            "DueDate": "2026-12-01",
            "LineAmountTypes": "NoTax",
            "Status": "AUTHORISED",
            "LineItems": [
                {
                    "Description": "Dial tone",
                    "Quantity": 1,
                    "UnitAmount": Decimal(amount),
                    "AccountCode": "4010",
                    "TaxType": "NONE",
                }
                for amount in amounts
            ],
            **more,
        }

    return make
