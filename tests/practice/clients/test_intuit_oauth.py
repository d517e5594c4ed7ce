"""intuit-oauth, the vendor's own client, signs in at the practice QuickBooks over a socket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from intuitlib.enums import Scopes  # type: ignore[import-untyped]
from intuitlib.exceptions import AuthClientError  # type: ignore[import-untyped]

from app.practice.clock import VirtualClock
from app.practice.quickbooks import practice_system
from app.practice.serving import Serving, serve
from app.practice.world import world

REDIRECT = "http://localhost:53100/callback"


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    clock = VirtualClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    with serve({"quickbooks": practice_system(clock, world())}) as running:
        yield running


@pytest.fixture
def client(serving: Serving) -> Iterator[AuthClient]:
    system = serving.systems["quickbooks"]
    made = AuthClient(
        system.credentials["client_id"],
        system.credentials["client_secret"],
        REDIRECT,
        environment=f"{serving.address('quickbooks')}/.well-known/openid_configuration",
    )
    yield made
    made.close()


def test_it_signs_in_renews_and_revokes(client: AuthClient, serving: Serving) -> None:
    url = client.get_authorization_url([Scopes.ACCOUNTING])
    back = parse_qs(urlsplit(httpx.get(url).headers["Location"]).query)
    assert back["state"] == [client.state_token]
    client.get_bearer_token(back["code"][0], realm_id=back["realmId"][0])
    first = client.refresh_token
    client.refresh()
    assert client.refresh_token != first
    api = f"{serving.address('quickbooks')}/v3/company/{client.realm_id}/preferences"
    headers = {"Authorization": f"Bearer {client.access_token}"}
    assert httpx.get(api, headers=headers).status_code == 200
    with pytest.raises(AuthClientError):
        client.refresh(refresh_token=first)
    assert client.revoke()
    assert httpx.get(api, headers=headers).status_code == 401
