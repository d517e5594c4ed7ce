from datetime import timedelta

import pytest

from app.connectors.auth import AccessToken, FetchedToken, Keys, basic, needed
from app.errors import SignInNeeded
from tests.connectors.openings import START, MemorySecrets, VirtualTime


def test_keys_sign_with_what_they_were_given_and_hide_it() -> None:
    keys = Keys(fixed={"Authorization": basic("u", "p"), "clientId": "g"}, hidden=("p",))
    assert keys.headers()["Authorization"] == "Basic dTpw"
    assert set(keys.secrets()) == {"p", "Basic dTpw"}
    assert not keys.renew()


def test_a_secret_that_is_missing_is_asked_for() -> None:
    secrets = MemorySecrets({"api_key": "k"})
    assert needed(secrets, "api_key", title="X") == "k"
    with pytest.raises(SignInNeeded, match="holds no password of it"):
        needed(secrets, "password", title="X")


def test_a_token_is_got_once_and_again_before_its_end() -> None:
    time = VirtualTime()
    got: list[str] = []

    def fetch() -> AccessToken:
        got.append(f"t{len(got) + 1}")
        return AccessToken(value=got[-1], expires_at=time.now() + timedelta(seconds=300))

    signer = FetchedToken(fetch, time.timing, fixed={"X-Host": "h"}, hidden=("key",))
    assert list(signer.secrets()) == ["key"]
    assert signer.headers() == {"X-Host": "h", "Authorization": "Bearer t1"}
    time.seconds = 239
    assert signer.headers()["Authorization"] == "Bearer t1"
    time.seconds = 241
    assert signer.headers()["Authorization"] == "Bearer t2"
    assert signer.renew()
    assert signer.headers()["Authorization"] == "Bearer t3"
    assert list(signer.secrets()) == ["key", "t3"]
    assert time.now() >= START
