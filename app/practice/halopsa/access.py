"""Discovery, tokens for applications, and what an application and its agent may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.halopsa.errors import described, forbidden, server_error, unauthorized
from app.practice.http_app import Refused, answer
from app.practice.limits import Grant, TokenRefused, TokenStore

TENANT: Final = "cedarfork"
CLIENT_ID: Final = "6a1d7d0e-51c3-4a39-9f4e-52a1c0de0002"
CLIENT_SECRET: Final = "practice-6f0c-4c1e-secret-2e7b"  # noqa: S105  opens made-up data alone
LIMITED_ID: Final = "6a1d7d0e-51c3-4a39-9f4e-52a1c0de0003"
LIMITED_SECRET: Final = "practice-7a1d-5d2f-secret-3f8c"  # noqa: S105  the same
TOKEN_SECONDS: Final = 3_600
EVERYTHING: Final = "all"


@dataclass(frozen=True, slots=True)
class Application:
    """An application and the rights of the agent it signs in as; '' region: sees every customer."""

    secret: str
    rights: frozenset[str]
    region: str = ""


APPLICATIONS: Final[Mapping[str, Application]] = {
    CLIENT_ID: Application(CLIENT_SECRET, frozenset({EVERYTHING})),
    LIMITED_ID: Application(
        LIMITED_SECRET,
        frozenset({"read:customers", "read:contracts", "read:tickets", "read:items"}),
        region="CO",
    ),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: what its token and its agent allow together."""

    scopes: frozenset[str]
    rights: frozenset[str]
    region: str

    def check(self, right: str) -> None:
        """Refuse what the token or the agent does not allow: the lower of both holds."""
        for held in (self.scopes, self.rights):
            if EVERYTHING not in held and right not in held:
                raise forbidden()


@dataclass(frozen=True, slots=True)
class Access:
    """Signs applications in and checks their tokens."""

    tokens: TokenStore

    def auth_info(self, request: Request) -> Response:
        """Where to sign in; needs no token."""
        return answer({"auth_url": f"{request.host_url}auth", "tenant_id": TENANT})

    def token(self, request: Request) -> Response:
        """A token for an application's own credentials.

        Without a tenant the host's own is meant: clients in use send none.
        """
        if request.args.get("tenant", TENANT) != TENANT:
            raise server_error("Tenant could not be found")
        form = request.form
        if form.get("grant_type") != "client_credentials":
            raise described("unsupported_grant_type", "The grant type is not supported")
        application = APPLICATIONS.get(form.get("client_id", ""))
        if application is None or application.secret != form.get("client_secret"):
            raise described("invalid_client", "The client credentials are invalid", 401)
        scope = form.get("scope", "").strip()
        if not scope:
            raise described("invalid_scope", "The scope is missing")
        grant = Grant(subject=TENANT, client=form["client_id"], scope=scope)
        issued = self.tokens.issue(grant)
        return answer(
            {
                "scope": scope,
                "token_type": "Bearer",
                "access_token": issued.access,
                "expires_in": TOKEN_SECONDS,
            }
        )

    def caller(self, request: Request) -> Caller:
        """Who asks; Refused for a token that does not hold."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            grant = self.tokens.check(token.strip())
        except TokenRefused as refused:
            raise Refused(unauthorized()) from refused
        if scheme.lower() != "bearer":
            raise Refused(unauthorized())
        application = APPLICATIONS[grant.client]
        return Caller(frozenset(grant.scope.split()), application.rights, application.region)
