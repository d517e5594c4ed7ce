"""Onboarding cards: asked, known, done by hand or by what was entered."""

from dataclasses import replace

import pytest

from app.errors import NotAllowed
from app.operations.edit_records import edit_records
from app.operations.incoming_customers import write_all
from app.operations.office import Office
from app.operations.onboarding import (
    Item,
    ItemState,
    note_onboarding,
    onboarding,
    put_item_back,
)
from app.store.audit import entries_of
from tests.operations.companies import BASIC_NUMBER, NOW
from tests.operations.psa_staged import planned, tiny

KEY = "autotask"


@pytest.fixture
def shell(office: Office) -> Office:
    """Tall Pines Lodge signed, and is account 201 now."""
    tiny(office, KEY)
    write_all(office, KEY, planned(office, KEY))
    return office


def test_a_shell_has_a_card_of_what_only_people_know(shell: Office) -> None:
    (card,) = onboarding(shell)
    assert (card.account_number, card.name, card.contract_reference) == (
        "201",
        "Tall Pines Lodge",
        "V-7",
    )
    assert [(each.item, each.state) for each in card.items] == [
        (Item.NUMBERS, ItemState.OPEN),
        (Item.CIRCUIT, ItemState.OPEN),
        (Item.RATE_PLAN, ItemState.OPEN),
    ]
    assert card.asked_at is None


def test_who_was_asked_and_when_is_noted_and_can_be_put_back(shell: Office) -> None:
    before = note_onboarding(shell, "201", Item.CIRCUIT, asked_whom=" Dana ", note="fiber?")
    (card,) = onboarding(shell)
    asked = card.items[1]
    assert (asked.state, asked.asked_whom, asked.asked_at, asked.note) == (
        ItemState.ASKED,
        "Dana",
        NOW,
        "fiber?",
    )
    assert card.asked_at == NOW
    put_item_back(shell, before)
    assert onboarding(shell)[0].items[1] == before
    with shell.file.read() as conn:
        assert len(entries_of(conn, "onboarding", record="201/circuit")) == 2


def test_a_card_is_done_when_all_is_known(shell: Office) -> None:
    note_onboarding(shell, "201", Item.CIRCUIT, state=ItemState.DONE)
    assert onboarding(shell)[0].items[1].done_at == NOW
    number = replace(
        BASIC_NUMBER, number="+13035550177", account_number="201", location_code="201-MAIN"
    )
    edit_records(shell, [number], title="provision")
    assert onboarding(shell) == []
    (card,) = onboarding(shell, done=True)
    assert card.is_done


def test_noting_nothing_changes_nothing(shell: Office) -> None:
    note_onboarding(shell, "201", Item.CIRCUIT)
    with shell.file.read() as conn:
        assert entries_of(conn, "onboarding", record="201/circuit") == []


def test_what_is_on_no_card_is_refused(shell: Office) -> None:
    with pytest.raises(NotAllowed):
        note_onboarding(shell, "201", Item.CERTIFICATE, asked_whom="Dana")
    item = onboarding(shell)[0].items[0]
    with pytest.raises(NotAllowed):
        put_item_back(shell, replace(item, account_number="100"))
