"""Families of Sage Accounting: whole, changed, deleted."""

from typing import Any

import httpx
import pytest

from app.billing.incoming import (
    BookFamily,
    BookInvoice,
    BookPayment,
    DocumentStanding,
)
from app.connectors.dealings import Page
from app.errors import RemoteRefused
from tests.connectors.sage.counter import (
    Counter,
    a_contact,
    a_credit,
    a_receipt,
    an_account,
    an_allocation,
    an_invoice,
    listed,
    opened,
    refused,
)

SINCE = "2026-10-10T12:00:00+00:00"


def pulled(counter: Counter, family: BookFamily, since: str | None = None) -> list[Page]:
    return list(opened(counter).pull(family, since=since))


def records(pages: list[Page]) -> list[Any]:
    return [each for page in pages for each in page.records]


def test_changes_and_deletions_are_two_lists() -> None:
    counter = Counter()
    gone = a_contact(id="c2", deleted_at="2026-10-11T10:00:00Z")
    counter.on("GET /contacts", listed(a_contact()), listed(gone))
    found = records(pulled(counter, BookFamily.CUSTOMERS, SINCE))
    assert [(each.source_id, each.is_gone) for each in found] == [("c1", False), ("c2", True)]
    changed, deleted = (each.query for each in counter.asked)
    assert changed["updated_or_created_since"] == "2026-10-10T11:50:00+00:00"
    assert deleted["deleted_since"] == "2026-10-10T11:50:00+00:00"
    assert changed["show_balance"] == "true"


def test_a_tombstone_may_hold_its_id_alone() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices", listed(), listed({"id": "i9"}))
    (found,) = records(pulled(counter, BookFamily.INVOICES, SINCE))
    assert (found.source_id, found.is_gone, found.standing) == (
        "i9",
        True,
        DocumentStanding.DELETED,
    )


def test_a_whole_walk_tells_void_invoices_too() -> None:
    counter = Counter()
    void = an_invoice(id="i2", status={"id": "VOID"}, deleted_at="2026-10-09T10:00:00Z")
    counter.on("GET /sales_invoices", listed(an_invoice()), listed(void))
    pages = pulled(counter, BookFamily.INVOICES)
    found = records(pages)
    assert [each.standing for each in found] == [DocumentStanding.OPEN, DocumentStanding.VOID]
    assert [each.is_gone for each in found] == [False, False]
    assert {page.is_whole for page in pages} == {True}


@pytest.mark.parametrize(
    ("family", "path"),
    [(BookFamily.ACCOUNTS, "/ledger_accounts"), (BookFamily.TAX_CODES, "/tax_rates")],
)
def test_accounts_and_rates_are_read_whole(family: BookFamily, path: str) -> None:
    counter = Counter()
    pages = pulled(counter, family, SINCE)
    assert {page.is_whole for page in pages} == {True}
    (asked,) = counter.sent("GET", path)
    assert "updated_or_created_since" not in asked.query


def test_the_mark_is_the_greatest_stamp_and_no_later_than_the_begin() -> None:
    counter = Counter()
    counter.on("GET /contacts", listed(a_contact(updated_at="2026-10-12T10:00:00Z")), listed())
    pages = pulled(counter, BookFamily.CUSTOMERS, SINCE)
    assert [page.mark for page in pages[:-1]] == [None] * (len(pages) - 1)
    assert pages[-1].mark == "2026-10-12T10:00:00+00:00"
    text = httpx.Response(
        200,
        json=listed(a_contact(updated_at="2026-10-12T10:00:00Z")),
        headers={"Date": "Mon, 12 Oct 2026 09:00:00 GMT"},
    )
    counter.on("GET /contacts", text)
    assert pulled(counter, BookFamily.CUSTOMERS)[-1].mark == "2026-10-12T09:00:00+00:00"


def test_an_empty_walk_keeps_its_mark() -> None:
    counter = Counter()
    assert pulled(counter, BookFamily.CUSTOMERS, SINCE)[-1].mark == SINCE
    assert pulled(counter, BookFamily.CREDIT_NOTES)[-1].mark == "2000-01-01T00:00:00+00:00"


def test_there_is_no_list_of_terms() -> None:
    assert pulled(Counter(), BookFamily.TERMS) == []


