from collections.abc import Iterator
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer
from app.connectors.dealings import Ability
from app.operations.map_customers import make_new
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.store.outbox import Errand, begin_errand, open_errands
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import NOW
from tests.operations.fake_books import KEY, FakeBooks, connect_books
from tests.operations.test_post_invoices import posted


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        yield connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)


def customer(office: Office, number: str = "100") -> PlanRecord:
    plan = plan_posting(office, KEY)
    (record,) = (e for e in plan.records if (e.kind, e.our_id) == ("customer", number))
    return record


def test_a_new_customer_shows_every_field_that_is_sent(office: Office, books: FakeBooks) -> None:
    assert books.customers == {}
    record = customer(office)
    assert (record.action, record.verb) == (PlanAction.CREATE, Verb.CREATE)
    assert record.after["name"] == "Granite Peak Credit Union"
    assert record.after["address"]["city"] == "Lakewood"
    assert "email" not in record.after


def test_two_of_a_name_keep_customer_and_invoice_back(office: Office, books: FakeBooks) -> None:
    for key in ("C1", "C2"):
        books.customers[key] = BookCustomer(source_id=key, name="Granite Peak Credit Union")
    assert customer(office).action is PlanAction.CONFLICT
    plan = plan_posting(office, KEY)
    (invoice,) = (each for each in plan.records if each.our_id == "CF-1043")
    assert (invoice.action, invoice.reason) == (
        PlanAction.CONFLICT,
        "Its customer 100 needs a hand first.",
    )


def test_who_was_sent_without_an_answer_is_looked_for_before_anybody_is_asked(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    make_new(office, KEY, ours="100")
    books.customers["C1"] = BookCustomer(
        source_id="C1", name="Granite Peak Credit Union", number="100"
    )
    assert "has a customer of this name" in customer(office).reason
    errand = Errand(verb="create", kind="customer", our_id="100", digest="as it was")
    with office.write() as conn:
        begin_errand(conn, KEY, errand, at=NOW)
    assert customer(office).action is PlanAction.CREATE
    posted(office, tmp_path)
    assert customer(office).their_id == "C1"
    assert len(books.customers) == 2
    with office.file.read() as conn:
        assert open_errands(conn, KEY) == []


def test_a_customer_of_another_account_is_not_taken(office: Office, books: FakeBooks) -> None:
    books.customers["C1"] = BookCustomer(
        source_id="C1", name="Granite Peak Credit Union", number="200"
    )
    assert "Another customer of ours" in customer(office).reason


def test_items_are_planned_once_an_account(office: Office, books: FakeBooks) -> None:
    books.needs_items = True
    plan = plan_posting(office, KEY)
    items = [each for each in plan.records if each.kind == "item"]
    assert len({each.our_id for each in items}) == len(items) > 0
    assert items[0].after["name"].startswith("2200 Taxes") or items[0].after["name"][:1] == "4"


def test_customers_are_looked_for_all_at_once(office: Office, books: FakeBooks) -> None:
    customer(office)
    assert books.walks == 1


def test_a_change_that_the_books_are_not_told_is_a_conflict_once(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.abilities -= {Ability.UPDATE_CUSTOMERS}
    connect_books(office, books, monkeypatch)
    posted(office, tmp_path)
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE accounts SET phone = '+15035550100'")
    record = customer(office)
    assert (record.action, record.after["phone"]) == (PlanAction.CONFLICT, "+15035550100")
    assert record.reason.endswith("The Books is not told so from here: change it there by hand.")
    plan = plan_posting(office, KEY)
    assert [e.action for e in plan.records if e.kind == "invoice"] == [PlanAction.SKIP] * 2
    result = posted(office, tmp_path)
    assert [e.result for e in result.outcomes[:2]] == [Result.CONFLICT] * 2
    assert customer(office).action is PlanAction.SKIP
    assert not any(each.startswith("update") for each in books.calls)
