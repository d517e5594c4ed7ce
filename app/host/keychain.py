"""Secrets in the system keyring: never in the company file, in a log or in an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from app.errors import NotAllowed

_SERVICE: Final = "Switchbook"


def keep_secret(company_id: str, system: str, secret: str) -> None:
    """Keeps the secret of a company's system in place of an earlier one.

    NotAllowed where this computer has no keyring, or the user keeps it locked.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, _name(company_id, system), secret)
    except KeyringError as problem:
        raise _no_keyring(problem) from None


def secret_of(company_id: str, system: str) -> str | None:
    """The secret of a company's system; None where this computer's user keeps none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, _name(company_id, system))
    except KeyringError as problem:
        raise _no_keyring(problem) from None


def forget_secret(company_id: str, system: str) -> None:
    """Takes the secret out of the keyring, if it is there."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(_SERVICE, _name(company_id, system))
    except PasswordDeleteError:
        return
    except KeyringError as problem:
        raise _no_keyring(problem) from None


@contextmanager
def secrets_in_memory() -> Iterator[None]:
    """Secrets are kept in memory alone while the context lasts: for a story that ends with it."""
    import keyring
    from keyring.backend import KeyringBackend

    kept: dict[tuple[str, str], str] = {}

    class InMemory(KeyringBackend):
        """Keeps what the story needs."""

        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            kept.pop((service, username), None)

    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())  # type: ignore[no-untyped-call]  # the library leaves it untyped
    try:
        yield
    finally:
        keyring.set_keyring(before)


def _name(company_id: str, system: str) -> str:
    return f"{company_id}/{system}"


def _no_keyring(problem: Exception) -> NotAllowed:
    return NotAllowed(
        "The system keyring cannot be used.",
        f"It says: {type(problem).__name__}.",
        "Unlock it, or install one: secrets are kept nowhere else.",
    )
