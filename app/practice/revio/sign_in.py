"""Signing in: an API key is exchanged for a JSON Web Token that tells when it ends."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Final

from app.practice.clock import PracticeClock
from app.practice.limits import Grant, TokenRules, TokenStore

HOST: Final = "cedarfork.psarev.io"
API_KEY: Final = "practice-revio-api-key-0001"
TOKEN_SECONDS: Final = 3_600
_SIGNING_KEY: Final = b"of a stand-in on this computer"


def token_store(clock: PracticeClock) -> TokenStore:
    """The tokens of the tenant; each carries its end in ``exp``."""

    def text(kind: str, serial: int) -> str:
        ends = clock.now() + timedelta(seconds=TOKEN_SECONDS)
        claims = {
            "iss": "https://api.psarev.io",
            "tenant": HOST,
            "jti": f"{kind} {serial}",
            "iat": int(clock.now().timestamp()),
            "exp": int(ends.timestamp()),
        }
        return json_web_token(claims)

    rules = TokenRules(access_seconds=TOKEN_SECONDS)
    return TokenStore(clock, rules, name="revio", token_text=text)


def json_web_token(claims: dict[str, object]) -> str:
    """Claims signed with HMAC and SHA-256, in three parts."""
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    signature = hmac.new(_SIGNING_KEY, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_packed(signature)}"


def grant() -> Grant:
    """What the API key lets its bearer do: what its creator's role may."""
    return Grant(subject=HOST, client="api-key")


def _part(value: dict[str, object]) -> str:
    return _packed(json.dumps(value, separators=(",", ":")).encode())


def _packed(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
