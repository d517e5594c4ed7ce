from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import (
    BookBalance,
    BookCreditNote,
    BookInvoice,
    BookPayment,
    DocumentStanding,
)
from app.connectors.dealings import Ability
from app.operations.collect_payments import collect_payments
from app.operations.compare_balances import balance_findings
from app.operations.office import Office
from app.store.links import LinkKind, links
from tests.keyrings import memory_keyring
from tests.operations.billed import approved, credited
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books
from tests.operations.test_post_invoices import posted


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        made = connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)
        posted(office, tmp_path)
        yield made


def differing(office: Office) -> list[tuple[str | None, str]]:
    found = collect_payments(office, KEY).findings
    return [(each.record, each.message) for each in found if each.code == "balance_differs"]


def granite(office: Office) -> str:
    """Their id of customer 100."""
    with office.file.read() as conn:
        return links(conn, KEY, LinkKind.CUSTOMER)["100"].their_id


def foreign(office: Office, **changed: object) -> BookInvoice:
    made = BookInvoice(
        source_id="PSA-1",
        number="PSA-1",
        customer_id=granite(office),
        total=Decimal("100.00"),
        balance=Decimal("60.00"),
        currency="USD",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_invoices_payments_credit_and_documents_of_others_come_to_the_balance(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    assert differing(office) == []
    books.pay("CF-1043", Decimal("0.10"), unapplied=Decimal("5.00"))
    books.invoices["PSA-1"] = foreign(office)
    assert differing(office) == []
    credited(office)
    posted(office, tmp_path)
    assert [each.remaining for each in books.notes.values()] == [Decimal(0)]
    assert differing(office) == []
    books.notes["N1"] = BookCreditNote(
        source_id="N1",
        customer_id=granite(office),
        total=Decimal("7.00"),
        remaining=Decimal("3.00"),
    )
    assert differing(office) == []


def test_what_no_document_tells_is_a_finding(office: Office, books: FakeBooks) -> None:
    books.journal.append((granite(office), Decimal("12.50")))
    assert differing(office) == [
        ("100", "100 owes 56.74 by the books, and its documents come to 44.24: 12.50 more there.")
    ]


def test_an_invoice_somebody_deleted_is_missing_from_the_balance(
    office: Office, books: FakeBooks
) -> None:
    books.end("CF-1044", DocumentStanding.DELETED)
    assert differing(office) == [
        ("200", "200 owes 0 by the books, and its documents come to 21.41: 21.41 less there.")
    ]


def test_a_customer_that_is_not_ours_is_not_compared(office: Office, books: FakeBooks) -> None:
    books.journal.append(("nobody of ours", Decimal(1)))
    assert differing(office) == []


def test_drafts_and_void_documents_count_nothing(office: Office, books: FakeBooks) -> None:
    customer = granite(office)
    told = {customer: BookBalance(customer_id=customer, open=Decimal("44.24"))}
    for standing in (DocumentStanding.DRAFT, DocumentStanding.VOID):
        books.invoices["PSA-1"] = foreign(office, standing=standing)
        books.notes["N1"] = BookCreditNote(
            source_id="N1", customer_id=customer, remaining=Decimal("3.00"), standing=standing
        )
        collect_payments(office, KEY)
        with office.write() as conn:
            found = balance_findings(conn, KEY, told)
        assert [each.record for each in found] == ["200"]


def test_other_currencies_are_not_compared_and_that_is_told(
    office: Office, books: FakeBooks
) -> None:
    books.invoices["PSA-1"] = foreign(office, currency="CAD")
    assert differing(office) == [
        ("100", "The balance of 100 is not compared: it has documents in CAD, USD.")
    ]


def test_a_balance_that_is_not_told_is_a_finding_where_something_is_owed(
    office: Office, books: FakeBooks
) -> None:
    collect_payments(office, KEY)
    with office.write() as conn:
        found = balance_findings(conn, KEY, {})
    assert [each.message for each in found] == [
        "The documents of 100 come to 44.24, and the books tell no balance.",
        "The documents of 200 come to 21.41, and the books tell no balance.",
    ]
    assert books.standing("CF-1043")


def test_books_that_tell_no_balances_are_not_asked(
    office: Office, books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_port: FakePort) -> object:
        raise AssertionError

    books.abilities -= {Ability.BALANCES}
    connect_books(office, books, monkeypatch)
    monkeypatch.setattr(FakePort, "balances", never)
    books.journal.append((granite(office), Decimal(5)))
    assert differing(office) == []


def test_a_payment_without_a_customer_counts_for_nobody(office: Office, books: FakeBooks) -> None:
    books.payments["P"] = BookPayment(source_id="P", total=Decimal(3), unapplied=Decimal(3))
    assert differing(office) == []
