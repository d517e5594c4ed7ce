import keyring
import pytest
from keyring.backends import fail

from app.errors import NotAllowed
from app.host.keychain import forget_secret, keep_secret, secret_of, secrets_in_memory
from tests.keyrings import memory_keyring


def test_a_secret_is_kept_by_company_and_system() -> None:
    with memory_keyring() as kept:
        keep_secret("c1", "avalara", "hush")
        assert kept.secrets == {("Switchbook", "c1/avalara"): "hush"}
        assert secret_of("c1", "avalara") == "hush"
        assert secret_of("c2", "avalara") is None


def test_a_new_secret_takes_the_old_one_s_place() -> None:
    with memory_keyring():
        keep_secret("c1", "avalara", "old")
        keep_secret("c1", "avalara", "new")
        assert secret_of("c1", "avalara") == "new"


def test_a_forgotten_secret_is_gone_and_forgetting_twice_is_forgetting_once() -> None:
    with memory_keyring():
        keep_secret("c1", "avalara", "hush")
        forget_secret("c1", "avalara")
        forget_secret("c1", "avalara")
        assert secret_of("c1", "avalara") is None


def test_a_locked_keyring_is_told_in_words_without_the_secret() -> None:
    with memory_keyring() as kept:
        kept.is_locked = True
        with pytest.raises(NotAllowed, match="It says: KeyringLocked") as raised:
            keep_secret("c1", "avalara", "hush")
        assert "hush" not in str(raised.value)
        assert raised.value.__cause__ is None
        for act in (secret_of, forget_secret):
            with pytest.raises(NotAllowed):
                act("c1", "avalara")


def test_a_computer_without_a_keyring_says_so() -> None:
    with memory_keyring():
        keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the library's
        with pytest.raises(NotAllowed, match="NoKeyringError"):
            secret_of("c1", "avalara")


def test_secrets_in_memory_end_with_their_context() -> None:
    with memory_keyring() as kept:
        with secrets_in_memory():
            keep_secret("c1", "avalara", "hush")
            assert secret_of("c1", "avalara") == "hush"
            forget_secret("c1", "avalara")
            forget_secret("c1", "avalara")
            assert secret_of("c1", "avalara") is None
        assert kept.secrets == {}
