"""Tokens that rotate, against a small token host in memory."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from app.connectors.oauth import (
    OAuthApp,
    OAuthSigner,
    by_client_credentials,
    exchanged,
    revoke,
    tokens_of,
)
from app.connectors.tokens import (
    TOKENS,
    Tokens,
    days_left,
    forget_tokens,
    keep_tokens,
    kept_tokens,
    notice_of,
)
from app.errors import InputError, NotAllowed, RemoteUnavailable, SignInNeeded
from tests.connectors.openings import START, MemorySecrets, VirtualTime

APP = OAuthApp(
    title="The Books",
    authorize_url="https://books.example/authorize",
    token_url="https://books.example/token",  # noqa: S106  an address
    revoke_url="https://books.example/revoke",
    client_id="our-id",
    client_secret="our-secret",  # noqa: S106  of a test
    redirect_uri="http://localhost:53682/callback",
    scope="all",
    refresh_days=60,
)
BROKEN = {
    "html": (502, "<html>gateway</html>"),
    "half": (200, '{"access_token": "a'),
    "empty": (200, "{}"),
}


class TokenHost:
    """Issues tokens; each refresh token is good once."""

    def __init__(self) -> None:
        self.good = "r0"
        self.asked: list[dict[str, str]] = []
        self.headers: list[httpx.Headers] = []
        self.fates: list[str] = []
        self.secrets: MemorySecrets | None = None
        self.kept_before: list[bool] = []
        self.wait = 7
        """So many seconds it asks for where it takes no more calls."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        form = {name: each[0] for name, each in parse_qs(request.content.decode()).items()}
        self.asked.append(form)
        self.headers.append(request.headers)
        fate = self.fates.pop(0) if self.fates else ""
        if fate == "lost":
            message = "lost"
            raise httpx.ReadTimeout(message)
        if fate == "throttled":
            asked = {"Retry-After": str(self.wait)}
            return httpx.Response(429, json=[{"$severity": "error"}], headers=asked)
        if fate in BROKEN:
            status, text = BROKEN[fate]
            return httpx.Response(status, text=text)
        if fate:
            return httpx.Response(400, json={"error": fate, "error_description": "no more"})
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.good:
            return httpx.Response(400, json={"error": "invalid_grant"})
        number = len(self.asked)
        self.good = f"r{number}"
        return httpx.Response(
            200,
            json={
                "access_token": f"a{number}",
                "refresh_token": self.good,
                "expires_in": 1800,
                "token_type": "bearer",
            },
        )

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)


def tokens(**changed: object) -> Tokens:
    values: dict[str, object] = {
        "access": "a0",
        "access_until": START + timedelta(minutes=30),
        "refresh": "r0",
        "refresh_until": START + timedelta(days=60),
    }
    return Tokens(**{**values, **changed})  # type: ignore[arg-type]


@contextmanager
def _holding(lock: "threading.Lock") -> Iterator[None]:
    with lock:
        yield


def signer(
    host: TokenHost, secrets: MemorySecrets, time: VirtualTime, lock: "threading.Lock | None" = None
) -> OAuthSigner:
    held = lock or threading.Lock()
    return OAuthSigner(
        APP,
        secrets,
        timing=time.timing,
        lock=lambda: _holding(held),
        transport=host.transport,
        fixed={"tenant": "T"},
    )


def test_a_fresh_token_signs_without_a_call() -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime()
    keep_tokens(secrets, tokens())
    assert signer(host, secrets, time).headers() == {"tenant": "T", "Authorization": "Bearer a0"}
    assert host.asked == []


def test_a_token_near_its_end_is_refreshed_and_kept_before_it_is_used() -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime()
    keep_tokens(secrets, tokens())
    time.seconds = 1790
    found = signer(host, secrets, time).headers()
    assert found["Authorization"] == "Bearer a1"
    kept = kept_tokens(secrets)
    assert kept is not None
    assert (kept.access, kept.refresh) == ("a1", "r1")
    assert secrets.changes[-2:] == [TOKENS, "access"]
    assert host.headers[0]["authorization"].startswith("Basic ")


