import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.halopsa.access import CLIENT_ID, CLIENT_SECRET, TENANT

FORM = {
    "grant_type": "client_credentials",
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "scope": "all",
}


def sign_in(bare: httpx.Client, *, tenant: str = TENANT, **changed: str) -> httpx.Response:
    return bare.post("/auth/token", params={"tenant": tenant}, data=FORM | changed)


def test_discovery_leads_to_the_token_and_the_token_to_data(bare: httpx.Client) -> None:
    info = bare.get("/api/AuthInfo").json()
    assert info == {"auth_url": "http://practice.test/auth", "tenant_id": "cedarfork"}
    url = f"{info['auth_url']}/token"
    token = bare.post(url, params={"tenant": info["tenant_id"]}, data=FORM).json()
    assert (token["token_type"], token["expires_in"], token["scope"]) == ("Bearer", 3600, "all")
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert bare.get("/api/Client", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": ""}, 400, "invalid_scope"),
    ],
)
def test_a_bad_client_is_described(
    bare: httpx.Client, changed: dict[str, str], status: int, error: str
) -> None:
    refused = sign_in(bare, **changed)
    assert (refused.status_code, refused.json()["error"]) == (status, error)
    assert refused.json()["error_description"]


def test_a_bad_tenant_is_a_server_error(bare: httpx.Client) -> None:
    assert sign_in(bare, tenant="nobody").status_code == 500
    assert bare.post("/auth/token", data=FORM).status_code == 200


def test_a_token_expires(client: httpx.Client, clock: VirtualClock) -> None:
    assert client.get("/client").status_code == 200
    clock.sleep(3_600)
    refused = client.get("/client")
    assert (refused.status_code, refused.text) == (401, "")
    assert "invalid_token" in refused.headers["WWW-Authenticate"]


def test_the_fault_switch_expires_and_revokes(client: httpx.Client, bare: httpx.Client) -> None:
    for fault in ("expired_token:1", "revoked_token:1"):
        token = sign_in(bare).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        bare.post("/_practice/faults", json={"faults": [fault]})
        assert client.get("/client").status_code == 401
        assert client.get("/client").status_code == 401


def test_a_scope_is_a_limit(bare: httpx.Client) -> None:
    token = sign_in(bare, scope="read:customers edit:customers").json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert bare.get("/api/Client", headers=headers).status_code == 200
    refused = bare.get("/api/Invoice", headers=headers)
    assert (refused.status_code, refused.text) == (403, "")


def test_the_agents_rights_are_the_other_limit(limited: httpx.Client) -> None:
    assert limited.get("/Client").status_code == 200
    assert limited.get("/Invoice").status_code == 403
    assert limited.post("/Client", json=[{"id": 250, "accountsid": "x"}]).status_code == 403


def test_an_agent_sees_only_its_own_without_a_word(
    client: httpx.Client, limited: httpx.Client
) -> None:
    everyone = client.get("/Client").json()["record_count"]
    assert 0 < limited.get("/Client").json()["record_count"] < everyone
    assert limited.get("/Client/234").status_code == 404
    assert limited.get("/Site", params={"client_id": 234}).json()["record_count"] == 0


def test_reports_are_closed(client: httpx.Client) -> None:
    assert client.post("/Report", json=[{"_loadreportonly": True}]).status_code == 403


def test_too_many_calls_say_nothing_of_when(client: httpx.Client, clock: VirtualClock) -> None:
    statuses = [client.get("/tax").status_code for _ in range(701)]
    assert statuses.count(200) == 700
    refused = client.get("/tax")
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, False)
    clock.sleep(300)
    assert client.get("/tax").status_code == 200
