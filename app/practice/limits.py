"""Rate limits and token stores on the clock they are given: what is left, what has expired.

No token is guessed by chance: each is a hash of the store's name and a serial, so runs repeat.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.practice.clock import PracticeClock


@dataclass(frozen=True, slots=True)
class Window:
    """So many calls in so many seconds, told apart by a name the vendor's headers use."""

    name: str
    calls: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Exceeded:
    """The window that is full, and the seconds until a call fits again (at least 1)."""

    window: Window
    retry_after: int


@dataclass(slots=True)
class RateLimit:
    """Sliding windows of calls, for each key (a tenant, a business) its own."""

    clock: PracticeClock
    windows: Sequence[Window]
    _calls: defaultdict[tuple[str, str], deque[datetime]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def take(self, key: str = "") -> Exceeded | None:
        """Count one call; or tell which window is full, then nothing is counted."""
        for window in self.windows:
            if self.left(window, key) <= 0:
                oldest = self._calls[window.name, key][0]
                wait = oldest + timedelta(seconds=window.seconds) - self.clock.now()
                return Exceeded(window, max(1, -int(-wait.total_seconds() // 1)))
        for window in self.windows:
            self._calls[window.name, key].append(self.clock.now())
        return None

    def left(self, window: Window, key: str = "") -> int:
        """How many more calls fit the window now."""
        calls = self._calls[window.name, key]
        edge = self.clock.now() - timedelta(seconds=window.seconds)
        while calls and calls[0] <= edge:
            calls.popleft()
        return window.calls - len(calls)


class Why(StrEnum):
    """Why a token or code is refused."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


class TokenRefused(Exception):  # noqa: N818  the token is refused; nothing is in error
    """A token or code that does not hold."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What somebody agreed to: who, which client, which scopes, and where the answer goes."""

    subject: str
    client: str
    scope: str = ""
    redirect_uri: str = ""
    code_challenge: str = ""
    """The S256 challenge of PKCE; empty: none was given."""
    nonce: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """An access token and, where there is one, its refresh token ('' if none)."""

    access: str
    refresh: str
    grant: Grant


@dataclass(slots=True)
class _Issued:
    grant: Grant
    expires_at: datetime
    family: int
    """One sign-in and all that was renewed from it: revoked together."""
    is_revoked: bool = False
    used_at: datetime | None = None
    successor: Tokens | None = None


@dataclass(slots=True, kw_only=True)
class TokenRules:
    """How long a vendor's tokens live; None: it has no refresh tokens."""

    access_seconds: int
    refresh_seconds: int | None = None
    code_seconds: int = 300
    is_rotating: bool = True
    """A renewal brings a new refresh token and ends the old one."""
    grace_seconds: int = 0
    """So long a refresh token that was used still answers, with the same new tokens."""
    reuse_revokes_all: bool = False
    """A refresh token used twice ends the whole sign-in."""


def _plain_text(kind: str, serial: int) -> str:
    return hashlib.sha256(f"{kind} {serial}".encode()).hexdigest()


@dataclass(slots=True)
class TokenStore:
    """The tokens and one-time codes that a vendor's sign-in gave out."""

    clock: PracticeClock
    rules: TokenRules
    name: str
    token_text: Callable[[str, int], str] = _plain_text
    """Makes a token of ``<name> access``, ``<name> refresh`` or ``<name> code`` and a serial."""
    _access: dict[str, _Issued] = field(default_factory=dict)
    _refresh: dict[str, _Issued] = field(default_factory=dict)
    _codes: dict[str, _Issued] = field(default_factory=dict)
    _serial: int = 0

    def code(self, grant: Grant) -> str:
        """A one-time authorization code."""
        text = self._new("code")
        self._codes[text] = _Issued(grant, self._after(self.rules.code_seconds), self._serial)
        return text

    def redeem(self, code: str) -> Grant:
        """The grant of a code, which is then used up; TokenRefused."""
        issued = self._holding(self._codes, code)
        issued.used_at = self.clock.now()
        return issued.grant

    def issue(self, grant: Grant) -> Tokens:
        """Tokens of a new sign-in."""
        return self._issue(grant, family=self._serial + 1)

    def check(self, access: str) -> Grant:
        """The grant of an access token that holds; TokenRefused."""
        return self._holding(self._access, access).grant

    def renew(self, refresh: str) -> Tokens:
        """New tokens for a refresh token; TokenRefused for one unknown, used, expired, revoked."""
        issued = self._refresh.get(refresh)
        if issued is not None and issued.used_at is not None and not issued.is_revoked:
            grace = timedelta(seconds=self.rules.grace_seconds)
            if issued.successor is not None and self.clock.now() < issued.used_at + grace:
                return issued.successor
            if self.rules.reuse_revokes_all:
                self._revoke_family(issued.family)
        issued = self._holding(self._refresh, refresh)
        if not self.rules.is_rotating:
            access = self._new("access")
            expires = self._after(self.rules.access_seconds)
            self._access[access] = _Issued(issued.grant, expires, issued.family)
            return Tokens(access=access, refresh=refresh, grant=issued.grant)
        renewed = self._issue(issued.grant, family=issued.family)
        issued.used_at, issued.successor = self.clock.now(), renewed
        return renewed

    def grant_of(self, token: str) -> Grant | None:
        """What an access or refresh token was given for, whether or not it still holds."""
        issued = self._refresh.get(token) or self._access.get(token)
        return issued.grant if issued else None

    def revoke(self, token: str) -> bool:
        """End the sign-in that an access or refresh token belongs to; whether it was known."""
        issued = self._refresh.get(token) or self._access.get(token)
        if issued is None:
            return False
        self._revoke_family(issued.family)
        return True

    def expire_access(self) -> None:
        """Let every access token expire now."""
        for issued in self._access.values():
            issued.expires_at = min(issued.expires_at, self.clock.now())

    def revoke_all(self) -> None:
        """End every sign-in."""
        for issued in (*self._access.values(), *self._refresh.values()):
            issued.is_revoked = True

    def _issue(self, grant: Grant, *, family: int) -> Tokens:
        access, refresh = self._new("access"), ""
        self._access[access] = _Issued(grant, self._after(self.rules.access_seconds), family)
        if self.rules.refresh_seconds is not None:
            refresh = self._new("refresh")
            self._refresh[refresh] = _Issued(grant, self._after(self.rules.refresh_seconds), family)
        return Tokens(access=access, refresh=refresh, grant=grant)

    def _holding(self, kept: dict[str, _Issued], token: str) -> _Issued:
        issued = kept.get(token)
        if issued is None:
            raise TokenRefused(Why.UNKNOWN)
        if issued.is_revoked:
            raise TokenRefused(Why.REVOKED)
        if issued.used_at is not None:
            raise TokenRefused(Why.USED)
        if issued.expires_at <= self.clock.now():
            raise TokenRefused(Why.EXPIRED)
        return issued

    def _revoke_family(self, family: int) -> None:
        for issued in (*self._access.values(), *self._refresh.values()):
            if issued.family == family:
                issued.is_revoked = True

    def _new(self, kind: str) -> str:
        self._serial += 1
        return self.token_text(f"{self.name} {kind}", self._serial)

    def _after(self, seconds: int) -> datetime:
        return self.clock.now() + timedelta(seconds=seconds)
