from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.practice.sage.sign_in import AUTHORIZE_PATH, REVOKE_PATH, TOKEN_PATH
from tests.practice.sage.conftest import Books

REDIRECT = "http://localhost:53200/callback"


def asked(books: Books, **changes: str) -> dict[str, str]:
    return {
        "filter": "apiv3.1",
        "client_id": books.system.credentials["client_id"],
        "response_type": "code",
        "scope": "full_access",
        "redirect_uri": REDIRECT,
        "state": "s-1",
        "country": "us",
        **changes,
    }


def code(books: Books, **changes: str) -> str:
    response = books.client.get(AUTHORIZE_PATH, params=asked(books, **changes))
    assert response.status_code == 302
    back = parse_qs(urlsplit(response.headers["Location"]).query)
    assert back["state"] == ["s-1"]
    return back["code"][0]


def exchange(books: Books, **form: str) -> httpx.Response:
    credentials = books.system.credentials
    body = {
        "client_id": credentials["client_id"],
        "client_secret": credentials["client_secret"],
        **form,
    }
    return books.client.post(TOKEN_PATH, data=body)


def redeem(books: Books, given: str, **changes: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": given, "redirect_uri": REDIRECT}
    return exchange(books, **{**form, **changes})


def test_a_code_is_exchanged_once(books: Books) -> None:
    given = code(books)
    told = redeem(books, given).json()
    assert (told["expires_in"], told["scope"]) == (300, "full_access")
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert books.ask("GET", "currencies", headers=headers).status_code == 200
    assert redeem(books, given).json() == {"error": "invalid_grant"}


def test_a_code_lives_a_minute(books: Books) -> None:
    given = code(books)
    books.clock.sleep(60)
    assert redeem(books, given).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "change",
    [
        {"filter": ""},
        {"client_id": "x"},
        {"response_type": "token"},
        {"scope": "everything"},
        {"country": "xx"},
        {"redirect_uri": "http://127.0.0.1/callback"},
    ],
)
def test_consent_that_asks_wrongly_shows_a_page(books: Books, change: dict[str, str]) -> None:
    response = books.client.get(AUTHORIZE_PATH, params=asked(books, **change))
    assert response.status_code == 400


def test_the_exchange_needs_the_secret_and_the_same_redirect(books: Books) -> None:
    given = code(books)
    wrong = redeem(books, given, client_secret="x")  # noqa: S106 - a wrong one
    assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
    other = redeem(books, given, redirect_uri="http://localhost:1/callback")
    assert other.json() == {"error": "invalid_grant"}


def test_a_refresh_token_works_once(books: Books) -> None:
    old = books.refresh
    books.renew()
    again = exchange(books, grant_type="refresh_token", refresh_token=old)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    books.renew()
    assert exchange(books, grant_type="password").status_code == 400


def test_a_refresh_token_lives_thirty_one_days(books: Books) -> None:
    books.clock.sleep(31 * 24 * 3600)
    late = exchange(books, grant_type="refresh_token", refresh_token=books.refresh)
    assert late.json() == {"error": "invalid_grant"}


def test_a_readonly_sign_in_writes_nothing(books: Books) -> None:
    told = redeem(books, code(books, scope="readonly")).json()
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert books.ask("GET", "contacts", headers=headers).status_code == 200
    refused = books.ask("POST", "contacts", headers=headers, json={})
    assert (refused.status_code, refused.json()[0]["$dataCode"]) == (403, "Forbidden")


def test_revoking_ends_the_sign_in(books: Books) -> None:
    credentials = books.system.credentials
    auth = (credentials["client_id"], credentials["client_secret"])
    form = {"token": books.refresh}
    assert books.client.post(REVOKE_PATH, data=form).status_code == 401
    assert books.client.post(REVOKE_PATH, data=form, auth=auth).status_code == 200
    assert books.ask("GET", "currencies").status_code == 401
