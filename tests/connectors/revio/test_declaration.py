import ast
import logging
from pathlib import Path

import httpx
import pytest

from app.connectors.revio import declaration
from app.connectors.revio.declaration import REVIO
from app.connectors.system import checked_settings
from app.errors import RemoteRefused, SignInNeeded
from tests.connectors.openings import opening_of
from tests.connectors.revio.desk import CUSTOMERS, HOST, KEY, ROOT, Desk, port_of

EXCHANGE = "/api/v1/auth/api-key/exchange"
NONE: dict[str, list[object]] = {"data": []}


def test_a_key_is_exchanged_for_a_token_that_signs_every_call() -> None:
    desk = Desk({CUSTOMERS: NONE})
    port_of(desk).company()
    exchange, call = desk.asked
    assert (exchange.method, exchange.url.path) == ("POST", EXCHANGE)
    assert exchange.content == b'{"apiKey":"a-key-of-ours"}'
    assert "authorization" not in exchange.headers
    assert call.headers["Authorization"].startswith("Bearer e30.")


def test_every_call_names_the_tenants_host() -> None:
    desk = Desk({CUSTOMERS: NONE})
    port_of(desk).company()
    assert desk.asked[-1].headers["X-Revio-Host"] == HOST


def test_the_token_ends_by_its_own_claim_and_is_had_anew_a_minute_before() -> None:
    desk = Desk({CUSTOMERS: NONE}, token_seconds=600)
    port = port_of(desk)
    list(port.pull(next(iter(REVIO.families)), since=None))  # type: ignore[arg-type]
    desk.time.sleep(539)
    list(port.pull(next(iter(REVIO.families)), since=None))  # type: ignore[arg-type]
    assert desk.tokens == 1
    desk.time.sleep(1)
    list(port.pull(next(iter(REVIO.families)), since=None))  # type: ignore[arg-type]
    assert desk.tokens == 2


def test_a_401_is_met_by_one_more_exchange() -> None:
    answers = [httpx.Response(401, json={"message": "expired"})]
    desk = Desk({CUSTOMERS: lambda _: answers.pop() if answers else NONE})
    port_of(desk).company()
    assert desk.tokens == 2
    always = Desk({CUSTOMERS: httpx.Response(401, json={"message": "revoked"})})
    with pytest.raises(SignInNeeded):
        port_of(always).company()
    # A new token may run out, or be revoked, on its way: a second one is tried, and no third.
    assert always.tokens == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_bad_key_is_any_4xx_and_a_sign_in(status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bad = httpx.Response(status, json={"message": f"The key {KEY} is not valid."})
    with pytest.raises(SignInNeeded) as raised:
        port_of(Desk({EXCHANGE: bad})).company()
    assert KEY not in f"{raised.value}{caplog.text}"


def test_an_exchange_without_a_token_is_refused() -> None:
    with pytest.raises(RemoteRefused, match="gave no token"):
        port_of(Desk({EXCHANGE: {"data": {}}})).company()


def test_tickets_may_lie_at_another_address() -> None:
    desk = Desk({"/psac/api/v1/ticket-list": NONE})
    port = port_of(desk, psac_url="http://127.0.0.1")
    list(port.pull(next(iter(REVIO.families)), since=None))  # type: ignore[arg-type]
    assert desk.asked[-1].url.host == "127.0.0.1"
    assert desk.asked[-2].url.host == "localhost"


def test_a_missing_key_is_asked_for_and_opening_asks_nobody() -> None:
    desk = Desk()
    opening = opening_of(REVIO, {"host": HOST, "api_url": ROOT}, secrets={}, transport=desk)
    port = REVIO.open(opening)
    assert desk.asked == []
    with pytest.raises(SignInNeeded, match="api_key"):
        port.company()


def test_addresses_have_the_vendors_defaults() -> None:
    settings = checked_settings(REVIO, {"host": HOST})
    assert settings["api_url"] == "https://api.psarev.io"
    assert [each.calls for each in REVIO.limits(settings)] == [500, 150_000]


def test_each_quirk_in_the_declaration_has_its_test() -> None:
    text = declaration.__doc__ or ""
    named = {word.strip("`.,;") for word in text.split() if word.startswith("``test_")}
    there = {
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) > 10
    assert named <= there
