"""OAuth 2 as the accounting systems have it: tokens that rotate, kept before they are used.

One refresh at a time, across threads and processes: who waited for the lock first looks whether
another has refreshed meanwhile. A refresh token that is refused is never tried again. A refresh
whose answer is lost, cut or a gateway's page is: a vendor that took it knows the old token a while
longer, or wants a new sign-in, with or without the second try.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from app.connectors.auth import EARLY, RefreshLock, Secrets
from app.connectors.http import Patience, check_address
from app.connectors.reply import plain_words, told_wait
from app.connectors.timing import Timing
from app.connectors.tokens import Tokens, keep_tokens, kept_tokens
from app.errors import RemoteUnavailable, SignInNeeded

if TYPE_CHECKING:
    import httpx
    from authlib.integrations.httpx_client import OAuth2Client

_PATIENCE: Final = Patience(first_wait=Decimal(1))
_REFUSED: Final = frozenset({"invalid_grant", "unauthorized_client", "access_denied"})
_SIGN_IN_AGAIN: Final = "Sign in again: a sign-in's code is good once."


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """A program as it is registered at a vendor, and the vendor's ways."""

    title: str
    """The vendor's system in words."""
    authorize_url: str
    token_url: str
    revoke_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    """None: a public client, which proves itself by PKCE."""
    client_auth: str = "client_secret_basic"
    """How the secret goes out: client_secret_basic, client_secret_post, or none."""
    redirect_uri: str
    """Exactly as registered."""
    scope: str
    uses_pkce: bool = False
    authorize_extras: Mapping[str, str] = field(default_factory=dict)
    token_headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request for tokens."""
    tenant_parameter: str = ""
    """What of the redirect names the company, such as ``realmId``; blank: none does."""
    access_seconds: int = 1800
    """How long an access token lives where its answer does not say."""
    refresh_days: int | None = None
    """How long a refresh token lives where its answer does not say."""
    refresh_life_field: str = ""
    """The answer's field with the seconds that the refresh token lives."""
    hard_life_field: str = ""
    """The answer's field with the seconds until consent ends, whatever is refreshed."""
    revokes_as_json: bool = False
    """Whether a token is revoked by JSON, in place of a form."""


class OAuthSigner:
    """Signs by the access token of a connection; refreshes it before its end, and after a 401."""

    def __init__(
        self,
        app: OAuthApp,
        secrets: Secrets,
        *,
        timing: Timing,
        lock: RefreshLock,
        transport: "httpx.BaseTransport | None" = None,
        fixed: Mapping[str, str] | None = None,
    ) -> None:
        """``fixed``: what requests carry beside the token, such as the company's id."""
        self._app = app
        self._secrets = secrets
        self._timing = timing
        self._lock = lock
        self._transport = transport
        self._fixed = dict(fixed or {})
        self._tokens: Tokens | None = None

    def headers(self) -> Mapping[str, str]:
        """The token as *Bearer*; SignInNeeded where nobody is signed in."""
        if self._tokens is None:
            self._tokens = kept_tokens(self._secrets)
        if self._tokens is None:
            raise _not_signed_in(self._app)
        if not self._is_fresh(self._tokens):
            self._tokens = self._refreshed(self._tokens)
        return {**self._fixed, "Authorization": f"Bearer {self._tokens.access}"}

    def renew(self) -> bool:
        """Refreshes once, unless another has meanwhile."""
        if self._tokens is None:
            return False
        self._tokens = self._refreshed(self._tokens)
        return True

    def secrets(self) -> Iterable[str]:
        """Both tokens and the program's own secret."""
        tokens = self._tokens
        own = (tokens.access, tokens.refresh or "") if tokens is not None else ()
        return (*own, self._app.client_secret or "")

    def _is_fresh(self, tokens: Tokens) -> bool:
        return tokens.access_until - EARLY > self._timing.now()

    def _refreshed(self, stale: Tokens) -> Tokens:
        with self._lock():
            kept = kept_tokens(self._secrets)
            if kept is not None and kept.access not in {"", stale.access} and self._is_fresh(kept):
                return kept
            if kept is None or not kept.refresh:
                raise _not_signed_in(self._app)
            fresh = refreshed(
                self._app,
                kept,
                now=self._timing.now(),
                transport=self._transport,
                sleep=self._timing.sleep,
            )
            # First kept, then used: a program that dies in between has lost nothing.
            keep_tokens(self._secrets, fresh)
            return fresh


