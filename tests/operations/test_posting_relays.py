"""A PSA's own invoices reach the books once, and their payments come back to the PSA."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.incoming import BookInvoice
from app.customers.incoming import PsaCustomer, PsaInvoice
from app.operations.collect_payments import collect_payments
from app.operations.decide import decide
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import PostingResult, Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.posting_relays import relays
from app.operations.psa_writing import plan_psa_writing, write_to_psa
from app.operations.pull_records import pull_records
from app.store.links import LinkKind, links
from tests.keyrings import memory_keyring
from tests.operations.companies import HARBOR
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_books import FakeBooks, connect_books
from tests.operations.fake_psa import KEY, FakePsa, connect_psa
from tests.operations.psa_staged import link

OURS = f"{KEY}:PSA-9"
THERE = PsaInvoice(
    source_id="9",
    customer_id="2",
    number="PSA-9",
    dated_on=date(2026, 10, 20),
    due_on=date(2026, 11, 19),
    total=Decimal("312.50"),
    balance=Decimal("312.50"),
)


@pytest.fixture
def both(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[FakePsa, FakeBooks]]:
    """Harbor Light Dental has its telecom here, and the rest from the PSA."""
    edit_records(office, [replace(HARBOR, consolidated=False)], title="telecom only")
    customers = {"2": PsaCustomer(source_id="2", name="Harbor Light Dental")}
    psa = FakePsa(customers=customers, invoices={"9": THERE})
    with memory_keyring():
        connect_psa(office, psa, monkeypatch)
        books = connect_books(office, FakeBooks(), monkeypatch)
        link(office, KEY, "200", "2")
        pull_records(office, KEY)
        decide(office, "time_product", "LABOR")
        yield psa, books


def planned(office: Office) -> list[PlanRecord]:
    return [each for each in plan_posting(office, BOOKS).records if each.kind == "psa_invoice"]


def posted(office: Office) -> PostingResult:
    return post_invoices(office, BOOKS, plan_posting(office, BOOKS))


def test_it_is_made_there_once(office: Office, both: tuple[FakePsa, FakeBooks]) -> None:
    _, books = both
    (record,) = planned(office)
    assert (record.our_id, record.verb, record.amount) == (OURS, Verb.CREATE, Decimal("312.50"))
    assert record.document["lines"][0]["code"] == "4050"
    assert posted(office).is_clear
    (made,) = books.standing("PSA-9")
    assert made.total == Decimal("312.50")
    assert planned(office)[0].action is PlanAction.SKIP
    assert posted(office).is_clear
    assert len(books.standing("PSA-9")) == 1
    with office.file.read() as conn:
        assert links(conn, BOOKS, LinkKind.PSA_INVOICE)[OURS].their_id == made.source_id


def test_one_that_is_there_is_linked_and_another_is_not(
    office: Office, both: tuple[FakePsa, FakeBooks]
) -> None:
    _, books = both
    there = BookInvoice(source_id="X", number="PSA-9", total=Decimal("312.50"))
    books.invoices["X"] = there
    assert planned(office)[0].verb is Verb.LINK
    books.invoices["X"] = replace(there, total=Decimal(300))
    assert planned(office)[0].action is PlanAction.CONFLICT
    books.invoices["Y"] = there
    assert "2 times" in planned(office)[0].reason
    del books.invoices["Y"]
    books.invoices["X"] = there
    assert posted(office).count(Result.LINKED) >= 1
    assert len(books.invoices) == 1


def test_what_is_ours_paid_or_old_is_not_relayed(
    office: Office, both: tuple[FakePsa, FakeBooks]
) -> None:
    psa, _ = both
    decide(office, f"go_live.{BOOKS}", "2026-10-21")
    assert relays(office, BOOKS) == []
    decide(office, f"go_live.{BOOKS}", "")
    psa.invoices["9"] = replace(THERE, balance=Decimal(0))
    pull_records(office, KEY, full=True)
    assert relays(office, BOOKS) == []
    psa.invoices["9"] = THERE
    pull_records(office, KEY, full=True)
    edit_records(office, [HARBOR], title="everything here")
    assert relays(office, BOOKS) == []
    assert plan_posting(office, BOOKS, numbers=[], relay=True).records == ()


def test_its_payment_comes_back_to_the_psa(office: Office, both: tuple[FakePsa, FakeBooks]) -> None:
    psa, books = both
    posted(office)
    books.pay("PSA-9", Decimal("312.50"))
    pull_records(office, BOOKS)
    collect_payments(office, BOOKS)
    plan = plan_psa_writing(office, KEY)
    (record,) = (each for each in plan.records if each.kind == "psa_invoice")
    assert (record.action, record.amount) == (PlanAction.UPDATE, Decimal("312.50"))
    assert write_to_psa(office, KEY, plan).is_clear
    ((source_id, news),) = psa.told
    assert (source_id, news.is_settled, news.invoice_number) == ("9", True, "PSA-9")
