import base64
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.practice.quickbooks.sign_in import AUTHORIZE_PATH, REVOKE_PATH, TOKEN_PATH
from tests.practice.quickbooks.conftest import Company

REDIRECT = "http://localhost:53100/callback"


def asked(company: Company, **changes: str) -> dict[str, str]:
    return {
        "client_id": company.system.credentials["client_id"],
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "redirect_uri": REDIRECT,
        "state": "s-1",
        **changes,
    }


def code(company: Company) -> str:
    response = company.client.get(AUTHORIZE_PATH, params=asked(company))
    return parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]


def exchange(company: Company, secret: str = "", **form: str) -> httpx.Response:
    credentials = company.system.credentials
    pair = f"{credentials['client_id']}:{secret or credentials['client_secret']}"
    basic = base64.b64encode(pair.encode()).decode()
    return company.client.post(TOKEN_PATH, data=form, headers={"Authorization": f"Basic {basic}"})


def test_consent_sends_the_browser_back_with_code_state_and_realm(company: Company) -> None:
    response = company.client.get(AUTHORIZE_PATH, params=asked(company))
    assert response.status_code == 302
    target = urlsplit(response.headers["Location"])
    back = parse_qs(target.query)
    assert f"{target.scheme}://{target.netloc}{target.path}" == REDIRECT
    assert back["state"] == ["s-1"]
    assert back["realmId"] == [company.system.tenant]


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "other"},
        {"redirect_uri": "http://127.0.0.1:53100/callback"},
        {"redirect_uri": "http://localhost:53100/callback?x=1"},
        {"redirect_uri": "http://elsewhere.example/callback"},
        {"response_type": "token"},
        {"scope": "everything"},
        {"state": ""},
    ],
)
def test_consent_that_asks_wrongly_shows_a_page(company: Company, change: dict[str, str]) -> None:
    response = company.client.get(AUTHORIZE_PATH, params=asked(company, **change))
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/html")


def test_a_code_is_exchanged_once(company: Company) -> None:
    form = {
        "grant_type": "authorization_code",
        "code": code(company),
        "redirect_uri": REDIRECT,
    }
    told = exchange(company, **form).json()
    assert (told["token_type"], told["expires_in"]) == ("bearer", 3600)
    assert told["x_refresh_token_expires_in"] == 8_726_400
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert company.ask("GET", "preferences", headers=headers).status_code == 200
    again = exchange(company, **form)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_the_exchange_needs_the_secret_and_the_same_redirect(company: Company) -> None:
    form = {"grant_type": "authorization_code", "code": code(company)}
    assert exchange(company, "wrong", **form, redirect_uri=REDIRECT).status_code == 401
    other = exchange(company, **form, redirect_uri="http://localhost:1/other")
    assert other.json()["error"] == "invalid_grant"
    assert company.client.post(TOKEN_PATH, data=form).status_code == 401


def test_every_renewal_brings_another_refresh_token(company: Company) -> None:
    refresh = company.system.credentials["refresh_token"]
    form = {"grant_type": "refresh_token"}
    told = exchange(company, **form, refresh_token=refresh).json()
    assert told["refresh_token"] != refresh
    old = exchange(company, **form, refresh_token=refresh)
    assert (old.status_code, old.json()["error"]) == (400, "invalid_grant")
    assert exchange(company, **form, refresh_token=told["refresh_token"]).status_code == 200
    assert exchange(company, grant_type="password").json()["error"] == "unsupported_grant_type"


def test_the_hard_limit_is_told_when_asked(company: Company) -> None:
    credentials = company.system.credentials
    pair = f"{credentials['client_id']}:{credentials['client_secret']}"
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "x-include-refresh-token-hard-expires-in": "true",
    }
    form = {"grant_type": "refresh_token", "refresh_token": credentials["refresh_token"]}
    told = company.client.post(TOKEN_PATH, data=form, headers=headers).json()
    assert told["x_refresh_token_hard_expires_in"] == 157_680_000


def test_revoking_ends_the_sign_in(company: Company) -> None:
    credentials = company.system.credentials
    auth = (credentials["client_id"], credentials["client_secret"])
    body = {"token": credentials["refresh_token"]}
    assert company.client.post(REVOKE_PATH, json=body).status_code == 401
    assert company.client.post(REVOKE_PATH, json=body, auth=auth).status_code == 200
    assert company.ask("GET", "preferences").status_code == 401
    assert company.client.post(REVOKE_PATH, json={"token": "x"}, auth=auth).status_code == 400


def test_the_discovery_document_names_this_very_server(company: Company) -> None:
    told = company.client.get("/.well-known/openid_configuration/").json()
    assert told["token_endpoint"] == f"http://practice.test{TOKEN_PATH}"
    assert told["authorization_endpoint"] == f"http://practice.test{AUTHORIZE_PATH}"
    user = company.client.get(urlsplit(told["userinfo_endpoint"]).path, headers=company.headers)
    assert user.json()["sub"]
    assert company.client.get(urlsplit(told["jwks_uri"]).path).json() == {"keys": []}
