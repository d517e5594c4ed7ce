from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.practice.limits import Grant, TokenStore
from tests.practice.xero.conftest import API, Organisation

Make = Callable[..., dict[str, Any]]


def test_tokens_are_needed_and_expire_after_thirty_minutes(organisation: Organisation) -> None:
    none = organisation.ask("GET", "Organisation", headers={"Authorization": ""})
    assert (none.status_code, none.json()["Title"]) == (401, "Unauthorized")
    organisation.clock.sleep(1800)
    expired = organisation.ask("GET", "Organisation")
    assert expired.json()["Detail"].startswith("TokenExpired")


def test_the_tenant_is_needed_and_must_be_connected(organisation: Organisation) -> None:
    for tenant in ("", "00000000-0000-0000-0000-000000000000"):
        response = organisation.ask("GET", "Organisation", headers={"xero-tenant-id": tenant})
        assert response.status_code == 403
        assert response.json()["Detail"] == "AuthenticationUnsuccessful"


def test_sixty_calls_a_minute_are_the_most_for_each_organisation(
    organisation: Organisation,
) -> None:
    organisation.paced = False
    answers = [organisation.ask("GET", "Currencies") for _ in range(61)]
    assert [one.status_code for one in answers] == [200] * 60 + [429]
    assert answers[0].headers["X-MinLimit-Remaining"] == "59"
    assert answers[0].headers["X-DayLimit-Remaining"] == "4999"
    last = answers[-1].headers
    assert (last["X-Rate-Limit-Problem"], last["Retry-After"]) == ("minute", "60")
    demo = organisation.client.get(
        "/connections", headers={"Authorization": organisation.headers["Authorization"]}
    )
    assert "X-MinLimit-Remaining" not in demo.headers
    other = {"xero-tenant-id": demo.json()[1]["tenantId"]}
    assert organisation.ask("GET", "Currencies", headers=other).status_code == 200


def test_five_thousand_calls_a_day_are_the_most(organisation: Organisation) -> None:
    for number in range(5000):
        if number % 1700 == 0:
            body = {
                "grant_type": "refresh_token",
                "client_id": organisation.system.credentials["client_id"],
                "refresh_token": organisation.headers.get(
                    "x-refresh", organisation.system.credentials["refresh_token"]
                ),
            }
            told = organisation.client.post("/connect/token", data=body).json()
            organisation.headers["Authorization"] = f"Bearer {told['access_token']}"
            organisation.headers["x-refresh"] = told["refresh_token"]
        assert organisation.ask("GET", "TrackingCategories").status_code == 200
    refused = organisation.ask("GET", "TrackingCategories")
    assert refused.headers["X-Rate-Limit-Problem"] == "day"
    assert int(refused.headers["Retry-After"]) > 60_000


def test_an_idempotency_key_is_answered_again(organisation: Organisation, invoice: Make) -> None:
    header = {"Idempotency-Key": "row-1"}
    body = {"Invoices": [invoice("TB-1", "1.00")]}
    first = organisation.ask("PUT", "Invoices", json=body, headers=header)
    again = organisation.ask("PUT", "Invoices", json=body, headers=header)
    assert (again.status_code, again.text) == (200, first.text)
    other = {"Invoices": [invoice("TB-2", "1.00")]}
    wrong = organisation.ask("PUT", "Invoices", json=other, headers=header)
    assert wrong.status_code == 400
    long_key = organisation.ask(
        "PUT", "Invoices", json=other, headers={"Idempotency-Key": "x" * 129}
    )
    assert long_key.status_code == 400
    organisation.clock.sleep(360)
    late = organisation.ask("PUT", "Invoices", json=body, headers=header)
    assert "must be unique" in late.text


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("accounting.contacts", "GET", "Contacts", 200),
        ("accounting.contacts", "GET", "Invoices", 401),
        ("accounting.invoices.read", "GET", "Invoices", 200),
        ("accounting.invoices.read", "PUT", "Invoices", 401),
        ("accounting.payments", "GET", "Overpayments", 200),
        ("accounting.settings.read", "GET", "Accounts", 200),
    ],
)
def test_scopes_open_their_own_paths(
    organisation: Organisation, scope: str, method: str, path: str, status: int
) -> None:
    sign_in = organisation.system.vendor.manners.before.__self__.sign_in  # type: ignore[union-attr]
    store: TokenStore = sign_in.store
    tokens = store.issue(Grant(subject="x", client="x", scope=scope))
    headers = {"Authorization": f"Bearer {tokens.access}"}
    assert organisation.ask(method, path, headers=headers, json={}).status_code == status


def test_bodies_that_cannot_be_read_are_refused(organisation: Organisation) -> None:
    headers = {"Content-Type": "application/json"}
    for text in ("{", "[]", '{"Invoices": []}', '"x"'):
        response = organisation.ask("PUT", "Invoices", content=text, headers=headers)
        assert response.status_code == 400
    assert organisation.ask("DELETE", "Invoices").status_code == 405
    assert organisation.ask("PUT", "TaxRates", json={}).status_code in {404, 405}


def test_storms_and_failures_on_demand(organisation: Organisation) -> None:
    switch = "/_practice/faults"
    names = ["too_many_requests:1", "server_error:1", "html_gateway:1"]
    organisation.client.post(switch, json={"faults": names})
    statuses = [organisation.ask("GET", "Currencies").status_code for _ in range(4)]
    assert statuses == [429, 500, 502, 200]
    organisation.client.post(switch, json={"faults": ["expired_token:1"]})
    assert organisation.ask("GET", "Currencies").status_code == 401


def test_five_calls_at_once_are_the_most(organisation: Organisation) -> None:
    url, headers = f"{API}/Currencies", organisation.headers
    vendor = organisation.system.vendor
    with ThreadPoolExecutor(5) as pool:
        # While this thread holds the lock, the others' calls stay in the middle.
        with vendor.lock:
            waiting = [pool.submit(organisation.client.get, url, headers=headers) for _ in range(5)]
            refused = None
            while refused is None:
                organisation.clock.sleep(1)
                one = organisation.client.get(url, headers=headers)
                refused = one if one.status_code == 429 else None
        assert {one.result().status_code for one in waiting} <= {200, 429}
    assert refused.headers["X-Rate-Limit-Problem"] == "concurrent"
