"""Signing in to Xero: consent with PKCE, tokens, revocation, the connections to organisations.

Two applications are registered: one with PKCE and no secret, as desktop programs are, and one with
a secret. Both were made after the scopes became granular. Source: accounting-apis.md 2.2.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from app.practice.http_app import answer, text_answer
from app.practice.limits import Grant, TokenRefused, Tokens, TokenStore, Why
from app.practice.redirects import is_registered
from app.practice.xero.refusals import problem
from app.practice.xero.values import Record, made_id

AUTHORIZE_PATH: Final = "/identity/connect/authorize"
TOKEN_PATH: Final = "/connect/token"  # noqa: S105 - a path
REVOKE_PATH: Final = "/connect/revocation"
CONNECTIONS_PATH: Final = "/connections"
ACCESS_SECONDS: Final = 1800
REFRESH_SECONDS: Final = 60 * 24 * 3600
GRACE_SECONDS: Final = 1800
CODE_SECONDS: Final = 300
FULL_SCOPE: Final = (
    "offline_access openid profile email accounting.invoices accounting.payments "
    "accounting.banktransactions accounting.contacts accounting.settings "
    "accounting.reports.aged.read"
)
_PLAIN_SCOPES: Final = ("offline_access", "openid", "profile", "email")
_GRANULAR: Final = re.compile(
    r"accounting\.(invoices|payments|banktransactions|contacts|settings|attachments|budgets"
    r"|manualjournals)(\.read)?|accounting\.reports\.[a-z]+\.read"
)
_VERIFIER: Final = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


@dataclass(slots=True)
class SignIn:
    """The sign-in pages, and the organisations that the user has connected."""

    store: TokenStore
    clients: dict[str, str]
    """Each application's secret; '' for the one with PKCE."""
    connections: list[Record] = field(default_factory=list)

    def authorize(self, request: Request) -> Response:
        """The consent page: sends the browser back with a code."""
        asked = request.args
        client, redirect_uri = asked.get("client_id", ""), asked.get("redirect_uri", "")
        if client not in self.clients:
            return _page("unauthorized_client", "Unknown client or client not enabled")
        if not is_registered(redirect_uri):
            return _page("unauthorized_client", "Invalid redirect_uri")
        error = self._bad(request)
        if error:
            back = {"error": error, "state": asked.get("state", "")}
            return redirect(f"{redirect_uri}?{urlencode(back)}", 302)
        grant = Grant(
            subject=made_id("user", 1),
            client=client,
            scope=asked["scope"],
            redirect_uri=redirect_uri,
            code_challenge=asked.get("code_challenge", ""),
        )
        back = {"code": self.store.code(grant), "scope": asked["scope"]}
        if "state" in asked:
            back["state"] = asked["state"]
        return redirect(f"{redirect_uri}?{urlencode(back)}", 302)

    def token(self, request: Request) -> Response:
        """Tokens for a code or a refresh token."""
        client = self._client(request)
        if client is None:
            return answer({"error": "invalid_client"}, 400)
        form = request.form
        try:
            match form.get("grant_type"):
                case "authorization_code":
                    return self._redeemed(client, request)
                case "refresh_token":
                    return _told(self._renewed(client, form.get("refresh_token", "")))
        except TokenRefused:
            return answer({"error": "invalid_grant"}, 400)
        return answer({"error": "unsupported_grant_type"}, 400)

    def revoke(self, request: Request) -> Response:
        """End a sign-in and its connections."""
        if self._client(request) is None:
            return answer({"error": "invalid_client"}, 400)
        self.store.revoke(request.form.get("token", ""))
        return text_answer("", 200)

    def listed(self, request: Request) -> Response:
        """The organisations that the user has connected."""
        refused = self.checked(request)
        if isinstance(refused, Response):
            return refused
        event = request.args.get("authEventId")
        found = [one for one in self.connections if event in {None, one["authEventId"]}]
        return answer(found)

    def disconnect(self, request: Request, key: str) -> Response:
        """Disconnect one organisation."""
        refused = self.checked(request)
        if isinstance(refused, Response):
            return refused
        for one in self.connections:
            if one["id"] == key.lower():
                self.connections.remove(one)
                return text_answer("", 204)
        return text_answer("", 404)

    def checked(self, request: Request) -> Grant | Response:
        """What the request's token grants; or the gateway's refusal."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return problem("Unauthorized", 401, "AuthenticationUnsuccessful")
        try:
            return self.store.check(token.strip())
        except TokenRefused as refused:
            expired = "TokenExpired: token expired"
            detail = expired if refused.why is Why.EXPIRED else "AuthenticationUnsuccessful"
            return problem("Unauthorized", 401, detail)

    def _bad(self, request: Request) -> str:
        asked = request.args
        scopes = asked.get("scope", "").split()
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        if not scopes or any(not is_scope(scope) for scope in scopes):
            return "invalid_scope"
        has_challenge = bool(asked.get("code_challenge"))
        if not self.clients[asked["client_id"]] and not has_challenge:
            return "invalid_request"
        if has_challenge and asked.get("code_challenge_method") != "S256":
            return "invalid_request"
        return ""

    def _client(self, request: Request) -> str | None:
        form = request.form
        client, secret = form.get("client_id", ""), form.get("client_secret", "")
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                client, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return None
        return client if client in self.clients and self.clients[client] == secret else None

    def _redeemed(self, client: str, request: Request) -> Response:
        form = request.form
        grant = self.store.redeem(form.get("code", ""))
        if grant.client != client or grant.redirect_uri != form.get("redirect_uri", ""):
            return answer({"error": "invalid_grant"}, 400)
        verifier = form.get("code_verifier", "")
        if grant.code_challenge and not _proves(verifier, grant.code_challenge):
            return answer({"error": "invalid_grant"}, 400)
        return _told(self.store.issue(grant))

    def _renewed(self, client: str, refresh: str) -> Tokens:
        tokens = self.store.renew(refresh)
        if tokens.grant.client != client:
            raise TokenRefused(Why.UNKNOWN)
        return tokens


def is_scope(scope: str) -> bool:
    """Whether a scope exists for applications made after the scopes became granular."""
    return scope in _PLAIN_SCOPES or _GRANULAR.fullmatch(scope) is not None


def _proves(verifier: str, challenge: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return _VERIFIER.fullmatch(verifier) is not None and made == challenge


def _told(tokens: Tokens) -> Response:
    told: dict[str, str | int] = {
        "access_token": tokens.access,
        "expires_in": ACCESS_SECONDS,
        "token_type": "Bearer",
        "scope": tokens.grant.scope,
    }
    if "offline_access" in tokens.grant.scope.split():
        told["refresh_token"] = tokens.refresh
    return answer(told, headers={"Cache-Control": "no-store"})


def _page(error: str, what: str) -> Response:
    page = (
        "<!DOCTYPE html><title>Xero</title><h1>Sorry, something went wrong</h1>"
        f"<p>Error: {error}</p><p>{what}</p>"
    )
    return text_answer(page, 400, content_type="text/html")
