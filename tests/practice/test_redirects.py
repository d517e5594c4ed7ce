import pytest

from app.practice.redirects import is_registered


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("http://localhost:53682/callback", True),
        ("http://localhost/callback", True),
        ("https://relay.example/callback", True),
        ("http://127.0.0.1:53682/callback", False),
        ("https://127.0.0.1/callback", False),
        ("http://[::1]:53682/callback", False),
        ("http://relay.example/callback", False),
        ("https://relay.example/callback?a=1", False),
        ("https://relay.example/callback#a", False),
        ("app://callback", False),
        ("", False),
    ],
)
def test_addresses_that_a_portal_registers(address: str, answer: bool) -> None:  # noqa: FBT001
    assert is_registered(address) is answer
