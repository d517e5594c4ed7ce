"""Families of QuickBooks Online: whole, and by change data."""

from decimal import Decimal

import httpx
import pytest

from app.billing.incoming import BOOK_RECORDS, BookFamily, BookInvoice, BookPayment, BookTaxCode
from app.connectors.json_value import read_json
from app.errors import RemoteRefused
from tests.connectors.quickbooks.desk import (
    NOW,
    Desk,
    a_customer,
    a_payment,
    an_invoice,
    changes,
    fault,
    found,
    opened,
    refused,
)

MARK = "2026-11-02T16:00:00+00:00"
LONG_AGO = "2026-09-20T00:00:00+00:00"
GONE = {
    "Id": "2359",
    "domain": "QBO",
    "status": "Deleted",
    "MetaData": {"LastUpdatedTime": "2026-10-02T09:14:16-08:00"},
}


def test_a_walk_is_whole_and_its_mark_is_the_servers_time() -> None:
    desk = Desk()
    desk.on("query Invoice", found("Invoice", an_invoice()))
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=None)
    (record,) = page.records
    assert (page.is_whole, page.mark, record.source_id) == (True, MARK, "130")
    assert isinstance(record, BookInvoice)
    assert record.total == Decimal("32.31")
    assert read_json(record.raw)


def test_a_server_that_tells_no_time_has_its_date() -> None:
    desk = Desk()
    reply = httpx.Response(200, json={"QueryResponse": {}})
    reply.headers["Date"] = "Mon, 02 Nov 2026 16:00:00 GMT"
    desk.on("query Invoice", reply)
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=None)
    assert page.mark == MARK


def test_a_delete_comes_by_change_data() -> None:
    desk = Desk()
    desk.on("cdc", changes(Payment=[a_payment(), GONE]))
    (page,) = opened(desk).pull(BookFamily.PAYMENTS, since="2026-11-01T00:00:00+00:00")
    assert (page.is_whole, page.mark) == (False, MARK)
    assert [(each.source_id, each.is_gone) for each in page.records] == [
        ("190", False),
        ("2359", True),
    ]
    (asked,) = desk.sent("cdc")
    assert asked.query["entities"] == "Payment,RefundReceipt"
    assert asked.query["changedSince"] == "2026-10-31T23:50:00+00:00"


def test_after_thirty_days_all_is_read_anew() -> None:
    desk = Desk()
    desk.on("cdc", changes(Invoice=[]))
    desk.on("query Invoice", found("Invoice", an_invoice()))
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=LONG_AGO)
    assert (page.is_whole, len(page.records)) == (True, 1)


def test_change_data_that_is_refused_is_read_anew() -> None:
    desk = Desk()
    desk.on("cdc", refused(400, "4001", "changedSince is too long ago"))
    desk.on("query Invoice", found("Invoice", an_invoice()))
    (page,) = opened(desk).pull(BookFamily.INVOICES, since=LONG_AGO)
    assert page.is_whole


@pytest.mark.parametrize(("count", "is_whole"), [(949, False), (950, True)])
def test_change_data_that_is_nearly_full_is_not_trusted(count: int, *, is_whole: bool) -> None:
    desk = Desk()
    desk.on("cdc", changes(Customer=[a_customer(Id=str(each)) for each in range(count)]))
    (page,) = opened(desk).pull(BookFamily.CUSTOMERS, since="2026-11-01T00:00:00+00:00")
    assert page.is_whole is is_whole


def test_a_fault_inside_change_data_is_read_anew() -> None:
    desk = Desk()
    desk.on("cdc", {"CDCResponse": [fault("4000")], "time": NOW})
    (page,) = opened(desk).pull(BookFamily.CUSTOMERS, since="2026-11-01T00:00:00+00:00")
    assert page.is_whole


def test_a_payment_comes_whole_each_time() -> None:
    first = a_payment()
    more = {"Amount": 17.69, "LinkedTxn": [{"TxnId": "131", "TxnType": "Invoice"}]}
    second = a_payment(SyncToken="1", UnappliedAmt=0, Line=[*first["Line"], more])
    desk = Desk()
    desk.on("query Payment", found("Payment", first))
    desk.on("cdc", changes(Payment=[second]))
    port = opened(desk)
    before = next(iter(port.pull(BookFamily.PAYMENTS, since=None))).records[0]
    after = next(iter(port.pull(BookFamily.PAYMENTS, since=MARK))).records[0]
    assert isinstance(before, BookPayment)
    assert isinstance(after, BookPayment)
    assert (before.source_id, before.total) == (after.source_id, after.total)
    assert [len(before.allocations), len(after.allocations)] == [1, 2]
    assert (before.unapplied, after.unapplied) == (Decimal("17.69"), Decimal(0))


def test_the_pseudo_code_is_there_though_it_is_not_listed() -> None:
    desk = Desk()
    desk.on("companyinfo", {"CompanyInfo": {"Id": "1", "Country": "US"}})
    (page,) = opened(desk).pull(BookFamily.TAX_CODES, since=None)
    (code,) = page.records
    assert isinstance(code, BookTaxCode)
    assert (code.code, code.is_untaxed, page.mark) == ("NON", True, MARK)


def test_elsewhere_there_is_no_pseudo_code() -> None:
    desk = Desk()
    desk.on("companyinfo", {"CompanyInfo": {"Id": "1", "Country": "CA"}})
    (page,) = opened(desk).pull(BookFamily.TAX_CODES, since=MARK)
    assert (page.records, page.is_whole) == ([], True)


@pytest.mark.parametrize("family", list(BookFamily))
def test_every_family_yields_a_page_also_where_it_is_empty(family: BookFamily) -> None:
    desk = Desk()
    desk.on("companyinfo", {"CompanyInfo": {"Id": "1", "Country": "US"}})
    desk.on("cdc", changes())
    for since in (None, MARK):
        pages = list(opened(desk).pull(family, since=since))
        assert pages[-1].mark == MARK
        assert all(isinstance(each, BOOK_RECORDS[family]) for each in pages[-1].records)


def test_a_record_that_cannot_be_read_ends_the_pull_by_its_name() -> None:
    desk = Desk()
    desk.on("query Invoice", found("Invoice", an_invoice(TotalAmt="much")))
    with pytest.raises(RemoteRefused, match="its Id is 130"):
        list(opened(desk).pull(BookFamily.INVOICES, since=None))
