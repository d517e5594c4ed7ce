"""Signing in to Sage: consent, a code that lives a minute, tokens that live five.

A refresh token works once: a lost one means consent again. Source: accounting-apis.md 3.2.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from app.practice.http_app import answer, text_answer
from app.practice.limits import Grant, TokenRefused, Tokens, TokenStore
from app.practice.redirects import is_registered
from app.practice.sage.refusals import RefusedError

AUTHORIZE_PATH: Final = "/oauth2/auth/central"
TOKEN_PATH: Final = "/token"  # noqa: S105 - a path
REVOKE_PATH: Final = "/revoke"
CODE_SECONDS: Final = 60
ACCESS_SECONDS: Final = 300
REFRESH_SECONDS: Final = 31 * 24 * 3600
SCOPES: Final = ("full_access", "readonly")
_COUNTRIES: Final = ("us", "ca", "gb", "ie", "fr", "es", "de")


@dataclass(slots=True)
class SignIn:
    """The sign-in pages of one registered application."""

    store: TokenStore
    client_id: str
    client_secret: str

    def authorize(self, request: Request) -> Response:
        """The consent page: sends the browser back with a code."""
        asked = request.args
        redirect_uri = asked.get("redirect_uri", "")
        scope = asked.get("scope", "")
        problems = {
            "Unknown client_id": asked.get("client_id") != self.client_id,
            "The redirect_uri is not registered": not is_registered(redirect_uri),
            "The filter must be apiv3.1": asked.get("filter") != "apiv3.1",
            "The response_type must be code": asked.get("response_type") != "code",
            "The scope must be full_access or readonly": scope not in SCOPES,
            "The country is not known": asked.get("country", "us") not in _COUNTRIES,
        }
        for problem, is_so in problems.items():
            if is_so:
                page = f"<!DOCTYPE html><title>Sage</title><h1>Sign-in error</h1><p>{problem}</p>"
                return text_answer(page, 400, content_type="text/html")
        grant = Grant(
            subject="practice-user",
            client=self.client_id,
            scope=scope,
            redirect_uri=redirect_uri,
        )
        back = {"code": self.store.code(grant), "country": asked.get("country", "us")}
        if "state" in asked:
            back["state"] = asked["state"]
        return redirect(f"{redirect_uri}?{urlencode(back)}", 302)

    def token(self, request: Request) -> Response:
        """Tokens for a code or a refresh token."""
        form = request.form
        if not self._is_client(request):
            return answer({"error": "invalid_client"}, 401)
        try:
            match form.get("grant_type"):
                case "authorization_code":
                    grant = self.store.redeem(form.get("code", ""))
                    if grant.redirect_uri != form.get("redirect_uri", ""):
                        return answer({"error": "invalid_grant"}, 400)
                    return _told(self.store.issue(grant))
                case "refresh_token":
                    return _told(self.store.renew(form.get("refresh_token", "")))
        except TokenRefused:
            return answer({"error": "invalid_grant"}, 400)
        return answer({"error": "unsupported_grant_type"}, 400)

    def revoke(self, request: Request) -> Response:
        """End a sign-in."""
        if not self._is_client(request):
            return answer({"error": "invalid_client"}, 401)
        self.store.revoke(request.form.get("token", ""))
        return answer({}, 200)

    def checked(self, request: Request) -> Grant:
        """What the request's token grants; RefusedError with 401."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer":
                return self.store.check(token.strip())
        except TokenRefused as refused:
            message = f"The access token is {refused.why.value}"
            raise RefusedError(message, code="Unauthorized", status=401) from refused
        raise RefusedError("An access token is needed", code="Unauthorized", status=401)

    def _is_client(self, request: Request) -> bool:
        form = request.form
        client, secret = form.get("client_id", ""), form.get("client_secret", "")
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                client, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return False
        return client == self.client_id and secret == self.client_secret


def _told(tokens: Tokens) -> Response:
    return answer(
        {
            "access_token": tokens.access,
            "expires_in": ACCESS_SECONDS,
            "token_type": "bearer",
            "refresh_token": tokens.refresh,
            "refresh_token_expires_in": REFRESH_SECONDS,
            "scope": tokens.grant.scope,
            "requested_by_id": tokens.grant.subject,
        },
        headers={"Cache-Control": "no-store"},
    )
