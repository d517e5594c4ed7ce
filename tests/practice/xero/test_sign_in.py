import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.practice.xero.sign_in import AUTHORIZE_PATH, FULL_SCOPE, REVOKE_PATH, TOKEN_PATH
from tests.practice.xero.conftest import Organisation

REDIRECT = "http://localhost:53682/callback"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:-1]


def asked(organisation: Organisation, **changes: str) -> dict[str, str]:
    return {
        "client_id": organisation.system.credentials["client_id"],
        "response_type": "code",
        "scope": FULL_SCOPE,
        "redirect_uri": REDIRECT,
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }


def back(organisation: Organisation, **changes: str) -> dict[str, list[str]]:
    response = organisation.client.get(AUTHORIZE_PATH, params=asked(organisation, **changes))
    assert response.status_code == 302
    return parse_qs(urlsplit(response.headers["Location"]).query)


def exchange(organisation: Organisation, **form: str) -> httpx.Response:
    body = {"client_id": organisation.system.credentials["client_id"], **form}
    return organisation.client.post(TOKEN_PATH, data=body)


def redeemed(organisation: Organisation, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": back(organisation)["code"][0],
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
        **changes,
    }
    return exchange(organisation, **form)


def test_a_code_is_exchanged_with_the_verifier_and_no_secret(organisation: Organisation) -> None:
    assert back(organisation)["state"] == ["s-1"]
    told = redeemed(organisation).json()
    assert (told["expires_in"], told["scope"]) == (1800, FULL_SCOPE)
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert organisation.ask("GET", "Organisation", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": "v" * 42},
        {"code_verifier": ""},
        {"redirect_uri": "http://localhost:1/callback"},
        {"code": "none"},
    ],
)
def test_a_code_without_its_proof_is_refused(
    organisation: Organisation, change: dict[str, str]
) -> None:
    response = redeemed(organisation, **change)
    assert (response.status_code, response.json()) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"scope": "accounting.transactions"}, "invalid_scope"),
        ({"scope": "accounting.reports.read"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_what_is_asked_wrongly_comes_back_as_an_error(
    organisation: Organisation, change: dict[str, str], error: str
) -> None:
    told = back(organisation, **change)
    assert told["error"] == [error]
    assert told["state"] == ["s-1"]


@pytest.mark.parametrize(
    "change", [{"client_id": "x"}, {"redirect_uri": "http://127.0.0.1:53682/callback"}]
)
def test_an_unknown_client_or_address_shows_a_page(
    organisation: Organisation, change: dict[str, str]
) -> None:
    response = organisation.client.get(AUTHORIZE_PATH, params=asked(organisation, **change))
    assert response.status_code == 400


def test_refresh_tokens_rotate_and_the_old_one_works_for_thirty_minutes(
    organisation: Organisation,
) -> None:
    old = organisation.system.credentials["refresh_token"]
    told = exchange(organisation, grant_type="refresh_token", refresh_token=old).json()
    assert told["refresh_token"] != old
    lost = exchange(organisation, grant_type="refresh_token", refresh_token=old)
    assert lost.status_code == 200
    organisation.clock.sleep(1801)
    late = exchange(organisation, grant_type="refresh_token", refresh_token=old)
    assert late.json() == {"error": "invalid_grant"}


def test_a_refresh_token_that_is_not_used_dies_after_sixty_days(
    organisation: Organisation,
) -> None:
    organisation.clock.sleep(60 * 24 * 3600)
    old = organisation.system.credentials["refresh_token"]
    late = exchange(organisation, grant_type="refresh_token", refresh_token=old)
    assert late.json() == {"error": "invalid_grant"}


def test_a_client_with_a_secret_needs_it(organisation: Organisation) -> None:
    credentials = organisation.system.credentials
    form = {
        "grant_type": "refresh_token",
        "refresh_token": credentials["web_refresh_token"],
        "client_id": credentials["web_client_id"],
    }
    wrong = exchange(organisation, **form)
    assert (wrong.status_code, wrong.json()) == (400, {"error": "invalid_client"})
    auth = (credentials["web_client_id"], credentials["web_client_secret"])
    right = organisation.client.post(TOKEN_PATH, data=form, auth=auth)
    assert right.status_code == 200
    other = exchange(
        organisation, grant_type="refresh_token", refresh_token=right.json()["refresh_token"]
    )
    assert other.json() == {"error": "invalid_grant"}


def test_connections_are_listed_and_disconnected(organisation: Organisation) -> None:
    headers = {"Authorization": organisation.headers["Authorization"]}
    told = organisation.client.get("/connections", headers=headers).json()
    assert [one["tenantType"] for one in told] == ["ORGANISATION"] * 2
    assert told[0]["tenantId"] == organisation.system.tenant
    path = f"/connections/{told[0]['id']}"
    assert organisation.client.delete(path, headers=headers).status_code == 204
    assert organisation.client.delete(path, headers=headers).status_code == 404
    assert organisation.ask("GET", "Organisation").status_code == 403
    assert organisation.client.get("/connections").status_code == 401


def test_revoking_ends_the_sign_in(organisation: Organisation) -> None:
    credentials = organisation.system.credentials
    form = {"token": credentials["refresh_token"], "client_id": credentials["client_id"]}
    assert organisation.client.post(REVOKE_PATH, data=form).status_code == 200
    assert organisation.ask("GET", "Organisation").status_code == 401
    assert organisation.client.post(REVOKE_PATH, data={"token": "x"}).status_code == 400
