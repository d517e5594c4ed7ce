from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.operations.decide import decide
from app.operations.live_readiness import LiveThing, live_readiness
from app.operations.office import Office
from app.operations.sync_company import sync_company
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def ready(office: Office) -> dict[LiveThing, bool]:
    return {each.thing: each.is_ready for each in live_readiness(office, BOOKS)}


def test_before_it_is_read_nothing_can_be_posted(office: Office, sides: Sides) -> None:
    del sides
    lines = {each.thing: each for each in live_readiness(office, BOOKS)}
    assert lines[LiveThing.SIGN_IN].is_ready
    assert (lines[LiveThing.READ].is_ready, lines[LiveThing.READ].blocks) == (False, True)
    assert not lines[LiveThing.DAY].is_ready


def test_once_all_is_linked_and_decided_everything_is_ready(office: Office, sides: Sides) -> None:
    del sides
    sync_company(office, go=True)
    decide(office, f"go_live.{BOOKS}", "2026-10-01")
    found = ready(office)
    assert found[LiveThing.READ]
    assert found[LiveThing.DAY]
    assert found[LiveThing.FLOW]
    decide(office, "flow.invoices", "off")
    assert not ready(office)[LiveThing.FLOW]


def test_a_system_that_is_not_connected_is_refused(office: Office) -> None:
    with pytest.raises(NotAllowed, match="not connected"):
        live_readiness(office, "xero")
