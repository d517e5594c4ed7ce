import pytest

from app.connectors.avalara.declaration import AVALARA
from app.connectors.system import checked_settings
from app.errors import InputError


def test_what_is_not_given_takes_its_default() -> None:
    found = checked_settings(AVALARA, {"client_id": " 787 ", "auth": "api_key"})
    assert (found["client_id"], found["auth"], found["environment"], found["base_url"]) == (
        "787",
        "api_key",
        "production",
        "",
    )
    assert set(found) == {setting.name for setting in AVALARA.settings}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs client_id"),
        ({"client": "7"}, "Did you mean client_id"),
        ({"client_id": "7", "shoe": "9"}, "no setting “shoe”"),
        ({"client_id": "7", "bscl": "big"}, "Use one of: ilec, clec"),
        ({"client_id": "7", "timeout_seconds": "0"}, "a number above zero"),
        ({"client_id": "7", "timeout_seconds": "soon"}, "a number above zero"),
        ({"client_id": "7", "timeout_seconds": "inf"}, "a number above zero"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        checked_settings(AVALARA, given)
