"""What only people know of a new customer: which of it is open, who was asked, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table

TABLE: Final = table(
    "onboarding",
    Column("account_number", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("asked_whom", Text, nullable=False),  # blank: nobody yet
    Column("asked_at", Moment),
    Column("done_at", Moment),
    Column("note", Text, nullable=False),
)

_COLUMNS: Final = "account_number, item, state, asked_whom, asked_at, done_at, note"


class ItemState(Enum):
    """How far an item of a card is."""

    OPEN = "open"
    ASKED = "asked"
    DONE = "done"


class Item(Enum):
    """What only people know."""

    NUMBERS = "numbers"
    CIRCUIT = "circuit"
    """Which carrier, and which circuit."""
    RATE_PLAN = "rate_plan"
    CERTIFICATE = "certificate"
    """Of a customer who is said to be exempt from taxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardItem:
    """One question about a new customer."""

    account_number: str
    item: Item
    state: ItemState = ItemState.OPEN
    asked_whom: str = ""
    asked_at: datetime | None = None
    done_at: datetime | None = None
    note: str = ""


def card_items(conn: Connection, account_number: str | None = None) -> list[CardItem]:
    """The items of all cards, or of one account's, in the order in which they are asked."""
    where, values = (
        ("", ()) if account_number is None else (" WHERE account_number = ?", (account_number,))
    )
    rows = raw(conn).execute(
        f"SELECT {_COLUMNS} FROM onboarding{where} ORDER BY account_number",  # noqa: S608  ours
        values,
    )
    order = list(Item)
    return sorted(
        (_read(row) for row in rows.fetchall()),
        key=lambda each: (each.account_number, order.index(each.item)),
    )


def open_cards(conn: Connection, items: Iterable[CardItem]) -> None:
    """Adds items that are not there yet."""
    raw(conn).executemany(
        f"INSERT OR IGNORE INTO onboarding ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [_at_rest(each) for each in items],
    )


def keep_item(conn: Connection, item: CardItem) -> None:
    """Writes an item in place of the one that is there."""
    raw(conn).execute(
        f"INSERT OR REPLACE INTO onboarding ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        _at_rest(item),
    )


def drop_card(conn: Connection, account_number: str) -> None:
    """Takes the card of an account away."""
    raw(conn).execute("DELETE FROM onboarding WHERE account_number = ?", (account_number,))


def _at_rest(item: CardItem) -> tuple[object, ...]:
    return (
        item.account_number,
        item.item.value,
        item.state.value,
        item.asked_whom,
        None if item.asked_at is None else microseconds(item.asked_at),
        None if item.done_at is None else microseconds(item.done_at),
        item.note,
    )


def _read(row: tuple[str, str, str, str, int | None, int | None, str]) -> CardItem:
    account, item, state, whom, asked_at, done_at, note = row
    return CardItem(
        account_number=account,
        item=Item(item),
        state=ItemState(state),
        asked_whom=whom,
        asked_at=None if asked_at is None else moment_of(asked_at),
        done_at=None if done_at is None else moment_of(done_at),
        note=note,
    )