def test_payments_are_receipts_refunds_and_allocations() -> None:
    counter = Counter()
    refund = a_receipt(id="r1", transaction_type={"id": "CUSTOMER_REFUND"})
    counter.on("GET /contact_payments", listed(a_receipt()), listed(refund))
    counter.on("GET /contact_allocations", listed(an_allocation()))
    found = records(pulled(counter, BookFamily.PAYMENTS))
    assert [each.source_id for each in found] == ["p1", "r1", "allocation:x1"]
    kinds = [each.query["transaction_type_id"] for each in counter.sent("GET", "/contact_payments")]
    assert kinds == ["CUSTOMER_RECEIPT", "CUSTOMER_REFUND"]


def test_a_receipt_comes_again_when_money_on_account_is_used() -> None:
    counter = Counter()
    parts = [
        {"artefact": {"id": "o1", "$path": "/contact_payments/p1"}, "amount": "-17.69"},
        {"artefact": {"id": "i2", "$path": "/sales_invoices/i2"}, "amount": "17.69"},
    ]
    used = a_receipt(payment_on_account={"id": "o1", "outstanding_amount": "0.00"})
    # Receipts changed, deleted; refunds changed, deleted; then those of the contact.
    counter.on("GET /contact_payments", listed(), listed(), listed(), listed(), listed(used))
    counter.on(
        "GET /contact_allocations", listed(an_allocation(allocated_artefacts=parts)), listed()
    )
    found = records(pulled(counter, BookFamily.PAYMENTS, SINCE))
    assert [each.source_id for each in found] == ["allocation:x1", "p1"]
    assert found[1].unapplied == 0
    assert counter.sent("GET", "/contact_payments")[-1].query["contact_id"] == "c1"


def test_an_allocation_taken_back_is_gone() -> None:
    counter = Counter()
    counter.on("GET /contact_allocations", listed(), listed({"id": "x1"}))
    (found,) = records(pulled(counter, BookFamily.PAYMENTS, SINCE))
    assert isinstance(found, BookPayment)
    assert (found.source_id, found.is_gone, found.allocations) == ("allocation:x1", True, ())


def test_an_artefact_without_a_path_is_looked_up_once() -> None:
    counter = Counter()
    part = {"artefact": {"id": "n1"}, "amount": "7.31"}
    row = an_allocation(allocated_artefacts=[part, part])
    counter.on("GET /contact_allocations", listed(row))
    counter.on("GET /sales_invoices/n1", refused(404, "Record not found"))
    counter.on("GET /sales_credit_notes/n1", a_credit())
    (found,) = records(pulled(counter, BookFamily.PAYMENTS))
    assert [each.is_credit_note for each in found.allocations] == [True, True]
    assert len(counter.sent("GET", "/sales_credit_notes/n1")) == 1


def test_an_artefact_that_is_no_document_is_money_on_account() -> None:
    counter = Counter()
    parts = [
        {"artefact": {"id": "o1"}, "amount": "7.31"},
        {"artefact": {"id": "i1", "$path": "/sales_invoices/i1"}, "amount": "7.31"},
    ]
    counter.on("GET /contact_allocations", listed(an_allocation(allocated_artefacts=parts)))
    counter.on("GET /sales_invoices/o1", refused(404, "Record not found"))
    counter.on("GET /sales_credit_notes/o1", refused(404, "Record not found"))
    (found,) = records(pulled(counter, BookFamily.PAYMENTS))
    assert [each.document_id for each in found.allocations] == ["i1"]


def test_a_row_that_cannot_be_read_is_named() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices", listed(an_invoice(total_amount="much")))
    with pytest.raises(RemoteRefused, match="i1"):
        pulled(counter, BookFamily.INVOICES)


def test_each_family_is_read_from_its_lists() -> None:
    counter = Counter()
    counter.on("GET /ledger_accounts", listed(an_account(4010, "Sales")))
    counter.on("GET /services", listed({"id": "s1"}))
    counter.on("GET /products", listed({"id": "p1"}))
    counter.on("GET /sales_invoices", listed(an_invoice()))
    counter.on("GET /sales_credit_notes", listed(a_credit()))
    assert len(records(pulled(counter, BookFamily.ACCOUNTS))) == 1
    items = records(pulled(counter, BookFamily.ITEMS))
    assert [each.source_id for each in items] == ["s1", "product:p1"]
    assert isinstance(records(pulled(counter, BookFamily.INVOICES))[0], BookInvoice)
    assert records(pulled(counter, BookFamily.CREDIT_NOTES))[0].number == "TC-7"
