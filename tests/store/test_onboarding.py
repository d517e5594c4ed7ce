"""Onboarding items at rest."""

from dataclasses import replace

from app.operations.office import Office
from app.store.onboarding import (
    CardItem,
    Item,
    ItemState,
    card_items,
    drop_card,
    keep_item,
    open_cards,
)
from tests.operations.companies import NOW

ITEMS = [CardItem(account_number="201", item=item, note=item.value) for item in reversed(Item)]


def test_items_are_read_back_in_the_order_in_which_they_are_asked(office: Office) -> None:
    with office.write() as conn:
        open_cards(conn, [*ITEMS, CardItem(account_number="150", item=Item.CIRCUIT)])
        assert [each.item for each in card_items(conn, "201")] == list(Item)
        assert len(card_items(conn)) == len(ITEMS) + 1


def test_an_item_that_is_there_is_not_opened_again(office: Office) -> None:
    asked = replace(ITEMS[0], state=ItemState.ASKED, asked_whom="Dana", asked_at=NOW, done_at=NOW)
    with office.write() as conn:
        open_cards(conn, ITEMS)
        keep_item(conn, asked)
        open_cards(conn, ITEMS)
        assert card_items(conn, "201")[-1] == asked


def test_a_card_can_be_taken_away(office: Office) -> None:
    with office.write() as conn:
        open_cards(conn, ITEMS)
        drop_card(conn, "201")
        assert card_items(conn) == []
