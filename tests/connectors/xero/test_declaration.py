"""Xero as it is declared."""

import re
from pathlib import Path

from app.connectors.oauth import OAuthApp
from app.connectors.system import checked_settings
from app.connectors.xero import declaration
from app.connectors.xero.declaration import SCOPES, XERO
from tests.connectors.openings import MemorySecrets
from tests.connectors.xero.desk import Desk, opening

CONNECTIONS = [
    {"tenantId": "t-1", "tenantType": "ORGANISATION", "tenantName": "Cedar"},
    {"tenantId": "t-2", "tenantType": "PRACTICEMANAGER", "tenantName": "Books"},
]


def app_of(secret: str = "", **settings: str) -> OAuthApp:
    assert XERO.oauth is not None
    checked = checked_settings(XERO, {"client_id": "app", **settings})
    return XERO.oauth(checked, MemorySecrets({"client_secret": secret} if secret else {}))


def test_scopes_are_granular_or_broad() -> None:
    assert "accounting.banktransactions" in app_of().scope
    assert app_of(scopes="broad").scope == SCOPES["broad"]
    assert app_of(scopes="offline_access accounting.invoices.read").scope.endswith(".read")
    assert all("offline_access" in scope for scope in SCOPES.values())


def test_a_public_client_has_no_secret() -> None:
    assert (app_of().client_secret, app_of().uses_pkce) == (None, True)
    assert (app_of().client_auth, app_of("hidden").client_auth) == ("none", "client_secret_basic")
    web = app_of("hidden")
    assert (web.client_secret, web.uses_pkce) == ("hidden", True)
    assert "hidden" not in repr(web)


def test_its_redirect_is_by_name_and_with_a_port() -> None:
    assert app_of().redirect_uri == "http://localhost:53682/callback"


def test_organisations_are_listed_after_the_sign_in() -> None:
    desk = Desk()
    desk.on("GET /connections", CONNECTIONS)
    assert XERO.tenants is not None
    found = XERO.tenants(opening(desk, tenant_id=""))
    assert [(each.id, each.name) for each in found] == [("t-1", "Cedar")]
    assert "xero-tenant-id" not in desk.asked[0].headers


def test_the_calls_of_a_day_are_by_the_price_tier() -> None:
    limits = XERO.limits(checked_settings(XERO, {"client_id": "app", "calls_a_day": "5000"}))
    assert [each.calls for each in limits] == [60, 5000]


def test_every_quirk_names_a_test_that_is_there() -> None:
    assert declaration.__doc__ is not None
    named = re.findall(r"``(test_\w+)``", declaration.__doc__)
    texts = "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in texts] == []
    assert len(named) > 20
