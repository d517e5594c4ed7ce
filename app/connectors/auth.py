"""How requests are signed where no browser is needed: fixed headers, and tokens got by a call.

OAuth 2 with a user's consent is in ``oauth.py`` and ``sign_in.py``.
"""

import base64
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from app.connectors.timing import Timing
from app.errors import SignInNeeded

EARLY: Final = timedelta(seconds=60)
"""How long before its end a token is taken as run out."""


class Secrets(Protocol):
    """The secrets of one connection, by name; kept in the system keyring and nowhere else.

    Every method may raise NotAllowed, where the keyring is locked or there is none.
    """

    def read(self, name: str) -> str | None:
        """The secret of that name; None where this computer keeps none."""
        ...

    def keep(self, name: str, secret: str) -> None:
        """Keeps a secret in place of an earlier one; it is kept when this returns."""
        ...

    def forget(self, name: str) -> None:
        """Takes a secret out, if it is there."""
        ...


RefreshLock = Callable[[], AbstractContextManager[None]]
"""Held while tokens are made anew: by one thread of one process of this computer at a time."""


def needed(secrets: Secrets, name: str, *, title: str) -> str:
    """A secret that must be there; SignInNeeded where it is not."""
    found = secrets.read(name)
    if not found:
        raise SignInNeeded(
            f"{title} cannot be asked.",
            f"This computer's keyring holds no {name} of it for this company.",
            "Connect it again, and give it.",
        )
    return found


def basic(user: str, password: str) -> str:
    """The value of an *Authorization* header by user and password."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Signs by headers that stay the same; there is nothing to renew."""

    fixed: Mapping[str, str] = field(repr=False)
    hidden: tuple[str, ...] = field(repr=False)
    """Secrets among them, alone and as they are encoded."""

    def headers(self) -> Mapping[str, str]:
        """The headers."""
        return self.fixed

    def renew(self) -> bool:
        """Nothing: the keys are what they are."""
        return False

    def secrets(self) -> Iterable[str]:
        """The keys, and the headers that hold them."""
        return (*self.hidden, *(v for v in self.fixed.values() if v.startswith("Basic ")))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """A token that signs until a moment."""

    value: str = field(repr=False)
    expires_at: datetime | None
    """None: until it is refused."""


class FetchedToken:
    """Signs by a token that is got by a call, kept in memory, and got anew before its end."""

    def __init__(
        self,
        fetch: Callable[[], AccessToken],
        timing: Timing,
        *,
        fixed: Mapping[str, str] | None = None,
        hidden: Iterable[str] = (),
    ) -> None:
        """``fetch`` asks for a token; ``fixed``: what requests carry beside it.

        ``hidden``: the secrets that ``fetch`` uses.
        """
        self._fetch = fetch
        self._timing = timing
        self._fixed = dict(fixed or {})
        self._hidden = tuple(hidden)
        self._token: AccessToken | None = None
        self._lock = threading.Lock()

    def headers(self) -> Mapping[str, str]:
        """The token as *Bearer*, and what stands beside it."""
        with self._lock:
            if self._token is None or self._is_over(self._token):
                self._token = self._fetch()
            return {**self._fixed, "Authorization": f"Bearer {self._token.value}"}

    def renew(self) -> bool:
        """Gets another at the next request."""
        with self._lock:
            self._token = None
        return True

    def secrets(self) -> Iterable[str]:
        """The token, and what it is got by."""
        token = self._token
        return (*self._hidden, token.value) if token is not None else self._hidden

    def _is_over(self, token: AccessToken) -> bool:
        return token.expires_at is not None and token.expires_at - EARLY <= self._timing.now()
