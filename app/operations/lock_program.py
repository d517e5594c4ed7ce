"""The lock of the program: a passphrase that is kept as a hash alone, or the computer's own lock.

The passphrase keeps a passer-by from the window. It does not encrypt the company file: whoever can
copy the file can read it.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Final

from app.errors import InputError
from app.host.clock import seconds_passed
from app.host.screen_lock import lock_screen, screen_lock

__all__ = [
    "SHORTEST",
    "ScreenLock",
    "ask_screen_lock",
    "lock_computer",
    "opens",
    "seal_passphrase",
    "seconds_passed",
]

SHORTEST: Final = 6
_COST: Final = 2**14
_BLOCKS: Final = 8
_LANES: Final = 1
_SALT: Final = 16
_NAME: Final = "scrypt"


@dataclass(frozen=True, slots=True)
class ScreenLock:
    """Whether this computer's screen can be locked from here."""

    is_there: bool


def seal_passphrase(passphrase: str) -> str:
    """What is kept of a passphrase; InputError for one that is too short."""
    if len(passphrase) < SHORTEST:
        raise InputError(
            "The passphrase is too short.",
            f"It has {len(passphrase)} characters.",
            f"Choose one of at least {SHORTEST}, such as three words.",
        )
    salt = os.urandom(_SALT)
    parts = (_NAME, str(_COST), _text(salt), _text(_hash(passphrase, salt, _COST)))
    return "$".join(parts)


def opens(passphrase: str, sealed: str) -> bool:
    """Whether a passphrase is the one that was sealed."""
    name, _, rest = sealed.partition("$")
    parts = rest.split("$")
    if name != _NAME or len(parts) != 3:  # noqa: PLR2004  cost, salt and hash
        return False
    cost, salt, wanted = int(parts[0]), _bytes(parts[1]), _bytes(parts[2])
    return hmac.compare_digest(_hash(passphrase, salt, cost), wanted)


def ask_screen_lock() -> ScreenLock:
    """Whether the computer's own lock can be used."""
    return ScreenLock(screen_lock() is not None)


def lock_computer() -> bool:
    """Locks the computer's screen; whether it did."""
    return lock_screen()


def _hash(passphrase: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(passphrase.encode("utf-8"), salt=salt, n=cost, r=_BLOCKS, p=_LANES)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
