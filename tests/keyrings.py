"""A keyring in memory, in place of the computer's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

SECRET_VARIABLE = "SWITCHBOOK_TESTS_SECRET"  # noqa: S105  its name, not itself


class MemoryKeyring(KeyringBackend):
    """Keeps secrets until the test ends."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self.secrets: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _check(self) -> None:
        if self.is_locked:
            message = "locked"
            raise KeyringLocked(message)


@contextmanager
def memory_keyring() -> Iterator[MemoryKeyring]:
    """The program's keyring, in memory, for as long as the block lasts."""
    before = keyring.get_keyring()
    made = MemoryKeyring()
    keyring.set_keyring(made)
    try:
        yield made
    finally:
        keyring.set_keyring(before)


class EnvironmentKeyring(MemoryKeyring):
    """The keyring of a program that tests start: one secret, from its environment."""

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        return os.environ.get(SECRET_VARIABLE)
