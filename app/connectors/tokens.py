"""The tokens of a sign-in: kept in the keyring, and told before they end."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from app.connectors.auth import EARLY, Secrets
from app.errors import NotAllowed

TOKENS: Final = "tokens"
"""The name of the secret that holds the refresh token of a connection, and how long it lives."""
ACCESS: Final = "access"  # the same, of the access token
NOTICE_DAYS: Final = (14, 7, 2)
"""So many days ahead it is told that a sign-in ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a sign-in holds."""

    access: str = field(repr=False)
    access_until: datetime
    refresh: str | None = field(repr=False)
    refresh_until: datetime | None = None
    hard_until: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When the user must sign in again if nothing is refreshed; None: not known."""
        ends = [each for each in (self.refresh_until, self.hard_until) if each is not None]
        return min(ends, default=None)


def kept_tokens(secrets: Secrets) -> Tokens | None:
    """The tokens of a connection; None where there are none that can be read."""
    try:
        kept = json.loads(secrets.read(TOKENS) or "{}")
        refresh = kept["refresh"]
        access, until = _kept_access(secrets, refresh)
        return Tokens(
            access=access,
            access_until=until,
            refresh=refresh,
            refresh_until=_moment(kept["refresh_until"]),
            hard_until=_moment(kept["hard_until"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _kept_access(secrets: Secrets, refresh: str | None) -> tuple[str, datetime]:
    """The access token that came with a refresh token; one that is over where it is not kept."""
    kept = json.loads(secrets.read(ACCESS) or "{}")
    if kept.get("of") != _mark(refresh):
        return "", datetime.min.replace(tzinfo=UTC) + EARLY
    return kept["access"], datetime.fromisoformat(kept["until"])


def keep_tokens(secrets: Secrets, tokens: Tokens) -> None:
    """Keeps the tokens in the keyring; they may be used when this returns.

    The refresh token is one entry, written first and at once: it is what must not be lost. The
    access token may be too long for a keyring, and is then made anew where it is needed.
    """
    kept = {
        "refresh": tokens.refresh,
        "refresh_until": tokens.refresh_until and tokens.refresh_until.isoformat(),
        "hard_until": tokens.hard_until and tokens.hard_until.isoformat(),
    }
    secrets.keep(TOKENS, json.dumps(kept))
    access = {
        "access": tokens.access,
        "until": tokens.access_until.isoformat(),
        "of": _mark(tokens.refresh),
    }
    try:
        secrets.keep(ACCESS, json.dumps(access))
    except NotAllowed:
        if tokens.refresh is None:
            raise


def forget_tokens(secrets: Secrets) -> None:
    """Takes the tokens of a connection out of the keyring."""
    secrets.forget(ACCESS)
    secrets.forget(TOKENS)


def _mark(refresh: str | None) -> str:
    return hashlib.sha256((refresh or "").encode()).hexdigest()[:16]


def days_left(tokens: Tokens, now: datetime) -> int | None:
    """Whole days until the sign-in ends, from 14 days ahead on; None: it is not to be told."""
    if tokens.ends_at is None:
        return None
    left = (tokens.ends_at - now).days
    return max(left, 0) if left <= NOTICE_DAYS[0] else None


def notice_of(tokens: Tokens, now: datetime) -> int | None:
    """Which of the notices is due, by its days: the last one passed; None before the first."""
    left = days_left(tokens, now)
    if left is None:
        return None
    return min(days for days in NOTICE_DAYS if left <= days)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