def test_where_keeping_fails_nothing_is_used() -> None:
    class Locked(MemorySecrets):
        def keep(self, name: str, secret: str) -> None:
            if self.changes:
                raise NotAllowed("Locked.")
            super().keep(name, secret)

    host, time = TokenHost(), VirtualTime(seconds=1790)
    secrets = Locked()
    secrets.kept = _kept_of(tokens())
    secrets.changes = ["before"]
    with pytest.raises(NotAllowed):
        signer(host, secrets, time).headers()


def _kept_of(given: Tokens) -> dict[str, str]:
    secrets = MemorySecrets()
    keep_tokens(secrets, given)
    return secrets.kept


def test_an_access_token_too_long_for_the_keyring_is_made_anew() -> None:
    class Short(MemorySecrets):
        def keep(self, name: str, secret: str) -> None:
            if name == "access":
                raise NotAllowed("Too long.")
            super().keep(name, secret)

    host, secrets, time = TokenHost(), Short(), VirtualTime()
    keep_tokens(secrets, tokens())
    assert signer(host, secrets, time).headers()["Authorization"] == "Bearer a1"
    with pytest.raises(NotAllowed):
        keep_tokens(secrets, tokens(refresh=None))


def test_who_waited_for_the_lock_uses_what_another_refreshed() -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime()
    keep_tokens(secrets, tokens())
    first, second = signer(host, secrets, time), signer(host, secrets, time)
    first.headers()
    second.headers()
    assert first.renew()
    assert second.renew()
    assert second.headers()["Authorization"] == "Bearer a1"
    assert len(host.asked) == 1


