"""QuickBooks Online as it is declared."""

import re
from pathlib import Path

import pytest

from app.connectors.quickbooks import declaration
from app.connectors.quickbooks.declaration import QUICKBOOKS
from app.connectors.system import checked_settings
from app.errors import InputError, SignInNeeded
from tests.connectors.openings import MemorySecrets, opening_of

RELAY = "https://relay.example/qbo"


def app_of(**settings: str) -> object:
    assert QUICKBOOKS.oauth is not None
    checked = checked_settings(QUICKBOOKS, {"client_id": "app", **settings})
    return QUICKBOOKS.oauth(checked, MemorySecrets({"client_secret": "hidden"}))


def test_the_sign_in_is_as_registered() -> None:
    assert QUICKBOOKS.oauth is not None
    checked = checked_settings(QUICKBOOKS, {"client_id": "app", "redirect_uri": RELAY})
    app = QUICKBOOKS.oauth(checked, MemorySecrets({"client_secret": "hidden"}))
    assert (app.scope, app.tenant_parameter, app.uses_pkce) == (
        "com.intuit.quickbooks.accounting",
        "realmId",
        False,
    )
    assert app.token_headers == {"x-include-refresh-token-hard-expires-in": "true"}
    assert app.hard_life_field == "x_refresh_token_hard_expires_in"
    assert app.revokes_as_json
    assert "hidden" not in repr(app)


def test_production_takes_no_loopback() -> None:
    with pytest.raises(InputError, match="no redirect to this computer"):
        app_of()
    assert app_of(redirect_uri=RELAY)
    assert app_of(environment="sandbox")


def test_without_its_secret_it_asks_for_it() -> None:
    with pytest.raises(SignInNeeded):
        QUICKBOOKS.open(
            opening_of(
                QUICKBOOKS,
                {"client_id": "app", "environment": "sandbox", "realm_id": "1"},
                secrets={},
            )
        )


def test_every_quirk_names_a_test_that_is_there() -> None:
    assert declaration.__doc__ is not None
    named = re.findall(r"``(test_\w+)``", declaration.__doc__)
    texts = "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in texts] == []
    assert len(named) > 20
