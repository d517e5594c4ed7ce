"""The exchange of the key, the token that ends, the tenant's host."""

import base64
import json

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.serving import FAULTS_PATH, PracticeSystem

EXCHANGE = "/api/v1/auth/api-key/exchange"
CUSTOMERS = "/billing/api/v1/customers"


def claims(token: str) -> dict[str, object]:
    part = token.split(".")[1]
    told: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return told


def exchanged(api: httpx.Client, key: str) -> httpx.Response:
    return api.post(EXCHANGE, json={"apiKey": key})


def test_a_key_is_exchanged_for_a_token_that_tells_its_end(
    api: httpx.Client, system: PracticeSystem, clock: VirtualClock
) -> None:
    api.headers.clear()
    told = exchanged(api, system.credentials["apiKey"]).json()
    assert told.keys() == {"data"}
    assert claims(told["data"]["token"])["exp"] == clock.now().timestamp() + 3_600


def test_a_wrong_key_is_refused(api: httpx.Client) -> None:
    assert exchanged(api, "wrong").status_code == 401
    assert api.post(EXCHANGE, json={}).status_code == 401
    assert api.post(EXCHANGE, content="{", headers={"Content-Type": "application/json"}).is_error


def test_a_token_ends_and_another_exchange_mends_it(
    api: httpx.Client, system: PracticeSystem, clock: VirtualClock
) -> None:
    assert api.get(CUSTOMERS).is_success
    clock.sleep(3_600)
    assert api.get(CUSTOMERS).status_code == 401
    token = exchanged(api, system.credentials["apiKey"]).json()["data"]["token"]
    api.headers["Authorization"] = f"Bearer {token}"
    assert api.get(CUSTOMERS).is_success


@pytest.mark.parametrize("fault", ["expired_token:1", "revoked_token:1"])
def test_a_token_that_is_taken_away_is_refused(api: httpx.Client, fault: str) -> None:
    api.post(FAULTS_PATH, json={"faults": [fault]})
    assert api.get(CUSTOMERS).status_code == 401
    assert api.get(CUSTOMERS).status_code == 401


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Authorization", "", 401),
        ("Authorization", "Bearer wrong", 401),
        ("X-Revio-Host", "", 400),
        ("X-Revio-Host", "other.psarev.io", 403),
    ],
)
def test_each_call_needs_the_token_and_the_host(
    api: httpx.Client, header: str, value: str, status: int
) -> None:
    api.headers[header] = value
    assert api.get(CUSTOMERS).status_code == status
