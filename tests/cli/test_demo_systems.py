"""The demo's PSA and books: they end with it, and leave nothing in anybody's keyring."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.cli.demo_systems import BOOKS, on_stage
from app.host.clock import passing
from app.host.keychain import keep_secret, secret_of
from tests.keyrings import memory_keyring


def test_secrets_end_with_the_story() -> None:
    clock = passing(datetime(2026, 11, 2, 15, tzinfo=UTC))
    with memory_keyring() as kept:
        with on_stage(clock) as story:
            keep_secret("company", "system", "secret")
            assert secret_of("company", "system") == "secret"
            with pytest.raises(ValueError, match="error"):
                story.stage.act(BOOKS, "pay", "no such number", Decimal(1))
        assert kept.secrets == {}
        assert secret_of("company", "system") is None
    assert clock.elapsed() == 1
