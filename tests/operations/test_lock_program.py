"""The passphrase of the lock."""

import pytest

from app.errors import InputError
from app.operations.lock_program import opens, seal_passphrase


def test_only_the_passphrase_opens_and_it_is_not_kept() -> None:
    sealed = seal_passphrase("three plain words")
    assert opens("three plain words", sealed)
    assert not opens("three plain word", sealed)
    assert "plain" not in sealed


def test_two_seals_of_one_passphrase_differ() -> None:
    assert seal_passphrase("three plain words") != seal_passphrase("three plain words")


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(InputError, match="too short"):
        seal_passphrase("abc")


@pytest.mark.parametrize("sealed", ["", "plain$text", "scrypt$1$2"])
def test_what_is_no_seal_opens_to_nobody(sealed: str) -> None:
    assert not opens("anything", sealed)
