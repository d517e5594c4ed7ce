from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import Allocation, BookInvoice, BookPayment, DocumentStanding
from app.errors import RemoteRefused
from app.operations.adjust_invoices import void_invoice
from app.operations.collect_payments import collect_payments
from app.operations.office import Office
from app.store import audit
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import dump
from tests.operations.fake_books import KEY, FakeBooks, connect_books
from tests.operations.test_post_invoices import posted


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        made = connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)
        posted(office, tmp_path)
        yield made


def test_a_payment_settles_its_invoice(office: Office, books: FakeBooks) -> None:
    books.pay("CF-1043", Decimal("44.24"))
    found = collect_payments(office, KEY)
    assert found.settled == {"CF-1043": Decimal("44.24"), "CF-1044": Decimal(0)}
    assert found.open == {"CF-1043": Decimal(0), "CF-1044": Decimal("21.41")}
    assert [each.account_number for each in found.changed] == ["100"]
    assert found.findings == ()


def test_collecting_twice_counts_once(office: Office, books: FakeBooks) -> None:
    books.pay("CF-1043", Decimal("10.00"))
    first = collect_payments(office, KEY)
    before = dump(office, "watermarks", "remote_records")
    second = collect_payments(office, KEY)
    assert (second.settled, second.changed) == (first.settled, ())
    assert dump(office, "watermarks", "remote_records") == before


def test_part_payments_add_up(office: Office, books: FakeBooks) -> None:
    books.pay("CF-1043", Decimal("10.00"))
    collect_payments(office, KEY)
    books.pay("CF-1043", Decimal("5.00"))
    assert collect_payments(office, KEY).open["CF-1043"] == Decimal("29.24")


def test_a_deleted_payment_opens_its_invoice_again(office: Office, books: FakeBooks) -> None:
    payment = books.pay("CF-1043", Decimal("44.24"))
    collect_payments(office, KEY)
    books.unpay(payment)
    found = collect_payments(office, KEY)
    assert found.open["CF-1043"] == Decimal("44.24")
    assert [each.state for each in found.changed] == ["deleted"]
    with office.file.read() as conn:
        entries = audit.entries_of(conn, "payments", record=f"{KEY}/{payment}")
    assert [each.action for each in entries] == ["added", "changed"]


def test_money_on_account_is_told(office: Office, books: FakeBooks) -> None:
    books.pay("CF-1043", Decimal("44.24"), unapplied=Decimal("5.76"))
    assert collect_payments(office, KEY).unapplied == Decimal("5.76")


def test_more_than_an_invoice_is_told(office: Office, books: FakeBooks) -> None:
    books.pay("CF-1043", Decimal("44.24"))
    books.pay("CF-1043", Decimal("1.00"))
    found = collect_payments(office, KEY)
    assert found.open["CF-1043"] == Decimal("-1.00")
    assert [each.code for each in found.findings] == ["overpaid"]


def test_what_others_did_to_our_invoices_is_told(office: Office, books: FakeBooks) -> None:
    books.end("CF-1043", DocumentStanding.VOID)
    books.edit("CF-1044", Decimal("1.00"))
    found = collect_payments(office, KEY)
    assert [(each.code, each.record) for each in found.findings] == [
        ("void_in_books", "CF-1043"),
        ("changed_in_books", "CF-1044"),
        ("balance_differs", "100"),
        ("balance_differs", "200"),
    ]


def test_a_void_on_both_sides_is_no_news(office: Office, books: FakeBooks, tmp_path: Path) -> None:
    void_invoice(office, "CF-1043", why="Wrong")
    posted(office, tmp_path)
    found = collect_payments(office, KEY)
    assert found.findings == ()
    assert found.open["CF-1043"] == 0
    assert books.invoices


def test_payments_of_documents_made_elsewhere_are_counted_apart(
    office: Office, books: FakeBooks
) -> None:
    (customer, *_) = books.customers
    for place in range(2):
        books.payments[f"X{place}"] = BookPayment(
            source_id=f"X{place}",
            customer_id=customer,
            total=Decimal("9.00"),
            allocations=(Allocation(document_id="PSA-5001", amount=Decimal("9.00")),),
        )
    books.payments["Y"] = BookPayment(source_id="Y", customer_id="nobody of ours")
    found = collect_payments(office, KEY)
    (finding,) = found.findings
    assert (finding.code, finding.message) == (
        "not_ours",
        "2 payments are on documents that were made elsewhere, of 100.",
    )
    assert found.settled["CF-1043"] == 0


def test_another_company_is_not_read(office: Office, books: FakeBooks) -> None:
    books.tenant = "T2"
    with pytest.raises(RemoteRefused):
        collect_payments(office, KEY)


def test_an_invoice_that_was_deleted_before_it_was_ever_read_is_told(
    office: Office, books: FakeBooks
) -> None:
    (invoice,) = books.standing("CF-1043")
    collect_payments(office, KEY)
    with office.write() as conn:
        conn.exec_driver_sql("DELETE FROM remote_records")
    books.invoices[invoice.source_id] = BookInvoice(source_id=invoice.source_id, is_gone=True)
    found = collect_payments(office, KEY)
    assert [each.message for each in found.findings] == [
        "Invoice CF-1043 was deleted in the books.",
        "100 owes 0 by the books, and its documents come to 44.24: 44.24 less there.",
    ]