def test_many_at_once_refresh_once() -> None:
    host, secrets, time, lock = TokenHost(), MemorySecrets(), VirtualTime(), threading.Lock()
    keep_tokens(secrets, tokens())
    time.seconds = 1790
    found: list[str] = []

    def sign() -> None:
        found.append(signer(host, secrets, time, lock).headers()["Authorization"])

    threads = [threading.Thread(target=sign) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (set(found), len(host.asked)) == ({"Bearer a1"}, 1)


def test_a_refusal_asks_for_a_sign_in_and_is_not_tried_again() -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime(seconds=1790)
    keep_tokens(secrets, tokens())
    host.fates = ["invalid_grant"]
    with pytest.raises(SignInNeeded, match="does not take the sign-in any more"):
        signer(host, secrets, time).headers()
    assert len(host.asked) == 1
    host.fates = ["invalid_client"]
    with pytest.raises(SignInNeeded, match="refused refreshing the sign-in"):
        signer(host, secrets, time).headers()


@pytest.mark.parametrize("fate", ["html", "lost", "throttled", "half", "empty"])
def test_a_host_that_stumbles_is_asked_again(fate: str) -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime(seconds=1790)
    keep_tokens(secrets, tokens())
    host.fates = [fate, fate]
    assert signer(host, secrets, time).headers()["Authorization"] == "Bearer a3"
    assert time.waits == ([7.0, 7.0] if fate == "throttled" else [1.0, 2.0])
    host.fates = [fate] * 3
    time.seconds += 1800
    with pytest.raises(RemoteUnavailable, match="did not answer while refreshing") as caught:
        signer(host, secrets, time).headers()
    assert caught.value.why.startswith("It")
    assert "access_token" not in str(caught.value)


def test_who_is_told_to_wait_too_long_gives_up() -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime(seconds=1790)
    keep_tokens(secrets, tokens())
    host.fates, host.wait = ["throttled"], 3600
    with pytest.raises(RemoteUnavailable, match="It takes no more calls now"):
        signer(host, secrets, time).headers()
    assert (len(host.asked), time.waits) == (1, [])


@pytest.mark.parametrize("fate", ["html", "half"])
def test_a_code_that_may_have_arrived_is_not_sent_again(fate: str) -> None:
    host, time = TokenHost(), VirtualTime()

    def exchange() -> Tokens:
        return exchanged(
            APP, "c", verifier=None, now=START, transport=host.transport, sleep=time.sleep
        )

    host.fates = [fate]
    with pytest.raises(RemoteUnavailable, match="Sign in again"):
        exchange()
    assert len(host.asked) == 1
    host.fates = ["throttled"]
    assert exchange().access == "a3"
    assert time.waits == [7.0]


def test_nobody_signed_in_is_told() -> None:
    host, time = TokenHost(), VirtualTime()
    with pytest.raises(SignInNeeded, match="Nobody is signed in"):
        signer(host, MemorySecrets(), time).headers()
    assert not signer(host, MemorySecrets(), time).renew()
    secrets = MemorySecrets()
    keep_tokens(secrets, tokens(refresh=None))
    over = VirtualTime(seconds=1790)
    with pytest.raises(SignInNeeded):
        signer(host, secrets, over).headers()


def test_kept_tokens_that_cannot_be_read_are_none() -> None:
    assert kept_tokens(MemorySecrets({TOKENS: "[]"})) is None
    assert kept_tokens(MemorySecrets({TOKENS: "{"})) is None
    secrets = MemorySecrets(_kept_of(tokens()))
    forget_tokens(secrets)
    assert secrets.kept == {}


def test_secrets_of_a_signer_are_all_it_signs_with() -> None:
    host, secrets, time = TokenHost(), MemorySecrets(), VirtualTime()
    keep_tokens(secrets, tokens())
    made = signer(host, secrets, time)
    assert set(made.secrets()) == {"our-secret"}
    made.headers()
    assert set(made.secrets()) == {"our-secret", "a0", "r0"}


def test_a_code_is_exchanged_once_with_its_proof() -> None:
    host = TokenHost()
    found = exchanged(APP, "the-code", verifier="v", now=START, transport=host.transport)
    assert (found.access, found.refresh_until) == ("a1", START + timedelta(days=60))
    assert {"code": "the-code", "code_verifier": "v"}.items() <= host.asked[0].items()
    assert host.asked[0]["redirect_uri"] == APP.redirect_uri
    host.fates = ["lost"]
    with pytest.raises(RemoteUnavailable):
        exchanged(APP, "the-code", verifier=None, now=START, transport=host.transport)
    assert len(host.asked) == 2


def test_a_program_may_sign_in_for_itself() -> None:
    host = TokenHost()
    found = by_client_credentials(
        APP, now=START, transport=host.transport, extras={"tenant": "cedar"}
    )
    assert found.access == "a1"
    assert (host.asked[0]["grant_type"], host.asked[0]["tenant"]) == (
        "client_credentials",
        "cedar",
    )


def test_lives_come_from_the_answer_where_it_tells_them() -> None:
    app = OAuthApp(
        **{
            **{name: getattr(APP, name) for name in APP.__dataclass_fields__},
            "refresh_life_field": "x_refresh",
            "hard_life_field": "x_hard",
        }
    )
    answer = {"access_token": "a", "expires_in": "60", "x_refresh": 864000, "x_hard": 172800}
    found = tokens_of(app, answer, now=START)
    assert found.access_until == START + timedelta(seconds=60)
    assert found.ends_at == START + timedelta(days=2)
    assert tokens_of(APP, {"access_token": "a"}, now=START).access_until == START + timedelta(
        seconds=1800
    )
    with pytest.raises(RemoteUnavailable, match="Its answer holds no token"):
        tokens_of(APP, {}, now=START)


@pytest.mark.parametrize(
    ("days", "left", "notice"),
    [(20, None, None), (14, 14, 14), (8, 8, 14), (7, 7, 7), (3, 3, 7), (2, 2, 2), (-1, 0, 2)],
)
def test_the_end_is_told_14_7_and_2_days_ahead(
    days: int, left: int | None, notice: int | None
) -> None:
    given = tokens(refresh_until=START + timedelta(days=days))
    assert (days_left(given, START), notice_of(given, START)) == (left, notice)
    assert days_left(tokens(refresh_until=None), START) is None


def test_revoking_names_the_refresh_token() -> None:
    bodies: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content.decode())
        return httpx.Response(200)

    transport = httpx.MockTransport(answer)
    as_json = OAuthApp(
        **{
            **{name: getattr(APP, name) for name in APP.__dataclass_fields__},
            "revokes_as_json": True,
        }
    )
    revoke(APP, tokens(), transport=transport)
    revoke(as_json, tokens(), transport=transport)
    assert bodies[0] == "token=r0"
    assert json.loads(bodies[1]) == {"token": "r0"}


def test_an_open_token_address_is_refused() -> None:
    app = OAuthApp(
        **{
            **{name: getattr(APP, name) for name in APP.__dataclass_fields__},
            "token_url": "http://books.example/token",
        }
    )
    with pytest.raises(InputError, match="is not encrypted"):
        exchanged(app, "c", verifier=None, now=START)
