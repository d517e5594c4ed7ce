"""Invoices and credit memos at work: once, by number, in batches, void, applied."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import httpx
import pytest

from app.billing.outgoing import CreditUse
from app.connectors.dealings import Posted
from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.quickbooks.desk import (
    CENTS,
    KEY,
    Desk,
    a_credit,
    a_payment,
    an_invoice,
    fault,
    found,
    opened,
    refused,
)
from tests.connectors.quickbooks.documents_of_ours import CREDIT, INVOICE

SECOND = replace(INVOICE, number="TB-43")
THIRD = replace(INVOICE, number="TB-44")
KEYS = [KEY, KEY[:-1] + "0", KEY[:-1] + "1"]
USE = CreditUse(
    credit_note_id="140",
    invoice_id="130",
    customer_id="58",
    amount=Decimal("4.31"),
    applied_on=date(2026, 10, 6),
)


def test_each_create_carries_its_key() -> None:
    desk = Desk()
    desk.on("POST invoice", {"Invoice": an_invoice()})
    desk.on("POST creditmemo", {"CreditMemo": a_credit()})
    desk.on("POST payment", {"Payment": a_payment()})
    port = opened(desk)
    made = port.create_invoice(INVOICE, key=KEY)
    port.create_credit_note(CREDIT, key=KEY)
    port.apply_credit(USE, key=KEY)
    assert [
        desk.sent(path)[0].query["requestid"] for path in ("invoice", "creditmemo", "payment")
    ] == [KEY, KEY, KEY]
    assert (made.id, made.number, made.total, made.version) == ("130", "TB-42", CENTS, "2")


def test_a_number_that_is_there_is_refused_before_it_is_sent() -> None:
    desk = Desk()
    desk.on("query Invoice", found("Invoice", an_invoice()))
    desk.on("query CreditMemo", found("CreditMemo", a_credit()))
    with pytest.raises(RemoteRefused, match="of that number already"):
        opened(desk).create_invoice(INVOICE, key=KEY)
    with pytest.raises(RemoteRefused, match="of that number already"):
        opened(desk).create_credit_note(CREDIT, key=KEY)
    assert not [each for each in desk.asked if each.method == "POST"]


def test_numbers_are_looked_for_in_one_query_and_exactly() -> None:
    desk = Desk()
    desk.on("query Invoice", found("Invoice", an_invoice(), an_invoice(Id="9", DocNumber="tb-42")))
    assert [each.source_id for each in opened(desk).find_invoices(["TB-42", "O'X"])] == ["130"]
    (query,) = desk.queries("Invoice")
    assert r"WHERE DocNumber IN ('TB-42', 'O\'X') " in query
    assert opened(desk).find_invoices([]) == []


def test_a_batch_answers_in_any_order() -> None:
    desk = Desk()
    items = [
        {"bId": "2", "Invoice": an_invoice(Id="131", DocNumber="TB-43")},
        {"bId": "1", "Invoice": an_invoice()},
    ]
    desk.on("POST batch", {"BatchItemResponse": items})
    made = opened(desk).create_invoices([(INVOICE, KEYS[0]), (SECOND, KEYS[1])])
    assert [each.id for each in made if isinstance(each, Posted)] == ["130", "131"]
    (asked,) = desk.sent("batch")
    assert len(asked.query["requestid"]) == 36
    assert [(each["bId"], each["operation"]) for each in asked.body["BatchItemRequest"]] == [
        ("1", "create"),
        ("2", "create"),
    ]


def test_a_refusal_in_a_batch_touches_no_other() -> None:
    desk = Desk()
    items = [
        {"bId": "2", **fault("6140", "Duplicate Document Number Error")},
        {"bId": "3", "Invoice": an_invoice(Id="132", DocNumber="TB-44")},
    ]
    desk.on("query Invoice", found("Invoice", an_invoice()))
    desk.on("POST batch", {"BatchItemResponse": items})
    sent = list(zip([INVOICE, SECOND, THIRD], KEYS, strict=True))
    first, second, third = opened(desk).create_invoices(sent)
    assert isinstance(first, RemoteRefused)
    assert isinstance(second, RemoteRefused)
    assert "(6140)" in second.why
    assert isinstance(third, Posted)
    (asked,) = desk.sent("batch")
    assert [each["bId"] for each in asked.body["BatchItemRequest"]] == ["2", "3"]


@pytest.mark.parametrize("items", [[], [{"bId": "1", **fault("10000", "System Failure")}]])
def test_what_a_batch_does_not_tell_may_have_happened(items: list[dict[str, object]]) -> None:
    desk = Desk()
    desk.on("POST batch", {"BatchItemResponse": items})
    with pytest.raises(RemoteUnavailable) as raised:
        opened(desk).create_invoices([(INVOICE, KEY)])
    assert raised.value.may_have_happened


def test_a_batch_of_nothing_asks_nobody() -> None:
    desk = Desk()
    assert (opened(desk).create_invoices([]), desk.asked) == ([], [])


def test_an_answer_without_the_record_may_have_happened() -> None:
    desk = Desk()
    desk.on("POST invoice", {"time": "2026"})
    with pytest.raises(RemoteUnavailable) as raised:
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert raised.value.may_have_happened


def test_another_currency_is_refused_before_it_is_sent() -> None:
    desk = Desk()
    desk.on("preferences", {"Preferences": {"CurrencyPrefs": {"HomeCurrency": {"value": "CAD"}}}})
    with pytest.raises(RemoteRefused, match="the books are in CAD"):
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert not desk.sent("invoice")


def test_an_invoice_is_written_anew_against_its_version() -> None:
    desk = Desk()
    desk.on("query Invoice", found("Invoice", an_invoice()))
    desk.on("POST invoice", {"Invoice": an_invoice(SyncToken="3")})
    assert opened(desk).update_invoice("130", INVOICE, version="2", key=KEY).version == "3"
    (asked,) = desk.sent("invoice")
    assert (asked.body["SyncToken"], asked.body["sparse"], asked.query["requestid"]) == (
        "2",
        True,
        KEY,
    )


def test_an_invoice_with_a_payment_is_not_made_void() -> None:
    desk = Desk()
    linked = [{"TxnId": "190", "TxnType": "Payment"}]
    desk.on("query Invoice", found("Invoice", an_invoice(Balance=0, LinkedTxn=linked)))
    port = opened(desk)
    with pytest.raises(RemoteRefused, match="cannot be made void"):
        port.void_invoice("130", version="2", reason="wrong")
    with pytest.raises(RemoteRefused, match="cannot be changed"):
        port.update_invoice("130", INVOICE, version="2", key=KEY)
    assert not desk.sent("invoice")


def test_void_twice_is_void_once() -> None:
    desk = Desk()
    void = an_invoice(TotalAmt=0, Balance=0, Line=[], PrivateNote="Voided", SyncToken="3")
    desk.on("query Invoice", found("Invoice", an_invoice()), found("Invoice", void))
    desk.on("POST invoice", {"Invoice": void})
    port = opened(desk)
    assert [port.void_invoice("130", version="2", reason="").total for _ in range(2)] == [0, 0]
    (asked,) = desk.sent("invoice")
    assert (asked.query["operation"], asked.body) == ("void", {"Id": "130", "SyncToken": "2"})
    with pytest.raises(RemoteRefused, match="is void"):
        port.update_invoice("130", INVOICE, version="3", key=KEY)


def test_what_was_deleted_is_not_there() -> None:
    port = opened(Desk())
    assert port.read_invoice("130") is None
    with pytest.raises(RemoteRefused, match="has it no more"):
        port.void_invoice("130", version="2", reason="")
    with pytest.raises(RemoteRefused, match="has it no more"):
        port.update_invoice("130", INVOICE, version="2", key=KEY)


def test_a_credit_memo_is_deleted_once() -> None:
    desk = Desk()
    desk.on("query CreditMemo", found("CreditMemo", a_credit()), found("CreditMemo"))
    desk.on("POST creditmemo", {"CreditMemo": {"Id": "140", "status": "Deleted"}})
    port = opened(desk)
    for _ in range(2):
        assert port.void_credit_note("140", version="0", reason="").total == 0
    (asked,) = desk.sent("creditmemo")
    assert asked.query["operation"] == "delete"


def test_a_credit_memo_that_is_used_is_not_deleted() -> None:
    desk = Desk()
    desk.on("query CreditMemo", found("CreditMemo", a_credit(RemainingCredit=3)))
    with pytest.raises(RemoteRefused, match="of it is used"):
        opened(desk).void_credit_note("140", version="0", reason="")


def test_credit_on_an_invoice_is_found_through_its_payments() -> None:
    desk = Desk()
    linked = [{"TxnId": "190", "TxnType": "Payment"}]
    lines = [
        {"Amount": 4.31, "LinkedTxn": [{"TxnId": "130", "TxnType": "Invoice"}]},
        {"Amount": 4.31, "LinkedTxn": [{"TxnId": "140", "TxnType": "CreditMemo"}]},
    ]
    zero = a_payment(TotalAmt=0, UnappliedAmt=0, Line=lines)
    desk.on("query Invoice", found("Invoice", an_invoice(Balance=28, LinkedTxn=linked)))
    desk.on("query Payment", found("Payment", zero))
    port = opened(desk)
    assert port.applied("140", "130") == Decimal("4.31")
    assert [each.source_id for each in port.payments_of("130")] == ["190"]
    assert "WHERE Id IN ('190')" in desk.queries("Payment")[0]
    assert opened(Desk()).payments_of("130") == []


def test_a_write_is_never_sent_again_blindly() -> None:
    desk = Desk()
    desk.on("POST invoice", httpx.Response(502, text="<html>Bad gateway</html>"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(desk).create_invoice(INVOICE, key=KEY)
    assert (raised.value.may_have_happened, len(desk.sent("invoice"))) == (True, 1)


def test_a_duplicate_number_is_a_refusal() -> None:
    desk = Desk()
    desk.on("POST invoice", refused(400, "6140", "Duplicate Document Number Error"))
    with pytest.raises(RemoteRefused, match=r"\(6140\)"):
        opened(desk).create_invoice(INVOICE, key=KEY)
