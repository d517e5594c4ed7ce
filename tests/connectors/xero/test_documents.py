"""Invoices and credit notes at work: put, posted, void, allocated."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import httpx
import pytest

from app.billing.outgoing import CreditUse
from app.connectors.dealings import Posted
from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.xero.desk import (
    KEY,
    STAMP,
    Desk,
    a_credit,
    a_payment,
    an_invoice,
    listed,
    opened,
    refused,
)
from tests.connectors.xero.documents_of_ours import CREDIT, INVOICE

CENTS = Decimal("32.31")
SECOND = replace(INVOICE, number="TB-43")
LATER = "/Date(1790930099000+0000)/"
USE = CreditUse(
    credit_note_id="n-1",
    invoice_id="i-1",
    customer_id="c-1",
    amount=Decimal("4.31"),
    applied_on=date(2026, 10, 6),
)
USED = [{"AllocationID": "x-1", "Amount": 4.31, "Invoice": {"InvoiceID": "i-1"}}]


def test_what_is_new_is_put() -> None:
    desk = Desk()
    desk.on("PUT Invoices", listed("Invoices", an_invoice()))
    desk.on("PUT CreditNotes", listed("CreditNotes", a_credit()))
    port = opened(desk)
    made = port.create_invoice(INVOICE, key=KEY)
    port.create_credit_note(CREDIT, key=KEY)
    assert (made.id, made.number, made.total, made.version) == ("i-1", "TB-42", CENTS, STAMP)
    for asked in desk.written:
        assert asked.method == "PUT"
        assert asked.query == {"summarizeErrors": "false", "unitdp": "4"}


def test_each_create_carries_its_key() -> None:
    desk = Desk()
    desk.on("PUT Invoices", listed("Invoices", an_invoice()))
    desk.on("PUT CreditNotes/n-1/Allocations", {"Allocations": USED})
    port = opened(desk)
    port.create_invoice(INVOICE, key=KEY)
    applied = port.apply_credit(USE, key=KEY)
    assert [each.headers["Idempotency-Key"] for each in desk.written] == [KEY, KEY]
    assert (applied.id, applied.total) == ("x-1", Decimal("4.31"))


def test_a_number_that_is_there_is_a_refusal() -> None:
    desk = Desk()
    row = refused(an_invoice(), "Invoice # must be unique.")
    desk.on("PUT Invoices", listed("Invoices", row))
    with pytest.raises(RemoteRefused, match=r"must be unique\. It is there already"):
        opened(desk).create_invoice(INVOICE, key=KEY)
    desk.on("GET CreditNotes", listed("CreditNotes", a_credit()))
    with pytest.raises(RemoteRefused, match="of that number already"):
        opened(desk).create_credit_note(CREDIT, key=KEY)


def test_a_refusal_in_a_batch_touches_no_other() -> None:
    desk = Desk()
    row = refused(an_invoice(), "Account code '999' is not a valid code for this document")
    good = an_invoice(InvoiceID="i-2", InvoiceNumber="TB-43", StatusAttributeString="OK")
    desk.on("PUT Invoices", listed("Invoices", row, good))
    sent = [(INVOICE, KEY), (SECOND, KEY[:-1] + "0")]
    first, second = opened(desk).create_invoices(sent)
    assert isinstance(first, RemoteRefused)
    assert "'999'" in first.why
    assert isinstance(second, Posted)
    assert (second.id, len(desk.written)) == ("i-2", 1)
    assert len(desk.written[0].headers["Idempotency-Key"]) <= 128
    assert opened(desk).create_invoices([]) == []


def test_what_a_batch_leaves_out_may_have_happened() -> None:
    desk = Desk()
    desk.on("PUT Invoices", listed("Invoices", an_invoice()))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(desk).create_invoices([(INVOICE, KEY), (SECOND, KEY)])
    assert raised.value.may_have_happened


def test_numbers_are_looked_for_in_one_request_and_exactly() -> None:
    desk = Desk()
    other = an_invoice(InvoiceID="i-2", InvoiceNumber="tb-42")
    bill = an_invoice(InvoiceID="i-3", Type="ACCPAY")
    desk.on("GET Invoices", listed("Invoices", an_invoice(), other, bill))
    desk.on("GET CreditNotes", listed("CreditNotes", a_credit()))
    port = opened(desk)
    assert [each.source_id for each in port.find_invoices(["TB-42", "TB-43"])] == ["i-1"]
    assert [each.source_id for each in port.find_credit_notes(["TC-7", "TC-8"])] == ["n-1"]
    invoices, notes = desk.asked
    assert invoices.query["InvoiceNumbers"] == "TB-42,TB-43"
    assert notes.query["where"] == 'CreditNoteNumber=="TC-7" OR CreditNoteNumber=="TC-8"'
    assert port.find_invoices([]) == []
    assert port.find_credit_notes([]) == []


def test_what_is_there_is_posted_by_its_id() -> None:
    desk = Desk()
    desk.on("GET Invoices/i-1", listed("Invoices", an_invoice()))
    desk.on("POST Invoices/i-1", listed("Invoices", an_invoice(UpdatedDateUTC=LATER)))
    assert opened(desk).update_invoice("i-1", INVOICE, version=STAMP, key=KEY).version == LATER
    (asked,) = desk.written
    (sent,) = asked.body["Invoices"]
    assert (asked.query, sent["InvoiceID"]) == ({"unitdp": "4"}, "i-1")


def test_a_change_by_another_stops_an_update() -> None:
    desk = Desk()
    desk.on("GET Invoices/i-1", listed("Invoices", an_invoice(UpdatedDateUTC=LATER)))
    desk.on("GET CreditNotes/n-1", listed("CreditNotes", a_credit(UpdatedDateUTC=LATER)))
    port = opened(desk)
    with pytest.raises(RemoteRefused, match="changed it in Xero meanwhile"):
        port.update_invoice("i-1", INVOICE, version=STAMP, key=KEY)
    with pytest.raises(RemoteRefused, match="changed it in Xero meanwhile"):
        port.void_invoice("i-1", version=STAMP, reason="")
    with pytest.raises(RemoteRefused, match="changed it in Xero meanwhile"):
        port.void_credit_note("n-1", version=STAMP, reason="")
    assert desk.written == []


def test_an_invoice_with_a_payment_is_not_made_void() -> None:
    desk = Desk()
    paid = an_invoice(AmountPaid=10, AmountDue=22.31)
    desk.on("GET Invoices/i-1", listed("Invoices", paid))
    port = opened(desk)
    with pytest.raises(RemoteRefused, match="cannot be made void"):
        port.void_invoice("i-1", version=STAMP, reason="")
    with pytest.raises(RemoteRefused, match="cannot be changed"):
        port.update_invoice("i-1", INVOICE, version=STAMP, key=KEY)
    assert desk.written == []


@pytest.mark.parametrize(("status", "becomes"), [("AUTHORISED", "VOIDED"), ("DRAFT", "DELETED")])
def test_a_draft_is_deleted(status: str, becomes: str) -> None:
    desk = Desk()
    ended = listed("Invoices", an_invoice(Status=becomes, AmountDue=0))
    desk.on("GET Invoices/i-1", listed("Invoices", an_invoice(Status=status)), ended)
    desk.on("POST Invoices/i-1", ended)
    port = opened(desk)
    assert [port.void_invoice("i-1", version=STAMP, reason="").balance for _ in range(2)] == [0, 0]
    (asked,) = desk.written
    assert asked.body == {"Invoices": [{"InvoiceID": "i-1", "Status": becomes}]}
    with pytest.raises(RemoteRefused, match="is void"):
        port.update_invoice("i-1", INVOICE, version=STAMP, key=KEY)


def test_a_credit_note_is_made_void_once() -> None:
    desk = Desk()
    ended = listed("CreditNotes", a_credit(Status="VOIDED"))
    desk.on("GET CreditNotes/n-1", listed("CreditNotes", a_credit()), ended)
    desk.on("POST CreditNotes/n-1", ended)
    port = opened(desk)
    assert [port.void_credit_note("n-1", version="", reason="").total for _ in range(2)] == [0, 0]
    assert len(desk.written) == 1


def test_a_credit_note_that_is_used_is_not_made_void() -> None:
    desk = Desk()
    desk.on("GET CreditNotes/n-1", listed("CreditNotes", a_credit(RemainingCredit=3)))
    with pytest.raises(RemoteRefused, match="of it is used"):
        opened(desk).void_credit_note("n-1", version="", reason="")


def test_credit_is_put_on_an_invoice_by_an_allocation() -> None:
    desk = Desk()
    desk.on("GET CreditNotes/n-1", listed("CreditNotes", a_credit(Allocations=USED)))
    desk.on("PUT CreditNotes/n-1/Allocations", {"Allocations": USED})
    port = opened(desk)
    port.apply_credit(USE, key=KEY)
    (asked,) = desk.written
    (sent,) = asked.body["Allocations"]
    assert (sent["Invoice"], sent["Date"]) == ({"InvoiceID": "i-1"}, "2026-10-06")
    assert port.applied("n-1", "i-1") == Decimal("4.31")


def test_what_settles_an_invoice_is_read_whole() -> None:
    desk = Desk()
    thin = {"Payments": [{"PaymentID": "p-1"}], "CreditNotes": [{"CreditNoteID": "n-1"}]}
    desk.on("GET Invoices/i-1", listed("Invoices", an_invoice(**thin)))
    desk.on("GET Payments/p-1", listed("Payments", a_payment()))
    desk.on("GET CreditNotes/n-1", listed("CreditNotes", a_credit(Allocations=USED)))
    found = opened(desk).payments_of("i-1")
    assert [(each.source_id, each.total) for each in found] == [
        ("p-1", Decimal("10.0")),
        ("n-1", Decimal("4.31")),
    ]


def test_what_was_deleted_is_not_there() -> None:
    desk = Desk()
    desk.on("GET Invoices/i-1", listed("Invoices", an_invoice(Status="DELETED")))
    assert opened(desk).read_invoice("i-1") is None
    desk.on("GET Invoices/i-1", httpx.Response(404, text="Not found"))
    with pytest.raises(RemoteRefused, match="has it no more"):
        opened(desk).void_invoice("i-1", version="", reason="")
    with pytest.raises(RemoteRefused, match="has it no more"):
        opened(desk).applied("n-9", "i-1")
    assert opened(desk).payments_of("i-1") == []