def refreshed(
    app: OAuthApp,
    tokens: Tokens,
    *,
    now: datetime,
    transport: "httpx.BaseTransport | None" = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Tokens:
    """New tokens for old ones; SignInNeeded where the vendor takes the old ones no more."""
    with token_client(app, transport) as client:
        value = _asked(
            app,
            "refreshing the sign-in",
            lambda: client.refresh_token(
                app.token_url,
                refresh_token=tokens.refresh,
                headers=_headers(app),
            ),
            sleep=sleep,
        )
    fresh = tokens_of(app, value, now=now)
    return replace(
        fresh,
        refresh=fresh.refresh or tokens.refresh,
        hard_until=fresh.hard_until or tokens.hard_until,
    )


def exchanged(
    app: OAuthApp,
    code: str,
    *,
    verifier: str | None,
    now: datetime,
    transport: "httpx.BaseTransport | None" = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Tokens:
    """The tokens for a code of a redirect.

    A code that may have arrived is not sent again: the second time can revoke everything.
    """
    proof = {"code_verifier": verifier} if verifier else {}
    with token_client(app, transport) as client:
        value = _asked(
            app,
            "exchanging the code of the sign-in",
            lambda: client.fetch_token(
                app.token_url,
                grant_type="authorization_code",
                code=code,
                redirect_uri=app.redirect_uri,
                headers=_headers(app),
                **proof,
            ),
            sleep=sleep,
            may_repeat=False,
        )
    return tokens_of(app, value, now=now)


def by_client_credentials(
    app: OAuthApp,
    *,
    now: datetime,
    transport: "httpx.BaseTransport | None" = None,
    extras: Mapping[str, str] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Tokens:
    """The tokens of a program that signs in for itself; ``redirect_uri`` is not used then."""
    with token_client(app, transport) as client:
        value = _asked(
            app,
            "signing in",
            lambda: client.fetch_token(
                app.token_url,
                grant_type="client_credentials",
                scope=app.scope,
                headers=_headers(app),
                **(extras or {}),
            ),
            sleep=sleep,
        )
    return tokens_of(app, value, now=now)


def revoke(
    app: OAuthApp, tokens: Tokens, *, transport: "httpx.BaseTransport | None" = None
) -> None:
    """Ends a sign-in at the vendor; one that it no longer knows is ended."""
    import httpx

    token = tokens.refresh or tokens.access
    if not app.revoke_url:
        return
    with token_client(app, transport) as client:
        auth = client.client_auth(app.client_auth)
        shape: dict[str, Any] = {"data": {"token": token, "client_id": app.client_id}}
        if app.revokes_as_json:
            shape = {"json": {"token": token}}
        elif app.client_secret is not None:
            shape = {"data": {"token": token}}
        try:
            client.post(app.revoke_url, auth=auth, **shape)
        except httpx.HTTPError as problem:
            raise _unreachable(
                app, "ending the sign-in", f"It could not be reached: {problem}"
            ) from None


def tokens_of(app: OAuthApp, value: Mapping[str, Any], *, now: datetime) -> Tokens:
    """The tokens of a vendor's answer; RemoteUnavailable for one that holds none."""
    access = value.get("access_token")
    if not isinstance(access, str) or not access:
        raise _unreachable(app, "signing in", "Its answer holds no token")
    lives = _seconds(value.get("expires_in")) or app.access_seconds
    refresh_lives = _seconds(value.get(app.refresh_life_field)) if app.refresh_life_field else None
    if refresh_lives is None and app.refresh_days is not None:
        refresh_lives = app.refresh_days * 86400
    hard_lives = _seconds(value.get(app.hard_life_field)) if app.hard_life_field else None
    return Tokens(
        access=access,
        access_until=now + timedelta(seconds=lives),
        refresh=value.get("refresh_token") or None,
        refresh_until=None if refresh_lives is None else now + timedelta(seconds=refresh_lives),
        hard_until=None if hard_lives is None else now + timedelta(seconds=hard_lives),
    )


def token_client(app: OAuthApp, transport: "httpx.BaseTransport | None" = None) -> "OAuth2Client":
    """A client of the vendor's token host; InputError for an address that is not encrypted."""
    from authlib.integrations.httpx_client import OAuth2Client

    is_near = check_address(app.token_url)
    client = OAuth2Client(
        client_id=app.client_id,
        client_secret=app.client_secret,
        token_endpoint_auth_method=app.client_auth if app.client_secret is not None else "none",
        redirect_uri=app.redirect_uri,
        scope=app.scope,
        code_challenge_method="S256" if app.uses_pkce else None,
        timeout=float(_PATIENCE.answer_seconds),
        transport=transport,
        trust_env=not is_near,
    )
    for kind in ("access_token_response", "refresh_token_response"):
        client.register_compliance_hook(kind, _answer_of_a_host)
    return client


class _Stumbled(Exception):  # noqa: N818  told as an error of ours where it stays so
    """The token host gave no tokens and no refusal."""

    def __init__(self, why: str, *, wait: Decimal | None = None, is_undone: bool = False) -> None:
        """``wait``: the seconds it asks for; ``is_undone``: whether it surely did nothing."""
        super().__init__(why)
        self.wait = wait
        self.is_undone = is_undone


def _answer_of_a_host(response: "httpx.Response") -> "httpx.Response":
    """An answer with tokens or a refusal; _Stumbled for one that is cut, a page or a throttle.

    Its text is not told: half an answer holds half a token.
    """
    wait = told_wait(response.headers)
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _Stumbled("It takes no more calls now", wait=wait, is_undone=True)
    try:
        found = response.json()
    except ValueError:
        found = None
    told = found if isinstance(found, dict) else {}
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not told.keys() & {"error", "access_token"}:
        good = response.is_success
        why = "Its answer holds no token" if good else f"It gave status {status} and no token"
        raise _Stumbled(why, wait=wait)
    return response


def _asked(
    app: OAuthApp,
    doing: str,
    ask: Callable[[], Mapping[str, Any]],
    *,
    sleep: Callable[[float], None],
    may_repeat: bool = True,
) -> Mapping[str, Any]:
    """The answer of the token host, its failures as ours; asked again within the patience."""
    pause = _PATIENCE.first_wait_seconds
    turn = 1
    while True:
        try:
            return _once(app, doing, ask)
        except _Stumbled as stumble:
            wanted = pause if stumble.wait is None else stumble.wait
            may_go_on = may_repeat or stumble.is_undone
            is_last = turn >= _PATIENCE.tries or wanted > _PATIENCE.longest_wait_seconds
            if is_last or not may_go_on:
                remedy = "Try again later." if may_go_on else _SIGN_IN_AGAIN
                raise _unreachable(app, doing, str(stumble), remedy) from None
        sleep(float(wanted))
        pause *= 2
        turn += 1


def _once(app: OAuthApp, doing: str, ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """One exchange with the token host; _Stumbled where it may be that another goes better."""
    import httpx
    from authlib.integrations.base_client import OAuthError

    try:
        return ask()
    except OAuthError as problem:
        words = plain_words(f"{problem.error}: {problem.description or 'no reason'}")
        if problem.error in _REFUSED:
            raise SignInNeeded(
                f"{app.title} does not take the sign-in any more.",
                f"It says {words}.",
                "Sign in again.",
            ) from None
        raise SignInNeeded(
            f"{app.title} refused {doing}.",
            f"It says {words}.",
            "Look at the program's registration: its id, secret, redirect and scope.",
        ) from None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
        raise _Stumbled(f"It could not be reached: {problem}", is_undone=True) from None
    except httpx.TimeoutException:
        seconds = _PATIENCE.answer_seconds
        raise _Stumbled(f"It did not answer within {seconds} seconds") from None
    except (httpx.HTTPError, ValueError) as problem:
        raise _Stumbled(f"The exchange broke: {problem}") from None


def _headers(app: OAuthApp) -> dict[str, str]:
    return {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        **app.token_headers,
    }


def _seconds(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _unreachable(
    app: OAuthApp, doing: str, why: str, remedy: str = "Try again later."
) -> RemoteUnavailable:
    return RemoteUnavailable(
        f"{app.title} did not answer while {doing}.", f"{plain_words(why)}.", remedy
    )


def _not_signed_in(app: OAuthApp) -> SignInNeeded:
    return SignInNeeded(
        f"Nobody is signed in to {app.title}.",
        "This computer's keyring holds no sign-in of it for this company.",
        "Sign in: connect it again.",
    )
