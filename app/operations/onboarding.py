"""Onboarding cards: what only people know of a customer who came from a PSA, and who was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.customers.account import Account
from app.customers.service import Circuit, Number
from app.errors import NotAllowed
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry
from app.store.onboarding import CardItem, Item, ItemState, card_items, keep_item
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.exemption import Exemption

__all__ = ["Card", "CardItem", "Item", "ItemState", "note_onboarding", "onboarding"]

AREA: Final = "onboarding"
TITLES: Final[Mapping[Item, str]] = {
    Item.NUMBERS: "Which numbers?",
    Item.CIRCUIT: "Which carrier, and which circuit?",
    Item.RATE_PLAN: "Which rate plan?",
    Item.CERTIFICATE: "Where is the exemption certificate?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The questions about one customer."""

    account_number: str
    name: str
    contract_reference: str
    items: tuple[CardItem, ...]

    @property
    def is_done(self) -> bool:
        """Whether all is known."""
        return all(each.state is ItemState.DONE for each in self.items)

    @property
    def asked_at(self) -> datetime | None:
        """When somebody was last asked."""
        return max((each.asked_at for each in self.items if each.asked_at), default=None)


def onboarding(office: Office, *, done: bool = False) -> list[Card]:
    """The cards of accounts that are here, in the order of their numbers.

    What was entered meanwhile is done. Finished cards are left out unless asked for.
    """
    with office.file.read() as conn:
        accounts = {each.account_number: each for each in load(conn, Account)}
        entered = _entered(conn)
        items: dict[str, list[CardItem]] = {}
        for each in card_items(conn):
            if each.account_number in accounts:
                items.setdefault(each.account_number, []).append(_settled(each, entered))
    cards = [
        Card(
            account_number=number,
            name=accounts[number].name,
            contract_reference=accounts[number].contract_reference or "",
            items=tuple(of_account),
        )
        for number, of_account in items.items()
    ]
    return [card for card in cards if done or not card.is_done]


def note_onboarding(
    office: Office,
    account_number: str,
    item: Item,
    *,
    state: ItemState | None = None,
    asked_whom: str | None = None,
    note: str | None = None,
) -> CardItem:
    """Notes who was asked, what is known, or that it is done; the item as it was before.

    Naming somebody means having asked now. NotAllowed where the account has no such item.
    """
    stamp = office.stamp("note onboarding")
    with office.write() as conn:
        known = {each.item: each for each in card_items(conn, account_number)}
        before = known.get(item)
        if before is None:
            raise NotAllowed(f"Account {account_number} has no such item on its card.")
        after = before
        if note is not None:
            after = replace(after, note=note.strip())
        if asked_whom is not None and asked_whom.strip() != before.asked_whom:
            whom = asked_whom.strip()
            after = replace(after, asked_whom=whom, asked_at=stamp.at if whom else None)
            state = state or (ItemState.ASKED if whom else ItemState.OPEN)
        if state is not None and state is not before.state:
            is_done = state is ItemState.DONE
            after = replace(after, state=state, done_at=stamp.at if is_done else None)
        if after != before:
            keep_item(conn, after)
            audit.record(conn, [_entry(before, after)], stamp=stamp)
    return before


def put_item_back(office: Office, item: CardItem) -> CardItem:
    """Puts an item back as it was; what it was until now, which is redoing."""
    with office.write() as conn:
        known = {each.item: each for each in card_items(conn, item.account_number)}
        before = known.get(item.item)
        if before is None:
            raise NotAllowed(f"Account {item.account_number} has no such item on its card.")
        keep_item(conn, item)
        audit.record(conn, [_entry(before, item)], stamp=office.stamp("undo note onboarding"))
    return before


def _entered(conn: Transaction) -> dict[Item, set[str]]:
    """The accounts for which an item was entered meanwhile."""
    numbered = {each.account_number for each in load(conn, Number)}
    return {
        Item.NUMBERS: numbered,
        Item.RATE_PLAN: numbered,
        Item.CIRCUIT: {each.account_number for each in load(conn, Circuit)},
        Item.CERTIFICATE: {each.account_number for each in load(conn, Exemption)},
    }


def _settled(item: CardItem, entered: Mapping[Item, set[str]]) -> CardItem:
    if item.state is not ItemState.DONE and item.account_number in entered[item.item]:
        return replace(item, state=ItemState.DONE)
    return item


def _entry(before: CardItem, after: CardItem) -> Entry:
    return Entry(
        area=AREA,
        record=f"{after.account_number}/{after.item.value}",
        action=Action.CHANGED,
        before=_told(before),
        after=_told(after),
    )


def _told(item: CardItem) -> dict[str, object]:
    return {"state": item.state, "asked_whom": item.asked_whom, "note": item.note}
