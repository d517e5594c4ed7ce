import ast
from decimal import Decimal
from pathlib import Path

import pytest

from app.connectors.autotask import declaration
from app.connectors.autotask.declaration import AUTOTASK
from app.connectors.pacing import Pacer
from app.connectors.system import checked_settings
from app.errors import InputError
from tests.connectors.autotask.desk import ROOT, USER, Desk, port_of
from tests.connectors.openings import VirtualTime


def test_the_limit_is_shared_by_all_programs_of_the_company() -> None:
    settings = checked_settings(AUTOTASK, {"username": USER})
    (limit,) = AUTOTASK.limits(settings)
    assert (limit.calls, limit.seconds, limit.own_calls) == (10_000, Decimal(3600), 5_000)
    (whole,) = AUTOTASK.limits({**settings, "share_percent": "250"})
    assert whole.own_calls == 10_000


def test_calls_past_our_share_of_the_hour_wait() -> None:
    time = VirtualTime()
    settings = checked_settings(AUTOTASK, {"username": USER, "share_percent": "0.01"})
    pacer = Pacer(AUTOTASK.limits(settings), time.timing, longest_wait_seconds=Decimal(4000))
    pacer.take()
    pacer.take()
    assert time.waits == [3600]


def test_the_address_of_the_look_up_has_the_vendors_default() -> None:
    settings = checked_settings(AUTOTASK, {"username": USER})
    assert settings["zone_url"] == "https://webservices.autotask.net/atservicesrest"


def test_opening_asks_nobody_and_refuses_a_day_that_is_none() -> None:
    desk = Desk()
    port_of(desk, zone_url=ROOT)
    assert desk.asked == []
    with pytest.raises(InputError, match="units_on"):
        port_of(desk, units_on="soon")


def test_each_quirk_in_the_declaration_has_its_test() -> None:
    text = declaration.__doc__ or ""
    named = {word.strip("`.,;") for word in text.split() if word.startswith("``test_")}
    here = Path(__file__).parent
    there = {
        node.name
        for path in here.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) > 20
    assert named <= there
