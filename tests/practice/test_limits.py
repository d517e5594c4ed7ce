from datetime import UTC, datetime

import pytest

from app.practice.clock import VirtualClock
from app.practice.limits import (
    Exceeded,
    Grant,
    RateLimit,
    TokenRefused,
    TokenRules,
    TokenStore,
    Why,
    Window,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
GRANT = Grant(subject="co", client="app")


def store(clock: VirtualClock, **rules: int | bool) -> TokenStore:
    kept = TokenRules(access_seconds=300, refresh_seconds=3_000, **rules)  # type: ignore[arg-type]  # by name
    return TokenStore(clock, kept, "test")


def test_a_full_window_tells_when_a_call_fits_again() -> None:
    clock = VirtualClock(NOW)
    window = Window("minute", 2, 60)
    limit = RateLimit(clock, [window])
    assert limit.take() is None
    clock.sleep(10)
    assert limit.take() is None
    assert limit.take() == Exceeded(window, 50)
    assert limit.take("another") is None
    clock.sleep(50)
    assert limit.take() is None


def test_an_access_token_holds_until_it_expires() -> None:
    clock = VirtualClock(NOW)
    tokens = store(clock)
    made = tokens.issue(GRANT)
    assert tokens.check(made.access) == GRANT
    clock.sleep(300)
    with pytest.raises(TokenRefused) as refused:
        tokens.check(made.access)
    assert refused.value.why is Why.EXPIRED


def test_a_refresh_token_is_used_once() -> None:
    tokens = store(VirtualClock(NOW))
    first = tokens.issue(GRANT)
    second = tokens.renew(first.refresh)
    assert tokens.check(second.access) == GRANT
    with pytest.raises(TokenRefused) as refused:
        tokens.renew(first.refresh)
    assert refused.value.why is Why.USED
    assert tokens.renew(second.refresh).refresh != second.refresh


def test_a_used_refresh_token_answers_the_same_in_its_grace() -> None:
    clock = VirtualClock(NOW)
    tokens = store(clock, grace_seconds=60)
    first = tokens.issue(GRANT)
    second = tokens.renew(first.refresh)
    clock.sleep(30)
    assert tokens.renew(first.refresh) == second
    clock.sleep(30)
    with pytest.raises(TokenRefused):
        tokens.renew(first.refresh)


def test_reuse_may_end_the_whole_sign_in() -> None:
    tokens = store(VirtualClock(NOW), reuse_revokes_all=True)
    first = tokens.issue(GRANT)
    other = tokens.issue(GRANT)
    second = tokens.renew(first.refresh)
    with pytest.raises(TokenRefused):
        tokens.renew(first.refresh)
    with pytest.raises(TokenRefused):
        tokens.check(second.access)
    assert tokens.check(other.access) == GRANT


def test_a_store_without_rotation_keeps_the_refresh_token() -> None:
    tokens = store(VirtualClock(NOW), is_rotating=False)
    first = tokens.issue(GRANT)
    assert tokens.renew(first.refresh).refresh == first.refresh
    assert tokens.renew(first.refresh).access != first.access


def test_a_code_is_redeemed_once() -> None:
    tokens = store(VirtualClock(NOW))
    code = tokens.code(GRANT)
    assert tokens.redeem(code) == GRANT
    with pytest.raises(TokenRefused):
        tokens.redeem(code)


def test_revoking_either_token_ends_both() -> None:
    tokens = store(VirtualClock(NOW))
    made = tokens.issue(GRANT)
    assert tokens.revoke(made.refresh)
    assert not tokens.revoke("no such token")
    with pytest.raises(TokenRefused) as refused:
        tokens.check(made.access)
    assert refused.value.why is Why.REVOKED


def test_all_can_expire_or_be_revoked_at_once() -> None:
    tokens = store(VirtualClock(NOW))
    made = tokens.issue(GRANT)
    tokens.expire_access()
    with pytest.raises(TokenRefused):
        tokens.check(made.access)
    renewed = tokens.renew(made.refresh)
    tokens.revoke_all()
    with pytest.raises(TokenRefused):
        tokens.renew(renewed.refresh)
