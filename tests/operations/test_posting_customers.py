"""Customers looked for all at once before they are made, and items of which nobody knew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer
from app.billing.outgoing import OutgoingItem
from app.connectors.dealings import Posted
from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, Verb
from app.store.links import LinkKind, links
from app.store.outbox import open_errands
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books
from tests.operations.test_post_invoices import planned, posted

MAKE = FakePort.create_item


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        yield connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)


def open_items(office: Office) -> list[str]:
    with office.file.read() as conn:
        return [e.errand.our_id for e in open_errands(conn, KEY) if e.errand.kind == "item"]


def test_customers_are_looked_for_at_once_before_they_are_made(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    books.walks = 0
    post_invoices(office, KEY, path)
    assert books.walks == 1
    assert len(books.customers) == 2


def test_one_that_came_between_plan_and_posting_is_linked(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    books.customers["C"] = BookCustomer(source_id="C", name="Granite Peak Credit Union")
    result = post_invoices(office, KEY, path)
    assert result.outcomes[0].result is Result.LINKED
    assert len(books.customers) == 2


def test_after_a_time_out_a_customer_is_looked_for_anew(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.has_keys = False
    books.befalls = ["lost_after"]
    assert posted(office, tmp_path).is_clear
    assert len(books.customers) == 2


def ended(port: FakePort, item: OutgoingItem, *, key: str) -> Posted:
    MAKE(port, item, key=key)
    raise KeyboardInterrupt


def begun(office: Office, folder: Path) -> None:
    """The program ends after an item was made, and before it was told so."""
    _, path = planned(office, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakePort, "create_item", ended)
        with pytest.raises(KeyboardInterrupt):
            post_invoices(office, KEY, path)


def test_an_item_of_which_nobody_knew_is_looked_for_and_closed(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.needs_items = True
    begun(office, tmp_path)
    (account,) = open_items(office)
    (made,) = books.items
    (record,) = (
        e for e in plan_posting(office, KEY).records if (e.kind, e.our_id) == ("item", account)
    )
    assert (record.action, record.verb, record.their_id) == (PlanAction.SKIP, Verb.LINK, made)
    assert posted(office, tmp_path).is_clear
    assert open_items(office) == []
    with office.file.read() as conn:
        assert links(conn, KEY, LinkKind.ITEM)[account].their_id == made
    assert not any(e.our_id == account for e in plan_posting(office, KEY).records)


def test_the_same_plan_finds_its_item_and_makes_no_second(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.needs_items = True
    books.has_keys = False
    begun(office, tmp_path)
    made = len(books.calls)
    assert post_invoices(office, KEY, tmp_path / "plan.json").is_clear
    assert len(books.items) == len({each.account_id for each in books.items.values()})
    assert open_items(office) == []
    assert len(books.calls) > made


def test_an_item_that_never_came_and_is_not_needed_is_closed(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.needs_items = True
    begun(office, tmp_path)
    books.items.clear()
    for number in ("CF-1043", "CF-1044"):
        void_invoice(office, number, why="wrong")
    (record,) = (e for e in plan_posting(office, KEY).records if e.kind == "item")
    assert (record.action, record.verb) == (PlanAction.SKIP, Verb.NONE)
    posted(office, tmp_path)
    assert (open_items(office), books.items) == ([], {})
