"""Taking over what is there: linked, never sent, paid; and a second run that changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer, BookInvoice, DocumentStanding
from app.errors import NotAllowed
from app.operations.collect_payments import collect_payments
from app.operations.first_connect import first_connect
from app.operations.map_customers import not_needed, take_back
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.posting_plan import PlanAction
from app.operations.pull_records import pull_records
from app.store.decisions import answers
from app.store.links import LinkKind, links
from app.store.payments import payments_in
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import dump
from tests.operations.fake_books import KEY, FakeBooks, connect_books

NOVEMBER = date(2026, 11, 1)
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        made = FakeBooks()
        made.customers["C1"] = BookCustomer(source_id="C1", name="Granite Peak Credit Union")
        made.customers["C2"] = BookCustomer(
            source_id="C2", name="Harbor Light Dental", number="200"
        )
        made.invoices["I1"] = invoice("I1", "CF-1043", "C1", "44.24")
        yield connect_books(approved(office, tmp_path), made, monkeypatch)


def invoice(source_id: str, number: str, customer: str, total: str) -> BookInvoice:
    return BookInvoice(
        source_id=source_id,
        number=number,
        customer_id=customer,
        currency="USD",
        total=Decimal(total),
        balance=Decimal(total),
    )


def invoice_links(office: Office) -> dict[str, str]:
    with office.file.read() as conn:
        return {ours: each.their_id for ours, each in links(conn, KEY, LinkKind.INVOICE).items()}


def test_before_a_pull_there_is_nothing_to_take_over(office: Office, books: FakeBooks) -> None:
    assert books.customers
    with pytest.raises(NotAllowed, match="Nothing was read from The Books yet"):
        first_connect(office, KEY, NOVEMBER)


def test_customers_invoices_and_payments_are_taken_over_once(
    office: Office, books: FakeBooks
) -> None:
    books.pay("CF-1043", Decimal("10.00"))
    pull_records(office, KEY)
    made = first_connect(office, KEY, DECEMBER)
    assert (made.customers.count, made.invoices.count, made.payments) == (2, 1, 1)
    assert invoice_links(office) == {"CF-1043": "I1"}
    assert made.held_back == 1
    with office.file.read() as conn:
        (payment,) = payments_in(conn, KEY)
        assert answers(conn)[f"go_live.{KEY}"] == "2026-12-01"
    assert payment.account_number == "100"
    assert [each.invoice_number for each in payment.allocations] == ["CF-1043"]
    before = dump(office)
    again = first_connect(office, KEY, DECEMBER)
    assert again.is_empty
    assert dump(office) == before
    assert [each.problem for each in again.known] == [""]
    assert [each for each in books.calls if each.startswith(("create", "update"))] == []


def test_old_invoices_are_never_posted(office: Office, books: FakeBooks) -> None:
    assert books.customers
    pull_records(office, KEY)
    first_connect(office, KEY, DECEMBER)
    plan = plan_posting(office, KEY)
    told = {each.our_id: each for each in plan.records if each.kind == "invoice"}
    assert told["CF-1044"].action is PlanAction.SKIP
    assert "before the go-live date, 2026-12-01" in told["CF-1044"].reason
    assert told["CF-1043"].action is not PlanAction.CREATE
    first_connect(office, KEY, NOVEMBER)
    plan = plan_posting(office, KEY)
    told = {each.our_id: each for each in plan.records if each.kind == "invoice"}
    assert told["CF-1044"].action is PlanAction.CREATE


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"total": Decimal(40)}, "It comes to 40 there, and to 44.24 here."),
        ({"customer_id": "C9"}, "Its customer there, C9, is linked with nobody here."),
        ({"customer_id": "C2"}, "It is of account 200 there, and of 100 here."),
    ],
)
def test_what_is_not_surely_ours_is_told_and_left(
    office: Office, books: FakeBooks, change: dict[str, object], problem: str
) -> None:
    books.invoices["I1"] = replace(books.invoices["I1"], **change)  # type: ignore[arg-type]
    pull_records(office, KEY)
    (told,) = first_connect(office, KEY, NOVEMBER).known
    assert (told.number, told.problem) == ("CF-1043", problem)
    assert invoice_links(office) == {}


def test_two_of_a_number_and_void_ones(office: Office, books: FakeBooks) -> None:
    books.invoices["I2"] = invoice("I2", "CF-1043", "C1", "44.24")
    void = replace(invoice("I3", "CF-1044", "C2", "21.41"), standing=DocumentStanding.VOID)
    books.invoices["I3"] = void
    pull_records(office, KEY)
    (told,) = first_connect(office, KEY, NOVEMBER).known
    assert told.problem == "It stands there 2 times."


def test_who_is_not_needed_there_is_not_posted(office: Office, books: FakeBooks) -> None:
    assert books.customers
    pull_records(office, KEY)
    not_needed(office, KEY, ours="200", reason="pays cash")
    plan = plan_posting(office, KEY)
    assert {each.our_id for each in plan.records if each.kind == "customer"} == {"100"}
    (held,) = (each for each in plan.records if each.our_id == "CF-1044")
    assert (held.action, held.reason) == (
        PlanAction.SKIP,
        "Its customer is not needed there: pays cash.",
    )
    take_back(office, KEY, ours="200")
    collect_payments(office, KEY)
    plan = plan_posting(office, KEY)
    (invoiced,) = (each for each in plan.records if each.our_id == "CF-1044")
    assert invoiced.action is PlanAction.CREATE
