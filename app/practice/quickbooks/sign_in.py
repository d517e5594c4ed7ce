"""Signing in to QuickBooks Online: consent, tokens, revocation and the discovery document.

The consent page agrees at once and sends the browser back. Every renewal brings a new refresh token
and ends the old one, where the vendor may keep a value for a day: the stricter reading. Source:
accounting-apis.md 1.2.
"""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from app.practice.http_app import UnreadableBody, answer, json_body, text_answer
from app.practice.limits import Grant, TokenRefused, Tokens, TokenStore
from app.practice.redirects import is_registered

AUTHORIZE_PATH = "/connect/oauth2"
TOKEN_PATH = "/oauth2/v1/tokens/bearer"  # noqa: S105 - a path
REVOKE_PATH = "/v2/oauth2/tokens/revoke"
DISCOVERY_PATHS = (
    "/.well-known/openid_configuration",
    "/.well-known/openid_sandbox_configuration",
)
JWKS_PATH = "/op/v1/jwks"
USERINFO_PATH = "/v1/openid_connect/userinfo"
SCOPE = "com.intuit.quickbooks.accounting"
_SCOPES = (SCOPE, "openid", "profile", "email", "phone", "address")
ACCESS_SECONDS = 3600
REFRESH_SECONDS = 8_726_400
_HARD_SECONDS = 5 * 365 * 24 * 3600


@dataclass(slots=True)
class SignIn:
    """The sign-in pages of one registered application and one company."""

    store: TokenStore
    client_id: str
    client_secret: str
    realm: str

    def authorize(self, request: Request) -> Response:
        """The consent page: sends the browser back with code, state and realmId."""
        asked = request.args
        redirect_uri = asked.get("redirect_uri", "")
        if asked.get("client_id") != self.client_id:
            return _page("The client_id is not known.")
        if not is_registered(redirect_uri):
            return _page("The redirect_uri query parameter value is invalid.")
        if asked.get("response_type") != "code":
            return _page("The response_type query parameter must be code.")
        scopes = asked.get("scope", "").split()
        if SCOPE not in scopes or any(scope not in _SCOPES for scope in scopes):
            return _page("The scope query parameter is invalid.")
        if not asked.get("state"):
            return _page("The state query parameter is missing.")
        grant = Grant(
            subject=self.realm,
            client=self.client_id,
            scope=" ".join(scopes),
            redirect_uri=redirect_uri,
        )
        back = {
            "code": self.store.code(grant),
            "state": asked["state"],
            "realmId": self.realm,
        }
        joint = "&" if urlsplit(redirect_uri).query else "?"
        return redirect(f"{redirect_uri}{joint}{urlencode(back)}", 302)

    def token(self, request: Request) -> Response:
        """Tokens for a code or a refresh token."""
        if not self._is_client(request):
            return answer({"error": "invalid_client"}, 401)
        form = request.form
        try:
            match form.get("grant_type"):
                case "authorization_code":
                    return self._redeemed(
                        form.get("code", ""), form.get("redirect_uri", ""), request
                    )
                case "refresh_token":
                    return self._renewed(form.get("refresh_token", ""), request)
        except TokenRefused:
            return _invalid_grant("Incorrect or invalid refresh token or authorization code")
        return answer({"error": "unsupported_grant_type"}, 400)

    def revoke(self, request: Request) -> Response:
        """End a sign-in by its refresh or access token."""
        if not self._is_client(request):
            return answer({"error": "invalid_client"}, 401)
        try:
            body = json_body(request)
        except UnreadableBody:
            body = request.form.to_dict()
        token = body.get("token") if isinstance(body, dict) else None
        if not token or not self.store.revoke(str(token)):
            return answer({"error": "invalid_request"}, 400)
        return text_answer("", 200)

    def discovery(self, request: Request) -> Response:
        """The discovery document: every address is this very server's."""
        host = request.host_url.rstrip("/")
        return answer(
            {
                "issuer": f"{host}/op/v1",
                "authorization_endpoint": host + AUTHORIZE_PATH,
                "token_endpoint": host + TOKEN_PATH,
                "userinfo_endpoint": host + USERINFO_PATH,
                "revocation_endpoint": host + REVOKE_PATH,
                "jwks_uri": host + JWKS_PATH,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "scopes_supported": list(_SCOPES),
                "token_endpoint_auth_methods_supported": [
                    "client_secret_post",
                    "client_secret_basic",
                ],
            }
        )

    def keys(self, request: Request) -> Response:
        """The signing keys: none, as no identity tokens are given."""
        del request
        return answer({"keys": []})

    def user(self, request: Request) -> Response:
        """Who has signed in."""
        try:
            self.store.check(bearer(request))
        except TokenRefused:
            return answer({"error": "invalid_token"}, 401)
        return answer({"sub": "practice-user", "email": "owner@switchbook-practice.example"})

    def _is_client(self, request: Request) -> bool:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        try:
            pair = base64.b64decode(text, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        return scheme.lower() == "basic" and pair == f"{self.client_id}:{self.client_secret}"

    def _redeemed(self, code: str, redirect_uri: str, request: Request) -> Response:
        grant = self.store.redeem(code)
        if grant.redirect_uri != redirect_uri:
            return _invalid_grant("The redirect_uri is not the one of the authorization")
        return self._told(self.store.issue(grant), request)

    def _renewed(self, refresh: str, request: Request) -> Response:
        return self._told(self.store.renew(refresh), request)

    def _told(self, tokens: Tokens, request: Request) -> Response:
        told: dict[str, str | int] = {
            "token_type": "bearer",
            "access_token": tokens.access,
            "expires_in": ACCESS_SECONDS,
            "refresh_token": tokens.refresh,
            "x_refresh_token_expires_in": REFRESH_SECONDS,
        }
        if request.headers.get("x-include-refresh-token-hard-expires-in", "").lower() == "true":
            told["x_refresh_token_hard_expires_in"] = _HARD_SECONDS
        return answer(told, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def bearer(request: Request) -> str:
    """The token of a request's Authorization header, or ''."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _invalid_grant(description: str) -> Response:
    return answer({"error": "invalid_grant", "error_description": description}, 400)


def _page(what: str) -> Response:
    page = f"<!DOCTYPE html><title>Intuit</title><h1>Sorry, we cannot connect</h1><p>{what}</p>"
    return text_answer(page, 400, content_type="text/html")
