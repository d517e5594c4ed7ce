"""Families of Xero: whole, and by what was modified since."""

import httpx
import pytest

from app.billing.incoming import BOOK_RECORDS, BookFamily
from app.connectors.xero.declaration import XERO
from tests.connectors.xero.desk import (
    MARK,
    STAMP,
    Desk,
    a_contact,
    a_credit,
    a_payment,
    an_invoice,
    listed,
    opened,
)

ON_ONE = {"Amount": 4.31, "Invoice": {"InvoiceID": "i-1"}}


def test_changes_are_asked_for_by_header() -> None:
    desk = Desk()
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=MARK)
    (asked,) = desk.asked
    assert asked.headers["If-Modified-Since"] == "2026-11-02T15:50:00"
    assert (page.is_whole, page.mark) == (False, MARK)


def test_nothing_modified_is_an_empty_page() -> None:
    desk = Desk()
    desk.on("GET Invoices", httpx.Response(304))
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=MARK)
    assert (page.records, page.mark) == ([], MARK)


def test_the_mark_is_the_servers_time_or_its_greatest_stamp() -> None:
    desk = Desk()
    desk.on("GET Invoices", {"Invoices": [an_invoice()]})
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=None)
    assert (STAMP, page.mark) == ("/Date(1790930056000+0000)/", "2026-10-02T08:34:16+00:00")


def test_short_lists_are_whole_each_time() -> None:
    for family in (BookFamily.ACCOUNTS, BookFamily.TAX_CODES, BookFamily.ITEMS):
        desk = Desk()
        (page,) = opened(desk).pull(family, since=MARK)
        assert page.is_whole
        assert not any("If-Modified-Since" in each.headers for each in desk.asked)


def test_there_is_no_list_of_terms() -> None:
    assert list(opened(Desk()).pull(BookFamily.TERMS, since=None)) == []
    assert BookFamily.TERMS not in XERO.families


def test_bills_of_suppliers_are_left_out() -> None:
    desk = Desk()
    desk.on("GET Invoices", listed("Invoices", an_invoice(), an_invoice(Type="ACCPAY")))
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=None)
    assert len(page.records) == 1


def test_archived_contacts_are_asked_for() -> None:
    desk = Desk()
    desk.on("GET Contacts", listed("Contacts", a_contact()))
    (page,) = opened(desk).pull(BookFamily.CUSTOMERS, since=None)
    assert (desk.asked[0].query["includeArchived"], len(page.records)) == ("true", 1)


def test_payments_come_from_every_kind_of_settlement() -> None:
    desk = Desk()
    over = {"OverpaymentID": "o-1", "Type": "RECEIVE-OVERPAYMENT", "Total": 5}
    desk.on("GET Payments", listed("Payments", a_payment()))
    desk.on("GET Overpayments", listed("Overpayments", over))
    desk.on("GET Prepayments", listed("Prepayments"))
    used, unused = a_credit(Allocations=[ON_ONE]), a_credit(CreditNoteID="n-2")
    desk.on("GET CreditNotes", listed("CreditNotes", used, unused))
    whole = [
        each for page in opened(desk).pull(BookFamily.PAYMENTS, since=None) for each in page.records
    ]
    since = [
        each for page in opened(desk).pull(BookFamily.PAYMENTS, since=MARK) for each in page.records
    ]
    assert [each.source_id for each in whole] == ["p-1", "o-1", "n-1"]
    assert [(each.source_id, each.is_gone) for each in since] == [
        ("p-1", False),
        ("o-1", False),
        ("n-1", False),
        ("n-2", True),
    ]


@pytest.mark.parametrize("family", XERO.families)
def test_every_family_yields_a_page_also_where_it_is_empty(family: BookFamily) -> None:
    for since in (None, MARK):
        pages = list(opened(Desk()).pull(family, since=since))
        assert pages[-1].mark == MARK
        assert all(isinstance(each, BOOK_RECORDS[family]) for each in pages[-1].records)
