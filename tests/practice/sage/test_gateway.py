from collections.abc import Callable
from typing import Any

from tests.practice.sage.conftest import Books

Make = Callable[..., dict[str, Any]]


def test_an_access_token_lives_five_minutes(books: Books) -> None:
    assert books.ask("GET", "currencies").status_code == 200
    books.clock.sleep(300)
    expired = books.ask("GET", "currencies")
    assert (expired.status_code, expired.json()[0]["$dataCode"]) == (401, "Unauthorized")
    books.renew()
    assert books.ask("GET", "currencies").status_code == 200
    assert books.ask("GET", "currencies", headers={"Authorization": ""}).status_code == 401


def test_the_business_is_named_or_the_lead_one(books: Books) -> None:
    told = books.items("businesses")
    assert [one["id"] for one in told] == [books.business.id, books.other.id]
    assert books.get(f"businesses/{books.other.id}")["displayed_as"] == "Second Business"
    assert books.ask("GET", "businesses/none").status_code == 404
    books.headers["X-Business"] = books.other.id
    assert books.get("contacts")["$total"] == 0
    del books.headers["X-Business"]
    assert books.get("contacts")["$total"] == 27
    books.headers["X-Business"] = "none"
    assert books.ask("GET", "contacts").status_code == 403


def test_a_hundred_requests_a_minute_are_the_most(books: Books) -> None:
    answers = [books.ask("GET", "currencies") for _ in range(101)]
    assert [one.status_code for one in answers] == [200] * 100 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    books.headers["X-Business"] = books.other.id
    assert books.ask("GET", "currencies").status_code == 200


def test_two_thousand_five_hundred_requests_a_day_are_the_most(books: Books) -> None:
    for number in range(2500):
        if number % 100 == 0:
            books.clock.sleep(60)
            books.renew()
        assert books.ask("GET", "currencies").status_code == 200
    books.clock.sleep(60)
    books.renew()
    refused = books.ask("GET", "currencies")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 60_000


def test_paths_methods_and_types_are_checked(books: Books) -> None:
    assert books.ask("GET", "nothing").status_code == 404
    assert books.ask("GET", "nothing/1").status_code == 404
    assert books.ask("POST", "nothing", json={}).status_code == 404
    assert books.ask("GET", "contacts/none").json()[0]["$dataCode"] == "RecordNotFound"
    assert books.ask("POST", "currencies", json={}).status_code == 405
    assert books.ask("PUT", "currencies/USD", json={}).status_code == 405
    assert books.ask("DELETE", "currencies/USD").status_code == 405
    assert books.ask("PATCH", "contacts/x", json={}).status_code == 405
    assert books.ask("POST", "contacts/x/release", json={}).status_code == 404
    assert books.ask("POST", "contacts", data={"name": "x"}).status_code == 415
    headers = {"Content-Type": "application/json"}
    assert books.ask("POST", "contacts", content="{", headers=headers).status_code == 400


def test_storms_and_failures_on_demand(books: Books) -> None:
    names = ["too_many_requests:1", "server_error:1"]
    books.client.post("/_practice/faults", json={"faults": names})
    assert [books.ask("GET", "currencies").status_code for _ in range(3)] == [429, 500, 200]
    books.client.post("/_practice/faults", json={"faults": ["revoked_token:1"]})
    assert books.ask("GET", "currencies").status_code == 401


def test_a_write_delivered_twice_is_there_twice(books: Books, invoice: Make) -> None:
    books.client.post("/_practice/faults", json={"faults": ["duplicate_delivery:1"]})
    books.post("sales_invoices", invoice("TB-1", "1.00"))
    assert len(books.items("sales_invoices", search="TB-1")) == 2
