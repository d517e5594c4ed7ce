from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.adjust_invoices import void_invoice
from app.operations.decide import decide
from app.operations.office import Office
from app.operations.sync_company import sync_company
from app.operations.sync_states import SyncStanding, sync_states
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def standings(office: Office, kind: str = "invoice") -> dict[str, SyncStanding]:
    return {key: each.standing for key, each in sync_states(office, kind).items()}


def test_without_a_connection_nothing_has_a_state(office: Office) -> None:
    assert sync_states(office, "invoice") == {}


def test_a_kind_that_has_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="no sync states of number"):
        sync_states(office, "number")


def test_invoices_are_queued_then_synced_with_number_and_time(office: Office, sides: Sides) -> None:
    del sides
    assert set(standings(office).values()) == {SyncStanding.QUEUED}
    sync_company(office, go=True)
    found = sync_states(office, "invoice")["CF-1043"]
    assert found.standing is SyncStanding.SYNCED
    assert (found.system, found.at is not None, bool(found.number)) == (BOOKS, True, True)


def test_what_is_from_before_the_go_live_is_not_synced(office: Office, sides: Sides) -> None:
    del sides
    decide(office, f"go_live.{BOOKS}", "2030-01-01")
    found = sync_states(office, "invoice")["CF-1043"]
    assert found.standing is SyncStanding.NOT_SYNCED
    assert found.why == "It is from before the go-live day."


def test_a_change_there_and_a_void_here_are_told(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sides.books.edit("CF-1043", Decimal(40))
    sync_company(office)
    assert standings(office)["CF-1043"] is SyncStanding.CHANGED_THERE
    void_invoice(office, "CF-1044", why="Made by mistake")
    assert standings(office)["CF-1044"] is SyncStanding.QUEUED
    sync_company(office, go=True)
    assert standings(office)["CF-1044"] is SyncStanding.VOIDED


def test_a_customer_s_state_is_its_worst_with_the_others_beside_it(
    office: Office, sides: Sides
) -> None:
    del sides
    sync_company(office, go=True)
    found = sync_states(office, "customer")
    assert {each.system for each in (found["100"], *found["100"].others)} >= {BOOKS}
