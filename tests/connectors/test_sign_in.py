"""The browser round trip: state, proof, both addresses of localhost, and pasting."""

import socket
import threading
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest

from app.connectors.oauth import OAuthApp
from app.connectors.sign_in import Loopback, asked_by_browser, begin, granted, redirected
from app.errors import InputError, NotAllowed, SignInNeeded
from tests.connectors.test_oauth import APP

PKCE = OAuthApp(
    **{
        **{name: getattr(APP, name) for name in APP.__dataclass_fields__},
        "uses_pkce": True,
        "client_secret": None,
        "authorize_url": "https://books.example/authorize?filter=v3",
        "tenant_parameter": "realmId",
        "authorize_extras": {"country": "us"},
    }
)


def asked(url: str) -> dict[str, str]:
    return {name: each[0] for name, each in parse_qs(urlsplit(url).query).items()}


def test_a_question_carries_state_proof_and_what_the_vendor_wants() -> None:
    consent = begin(PKCE)
    found = asked(consent.url)
    assert found["filter"] == "v3"
    assert found["country"] == "us"
    assert (found["state"], found["redirect_uri"]) == (consent.state, PKCE.redirect_uri)
    assert found["code_challenge_method"] == "S256"
    assert 43 <= len(consent.verifier or "") <= 128
    assert begin(PKCE).state != consent.state
    assert "code_challenge" not in asked(begin(APP).url)


def test_an_address_with_another_state_is_refused() -> None:
    consent = begin(APP)
    with pytest.raises(InputError, match="does not belong to the sign-in"):
        granted(APP, consent, "http://localhost/callback?code=c&state=other")
    with pytest.raises(InputError, match="does not belong to the sign-in"):
        granted(APP, consent, "nonsense")


def test_consent_that_was_not_given_is_told() -> None:
    consent = begin(APP)
    with pytest.raises(SignInNeeded, match="access_denied"):
        granted(APP, consent, f"http://localhost/?error=access_denied&state={consent.state}")
    with pytest.raises(InputError, match="sent no code"):
        granted(APP, consent, f"http://localhost/?state={consent.state}")


def test_the_company_comes_with_the_redirect_where_the_vendor_names_it() -> None:
    consent = begin(PKCE)
    address = f" https://any.example/x?code=c&state={consent.state}"
    assert granted(PKCE, consent, f"{address}&realmId=123 ").tenant == "123"
    with pytest.raises(InputError, match="named no company"):
        granted(PKCE, consent, address)
    plain = begin(APP)
    assert granted(APP, plain, f"https://a.example/?code=c&state={plain.state}").tenant == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_both_addresses_of_localhost_are_listened_to(host: str) -> None:
    if host == "[::1]" and not _has_new_addresses():
        pytest.skip("this computer has no IPv6")
    with Loopback(0) as listening:
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://{host}:{listening.port}/favicon.ico")
        assert listening.wait(0) is None
        address = f"http://{host}:{listening.port}/callback?code=c&state=s"
        with urllib.request.urlopen(address) as page:
            assert b"Signed in" in page.read()
        assert (listening.wait(1) or "").endswith("/callback?code=c&state=s")


def _has_new_addresses() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_a_port_in_use_is_told() -> None:
    with Loopback(0) as first, pytest.raises(NotAllowed, match="is in use"):
        Loopback(first.port)


def test_the_browser_comes_back_by_loopback() -> None:
    def browse(url: str) -> None:
        back = f"{asked(url)['redirect_uri']}?code=c&state={asked(url)['state']}"

        def visit() -> None:
            with urllib.request.urlopen(back) as page:  # noqa: S310
                page.read()

        threading.Thread(target=visit).start()

    port = _free_port()
    app = OAuthApp(
        **{
            **{name: getattr(APP, name) for name in APP.__dataclass_fields__},
            "redirect_uri": f"http://localhost:{port}/callback",
        }
    )
    _, found = asked_by_browser(app, port=port, browse=browse, wait=lambda each: each.wait(5))
    assert found.code == "c"


def test_who_does_not_come_back_is_asked_to_begin_again() -> None:
    with pytest.raises(SignInNeeded, match="did not come back in time"):
        asked_by_browser(
            APP, port=_free_port(), browse=lambda _: None, wait=lambda each: each.wait(0)
        )


def test_only_a_page_of_this_computer_is_visited_without_a_person() -> None:
    with pytest.raises(NotAllowed, match="is not this computer"):
        redirected("https://books.example/authorize")
    with Loopback(0) as listening, pytest.raises(NotAllowed, match="gave no consent"):
        redirected(f"http://127.0.0.1:{listening.port}/callback?state=x")


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
